"""How the cells of a call lie in the stages of a sample: what the variance needs, prepared once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .columns import Bools, Floats, Ints
from .stages import CERTAIN, Stage


@dataclass(frozen=True, slots=True)
class Layer:
    """The (unit, domain) pairs of one stage, and the (stratum, domain) groups that they belong to.

    `first_cell` and `first_pair` say where each pair begins among the cells, and each group among the pairs;
    `group` is the group of each pair. By group: its domain; `centre`, what the sum over its pairs is multiplied by to
    give the mean of all units drawn; `absent`, the units drawn that have no rows in the domain; `factor`, what
    the sum of squares about that mean is multiplied by: carried · (1-f) · n/(n-1).
    """

    first_cell: Ints
    first_pair: Ints
    group: Ints
    unit: Ints
    domain: Ints
    centre: Floats
    absent: Floats
    factor: Floats


def layers_of(stages: Sequence[Stage], *, unit: Ints, domain: Ints, lonely: str) -> list[Layer]:
    """Return the layers of `stages`, first stage first, for cells of a (deepest) `unit` and a `domain`."""
    found: list[Layer] = []
    first_cell = np.arange(len(unit))
    for stage in reversed(stages):
        of_pair = stage.stratum_of_unit[unit]
        first_pair = _starts(domain, of_pair)
        found.append(_layer(stage, first_cell, first_pair, unit=unit, domain=domain, lonely=lonely))
        if stage is not stages[0]:
            parent = stage.parent_of_stratum[of_pair]
            kept = _starts(domain, parent)
            first_cell, unit, domain = first_cell[kept], parent[kept], domain[kept]
    return found[::-1]


def _layer(
    stage: Stage, first_cell: Ints, first_pair: Ints, *, unit: Ints, domain: Ints, lonely: str
) -> Layer:
    present = np.diff(np.append(first_pair, len(unit)))
    stratum, where = stage.stratum_of_unit[unit[first_pair]], domain[first_pair]
    drawn, left = stage.drawn[stratum], 1 - stage.fraction[stratum]
    alone = (drawn == 1) & (left >= CERTAIN)
    factor = stage.carried[stratum] * left * drawn / np.maximum(drawn - 1, 1)
    if lonely == "average":
        factor = _with_average(factor, alone, domain=where, parent=stage.parent_of_stratum[stratum])
    centre = np.where(alone, 0.0, 1 / drawn) if lonely == "adjust" else 1 / drawn
    group = np.repeat(np.arange(len(present)), present)
    return Layer(first_cell, first_pair, group, unit, where, centre, drawn - present, factor)


def _with_average(factor: Floats, alone: Bools, *, domain: Ints, parent: Ints) -> Floats:
    """Return the factors with nothing for lonely strata, and the others raised to stand for them."""
    first = _starts(domain, parent)
    size = np.diff(np.append(first, len(factor)))
    family = np.repeat(np.arange(len(first)), size)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = size / np.bincount(family, ~alone)
        return np.asarray(np.where(alone, 0.0, factor) * ratio[family], dtype=np.float64)


def _starts(first: Ints, second: Ints) -> Ints:
    """Return where a run of equal (first, second) begins."""
    changes = np.ones(len(first), dtype=bool)
    changes[1:] = first[1:] != first[:-1]
    changes[1:] |= second[1:] != second[:-1]
    return np.flatnonzero(changes)
