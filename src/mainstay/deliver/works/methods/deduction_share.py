"""How much of what is owed by a worker may be taken from one wage."""

from collections.abc import Sequence


def deductions_taken(owed: Sequence[int], *, gross_minor: int, max_share_percent: int = 33) -> list[int]:
    """Return how much of each deduction is taken from a gross wage, in the order given, together at most the share.

    What is not taken stays for the next wage. Source: SG-WAGE-06 (C95 Art. 8 to 10: only within limits set by
    law); the share is cut down to a whole minor unit, in favour of the worker.

    >>> deductions_taken([3000, 2000], gross_minor=10_000)
    [3000, 300]
    """
    left = gross_minor * max_share_percent // 100
    taken = []
    for amount in owed:
        part = min(amount, left)
        taken.append(part)
        left -= part
    return taken
