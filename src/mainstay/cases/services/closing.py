"""Standing down, closing and opening again; what must be true first comes from the stages.

A stage registers what stops a closing in its ``apps.py`` or ``permissions.py``::

    @register_precondition("works.sites_closed")
    def sites_closed(case: Case) -> Reason | None: ...
"""

from collections.abc import Callable

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.cases import rules
from mainstay.cases.models import Case
from mainstay.common import clock
from mainstay.common.errors import BadInput, Problem, Reason, RuleBroken
from mainstay.common.texts import noop as _

from .spine import meet_target, note, start_target

Precondition = Callable[[Case], Reason | None]
_preconditions: dict[str, Precondition] = {}


def register_precondition(name: str) -> Callable[[Precondition], Precondition]:
    """Register the decorated function: it returns why a case cannot be closed yet, or None."""

    def register(check: Precondition) -> Precondition:
        _preconditions[name] = check
        return check

    return register


def preconditions() -> dict[str, Precondition]:
    """Return what is asked before a case is closed, by name."""
    return dict(sorted(_preconditions.items()))


def closing_obstacles(case: Case) -> list[tuple[str, Reason]]:
    """Return all that stops `case` from being closed now: (name of the precondition, why)."""
    found = [(name, check(case)) for name, check in preconditions().items()]
    return [(name, reason) for name, reason in found if reason is not None]


@register_precondition("cases.decisions_ended")
def _decisions_ended(case: Case) -> Reason | None:
    going = case.decisions.filter(state__in=["CIRCULATED", "OBJECTED", "DISCUSSED"]).count()
    if not going:
        return None
    return Reason(
        "decisions_open", _("{count} decisions are not made yet. Adopt or reject them."), {"count": going}
    )


def _move(case: Case, verb: str, **fields: object) -> str:
    before, case.state = case.state, rules.CASE.move(case.state, verb)
    for name, value in fields.items():
        setattr(case, name, value)
    case.save(update_fields=["state", *fields])
    return before


def stand_down(*, by: Person, case: Case, reason: str) -> None:
    """Stand the response down after its review; the case keeps its records and may be opened again."""
    with act("cases.review_stand_down", by=by, on=case, reason=reason) as entry:
        if not reason.strip():
            raise BadInput("reason_missing", _("Write why the response stands down."))
        entry.change("state", _move(case, "stand_down"), case.state)
        meet_target(case, "review_stand_down")
        note(case, by=by, stage="", msgid=_("The response stands down. {reason}"), reason=reason.strip())


def go_on(*, by: Person, case: Case, reason: str) -> None:
    """Record the review that the response goes on; the next review is due after six months."""
    with act("cases.review_stand_down", by=by, on=case, reason=reason) as entry:
        if case.state != "OPEN":
            raise RuleBroken("case_not_open", _("This case is not open. Reopen it first."))
        start_target(case, "review_stand_down")
        entry.note(goes_on=True)
        note(
            case, by=by, stage="", msgid=_("Reviewed: the response goes on. {reason}"), reason=reason.strip()
        )


def reopen_case(*, by: Person, case: Case, reason: str) -> None:
    """Open a case again that was stood down or closed."""
    with act("cases.reopen_case", by=by, on=case, reason=reason) as entry:
        if not reason.strip():
            raise BadInput("reason_missing", _("Write why the case is opened again."))
        entry.change("state", _move(case, "reopen", closed_at=None), case.state)
        note(case, by=by, stage="", msgid=_("The case was opened again. {reason}"), reason=reason.strip())


def close_case(*, by: Person, case: Case, words: str) -> None:
    """Close a case once every stage agrees: sites handed over, everybody paid, the after-action review approved."""
    with act("cases.close_case", by=by, on=case) as entry:
        obstacles = closing_obstacles(case)
        if len(obstacles) == 1:
            raise RuleBroken.of(obstacles[0][1])
        if obstacles:
            raise BadInput(
                "not_to_close",
                _("{count} things stand against closing this case."),
                problems=[Problem(reason, field=name) for name, reason in obstacles],
                count=len(obstacles),
            )
        entry.change(
            "state", _move(case, "close", closed_at=clock.now(), closing_words=words.strip()), case.state
        )
        note(case, by=by, stage="", msgid=_("The case was closed. {words}"), words=words.strip())
