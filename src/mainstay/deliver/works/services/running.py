"""A site that runs: days planned, stood still, restarted, finished, handed over."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import RuleBroken, require
from mainstay.common.texts import noop as _
from mainstay.deliver.works import rules
from mainstay.deliver.works.models import Agreement, DayPlan, Roll, Site, Suspension, Talk
from mainstay.deliver.works.rules import sites as site_rules
from mainstay.deliver.works.rules.states import WRITABLE
from mainstay.deliver.works.selectors.owed import lines_owed
from mainstay.deliver.works.selectors.site_facts import next_day_stops

from .telling import tell
from .terms import terms_of


def plan_day(*, by: Person, site: Site, day: date, gangs: Sequence[Mapping[str, Any]]) -> DayPlan:
    """Return the plan of a day: refused while a safeguard that stops the next day is open on the site."""
    with act("works.plan_tasks", by=by, on=site) as entry:
        require(site_rules.why_not_plan_day(next_day_stops(site), state=site.state))
        plan, _made = DayPlan.objects.update_or_create(
            site=site,
            day=day,
            defaults={"gangs": [dict(gang) for gang in gangs], "planned_by": by, "planned_at": clock.now()},
        )
        entry.note(day=day, gangs=len(gangs))
    return plan


def hold_talk(*, by: Person, site: Site, topic: str, heard_by: int, held_on: date | None = None) -> Talk:
    """Return a safety talk held at a site."""
    with act("works.induct_workers", by=by, on=site) as entry:
        talk = Talk.objects.create(
            site=site, topic=topic, heard_by=heard_by, held_on=held_on or clock.today(), held_by=by
        )
        entry.note(topic=topic, heard_by=heard_by)
    return talk


def suspend_site(
    *, by: Person, site: Site, reason: str, words: str, starts_on: date | None = None
) -> Suspension:
    """Return a suspension: its days are paid (PS) to the end of the contracts where the programme chose so."""
    return _stand_still(by, site, "works.suspend_site", reason, words, starts_on or clock.today())


def stop_site(*, by: Person, site: Site, words: str, reason: str = "SECURITY") -> Suspension:
    """Return the suspension of a site that is stopped at once because of danger: people's, a storm's, a disease's."""
    return _stand_still(by, site, "works.stop_site", reason, words, clock.today())


def _stand_still(by: Person, site: Site, action: str, reason: str, words: str, starts_on: date) -> Suspension:
    terms = terms_of(site.project)
    with act(action, by=by, on=site, reason=words) as entry:
        if reason not in site_rules.RESTART:
            raise RuleBroken(
                "suspension_reason",
                _("A site is suspended for one of: {reasons}."),
                reasons=", ".join(site_rules.RESTART),
            )
        require(
            site_rules.why_not_suspend(starts_on=starts_on, today=clock.today(), opened_on=site.opened_on)
        )
        new = rules.SITE.move(site.state, "suspend")
        entry.change("state", site.state, new)
        site.state = new
        site.save(update_fields=["state"])
        suspension = Suspension.objects.create(
            site=site,
            reason=reason,
            words=words,
            pay_code=site_rules.suspension_code(reason=reason, paid_suspension=terms.paid_suspension),
            starts_on=starts_on,
            suspended_by=by,
        )
        entry.note(reason=reason, starts_on=starts_on, pay_code=suspension.pay_code)
        tell(
            site.project,
            by=by,
            msgid=_("Site {site} stands still ({reason})."),
            site=site.name,
            reason=reason,
        )
    return suspension


def restart_site(
    *, by: Person, site: Site, checklist: Mapping[str, Any], restarts_on: date | None = None
) -> Site:
    """Restart a site by the checklist of the reason it stood still for; its last day of standing still is the eve."""
    with act("works.restart_site", by=by, on=site) as entry:
        new = rules.SITE.move(site.state, "restart")
        suspension = site.suspensions.get(ends_on__isnull=True)
        require(site_rules.why_not_restart(reason=suspension.reason, checklist=checklist))
        eve = (restarts_on or clock.today()) - timedelta(days=1)
        suspension.ends_on = max(eve, suspension.starts_on)
        suspension.checklist, suspension.restarted_by = dict(checklist), by
        suspension.save(update_fields=["ends_on", "checklist", "restarted_by"])
        entry.change("state", site.state, new)
        site.state = new
        site.save(update_fields=["state"])
        tell(site.project, by=by, msgid=_("Site {site} restarted."), site=site.name)
    return site


def complete_site(*, by: Person, site: Site) -> Site:
    """Declare the works of a site complete: no roll is still open."""
    with act("works.complete_site", by=by, on=site) as entry:
        new = rules.SITE.move(site.state, "complete")
        require(
            site_rules.why_not_complete(open_rolls=Roll.objects.filter(site=site, state__in=WRITABLE).count())
        )
        today = clock.today()
        site.suspensions.filter(ends_on__isnull=True).update(ends_on=today)
        entry.change("state", site.state, new)
        site.state, site.completed_on = new, today
        site.save(update_fields=["state", "completed_on"])
        tell(site.project, by=by, msgid=_("Works on {site} are complete."), site=site.name)
    return site


def hand_over_site(*, by: Person, site: Site, maintenance: Agreement | None) -> Site:
    """Hand an asset over to who keeps it up: with a maintenance agreement and no wage owed."""
    with act("works.hand_over_site", by=by, on=site) as entry:
        new = rules.SITE.move(site.state, "hand_over")
        require(
            site_rules.why_not_hand_over(
                maintenance=maintenance is not None and maintenance.kind == "MAINTENANCE",
                owed=lines_owed(site.project).filter(site=site).count(),
            )
        )
        entry.change("state", site.state, new)
        site.state, site.maintenance = new, maintenance
        site.save(update_fields=["state", "maintenance"])
        tell(site.project, by=by, msgid=_("{site} was handed over."), site=site.name)
    return site
