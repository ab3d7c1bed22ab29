"""A back-cast as text, as rows and as one document."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mainstay.common.errors import Reason
from mainstay.common.texts import fill
from mainstay.common.texts import noop as _
from mainstay.watch.methods.trigger import Ground, grounds
from mainstay.watch.methods.trigger_backcast import Backcast, JudgedAlarm, Share, standing
from mainstay.watch.methods.trigger_panel import Panel, period_name
from mainstay.watch.methods.trigger_words import PERIODS, Line, trigger_words

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


def reading_rows(
    rule: "TriggerRule", panel: Panel, found: Backcast, alarms: Iterable[JudgedAlarm]
) -> list[dict[str, Any]]:
    """Return a row for each reading that an alarm rests on."""
    condition = rule.stages[found.stage]
    return [
        {
            "stage": found.stage,
            "country": alarm.country,
            "alarm": period_name(alarm.first, rule.period),
            **reading_row(ground, rule.period),
        }
        for alarm in alarms
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


def document(
    rule: "TriggerRule", panel: Panel, stages: Sequence[Backcast], names: Mapping[str, str], **more: Any
) -> dict[str, Any]:
    """Return everything about a rule as one document."""
    said = trigger_words(rule, names)
    return {
        "code": rule.code,
        "name": rule.name,
        "period": rule.period,
        **more,
        "says": {part: [_text(line) for line in lines] for part, lines in said.items()},
        "event": rule.event_name,
        "stages": [
            figures(found, rule.period)
            | {
                "notes": notes(rule, found, more.get("mitigate_at", 1.0)),
                "alarm_list": alarm_rows(found, rule.period),
                "event_list": event_rows(found, rule.period),
                "readings": reading_rows(rule, panel, found, found.alarms),
            }
            for found in stages
        ],
        "standing": standing_rows(rule, panel),
    }


def notes(rule: "TriggerRule", found: Backcast, mitigate_at: float) -> list[str]:
    """Return what must be said beside the figures: a history that is too short, too many false alarms."""
    said = [
        fill(SHORT[lack.what], {"found": f"{lack.found:g}", "needed": f"{lack.needed:g}"})
        for lack in found.short
    ]
    wrong = found.false_alarms.share
    if wrong is not None and wrong >= mitigate_at:
        facts = {
            "share": round(100 * wrong),
            "limit": round(100 * mitigate_at),
            "mitigation": rule.mitigation or NO_MITIGATION,
        }
        said.append(fill(MITIGATE, facts))
    return said


def _text(line: Line) -> str:
    return "  " * line.depth + fill(line.said.msgid, line.said.facts)


def _percent(held: Share) -> str:
    if held.share is None:
        return "–"
    spans = "; ".join(
        f"{level * 100:.0f} %: {100 * low:.0f}–{100 * high:.0f}"
        for level, (low, high) in held.intervals.items()
    )
    return f"{100 * held.share:.0f} % of {held.among:,} ({spans})"


def printed(
    rule: "TriggerRule", panel: Panel, stages: Sequence[Backcast], names: Mapping[str, str], *, source: str,
    mitigate_at: float,
) -> str:  # fmt: skip
    """Return a rule and its back-cast as text."""
    blocks = [f"{rule.code}  {rule.name}\n{source}"]
    for part, lines in trigger_words(rule, names).items():
        head = f"Event: {rule.event_name}" if part == "event" else part.capitalize()
        blocks.append("\n".join([head, *(f"  {_text(line)}" for line in lines)]))
    blocks += ["\n".join(_stage(found, rule) + notes(rule, found, mitigate_at)) for found in stages]
    now = standing_rows(rule, panel)
    last = period_name(panel.last, rule.period)
    shown = ", ".join(f"{row['country']} ({row['stage']} since {row['since']})" for row in now) or "none"
    blocks.append(f"Standing at the end ({last}): {shown}")
    return "\n\n".join(blocks)


def _stage(found: Backcast, rule: "TriggerRule") -> list[str]:
    unit = PERIODS[rule.period]
    if not found.judged:
        return [f"{found.stage.upper()}: no period could be judged."]
    rate, bounds = found.rate or 0.0, found.rate_interval or (0.0, 0.0)
    span = f"{period_name(found.since, rule.period)} to {period_name(found.until, rule.period)}"
    lines = [
        f"{found.stage.upper()}  {found.countries} countries, {span}, {found.years:,.0f} country-years",
        f"  alarms             {len(found.alarms):,}; {rate:.3f} a country-year ({bounds[0]:.3f}–{bounds[1]:.3f})",
        f"  years with one     {_percent(found.likelihood)}",
        f"  time under alarm   {100 * (found.under_alarm.share or 0):.1f} %",
    ]
    if rule.event is None:
        return [
            *lines,
            "  No event is named that would prove an alarm right: only how often it fires is known.",
        ]
    counts = ", ".join(f"{name} {found.count(name):,}" for name in OF_ALARMS)
    events = ", ".join(f"{name} {found.count(name):,}" for name in OF_EVENTS)
    lead = found.lead
    told = f"{lead[0]:g} {unit} (middle half {lead[1]:g}–{lead[2]:g})" if lead else "–"
    return [
        *lines,
        f"  came out           {counts}",
        f"  events             {events}",
        f"  hits               {_percent(found.precision)}; by chance {100 * (found.by_chance.share or 0):.1f} %",
        f"  false alarms       {_percent(found.false_alarms)}",
        f"  events announced   {_percent(found.recall)}",
        f"  events missed      {_percent(found.misses)}",
        f"  lead time          {told}",
    ]


def told(reason: Reason) -> str:
    """Return the sentence of a reason."""
    return fill(reason.msgid, reason.facts)
