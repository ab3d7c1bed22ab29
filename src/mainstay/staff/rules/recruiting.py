"""What an applicant's file must hold before she is admitted, and who may judge her. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _

#: States in which an applicant can be invited to test and interview.
INVITABLE = ("APPLIED", "LONGLISTED", "SELF_ASSESSED")


def interview_mark(points: Sequence[Mapping[str, int]]) -> float | None:
    """Return the mean of all points that the panel gave, every panellist counting the same; None before there are any.

    >>> interview_mark([{"IV-FIELD": 4, "IV-TEAM": 3}, {"IV-FIELD": 5, "IV-TEAM": 2}])
    3.5
    """
    means = [sum(one.values()) / len(one) for one in points if one]
    return round(sum(means) / len(means), 2) if means else None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the playbook asks of an applicant's file."""

    panellists: int
    test_pass: int
    interview_pass: float
    references: int


@dataclass(frozen=True, slots=True)
class Held:
    """What the file of an applicant holds."""

    test_mark: int | None
    points: Sequence[Mapping[str, int]]
    verdicts: Sequence[str]
    misconduct: str


def missing_in_file(asked: Asked, held: Held) -> list[Reason]:
    """Return everything that keeps an applicant from being admitted, in the order of the road; nothing when all is met."""
    return [
        reason
        for reason in (
            _why_not_test(asked, held),
            _why_not_interview(asked, held),
            _why_not_references(asked, held),
            _why_not_conduct(held),
        )
        if reason is not None
    ]


def _why_not_test(asked: Asked, held: Held) -> Reason | None:
    if held.test_mark is None:
        return Reason("no_test", _("The written test has no mark yet."))
    if held.test_mark < asked.test_pass:
        return Reason(
            "test_failed",
            _("The written test has {mark} of 100; {needed} are needed."),
            {"mark": held.test_mark, "needed": asked.test_pass},
        )
    return None


def _why_not_interview(asked: Asked, held: Held) -> Reason | None:
    if len(held.points) < asked.panellists:
        return Reason(
            "panel_open",
            _("{given} of {needed} panellists have given their points."),
            {"given": len(held.points), "needed": asked.panellists},
        )
    mark = interview_mark(held.points)
    if mark is None or mark < asked.interview_pass:
        return Reason(
            "interview_failed",
            _("The interview has {mark} points; {needed} are needed."),
            {"mark": mark if mark is not None else 0, "needed": asked.interview_pass},
        )
    return None


def _why_not_references(asked: Asked, held: Held) -> Reason | None:
    if "AGAINST" in held.verdicts:
        return Reason("reference_against", _("One referee advises against this person."))
    given = held.verdicts.count("SUPPORTS")
    if given < asked.references:
        return Reason(
            "references_missing",
            _("{given} of {needed} references support this person."),
            {"given": given, "needed": asked.references},
        )
    return None


def _why_not_conduct(held: Held) -> Reason | None:
    if held.misconduct == "CLEAR":
        return None
    if held.misconduct == "FOUND":
        return Reason("conduct_found", _("The misconduct check is not clear."))
    return Reason("conduct_open", _("The misconduct check is not done yet."))


def why_not_invite(*, state: str, exempt: bool, open_file: bool) -> Reason | None:
    """Return why nobody can be invited to test and interview: a member already, another's recruit, or invited before."""
    if exempt:
        return Reason(
            "partner_recruits", _("People of this kind are recruited by the partner who sends them.")
        )
    if open_file:
        return Reason("invited", _("A file is open already. Go on there."))
    if state not in INVITABLE:
        return Reason("state", _("Is {state}, not an applicant."), {"state": state})
    return None


def why_not_panel(*, given: int, distinct: int, needed: int, applicant_sits: bool) -> Reason | None:
    """Return why a panel cannot judge: too few or too many, one person twice, or the applicant herself."""
    if given != distinct or given != needed:
        return Reason("panel_size", _("Name {needed} different panellists."), {"needed": needed})
    if applicant_sits:
        return Reason("own_panel", _("Nobody sits on the panel about herself."))
    return None


def why_not_score(
    *, on_panel: bool, given: bool, points: Mapping[str, int], criteria: Collection[str], scale: range
) -> Reason | None:
    """Return why points cannot be taken: not on this panel, given before, or a criterion without points of the scale."""
    if not on_panel:
        return Reason("not_on_panel", _("You are not on the panel of this person."))
    if given:
        return Reason("scored", _("You have given your points already; they stay as they are."))
    if set(points) != set(criteria) or not all(one in scale for one in points.values()):
        return Reason(
            "points",
            _("Give {lowest} to {highest} points for each of these: {criteria}."),
            {"lowest": scale.start, "highest": scale.stop - 1, "criteria": ", ".join(criteria)},
        )
    return None
