"""The domains of a table: the crossings of some columns that occur in it, and their sub-totals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any, TypeVar

import numpy as np

from .columns import Bools, Columns, Ints, compact


@dataclass(frozen=True, slots=True)
class Domains:
    """For each row the code of its finest domain (-1: a column of the crossing is missing), and the labels of all.

    `nested` (levels × finest domains) says for each level of sub-totals in which domain a finest one counts; its first
    level is the finest domains themselves, and the others follow with higher numbers. `missing` counts rows by domain.
    """

    code: Ints
    labels: list[Mapping[str, Any]]
    missing: Ints
    dropped: int = 0
    complete: bool = False
    nested: Ints = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))

    def __post_init__(self) -> None:
        if not len(self.nested):
            object.__setattr__(self, "nested", np.arange(len(self.labels))[None, :])

    def rows(self, valid: Bools | None) -> Ints | slice:
        """Return the rows that a call counts: those of a domain where `valid` holds."""
        if valid is None and self.complete:
            return slice(None)
        inside = self.code >= 0
        return np.flatnonzero(inside if valid is None else inside & valid)

    def counted(self, valid: Bools | None) -> "Domains":
        """Return these domains with the rows counted that a call leaves out (`valid` is False)."""
        if valid is None and self.complete:
            return self
        outside = self.code < 0
        gone = outside if valid is None else outside | ~valid
        fine = np.bincount(self.code[gone & ~outside], minlength=self.nested.shape[1])
        missing = np.zeros(len(self.labels), dtype=np.int64)
        for level in self.nested:
            np.add.at(missing, level, fine)
        code = np.where(gone, -1, self.code)
        return replace(self, code=code, missing=missing, dropped=int(gone.sum()), complete=False)

    def within(self, domains: Ints) -> Bools:
        """Return the rows that count in any of `domains`."""
        finest = np.isin(self.nested, domains).any(axis=0)
        inside: Bools = np.append(finest, False)[self.code]
        return inside


Made = TypeVar("Made")


def keep(held: dict[Any, Made], crossing: Any, made: Made, *, most: int) -> None:
    """Keep what was made of a crossing for the next call, and forget the oldest of more than `most`."""
    held[crossing] = made
    if len(held) > most:
        del held[next(iter(held))]


def cross(columns: Columns, by: Sequence[str], *, margins: bool = False) -> Domains:
    """Return the crossings of the columns `by` that occur, in the order of their values.

    With `margins` the sub-totals over any of `by` follow, the whole last; a column that is summed over is None in
    their labels.
    """
    rows = len(columns)
    if not by:
        nothing = np.zeros(rows, dtype=np.int64)
        return Domains(nothing, [{}], np.zeros(1, dtype=np.int64), complete=True)
    parts = [columns.levels(name) for name in by]
    sizes = [len(part.values) for part in parts]
    known = None if all(columns.complete(name) for name in by) else _all_known([p.codes for p in parts])
    if len(by) == 1 and known is None:
        position, distinct = parts[0].codes, np.arange(sizes[0])
    else:
        key = np.ravel_multi_index([p.codes if known is None else p.codes[known] for p in parts], sizes)
        distinct, position = compact(key)
    code = position
    if known is not None:
        code = np.full(rows, -1, dtype=np.int64)
        code[known] = position
    digits = np.stack(np.unravel_index(distinct, sizes))
    kept = [tuple(range(len(by)))]
    if margins:
        kept += [one for size in range(len(by) - 1, -1, -1) for one in combinations(range(len(by)), size)]
    values = [part.values for part in parts]
    labels, nested = _levels(
        digits, sizes, kept, [dict(zip(by, row, strict=True)) for row in _named(digits, values)]
    )
    missing = np.zeros(len(labels), dtype=np.int64)
    return Domains(code, labels, missing, complete=known is None, nested=nested)


def _all_known(codes: Sequence[Ints]) -> Bools:
    known: Bools = np.logical_and.reduce([code >= 0 for code in codes])
    return known


def _named(digits: Ints, values: Sequence[list[Any]]) -> list[list[Any]]:
    """Return the values of each finest domain, in the order of the columns."""
    return [[known[code] for known, code in zip(values, row, strict=True)] for row in digits.T.tolist()]


def _levels(
    digits: Ints, sizes: Sequence[int], kept: Sequence[tuple[int, ...]], finest: list[dict[str, Any]]
) -> tuple[list[Mapping[str, Any]], Ints]:
    """Return the labels of all levels of sub-totals, and for each level the domain of each finest one."""
    labels: list[Mapping[str, Any]] = []
    nested = np.zeros((len(kept), len(finest)), dtype=np.int64)
    for number, places in enumerate(kept):
        held = [digits[k] if k in places else np.zeros_like(digits[k]) for k in range(len(sizes))]
        distinct, into = compact(np.ravel_multi_index(held, sizes))
        nested[number] = into + len(labels)
        one = np.zeros(len(distinct), dtype=np.int64)
        one[into] = np.arange(len(finest))
        labels += [
            {name: value if k in places else None for k, (name, value) in enumerate(finest[first].items())}
            for first in one.tolist()
        ]
    return labels, nested
