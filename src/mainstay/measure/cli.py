"""`mainstay measure …`"""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from mainstay.page.terminal import As, Format, FormatOption, acting, emit, say

app = typer.Typer(no_args_is_help=True, help="Build facts, compute indicators, publish and export figures.")
ProjectOption = Annotated[
    str, typer.Option("--project", "-p", help="Reference of the project; all when left out.")
]
FromOption = Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")]
ToOption = Annotated[
    datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day; today when left out.")
]


@app.command("list")
def list_measures(format: FormatOption = Format.TABLE) -> None:
    """List the indicators that can be counted, with unit, rule and dimensions."""
    from mainstay import playbook
    from mainstay.measure.methods.catalogue import MEASURES

    known = playbook.current().indicators
    emit(
        (
            {
                "code": code,
                "name": known[code].name,
                "unit": known[code].unit,
                "rule": known[code].aggregation,
                "by": ", ".join(known[code].disaggregation),
            }
            for code in MEASURES
        ),
        format,
    )


@app.command("facts")
def build(
    table: Annotated[
        list[str] | None, typer.Argument(help="Names of fact tables; all when left out.")
    ] = None,
    everything: Annotated[bool, typer.Option("--everything", help="Every month, changed or not.")] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Only check that the files are what was built.")
    ] = False,
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Bring the facts up to date with the records: only months that changed."""
    with acting(as_) as person:
        if verify:
            _verify()
            return
        from mainstay.measure.services import build_facts

        built = build_facts(
            by=person,
            only=table or (),
            everything=everything,
            progress=lambda name, done, whole: say(f"{name}: {done:,} of {whole:,}"),
        )
        emit(
            (
                {
                    "table": made.table,
                    "rows": made.rows,
                    "made": len(made.made),
                    "kept": len(made.kept),
                    "digest": made.digest[:16],
                }
                for made in built
            ),
            format,
        )


def _verify() -> None:
    from mainstay.facts import verify as check
    from mainstay.measure.selectors.facts import root

    problems = check(root())
    for problem in problems:
        say(str(problem))
    if problems:
        raise typer.Exit(5)
    say("The facts are what was built.")


@app.command()
def compute(
    code: Annotated[
        list[str] | None, typer.Argument(help="Codes; the project's locked indicators when left out.")
    ] = None,
    project: ProjectOption = "",
    first: FromOption = None,
    last: ToOption = None,
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Compute and keep the figures of a project, or of all projects together."""
    with acting(as_) as person:
        from mainstay.measure.selectors import project_found
        from mainstay.measure.services import compute_indicators

        run = compute_indicators(
            by=person,
            project=project_found(person, project) if project else None,
            codes=code or (),
            first_on=first.date() if first else None,
            last_on=last.date() if last else None,
            progress=lambda done, whole, doing: say(f"{done + 1} of {whole}: {doing}"),
        )
        emit(
            [
                {
                    "run": run.uid,
                    "values": run.values_count,
                    "checksum": run.checksum[:16],
                    "last_on": run.last_on,
                }
            ],
            format,
        )


