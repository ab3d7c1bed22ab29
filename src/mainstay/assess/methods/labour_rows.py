"""Rows of a survey's file that a sentence names."""

from collections.abc import Iterable, Mapping
from typing import Any, Self


class RowNumbers(str):
    """The numbers of some rows as a sentence lists them, the first row being 1; `numbers` are they themselves.

    >>> RowNumbers([3, 7]), RowNumbers([3, 7]).counted_from(2)
    ('3, 7', '4, 8')
    """

    __slots__ = ("numbers",)

    numbers: tuple[int, ...]

    def __new__(cls, numbers: Iterable[int]) -> Self:
        """Return the list of `numbers`."""
        kept = tuple(numbers)
        told = super().__new__(cls, ", ".join(map(str, kept)))
        told.numbers = kept
        return told

    def counted_from(self, first_row: int) -> "RowNumbers":
        """Return the numbers in a file whose first row has the number `first_row`."""
        return RowNumbers(number + first_row - 1 for number in self.numbers)


def facts_counted_from(facts: Mapping[str, Any], first_row: int) -> dict[str, Any]:
    """Return the facts of a sentence with rows counted as in a file whose first row has the number `first_row`."""
    return {
        name: fact.counted_from(first_row) if isinstance(fact, RowNumbers) else fact
        for name, fact in facts.items()
    }
