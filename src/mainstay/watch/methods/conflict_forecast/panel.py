"""Deaths by country and month, in the vintages in which they were published."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

Floats = NDArray[np.float64]
#: Month 1 is January 1980, as VIEWS counts.
FIRST_YEAR = 1980


def month_number(year: int, month: int) -> int:
    """Return the number of a month, January 1980 being 1.

    >>> month_number(2018, 1)
    457
    """
    return (year - FIRST_YEAR) * 12 + month


def month_name(number: int) -> str:
    """Return a month by its number as year and month.

    >>> month_name(457)
    '2018-01'
    """
    return f"{FIRST_YEAR + (number - 1) // 12}-{(number - 1) % 12 + 1:02d}"


def month_of(text: str) -> int:
    """Return the number of a month written as 2017-10; raise `ValueError` when it is none."""
    year, _dash, month = text.partition("-")
    if not (year.isdigit() and month.isdigit() and 1 <= int(month) <= 12 and int(year) >= FIRST_YEAR):
        raise ValueError(text)
    return month_number(int(year), int(month))


@dataclass(frozen=True)
class Panel:
    """State-based deaths of `countries` in months from `first` on; NaN where a state did not exist or nothing is known.

    `deaths` has a row for each country and a column for each month; `neighbours` a row and a column for each country,
    1 where two have a land border.
    """

    countries: tuple[int, ...]
    iso3: tuple[str, ...]
    first: int
    deaths: Floats
    neighbours: Floats

    @property
    def last(self) -> int:
        """The number of the last month."""
        return self.first + int(self.deaths.shape[1]) - 1

    def at(self, months: int | Iterable[int]) -> Floats:
        """Return the deaths in one month (a vector) or in several (a column each); NaN outside of what is held."""
        wanted = np.atleast_1d(np.asarray(list(months) if isinstance(months, Iterable) else months))
        found = np.full((len(self.countries), len(wanted)), np.nan)
        held = (wanted >= self.first) & (wanted <= self.last)
        found[:, held] = self.deaths[:, wanted[held] - self.first]
        return found if isinstance(months, Iterable) else found[:, 0]

    def until(self, month: int) -> "Panel":
        """Return what was known at the end of `month`: nothing later can be reached from it."""
        kept = self.deaths[:, : max(month - self.first + 1, 0)]
        return Panel(self.countries, self.iso3, self.first, kept, self.neighbours)

    @cached_property
    def filled(self) -> Floats:
        """The deaths, with none where nothing is known."""
        return np.nan_to_num(self.deaths)


def panels(
    rows: Mapping[str, Sequence[object]], *, neighbours: Iterable[tuple[str, str]] = ()
) -> dict[str, Panel]:
    """Return a panel for each vintage of a table with a row for each country and month.

    `rows` holds the columns `country_id`, `iso3`, `month_id` (or `year` and `month`), `ged_sb` and, where there are
    several, `vintage`; a blank count means that nothing is known. Raise BadInput for columns that lack, for months and
    counts that are none, and where a vintage counts a month twice; each names its row.
    """
    columns = _columns(rows)
    vintage = np.asarray([str(one) for one in columns["vintage"]])
    known = dict(zip(columns["country_id"], columns["iso3"], strict=True))
    countries = tuple(sorted(known))
    place = {country: number for number, country in enumerate(countries)}
    border = _borders([known[country] for country in countries], neighbours)
    country = np.asarray([place[one] for one in columns["country_id"]])
    month, deaths = np.asarray(columns["month_id"]), np.asarray(columns["ged_sb"], float)
    found = {}
    for name in sorted(set(vintage.tolist())):
        mine = vintage == name
        first, last = int(month[mine].min()), int(month[mine].max())
        cells = country[mine] * (last - first + 1) + month[mine] - first
        if len(np.unique(cells)) < len(cells):
            twice = np.flatnonzero(mine)[_second(cells)]
            raise BadInput(
                "forecast.twice",
                _(
                    "Row {row}: country {country} has month {month} twice in vintage {vintage}. Keep one of the two rows."
                ),
                row=int(twice) + 1,
                country=str(columns["country_id"][twice]),
                month=month_name(int(month[twice])),
                vintage=name,
            )
        held = np.full(len(countries) * (last - first + 1), np.nan)
        held[cells] = deaths[mine]
        iso3 = tuple(known[one] for one in countries)
        found[name] = Panel(countries, iso3, first, held.reshape(len(countries), -1), border)
    return found


def newest(vintages: Mapping[str, Panel], *names: str) -> Panel:
    """Return one history of several vintages: each month as the last of `names` (all, in order of name) that counts it.

    So a review of the recent years (vintage B) stands before the yearly edition (vintage A), and older years are as A
    has them. Raise BadInput for a vintage that the table does not have.
    """
    chosen = names or tuple(sorted(vintages))
    for name in chosen:
        if name not in vintages:
            raise BadInput(
                "forecast.vintage",
                _("The table has no vintage {vintage}; it has {held}."),
                vintage=name,
                held=", ".join(sorted(vintages)),
            )
    first = min(vintages[name].first for name in chosen)
    last = max(vintages[name].last for name in chosen)
    any_one = vintages[chosen[0]]
    deaths = np.full((len(any_one.countries), last - first + 1), np.nan)
    for name in chosen:
        one = vintages[name]
        counted = ~np.isnan(one.deaths).all(0)
        deaths[:, one.first - first + np.flatnonzero(counted)] = one.deaths[:, counted]
    return Panel(any_one.countries, any_one.iso3, first, deaths, any_one.neighbours)


def _columns(rows: Mapping[str, Sequence[object]]) -> dict[str, list]:
    found = {name: list(values) for name, values in rows.items()}
    lacking = [name for name in ("ged_sb", "country_id", "iso3") if name not in found]
    if "month_id" not in found and not {"year", "month"} <= set(found):
        lacking.append("month_id")
    if lacking:
        raise BadInput(
            "forecast.columns",
            _(
                "The table lacks {lacking}. It needs country_id, iso3, month_id (or year and month) and ged_sb, and vintage where there are several."
            ),
            lacking=", ".join(lacking),
        )
    if not found["ged_sb"]:
        raise BadInput("forecast.empty", _("The table has no rows."))
    if "month_id" not in found:
        found["month_id"] = [
            _whole(year, row, "year", 1980, 2200) * 12 - FIRST_YEAR * 12 + _whole(month, row, "month", 1, 12)
            for row, (year, month) in enumerate(zip(found["year"], found["month"], strict=True), start=1)
        ]
    else:
        found["month_id"] = [
            _whole(one, row, "month_id", 1, 2600) for row, one in enumerate(found["month_id"], start=1)
        ]
    found["country_id"] = [
        _whole(one, row, "country_id", 0, 10**6) for row, one in enumerate(found["country_id"], start=1)
    ]
    found["ged_sb"] = [_count(one, row) for row, one in enumerate(found["ged_sb"], start=1)]
    found.setdefault("vintage", ["only"] * len(found["ged_sb"]))
    return found


def _refuse(field: str, row: int, value: object) -> BadInput:
    return BadInput(
        "forecast.cell",
        _(
            "Row {row}, {field}: “{found}” cannot be used. Correct it, or leave a count blank that nobody knows."
        ),
        row=row,
        field=field,
        found=str(value)[:40],
    )


def _whole(value: object, row: int, field: str, least: int, most: int) -> int:
    try:
        number = int(str(value))
    except ValueError:
        raise _refuse(field, row, value) from None
    if not least <= number <= most:
        raise _refuse(field, row, value)
    return number


def _count(value: object, row: int) -> float:
    if value is None or value == "":
        return float("nan")
    try:
        number = float(str(value))
    except ValueError:
        raise _refuse("ged_sb", row, value) from None
    if number < 0 or number == float("inf"):
        raise _refuse("ged_sb", row, value)
    return number


def _second(cells: NDArray[np.int64]) -> int:
    seen: set[int] = set()
    for place, cell in enumerate(cells.tolist()):
        if cell in seen:
            return place
        seen.add(cell)
    raise ValueError("no cell stands twice")


def _borders(iso3: Sequence[str], pairs: Iterable[tuple[str, str]]) -> Floats:
    place = {code: number for number, code in enumerate(iso3)}
    border = np.zeros((len(iso3), len(iso3)))
    for one, other in pairs:
        if one in place and other in place:
            border[place[one], place[other]] = border[place[other], place[one]] = 1
    return border
