"""`mainstay deliver works`: sites, workers, rolls, pay."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from mainstay.page.terminal import As, Format, FormatOption, acting, emit, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model, QuerySet

    from mainstay.accounts.models import Person
    from mainstay.deliver.works.models import Roll, Site
    from mainstay.design.models import Project

Row = TypeVar("Row", bound="Model")

app = typer.Typer(no_args_is_help=True, help="Employment-intensive works: sites, workers, rolls, pay.")

Reference = Annotated[str, typer.Argument(help="Reference of the project, such as MS-JOR-2026-0001/P1.")]
SiteCode = Annotated[str, typer.Argument(help="Code of the site, such as S01.")]
File = Annotated[Path, typer.Argument(help="The file: .xlsx, .csv or .tsv.", exists=True, dir_okay=False)]
Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"])]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Check and report only; nothing is taken in.")]


def _project(person: "Person", reference: str) -> "Project":
    from mainstay.common.errors import NotFound
    from mainstay.common.texts import noop as _
    from mainstay.deliver.works.selectors.sites import projects_with_sites_visible

    found = projects_with_sites_visible(person).filter(reference=reference).first()
    if found is None:
        raise NotFound(
            "no_project",
            _("There is no project {reference}, or it is not yours to see."),
            reference=reference,
        )
    return found


def _one(rows: "QuerySet[Row]", name: str) -> "Row":
    from mainstay.common.errors import NotFound
    from mainstay.common.texts import noop as _

    found = rows.first()
    if found is None:
        raise NotFound("not_there", _("There is no {name}, or it is not yours to see."), name=name)
    return found


def _sites(person: "Person", project: "Project", codes: "Sequence[str]") -> "list[Site]":
    from mainstay.deliver.works.selectors.sites import sites_visible

    rows = sites_visible(person).filter(project=project)
    return [_one(rows.filter(code=code), code) for code in codes]


def _rolls(person: "Person", project: "Project", first: datetime, last: datetime, state: str) -> "list[Roll]":
    from mainstay.deliver.works.selectors.sites import rolls_visible

    span = rolls_visible(person).filter(
        site__project=project, first_on__gte=first.date(), last_on__lte=last.date()
    )
    return list(span.filter(state=state).select_related("site__project"))


@app.command()
def sites(project: Reference, as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """List the sites of a project with their state, certified days and engineer."""
    with acting(as_) as person:
        from mainstay.deliver.works.methods.slip_text import days_shown
        from mainstay.deliver.works.selectors.sites import sites_visible

        rows = sites_visible(person).filter(project=_project(person, project))
        columns = ("code", "name", "state", "opened_on", "days_centi")
        emit(({**row, "days_centi": days_shown(row["days_centi"])} for row in rows.values(*columns)), format)


@app.command()
def open_site(project: Reference, site: SiteCode, as_: As = "") -> None:
    """Open a site: its project runs or an early start names it, and every safeguard of an opening holds."""
    with acting(as_) as person:
        from mainstay.deliver.works.services.sites import open_site as open_

        opened = open_(by=person, site=_sites(person, _project(person, project), [site])[0])
        say(f"{opened.code} is open since {opened.opened_on}")


@app.command()
def early_starts(project: Reference, as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """List what was signed for works that start before their design is approved."""
    with acting(as_) as person:
        from mainstay.deliver.works.selectors.early_starts import early_starts_visible

        emit(
            (
                {
                    "number": row.pk,
                    "state": row.state,
                    "until": row.until,
                    "sites": ", ".join(site.code for site in row.sites.all()),
                    "workers": row.max_workers,
                    "grant": row.grant.reference,
                    "signed_by": row.signed_by.name,
                    "reason": row.reason,
                }
                for row in early_starts_visible(person).filter(project=_project(person, project))
            ),
            format,
        )


@app.command()
def sign_early_start(
    project: Reference,
    grant: Annotated[str, typer.Option(help="Reference of the grant of window 1 for a no-regret start.")],
    until: Day,
    workers: Annotated[int, typer.Option(help="Up to how many workers.")],
    reason: Annotated[str, typer.Option(help="Whose life or livelihood cannot wait.")],
    site: Annotated[list[str], typer.Option(help="Code of a site; again for each.")],
    as_: As = "",
) -> None:
    """Sign that named sites start before the design is approved; days, sites and workers are limited by the playbook."""
    with acting(as_) as person:
        from mainstay.deliver.works.services.early_starts import sign_early_start as sign
        from mainstay.fund.selectors import grants_visible

        here = _project(person, project)
        paid = _one(grants_visible(person).filter(reference=grant), grant)
        made = sign(
            by=person, project=here, grant=paid, sites=_sites(person, here, site), until=until.date(),
            max_workers=workers, reason=reason,
        )  # fmt: skip
        say(f"Early start {made.pk}: {', '.join(site)} until {made.until}")


@app.command()
def end_early_start(
    project: Reference,
    number: Annotated[int, typer.Argument(help="Number of the early start, as early-starts lists it.")],
    reason: Annotated[str, typer.Option(help="Why it is taken back.")],
    as_: As = "",
) -> None:
    """Take an early start back: no further site opens under it, and nobody new starts."""
    with acting(as_) as person:
        from mainstay.deliver.works.selectors.early_starts import early_starts_visible
        from mainstay.deliver.works.services.early_starts import end_early_start as end

        rows = early_starts_visible(person).filter(project=_project(person, project))
        early = _one(rows.filter(pk=number), str(number))
        end(by=person, early=early, reason=reason)
        say(f"Early start {number} was taken back")


@app.command()
def import_workers(
    project: Reference, file: File, dry_run: DryRun = False, as_: As = "", format: FormatOption = Format.TABLE
) -> None:
    """Register workers from a file, or correct them; a faulty file changes nothing and comes back marked."""
    with acting(as_) as person:
        from mainstay.deliver.works.services import registration, staging

        batch = registration.stage_workers(
            by=person, project=_project(person, project), given=file, filename=file.name
        )
        if batch.problem_count:
            say(f"The faults are marked in {registration.error_workbook(batch)}")
            staging.require_staged(batch, "WORKERS")
        emit([batch.summary if dry_run else registration.apply_workers(by=person, batch=batch)], format)


@app.command()
def export_workers(
    project: Reference, to: Annotated[Path, typer.Option(help="Where the workbook goes.")], as_: As = ""
) -> None:
    """Write the workers of a project as a workbook that can be corrected and given back; without status."""
    with acting(as_) as person:
        from mainstay.deliver.works.forms import WORKERS
        from mainstay.deliver.works.selectors.workers import export_rows
        from mainstay.exchange.tables import write_xlsx

        count = write_xlsx(WORKERS, export_rows(person, _project(person, project)), to=to)
        say(f"{count} workers in {to}")


@app.command()
def import_contracts(
    project: Reference,
    site: Annotated[str, typer.Argument(help="Code of the site, such as S01.")],
    file: File,
    pay_day: Annotated[str, typer.Option(help="When wages are paid, as it stands in the contract.")],
    complaints: Annotated[str, typer.Option(help="Where to complain, as it stands in the contract.")],
    dry_run: DryRun = False,
    as_: As = "",
) -> None:
    """Sign the contracts of a file on a site; one that breaks a safeguard stops all, each fault with row and field."""
    with acting(as_) as person:
        from mainstay.accounts.permissions import get_visible
        from mainstay.deliver.works.models import Site
        from mainstay.deliver.works.services.contract_files import import_contracts as import_

        place = get_visible(
            Site.objects.all(), person, "works.read_sites", project=_project(person, project), code=site
        )
        made = import_(
            by=person, site=place, given=file, filename=file.name, pay_day=pay_day, complaint_channel=complaints,
            dry_run=dry_run,
        )  # fmt: skip
        say(f"{len(made)} contracts {'can be signed' if dry_run else 'signed'}")


@app.command()
def consent_text(
    language: Annotated[str, typer.Argument(help="en, fr, es, ar or another of the playbook.")] = "en",
    as_: As = "",
) -> None:
    """Print the words of consent that are read aloud at registration; refused in a language where they are unreviewed."""
    with acting(as_):
        from mainstay.deliver.works.selectors.consent import consent_text as words

        print(words(language))


@app.command()
def open_rolls(project: Reference, first: Day, last: Day, as_: As = "") -> None:
    """Open a roll on each active site for one pay period."""
    with acting(as_) as person:
        from mainstay.deliver.works.selectors.sites import sites_visible
        from mainstay.deliver.works.services.rolls import open_rolls as open_

        active = list(sites_visible(person).filter(project=_project(person, project), state="ACTIVE"))
        made = open_(by=person, sites=active, first_on=first.date(), last_on=last.date()) if active else []
        say(f"{len(made)} rolls opened")


@app.command()
def import_rolls(
    project: Reference,
    file: File,
    late_by: Annotated[str, typer.Option(help="E-mail of the engineer who approves days far back.")] = "",
    reason: Annotated[str, typer.Option(help="Why the days are late.")] = "",
    dry_run: DryRun = False,
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Write daily marks from a file, of one or many sites; a file with any fault changes nothing."""
    with acting(as_) as person:
        from mainstay.accounts.selectors import person_by_email
        from mainstay.deliver.works.services import marking, staging

        late = (person_by_email(late_by), reason) if late_by else None
        batch = marking.stage_rolls(
            by=person, project=_project(person, project), given=file, filename=file.name, late=late
        )
        staging.require_staged(batch, "ROLLS")
        emit([batch.summary if dry_run else marking.apply_rolls(by=person, batch=batch)], format)


