"""Safeguards on a site: findings recorded, waived for some days, put right by a dated plan."""

from datetime import date

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import BadInput, RuleBroken, require
from mainstay.common.texts import noop as _
from mainstay.deliver.works.models import CorrectionPlan, Finding, Site, Waiver
from mainstay.deliver.works.rules.safeguards import SITE_CHECKS, Law, evaluate, why_not_waive
from mainstay.deliver.works.selectors.law import laws, waiver_days
from mainstay.deliver.works.selectors.site_facts import site_facts

from .findings import write_findings


def _law(code: str) -> Law:
    law = laws().get(code)
    if law is None:
        raise BadInput("unknown_safeguard", _("There is no safeguard {code}."), code=code)
    return law


def inspect_site(*, by: Person, site: Site) -> int:
    """Judge every safeguard of a place as it stands now; return how many findings are open among them."""
    with act("works.inspect_site", by=by, on=site) as entry:
        breaches = evaluate(site_facts(site), laws(), SITE_CHECKS)
        count = write_findings(site, breaches, by=by, judged=tuple(SITE_CHECKS))
        entry.note(findings=sorted(breach.code for breach in breaches))
    return count


def record_finding(*, by: Person, site: Site, code: str, words: str, subject: str = "") -> Finding:
    """Return what an inspector saw: no names, they stand in the incident or the complaint."""
    law = _law(code)
    with act("works.record_finding", by=by, on=site) as entry:
        held = subject or f"seen {clock.now():%Y-%m-%d %H:%M}"
        if Finding.objects.filter(site=site, code=code, subject=held, closed_on__isnull=True).exists():
            raise RuleBroken(
                "finding_open",
                _("This is open already under {safeguard}. Add to its correction plan."),
                safeguard=code,
            )
        finding = Finding.objects.create(
            site=site, code=code, stops=law.stops, subject=held, msgid="{words} ({safeguard})",
            facts={"words": words, "safeguard": code}, found_on=clock.today(), found_by=by,
        )  # fmt: skip
        entry.on(finding)
        entry.note(safeguard=code, stops=law.stops)
    return finding


def waive_safeguard(
    *, by: Person, site: Site, code: str, reason: str, starts_on: date, ends_on: date
) -> Waiver:
    """Return the waiver of a safeguard on a site: only one that can be waived, for 14 days at most, never by the lead."""
    law = _law(code)
    by_lead = site.project.lead_id == by.pk
    require(why_not_waive(law, starts_on=starts_on, ends_on=ends_on, max_days=waiver_days(), by_lead=by_lead))
    with act("works.waive_safeguard", by=by, on=site, reason=reason, met={"waivable_safeguard"}) as entry:
        if not reason.strip():
            raise BadInput(
                "no_reason",
                _("Say why {safeguard} is set aside, and what protects people meanwhile."),
                safeguard=code,
            )
        waiver = Waiver.objects.create(
            site=site, code=code, reason=reason.strip(), starts_on=starts_on, ends_on=ends_on, waived_by=by
        )
        entry.on(waiver)
        entry.note(safeguard=code, starts_on=starts_on, ends_on=ends_on)
    return waiver


def plan_correction(
    *, by: Person, finding: Finding, text: str, due_on: date, owner: Person
) -> CorrectionPlan:
    """Return how a finding is put right, by when and by whom; until it is overdue the next day may be planned."""
    with act("works.plan_correction", by=by, on=finding) as entry:
        if finding.closed_on is not None:
            raise RuleBroken("finding_closed", _("This finding is closed."))
        if due_on < clock.today() or not text.strip():
            raise BadInput("plan", _("Say what is done, and by which day from today on."))
        plan = CorrectionPlan.objects.create(
            finding=finding, text=text.strip(), due_on=due_on, owner=owner, written_by=by
        )
        entry.note(due_on=due_on, owner=owner.pk)
    return plan


def close_correction(*, by: Person, plan: CorrectionPlan, words: str) -> CorrectionPlan:
    """Confirm that a correction is made; its finding is closed with it. Who wrote the plan does not confirm it."""
    with act("works.close_correction", by=by, on=plan) as entry:
        if plan.written_by_id == by.pk:
            raise RuleBroken(
                "own_plan",
                _("Who wrote the plan does not confirm that it is done. Ask the safeguards officer."),
            )
        today = clock.today()
        plan.closed_on, plan.closed_by = today, by
        plan.save(update_fields=["closed_on", "closed_by"])
        Finding.objects.filter(pk=plan.finding_id, closed_on__isnull=True).update(
            closed_on=today, closed_by=by, closing_words=words[:300]
        )
        entry.note(finding=plan.finding_id)
    return plan
