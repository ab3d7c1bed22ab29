"""Alerts of the Global Disaster Alert and Coordination System: one item, one event.

The reading is the alert level of the day on which the event began: 1 green, 2 orange, 3 red. The lists are the CSV of
floods, the RSS list and the CAP list; an event has the same number in each.
"""

import csv
import re
from collections.abc import Generator, Iterator, Mapping
from datetime import UTC, date
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .download import XML, Answer, Ask
from .forms import files
from .gdacs_xml import events
from .items import RUNNING, Item, Parsed, Value, plain

CODE = "gdacs"
PERIOD = "D"
HOME = "https://www.gdacs.org"
LEVELS = {"green": 1.0, "orange": 2.0, "red": 3.0}
KINDS = {
    "FL": "flood", "EQ": "earthquake", "TC": "cyclone", "VO": "volcano", "DR": "drought", "WF": "wildfire",
    "TS": "tsunami",
}  # fmt: skip
_NEEDED = ("gdacs_id", "country", "iso3", "alertlevel", "alertscore", "fromdate", "todate")


def asks(today: date, key: str) -> Generator[Ask, Answer, None]:
    """Ask for the list of what is going on; the CAP list, which says more, is read from a file."""
    yield Ask("rss.xml", f"{HOME}/xml/rss.xml", XML)


def read(path: Path) -> Iterator[Item]:
    """Yield one item for each event of a CSV file, an RSS list or a CAP list."""
    for file in files(path, ".csv", ".xml"):
        if file.suffix.lower() in {".xml", ".rss", ".cap"}:
            yield from map(_item, events(file))
        else:
            yield from _from_csv(file)


def _item(event: Mapping[str, str]) -> Item:
    kind = event["eventtype"].upper()
    content: dict[str, Any] = {
        "gdacs_id": f"{kind}-{event['eventid']}",
        **{name: plain(event[name]) for name in ("country", "iso3", "alertlevel", "alertscore")},
        **{name: _day_of(event[name]) for name in ("fromdate", "todate")},
    }
    return Item(content["gdacs_id"], RUNNING, content)


def _day_of(text: str) -> str:
    """Return the moment of an RSS list as ISO 8601, or the text as it stands when it is none.

    >>> _day_of("Sat, 03 Jan 2026 12:30:00 GMT"), _day_of("2026-01-03T12:30:00"), _day_of("soon")
    ('2026-01-03T12:30:00', '2026-01-03T12:30:00', 'soon')
    """
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return text
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() if moment.tzinfo else moment.isoformat()


def _from_csv(path: Path) -> Iterator[Item]:
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
            yield Item(str(row["gdacs_id"]), RUNNING, content)


def parse(item: Item) -> Parsed:
    """Return the alert level of one event for each country that it names, or what is wrong with it."""
    found = Parsed()
    event = item.content
    kind = KINDS.get(item.external_id.partition("-")[0])
    if kind is None:
        found.fault(
            "no_event_type", _("“{found}” is no type of event that GDACS lists ({possible})."),
            field="eventtype", found=item.external_id, possible=", ".join(KINDS),
        )  # fmt: skip
        return found
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
    countries = re.findall(r"[A-Za-z]{3}", str(event["iso3"]))
    if not countries:
        found.fault(
            "no_country",
            _("The event in {country} names no country code."),
            field="iso3",
            country=event["country"],
        )
    elif level is not None:
        found.values += [
            Value(f"gdacs.{kind}_alert", iso3.upper(), on, level) for iso3 in dict.fromkeys(countries)
        ]
    return found
