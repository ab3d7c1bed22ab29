"""The one family of errors.

    AppError ─┬─ NotAllowed   403   this person may not do this here
              ├─ NotFound     404   there is no such record, or it is not for this person to see
              ├─ RuleBroken   409   a rule of the work forbids it now (state, separation, safeguard)
              └─ BadInput     422   what was given cannot be used; one `Problem` for each place

Services and pure code raise; the doors translate once: a sentence on a page, ``problem+json`` in the API,
an exit code in the terminal. Each text says what is wrong, where, which rule, and the way out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .texts import fill


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something may not be done: a stable code, an untranslated text and the facts that fill it."""

    code: str
    msgid: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return fill(self.msgid, self.facts)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in what was given: where it is (row and field, as the giver counts them) and the reason."""

    reason: Reason
    row: int | None = None
    field: str | None = None

    def __str__(self) -> str:
        place = [f"row {self.row}"] if self.row is not None else []
        place += [self.field] if self.field else []
        return f"{', '.join(place)}: {self.reason}" if place else str(self.reason)


class AppError(Exception):
    """What a service refuses, and why."""

    status = 500

    def __init__(self, code: str, msgid: str, /, **facts: Any) -> None:
        self.reason = Reason(code, msgid, facts)
        super().__init__(str(self.reason))

    @classmethod
    def of(cls, reason: Reason) -> "AppError":
        """Return the error that carries `reason`, as a rule gave it."""
        return cls(reason.code, reason.msgid, **reason.facts)

    @property
    def code(self) -> str:
        """The stable code of the reason, for machines."""
        return self.reason.code

    @property
    def facts(self) -> Mapping[str, Any]:
        """The facts that fill the reason's text."""
        return self.reason.facts


class NotAllowed(AppError):
    """This person may not do this here."""

    status = 403


class NotFound(AppError):
    """There is no such record, or it is not for this person to see: the two are not told apart."""

    status = 404


class RuleBroken(AppError):
    """A rule of the work forbids it: state, separation of duties, safeguard, limit."""

    status = 409


class BadInput(AppError):
    """What was given cannot be used; `problems` names each place and the way out."""

    status = 422

    def __init__(self, code: str, msgid: str, /, *, problems: Iterable[Problem] = (), **facts: Any) -> None:
        self.problems = tuple(problems)
        super().__init__(code, msgid, **facts)

    def __str__(self) -> str:
        shown = [str(self.reason), *(f"  {problem}" for problem in self.problems[:20])]
        if len(self.problems) > 20:
            shown.append(f"  … and {len(self.problems) - 20} more")
        return "\n".join(shown)


def require(reason: Reason | None) -> None:
    """Raise `RuleBroken` with `reason` if there is one: ``require(rules.why_not_certify(roll, by))``."""
    if reason is not None:
        raise RuleBroken.of(reason)
