"""How templates write names, numbers, dates, marks and small charts."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as _

from mainstay.page import charts, maps, units, words

register = template.Library()

register.filter("said", words.said)
register.filter("number", words.number)
register.filter("day", words.day)
register.filter("money", words.money)
register.filter("grouped", words.grouped)
register.filter("enumerated", words.enumerated)
register.filter("side", words.side)
register.filter("kept", words.kept)
register.filter("apart", words.apart)
register.filter("language_name", words.language_name)
register.filter("measured", units.measured)
register.filter("unit_name", units.unit_name)
register.filter("translated", words.fact)

#: What a state of the road is called; the class of the mark is its code in small letters.
STATES = {
    "AHEAD": _("ahead"),
    "OPEN": _("open"),
    "WAITING": _("waiting"),
    "DONE": _("done"),
    "SKIPPED": _("skipped"),
}


@register.filter
def named(code: str, collection: str) -> str:
    """Return the playbook's name for a code: ``{{ seat.code|named:"seats" }}``."""
    return words.named(collection, code)


@register.filter
def centi(value: int | None) -> float | None:
    """Return hundredths as the number that they are parts of: ``{{ roll.days_centi|centi|number }}``."""
    return None if value is None else value / 100


@register.filter
def milli(value: int | None) -> float | None:
    """Return thousandths as the number that they are parts of."""
    return None if value is None else value / 1000


@register.filter
def owed(minor: int | None, currency: str = "USD") -> str:
    """Return what one person is owed or paid, never rounded."""
    return words.money(minor, currency, exact=True)


@register.filter
def percent(share: float | None) -> str:
    """Return a share as “38 %”; – where there is none."""
    return words.percent(share)


@register.filter
def state_word(state: str) -> Any:
    """Return the word for a state of the road."""
    return STATES.get(state, state)


@register.simple_tag
def when(moment: date | datetime | None, *, hours: bool = False) -> SafeString | str:
    """Return a date as “12 Mar 2026” with its distance from now in the tooltip."""
    if moment is None:
        return "–"
    shown = words.day(moment)
    if hours and isinstance(moment, datetime):
        shown = words.moment(moment)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', moment.isoformat(), words.ago(moment), shown
    )


@register.simple_tag
def onward() -> str:
    """Return the arrow from what was to what is, as the language reads."""
    return "←" if get_language_bidi() else "→"


@register.simple_block_tag
def trail(content: str) -> str:
    """Return the way down to a page, for the head that shows it: ``{% trail as trail %}…{% endtrail %}``."""
    return content


@register.simple_tag
def trend(points: Sequence[tuple[Any, float | Decimal | None]], label: str = "") -> SafeString | str:
    """Return a small line of values, with its words for who cannot see it."""
    return charts.trend([(words.fact(at), value) for at, value in points], label=label)


@register.simple_tag
def columns(
    points: Sequence[tuple[Any, float | Decimal | None]],
    label: str = "",
    line: float | Decimal | None = None,
    line_label: str = "",
) -> SafeString | str:
    """Return a chart of one column for each point; the table behind it stands beside it on the page."""
    shown = [(str(at), value) for at, value in points]
    return charts.columns(shown, label=label, line=line, line_label=line_label)


@register.simple_tag
def bar(value: float | Decimal | None, top: float | Decimal) -> SafeString | str:
    """Return a bar filled for a value of the largest one; the number stands beside it."""
    return charts.bar(value, top)


@register.simple_tag
def span(start: float, end: float, whole: float, marked: bool = False, label: str = "") -> SafeString | str:
    """Return a bar of time for a row of a table; the row tells its dates beside it."""
    return charts.span(start, end, whole, marked=marked, label=label)


@register.simple_tag
def whisker(
    low: float | None, value: float | None, high: float | None, ends: tuple[float, float], label: str = ""
) -> SafeString | str:
    """Return a dot with its interval for a row of a table; the numbers stand beside it."""
    return charts.whisker(low, value, high, ends=ends, label=label)


@register.simple_tag
def world_map(places: Sequence[maps.Place], label: str = "") -> SafeString:
    """Return the map of the world with places marked; the list of the same places stands beside it."""
    return maps.world(places, label=label)


@register.simple_tag
def country_map(m49: int | None, around: Sequence[int] = (), label: str = "") -> SafeString | str:
    """Return one country with its neighbours."""
    return maps.country(m49, around, label=label)
