"""A draw that anyone can repeat: the order follows from a seed spoken aloud before witnesses."""

import hashlib
from collections.abc import Iterable


def lottery_order(cards: Iterable[str], *, seed: str) -> list[str]:
    """Return the cards in the order in which they are drawn.

    Each card's number is SHA-256 of ``seed:card``; the smallest comes first. The order depends on nothing else, so
    that every witness can repeat it with any tool, and a card more or less moves no other.

    >>> lottery_order(["W-1", "W-2", "W-3"], seed="river 7")
    ['W-1', 'W-3', 'W-2']
    """
    return sorted(cards, key=lambda card: (hashlib.sha256(f"{seed}:{card}".encode()).hexdigest(), card))


def sample_size(population: int, *, share_percent: int) -> int:
    """Return how many of `population` are asked at `share_percent`: rounded up, at least one of a few.

    >>> sample_size(120, share_percent=5), sample_size(3, share_percent=5), sample_size(0, share_percent=5)
    (6, 1, 0)
    """
    return -(-population * share_percent // 100)
