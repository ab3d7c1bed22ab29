"""EM-DAT: disasters from the user's own workbook; its terms forbid to pass it on, so nothing of it is shipped.

One item is one disaster in one country. Deaths and people affected are readings of the month in which it began.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mainstay.common.texts import noop as _

from .forms import sheet_rows
from .items import RUNNING, Item, Parsed, plain

CODE = "emdat"
PERIOD = "M"
_NEEDED = ("DisNo.", "ISO", "Disaster Type", "Start Year", "Start Month", "Total Deaths", "Total Affected")
_ALSO = (
    "Disaster Group",
    "Start Day",
    "End Year",
    "End Month",
    "End Day",
    "Total Damage ('000 US$)",
    "Last Update",
)
COUNTS = {"deaths": "Total Deaths", "affected": "Total Affected", "damage": "Total Damage ('000 US$)"}


def read(path: Path) -> Iterator[Item]:
    """Yield one item for each disaster of the workbook that EM-DAT offers to its users."""
    for row in sheet_rows(path, _NEEDED, source="EM-DAT"):
        if str(row["DisNo."]).strip():
            content = {name: _cell(row.get(name)) for name in (*_NEEDED, *_ALSO)}
            yield Item(str(row["DisNo."]).strip(), RUNNING, content)


def _cell(raw: Any) -> Any:
    return raw.isoformat() if hasattr(raw, "isoformat") else plain(raw)


def parse(item: Item) -> Parsed:
    """Return deaths, people affected and damage of one disaster; an empty cell is not known, and no zero."""
    found = Parsed()
    event = item.content
    year, month = event["Start Year"], event["Start Month"] or 1
    if not isinstance(year, int) or not isinstance(month, int) or not 1 <= month <= 12:
        found.fault("no_month", _("{year}-{month} is no month."), field="Start Month", year=year, month=month)
        return found
    kind = str(event["Disaster Type"]).lower().replace(" ", "_")
    for name, column in COUNTS.items():
        found.reading(
            f"emdat.{kind}.{name}", str(event["ISO"]), f"{year}-{month:02}", event[column], row=None, field=column, least=0,
            method="collected", confidence=2,
        )  # fmt: skip
    return found
