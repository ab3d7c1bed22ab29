"""`mainstay assess`: scope, form, answers, estimates, evidence, report."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mainstay.page.terminal import As, Format, FormatOption, acting, emit, say

if TYPE_CHECKING:
    from mainstay.accounts.models import Person
    from mainstay.assess.models import Assessment

app = typer.Typer(no_args_is_help=True, help="Assess: what the crisis took, and how sure we are.")

Reference = Annotated[str, typer.Argument(help="Reference of the assessment, such as MS-COM-2026-0001/A1.")]


def assessment_of(person: "Person", reference: str) -> "Assessment":
    """Return the assessment of this reference, if `person` may read it."""
    from mainstay.accounts.permissions import get_visible
    from mainstay.assess.models import Assessment

    return get_visible(Assessment.objects.all(), person, "assess.read_assessments", reference=reference)


@app.command(name="list")
def list_assessments(as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """Show the assessments that you may read, with state, interviews and deadline."""
    with acting(as_) as person:
        from mainstay.assess.selectors import assessments_visible

        rows = [
            {
                "reference": row.reference,
                "stage": row.stage,
                "state": row.state,
                "interviews": row.submissions.filter(consent=True).count(),
                "planned": row.sample_completed,
                "due": row.due_at,
            }
            for row in assessments_visible(person)
        ]
        emit(rows, format)


@app.command()
def new(
    case: Annotated[str, typer.Argument(help="Reference of the case.")],
    stage: Annotated[str, typer.Option(help="SNAPSHOT, RAPID, DETAILED or TRACER.")] = "RAPID",
    decision: Annotated[
        list[str] | None, typer.Option(help="A decision that it informs; may be given again.")
    ] = None,
    module: Annotated[
        list[str] | None, typer.Option(help="A question module; by crisis type when none is named.")
    ] = None,
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Scope an assessment of a case."""
    with acting(as_) as person:
        from mainstay.assess.services import scope_assessment
        from mainstay.cases.selectors import cases_visible
        from mainstay.common.errors import NotFound
        from mainstay.common.texts import noop as _

        found = cases_visible(person).filter(reference=case).first()
        if found is None:
            raise NotFound("no_case", _("There is no case {reference} that you may see."), reference=case)
        made = scope_assessment(by=person, case=found, stage=stage, decisions=decision or [], modules=module)
        emit([{"reference": made.reference, "modules": ", ".join(made.modules), "due": made.due_at}], format)


@app.command()
def form(
    reference: Reference,
    module: Annotated[str, typer.Argument(help="Question module, such as WORKER.")],
    out: Annotated[Path, typer.Option(help="Where the XLSForm goes.")] = Path("form.xlsx"),
    language: Annotated[
        list[str] | None, typer.Option(help="A language of the form; may be given again.")
    ] = None,
    field: Annotated[bool, typer.Option("--field", help="Release it to the field.")] = False,
    as_: As = "",
) -> None:
    """Build the form of one module as XLSForm; with --field release it, if its texts are reviewed."""
    with acting(as_) as person:
        from mainstay.assess import services

        made = services.build_form(
            by=person,
            assessment=assessment_of(person, reference),
            module=module,
            languages=language or ["en"],
        )
        if field:
            services.field_form(by=person, form=made)
        services.write_form(by=person, form=made, to=str(out))
        say(f"{out}: form {made.number} of {reference}, {made.sha256[:12]}")


