"""A trigger and its back-cast as text."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mainstay.common.errors import Reason
from mainstay.common.texts import fill
from mainstay.watch.methods.trigger_backcast import Backcast, Share
from mainstay.watch.methods.trigger_panel import Panel, period_name
from mainstay.watch.methods.trigger_report import OF_ALARMS, OF_EVENTS, notes, standing_rows, trigger_report
from mainstay.watch.methods.trigger_words import PERIODS, Line, trigger_words

if TYPE_CHECKING:
    from mainstay.playbook.schemas.triggers import TriggerRule


def document(
    rule: "TriggerRule", panel: Panel, stages: Sequence[Backcast], names: Mapping[str, str], *, source: str,
    mitigate_at: float,
) -> dict[str, Any]:  # fmt: skip
    """Return everything about a rule as one document: what it says, and what it would have done."""
    found = trigger_report(rule, panel, stages, mitigate_at=mitigate_at)
    for stage in found["stages"]:
        stage["notes"] = [fill(note["msgid"], note["facts"]) for note in stage["notes"]]
    said = trigger_words(rule, names)
    return found | {
        "source": source,
        "says": {part: [_text(line) for line in lines] for part, lines in said.items()},
    }


def _text(line: Line) -> str:
    return "  " * line.depth + told(line.said)


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
    blocks += [
        "\n".join([*_stage(found, rule), *(told(note) for note in notes(rule, found, mitigate_at))])
        for found in stages
    ]
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
