"""Disasters as ReliefWeb lists them (version 2 of its interface): one item, one disaster.

The reading is 1 on the day that ReliefWeb gives to the disaster, for each country that it names, by its main type. A
disaster that ReliefWeb only watches (status alert) has the lowest confidence.
"""

import re
from collections.abc import Generator, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from mainstay.common.texts import noop as _

from .download import JSON, Answer, Ask
from .faults import fault
from .forms import files, json_of, listed
from .items import RUNNING, Item, Parsed

CODE = "reliefweb"
PERIOD = "D"
HOME = "https://api.reliefweb.int"
_NAME = "ReliefWeb"
_PAGE = 1000
_FIELDS = ("name", "glide", "status", "date.event", "date.created", "country.iso3", "primary_type.name", "primary_type.code")  # fmt: skip
CONFIDENCE = {"alert": 1, "current": 3, "ongoing": 3, "alert-archive": 1, "past": 3}


def asks(today: date, key: str) -> Generator[Ask, Answer, None]:
    """Ask for all disasters of the last five years, page by page; the application name goes with each question."""
    offset, total = 0, 1
    wanted = "&".join(f"fields[include][]={name}" for name in _FIELDS)
    since = f"{today.year - 5}-01-01T00:00:00%2B00:00"
    while offset < total:
        address = (
            f"{HOME}/v2/disasters?limit={_PAGE}&offset={offset}&sort[]=date.created:asc&{wanted}"
            f"&filter[field]=date.created&filter[value][from]={since}"
        )
        answer = yield Ask(f"disasters-{offset:07}.json", address, JSON, secret={"appname": key})
        total, offset = int(answer.json().get("totalCount") or 0), offset + _PAGE


def read(path: Path) -> Iterator[Item]:
    """Yield one item for each disaster of the pages of the interface."""
    seen: set[str] = set()
    expected = 0
    for file in files(path, ".json"):
        page = json_of(file, source=_NAME)
        entries = listed(
            page.get("data") if isinstance(page, dict) else None, file=file.name, source=_NAME, what="data"
        )
        expected = max(expected, int(page.get("totalCount") or 0))
        for entry in entries:
            number, content = str(entry.get("id") or ""), entry.get("fields")
            if not number or not isinstance(content, dict):
                raise fault(
                    "not_the_form", file=file.name, source=_NAME, fault="an entry without id or fields"
                )
            if number not in seen:
                seen.add(number)
                yield Item(number, RUNNING, content)
    if path.is_dir() and expected != len(seen):
        raise fault("pages_moved", source=_NAME, found=len(seen), expected=expected)


def parse(item: Item) -> Parsed:
    """Return that the disaster was, for each of its countries, or what is wrong with it."""
    found = Parsed()
    fields = item.content
    kind = re.sub(r"[^a-z]+", "_", str((fields.get("primary_type") or {}).get("name") or "").lower()).strip(
        "_"
    )
    if not kind:
        found.fault("no_event_type", _("The disaster “{name}” has no main type."), field="primary_type", name=str(fields.get("name"))[:60])  # fmt: skip
        return found
    dates: dict[str, Any] = fields.get("date") or {}
    status = str(fields.get("status") or "")
    countries = [str(country.get("iso3") or "").upper() for country in fields.get("country") or []]
    if not any(countries):
        found.fault("no_country", _("The event in {country} names no country code."), field="country.iso3", country=str(fields.get("name"))[:60])  # fmt: skip
    for iso3 in dict.fromkeys(code for code in countries if code):
        found.reading(
            f"reliefweb.{kind}", iso3, str(dates.get("event") or dates.get("created") or ""), 1, row=None,
            field="date.event", confidence=CONFIDENCE.get(status, 1), method=status or "listed",
        )  # fmt: skip
    return found
