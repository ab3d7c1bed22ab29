"""What a feed yields: raw items as the source published them, and the values and faults read from one item.

A feed is a small module with ``CODE``, ``read(path) -> items`` and ``parse(item) -> Parsed``. `read` only cuts a file
into items; everything that can fail in a cell fails in `parse`, cell by cell, so that a stored item can be parsed
again and a faulty part never drops the item.
"""

import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from mainstay.common.errors import Problem, Reason
from mainstay.common.texts import noop as _

#: How sources write that they have no value. It is kept as missing, never as zero.
MISSING = frozenset({"", "x", "no data", "n/a", "na", "nan", "..", "-", "none"})


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


class Feed(Protocol):
    """A module of `mainstay.watch.feeds`."""

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


def year_start(raw: Any) -> date:
    """Return the first day of a year written as text or number; raise `ValueError` when it is none."""
    year = _float(raw)
    if not year.is_integer() or not 1900 <= year <= 2100:
        raise ValueError("no year")
    return date(int(year), 1, 1)
