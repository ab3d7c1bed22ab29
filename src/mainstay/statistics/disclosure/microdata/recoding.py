"""Global recoding with local suppression: the steps of the ladders that lose least together with their blanks."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.statistics.survey.columns import Bools, Floats, Ints

from .blanks import EPSILON, Classes, Move, apply, blanks, grouped
from .ladders import Key, dearer

MOST_COMBINATIONS = 50_000
EXACT_WHILE_SEARCHING, EXACT_AT_LAST = 400, 4_000
"""Classes × subsets of keys up to which the blanks are proved to be the cheapest."""


@dataclass(frozen=True)
class Recoding:
    """The chosen step of each key, its codes (rows × keys, blanks in), what was blanked, the loss in bits."""

    steps: tuple[int, ...]
    codes: Ints
    blanked: Bools
    loss: float


def least_recoding(keys: Sequence[Key], k: int, *, blank_cost: float) -> Recoding:
    """Return the steps and blanks that lose least, the bits of a blank counted `blank_cost` times.

    Combinations of steps are tried in the order of what recoding alone loses, until that is more than the best
    found. For given steps blanks are the cheapest where there are few classes, else chosen greedily.
    """
    combinations = 1
    for key in keys:
        combinations *= len(key.rungs)
    if combinations > MOST_COMBINATIONS:
        raise BadInput(
            "disclosure.too_many_steps",
            _(
                "The ladders have {number} combinations of steps, at most {most} can be tried. Give fewer steps."
            ),
            number=combinations,
            most=MOST_COMBINATIONS,
        )
    where, plain = grouped(np.stack([key.codes for key in keys], axis=1))
    rows = np.bincount(where).astype(np.int64)
    keys = [dearer(key, blank_cost) for key in keys]
    steps, loss = _search(keys, plain, rows, k)
    return _carried_out(keys, steps, where, plain, rows, k, loss)


def _search(keys: Sequence[Key], plain: Ints, rows: Ints, k: int) -> tuple[tuple[int, ...], float]:
    lost = [[float(rows @ rung.loss[plain[:, at]]) for rung in key.rungs] for at, key in enumerate(keys)]
    tried = sorted(
        (sum(lost[at][step] for at, step in enumerate(steps)), steps)
        for steps in product(*(range(len(key.rungs)) for key in keys))
    )
    best: tuple[float, tuple[int, ...]] = (np.inf, tried[0][1])
    for recoded, steps in tried:
        if recoded >= best[0]:
            break
        classes, _of = _classes(keys, steps, plain, rows)
        _moves, blanked = blanks(classes, k, exact=EXACT_WHILE_SEARCHING)
        best = min(best, (recoded + blanked, steps))
    return best[1], min(lost_by for lost_by, steps in tried if steps == best[1])


def _classes(keys: Sequence[Key], steps: Sequence[int], plain: Ints, rows: Ints) -> tuple[Classes, Ints]:
    """Return the classes after recoding, and the new class of each plain one."""
    rungs = [key.rungs[step] for key, step in zip(keys, steps, strict=True)]
    codes = np.stack([rung.group[plain[:, at]] for at, rung in enumerate(rungs)], axis=1)
    of, joined = grouped(codes)
    bits = [rung.blank for rung in rungs]
    blank = np.array([len(part) - 1 for part in bits])
    return Classes(joined, np.bincount(of, rows).astype(np.int64), _blank_cost(bits, joined), blank), of


def _blank_cost(bits: Sequence[Floats], codes: Ints) -> Floats:
    """Return what blanking each value costs: its bits and a little; nothing where it is blank already."""
    cost = np.stack([part[codes[:, at]] for at, part in enumerate(bits)], axis=1)
    already = codes == np.array([len(part) - 1 for part in bits])
    return np.where(already, 0.0, cost + EPSILON)


def _carried_out(
    keys: Sequence[Key], steps: tuple[int, ...], where: Ints, plain: Ints, rows: Ints, k: int, recoded: float
) -> Recoding:
    classes, of = _classes(keys, steps, plain, rows)
    moves: list[Move]
    moves, lost = blanks(classes, k, exact=EXACT_AT_LAST)
    row_class = of[where]
    blanked = apply(moves, row_class, len(keys)) & ~classes.is_blank[row_class]
    codes = np.where(blanked, classes.blank, classes.codes[row_class])
    return Recoding(steps, codes, blanked, recoded + lost)
