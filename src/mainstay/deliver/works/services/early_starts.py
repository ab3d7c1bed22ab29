"""Works that start before their design is approved: signed for named sites, ended on their day."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db.models import Q

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.selectors import holders_of, system_person
from mainstay.accounts.services import act
from mainstay.common import clock, notices
from mainstay.common.audit import Draft
from mainstay.common.errors import BadInput, require
from mainstay.common.texts import noop as _
from mainstay.deliver.works import rules
from mainstay.deliver.works.models import Contract, EarlyStart, Site, Worker
from mainstay.deliver.works.rules import early_starts as early_rules
from mainstay.deliver.works.rules.early_starts import Limits, Wanted
from mainstay.deliver.works.selectors.early_starts import beginning_of, early_limits
from mainstay.design.selectors.basis import ABOUT
from mainstay.fund.selectors import early_start_grants
from mainstay.partners.selectors import why_not_heard
from mainstay.partners.services import act_first

from .telling import tell

if TYPE_CHECKING:
    from mainstay.design.models import Project
    from mainstay.fund.models import Grant

#: Who is told of an early start: those who run it, and those who watch over money and safety.
TOLD = ("CPO", "CD", "SAF_OFF", "TT_COORD", "FUND")


def sign_early_start(
    *,
    by: Person,
    project: "Project",
    grant: "Grant",
    sites: Collection[Site],
    until: date,
    max_workers: int,
    reason: str,
) -> EarlyStart:
    """Return the signature that named sites may open before the design is approved.

    Where government, employers or workers were not heard on the design yet, it is acted first: the consultation is
    due within the days of the playbook, and when they are over no further site opens.
    """
    with act("works.sign_early_start", by=by, on=project, reason=reason) as entry:
        if not reason.strip():
            raise BadInput(
                "reason_missing", _("Write whose life or livelihood cannot wait for the approval.")
            )
        _require_own(project, grant, sites)
        limits = _require_allowed(by, project, grant, (sites, until, max_workers))
        _act_first(by, project, reason)
        ends = datetime.combine(until, time.max, tzinfo=clock.now().tzinfo)
        made = EarlyStart.objects.create(
            project=project, grant=grant, max_workers=max_workers, reason=reason.strip(), signed_by=by,
            signed_at=clock.now(), until=until,
            remind_at=early_rules.reminder_at(clock.now(), ends, share=playbook.current().clock_rules.remind_at),
        )  # fmt: skip
        made.sites.set(sites)
        entry.on(made)
        codes = sorted(site.code for site in sites)
        entry.note(sites=codes, until=until, max_workers=max_workers, grant=grant.reference)
        entry.note(limits=[limits.max_days, limits.max_sites, limits.max_workers])
        _tell(
            made,
            "signed",
            _("{project}: sites {sites} may start early, until {until}, with up to {workers} workers."),
        )
        tell(
            project, by=by, msgid=_("Early start signed until {until} for {sites}."),
            until=until.isoformat(), sites=", ".join(codes),
        )  # fmt: skip
    return made


def _require_own(project: "Project", grant: "Grant", sites: Collection[Site]) -> None:
    strange = sorted(site.code for site in sites if site.project_id != project.pk)
    if strange:
        raise BadInput("foreign_site", _("Not sites of this project: {sites}."), sites=", ".join(strange))
    if grant.case_id != project.case_id:
        raise BadInput("foreign_grant", _("Grant {grant} is for another case."), grant=grant.reference)


def _require_allowed(
    by: Person, project: "Project", grant: "Grant", asked: tuple[Collection[Site], date, int]
) -> Limits:
    sites, until, max_workers = asked
    project.refresh_from_db(fields=["state", "running"])
    require(early_rules.why_not_over(project.state))
    limits = early_limits(grant.window)
    paid = limits is not None and early_start_grants(project.case).filter(pk=grant.pk).exists()
    limits = limits or Limits(0, 0, 0)
    today = clock.today()
    earlier = EarlyStart.objects.filter(project=project)
    first = earlier.order_by("signed_at").values_list("signed_at", flat=True).first()
    last = early_rules.last_day(first.date() if first else today, limits=limits)
    named = set(
        EarlyStart.sites.through.objects.filter(earlystart__in=earlier).values_list("site_id", flat=True)
    )
    wanted = Wanted(
        (until - today).days, len(named | {site.pk for site in sites}) if sites else 0, max_workers
    )
    require(
        early_rules.why_not_sign(
            wanted,
            limits=limits,
            runs=project.running,
            paid=paid,
            by_author=by.pk in {project.written_by_id, project.submitted_by_id, project.lead_id},
            days_left=(last - today).days,
        )
    )
    return limits


def _act_first(by: Person, project: "Project", reason: str) -> None:
    unheard = why_not_heard(ABOUT, str(project.pk))
    if unheard is None:
        return
    if unheard.code != "not_consulted":
        require(unheard)
    act_first(
        by=by, about_kind=ABOUT, about_key=str(project.pk), country=project.country_id, reason=reason,
        case_key=project.case_id,
    )  # fmt: skip


def _tell(early: EarlyStart, event: str, msgid: str, roles: Sequence[str] = TOLD) -> None:
    project = early.project
    scopes = [("project", str(project.pk)), ("case", str(project.case_id)), ("country", project.country_id)]
    notices.tell(
        holders_of(roles, scopes),
        f"early_start_{event}",
        msgid,
        key=f"early_start:{early.pk}:{event}",
        project=project.reference,
        sites=", ".join(sorted(early.sites.values_list("code", flat=True))),
        until=early.until.isoformat(),
        workers=early.max_workers,
    )


def end_early_start(*, by: Person, early: EarlyStart, reason: str) -> None:
    """Take an early start back before its day: no further site opens under it, and nobody new starts."""
    with act("works.end_early_start", by=by, on=early, reason=reason) as entry:
        if not reason.strip():
            raise BadInput("reason_missing", _("Write why the early start is taken back."))
        _end(early, "take_back", entry)
        _tell(early, "ended", _("{project}: the early start of sites {sites} was taken back."))
        until = early.until.isoformat()
        tell(early.project, by=by, msgid=_("The early start until {until} was taken back."), until=until)


def _end(early: EarlyStart, verb: str, entry: Draft) -> None:
    state = rules.EARLY_START.move(early.state, verb)
    entry.change("state", early.state, state)
    early.state, early.ended_at = state, clock.now()
    early.save(update_fields=["state", "ended_at"])


def end_early_starts_over() -> int:
    """End, as the system, early starts whose day is over and those whose project runs by now; return how many."""
    system = system_person()
    rows = EarlyStart.objects.filter(state="IN_FORCE").select_related("project__case")
    over = list(rows.filter(Q(until__lt=clock.today()) | Q(project__running=True)))
    for early in over:
        with act("works.end_early_start", by=system, on=early) as entry:
            if early.project.running:
                _end(early, "follow", entry)
                continue
            _end(early, "expire", entry)
            _tell(
                early,
                "over",
                _(
                    "{project}: the early start of sites {sites} ended on {until}. No further site opens and nobody new starts until the project runs; days worked are recorded and paid."
                ),
            )
            until = early.until.isoformat()
            tell(
                early.project,
                by=system,
                msgid=_("The early start ended on {until}; the project does not run yet."),
                until=until,
            )
    return len(over)


def remind_early_starts() -> int:
    """Remind, as the system, of early starts that end soon on projects that do not run yet; return of how many."""
    system, now = system_person(), clock.now()
    rows = EarlyStart.objects.filter(
        state="IN_FORCE", reminded_at__isnull=True, remind_at__lte=now, until__gte=clock.today(),
        project__running=False,
    )  # fmt: skip
    soon = list(rows.select_related("project__case"))
    for early in soon:
        with act("works.remind_early_start", by=system, on=early) as entry:
            entry.note(until=early.until)
            _tell(
                early,
                "ends_soon",
                _(
                    "{project}: the early start of sites {sites} ends on {until}. Have the design approved and the project started by then."
                ),
                ("CPO", "CD", "TT_COORD"),
            )
            early.reminded_at = now
            early.save(update_fields=["reminded_at"])
    return len(soon)


def require_begun(site: Site) -> None:
    """Raise `RuleBroken` while nothing may begin on a site: the project does not run, and nothing was signed early."""
    require(early_rules.why_not_begin(beginning_of(site.project), site=site.pk))


def require_room(site: Site, workers: Sequence[Worker]) -> None:
    """Raise `RuleBroken` when some of `workers` are new to the project and nobody new may be taken on."""
    held = Contract.objects.filter(worker__project=site.project_id)
    there = set(held.values_list("worker_id", flat=True).distinct())
    new = sum(worker.pk not in there for worker in workers)
    beginning = beginning_of(site.project)
    require(early_rules.why_not_take_on(beginning, site=site.pk, there=len(there), new=new))


def require_first_day(site: Site, workers: Sequence[Worker]) -> None:
    """Raise `RuleBroken` when some of `workers` would have their first day and nobody new may start."""
    begun = Contract.objects.filter(worker__project=site.project_id, started_on__isnull=False)
    there = set(begun.values_list("worker_id", flat=True).distinct())
    if any(worker.pk not in there for worker in workers):
        require_begun(site)
