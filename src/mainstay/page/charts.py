"""Small charts inside pages: drawn on the server, coloured by the style sheet, readable without a picture.

For documents and downloads `exchange.charts` draws with everything around; these stand in a line of text, in a cell,
or above the table that they are drawn from.
"""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from mainstay.page.words import enumerated, number

Points = Sequence[tuple[str, float | Decimal | None]]

WIDE, HIGH = 96, 24
CHART_WIDE, CHART_HIGH, FOOT, HEAD = 640, 200, 22, 16
#: As wide as the name of a column may be; where columns stand closer, the outer names are set inwards.
NAME_WIDE = 90
#: So many columns carry their number; where there are more, the highest stands beside them all.
NUMBERED = 8
ROW_WIDE, ROW_HIGH = 200, 16


def _spoken(points: Points, label: str) -> str:
    shown = enumerated(f"{at}: {number(value)}" for at, value in points[-6:])
    return f"{label}: {shown}" if label else shown


def trend(points: Points, *, label: str = "") -> SafeString | str:
    """Return a line of values as wide as a word; nothing for fewer than two."""
    known = [(place, float(value)) for place, (_at, value) in enumerate(points) if value is not None]
    if len(known) < 2:
        return ""
    low, high = min(value for _p, value in known), max(value for _p, value in known)
    span = (high - low) or 1.0
    step = (WIDE - 6) / max(len(points) - 1, 1)
    places = [(3 + place * step, HIGH - 4 - (value - low) / span * (HIGH - 8)) for place, value in known]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    return format_html(
        '<svg class="trend" role="img" viewBox="0 0 {} {}" width="{}" height="{}" aria-label="{}">'
        '<polyline points="{}"/><circle cx="{}" cy="{}" r="2.5"/></svg>',
        WIDE, HIGH, WIDE, HIGH, _spoken(points, label), line, f"{places[-1][0]:.1f}", f"{places[-1][1]:.1f}",
    )  # fmt: skip


