"""Thresholds as people write them, read once."""

import re
from dataclasses import dataclass

#: Words of alert systems in their order.
WORDS = {"green": 1.0, "orange": 2.0, "red": 3.0}
_WRITTEN = re.compile(r"^(?P<op>>=|<=)?\s*(?P<value>[+-]?\d+(?:\.\d+)?)\s*(?P<unit>%|x|per month)?$")


@dataclass(frozen=True, slots=True)
class Threshold:
    """A limit: `at_least` or at most `value`, in its unit (share in %, times the mean ``x``, or plain)."""

    value: float
    at_least: bool = True
    unit: str = ""

    def reached(self, value: float) -> bool:
        """Return whether `value` reaches the limit."""
        return value >= self.value if self.at_least else value <= self.value


def threshold(written: str) -> Threshold:
    """Return the threshold that is written as ``>=3``, ``<=-8%``, ``>=1.5x``, ``>=5 per month``, ``3`` or ``orange``.

    A number without a sign of comparison means “at least”; a word is its place in green, orange, red.

    >>> threshold(">=1.5x")
    Threshold(value=1.5, at_least=True, unit='x')
    >>> threshold("<=-8%").reached(-9.0), threshold("red").reached(2.0)
    (True, False)

    Errors: `ValueError` when it is written in no such way.
    """
    text = written.strip().lower()
    if text in WORDS:
        return Threshold(WORDS[text])
    found = _WRITTEN.match(text)
    if found is None:
        raise ValueError(f"“{written}” is no threshold: write >=3, <=-8%, >=1.5x, >=5 per month, 3 or orange")
    return Threshold(float(found["value"]), found["op"] != "<=", found["unit"] or "")
