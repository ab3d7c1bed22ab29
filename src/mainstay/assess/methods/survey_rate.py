"""Rates and other quotients over the rows of a survey, with the errors that its design has.

A measure here marks in each row what counts above the line and what below it; the survey's design does the rest.
A row that belongs to neither has 0 in both, so that its sampled unit stays in the design; a row of which it is not
known has NaN and is dropped and counted.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.statistics.survey import Estimates
from mainstay.statistics.survey.columns import Bools, Columns, Floats, Ints, as_arrow
from mainstay.statistics.survey.domains import cross
from mainstay.statistics.survey.sample import Sample

Draw: TypeAlias = Callable[[Any], Sample]
"""Makes the survey of a table: ``partial(Design, weights="w", strata="area", clusters="town", nest=True)``."""

By: TypeAlias = str | Sequence[str]

#: Numbers that differ by less than this part are equal: what arithmetic makes of 0.55 · 100 and of 55.
CLOSE = 1e-9


def rate(
    table: Any,
    draw: Draw,
    columns: Mapping[str, Floats],
    *,
    over: tuple[str, str],
    by: By = (),
    share: bool = False,
) -> Estimates:
    """Return the ratio of the totals of the two columns `over`, which `columns` adds to `table`.

    R = Σ w · numerator / Σ w · denominator, with the error by the survey's design (linearised or replicated). Rows
    with 0 in both are outside: n, degrees of freedom and design effect are those of the rows that the rate is about.
    `share` says that the rows inside have 0 or 1 over 1: the interval is then that of a proportion (logit), which
    stays between 0 and 1 and is not ±0 at a share of 0 or 1; estimate and error are the same.

    >>> from functools import partial
    >>> from mainstay.statistics.survey import Design
    >>> people = {"w": [1.0, 1.0, 2.0, 2.0]}
    >>> marks = {"late": np.array([1.0, 0, 1, 0]), "asked": np.array([1.0, 1, 1, 0])}
    >>> found = rate(people, partial(Design, weights="w"), marks, over=("late", "asked"))[0]
    >>> found.estimate, found.n
    (0.75, 3)
    """
    return rates(table, draw, columns, {"": over}, by=by, shares=[""] if share else ())[""]


def rates(
    table: Any,
    draw: Draw,
    columns: Mapping[str, Floats],
    overs: Mapping[str, tuple[str, str]],
    *,
    by: By = (),
    shares: Collection[str] = (),
) -> dict[str, Estimates]:
    """Return several rates over the same columns by name, each as `rate` gives it; `shares` names those of 0 and 1."""
    scopes: dict[str, Floats] = {}
    scope_of: dict[str, str] = {}
    for name, (above, below) in overs.items():
        inside = ((columns[above] != 0) | (columns[below] != 0)).astype(np.float64)
        same = (scope for scope, held in scopes.items() if np.array_equal(held, inside))
        scope_of[name] = next(same, f"in_scope_{len(scopes)}")
        scopes[scope_of[name]] = inside
    marks = {f"share_{name}": within(columns[overs[name][1]], columns[overs[name][0]]) for name in shares}
    sample = draw(with_columns(table, {**columns, **scopes, **marks}))
    found: dict[str, Estimates] = {}
    for name, over in overs.items():
        cuts = [scope_of[name], *names_of(by)]
        mark = f"share_{name}"
        whole = sample.proportion_interval(mark, by=cuts) if mark in marks else sample.ratio(*over, by=cuts)
        found[name] = _inside(whole, scope_of[name], "/".join(over))
    return found


def _inside(found: Estimates, scope: str, variable: str) -> Estimates:
    """Return the rows of `found` for which the column `scope` is 1, without that column, as ratios `variable`."""
    kept = np.array([place for place, row in enumerate(found) if row.domain[scope] == 1], dtype=np.int64)
    rows = [
        replace(
            found[place],
            statistic="ratio",
            variable=variable,
            domain={name: at for name, at in found[place].domain.items() if name != scope},
        )
        for place in kept.tolist()
    ]
    covariance, freedom = found._covariance, found._freedom
    return replace(
        found,
        rows=rows,
        _covariance=covariance and (lambda places: covariance(kept[places])),
        _freedom=freedom and (lambda places: freedom(kept[list(places)].tolist())),
    )


def with_columns(table: Any, columns: Mapping[str, Floats]) -> Any:
    """Return `table` as Arrow with `columns` added, one float for each row; refuse a name that it already has."""
    import pyarrow as pa

    made = as_arrow(table)
    taken = [name for name in columns if name in made.column_names]
    if taken:
        raise BadInput(
            "measure.column_taken",
            _("The table already has a column {columns}, which this measure adds. Rename it first."),
            columns=", ".join(taken),
        )
    for name, values in columns.items():
        made = made.append_column(name, pa.array(values, pa.float64()))
    return made


def indicator(columns: Columns, name: str) -> Floats:
    """Return the column `name` of zeros and ones; refuse any other number, naming the first rows."""
    values = columns.numbers(name)
    refuse_rows(
        ~np.isin(values, (0.0, 1.0)) & ~np.isnan(values),
        name,
        _(
            "The column {column} is to hold 0 or 1, and has another number in {count} rows, first in row {row}."
        ),
    )
    return values


def not_negative(columns: Columns, name: str) -> Floats:
    """Return the column `name`; refuse negative numbers, naming the first row."""
    values = columns.numbers(name)
    refuse_rows(
        values < 0,
        name,
        _("The column {column} has a negative number in {count} rows, first in row {row}. Correct them."),
    )
    return values


def refuse_rows(wrong: Bools, name: str, sentence: str) -> None:
    """Raise `BadInput` with `sentence` about column `name` where any row is `wrong`."""
    rows = np.flatnonzero(wrong)
    if len(rows):
        raise BadInput("measure.column", sentence, column=name, count=len(rows), row=int(rows[0]) + 1)


def number_or_column(columns: Columns, given: str | float) -> Floats:
    """Return a column where `given` names one, else the number `given` in each row."""
    if isinstance(given, str):
        return not_negative(columns, given)
    return np.full(len(columns), float(given))


def within(scope: Floats, values: Floats) -> Floats:
    """Return `values` where `scope` is 1, 0 where it is 0, NaN where it is not known.

    >>> within(np.array([1.0, 0, np.nan]), np.array([5.0, np.nan, 5])).tolist()
    [5.0, 0.0, nan]
    """
    return np.where(scope == 0, 0.0, np.where(np.isnan(scope), np.nan, values))


def truth(holds: Bools, *known: Floats) -> Floats:
    """Return 1 where `holds`, 0 where not, NaN where any of `known` is missing.

    >>> truth(np.array([True, False, True]), np.array([1.0, 2, np.nan])).tolist()
    [1.0, 0.0, nan]
    """
    missing = np.logical_or.reduce([np.isnan(values) for values in known])
    return np.where(missing, np.nan, holds.astype(np.float64))


def linearised(
    table: Any,
    draw: Draw,
    *,
    name: str,
    of: str,
    valid: Bools,
    statistic: Callable[[Ints, Floats], tuple[float, Floats]],
    by: By = (),
    missing: Bools | None = None,
) -> Estimates:
    """Return the statistic `name` of the column `of`, no plain ratio, by domain, with its linearised error.

    `statistic` gets the row numbers of one domain (those of `valid`) and their weights, and returns its value θ and
    the influence z of each row on it, so that V(θ) is the variance of Σ w z. Each row then carries the pseudo-value
    θ + N z, N = Σ w of the domain: their ratio to 1 is θ and has just that variance (Deville, "Variance estimation
    for complex statistics and estimators", *Survey Methodology* 25 (1999) 193-203). A domain in which the statistic
    does not exist (θ is NaN) has no figure. Rows that are neither `valid` nor `missing` stand outside; those that are
    `missing` are dropped and counted. With replicate weights the pseudo-values stay those of the whole sample.
    """
    sample = draw(as_arrow(table))
    names = names_of(by)
    domain = cross(sample.columns, names).code
    pseudo, counted = np.full(len(domain), np.nan), np.zeros(len(domain))
    usable = valid & (domain >= 0) & (sample.weights > 0)
    pseudo[~usable if missing is None else ~usable & ~missing] = 0.0
    for rows in _rows_of_each(domain, usable):
        weights = sample.weights[rows]
        value, influence = statistic(rows, weights)
        pseudo[rows] = value + weights.sum() * influence
        counted[rows] = 1.0
    count = f"{name}_rows"
    found = rate(table, draw, {name: pseudo, count: counted}, over=(name, count), by=names)
    return replace(found, rows=[replace(row, statistic=name, variable=of) for row in found])


def names_of(by: By) -> list[str]:
    """Return the columns that `by` names."""
    return [by] if isinstance(by, str) else list(by)


def _rows_of_each(domain: Ints, usable: Bools) -> list[Ints]:
    rows = np.flatnonzero(usable)
    order = np.argsort(domain[rows], kind="stable")
    starts = np.unique(domain[rows[order]], return_index=True)[1]
    return [part for part in np.split(rows[order], starts[1:]) if len(part)]
