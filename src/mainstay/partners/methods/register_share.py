"""The share of a register's lines that the register is kept for."""


def register_share(part: int, whole: int) -> float | None:
    """Return `part` of `whole` lines in percent, from 0 to 100; None where there is nothing to count.

    Each register says which lines are the whole: events held whose place is known, missions that were reported,
    advice that was given. A line about which the question is still open stands in neither number.

    >>> register_share(5, 8)
    62.5
    >>> register_share(0, 0) is None
    True
    """
    if part < 0 or whole < part:
        raise ValueError("the part is some of the whole")
    return 100 * part / whole if whole else None