@app.command()
def show(
    code: Annotated[str, typer.Argument(help="Code of the indicator, such as JB-01.")],
    project: ProjectOption = "",
    by: Annotated[
        list[str] | None, typer.Option("--by", help="Dimension, several times for a crossing.")
    ] = None,
    first: FromOption = None,
    last: ToOption = None,
    rows: Annotated[
        bool, typer.Option("--rows", help="Open one cell (--cell) down to its pseudonymised rows.")
    ] = False,
    cell: Annotated[str, typer.Option("--cell", help="Cell to open, such as site=3;month=2026-11.")] = "",
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Show an indicator counted now from the facts, by its declared dimensions, or the rows behind it."""
    with acting(as_) as person:
        from mainstay.common.errors import BadInput
        from mainstay.measure.selectors import figure_rows, figures_live, project_found

        found = project_found(person, project) if project else None
        period: dict[str, Any] = {
            "first": first.date() if first else None,
            "last": last.date() if last else None,
        }
        if rows:
            if found is None:
                raise BadInput("no_project", "Rows are opened project by project: name it with --project.")
            emit(figure_rows(person, code, project=found, cell=cell, **period), format)
            return
        emit(
            (
                {
                    **dict(figure.group),
                    "value": figure.value,
                    "n": figure.n,
                    "persons": figure.persons,
                    "missing %": round(figure.missing * 100, 1),
                }
                for figure in figures_live(person, code, project=found, by=by or (), **period)
            ),
            format,
            title=code,
        )


@app.command()
def choose(
    project: Annotated[str, typer.Argument(help="Reference of the project.")],
    code: Annotated[list[str], typer.Argument(help="Codes of indicators.")],
    lock: Annotated[bool, typer.Option("--lock", help="Lock all that are chosen.")] = False,
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Choose a project's indicators from the catalogue, and lock them."""
    with acting(as_) as person:
        from mainstay.measure.selectors import project_found
        from mainstay.measure.services import choose_indicators, lock_definitions

        found = project_found(person, project)
        choose_indicators(by=person, project=found, codes=code)
        if lock:
            lock_definitions(by=person, project=found)
        emit(
            (
                {"code": row.code, "version": row.version, "state": row.state, "name": row.name}
                for row in found.indicator_definitions.exclude(state="ENDED")
            ),
            format,
        )


@app.command()
def target(
    project: Annotated[str, typer.Argument(help="Reference of the project.")],
    code: Annotated[str, typer.Argument(help="Code of the indicator.")],
    value: Annotated[str, typer.Argument(help="What is aimed at.")],
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")],
    last: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day.")],
    group: Annotated[str, typer.Option("--group", help="Group, such as sex=F; all when left out.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why an earlier target changes.")] = "",
    as_: As = "",
) -> None:
    """Set a target for a period, for all or one group."""
    from decimal import Decimal

    with acting(as_) as person:
        from mainstay.common.errors import NotFound
        from mainstay.measure.selectors import definitions_in_force, project_found
        from mainstay.measure.services import set_target

        found = project_found(person, project)
        definition = next((row for row in definitions_in_force(person, found) if row.code == code), None)
        if definition is None:
            from mainstay.common.errors import NotFound

            raise NotFound(
                "not_chosen", "{code} is no indicator of this project. Choose it first.", code=code
            )
        set_target(
            by=person, definition=definition, value=Decimal(value), first_on=first.date(), last_on=last.date(),
            group=group, reason=reason,
        )  # fmt: skip
        say(f"{code}: {value}")


@app.command()
def progress(
    project: Annotated[str, typer.Argument(help="Reference of the project.")],
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Show a project's targets beside what was reached."""
    with acting(as_) as person:
        from mainstay.measure.selectors import framework_progress, project_found

        emit(framework_progress(person, project_found(person, project)), format)


@app.command()
def odd(
    project: Annotated[str, typer.Argument(help="Reference of the project.")],
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Flag data that look too good or cannot be."""
    with acting(as_) as person:
        from mainstay.measure.selectors import project_found
        from mainstay.measure.services import flag_anomalies

        found = flag_anomalies(by=person, project=project_found(person, project))
        emit(
            (
                {"kind": row.kind, "place": row.place, "facts": row.facts, "since": row.found_at}
                for row in found
            ),
            format,
        )


@app.command()
def sample(
    project: Annotated[str, typer.Argument(help="Reference of the project.")],
    code: Annotated[str, typer.Argument(help="Indicator whose rows are looked at.")],
    seed: Annotated[int, typer.Option("--seed", help="Seed of the draw; the same draws the same rows.")],
    share: Annotated[float | None, typer.Option("--share", help="Part of the rows, such as 0.05.")] = None,
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Draw a random sample of rows to look at in the field."""
    with acting(as_) as person:
        from mainstay.measure.selectors import project_found
        from mainstay.measure.services import draw_sample

        made = draw_sample(
            by=person, project=project_found(person, project), code=code, seed=seed, share=share
        )
        emit(({"position": row.position, **row.row} for row in made.rows.all()), format)


@app.command()
def publish(
    run: Annotated[str, typer.Argument(help="The run to publish, as `compute` printed it.")],
    title: Annotated[str, typer.Option("--title", help="Title that outsiders read.")],
    preview: Annotated[bool, typer.Option("--preview", help="Only show what outsiders would read.")] = False,
    risks_accepted: Annotated[str, typer.Option("--risks-accepted", help="Why what remains is safe.")] = "",
    corrects: Annotated[str, typer.Option("--corrects", help="Publication that this corrects.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="What was wrong.")] = "",
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Publish the figures of a run (not by who computed it), or correct what was published."""
    with acting(as_) as person:
        from mainstay.accounts.permissions import get_visible
        from mainstay.measure.models import Computation, Publication
        from mainstay.measure.selectors.disclosure import preview_publication
        from mainstay.measure.services import correct_figure, publish_figures

        found = get_visible(Computation.objects.all(), person, "measure.read_indicators", uid=UUID(run))
        if preview:
            shown = preview_publication(person, found)
            for risk in shown["risks"]:
                say(risk)
            emit(shown["rows"], format)
            return
        if corrects:
            old = get_visible(Publication.objects.all(), person, "measure.read_published", uid=UUID(corrects))
            made = correct_figure(
                by=person, publication=old, run=found, reason=reason, risks_accepted=risks_accepted
            )
        else:
            made = publish_figures(by=person, run=found, title=title, risks_accepted=risks_accepted)
        emit(
            [
                {
                    "publication": made.uid,
                    "version": made.version,
                    "as_of": made.as_of,
                    "hidden": made.content["hidden"],
                }
            ],
            format,
        )


@app.command()
def export(
    publication: Annotated[str, typer.Argument(help="The publication, as `publish` printed it.")],
    to: Annotated[Path, typer.Option("--to", help="Folder for the files.")],
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Write published figures as CSV, XLSX and Parquet, with licence, method and date."""
    with acting(as_) as person:
        from mainstay.accounts.permissions import get_visible
        from mainstay.measure.models import Publication
        from mainstay.measure.services import export_publication

        found = get_visible(
            Publication.objects.all(), person, "measure.read_published", uid=UUID(publication)
        )
        emit(
            ({"file": str(path)} for path in export_publication(by=person, publication=found, to=to)), format
        )


@app.command()
def chart(
    publication: Annotated[str, typer.Argument(help="The publication, as `publish` printed it.")],
    code: Annotated[str, typer.Argument(help="Code of the indicator.")],
    by: Annotated[str, typer.Option("--by", help="Dimension: month, sex, age_band …")],
    to: Annotated[Path, typer.Option("--to", help="Folder for the pictures.")],
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Draw a published indicator by one dimension, as SVG and PNG."""
    with acting(as_) as person:
        from mainstay.accounts.permissions import get_visible
        from mainstay.measure.models import Publication
        from mainstay.measure.services import export_charts

        found = get_visible(
            Publication.objects.all(), person, "measure.read_published", uid=UUID(publication)
        )
        made = export_charts(by=person, publication=found, to=to, charts=[(code, by)])
        emit(({"file": str(path)} for path in made), format)


@app.command()
def iati(
    project: Annotated[str, typer.Argument(help="Reference of the project.")],
    to: Annotated[Path, typer.Option("--to", help="The file to write.")],
    reporting_ref: Annotated[
        str, typer.Option("--reporting-ref", help="Identifier of the publisher; one for tests when left out.")
    ] = "",
    as_: As = "",
) -> None:
    """Write a project's IATI 2.03 activity file, valid by the official schema."""
    with acting(as_) as person:
        from mainstay.measure.selectors import project_found
        from mainstay.measure.services import write_activity
        from mainstay.measure.services.iati import TEST_PUBLISHER

        found, ref = project_found(person, project), reporting_ref or TEST_PUBLISHER
        say(str(write_activity(by=person, project=found, to=to, reporting_ref=ref)))