def columns(
    points: Points, *, label: str = "", line: float | Decimal | None = None, line_label: str = ""
) -> SafeString | str:
    """Return a chart with one column for each point; a value that is not known leaves its place empty.

    `line` is a level across the chart, such as a target; `line_label` says what it is.
    """
    known = [float(value) for _at, value in points if value is not None]
    if not known:
        return ""
    top = max(0.0, *known, float(line or 0)) or 1.0
    step = CHART_WIDE / len(points)
    usable = CHART_HIGH - FOOT - HEAD
    broad = min(step * 0.7, 48.0)
    every = max(1, -(-len(points) // 8))
    bars, names, values = [], [], []
    places = None if all(value.is_integer() for value in known) else 1
    mirrored = get_language_bidi()  # what comes later stands further on in the direction of reading
    for place, (at, value) in enumerate(points):
        middle = (place + 0.5) * step
        if mirrored:
            middle = CHART_WIDE - middle
        if value is not None:
            tall = max(float(value), 0.0) / top * usable
            bars.append(
                (f"{middle - broad / 2:.1f}", f"{HEAD + usable - tall:.1f}", f"{broad:.1f}", f"{tall:.1f}",
                 f"{at}: {number(value)}")
            )  # fmt: skip
            values.append((f"{middle:.1f}", f"{HEAD + usable - tall - 4:.1f}", number(value, places)))
        if place % every == 0:
            outer = _outer(place, len(points), mirrored) if step < NAME_WIDE else ""
            names.append(
                (f"name {outer}".strip(), f"{_beside(middle, outer, broad):.1f}", f"{CHART_HIGH - 6}", at)
            )
    drawn = format_html_join("", '<rect x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>', bars)
    written = format_html_join("", '<text class="{}" x="{}" y="{}">{}</text>', names)
    few = len(points) <= NUMBERED
    numbers = format_html_join("", '<text class="value" x="{}" y="{}">{}</text>', values if few else ())
    right = points[0 if mirrored else -1][1] if few else None
    return format_html(
        '<svg class="columns" role="img" viewBox="0 0 {} {}" aria-label="{}"><line x1="0" x2="{}" y1="{}" y2="{}"/>'
        '<text class="{}" x="{}" y="11">{}</text>{}{}{}{}</svg>',
        CHART_WIDE, CHART_HIGH, _spoken(points, label), CHART_WIDE, HEAD + usable, HEAD + usable,
        "last" if mirrored else "top", CHART_WIDE if mirrored else 0, "" if few else number(top),
        drawn, written, numbers, _across(line, line_label, top, usable, right),
    )  # fmt: skip


def _outer(place: int, count: int, mirrored: bool) -> str:
    """Return on which edge of the chart the name of a column stands: “first” is the left one, “last” the right one."""
    ends = ("last", "first") if mirrored else ("first", "last")
    return ends[0] if place == 0 else ends[1] if place == count - 1 else ""


def _beside(middle: float, outer: str, broad: float) -> float:
    return middle - broad / 2 if outer == "first" else middle + broad / 2 if outer == "last" else middle


def _across(
    line: float | Decimal | None, label: str, top: float, usable: int, right: float | Decimal | None
) -> SafeString | str:
    """Return the level across; its words stand at the left where the number of the column on the right is in their way."""
    if line is None:
        return ""
    high = HEAD + usable - float(line) / top * usable
    near = right is not None and abs(float(line) - float(right)) / top * usable < HEAD + 4
    return format_html(
        '<line class="aim" x1="0" x2="{}" y1="{}" y2="{}"><title>{}</title></line><text class="aim{}" x="{}" y="{}">{}</text>',
        CHART_WIDE, f"{high:.1f}", f"{high:.1f}", label, " first" if near else "", 0 if near else CHART_WIDE,
        f"{max(high - 5, 11):.1f}", label,
    )  # fmt: skip


def bar(value: float | Decimal | None, top: float | Decimal) -> SafeString | str:
    """Return a bar as wide as a cell, filled for `value` of `top`; the number stands beside it. Nothing where none is known."""
    if value is None or float(top) <= 0:
        return ""
    wide = max(0.0, min(float(value) / float(top), 1.0)) * WIDE
    return format_html(
        '<svg class="gauge" aria-hidden="true" viewBox="0 0 {} 8" width="{}" height="8"><rect class="rest" width="{}" height="8"/>'
        '<rect width="{}" height="8"/></svg>',
        WIDE, WIDE, WIDE, f"{wide:.1f}",
    )  # fmt: skip


def _named(label: str) -> SafeString:
    """Return what names a chart to who hears the page; without a name the row beside it tells all."""
    return (
        format_html('role="img" aria-label="{}"', label) if label else format_html('aria-hidden="{}"', "true")
    )


def span(
    start: float, end: float, whole: float, *, marked: bool = False, label: str = ""
) -> SafeString | str:
    """Return a bar from `start` to `end` on an axis from 0 to `whole`: one row of a chart of times in a table."""
    if whole <= 0:
        return ""
    at, long = start / whole * ROW_WIDE, max((end - start) / whole * ROW_WIDE, 2.0)
    return format_html(
        '<svg class="span{}" {} viewBox="0 0 {} {}"><line x1="0" x2="{}" y1="8" y2="8"/>'
        '<rect x="{}" y="3" width="{}" height="10" rx="2"/></svg>',
        " marked" if marked else "", _named(label), ROW_WIDE, ROW_HIGH, ROW_WIDE, f"{at:.1f}", f"{min(long, ROW_WIDE - at):.1f}",
    )  # fmt: skip


def whisker(
    low: float | None, value: float | None, high: float | None, *, ends: tuple[float, float], doubtful: bool = False,
    label: str = "",
) -> SafeString | str:  # fmt: skip
    """Return a dot with its interval on an axis between `ends`: one row of a chart of estimates in a table.

    A doubtful one is drawn hollow and dashed, so that it is told apart without its colour.
    """
    if value is None or ends[1] <= ends[0]:
        return ""
    return format_html(
        '<svg class="whisker{}" {} viewBox="0 0 {} {}"><line x1="0" x2="{}" y1="15" y2="15"/>{}</svg>',
        " doubtful" if doubtful else "", _named(label), ROW_WIDE, ROW_HIGH, ROW_WIDE, _dot((low, value, high), ends, 8),
    )  # fmt: skip


Dot = tuple[float | None, float, float | None]


def _dot(held: Dot, ends: tuple[float, float], high: int) -> SafeString:
    """Return a dot with the line of its interval, so high in its picture."""
    first, last = ends

    def place(value: float) -> str:
        return f"{4 + min(max((value - first) / (last - first), 0.0), 1.0) * (ROW_WIDE - 8):.1f}"

    low, value, top = held
    line: SafeString | str = ""
    if low is not None and top is not None:
        line = format_html(
            '<line class="range" x1="{}" x2="{}" y1="{}" y2="{}"/>', place(low), place(top), high, high
        )
    return format_html('{}<circle cx="{}" cy="{}" r="4"/>', line, place(value), high)


def whiskers(before: Dot, after: Dot, *, ends: tuple[float, float], label: str = "") -> SafeString | str:
    """Return two dots with their intervals on one axis: hollow above what was before, filled below what is after."""
    if ends[1] <= ends[0]:
        return ""
    return format_html(
        '<svg class="whisker two" {} viewBox="0 0 {} {}"><line x1="0" x2="{}" y1="29" y2="29"/><g class="before">{}</g>{}</svg>',
        _named(label), ROW_WIDE, 2 * ROW_HIGH - 2, ROW_WIDE, _dot(before, ends, 8), _dot(after, ends, 21),
    )  # fmt: skip
