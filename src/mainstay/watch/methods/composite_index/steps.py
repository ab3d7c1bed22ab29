"""The small steps from a raw value to one that can be scored: a denominator, a logarithm, a limit, a code for a class."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .table import Table


@dataclass(frozen=True, slots=True)
class Step:
    """A named step and what it takes: a number, a mapping, or nothing."""

    name: str
    given: Any = None


def _logarithm(function: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    def taken(x: Any, _given: Any) -> Any:
        with np.errstate(divide="ignore", invalid="ignore"):
            return function(x)

    return taken


def _root(x: Any, given: float) -> Any:
    with np.errstate(invalid="ignore"):
        return np.power(x, 1 / given)


def _codes(x: Any, given: Mapping[Any, float]) -> Any:
    found = np.full_like(x, given.get("else", np.nan))
    for code, value in given.items():
        if code != "else":
            found = np.where(x == float(code), value, found)
    return np.where(np.isnan(x), given.get("else", np.nan), found)


#: Steps that need the value alone: what each does to the values, and to what it is given.
PLAIN: dict[str, Callable[[Any, Any], Any]] = {
    "times": lambda x, k: x * k,
    "over": lambda x, k: x / k,
    "plus": lambda x, k: x + k,
    "minus": lambda x, k: x - k,
    "power": np.power,
    "root": _root,
    "log10": _logarithm(np.log10),
    "ln": _logarithm(np.log),
    "at_most": np.minimum,
    "at_least": np.maximum,
    "codes": _codes,
}
#: Those that are given nothing.
BARE = frozenset({"log10", "ln"})
NAMES = (*PLAIN, "per", "unless")

#: Conditions on which a value is left out.
CONDITIONS: dict[str, Callable[[Any, float], Any]] = {
    "is": lambda x, k: x == k,
    "below": lambda x, k: x < k,
    "above": lambda x, k: x > k,
    "at_most": lambda x, k: x <= k,
    "at_least": lambda x, k: x >= k,
    "missing": lambda x, k: np.isnan(x) == k,
}


def denominator(given: Any, table: Table, node: str) -> Any:
    """Return what values are held against: a column, or a series in a year.

    ``per: gdp`` is a column. ``per: {series: population, year: 2023}`` is the series in that year, ``survey: C`` the
    year that the column C is about, ``measured: C`` the year in which each unit's value of C was measured.
    """
    if isinstance(given, str):
        return table.column(given, asked_by=node)
    name = given["series"]
    series = table.series.get(name)
    if series is None:
        raise BadInput(
            "index.no_series",
            _("The table has no yearly {series}, by which {node} is divided. Add it, or take another denominator."),
            series=name, node=node,
        )  # fmt: skip
    if "measured" in given:
        return _in_own_year(series, given, table, node)
    year = given.get("year") or table.survey_years.get(given.get("survey", ""))
    if year is None or int(year) not in series:
        raise BadInput(
            "index.no_year",
            _("{node} is divided by {series} of {year}. The table has: {years}."),
            node=node, series=name,
            year=year if year is not None else _("a year that the file does not say"),
            years=", ".join(map(str, sorted(series))),
        )  # fmt: skip
    return series[int(year)]


def _in_own_year(series: Mapping[int, Any], given: Mapping[str, Any], table: Table, node: str) -> Any:
    years = table.measured.get(given["measured"])
    if years is None:
        raise BadInput(
            "index.no_dates",
            _("{node} needs the year in which {column} was measured in each unit, and the table has none. Give the dates."),
            node=node, column=given["measured"],
        )  # fmt: skip
    found = np.full(len(table), np.nan)
    for year, values in series.items():
        found = np.where(years == year, values, found)
    return found


def taken(step: Step, x: Any, table: Table, values: Mapping[str, Any], node: str) -> Any:
    """Return the values after one step; `values` are the nodes that are known already."""
    if step.name == "per":
        with np.errstate(divide="ignore", invalid="ignore"):
            found = x / denominator(step.given, table, node)
        return np.where(np.isinf(found), np.nan, found)  # nobody to share among: not known
    if step.name == "unless":
        return _unless(step.given, x, table, values, node)
    return PLAIN[step.name](x, step.given)


def _unless(given: Mapping[str, Any], x: Any, table: Table, values: Mapping[str, Any], node: str) -> Any:
    held = x
    if "column" in given:
        held = table.column(given["column"], asked_by=node)
    elif "node" in given:
        held = values[given["node"]]
    out: Any = False
    for name, compare in CONDITIONS.items():
        if name in given:
            out = out | compare(held, given[name])
    return np.where(out, np.nan, x)
