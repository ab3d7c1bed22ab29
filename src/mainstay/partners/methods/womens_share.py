"""Women's share of seats and of participants."""


def womens_share(women: int, known: int) -> float | None:
    """Return women as a share of all whose sex is known, from 0 to 1; None when nobody's is.

    Persons whose sex is not known count in neither number: a seat that stands empty, and a head count without sex,
    say nothing about the share.

    >>> womens_share(4, 10)
    0.4
    >>> womens_share(0, 0) is None
    True
    """
    if women < 0 or known < women:
        raise ValueError("women are some of those whose sex is known")
    return women / known if known else None
