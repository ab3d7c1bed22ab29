"""A back-cast as rows and as one document, for the terminal, for files and for keeping."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _

from .trigger import Ground, grounds
from .trigger_backcast import Backcast, Share, standing
from .trigger_panel import Panel, period_name

if TYPE_CHECKING:
    from mainstay.playbook.schemas.triggers import TriggerRule

#: The counted outcomes of alarms and of events, in the order in which they are shown.
OF_ALARMS = ("hit", "false", "repeat", "late", "open")
OF_EVENTS = ("caught", "missed", "unjudged")
SHARES = ("likelihood", "under_alarm", "precision", "false_alarms", "recall", "misses", "by_chance")
MITIGATE = _("{share} % of the alarms are false, {limit} % or more. What is done about it: {mitigation}")
NO_MITIGATION = _("nothing is written. Write a `mitigation` before anybody relies on this rule.")
SHORT = {
    "years": _("History too short: {found} years, {needed} are needed. The shares say little."),
    "alarms": _(
        "History too short: {found} alarms that came true or not, {needed} are needed. The shares say little."
    ),
    "events": _(
        "History too short: {found} events that could be announced, {needed} are needed. The shares say little."
    ),
}


def figures(found: Backcast, period: str) -> dict[str, Any]:
    """Return the figures of one stage as one row: each share with what it is of and its intervals in percent."""
    row: dict[str, Any] = {
        "stage": found.stage,
        "countries": found.countries,
        "from": period_name(found.since, period) if found.judged else None,
        "to": period_name(found.until, period) if found.judged else None,
        "country_years": round(found.years, 1),
        "alarms": len(found.alarms),
        "alarms_per_country_year": _rounded(found.rate),
        "rate_low": _rounded(found.rate_interval and found.rate_interval[0]),
        "rate_high": _rounded(found.rate_interval and found.rate_interval[1]),
    }
    row |= {name: found.count(name) for name in (*OF_ALARMS, *OF_EVENTS)}
    for name in SHARES:
        held: Share = getattr(found, name)
        row |= {name: _rounded(held.share), f"{name}_of": held.among}
        for level, (low, high) in held.intervals.items():
            row |= {
                f"{name}_low_{level * 100:.0f}": _rounded(low),
                f"{name}_high_{level * 100:.0f}": _rounded(high),
            }
    lead = found.lead or (None, None, None)
    row |= dict(zip(("lead_median", "lead_low", "lead_high"), lead, strict=True))
    return row | {
        "too_short": "; ".join(f"{lack.what} {lack.found:g} of {lack.needed:g}" for lack in found.short)
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def alarm_rows(found: Backcast, period: str) -> list[dict[str, Any]]:
    """Return a row for each alarm."""
    return [
        {
            "stage": found.stage,
            "country": alarm.country,
            "first": period_name(alarm.first, period),
            "last": period_name(alarm.last, period),
            "end": alarm.end,
            "outcome": alarm.outcome,
            "event": None if alarm.event is None else period_name(alarm.event, period),
            "lead": alarm.lead,
        }
        for alarm in found.alarms
    ]


def event_rows(found: Backcast, period: str) -> list[dict[str, Any]]:
    """Return a row for each event."""
    return [
        {
            "stage": found.stage,
            "country": event.country,
            "first": period_name(event.first, period),
            "last": period_name(event.last, period),
            "outcome": event.outcome,
            "alarm": None if event.alarm is None else period_name(event.alarm, period),
            "lead": event.lead,
        }
        for event in found.events
    ]


def reading_rows(rule: "TriggerRule", panel: Panel, found: Backcast) -> list[dict[str, Any]]:
    """Return a row for each reading that an alarm rests on."""
    condition = rule.stages[found.stage]
    return [
        {
            "stage": found.stage,
            "country": alarm.country,
            "alarm": period_name(alarm.first, rule.period),
            **reading_row(ground, rule.period),
        }
        for alarm in found.alarms
        for ground in grounds(condition, panel, alarm.country, alarm.first - panel.first)
    ]


def reading_row(ground: Ground, period: str) -> dict[str, Any]:
    """Return one reading that an alarm rests on."""
    return {
        "series": ground.series,
        "period": period_name(ground.period, period),
        "role": ground.role,
        "value": ground.value,
        "line": ground.line,
    }


def standing_rows(rule: "TriggerRule", panel: Panel) -> list[dict[str, Any]]:
    """Return a row for each alarm that stands at the end of the panel."""
    return [
        {"stage": stage, "country": iso3, "since": period_name(alarm.first, rule.period)}
        for iso3, stages in sorted(standing(rule, panel).items())
        for stage, alarm in stages.items()
    ]


def trigger_report(
    rule: "TriggerRule", panel: Panel, stages: Sequence[Backcast], *, mitigate_at: float
) -> dict[str, Any]:
    """Return the back-cast of a rule as one document of plain values: each stage with its alarms and their readings."""
    return {
        "code": rule.code,
        "name": rule.name,
        "period": rule.period,
        "event": rule.event_name,
        "stages": [
            figures(found, rule.period)
            | {
                "notes": [
                    {"msgid": note.msgid, "facts": dict(note.facts)}
                    for note in notes(rule, found, mitigate_at)
                ],
                "alarm_list": _opened(rule, panel, found),
                "event_list": event_rows(found, rule.period),
            }
            for found in stages
        ],
        "standing": standing_rows(rule, panel),
    }


def _opened(rule: "TriggerRule", panel: Panel, found: Backcast) -> list[dict[str, Any]]:
    rows = alarm_rows(found, rule.period)
    for alarm, row in zip(found.alarms, rows, strict=True):
        ground = grounds(rule.stages[found.stage], panel, alarm.country, alarm.first - panel.first)
        row["readings"] = [reading_row(one, rule.period) for one in ground]
    return rows


def notes(rule: "TriggerRule", found: Backcast, mitigate_at: float) -> list[Reason]:
    """Return what must be said beside the figures: a history that is too short, too many false alarms."""
    said = [
        Reason("trigger.short", SHORT[lack.what], {"found": f"{lack.found:g}", "needed": f"{lack.needed:g}"})
        for lack in found.short
    ]
    wrong = found.false_alarms.share
    if wrong is not None and wrong >= mitigate_at:
        facts = {
            "share": round(100 * wrong),
            "limit": round(100 * mitigate_at),
            "mitigation": rule.mitigation or NO_MITIGATION,
        }
        said.append(Reason("trigger.mitigation", MITIGATE, facts))
    return said
