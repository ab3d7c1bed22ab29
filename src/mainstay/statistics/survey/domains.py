"""The domains of a table: the crossings of some columns that occur in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .columns import Columns, Ints, compact


@dataclass(frozen=True, slots=True)
class Domains:
    """For each row the code of its domain (-1: a column of the crossing is missing), and their labels."""

    code: Ints
    labels: list[Mapping[str, Any]]
    missing: Ints
    dropped: int = 0

    def counted(self, valid: np.ndarray | None) -> "Domains":
        """Return these domains with the rows counted that a call leaves out (`valid` is False)."""
        outside = self.code < 0
        gone = outside if valid is None else outside | ~valid
        own = self.code[gone & ~outside]
        missing = np.bincount(own, minlength=len(self.labels)).astype(np.int64)
        return replace(self, missing=missing, dropped=int(gone.sum()))


def cross(columns: Columns, by: Sequence[str]) -> Domains:
    """Return the crossings of the columns `by` that occur, in the order of their values."""
    rows = len(columns)
    if not by:
        return Domains(np.zeros(rows, dtype=np.int64), [{}], np.zeros(1, dtype=np.int64))
    parts = [columns.levels(name) for name in by]
    key, known = np.zeros(rows, dtype=np.int64), np.ones(rows, dtype=bool)
    for part in parts:
        key = key * len(part.values) + part.codes
        known &= part.codes >= 0
    distinct, position = compact(key[known])
    code = np.full(rows, -1, dtype=np.int64)
    code[known] = position
    return Domains(
        code, _labels(distinct, by, [part.values for part in parts]), np.zeros(len(distinct), np.int64)
    )


def _labels(distinct: Ints, by: Sequence[str], values: Sequence[list[Any]]) -> list[Mapping[str, Any]]:
    labels: list[Mapping[str, Any]] = []
    for key in distinct.tolist():
        rest, label = key, {}
        for name, known in zip(reversed(by), reversed(values), strict=True):
            label[name] = known[rest % len(known)]
            rest //= len(known)
        labels.append({name: label[name] for name in by})
    return labels
