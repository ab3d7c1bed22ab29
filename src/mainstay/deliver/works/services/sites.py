"""A site from the shelf to its opening."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import RuleBroken, require
from mainstay.common.models import Area
from mainstay.common.texts import noop as _
from mainstay.deliver.works import rules
from mainstay.deliver.works.models import Agreement, InsurancePolicy, Site, SiteCheck, WageRate
from mainstay.deliver.works.rules import sites as site_rules
from mainstay.deliver.works.rules.safeguards import SITE_CHECKS, evaluate, why_stopped
from mainstay.deliver.works.selectors.law import laws
from mainstay.deliver.works.selectors.site_facts import site_facts, waived_codes

from .early_starts import require_begun
from .findings import write_findings
from .telling import tell

if TYPE_CHECKING:
    from mainstay.design.models import Project


def sign_agreement(
    *,
    by: Person,
    project: "Project",
    municipality: str,
    signed_on: date,
    ends_on: date | None = None,
    kind: str = "IMPLEMENTATION",
    reference: str = "",
) -> Agreement:
    """Return an agreement with a municipality or community."""
    with act("works.shelve_site", by=by, on=project) as entry:
        agreement = Agreement.objects.create(
            project=project,
            municipality=municipality.strip(),
            kind=kind,
            reference=reference,
            signed_on=signed_on,
            ends_on=ends_on,
        )
        entry.note(agreement=agreement.pk, municipality=agreement.municipality, kind=kind)
        tell(
            project,
            by=by,
            msgid=_("Agreement signed with {municipality}."),
            municipality=agreement.municipality,
        )
    return agreement


def shelve_site(
    *,
    by: Person,
    project: "Project",
    code: str,
    name: str,
    area: Area | None = None,
    work_kind: str = "",
    agreement: Agreement | None = None,
    synthetic: bool | None = None,
) -> Site:
    """Return a new site on the shelf of works."""
    with act("works.shelve_site", by=by, on=project) as entry:
        site = Site.objects.create(
            project=project, code=code.strip(), name=name.strip(), area=area, work_kind=work_kind, agreement=agreement,
            shelved_by=by, synthetic=project.synthetic if synthetic is None else synthetic,
        )  # fmt: skip
        entry.on(site)
        entry.note(code=site.code, name=site.name)
    return site


def screen_site(*, by: Person, site: Site, screening: Mapping[str, Any]) -> Site:
    """Record land, hazards and environment of a site, and go on to its design."""
    with act("works.screen_site", by=by, on=site) as entry:
        _move(site, "screen", entry)
        site.screening = {**site.screening, **screening}
        site.save(update_fields=["state", "screening"])
        environment = {
            key: screening[key]
            for key in ("category", "waste_plan", "protected_area", "permit")
            if key in screening
        }
        if environment:
            _add_check(site, by, "environment", environment)
    return site


def choose_site(*, by: Person, site: Site, choice: str, women_present: int, people_present: int) -> None:
    """Record what the community chose, and who was there."""
    with act("works.choose_site", by=by, on=site) as entry:
        site.screening = {
            **site.screening,
            "choice": {
                "words": choice,
                "women": women_present,
                "people": people_present,
                "on": clock.today().isoformat(),
            },
        }
        site.save(update_fields=["screening"])
        entry.note(people=people_present, women=women_present)


def design_site(
    *,
    by: Person,
    site: Site,
    bill: Sequence[Mapping[str, Any]],
    planned_days: int,
    planned_workers: int,
    labour_share_percent: int,
) -> Site:
    """Enter the bill of quantities, and what it takes in days, people and share of labour."""
    with act("works.design_site", by=by, on=site) as entry:
        _move(site, "design", entry)
        site.bill, site.planned_days, site.planned_workers = (
            [dict(line) for line in bill],
            planned_days,
            planned_workers,
        )
        site.labour_share_percent = labour_share_percent
        site.save(update_fields=["state", "bill", "planned_days", "planned_workers", "labour_share_percent"])
        entry.note(planned_days=planned_days, labour_share=labour_share_percent)
    return site


def procure_site(*, by: Person, site: Site, contractor: str, labour_clauses: bool) -> Site:
    """Award a contract or a community contract, with labour clauses."""
    with act("works.procure_site", by=by, on=site) as entry:
        require(site_rules.why_not_procure(labour_clauses=labour_clauses))
        _move(site, "procure", entry)
        site.contractor, site.labour_clauses = contractor.strip(), labour_clauses
        site.save(update_fields=["state", "contractor", "labour_clauses"])
        entry.note(contractor=site.contractor)
    return site


def ready_site(*, by: Person, site: Site, engineer: Person, timekeeper: Person | None = None) -> Site:
    """Name engineer and timekeeper and state that insurance, rates and the agreement are there."""
    today = clock.today()
    with act("works.ready_site", by=by, on=site) as entry:
        require(
            site_rules.why_not_ready(
                engineer=engineer is not None,
                agreement=site.agreement_id is not None,
                policy=InsurancePolicy.objects.filter(project=site.project_id, ends_on__gte=today).exists(),
                rates=WageRate.objects.filter(task__project=site.project_id).exists(),
            )
        )
        _move(site, "ready", entry)
        site.engineer, site.timekeeper = engineer, timekeeper
        site.save(update_fields=["state", "engineer", "timekeeper"])
        entry.note(engineer=engineer.pk, timekeeper=timekeeper.pk if timekeeper else None)
    return site


def check_site(
    *,
    by: Person,
    site: Site,
    answers: Mapping[str, Mapping[str, Any]],
    evidence: str = "",
    checked_on: date | None = None,
) -> list[SiteCheck]:
    """Record what was looked at on a site: answers by the code of the check, such as ``first_aid``."""
    with act("works.inspect_site", by=by, on=site) as entry:
        rows = [
            SiteCheck(
                site=site,
                code=code,
                answer=dict(answer),
                evidence=evidence,
                checked_on=checked_on or clock.today(),
                checked_by=by,
            )
            for code, answer in answers.items()
        ]
        SiteCheck.objects.bulk_create(rows)
        entry.note(checks=sorted(answers))
    return rows


def open_site(*, by: Person, site: Site) -> Site:
    """Open a site when its project runs, or an early start names it, and every safeguard of an opening holds or is waived.

    Safeguards that stop nothing become findings.
    """
    with act("works.open_site", by=by, on=site) as entry:
        require_begun(site)
        breaches = evaluate(site_facts(site), laws(), SITE_CHECKS)
        stopping = why_stopped(breaches, at="opening", waived=waived_codes(site))
        if stopping:
            raise RuleBroken(
                "opening_stopped",
                _("The site cannot open yet: {findings}"),
                findings=" ".join(str(breach.reason) for breach in stopping),
                codes=", ".join(breach.code for breach in stopping),
            )
        _move(site, "open", entry)
        site.opened_on = clock.today()
        site.save(update_fields=["state", "opened_on"])
        write_findings(site, [breach for breach in breaches if breach.stops == "nothing"], by=by)
        tell(site.project, by=by, msgid=_("Site {site} opened."), site=site.name)
    return site


def hold_site(*, by: Person, site: Site, on: bool, reason: str) -> None:
    """Take a site off every public list for security, or put it back."""
    with act("works.hold_site", by=by, on=site, reason=reason) as entry:
        entry.change("security_hold", site.security_hold, on)
        site.security_hold, site.hold_reason = on, reason if on else ""
        site.save(update_fields=["security_hold", "hold_reason"])


def _move(site: Site, verb: str, entry: Any) -> None:
    new = rules.SITE.move(site.state, verb)
    entry.change("state", site.state, new)
    site.state = new


def _add_check(site: Site, by: Person, code: str, answer: Mapping[str, Any]) -> None:
    SiteCheck.objects.create(
        site=site, code=code, answer=dict(answer), checked_on=clock.today(), checked_by=by
    )
