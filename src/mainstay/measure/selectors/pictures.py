"""Charts of published figures, with the uncertainty that a figure has."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext, override

from mainstay import playbook
from mainstay.common.errors import NotFound
from mainstay.common.texts import noop as _
from mainstay.exchange.charts import chart
from mainstay.measure.methods.groups import group_of
from mainstay.measure.models import Publication
from mainstay.page.numerals import current
from mainstay.page.units import unit_name
from mainstay.page.words import day, named

SEXES = {"F": _("women"), "M": _("men")}


def publication_chart(
    publication: Publication, code: str, *, by: str, format: Literal["svg", "png"] = "svg", locale: str = "en"
) -> bytes:
    """Return one published indicator by one dimension: months as a line, shares with an interval as dots, else bars.

    A hidden cell is a gap, never a zero.
    """
    rows = chart_rows(publication, code, by=by)
    told = publication.content["definitions"].get(code)
    if told is None or not any(row["value"] is not None for row in rows):
        raise NotFound("no_such_chart", _("{code} is not published by {dimension}."), code=code, dimension=by)
    measured = any(row["low"] is not None for row in rows)
    with override(locale):
        title = gettext("{name}, as of {day}").format(
            name=named("indicators", code) if code in playbook.current().indicators else told["name"],
            day=day(publication.as_of),
        )
        note, digits = gettext("Synthetic data") if publication.synthetic else "", current().digits
        unit = str(unit_name(told["unit"]))
        rows = months_drawn(rows) if by == "month" else _named(rows, by)
    return chart(
        "line" if by == "month" else "dots" if measured else "bar",
        rows,
        title=title,
        x=by,
        y="value",
        low="low" if measured else None,
        high="high" if measured else None,
        unit=unit,
        note=note,
        format=format,
        locale=locale,
        digits=digits,
    )


def months_drawn(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows by the first day of their month, with a gap for each month between them that has none."""
    held = {date.fromisoformat(f"{row['month']}-01"): row for row in rows}
    month, last, found = min(held), max(held), []
    while month <= last:
        found.append({**held.get(month, {"value": None, "low": None, "high": None}), "month": month})
        month = (month + timedelta(days=31)).replace(day=1)
    return found


def _named(rows: Sequence[dict[str, Any]], by: str) -> list[dict[str, Any]]:
    """Return the rows with words for the codes of a dimension."""
    names = SEXES if by == "sex" else {}
    return [{**row, by: gettext(names[row[by]]) if row[by] in names else row[by]} for row in rows]


def chart_rows(publication: Publication, code: str, *, by: str) -> list[dict[str, Any]]:
    """Return the table behind a chart: one row for each published cell of one dimension."""
    found = []
    for row in publication.content["rows"]:
        group = dict(group_of(row["group"]))
        if row["code"] == code and set(group) == {by}:
            amounts = {
                name: None if row[name] is None else Decimal(row[name]) for name in ("value", "low", "high")
            }
            found.append({by: group[by], **amounts})
    return found
