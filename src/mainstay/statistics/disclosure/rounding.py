"""Rounding as protection: every published number is a multiple of a base."""

from collections.abc import Iterable

import numpy as np


def rounded(value: float, *, base: int = 5) -> int:
    """Return `value` at the nearest multiple of `base`, halves away from zero.

    >>> [rounded(count) for count in (0, 2, 3, 7.5, -8)]
    [0, 0, 5, 10, -10]
    """
    steps = int(abs(value) / base + 0.5)
    return base * steps if value >= 0 else -base * steps


def random_rounded(values: Iterable[float], *, base: int = 5, seed: int) -> list[int]:
    """Return `values` rounded to a neighbouring multiple of `base` at random, right on average.

    A value r above a multiple goes up with probability r/base, so the expected value is the true one and
    nobody can tell which way it went. The same seed gives the same table: publish a number with one seed
    only, else averaging undoes the protection. Margins are rounded on their own and need not add up.

    >>> random_rounded([10, 12, 14], seed=7)
    [10, 10, 15]
    """
    given = np.asarray(list(values), dtype=np.float64)
    floor = np.floor(given / base)
    up = np.random.default_rng(seed).random(len(given)) < given / base - floor
    return [int(value) for value in base * (floor + up)]
