"""The matrix of auxiliary variables, without its zeros.

Columns of one categorical term exclude one another, so a term is kept as one code per row. Sums, products
and cross products then take one pass over the rows for each pair of terms, whatever the number of levels.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _
from mainstay.statistics.survey.columns import Columns, Floats, Ints, summed

from .formula import Formula, Term, parse_formula

INTERCEPT = "(Intercept)"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the matrix: its name as in R, the levels it stands for, the numbers multiplied in it."""

    name: str
    levels: tuple[tuple[str, Any], ...] = ()
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Columns that exclude one another: row k has `values[k]` (or 1) in column `codes[k]` of the block.

    A row of none of them has the code `width`.
    """

    codes: Ints
    width: int
    values: Floats | None = None

    def weighted(self, factor: Floats) -> Floats:
        """Return `factor` times the values."""
        return factor if self.values is None else factor * self.values

    def sums(self, factor: Floats) -> Floats:
        """Return the sum of `factor` times the values in each column."""
        return summed(self.codes, self.weighted(factor), self.width + 1)[: self.width]


@dataclass(frozen=True, slots=True)
class Auxiliary:
    """The matrix X (rows × columns): dense columns first, then the blocks, in the order of `columns`."""

    columns: tuple[Column, ...]
    dense: Floats
    blocks: tuple[Block, ...]
    starts: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        at, starts = self.dense.shape[1], []
        for block in self.blocks:
            starts.append(at)
            at += block.width
        object.__setattr__(self, "starts", tuple(starts))

    @property
    def width(self) -> int:
        """How many columns the matrix has."""
        return len(self.columns)

    def centred(self, weights: Floats) -> tuple["Auxiliary", Floats]:
        """Return the matrix with its numbers centred at their weighted means, and what was taken off each.

        Only beside an intercept, where it changes no fit: a large mean then costs no digits.
        """
        taken = np.zeros(self.width)
        if not self.columns or self.columns[0].name != INTERCEPT or not weights.any():
            return self, taken
        dense = self.dense.shape[1]
        taken[1:dense] = (weights @ self.dense[:, 1:]) / weights.sum()
        moved = self.dense - taken[:dense]
        moved[weights == 0, 1:] = 0.0
        return Auxiliary(self.columns, moved, self.blocks), taken

    def times(self, slopes: Floats) -> Floats:
        """Return X · slopes: one number per row."""
        found = self.dense @ slopes[: self.dense.shape[1]]
        for start, block in zip(self.starts, self.blocks, strict=True):
            own = np.append(slopes[start : start + block.width], 0.0)[block.codes]
            found += block.weighted(own)
        return np.asarray(found, dtype=np.float64)

    def sums(self, factor: Floats) -> Floats:
        """Return X' factor: one number per column."""
        parts = [factor @ self.dense, *(block.sums(factor) for block in self.blocks)]
        return np.concatenate(parts)

    def sums_by(self, group: Ints, groups: int, factor: Floats, *, rows: Ints | None = None) -> Floats:
        """Return for each group the sum of `factor` · X: groups × columns.

        `group` and `factor` have one number for each row of X, or for each of `rows` where these are given.
        """
        found = np.empty((groups, self.width))
        own = slice(None) if rows is None else rows
        for place in range(self.dense.shape[1]):
            found[:, place] = summed(group, factor * self.dense[own, place], groups)
        for start, block in zip(self.starts, self.blocks, strict=True):
            wide = block.width + 1
            value = factor if block.values is None else factor * block.values[own]
            sums = summed(group * wide + block.codes[own], value, groups * wide)
            found[:, start : start + block.width] = sums.reshape(groups, wide)[:, : block.width]
        return found

    def cross(self, other: "Auxiliary", factor: Floats) -> Floats:
        """Return X' diag(factor) Y for another matrix Y over the same rows: columns of X × columns of Y."""
        found = np.zeros((self.width, other.width))
        dense, same = self.dense.shape[1], other is self
        found[:dense, : other.dense.shape[1]] = (self.dense * factor[:, None]).T @ other.dense
        for start, block in zip(other.starts, other.blocks, strict=True):
            for place in range(dense):
                found[place, start : start + block.width] = block.sums(factor * self.dense[:, place])
        for number, (start, block) in enumerate(zip(self.starts, self.blocks, strict=True)):
            rows = slice(start, start + block.width)
            for place in range(0 if same else other.dense.shape[1]):
                found[rows, place] = block.sums(factor * other.dense[:, place])
            for begin, second in list(zip(other.starts, other.blocks, strict=True))[number if same else 0 :]:
                found[rows, begin : begin + second.width] = _pair(block, second, factor)
        if same:
            low = np.tril_indices(self.width, -1)
            found[low] = found.T[low]
        return found

    def product(self, factor: Floats) -> Floats:
        """Return X' diag(factor) X."""
        return self.cross(self, factor)


