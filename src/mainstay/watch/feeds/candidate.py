"""UCDP Candidate Events: monthly and not yet reviewed, so kept apart from GED in series of their own."""

from collections.abc import Generator, Iterator
from datetime import date
from pathlib import Path

from . import ucdp_events
from .download import CSV, PACKED, Answer, Ask
from .items import Item, Parsed

CODE = "candidate"
PERIOD = "M"
HOME = "https://ucdpapi.pcr.uu.se"
FILES = "https://ucdp.uu.se/downloads/candidateged"
MOST_BYTES = 500 * 2**20


def asks(today: date, key: str) -> Generator[Ask, Answer, None]:
    """Ask for the month before last: version YY.0.M comes out about the 20th of the month that follows M."""
    count = today.year * 12 + today.month - 3
    year, month = count // 12 % 100, count % 12 + 1
    if key:
        yield from ucdp_events.asks("gedevents", f"{year}.0.{month}", key, HOME)
    else:
        name = f"GEDEvent_v{year}_0_{month}.csv"
        yield Ask(name, f"{FILES}/{name}", (*CSV, *PACKED))


def read(path: Path) -> Iterator[Item]:
    """Yield one item for each country of a month's version."""
    return ucdp_events.read(path, source="UCDP Candidate")


def parse(item: Item) -> Parsed:
    """Return the month's deaths of one country, by kind of violence, with the confidence of what nobody reviewed."""
    found = ucdp_events.parse(item, prefix="candidate")
    found.values = [value._replace(confidence=2, method="candidate") for value in found.values]
    return found
