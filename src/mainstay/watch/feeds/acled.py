"""ACLED: political violence and protest, only with the user's own key or download; its terms forbid more.

One item is one country and month. Events and deaths are counted by type; strikes and labour protest have no type of
their own and stay among the protests.
"""

import re
from collections import defaultdict
from collections.abc import Generator, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from mainstay.cases.selectors import country_codes
from mainstay.common.texts import noop as _

from .download import JSON, Answer, Ask, with_params
from .faults import fault
from .forms import csv_file, files, json_of, listed
from .items import RUNNING, Item, Parsed, Value, day_in_words

CODE = "acled"
PERIOD = "M"
HOME = "https://acleddata.com"
MOST_BYTES = 500 * 2**20
_NAME = "ACLED"
_NEEDED = ("event_id_cnty", "event_date", "event_type", "iso", "fatalities")
_PAGE = 5000


def asks(today: date, key: str) -> Generator[Ask, Answer, None]:
    """Ask for the events of this year and the last, page by page until one is not full."""
    headers = {"Authorization": f"Bearer {key}"}
    page, full = 1, True
    while full:
        address = with_params(
            f"{HOME}/api/acled/read", _format="json", limit=_PAGE, page=page, fields="|".join(_NEEDED),
            event_date=f"{today.year - 1}-01-01|{today.isoformat()}", event_date_where="BETWEEN",
        )  # fmt: skip
        answer = yield Ask(f"events-{page:05}.json", address, JSON, headers=headers)
        page, full = page + 1, len(_page(answer.json(), answer.path.name)) == _PAGE


def read(path: Path) -> Iterator[Item]:
    """Yield one item for each country and month of the pages of the interface or of a CSV file."""
    held: dict[tuple[str, str], list[list[str]]] = defaultdict(list)
    seen: set[str] = set()
    for file in files(path, ".json", ".csv"):
        pages = file.suffix.lower() == ".json"
        rows: Iterator[Mapping[str, Any]] = (
            iter(_page(json_of(file, source=_NAME), file.name))
            if pages
            else csv_file(file, _NEEDED, source=_NAME)
        )
        for row in rows:
            number = str(row["event_id_cnty"])
            if number in seen:
                continue
            seen.add(number)
            iso3 = country_codes("m49").get(
                str(row["iso"]).strip().removesuffix(".0").lstrip("0"), f"ISO-{row['iso']}"
            )
            day = day_in_words(str(row["event_date"]))
            held[iso3, day[:7]].append([number, day, str(row["event_type"]), str(row["fatalities"])])
    for (iso3, month), rows_of in sorted(held.items()):
        content = {"iso3": iso3, "columns": ["id", "date", "type", "fatalities"], "rows": sorted(rows_of)}
        yield Item(f"{iso3} {month}", RUNNING, content)


def _page(answer: Any, name: str) -> list[dict[str, Any]]:
    rows = listed(
        answer.get("data") if isinstance(answer, dict) else None, file=name, source=_NAME, what="data"
    )
    for row in rows:
        lacking = [column for column in _NEEDED if column not in row]
        if lacking:
            raise fault("not_the_form", file=name, source=_NAME, fault=f"an event lacks {', '.join(lacking)}")
    return rows


def parse(item: Item) -> Parsed:
    """Return events and deaths of one country and month by type; a month without an event is no item and no zero."""
    found = Parsed()
    iso3 = str(item.content["iso3"])
    sums: dict[str, float] = defaultdict(float)
    for row, (_number, _day, kind, raw) in enumerate(item.content["rows"], start=1):
        usable, deaths = found.cell(raw, row=row, field="fatalities", least=0)
        name = re.sub(r"[^a-z]+", "_", kind.lower()).strip("_")
        if not name:
            found.fault("no_event_type", _("The event has no type."), row=row, field="event_type")
            continue
        sums[f"events.{name}"] += 1
        if usable:
            sums[f"deaths.{name}"] += deaths or 0
    try:
        on = date.fromisoformat(f"{item.external_id.rpartition(' ')[2]}-01")
    except ValueError:
        found.fault(
            "no_month", _("{year}-{month} is no month."), field="event_date", year=item.external_id, month="?"
        )
        return found
    found.values = [
        Value(f"acled.{name}", iso3, on, total, 2, "counted") for name, total in sorted(sums.items())
    ]
    return found