def _pair(first: Block, second: Block, factor: Floats) -> Floats:
    if first is second:
        value = first.weighted(first.weighted(factor))
        return np.diag(summed(first.codes, value, first.width + 1)[: first.width])
    wide = second.width + 1
    key = first.codes * wide + second.codes
    value = second.weighted(first.weighted(factor))
    table = summed(key, value, (first.width + 1) * wide).reshape(first.width + 1, wide)
    return table[: first.width, : second.width]


def auxiliary_matrix(columns: Columns, formula: str | Sequence[str], counted: np.ndarray) -> Auxiliary:
    """Return the matrix that R's `model.matrix` gives, its dense columns first.

    Text columns and those named in ``C(…)`` are categories, coded by their levels without the first where
    the rest of the formula already holds it (treatment coding), else by all levels. A missing value in a
    row that is `counted` (has a weight) is refused; other rows count as zero.
    """
    model = parse_formula(formula)
    category = {name: _is_category(columns, name, model) for term in model.terms for name in term.names}
    _refuse_missing(columns, category, counted)
    held: set[frozenset[str]] = {frozenset(term.names) for term in model.terms}
    if model.intercept:
        held.add(frozenset())
    names: list[Column] = [Column(INTERCEPT)] if model.intercept else []
    dense: list[Floats] = [np.ones(len(columns))] if model.intercept else []
    coded: list[tuple[list[Column], Block]] = []
    for term in model.terms:
        if any(category[name] for name in term.names):
            coded.append(_coded(columns, term, category, held))
        else:
            names.append(Column(":".join(term.names), numbers=term.names))
            dense.append(_multiplied(columns, term.names))
    shape = np.column_stack(dense) if dense else np.zeros((len(columns), 0))
    named = [*names, *(column for own, _block in coded for column in own)]
    return Auxiliary(tuple(named), shape, tuple(block for _own, block in coded))


def level_text(value: Any) -> str:
    """Return a level as one writes it: a whole number without its decimal point.

    >>> level_text(3.0), level_text("north")
    ('3', 'north')
    """
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _is_category(columns: Columns, name: str, model: Formula) -> bool:
    return name in model.categories or not columns.is_number(name)


def _coded(
    columns: Columns, term: Term, category: dict[str, bool], held: set[frozenset[str]]
) -> tuple[list[Column], Block]:
    """Return the columns and codes of a term. `held` has the terms of the formula, and gets what is new."""
    factors = [name for name in term.names if category[name]]
    reduced = {name for name in factors if frozenset(term.names) - {name} in held}
    if len(term.names) == 1:
        held.add(frozenset())
    numbers = tuple(name for name in term.names if not category[name])
    code, outside = np.zeros(len(columns), dtype=np.int64), np.zeros(len(columns), dtype=bool)
    width, kept = 1, []
    for name in factors:
        levels = columns.levels(name)
        first = 1 if name in reduced else 0
        own = levels.codes - first
        outside |= own < 0
        code += width * np.maximum(own, 0)
        width *= len(levels.values) - first
        kept.append([(name, value) for value in levels.values[first:]])
    code[outside] = width
    named = []
    for backwards in product(*reversed(kept)):
        levels_of = dict(reversed(backwards))
        shown = [f"{name}{level_text(levels_of[name])}" if category[name] else name for name in term.names]
        named.append(Column(":".join(shown), tuple(levels_of.items()), numbers))
    return named, Block(code, width, _multiplied(columns, numbers) if numbers else None)


def _multiplied(columns: Columns, names: Sequence[str]) -> Floats:
    found = np.ones(len(columns))
    for name in names:
        found = found * columns.numbers(name)
    return np.nan_to_num(found, nan=0.0)


def _refuse_missing(columns: Columns, category: dict[str, bool], counted: np.ndarray) -> None:
    for name, coded in category.items():
        empty = columns.levels(name).codes < 0 if coded else np.isnan(columns.numbers(name))
        rows = np.flatnonzero(empty & counted)
        if len(rows):
            fault = Reason("calibration.missing", _("is empty"))
            raise BadInput(
                "calibration.missing",
                _(
                    "The column {column} is empty in {count} rows that have a weight, so they cannot be "
                    "counted towards its totals. Fill it, or give it a level of its own such as 'unknown'."
                ),
                problems=[Problem(fault, row=int(row) + 1, field=name) for row in rows[:20]],
                column=name,
                count=len(rows),
            )
