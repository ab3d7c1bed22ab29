"""Samples of units that all have the same chance, drawn with a stored seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .limits import check_size


@dataclass(frozen=True, slots=True)
class Draw:
    """Who was drawn, and what it takes to draw the same again."""

    method: str
    seed: int
    frame: int
    chosen: tuple[Any, ...]
    positions: tuple[int, ...]

    @property
    def probability(self) -> float:
        """The chance that each unit of the frame had."""
        return len(self.positions) / self.frame

    @property
    def weight(self) -> float:
        """How many units of the frame each drawn one stands for."""
        return self.frame / len(self.positions)


def random_draw(units: Sequence[Any], size: int, *, seed: int) -> Draw:
    """Return `size` units drawn at random without replacement, in the order of the frame.

    >>> random_draw("abcdefgh", 3, seed=1).chosen == random_draw("abcdefgh", 3, seed=1).chosen
    True
    """
    check_size(size, len(units))
    order = np.random.default_rng(seed).permutation(len(units))[:size]
    return _drawn("random", units, sorted(order.tolist()), seed)


def systematic_draw(units: Sequence[Any], size: int, *, seed: int) -> Draw:
    """Return every (N/size)-th unit from a random start, so that each has the chance size/N.

    The interval need not be whole (Kish, *Survey Sampling*, 1965, 4.1). Order the frame by place first:
    the sample then spreads over it like a stratified one.

    >>> systematic_draw(range(10), 5, seed=4).positions
    (1, 3, 5, 7, 9)
    """
    check_size(size, len(units))
    step = len(units) / size
    start = np.random.default_rng(seed).random() * step
    places = [min(int(start + k * step), len(units) - 1) for k in range(size)]
    return _drawn("systematic", units, places, seed)


def _drawn(method: str, units: Sequence[Any], places: list[int], seed: int) -> Draw:
    return Draw(method, seed, len(units), tuple(units[place] for place in places), tuple(places))
