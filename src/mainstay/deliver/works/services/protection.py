"""Cases of child and forced labour: opened by whoever learns of one, followed by a case worker, closed on checks."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from mainstay.accounts.models import Person
from mainstay.accounts.selectors import holders_of
from mainstay.accounts.services import act
from mainstay.common import clock, notices
from mainstay.common.errors import BadInput, require
from mainstay.common.texts import noop as _
from mainstay.deliver.works import rules
from mainstay.deliver.works.models import ProtectionCase, ProtectionCheck
from mainstay.deliver.works.rules import protection

if TYPE_CHECKING:
    from mainstay.design.models import Project

#: A case without a case worker is told again after this time.
ASSIGN_WITHIN = timedelta(hours=24)


def open_protection_case(
    *,
    by: Person,
    project: "Project",
    risk: str,
    words: str,
    working: bool = True,
    at_school: bool | None = None,
) -> ProtectionCase:
    """Return a restricted case with its status at intake; who opens it cannot read it afterwards."""
    if risk not in protection.RISKS or not words.strip():
        raise BadInput(
            "risk",
            _("Say which it is ({risks}), and what is known in a sentence."),
            risks=", ".join(protection.RISKS),
        )
    with act("works.open_protection_case", by=by, on=project) as entry:
        case = new_protection_case(
            project=project, risk=risk, words=words.strip(), by=by, working=working, at_school=at_school
        )
        entry.on(case)
    return case


def new_protection_case(
    *,
    project: "Project",
    risk: str,
    words: str,
    by: Person | None,
    working: bool = True,
    at_school: bool | None = None,
) -> ProtectionCase:
    """Return a new restricted case inside the act of whoever opens it; the focal points are told without content."""
    now = clock.now()
    case = ProtectionCase.objects.create(
        project=project, risk=risk, words=words, working=working, at_school=at_school, opened_at=now,
        opened_by=by, check_by=(now + protection.CHECK_EVERY).date(),
    )  # fmt: skip
    _tell_focal_points(case, "opened")
    return case


def assign_protection_case(*, by: Person, case: ProtectionCase, to: Person) -> ProtectionCase:
    """Hand a case to a case worker, who alone follows it from then on."""
    with act("works.assign_protection_case", by=by, on=case) as entry:
        new = rules.PROTECTION.move(case.state, "assign")
        entry.change("state", case.state, new)
        case.state, case.assigned_to = new, to
        case.save(update_fields=["state", "assigned_to"])
        notices.tell(
            [to.pk], "restricted", _("Something restricted waits for you."),
            key=f"protection:{case.pk}:{to.pk}", without_content=True,
        )  # fmt: skip
    return case


def follow_protection_case(
    *,
    by: Person,
    case: ProtectionCase,
    working: bool,
    services: str,
    at_school: bool | None = None,
    held_on: date | None = None,
) -> ProtectionCheck:
    """Return what a check of work and school found, with the services that were given; the next is due in six months."""
    with act("works.follow_protection_case", by=by, on=case) as entry:
        new = rules.PROTECTION.move(case.state, "follow")
        day = held_on or clock.today()
        if day > clock.today() or not services.strip():
            raise BadInput(
                "check",
                _("Write what was done for the person, and the day on which you looked, up to today."),
            )
        entry.change("state", case.state, new)
        check = ProtectionCheck.objects.create(
            case=case, held_on=day, working=working, at_school=at_school, services=services.strip(), by=by
        )
        case.state, case.check_by = new, day + protection.CHECK_EVERY
        case.save(update_fields=["state", "check_by"])
    return check


def close_protection_case(*, by: Person, case: ProtectionCase, outcome: str) -> ProtectionCase:
    """Close a case; that somebody was withdrawn or kept from work is said on a check six months on, not before."""
    with act("works.close_protection_case", by=by, on=case) as entry:
        new = rules.PROTECTION.move(case.state, "close")
        looked = [
            protection.Looked(check.held_on, check.working, check.at_school) for check in case.checks.all()
        ]
        require(
            protection.why_not_close_protection(
                outcome=outcome, risk=case.risk, opened_on=case.opened_at.date(), checks=looked
            )
        )
        entry.change("state", case.state, new)
        case.state, case.outcome, case.closed_at = new, outcome, clock.now()
        case.save(update_fields=["state", "outcome", "closed_at"])
    return case


def _tell_focal_points(case: ProtectionCase, moment: str) -> int:
    return notices.tell(
        holders_of(["PSEA"], [("country", case.project.country_id)]),
        "restricted",
        _("Something restricted waits for you."),
        key=f"protection:{case.pk}:{moment}",
        without_content=True,
    )


def remind_of_protection() -> int:
    """Tell focal points of cases that nobody has after a day, and case workers of checks that are due; no content."""
    told, now = 0, clock.now()
    waiting = ProtectionCase.objects.filter(state="OPEN", opened_at__lt=now - ASSIGN_WITHIN)
    for case in waiting.select_related("project"):
        told += _tell_focal_points(case, "unassigned")
    late = ProtectionCase.objects.filter(
        state__in=["ASSIGNED", "FOLLOWED"], check_by__lte=clock.today(), assigned_to__isnull=False
    )
    for case in late:
        told += notices.tell(
            [case.assigned_to_id],  # type: ignore[list-item]
            "restricted",
            _("Something restricted waits for you."),
            key=f"protection:{case.pk}:check:{case.check_by}",
            without_content=True,
        )
    return told
