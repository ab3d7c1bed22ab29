"""A fault in one cell, as its parser found it; the reader adds row and field."""

from typing import Any

from mainstay.common.errors import Reason


class Fault(Exception):
    """What is wrong with one cell."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.code)

    @classmethod
    def of(cls, code: str, msgid: str, /, **facts: Any) -> "Fault":
        """Return the fault with this code, text and facts."""
        return cls(Reason(code, msgid, facts))


def shortened(given: Any, most: int = 40) -> str:
    """Return a cell's content as a sentence may show it.

    >>> shortened("a" * 50, most=5)
    'aaaaa…'
    """
    text = str(given)
    if isinstance(given, float) and given.is_integer() and abs(given) < 1e15:
        text = str(int(given))
    return text if len(text) <= most else text[:most] + "…"
