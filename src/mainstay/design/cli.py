"""`mainstay design`: draft, package, check, budget, approval, document."""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mainstay.page.terminal import As, Format, FormatOption, acting, emit, say

if TYPE_CHECKING:
    from mainstay.accounts.models import Person
    from mainstay.design.models import Project

app = typer.Typer(no_args_is_help=True, help="Design: what shall be done, for whom, at what cost.")

Reference = Annotated[str, typer.Argument(help="Reference of the project, such as MS-COM-2026-0001/P1.")]


def _found(person: "Person", reference: str) -> "Project":
    from mainstay.accounts.permissions import get_visible
    from mainstay.design.models import Project

    return get_visible(Project.objects.all(), person, "design.read_projects", reference=reference)


@app.command(name="list")
def list_projects(as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """Show the projects that you may read."""
    with acting(as_) as person:
        from mainstay.design.selectors import projects_visible

        rows = projects_visible(person)
        emit(
            [
                {"reference": row.reference, "title": row.title, "state": row.state, "running": row.running}
                for row in rows
            ],
            format,
        )


@app.command()
def new(
    case: Annotated[str, typer.Argument(help="Reference of the case.")],
    title: Annotated[str, typer.Argument(help="Title of the project.")],
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Start a design for a case."""
    with acting(as_) as person:
        from mainstay.cases.selectors import cases_visible
        from mainstay.common.errors import NotFound
        from mainstay.common.texts import noop as _
        from mainstay.design.services import start_design

        found = cases_visible(person).filter(reference=case).first()
        if found is None:
            raise NotFound("no_case", _("There is no case {reference} that you may see."), reference=case)
        made = start_design(by=person, case=found, title=title)
        emit([{"reference": made.reference, "currency": made.currency, "state": made.state}], format)


@app.command()
def package(
    reference: Reference,
    code: Annotated[
        str, typer.Option("--take", help="Package to take; that of the crisis type when left out.")
    ] = "",
    phase: Annotated[
        list[str] | None, typer.Option(help="A phase; those of the case when none is named.")
    ] = None,
    show: Annotated[
        bool, typer.Option("--show", help="Only show how the design differs from its package.")
    ] = False,
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Take a standard package as the start, and show the diff against it."""
    with acting(as_) as person:
        from mainstay.design.selectors import package_diff
        from mainstay.design.services import choose_package

        project = _found(person, reference)
        if not show:
            choose_package(by=person, project=project, package=code, phases=phase or [])
        emit(package_diff(project), format)


@app.command()
def check(reference: Reference, as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """Say in plain words what the design lacks, and who was heard; ends with 5 while something stops it."""
    with acting(as_) as person:
        from mainstay.design.selectors import basis_of, lacks_of

        project = _found(person, reference)
        found = lacks_of(project)
        basis = basis_of(project)
        emit(
            [{"stops": "stops" if lack.stops else "note", "lacks": str(lack.reason)} for lack in found],
            format,
        )
        say(f"heard: {', '.join(sorted(basis.heard)) or '–'} · assessed until: {basis.assessed_until or '–'}")
        if any(lack.stops for lack in found):
            raise typer.Exit(5)


@app.command()
def sequence(reference: Reference, as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """Show when each module runs, its slack, and what it leads to."""
    with acting(as_) as person:
        from mainstay.design.selectors import sequence_of

        emit(sequence_of(_found(person, reference)), format)


@app.command()
def budget(
    reference: Reference,
    file: Annotated[
        Path | None,
        typer.Argument(
            help="CSV or XLSX: module, title, unit, quantity, unit_cost_usd, labour_share, reason."
        ),
    ] = None,
    option: Annotated[str, typer.Option(help="Option of the budget; the chosen one when left out.")] = "",
    compare: Annotated[str, typer.Option(help="Another option, to be set beside it.")] = "",
    reason: Annotated[str, typer.Option(help="Why an approved budget is changed.")] = "",
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Set budget lines from a file, and show cost, worker-days and cost per worker-day; or compare two options."""
    with acting(as_) as person:
        from mainstay.design import selectors
        from mainstay.design.services import cost_design

        project = _found(person, reference)
        if file is not None:
            cost_design(by=person, project=project, lines=read_lines(file), option=option, reason=reason)
        if compare:
            emit(selectors.comparison(project, option or "A", compare), format)
            return
        content = selectors.labour_content_of(project, selectors.option_of(project, option))
        emit(
            [
                {
                    "USD": content.cost / 100,
                    "wages USD": content.wages / 100,
                    "labour share": round(content.labour_share, 4),
                    "worker-days": content.worker_days,
                    "workers": content.workers,
                    "USD per worker-day": (content.cost_per_worker_day or 0) / 100,
                }
            ],
            format,
        )


def read_lines(file: Path) -> list[dict[str, Any]]:
    """Return the lines of a budget from a table; a fault in any cell refuses the whole."""
    from mainstay.exchange.tables import Column, Sheet, read_table

    sheet = Sheet(
        "budget",
        (
            Column("module", "module", max_length=12),
            Column("title", "title", max_length=200),
            Column("unit", "unit", max_length=60),
            Column("quantity", "quantity", "decimal", required=True, minimum=Decimal(0)),
            Column("unit_cost_usd", "unit_cost_usd", "decimal", minimum=Decimal(0)),
            Column("labour_share", "labour_share", "decimal", minimum=Decimal(0), maximum=Decimal(1)),
            Column("reason", "reason", multiline=True),
        ),
    )
    staged = read_table(file, file.name, sheet)
    staged.require_clean()
    rows = []
    for row in staged.rows:
        values = {name: value for name, value in row.values.items() if value is not None}
        if "unit_cost_usd" in values:
            values["unit_cost_minor"] = int(values.pop("unit_cost_usd") * 100)
        rows.append(values)
    return rows


@app.command()
def approve(reference: Reference, as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """Approve a design that is assessed, consulted, complete and of quality."""
    with acting(as_) as person:
        from mainstay.design.services import approve_design

        project = approve_design(by=person, project=_found(person, reference))
        version = project.versions.last()
        emit(
            [
                {
                    "reference": project.reference,
                    "state": project.state,
                    "version": version.number if version else None,
                }
            ],
            format,
        )


@app.command()
def money(reference: Reference, as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """Show what is committed to a project, by source, and what its budget still asks for."""
    with acting(as_) as person:
        from mainstay.design.selectors import funding_of

        project = _found(person, reference)
        held = funding_of(project)
        emit(
            [
                {"source": row.source, "USD": row.usd_minor / 100, "bridging": row.bridging, "since": row.committed_at}
                for row in project.commitments.all()
            ],
            format,
        )  # fmt: skip
        say(f"needed USD {held.needed / 100:,.2f} · firm {held.firm / 100:,.2f} · gap {held.gap / 100:,.2f}")


@app.command()
def record_funding(
    reference: Reference,
    usd: Annotated[float, typer.Argument(help="US dollars that the source has committed in all.")],
    source: Annotated[str, typer.Option(help="Who commits it; grants of the fund are told by themselves.")],
    as_: As = "",
) -> None:
    """Note money that a source beside the fund has committed to an approved project."""
    with acting(as_) as person:
        from mainstay.design.services import record_funding as record

        project = record(
            by=person, project=_found(person, reference), committed_usd_minor=round(usd * 100), source=source
        )
        say(f"{project.reference}: {project.state}")


@app.command()
def document(
    reference: Reference,
    out: Annotated[Path, typer.Option(help="Where it goes; .pdf or .docx decides what it is.")] = Path(
        "project.pdf"
    ),
    as_: As = "",
) -> None:
    """Write the project document as PDF or DOCX from the data as they stand."""
    with acting(as_) as person:
        from mainstay.design.documents import write_document

        out.write_bytes(
            write_document(by=person, project=_found(person, reference), kind=out.suffix.lstrip("."))
        )
        say(f"{out}: written")
