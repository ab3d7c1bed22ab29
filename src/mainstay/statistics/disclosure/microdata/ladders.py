"""Key variables on ladders: each step groups the values more coarsely, and what that loses in bits.

A value that is published as its group loses −log2(P(value) / P(group)); a blank loses −log2 P(value)
(non-uniform entropy; de Waal and Willenborg, *Netherlands Official Statistics* 14 (1999); Gionis and Tassa,
*IEEE TKDE* 21 (2009), 206–219). P are shares among the rows with a value. What is missing loses nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.statistics.survey.columns import Floats, Ints, Levels

Ladder: TypeAlias = Sequence[Mapping[str, str] | Sequence[float]]
"""Steps from fine to coarse, each from the original value: {value: group}, or the edges of bands of numbers."""


@dataclass(frozen=True)
class Rung:
    """One step of one key. `group[v]` is the group of value v; the last group is the blank.

    `labels` are the texts of the groups (the blank left out); `loss[v]` the bits that a row with value v loses
    by the step (0 for the blank), `blank[g]` what it loses more when its group g is blanked.
    """

    group: Ints
    labels: list[Any]
    loss: Floats
    blank: Floats


@dataclass(frozen=True)
class Key:
    """A key variable: code of each row (the last code is missing) and its rungs, step 0 as it came."""

    name: str
    codes: Ints
    rungs: list[Rung]

    @property
    def missing(self) -> int:
        """The code of rows without a value."""
        return len(self.rungs[0].group) - 1


def key_of(name: str, levels: Levels, ladder: Ladder, importance: float) -> Key:
    """Return the key of a column with all steps of its ladder."""
    values = levels.values
    codes = np.where(levels.codes < 0, len(values), levels.codes).astype(np.int64)
    count = np.bincount(codes, minlength=len(values) + 1)[:-1].astype(float)
    steps: list[list[Any]] = [list(values)]
    steps += [_grouped(name, values, step) for step in ladder]
    return Key(name, codes, [_rung(labels, count, importance) for labels in steps])


def dearer(key: Key, times: float) -> Key:
    """Return `key` with the loss of a blank counted `times`."""
    return replace(key, rungs=[replace(rung, blank=times * rung.blank) for rung in key.rungs])


def _rung(grouped: list[Any], count: Floats, importance: float) -> Rung:
    labels = list(dict.fromkeys(grouped))
    at = {label: place for place, label in enumerate(labels)}
    group = np.array([*(at[label] for label in grouped), len(labels)], dtype=np.int64)
    in_group = np.bincount(group[:-1], count, minlength=len(labels))
    total = max(float(count.sum()), 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        loss = np.log2(in_group[group[:-1]] / count)
        blank = np.log2(total / in_group)
    loss, blank = (np.append(np.where(np.isfinite(part), part, 0.0), 0.0) for part in (loss, blank))
    return Rung(group, labels, importance * np.asarray(loss), importance * np.asarray(blank))


def _grouped(name: str, values: Sequence[Any], step: Mapping[str, str] | Sequence[float]) -> list[Any]:
    if isinstance(step, Mapping):
        return [step.get(str(value), str(value)) for value in values]
    edges = list(step)
    if edges != sorted(edges) or not edges or any(isinstance(value, str) for value in values):
        raise BadInput(
            "disclosure.bands",
            _(
                "The ladder of {column} has a step of bands: give rising edges, and only for a column of numbers."
            ),
            column=name,
        )
    return [_band(value, edges) for value in values]


def _band(value: float, edges: Sequence[float]) -> str:
    """Return the name of the band of `value`.

    >>> [_band(age, [15, 25, 65]) for age in (4, 15, 24, 70)]
    ['<15', '15–24', '15–24', '65+']
    """
    at = int(np.searchsorted(np.asarray(edges, dtype=float), value, side="right"))
    if at == 0:
        return f"<{edges[0]:g}"
    if at == len(edges):
        return f"{edges[-1]:g}+"
    low, high = edges[at - 1], edges[at]
    if isinstance(value, int) and float(high).is_integer():
        return f"{low:g}–{high - 1:g}"
    return f"{low:g}–<{high:g}"
