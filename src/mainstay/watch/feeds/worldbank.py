"""World Development Indicators: pages of the interface (version 2), or the CSV files of the World Bank.

One item is one country in one edition, which is the day of the World Bank's last update.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from .download import JSON, Answer, Ask, with_params
from .faults import fault
from .forms import csv_rows, files, json_of, lines_of, listed, names_in, require_whole
from .items import Item, Parsed, plain

CODE = "worldbank"
HOME = "https://api.worldbank.org"
_NAME = "World Bank"
#: What is asked for: work first, then what work depends on.
INDICATORS = (
    "SL.UEM.TOTL.ZS", "SL.UEM.1524.ZS", "SL.UEM.NEET.ZS", "SL.EMP.VULN.ZS", "SL.TLF.CACT.FE.ZS", "SL.EMP.WORK.ZS",
    "SP.POP.TOTL", "NY.GDP.PCAP.KD.ZG", "FP.CPI.TOTL.ZG", "SI.POV.DDAY",
)  # fmt: skip
#: Codes of regions and groups, which the World Bank lists among the countries.
GROUPS = frozenset((
    "AFE", "AFR", "AFW", "ARB", "CAA", "CEA", "CEB", "CEU", "CLA", "CME", "CSA", "CSS", "EAP", "EAR", "EAS", "ECA",
    "ECS", "EMU", "EUU", "FCS", "FXS", "HIC", "HPC", "IBB", "IBD", "IBT", "IDA", "IDB", "IDX", "INX", "LAC", "LCN",
    "LDC", "LIC", "LMC", "LMY", "LTE", "MDE", "MEA", "MIC", "MNA", "NAC", "NAF", "NRS", "NXS", "OED", "OSS", "PRE",
    "PSS", "PST", "RRS", "SAS", "SSA", "SSF", "SST", "SXZ", "TEA", "TEC", "TLA", "TMN", "TSA", "TSS", "UMC", "WLD",
    "XZN",
))  # fmt: skip
_YEARS = re.compile(r"\d{4}")


def asks(today: date, key: str) -> Generator[Ask, Answer, None]:
    """Ask for each indicator, page by page, for all countries since 2000."""
    for indicator in INDICATORS:
        page, pages = 1, 1
        while page <= pages:
            address = with_params(
                f"{HOME}/v2/country/all/indicator/{indicator}",
                format="json", per_page=5000, page=page, date=f"2000:{today.year}",
            )  # fmt: skip
            answer = yield Ask(f"{indicator}-{page:03}.json", address, JSON)
            head = _page(answer.json(), answer.path.name)[0]
            page, pages = page + 1, int(head.get("pages") or 0)


def read(path: Path) -> Iterator[Item]:
    """Yield one item for each country of the pages of the interface or of a CSV file, packed or not."""
    held: dict[tuple[str, str], list[list[Any]]] = defaultdict(list)
    _require_whole(files(path, ".json"))
    for file in files(path, ".json", ".csv", ".zip"):
        rows = _from_json(file) if file.suffix.lower() == ".json" else _from_csv(file)
        for edition, iso3, cells in rows:
            if iso3 not in GROUPS:
                held[edition, iso3].append(cells)
    for (edition, iso3), rows_of in sorted(held.items()):
        rows_of.sort(key=lambda cells: (cells[0], str(cells[1])))
        yield Item(
            iso3,
            edition,
            {"iso3": iso3, "columns": ["indicator", "date", "value", "status"], "rows": rows_of},
        )


def _require_whole(pages: Iterable[Path]) -> None:
    """Count the rows of each indicator against the total that its pages state."""
    found: dict[str, int] = defaultdict(int)
    total: dict[str, int] = {}
    for file in pages:
        if file.suffix.lower() == ".json":
            head, rows = _page(json_of(file, source=_NAME), file.name)
            indicator = file.stem.rpartition("-")[0] or file.stem
            found[indicator] += len(rows)
            total[indicator] = int(head.get("total") or 0)
    require_whole(found, total, source=_NAME)


def _page(answer: Any, name: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return head and rows of a page; a page of the World Bank is a list of the two, an error is a list of one."""
    if not isinstance(answer, list) or not answer or not isinstance(answer[0], dict):
        raise fault("not_the_form", file=name, source=_NAME, fault="no list of head and rows")
    if len(answer) < 2:
        said = str(answer[0].get("message") or "no rows")
        raise fault("not_the_form", file=name, source=_NAME, fault=said[:120])
    return answer[0], listed(answer[1] or [], file=name, source=_NAME, what="its second part")


def _from_json(file: Path) -> Iterator[tuple[str, str, list[Any]]]:
    head, rows = _page(json_of(file, source=_NAME), file.name)
    edition = str(head.get("lastupdated") or "")[:10]
    if not edition:
        raise fault(
            "not_the_form", file=file.name, source=_NAME, fault="no lastupdated in the head of the page"
        )
    for row in rows:
        iso3 = str(row.get("countryiso3code") or "")
        if iso3:  # a group without a code of three letters
            indicator = str((row.get("indicator") or {}).get("id") or "")
            yield edition, iso3, [indicator, plain(row.get("date")), plain(row.get("value")), str(row.get("obs_status") or "")]  # fmt: skip


def _from_csv(file: Path) -> Iterator[tuple[str, str, list[Any]]]:
    """Yield the cells of a file with a column for each year, below the lines that name source and last update."""
    lines = _lines(file)
    start = next(
        (n for n, line in enumerate(lines[:10]) if "Country Code" in line and "Indicator Code" in line), 0
    )
    above = {row[0]: row[1] for row in csv.reader(lines[:start]) if len(row) > 1}
    edition = above.get("Last Updated Date", "")[:10]
    if not edition:
        raise fault(
            "not_the_form", file=file.name, source=_NAME, fault="no line “Last Updated Date” above the table"
        )
    for row in csv_rows(lines[start:], ("Country Code", "Indicator Code"), file=file.name, source=_NAME):
        for year in filter(_YEARS.fullmatch, row):
            if row[year]:
                yield edition, row["Country Code"], [row["Indicator Code"], int(year), plain(row[year]), ""]


def _lines(file: Path) -> list[str]:
    """Return the lines of the data: in an archive the metadata lie beside them under names of their own."""
    held = names_in(file)
    start = next((start for start in ("API_", "WDI") if any(name.startswith(start) for name in held)), "")
    return lines_of(file, holding=start)


def parse(item: Item) -> Parsed:
    """Return the yearly values of one country; forecasts of the World Bank (status F) count as such."""
    found = Parsed()
    iso3 = str(item.content["iso3"])
    for row, (indicator, year, raw, status) in enumerate(item.content["rows"], start=1):
        share = indicator.endswith(".ZS") and indicator.startswith(("SL.", "SI."))
        confidence, method = {"": (3, "published"), "E": (2, "estimated"), "F": (1, "projected")}.get(
            status, (2, status)
        )
        found.reading(
            f"worldbank.{indicator}", iso3, year, raw, row=row, field=indicator,
            least=0 if share else float("-inf"), most=100 if share else float("inf"),
            confidence=confidence, method=method,
        )  # fmt: skip
    return found
