"""Hadamard matrices: rows of ±1, each orthogonal to all others; they balance half-samples.

Orders come from doubling (Sylvester, 1867) and from the squares modulo a prime (Paley, *Journal of Mathematics
and Physics* 12, 1933): q + 1 for a prime q of 4k + 3, 2(q + 1) for one of 4k + 1.
"""

import numpy as np

from mainstay.statistics.survey.columns import Ints


def hadamard(least: int) -> Ints:
    """Return the smallest matrix of an order of at least `least` that can be built; its first row is all 1.

    >>> hadamard(3)
    array([[ 1,  1,  1,  1],
           [ 1, -1,  1, -1],
           [ 1,  1, -1, -1],
           [ 1, -1, -1,  1]])
    """
    order = least
    while (found := _of_order(order)) is None:
        order += 1
    return np.asarray(found * found[0], dtype=np.int64)


def _of_order(order: int) -> Ints | None:
    """Return a matrix of exactly this order, or None where none of the ways leads to it."""
    if order in (1, 2):
        return np.array([[1, 1], [1, -1]], dtype=np.int64)[:order, :order]
    if order % 4:
        return None
    if (half := _of_order(order // 2)) is not None:
        return np.kron(np.array([[1, 1], [1, -1]], dtype=np.int64), half)
    if _is_prime(order - 1):
        return _first(order - 1)
    return _second(order // 2 - 1) if _is_prime(order // 2 - 1) and order // 2 % 4 == 2 else None


def _first(prime: int) -> Ints:
    """Return Paley's matrix of order prime + 1, prime = 4k + 3: the unit matrix beside a skew one."""
    skew = np.zeros((prime + 1, prime + 1), dtype=np.int64)
    skew[0, 1:], skew[1:, 0] = 1, -1
    skew[1:, 1:] = _squares(prime)
    return np.eye(prime + 1, dtype=np.int64) + skew


def _second(prime: int) -> Ints:
    """Return Paley's matrix of order 2(prime + 1), prime = 4k + 1."""
    even = np.ones((prime + 1, prime + 1), dtype=np.int64)
    even[0, 0] = 0
    even[1:, 1:] = _squares(prime)
    plus, unit = np.array([[1, 1], [1, -1]]), np.array([[1, -1], [-1, -1]])
    return np.asarray(np.kron(even, plus) + np.kron(np.eye(prime + 1, dtype=np.int64), unit), dtype=np.int64)


def _squares(prime: int) -> Ints:
    """Return by (row, column) 1 where their difference is a square modulo `prime`, -1 where not, 0 for none."""
    sign = np.full(prime, -1, dtype=np.int64)
    sign[np.arange(1, prime) ** 2 % prime] = 1
    sign[0] = 0
    place = np.arange(prime)
    return np.asarray(sign[(place[:, None] - place) % prime], dtype=np.int64)


def _is_prime(number: int) -> bool:
    return number > 1 and all(number % divisor for divisor in range(2, int(number**0.5) + 1))
