"""Labour indicators of the Sustainable Development Goals by the interface of the UN Statistics Division, or its CSV.

The same figures as the shipped snapshot of 2020 (`sdg`), as they stand now. The nature of a value says how it came
about; what a country did not measure itself gets a lower confidence.
"""

from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from mainstay.cases.selectors import country_codes

from .download import JSON, Answer, Ask, with_params
from .faults import fault
from .forms import csv_file, files, json_of, listed, require_whole
from .items import RUNNING, Item, Parsed, plain

CODE = "unsdg"
HOME = "https://unstats.un.org"
_NAME = "UN SDG"
_PAGE = 5000
#: Unemployment, young people outside work and school, informal work, working poverty, social protection, child labour.
SERIES = ("SL_TLF_UEM", "SL_TLF_NEET", "SL_ISV_IFEM", "SI_POV_EMP1", "SI_COV_BENFTS", "SL_TLF_CHLDEA")
_BREAKDOWN = ("Sex", "Age", "Activity", "Disability status")
#: C country's own, CA adjusted, E estimated, G global monitoring, M modelled, N not relevant, NA no statement.
NATURE = {
    "C": (3, "country data"), "CA": (3, "adjusted"), "E": (2, "estimated"), "G": (2, "global monitoring"),
    "M": (2, "modelled"),
}  # fmt: skip
_NEEDED = ("SeriesCode", "GeoAreaCode", "TimePeriod", "Value")


def asks(today: date, key: str) -> Generator[Ask, Answer, None]:
    """Ask for each series, page by page."""
    for series in SERIES:
        page, pages = 1, 1
        while page <= pages:
            address = with_params(
                f"{HOME}/SDGAPI/v1/sdg/Series/Data", seriesCode=series, pageSize=_PAGE, page=page
            )
            answer = yield Ask(f"{series}-{page:03}.json", address, JSON)
            page, pages = page + 1, int(answer.json().get("totalPages") or 0)


def read(path: Path) -> Iterator[Item]:
    """Yield one item for each country of the pages of the interface or of a CSV file."""
    held: dict[str, list[list[Any]]] = defaultdict(list)
    _require_whole([file for file in files(path, ".json") if file.suffix.lower() == ".json"])
    for file in files(path, ".json", ".csv"):
        for area, cells in _from_json(file) if file.suffix.lower() == ".json" else _from_csv(file):
            iso3 = country_codes("m49").get(area)
            if iso3:  # the others are regions and groups of the United Nations
                held[iso3].append(cells)
    columns = ["series", "period", "breakdown", "nature", "reporting", "value"]
    for iso3, rows in sorted(held.items()):
        yield Item(iso3, RUNNING, {"iso3": iso3, "columns": columns, "rows": sorted(rows, key=str)})


def _require_whole(pages: Iterable[Path]) -> None:
    """Count the rows of each series against the total that its pages state."""
    found: dict[str, int] = defaultdict(int)
    total: dict[str, int] = {}
    for file in pages:
        page, rows = _page(file)
        series = file.stem.rpartition("-")[0]
        found[series] += len(rows)
        if page.get("totalElements") is not None:
            total[series] = int(page["totalElements"])
    require_whole(found, total, source=_NAME)


def _page(file: Path) -> tuple[Mapping[str, Any], list[dict[str, Any]]]:
    page = json_of(file, source=_NAME)
    rows = page.get("data") if isinstance(page, dict) else None
    return page, listed(rows, file=file.name, source=_NAME, what="data")


def _from_json(file: Path) -> Iterator[tuple[str, list[Any]]]:
    for row in _page(file)[1]:
        lacking = [name for name in ("series", "geoAreaCode", "timePeriodStart", "value") if name not in row]
        if lacking:
            raise fault(
                "not_the_form", file=file.name, source=_NAME, fault=f"an entry lacks {', '.join(lacking)}"
            )
        dimensions, attributes = row.get("dimensions") or {}, row.get("attributes") or {}
        yield str(row["geoAreaCode"]), _cells(
            str(row["series"]), row["timePeriodStart"], dimensions, str(attributes.get("Nature") or ""),
            str(dimensions.get("Reporting Type") or ""), row["value"],
        )  # fmt: skip


def _from_csv(file: Path) -> Iterator[tuple[str, list[Any]]]:
    for row in csv_file(file, _NEEDED, source=_NAME):
        dimensions = {name: row.get(f"[{name}]", "") for name in _BREAKDOWN}
        nature, reporting = row.get("[Nature]", ""), row.get("[Reporting Type]", "")
        area = row["GeoAreaCode"].removesuffix(".0")
        yield area, _cells(row["SeriesCode"], row["TimePeriod"], dimensions, nature, reporting, row["Value"])


def _cells(
    series: str, period: Any, dimensions: Mapping[str, Any], nature: str, reporting: str, value: Any
) -> list[Any]:
    breakdown = ".".join(str(dimensions[name]).lower() for name in _BREAKDOWN if dimensions.get(name))
    return [
        series,
        plain(period),
        breakdown.replace("-", "_").replace("+", ""),
        nature,
        reporting,
        plain(value),
    ]


def parse(item: Item) -> Parsed:
    """Return the yearly readings of one country; a country's own report is left out where the global one stands."""
    found = Parsed()
    iso3 = str(item.content["iso3"])
    rows = list(enumerate(item.content["rows"], start=1))
    compared = {tuple(cells[:3]) for _row, cells in rows if cells[4] == "G"}
    for row, (series, period, breakdown, nature, reporting, raw) in rows:
        if reporting != "G" and (series, period, breakdown) in compared:
            continue
        confidence, method = NATURE.get(nature, (1, "unknown"))
        found.reading(
            ".".join(part for part in ("unsdg", series.lower(), breakdown) if part), iso3, period, raw, row=row,
            field=series, least=0, most=100, confidence=confidence, method=method,
        )  # fmt: skip
    return found