@app.command(name="import")
def import_answers(
    reference: Reference,
    file: Annotated[Path, typer.Argument(help="Export of KoboToolbox or ODK, CSV or XLSX.")],
    number: Annotated[int, typer.Option("--form", help="Number of the form that the answers belong to.")] = 1,
    only_good: Annotated[
        bool, typer.Option("--only-good", help="Take in the rows without a problem.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what the file holds.")] = False,
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Take in answers from a file; every fault is named with row and field, and nothing is taken in by half."""
    with acting(as_) as person:
        from mainstay.assess import services
        from mainstay.assess.models import Form
        from mainstay.page.errors import place_and_sentence

        held = Form.objects.get(assessment=assessment_of(person, reference), number=number)
        if dry_run:
            found = services.read_answers(by=person, form=held, given=file, filename=file.name)
            for problem in found.problems[:100]:
                say(place_and_sentence(problem))
            row: dict[str, Any] = {
                "rows": len(found.rows),
                "refused": found.refused,
                "problems": found.problem_count,
            }
        else:
            batch = services.import_submissions(
                by=person, form=held, given=file, filename=file.name, only_good=only_good
            )
            row = {"taken in": batch.rows, "refused": batch.refused, "there already": batch.repeated}
        emit([row], format)


@app.command()
def analyse(reference: Reference, as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """Compute the estimates and show those over everybody."""
    with acting(as_) as person:
        from mainstay.assess.services import compute_estimates

        assessment = assessment_of(person, reference)
        made = compute_estimates(by=person, assessment=assessment)
        say(f"{made} estimates")
        shown = (
            "module",
            "field",
            "level",
            "statistic",
            "value",
            "low",
            "high",
            "n",
            "representative",
            "too_small",
        )
        emit(assessment.estimates.filter(domain="").values(*shown), format)


@app.command()
def grid(reference: Reference, as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """Show the evidence grid: finding, confidence, sources, what stands against it."""
    with acting(as_) as person:
        from mainstay.assess.selectors import evidence_grid

        emit(evidence_grid(assessment_of(person, reference)), format)


Out = Annotated[Path, typer.Option(help="Where it goes; .pdf or .docx decides what it is.")]


class Paper(StrEnum):
    """The languages of a document."""

    EN, FR, ES, AR = "en", "fr", "es", "ar"


Language = Annotated[Paper, typer.Option(help="The language of the document.")]


@app.command()
def report(
    reference: Reference, out: Out = Path("report.pdf"), language: Language = Paper.EN, as_: As = ""
) -> None:
    """Write the report as PDF or DOCX from the data as they stand."""
    with acting(as_) as person:
        from mainstay.assess.documents import write_report

        assessment = assessment_of(person, reference)
        out.write_bytes(
            write_report(by=person, assessment=assessment, kind=_kind(out), locale=language.value)
        )
        say(f"{out}: written")


@app.command(name="recorded-needs")
def recorded_needs(reference: Reference, as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """Show what recovery needs: each need with its cost, what is counted elsewhere, covered and left."""
    with acting(as_) as person:
        from mainstay.assess.selectors.needs import needs_of
        from mainstay.common.money import from_minor

        held = needs_of(assessment_of(person, reference))
        rows = [
            {
                "need": line.record.pk,
                "item": line.record.item,
                "horizon": line.record.horizon,
                "people": line.record.beneficiaries or None,
                "currency": held.currency,
                "full": from_minor(line.costed.full_cost, held.currency),
                "elsewhere": from_minor(line.elsewhere, held.currency),
                "cost": from_minor(line.costed.cost, held.currency),
                "covered": from_minor(line.gap.covered, held.currency),
                "left": from_minor(line.gap.left, held.currency),
            }
            for line in held.lines
        ]
        emit(rows, format)


@app.command()
def chapter(
    reference: Reference,
    out: Annotated[Path, typer.Option(help="Where it goes; .pdf or .docx decides what it is.")] = Path(
        "livelihoods.docx"
    ),
    language: Annotated[str, typer.Option(help="Language of the chapter: ar, en, es or fr.")] = "en",
    as_: As = "",
) -> None:
    """Write the chapter on employment and livelihoods of a needs assessment after a disaster, as PDF or DOCX."""
    with acting(as_) as person:
        from mainstay.assess.documents.livelihoods import write_chapter
        from mainstay.common.errors import BadInput
        from mainstay.common.texts import noop as _

        kind = out.suffix.lstrip(".")
        if kind not in {"pdf", "docx"}:
            raise BadInput("no_chapter", _("The chapter comes as PDF or DOCX."))
        out.write_bytes(
            write_chapter(by=person, assessment=assessment_of(person, reference), kind=kind, locale=language)
        )
        say(f"{out}: written")


@app.command()
def snapshot(
    reference: Reference, out: Out = Path("snapshot.pdf"), language: Language = Paper.EN, as_: As = ""
) -> None:
    """Write the two-page snapshot as PDF or DOCX from the data as they stand."""
    with acting(as_) as person:
        from mainstay.assess.documents import write_snapshot

        assessment = assessment_of(person, reference)
        out.write_bytes(
            write_snapshot(by=person, assessment=assessment, kind=_kind(out), locale=language.value)
        )
        say(f"{out}: written")


def _kind(out: Path) -> str:
    """Return what a file is to be by its ending; refuse any other."""
    from mainstay.common.errors import BadInput
    from mainstay.common.texts import noop as _

    kind = out.suffix.lstrip(".").lower()
    if kind not in {"pdf", "docx"}:
        raise BadInput("no_document", _("The report comes as PDF or DOCX."))
    return kind
