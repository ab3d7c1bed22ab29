"""Readings of series by country, each on one axis of periods."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from .staleness import period_number

#: How many periods a year has; days are counted with leap years in mind.
PER_YEAR = {"Y": 1.0, "Q": 4.0, "M": 12.0, "D": 365.25}

#: A reading: series, country, any day of its period, value (None: a stated gap).
Row = tuple[str, str, date, float | None]


@dataclass(frozen=True, slots=True)
class Panel:
    """Readings by series and country from period `first` to period `last`; NaN where nothing is known."""

    period: str
    first: int
    last: int
    values: Mapping[str, Mapping[str, Any]]

    def __len__(self) -> int:
        return self.last - self.first + 1

    @property
    def countries(self) -> tuple[str, ...]:
        """Every country of which any series has a reading."""
        return tuple(sorted({iso3 for held in self.values.values() for iso3 in held}))

    def of(self, series: str, iso3: str) -> Any:
        """Return the readings of a series for a country by period; all NaN where there is none."""
        found = self.values.get(series, {}).get(iso3)
        return np.full(len(self), np.nan) if found is None else found

    def until(self, last: int) -> "Panel":
        """Return what stood in the panel at period `last`: nothing later.

        >>> rows = [("a", "COM", date(2020, 1, 1), 1.0), ("a", "COM", date(2022, 1, 1), 3.0)]
        >>> trigger_panel(rows, period="Y").until(2021).of("a", "COM")
        array([ 1., nan])
        """
        count = max(last - self.first + 1, 0)
        held = {
            code: {iso3: line[:count] for iso3, line in lines.items()} for code, lines in self.values.items()
        }
        return Panel(self.period, self.first, min(last, self.last), held)

    def only(self, countries: Collection[str]) -> "Panel":
        """Return the panel of these countries alone, on the same axis."""
        held = {
            code: {iso3: line for iso3, line in lines.items() if iso3 in countries}
            for code, lines in self.values.items()
        }
        return Panel(self.period, self.first, self.last, held)


def trigger_panel(
    rows: Iterable[Row],
    *,
    period: str,
    gather: str = "last",
    absent: float | None = None,
    until: int | None = None,
) -> Panel:
    """Return the panel of readings, at least to period `until`; several in one period become one by `gather`.

    last: the latest · highest · sum · mean · count (how many there were). `absent` is the value of each period without
    a reading between the first and the last period of its series: only for lists in which nothing that happened is
    missing. A stated gap is no reading.

    >>> floods = [("flood", "COM", date(2020, 3, 2), 1.0), ("flood", "COM", date(2020, 3, 9), 3.0),
    ...           ("flood", "MDG", date(2020, 5, 1), 2.0)]
    >>> trigger_panel(floods, period="M", gather="highest", absent=0.0).of("flood", "COM")
    array([3., 0., 0.])
    """
    held: dict[tuple[str, str], dict[int, list[tuple[date, float]]]] = {}
    for code, iso3, on, value in rows:
        if value is not None:
            held.setdefault((code, iso3), {}).setdefault(period_number(on, period), []).append((on, value))
    if not held:
        return Panel(period, 0, -1, {})
    first = min(min(line) for line in held.values())
    last = max(until or 0, *(max(line) for line in held.values()))
    values: dict[str, dict[str, Any]] = {}
    for (code, iso3), line in held.items():
        cells = np.full(last - first + 1, np.nan)
        for number, found in line.items():
            cells[number - first] = _gathered(found, gather)
        values.setdefault(code, {})[iso3] = cells
    if absent is not None:
        _fill(values, absent)
    return Panel(period, first, last, values)


def _gathered(found: list[tuple[date, float]], gather: str) -> float:
    values = [value for _on, value in found]
    if gather == "last":
        return max(found, key=lambda pair: pair[0])[1]
    if gather == "count":
        return float(len(values))
    if gather == "highest":
        return max(values)
    return sum(values) / (len(values) if gather == "mean" else 1)


def _fill(values: dict[str, dict[str, Any]], absent: float) -> None:
    for lines in values.values():
        covered = np.flatnonzero(~np.all([np.isnan(line) for line in lines.values()], axis=0))
        for line in lines.values():
            inside = line[covered[0] : covered[-1] + 1]
            inside[np.isnan(inside)] = absent


def period_start(number: int, period: str) -> date:
    """Return the first day of a period by its number.

    >>> period_start(period_number(date(2024, 8, 9), "Q"), "Q")
    datetime.date(2024, 7, 1)
    """
    if period == "Y":
        return date(number, 1, 1)
    if period == "Q":
        return date(number // 4, 3 * (number % 4) + 1, 1)
    if period == "M":
        return date(number // 12, number % 12 + 1, 1)
    return date.fromordinal(number)


def period_name(number: int, period: str) -> str:
    """Return a period as it is written in files.

    >>> [period_name(period_number(date(2024, 8, 9), kind), kind) for kind in "YQMD"]
    ['2024', '2024-Q3', '2024-08', '2024-08-09']
    """
    start = period_start(number, period)
    if period == "Q":
        return f"{start.year}-Q{number % 4 + 1}"
    return start.isoformat()[: {"Y": 4, "M": 7, "D": 10}[period]]