@app.command()
def move_rolls(
    project: Reference,
    verb: Annotated[str, typer.Argument(help="close, measure, certify, approve or reconcile")],
    first: Day,
    last: Day,
    as_: As = "",
) -> None:
    """Close, measure, certify, approve or reconcile all rolls of a span of days in one act."""
    with acting(as_) as person:
        from mainstay.common.errors import BadInput
        from mainstay.common.texts import noop as _
        from mainstay.deliver.works.services import rolls as services

        acts: dict[str, tuple[str, Any]] = {
            "close": ("OPEN", services.close_rolls),
            "measure": ("CLOSED", services.measure_rolls),
            "certify": ("MEASURED", services.certify_rolls),
            "approve": ("CERTIFIED", services.approve_rolls),
            "reconcile": ("PAID", services.reconcile_rolls),
        }
        if verb not in acts:
            raise BadInput("verb", _("Rolls are moved by: {verbs}."), verbs=", ".join(acts))
        state, service = acts[verb]
        found = _rolls(person, _project(person, project), first, last, state)
        say(f"{service(by=person, rolls=found)} rolls: {verb}")


@app.command()
def payroll(
    project: Reference, first: Day, last: Day, as_: As = "", format: FormatOption = Format.TABLE
) -> None:
    """Calculate pay of the approved rolls of a span of days."""
    with acting(as_) as person:
        from mainstay.common.money import from_minor
        from mainstay.deliver.works.services.payroll import calculate_payroll

        here = _project(person, project)
        made = calculate_payroll(by=person, project=here, rolls=_rolls(person, here, first, last, "APPROVED"))
        net = str(from_minor(made.net_minor, made.currency))
        emit([{"payroll": made.pk, "lines": made.lines, "net": net, "currency": made.currency}], format)


