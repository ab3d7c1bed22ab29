"""What a design needs before it is handed in, scored, approved, funded."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _

from .states import BODIES, RUNNING

#: The point of the quality gate that rests on who read the conflict.
CONFLICT_POINT = "QA-CONFLICT"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a design rests on: its assessment, who was heard, and the waivers that stand in for either."""

    assessed_until: date | None
    assessment_waived: bool
    heard: Collection[str]
    absent_with_plan: Collection[str]
    act_first_until: date | None


@dataclass(frozen=True, slots=True)
class Quality:
    """The scores of the gate in this round, and what it asks."""

    scores: Mapping[str, int]
    criteria: Collection[str]
    pass_each: int


@dataclass(frozen=True, slots=True)
class Open:
    """What stands against an approval in this round."""

    lacks: Collection[str] = field(default=())
    unanswered: int = 0


def why_not_submit(
    *, lacks: Collection[str], heard: Collection[str], act_first: bool, absent: Collection[str]
) -> Reason | None:
    """Return why a design cannot be handed in for review."""
    if lacks:
        return Reason("incomplete", _("The design lacks: {lacks}."), {"lacks": "; ".join(lacks)})
    return None if act_first else _why_not_heard(heard, absent)


def _why_not_heard(heard: Collection[str], absent: Collection[str]) -> Reason | None:
    silent = [body for body in BODIES if body not in heard and body not in absent]
    if not silent and heard:
        return None
    return Reason(
        "not_consulted",
        _(
            "Not heard on this design: {bodies}. Record the consultation; where no such body exists, plan how one can "
            "emerge; where life is at stake, have the act-first waiver signed."
        ),
        {"bodies": ", ".join(silent or BODIES)},
    )


def _why_not_assessed(basis: Basis, *, today: date, oldest_days: int) -> Reason | None:
    if basis.assessment_waived:
        return None
    if basis.assessed_until is None:
        return Reason(
            "no_assessment",
            _("No approved assessment stands behind this design. Approve one, or have the waiver signed."),
        )
    if (today - basis.assessed_until).days > oldest_days:
        return Reason(
            "assessment_old",
            _(
                "The assessment's data end on {day}, more than {limit} days ago. Renew it, or have the waiver signed."
            ),
            {"day": basis.assessed_until.isoformat(), "limit": oldest_days},
        )
    return None


def why_not_gate(quality: Quality) -> Reason | None:
    """Return which points of the quality gate are not scored or not passed."""
    missing = [code for code in quality.criteria if code not in quality.scores]
    if missing:
        return Reason("not_scored", _("Not scored in this round: {points}."), {"points": ", ".join(missing)})
    failed = [
        f"{code} {quality.scores[code]}"
        for code in quality.criteria
        if quality.scores[code] < quality.pass_each
    ]
    if failed:
        return Reason(
            "gate_failed",
            _("Below {needed} in the quality gate: {points}. Improve these and have them scored again."),
            {"needed": quality.pass_each, "points": ", ".join(failed)},
        )
    return None


def asks_of_conflict(reason: Reason | None) -> bool:
    """Return whether the quality gate holds a design up at conflict sensitivity.

    >>> asks_of_conflict(Reason("gate_failed", "", {"points": "QA-NEED 1, QA-CONFLICT 0"}))
    True
    >>> asks_of_conflict(Reason("not_scored", "", {"points": "QA-NEED"})), asks_of_conflict(None)
    (False, False)
    """
    points = str(reason.facts.get("points", "")) if reason else ""
    return CONFLICT_POINT in {point.split(" ")[0] for point in points.split(", ")}


def approval_steps(
    *, basis: Basis, quality: Quality, against: Open, today: date, oldest_days: int
) -> dict[str, Reason | None]:
    """Return what an approval asks, in its order, each with why it is not there yet."""
    lacking = Reason("incomplete", _("The design lacks: {lacks}."), {"lacks": "; ".join(against.lacks)})
    waived = basis.act_first_until is not None and today <= basis.act_first_until
    waiting = Reason("unanswered", _("{count} comments wait for an answer."), {"count": against.unanswered})
    return {
        "complete": lacking if against.lacks else None,
        "assessed": _why_not_assessed(basis, today=today, oldest_days=oldest_days),
        "heard": None if waived else _why_not_heard(basis.heard, basis.absent_with_plan),
        "answered": waiting if against.unanswered else None,
        "quality": why_not_gate(quality),
    }


def why_not_approve(
    *, basis: Basis, quality: Quality, against: Open, today: date, oldest_days: int
) -> Reason | None:
    """Return why a design cannot be approved: assessment, consultation, completeness, open comments, quality gate."""
    steps = approval_steps(
        basis=basis, quality=quality, against=against, today=today, oldest_days=oldest_days
    )
    return next((reason for reason in steps.values() if reason is not None), None)


def why_not_score(*, state: str, scorer: int, authors: Collection[int | None]) -> Reason | None:
    """Return why this person cannot score: the design is not in review, or she wrote it."""
    if state != "IN_REVIEW":
        return Reason("not_in_review", _("Points are scored while the design is in review."))
    if scorer in authors:
        return Reason("own_design", _("You wrote this design; its quality is scored by somebody else."))
    return None


def why_not_record_funding(*, state: str, committed_minor: int) -> Reason | None:
    """Return why somebody cannot note that money is committed: nothing is, or the design is not approved."""
    if committed_minor <= 0:
        return Reason("nothing_committed", _("No money is committed to this project yet."))
    if state not in RUNNING:
        return Reason(
            "not_approved",
            _("The design is {state}; money is committed to approved projects. Have it approved first."),
            {"state": state},
        )
    return None


def why_not_commit(*, state: str, more: bool) -> Reason | None:
    """Return why no more money can be committed to a project: it has ended. Less is always possible."""
    if more and state in {"HANDED_OVER", "CLOSED"}:
        return Reason(
            "project_over",
            _("The project is {state}; no money is committed to it any more."),
            {"state": state},
        )
    return None


def why_not_fund(*, needed_minor: int, committed_minor: int) -> Reason | None:
    """Return why a project cannot take this money: all its sources together commit more than the budget asks for."""
    if committed_minor > needed_minor:
        return Reason(
            "over_committed",
            _(
                "More is committed than the budget asks for. Raise the budget by a revision, or return the rest."
            ),
        )
    return None


def why_not_take_option(*, state: str, reference: str) -> Reason | None:
    """Return why a design cannot begin with an option of an assessment: only an approved one is a basis."""
    if state == "APPROVED":
        return None
    return Reason(
        "not_approved_yet",
        _("{reference} is not approved. A design begins with an option of an approved assessment."),
        {"reference": reference},
    )
