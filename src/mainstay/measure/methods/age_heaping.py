"""Whether ages were asked, or guessed at round numbers."""

from collections.abc import Mapping

FIRST, LAST = 23, 62


def age_heaping(ages: Mapping[int, int]) -> float | None:
    """Return Whipple's index of ages in whole years (how many persons have each): 100 none, 500 all at 0 and 5.

    500 · (persons aged 25, 30, …, 60) / (persons aged 23 to 62). Shryock and Siegel, *The Methods and Materials of
    Demography* (1976), ch. 8; the United Nations read under 105 as very accurate, 105-110 as accurate, 110-125 as
    approximate, 125-175 as rough and 175 and more as very rough. None where nobody is of these ages.

    >>> age_heaping({age: 10 for age in range(23, 63)})
    100.0
    >>> age_heaping({25: 4, 30: 6})
    500.0
    """
    whole = sum(count for age, count in ages.items() if FIRST <= age <= LAST)
    if not whole:
        return None
    round_ages = sum(ages.get(age, 0) for age in range(25, 61, 5))
    return 500 * round_ages / whole
