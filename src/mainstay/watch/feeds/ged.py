"""UCDP Georeferenced Events: the yearly, reviewed edition, by its interface (own token) or as the CSV file."""

from collections.abc import Generator, Iterator
from datetime import date
from pathlib import Path

from . import ucdp_events
from .download import Answer, Ask
from .items import Item, Parsed

CODE = "ged"
PERIOD = "M"
HOME = "https://ucdpapi.pcr.uu.se"
MOST_BYTES = 500 * 2**20


def asks(today: date, key: str) -> Generator[Ask, Answer, None]:
    """Ask for the newest edition: version YY.1 comes out in June of year YY and covers the years before it."""
    year = today.year if today.month > 6 else today.year - 1
    yield from ucdp_events.asks("gedevents", f"{year % 100}.1", key, HOME)


def read(path: Path) -> Iterator[Item]:
    """Yield one item for each country of an edition."""
    return ucdp_events.read(path, source="UCDP GED")


def parse(item: Item) -> Parsed:
    """Return the monthly deaths of one country, by kind of violence."""
    return ucdp_events.parse(item, prefix="ged")
