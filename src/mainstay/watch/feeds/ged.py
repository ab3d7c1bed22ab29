"""UCDP Georeferenced Events: the yearly, reviewed edition, as the packed CSV file or by the interface (own token)."""

from collections.abc import Generator, Iterator
from datetime import date
from pathlib import Path

from . import ucdp_events
from .download import CSV, PACKED, Answer, Ask
from .items import Item, Parsed

CODE = "ged"
PERIOD = "M"
HOME = "https://ucdpapi.pcr.uu.se"
FILES = "https://ucdp.uu.se/downloads/ged"
MOST_BYTES = 500 * 2**20


def asks(today: date, key: str) -> Generator[Ask, Answer, None]:
    """Ask for the newest edition: version YY.1 comes out in June of year YY and covers the years before it."""
    year = today.year if today.month > 6 else today.year - 1
    if key:
        yield from ucdp_events.asks("gedevents", f"{year % 100}.1", key, HOME)
    else:
        name = f"ged{year % 100}1-csv.zip"
        yield Ask(name, f"{FILES}/{name}", (*PACKED, *CSV))


def read(path: Path) -> Iterator[Item]:
    """Yield one item for each country of an edition."""
    return ucdp_events.read(path, source="UCDP GED")


def parse(item: Item) -> Parsed:
    """Return the monthly deaths of one country, by kind of violence."""
    return ucdp_events.parse(item, prefix="ged")
