"""How much of the money comes from one donor."""

from collections.abc import Mapping


def largest_donor_share(totals_usd: Mapping[int, int]) -> tuple[int, float] | None:
    """Return the donor that gives most and its share of all, or None when nobody gave (indicator OP-11).

    >>> largest_donor_share({7: 600, 9: 400})
    (7, 0.6)
    """
    whole = sum(totals_usd.values())
    if whole <= 0:
        return None
    donor = max(totals_usd, key=lambda key: (totals_usd[key], -key))
    return donor, totals_usd[donor] / whole
