"""How many of those asked belong to each estimate: the count of cases behind a share."""

from collections.abc import Iterable, Sequence

import numpy as np

from .columns import Bools, Columns, Ints
from .domains import cross
from .expression import truth_of
from .result import Estimate, Estimates
from .sample import Sample


def cases_of(sample: Sample, estimates: Iterable[Estimate]) -> list[int]:
    """Return for each estimate the rows with a weight in its domain that have its level, or for which it holds.

    Rows that the call left out, because one of its columns is missing, are not counted. For numbers (no level, and
    no column of 0 and 1 or condition) it is n. Rows of a ratio ``a/b`` are those where a is more than 0 and b known.

    >>> from mainstay.statistics.survey import Design
    >>> design = Design({"status": ["own", "own", "family"]})
    >>> cases_of(design, design.proportion("status"))
    [1, 2]
    """
    columns, counted = sample.columns, sample.weights != 0
    if isinstance(estimates, Estimates) and estimates.used is not None:
        counted = counted & estimates.used
    domains: dict[tuple[str, ...], tuple[Ints, dict[tuple[object, ...], int]]] = {}
    held: dict[tuple[str, object], Bools | None] = {}
    counts: dict[tuple[object, ...], Ints] = {}
    found: list[int] = []
    for row in estimates:
        key = (row.variable, row.level)
        if key not in held:
            held[key] = _belonging(columns, row)
        belongs = held[key]
        if belongs is None:
            found.append(row.n)
            continue
        by = tuple(name for name, value in row.domain.items() if value is not None)
        if by not in domains:
            crossed = cross(columns, by)
            places = {tuple(label.values()): place for place, label in enumerate(crossed.labels)}
            domains[by] = crossed.code, places
        code, places = domains[by]
        if (*key, by) not in counts:
            inside = belongs & counted & (code >= 0)
            counts[*key, by] = np.bincount(code[inside], minlength=len(places))
        found.append(int(counts[*key, by][places[tuple(row.domain[name] for name in by)]]))
    return found


def _belonging(columns: Columns, row: Estimate) -> Bools | None:
    belongs: Bools
    if row.statistic in {"quantile", "variance"}:
        return None
    if row.level is not None:
        levels = columns.levels(row.variable)
        belongs = levels.codes == _place(levels.values, row.level)
        return belongs
    if row.statistic == "ratio":
        above, _slash, below = row.variable.partition("/")
        known = above in columns.names and below in columns.names
        return (columns.numbers(above) > 0) & columns.present(below) if known else None
    if row.variable in columns.names:
        values = columns.numbers(row.variable)
        return values == 1 if np.isin(values[~np.isnan(values)], (0.0, 1.0)).all() else None
    belongs = truth_of(columns, row.variable) == 1
    return belongs


def _place(values: Sequence[object], level: object) -> int:
    return values.index(level) if level in values else -2
