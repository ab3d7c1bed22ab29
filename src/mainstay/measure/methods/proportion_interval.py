"""How far a share that was asked of a sample may be from the truth."""

from math import sqrt
from statistics import NormalDist


def proportion_interval(hits: int, asked: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return the Wilson score interval of a share: the ends as shares between 0 and 1.

    (p + z²/2n ± z·√(p(1-p)/n + z²/4n²)) / (1 + z²/n). Wilson, *JASA* 22 (1927) 209-212; Newcombe, *Statistics in
    Medicine* 17 (1998) 857-872, table I: 81 of 263 gives 0.2553 to 0.3662.

    >>> low, high = proportion_interval(81, 263)
    >>> round(low, 4), round(high, 4)
    (0.2553, 0.3662)
    """
    if asked <= 0 or not 0 <= hits <= asked:
        raise ValueError("0 ≤ hits ≤ asked and somebody was asked")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = hits / asked
    centre = share + z * z / (2 * asked)
    reach = z * sqrt(share * (1 - share) / asked + z * z / (4 * asked * asked))
    whole = 1 + z * z / asked
    return max(0.0, (centre - reach) / whole), min(1.0, (centre + reach) / whole)
