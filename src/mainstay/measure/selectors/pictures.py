"""Charts of published figures, with the uncertainty that a figure has."""

from decimal import Decimal
from typing import Any, Literal

from mainstay.common.errors import NotFound
from mainstay.common.texts import noop as _
from mainstay.exchange.charts import chart
from mainstay.measure.methods.groups import group_of
from mainstay.measure.models import Publication

NOTE = {True: _("Synthetic data"), False: ""}


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
    return chart(
        "line" if by == "month" else "dots" if measured else "bar",
        rows,
        title=f"{told['name']} ({publication.as_of.isoformat()})",
        x=by,
        y="value",
        low="low" if measured else None,
        high="high" if measured else None,
        unit=told["unit"],
        note=NOTE[publication.synthetic],
        format=format,
        locale=locale,
    )


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
