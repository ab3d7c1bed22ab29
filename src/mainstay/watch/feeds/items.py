"""What a feed yields: raw items as the source published them, and the values and faults read from one item.

A feed is a small module with ``CODE``, ``read(path) -> items`` and ``parse(item) -> Parsed``. `read` only cuts a file
into items; everything that can fail in a cell fails in `parse`, cell by cell, so that a stored item can be parsed
again and a faulty part never drops the item.
"""

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from mainstay.common.errors import Problem, Reason
from mainstay.common.texts import noop as _

#: The edition of a source that has none: a running list, of which a changed item becomes a new version.
RUNNING = "running"
#: How sources write that they have no value. It is kept as missing, never as zero.
MISSING = frozenset({"", "x", "no data", "n/a", "na", "nan", "..", "-", "--", "none"})


class Value(NamedTuple):
    """One reading as a feed yields it: `on` is the first day of its period, a value of None is a stated gap."""

    series: str
    iso3: str
    on: date
    value: float | None
    confidence: int = 3
    method: str = "published"


@dataclass(frozen=True, slots=True)
class Item:
    """One unit as the source publishes it, stored before anything is made of it."""

    external_id: str
    version: str
    content: Mapping[str, Any]

    def text(self) -> str:
        """Return the content as canonical JSON."""
        return json.dumps(self.content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @property
    def sha256(self) -> str:
        """The digest of the content, by which an unchanged item is known."""
        return sha256(self.text().encode()).hexdigest()


@dataclass(slots=True)
class Parsed:
    """What could be read from an item, and what could not with its place."""

    values: list[Value] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)

    def fault(
        self, code: str, msgid: str, /, *, row: int | None = None, field: str | None = None, **facts: Any
    ) -> None:
        """Note one faulty cell; the rest of the item is kept."""
        self.faults.append(Problem(Reason(code, msgid, facts), row=row, field=field))

    def cell(
        self,
        raw: Any,
        *,
        row: int | None,
        field: str,
        least: float = -math.inf,
        most: float = math.inf,
    ) -> tuple[bool, float | None]:
        """Return whether the cell can be used and its value: None where the source says that it has none."""
        try:
            value = number(raw)
        except ValueError:
            self.fault(
                "not_a_number", _("“{found}” is no number. Ask the source, or correct the file and load it again."),
                row=row, field=field, found=str(raw)[:40],
            )  # fmt: skip
            return False, None
        if value is not None and value < least:
            self.fault(
                "below_range", _("{found} is below {least}, the least it can be. The cell was left out."),
                row=row, field=field, found=value, least=least,
            )  # fmt: skip
            return False, None
        if value is not None and value > most:
            self.fault(
                "above_range", _("{found} is above {most}, the most it can be. The cell was left out."),
                row=row, field=field, found=value, most=most,
            )  # fmt: skip
            return False, None
        return True, value

    def reading(
        self,
        series: str,
        iso3: str,
        period: Any,
        raw: Any,
        *,
        row: int | None,
        field: str,
        least: float = -math.inf,
        most: float = math.inf,
        confidence: int = 3,
        method: str = "published",
        gaps: bool = False,
    ) -> None:
        """Take one cell as the value of a series in a period; a gap that the source states is kept with `gaps`."""
        usable, value = self.cell(raw, row=row, field=field, least=least, most=most)
        if not usable or (value is None and not gaps):
            return
        try:
            on = period_start(period)
        except ValueError:
            self.fault(
                "no_period", _("“{found}” is no year, quarter, month or day; the row was left out."),
                row=row, field=field, found=str(period)[:20],
            )  # fmt: skip
            return
        self.values.append(Value(series, iso3, on, value, confidence, method[:20]))


class Feed(Protocol):
    """A module of `mainstay.watch.feeds`.

    One that can be asked over the network also has ``asks(today, key)``: a generator of `download.Ask` that is sent
    the `download.Answer` to each, so that a page can name the next one.
    """

    CODE: str
    read: Callable[[Path], Iterator[Item]]
    parse: Callable[[Item], Parsed]


def number(raw: Any) -> float | None:
    """Return a cell as a number, None where the source says that it has none; raise `ValueError` otherwise.

    >>> number("6.4"), number("x"), number("No data"), number("0")
    (6.4, None, None, 0.0)
    """
    if raw is None or (isinstance(raw, str) and raw.strip().lower() in MISSING):
        return None
    value = math.inf if isinstance(raw, bool) else _float(raw)  # a yes or no is no number
    if math.isnan(value):
        return None
    if math.isinf(value):
        raise ValueError("not finite")
    return value


def _float(raw: Any) -> float:
    if isinstance(raw, str) and "_" in raw:
        raise ValueError("an age group such as 15_24 is no number, though Python would read 1524")
    return float(raw)


def plain(raw: Any) -> Any:
    """Return a cell in the one form in which it is stored, whichever file format it came from.

    >>> plain("8"), plain(8.0), plain(" x "), plain(None), plain("15_24")
    (8, 8, 'x', '', '15_24')
    """
    if raw is None:
        return ""
    if isinstance(raw, str):
        raw = raw.strip()
        try:
            raw = _float(raw)
        except ValueError:
            return raw
    if isinstance(raw, float):
        if math.isnan(raw) or math.isinf(raw):
            return ""
        return int(raw) if raw.is_integer() and abs(raw) < 2**53 else raw
    return raw


_PERIOD = re.compile(r"(\d{4})(?:-?([QM])(\d{1,2})|-(\d{2})(?:-(\d{2}))?)?(?:[T ].*)?")


def period_start(raw: Any) -> date:
    """Return the first day of a period: a year, quarter, month or day; raise `ValueError` when it is none.

    >>> [period_start(raw).isoformat() for raw in (2024, "2024Q2", "2024M03", "2024-11", "2024-11-05T00:00:00")]
    ['2024-01-01', '2024-04-01', '2024-03-01', '2024-11-01', '2024-11-05']
    """
    if isinstance(raw, int | float):
        return year_start(raw)
    found = _PERIOD.fullmatch(str(raw).strip())
    if found is None:
        raise ValueError("no period")
    year, kind, number, month, day = found.groups()
    if kind == "Q":
        if not 1 <= int(number) <= 4:
            raise ValueError("no quarter")
        return date(int(year), 3 * int(number) - 2, 1)
    return date(year_start(year).year, int(number or month or 1), int(day or 1))


_WORDS = re.compile(r"(?:(\d{1,2}) )?([A-Za-z]{3})[a-z]* (\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def day_in_words(text: Any) -> str:
    """Return a day or month whose name is written out as ISO 8601; what is neither stays as it stands.

    >>> day_in_words("05 November 2025"), day_in_words("May 2025"), day_in_words("2025-11-05"), day_in_words("soon")
    ('2025-11-05', '2025-05-01', '2025-11-05', 'soon')
    """
    found = _WORDS.fullmatch(str(text).strip())
    if found is None or found[2].lower() not in _MONTHS:
        return str(text).strip()
    return f"{found[3]}-{_MONTHS.index(found[2].lower()) + 1:02}-{int(found[1] or 1):02}"


def year_start(raw: Any) -> date:
    """Return the first day of a year written as text or number; raise `ValueError` when it is none."""
    year = _float(raw)
    if not year.is_integer() or not 1900 <= year <= 2100:
        raise ValueError("no year")
    return date(int(year), 1, 1)
