"""ILOSTAT: the CSV of its interface and bulk download (packed or not), and SDMX-CSV of its SDMX service.

One item is one country. A country may have several surveys for the same figure; they are never spliced: for each
indicator the survey with the latest year is taken, then the longest, and its code stays with each value as the method.
"""

from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from .download import CSV, PACKED, Answer, Ask
from .faults import fault
from .forms import Row, csv_rows, files, text_of
from .items import RUNNING, Item, Parsed, plain

CODE = "ilostat"
HOME = "https://rplumber.ilo.org"
MOST_BYTES = 500 * 2**20
_NAME = "ILOSTAT"
#: What is asked for: unemployment (modelled, surveyed), young people outside work and school, informality, activity.
INDICATORS = (
    "UNE_2EAP_SEX_AGE_RT_A", "UNE_DEAP_SEX_AGE_RT_A", "EIP_NEET_SEX_AGE_RT_A", "EMP_NIFL_SEX_AGE_RT_A",
    "EAP_DWAP_SEX_AGE_RT_A",
)  # fmt: skip
_AGES = "AGE_YTHADULT_YGE15+AGE_YTHADULT_Y15-24+AGE_YTHADULT_YGE25"
#: ILOSTAT marks what is not plainly observed: break, estimate, imputation, provisional, unreliable, not significant.
STATUS = {
    "": (3, ""), "A": (3, ""), "B": (3, ""), "E": (2, "estimated"), "I": (2, "imputed"), "P": (2, "provisional"),
    "M": (2, "modelled"), "U": (1, "unreliable"), "S": (1, "not significant"), "F": (1, "projected"),
}  # fmt: skip
_BULK = ("ref_area", "indicator", "time", "obs_value")
_SDMX = ("DATAFLOW", "REF_AREA", "TIME_PERIOD", "OBS_VALUE")
#: Columns of SDMX-CSV that are no breakdown.
_PLAIN = frozenset(
    [
        "DATAFLOW",
        "REF_AREA",
        "FREQ",
        "MEASURE",
        "TIME_PERIOD",
        "OBS_VALUE",
        "OBS_STATUS",
        "SOURCE",
        "DECIMALS",
        "UNIT_MEASURE",
        "UNIT_MULT",
        "UNIT_MEASURE_TYPE",
        "UPPER_BOUND",
        "LOWER_BOUND",
        "CURRENCY",
    ]
)


def asks(today: date, key: str) -> Generator[Ask, Answer, None]:
    """Ask for each indicator since 2000, by the age groups that our series are about."""
    for indicator in INDICATORS:
        address = f"{HOME}/data/indicator/?id={indicator}&classif1={_AGES}&timefrom=2000&lang=en&type=code&format=.csv"
        yield Ask(f"{indicator}.csv", address, (*CSV, *PACKED))


def read(path: Path) -> Iterator[Item]:
    """Yield one item for each country of one or several files."""
    held: dict[str, list[list[Any]]] = defaultdict(list)
    for file in files(path, ".csv", ".gz"):
        for row in _rows(file):
            area = row["ref_area"]
            if len(area) == 3 and area.isalpha():  # regions and groups of countries are numbered
                held[area].append([plain(row[name]) if name == "obs_value" else row[name] for name in _KEPT])
    for iso3, rows in sorted(held.items()):
        yield Item(iso3, RUNNING, {"iso3": iso3, "columns": list(_KEPT), "rows": sorted(rows, key=str)})


_KEPT = ("indicator", "breakdown", "source", "time", "obs_value", "obs_status")


def _rows(file: Path) -> Iterator[Row]:
    with text_of(file) as lines:
        head = lines.readline()
        both = _chained(head, lines)
        if "TIME_PERIOD" in head:
            yield from map(_from_sdmx, csv_rows(both, _SDMX, file=file.name, source=_NAME))
        elif "obs_value" in head:
            yield from map(_from_bulk, csv_rows(both, _BULK, file=file.name, source=_NAME))
        else:
            raise fault(
                "not_the_form",
                file=file.name,
                source=_NAME,
                fault="neither obs_value nor TIME_PERIOD in its head",
            )


def _chained(head: str, lines: Iterable[str]) -> Iterator[str]:
    yield head
    yield from lines


def _from_bulk(row: Row) -> Row:
    parts = [row.get(name, "") for name in ("sex", "classif1", "classif2")]
    return {**row, "breakdown": ".".join(part for part in parts if part), "source": row.get("source", ""), "obs_status": row.get("obs_status", "")}  # fmt: skip


def _from_sdmx(row: Row) -> Row:
    flow = row["DATAFLOW"].partition("(")[0].rpartition(":")[2].removeprefix("DF_")
    parts = [
        cell for name, cell in row.items() if name not in _PLAIN and not name.startswith("NOTE_") and cell
    ]
    return {
        "indicator": flow, "ref_area": row["REF_AREA"], "breakdown": ".".join(parts), "time": row["TIME_PERIOD"],
        "obs_value": row["OBS_VALUE"], "obs_status": row.get("OBS_STATUS", ""), "source": row.get("SOURCE", ""),
    }  # fmt: skip


def parse(item: Item) -> Parsed:
    """Return the values of one country, each indicator from one survey alone."""
    found = Parsed()
    iso3, rows = str(item.content["iso3"]), list(enumerate(item.content["rows"], start=1))
    chosen = _surveys(cells for _row, cells in rows)
    for row, (indicator, breakdown, source, time, raw, status) in rows:
        if source != chosen[indicator]:
            continue
        confidence, said = STATUS.get(status, (1, str(status)))
        if "_2" in indicator:  # the ILO's modelled estimates carry a 2 before the name of the figure
            confidence, said = min(confidence, 2), said or "modelled"
        share = "_RT" in indicator
        found.reading(
            ".".join(part for part in ("ilostat", indicator, breakdown) if part), iso3, time, raw, row=row,
            field=indicator, least=0, most=100 if share else float("inf"), confidence=confidence, method=said or source,
        )  # fmt: skip
    return found


def _surveys(rows: Iterable[list[Any]]) -> dict[str, str]:
    """Return for each indicator the survey with the latest year, then the longest, then the first by code."""
    years: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for indicator, _breakdown, source, time, _raw, _status in rows:
        years[indicator][source].add(str(time))
    return {
        indicator: min(surveys, key=lambda name: (-_number(max(surveys[name])), -len(surveys[name]), name))
        for indicator, surveys in years.items()
    }


def _number(time: str) -> int:
    return int(time[:4]) if time[:4].isdigit() else 0
