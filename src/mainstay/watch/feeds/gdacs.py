"""Flood alerts of the Global Disaster Alert and Coordination System: one item, one event.

The reading is the alert level of the day on which the event began: 1 green, 2 orange, 3 red.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .items import Item, Parsed, Value, plain

CODE = "gdacs"
#: A running list has one edition; an event that the source changes becomes a new version of its item.
EDITION = "running"
LEVELS = {"green": 1.0, "orange": 2.0, "red": 3.0}
_NEEDED = ("gdacs_id", "country", "iso3", "alertlevel", "alertscore", "fromdate", "todate")


def read(path: Path) -> Iterator[Item]:
    """Yield one item for each event of a CSV file."""
    with path.open(newline="", encoding="utf-8-sig") as stream:
        reader = csv.DictReader(stream)
        reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
        lacking = [name for name in _NEEDED if name not in reader.fieldnames]
        if lacking:
            raise BadInput(
                "columns",
                _("{file} lacks the columns {lacking}."),
                file=path.name,
                lacking=", ".join(lacking),
            )
        for row in reader:
            content = {name: plain(row[name]) for name in _NEEDED}
            yield Item(str(row["gdacs_id"]), EDITION, content)


def parse(item: Item) -> Parsed:
    """Return the alert level of one event, or what is wrong with it."""
    found = Parsed()
    event = item.content
    level = LEVELS.get(str(event["alertlevel"]).lower())
    if level is None:
        found.fault(
            "no_level", _("“{found}” is no alert level; it is green, orange or red."),
            field="alertlevel", found=str(event["alertlevel"])[:20],
        )  # fmt: skip
    try:
        on = date.fromisoformat(str(event["fromdate"])[:10])
    except ValueError:
        found.fault(
            "no_date", _("“{found}” is no date."), field="fromdate", found=str(event["fromdate"])[:20]
        )
        return found
    if not event["iso3"]:
        found.fault(
            "no_country",
            _("The event in {country} names no country code."),
            field="iso3",
            country=event["country"],
        )
    elif level is not None:
        found.values.append(Value("gdacs.flood_alert", str(event["iso3"]), on, level))
    return found
