"""Units drawn with chances in proportion to their size, without replacement."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _

from .limits import check_size

METHODS = ("systematic", "brewer")


@dataclass(frozen=True, slots=True)
class Chances:
    """The chance of each unit to be drawn: n · size / Σ size, and 1 for those `certain` to be in."""

    chance: tuple[float, ...]
    certain: tuple[bool, ...]


def chances_by_size(sizes: Sequence[float], count: int) -> Chances:
    """Return the chances by which `count` units are drawn in proportion to their size.

    A unit whose n · size / Σ size reaches 1 is certain; the others share what is left, until none reaches 1
    (Särndal, Swensson, Wretman 1992, 3.6.2).

    >>> chances_by_size([10, 10, 20, 60], 2)
    Chances(chance=(0.25, 0.25, 0.5, 1.0), certain=(False, False, False, True))
    """
    size = _checked(sizes)
    check_size(count, len(size))
    certain = np.zeros(len(size), dtype=bool)
    while True:
        left = count - int(certain.sum())
        rest = size[~certain].sum()
        chance = np.where(certain, 1.0, left * size / rest if rest else 0.0)
        new = ~certain & (chance >= 1 - 1e-12)
        if not new.any():
            return Chances(tuple(chance.tolist()), tuple(certain.tolist()))
        certain |= new


def systematic_by_size(sizes: Sequence[float], count: int, *, start: float) -> list[int]:
    """Return the places drawn by size at equal steps, in the order of the frame.

    Sizes are laid end to end; from `start` (0 to 1, as a share of the first step) every (Σ size / n)-th point
    hits a unit. Certain units are taken first. Order the frame by place: the sample then spreads over it.
    Madow, *Annals of Mathematical Statistics* 20 (1949), 333-354.

    >>> systematic_by_size([10, 10, 20, 60], 2, start=0.3)
    [1, 3]
    """
    found = chances_by_size(sizes, count)
    taken = np.flatnonzero(found.certain).tolist()
    others = np.flatnonzero(~np.array(found.certain))
    left = count - len(taken)
    if left:
        ends = np.cumsum(np.array(found.chance)[others])
        ends *= left / ends[-1]
        points = start + np.arange(left)
        places = np.minimum(np.searchsorted(ends, points, side="right"), len(others) - 1)
        taken += others[places].tolist()
    return sorted(taken)


def brewer_chances(chance: Sequence[float], taken: Sequence[int]) -> list[float]:
    """Return the chances of each unit to be drawn next, by Brewer's method, after those `taken`.

    ∝ π_k (n - a - π_k) / (n - a - π_k (n - i + 1)) at draw i, a = Σ π of those taken. The whole sample then has
    the inclusion probabilities π. Brewer, *Australian Journal of Statistics* 17 (1975), 166-172; Tillé,
    *Sampling Algorithms* (2006), 6.3.

    >>> brewer_chances([0.5, 0.5, 1.0], taken=[2])
    [0.5, 0.5, 0.0]
    """
    pi = np.array(chance, dtype=np.float64)
    total = round(float(pi.sum()))
    left = total - float(pi[list(taken)].sum())
    open_ = np.ones(len(pi), dtype=bool)
    open_[list(taken)] = False
    sure = open_ & (pi >= 1 - 1e-12)
    if sure.any():
        return [float(one) / int(sure.sum()) for one in sure]
    draws = total - len(taken)
    below = left - pi * draws
    weight = np.where(open_, pi * (left - pi) / np.where(open_, np.maximum(below, 1e-300), 1.0), 0.0)
    return [float(one) for one in weight / weight.sum()]


def draw_by_size(
    sizes: Sequence[float], count: int, *, random: np.random.Generator, method: str = "systematic"
) -> list[int]:
    """Return the places of `count` units drawn by size, in the order of the frame.

    systematic: see `systematic_by_size`. brewer: by draws one after the other, for a frame whose order means
    nothing; both have exactly the chances of `chances_by_size`.
    """
    if method == "systematic":
        return systematic_by_size(sizes, count, start=float(random.random()))
    if method != "brewer":
        raise BadInput(
            "sampling.method",
            _("There is no method {method} to draw by size. Choose one of {methods}."),
            method=method,
            methods=", ".join(METHODS),
        )
    chance = chances_by_size(sizes, count).chance
    taken: list[int] = []
    for _draw in range(count):
        taken.append(int(random.choice(len(chance), p=brewer_chances(chance, taken))))
    return sorted(taken)


def _checked(sizes: Sequence[float]) -> np.ndarray:
    size = np.array(sizes, dtype=np.float64)
    wrong = np.flatnonzero(~((size > 0) & np.isfinite(size)))
    if len(wrong):
        fault = Reason("sampling.no_size", _("has no positive size"))
        raise BadInput(
            "sampling.no_size",
            _("{count} units have no positive size, so they have no chance. Give a size or leave them out."),
            problems=[Problem(fault, row=int(row) + 1) for row in wrong[:20]],
            count=len(wrong),
        )
    return size
