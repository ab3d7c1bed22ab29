"""Safeguards of days worked: what stops the next day from being planned, never the day that was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _

from .law import Check

Params = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What the marks of a roll say, counted over its workers; a first day where there is one."""

    long_days: int = 0
    first_long_day: date | None = None
    longest_minutes: int = 0
    long_weeks: int = 0
    without_rest: int = 0
    without_ppe: int = 0
    untold_serious: int = 0
    refusals_open: int = 0
    dismissals_unreviewed: int = 0
    uninsured: int = 0
    uninducted: int = 0


def _hours(facts: DayFacts, params: Params) -> Reason | None:
    if facts.long_days:
        return Reason(
            "long_day",
            _("Days of more than {limit} hours: {count}, the first on {day}, the longest of {longest} hours ({safeguard}). They are recorded and paid with overtime; no further day is planned until hours are back in limits."),
            {
                "count": facts.long_days, "limit": params.get("day_max", 8), "day": facts.first_long_day,
                "longest": round(facts.longest_minutes / 60, 1),
            },
        )  # fmt: skip
    if facts.long_weeks:
        return Reason(
            "long_week", _("Workers with a week of more than {limit} hours: {count} ({safeguard}). {remedy}."),
            {"count": facts.long_weeks, "limit": params.get("week_legal_max", 48)},
        )  # fmt: skip
    return None


def _rest(facts: DayFacts, params: Params) -> Reason | None:
    if not facts.without_rest:
        return None
    return Reason(
        "no_rest", _("Workers who worked seven days without {hours} hours of rest: {count} ({safeguard}). {remedy}."),
        {"count": facts.without_rest, "hours": params.get("weekly_rest_h", 24)},
    )  # fmt: skip


def _ppe(facts: DayFacts, params: Params) -> Reason | None:
    if not facts.without_ppe:
        return None
    return Reason(
        "no_ppe", _("{count} workers work without the protective equipment of their task ({safeguard}). Issue it free; replace within {days} days."),
        {"count": facts.without_ppe, "days": params.get("replace_days", 3)},
    )  # fmt: skip


def _incidents(facts: DayFacts, params: Params) -> Reason | None:
    if not facts.untold_serious:
        return None
    return Reason(
        "incident_untold", _("{count} serious accidents were not told to the inspectorate within {hours} hours ({safeguard}). Notify now."),
        {"count": facts.untold_serious, "hours": params.get("serious_h", 24)},
    )  # fmt: skip


def _danger(facts: DayFacts, params: Params) -> Reason | None:
    if not facts.refusals_open:
        return None
    return Reason(
        "danger_left",
        _(
            "{count} workers left imminent danger and nobody has reviewed it ({safeguard}). {remedy}; nobody loses pay."
        ),
        {"count": facts.refusals_open},
    )


def _retaliation(facts: DayFacts, params: Params) -> Reason | None:
    if not facts.dismissals_unreviewed:
        return None
    return Reason(
        "retaliation",
        _(
            "{count} representatives were dismissed without the review of two officers ({safeguard}). {remedy}."
        ),
        {"count": facts.dismissals_unreviewed},
    )


DAY_CHECKS: Mapping[str, Check[DayFacts]] = {
    "SG-HRS-01": _hours,
    "SG-HRS-02": _rest,
    "SG-OSH-02": _ppe,
    "SG-OSH-06": _incidents,
    "SG-OSH-08": _danger,
    "SG-FOA-02": _retaliation,
}


def _started_uninsured(facts: DayFacts, params: Params) -> Reason | None:
    if not facts.uninsured:
        return None
    return Reason(
        "worked_uninsured", _("{count} workers have worked days before they were insured ({safeguard}). The days are paid; insure them now."),
        {"count": facts.uninsured},
    )  # fmt: skip


def _started_uninducted(facts: DayFacts, params: Params) -> Reason | None:
    if not facts.uninducted:
        return None
    return Reason(
        "worked_uninducted", _("{count} workers have worked days before their induction ({safeguard}). The days are paid; hold it now."),
        {"count": facts.uninducted},
    )  # fmt: skip


#: Safeguards of the start that days already worked show to be broken: found afterwards, the days stand.
AFTER_CHECKS: Mapping[str, Check[DayFacts]] = {
    "SG-OSH-05": _started_uninsured,
    "SG-OSH-03": _started_uninducted,
}
