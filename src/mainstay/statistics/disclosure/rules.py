"""Which cell may not be shown on its own account (primary suppression)."""

from collections.abc import Sequence

THRESHOLD = 10
"""Fewest persons behind a published cell [J]: statistical offices use 3 to 10; people here can be traced
by their neighbours, so the strict end."""


def is_small(count: float, *, threshold: int = THRESHOLD) -> bool:
    """Say whether fewer than `threshold` persons, but at least one, stand behind a cell.

    Count persons, never weights: a weighted 4,000 can be one respondent. Nobody is nobody's secret; where
    a zero itself tells ("none of them is paid"), mark it as sensitive in `suppress`.

    >>> is_small(9), is_small(10), is_small(0)
    (True, False, False)
    """
    return 0 < count < threshold


def is_dominated(contributions: Sequence[float], *, largest: int = 1, share: float = 0.75) -> bool:
    """Say whether the `largest` contributors make up more than `share` of a cell's total: the (n, k) rule.

    Hundepool et al., *Statistical Disclosure Control* (2012), 4.2.2. Values are not negative.

    >>> is_dominated([90, 5, 5]), is_dominated([40, 35, 25]), is_dominated([40, 35, 25], largest=2)
    (True, False, False)
    """
    total = sum(contributions)
    return total > 0 and sum(sorted(contributions, reverse=True)[:largest]) > share * total


def is_too_close(contributions: Sequence[float], *, percent: float = 10) -> bool:
    """Say whether the second largest contributor can work out the largest within `percent`: the p% rule.

    total - largest - second < percent/100 · largest; Hundepool et al. (2012), 4.2.2.

    >>> is_too_close([100, 50, 5]), is_too_close([100, 50, 15])
    (True, False)
    """
    ranked = sorted(contributions, reverse=True)
    if not ranked or ranked[0] <= 0:
        return False
    return sum(ranked[2:]) < percent / 100 * ranked[0]
