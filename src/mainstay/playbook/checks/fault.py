"""One fault of the content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the content is wrong, and why."""

    file: str
    place: str
    reason: Reason

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.reason}"


def fault(file: str, place: str, code: str, msgid: str, /, **facts: Any) -> Fault:
    """Return a fault with the reason ``playbook.<code>``."""
    return Fault(file, place, Reason(f"playbook.{code}", msgid, facts))


def unknown(
    file: str, place: str, named: Iterable[str], known: Mapping[str, Any] | Iterable[str], what: str
) -> Iterator[Fault]:
    """Yield a fault for each of `named` that is not among `known`."""
    codes = set(known)
    for code in named:
        if code not in codes:
            yield fault(
                file,
                place,
                "unknown_code",
                _("names {what} {named}, which does not exist. Correct the code or add the entry."),
                what=what,
                named=code,
            )
