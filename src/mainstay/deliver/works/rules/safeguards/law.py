"""What a safeguard is, how a set of them is judged, and when one may be set aside."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Law:
    """One safeguard as the playbook gives it: what it stops, its numbers, whether it can be set aside."""

    code: str
    title: str
    stops: str
    severity: str
    waivable: bool
    params: Mapping[str, Any] = field(default_factory=dict)
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Breach:
    """A safeguard that does not hold: which, what that stops, and why in words."""

    code: str
    stops: str
    reason: Reason


Check = Callable[[F, Mapping[str, Any]], Reason | None]


def evaluate(facts: F, laws: Mapping[str, Law], checks: Mapping[str, Check[F]]) -> list[Breach]:
    """Return each safeguard of `checks` that does not hold for `facts`, with the playbook's numbers.

    A safeguard that the playbook does not carry is not judged; its facts gain the code and the remedy.
    """
    found = []
    for code, check in checks.items():
        law = laws.get(code)
        if law is None:
            continue
        reason = check(facts, law.params)
        if reason is not None:
            facts_of = {**reason.facts, "safeguard": code, "remedy": law.remedy}
            found.append(Breach(code, law.stops, Reason(reason.code, reason.msgid, facts_of)))
    return found


def why_stopped(breaches: Iterable[Breach], *, at: str, waived: Collection[str] = ()) -> list[Breach]:
    """Return the breaches that stop `at` (``opening``, ``start`` …), without those that are waived now."""
    return [breach for breach in breaches if breach.stops == at and breach.code not in waived]


def why_not_waive(law: Law, *, starts_on: date, ends_on: date, max_days: int, by_lead: bool) -> Reason | None:
    """Return why a safeguard cannot be set aside so: it never can, for too long, or by who is pressed for progress."""
    if not law.waivable:
        return Reason(
            "never_waivable",
            _(
                "{safeguard} ({title}) cannot be waived by anyone. Write a dated correction plan with an owner: {remedy}."
            ),
            {"safeguard": law.code, "title": law.title, "remedy": law.remedy},
        )
    if by_lead:
        return Reason(
            "waiver_by_lead",
            _(
                "The lead of the project does not waive its safeguards ({safeguard}). Ask the safeguards officer."
            ),
            {"safeguard": law.code},
        )
    days = (ends_on - starts_on).days + 1
    if days < 1 or days > max_days:
        return Reason(
            "waiver_too_long",
            _("A waiver holds for 1 to {max_days} days; {days} were asked for {safeguard}. Shorten it."),
            {"max_days": max_days, "days": days, "safeguard": law.code},
        )
    return None