@app.command()
def batches(project: Reference, as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """List the payment batches of a project with their state and what came of them."""
    with acting(as_) as person:
        from mainstay.common.money import from_minor
        from mainstay.deliver.works.selectors.sites import batches_visible

        columns = ("reference", "channel", "state", "payments_count", "paid", "total_minor", "currency")
        rows = batches_visible(person).filter(payroll__project=_project(person, project)).values(*columns)
        emit(
            ({**row, "total": str(from_minor(row.pop("total_minor"), row["currency"]))} for row in rows),
            format,
        )


@app.command()
def owed(project: Reference, as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """Show how many wages are owed and how much, by how late they are."""
    with acting(as_) as person:
        from mainstay.common.money import from_minor
        from mainstay.deliver.works.selectors.owed import owed_by_age

        here = _project(person, project)
        rows = owed_by_age(person, here)
        emit(
            (
                {"late": band, "wages": count, "amount": str(from_minor(total, here.currency))}
                for band, (count, total) in rows.items()
            ),
            format,
        )


@app.command()
def findings(project: Reference, as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """List the open safeguard findings of a project, without names."""
    with acting(as_) as person:
        from mainstay.common.texts import fill
        from mainstay.deliver.works.selectors.sites import findings_visible

        rows = findings_visible(person).filter(
            site__project=_project(person, project), closed_on__isnull=True
        )
        emit(
            (
                {
                    "site": row.site.code,
                    "safeguard": row.code,
                    "stops": row.stops,
                    "since": row.found_on,
                    "what": fill(row.msgid, row.facts),
                }
                for row in rows
            ),
            format,
        )


@app.command()
def draw(
    seed: Annotated[str, typer.Argument(help="The seed as it was said aloud.")],
    cards: Annotated[Path, typer.Argument(help="A text file with one card number a line.", exists=True)],
) -> None:
    """Repeat a lottery from its seed; needs no database, so that every witness can do it."""
    from mainstay.deliver.works.methods.lottery import lottery_order

    names = [line.strip() for line in cards.read_text(encoding="utf-8").splitlines() if line.strip()]
    for card in lottery_order(names, seed=seed):
        print(card)
