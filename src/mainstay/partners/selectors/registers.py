"""Registers, by one pattern: what each one keeps, how its lines stand, and how its lines are found.

A register is declared once (`Register`) and its list, form, import, export, record page, reminders and its place in
the situation room follow. A stage above keeps its own table under the same pattern with `keep`.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.urls import reverse

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import get_visible, visible
from mainstay.common import clock
from mainstay.common.errors import NotFound, Problem, Reason
from mainstay.common.texts import noop as _
from mainstay.common.workflow import Workflow
from mainstay.exchange.tables import Column

#: What every register keeps, in the order of its file.
COMMON = (
    Column("title", _("Title"), required=True, max_length=200),
    Column("state", _("State"), max_length=60),
    Column("owner", _("Owner (e-mail)"), max_length=254),
    Column("country", _("Country (three letters)"), max_length=3),
    Column("case", _("Case"), max_length=24),
    Column("due_on", _("Due"), "date"),
    Column("evidence", _("Evidence"), multiline=True),
)
UID = Column("uid", _("Identity"), "uuid", hidden=True)
SOON = timedelta(days=7)


@dataclass(frozen=True)
class Figure:
    """The number that a register is kept for: in words, and how it is counted."""

    words: str
    how: str


@dataclass(frozen=True)
class Board:
    """A table across a register: who is where, with the empty cells named."""

    caption: str
    head: Sequence[str]
    rows: Sequence[tuple[str, Sequence[tuple[str, str]]]]

    @property
    def lines(self) -> list[tuple[str, list[tuple[str, str, str]]]]:
        """The rows, each cell with the head that it stands under."""
        return [
            (name, [(head, *cell) for head, cell in zip(self.head[1:], cells, strict=True)])
            for name, cells in self.rows
        ]


@dataclass(frozen=True)
class Register:
    """One register: what is asked of it, its table, its states, who reads and enters, its columns, its number.

    `columns` are its own beside the common ones, made when asked for, since their choices are the playbook's.
    `paths` leads from a column to the field where a table of another stage keeps it, `None` where it has none;
    `computed` fills a column by a function, `complete` what a file leaves open; `faces` are the label
    and value of a column on a page, where a file keeps a code instead. `told` are columns that acts record and a file never changes; a file
    changes a line only in the states `editable` (all that are not settled, where empty). `verb` is the act that
    enters a line, in `stage`.
    """

    code: str
    title: Any
    question: Any
    nothing: Any
    model: type[Any]
    workflow: Workflow
    marks: Mapping[str, tuple[str, Any]]
    reads: str
    enters: str
    verb: str
    figure: Callable[[QuerySet[Any]], Figure]
    columns: Callable[[], tuple[Column, ...]]
    shown: tuple[str, ...] = ()
    settled: frozenset[str] = frozenset()
    editable: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    counts_for: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    related: tuple[str, ...] = ("owner", "country")
    paths: Mapping[str, str | None] = field(default_factory=dict)
    computed: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    faces: Mapping[str, tuple[Any, Callable[[Any], Any] | None]] = field(default_factory=dict)
    board: Callable[[Person], Board | None] | None = None
    rule: Callable[[Any], Reason | None] | None = None
    complete: Callable[[dict[str, Any]], dict[str, Any]] = dict
    met: frozenset[str] = frozenset()
    stage: str = "partners"
    key: str = "uid"
    #: What the button that enters a line says, how a line is headed on its page, and what it weighs where that is counted.
    adds: Any = ""
    headed: Any = "{title}"
    weighs: Callable[[Any], tuple[str, str]] | None = None
    weighs_called: Any = ""
    takes_files: bool = True
    order: int = 50

    def path(self, name: str) -> str | None:
        """Return the field that holds a column, None where this register has none."""
        return self.paths.get(name, name)

    def all_columns(self) -> tuple[Column, ...]:
        """Return every column of the register: the common ones that it has, then its own."""
        common = (column for column in COMMON if self._has(column.name))
        return (*common, *self.columns())

    def _has(self, name: str) -> bool:
        return name in self.computed or self.path(name) is not None

    def value(self, line: Any, name: str) -> Any:
        """Return what a line holds in a column."""
        if name in self.computed:
            return self.computed[name](line)
        found = line
        for part in (self.path(name) or "").split("__"):
            found = getattr(found, part, None) if part else None
        return found

    def case_key(self, line: Any) -> int | None:
        """Return the key of the case that a line belongs to."""
        key: int | None = self.value(line, "case_key")
        return key

    def found(self, person: Person, key: str) -> Any:
        """Return the line with this identity if `person` may read it; raise `NotFound` otherwise."""
        try:
            return get_visible(self._rows(), person, self.reads, **{self.key: key})
        except (ValidationError, ValueError):
            raise NotFound("no_line", _("There is no such line in this register.")) from None

    def lines(self, person: Person) -> QuerySet[Any]:
        """Return the lines that `person` may read."""
        return visible(self._rows(), person, self.reads)

    def _rows(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model._default_manager.select_related(*self.related)
        return rows

    def open_lines(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the lines on which something is still to be done."""
        return rows.exclude(state__in=self.settled)

    def late(self, rows: QuerySet[Any], *, today: date) -> QuerySet[Any]:
        """Return the open lines whose day has passed."""
        due = self.path("due_on")
        return self.open_lines(rows).filter(**{f"{due}__lt": today}) if due else rows.none()

    def is_late(self, line: Any, *, today: date) -> bool:
        """Return whether a line's day has passed while something is still to be done."""
        due = self.value(line, "due_on")
        return due is not None and line.state not in self.settled and due < today

    def address(self, line: Any) -> str:
        """Return the address of a line's page."""
        return reverse(f"line_{self.code}", args=[getattr(line, self.key)])

    def faults(self, line: Any) -> Iterator[Problem]:
        """Yield what is wrong with a line that is to be saved, by the columns and the register's own rule."""
        for column in self.all_columns():
            if column.name not in {"owner", "country", "case", "state"}:
                reason = _fault(column, self.value(line, column.name))
                if reason is not None:
                    yield Problem(reason, field=column.name)
        reason = self.rule(line) if self.rule is not None else None
        if reason is not None:
            yield Problem(reason)


def _fault(column: Column, value: Any) -> Reason | None:
    """Return why a value cannot stand in a column."""
    facts: dict[str, Any] = {"column": column.label}
    if value is None or value == "":
        return Reason("required", _("“{column}” is empty. Fill it in."), facts) if column.required else None
    if column.kind == "choice" and value not in column.choice_labels():
        known = ", ".join(column.choice_labels())
        return Reason("unknown_choice", _("“{column}” is one of: {choices}."), {**facts, "choices": known})
    if column.kind in {"int", "decimal"} and not _within(column, value):
        most = {"least": column.minimum, "most": "…" if column.maximum is None else column.maximum}
        return Reason("out_of_range", _("“{column}” lies from {least} to {most}."), {**facts, **most})
    if column.max_length and isinstance(value, str) and len(value) > column.max_length:
        return Reason(
            "too_long", _("“{column}” has at most {most} characters."), {**facts, "most": column.max_length}
        )
    return None


def _within(column: Column, value: Any) -> bool:
    number = Decimal(str(value))
    return (column.minimum is None or number >= column.minimum) and (
        column.maximum is None or number <= column.maximum
    )


_kept: dict[str, Register] = {}


def keep(register: Register) -> Register:
    """Keep a register: its pages, file, reminders and place in the situation room follow."""
    _kept[register.code] = register
    return register


def registers() -> list[Register]:
    """Return the registers in their order."""
    return sorted(_kept.values(), key=lambda register: (register.order, register.code))


def register_named(code: str) -> Register:
    """Return the register with this code; raise `NotFound` otherwise."""
    if code not in _kept:
        raise NotFound(
            "no_register",
            _("There is no register called {code}. There are: {codes}."),
            code=code,
            codes=", ".join(row.code for row in registers()),
        )
    return _kept[code]


def register_of(model: type[Model]) -> Register:
    """Return the register that keeps lines of `model`."""
    return next(register for register in _kept.values() if register.model is model)


def own_registers() -> list[Register]:
    """Return the registers whose lines have an owner and a day of their own, and that remind of it."""
    from mainstay.partners.models import RegisterLine

    return [register for register in registers() if issubclass(register.model, RegisterLine)]


@dataclass(frozen=True)
class CaseName:
    """A case as a register names it."""

    reference: str
    name: str
    address: str


CasesShown = Callable[[Person, Collection[int]], Mapping[int, CaseName]]
CasesFound = Callable[[Person, Collection[str]], Mapping[str, int]]
_cases: dict[str, Any] = {}


def name_cases(*, shown: CasesShown, found: CasesFound) -> None:
    """Let registers name cases, which stand on a floor above: `shown` by their keys, `found` by references."""
    _cases.update(shown=shown, found=found)


def case_names(person: Person, keys: Collection[int | None]) -> Mapping[int, CaseName]:
    """Return the cases with these keys that `person` may see, as they are named."""
    known = {key for key in keys if key is not None}
    found: Mapping[int, CaseName] = _cases["shown"](person, known) if known and _cases else {}
    return found


def case_keys(person: Person, references: Collection[str]) -> Mapping[str, int]:
    """Return the keys of the cases with these references that `person` may see."""
    wanted = {reference.strip().upper() for reference in references if reference}
    found: Mapping[str, int] = _cases["found"](person, wanted) if wanted and _cases else {}
    return found


@dataclass(frozen=True)
class Due:
    """A line that waits for its owner."""

    register: Register
    uid: Any
    title: str
    due_on: date

    @property
    def address(self) -> str:
        """The address of its page."""
        return reverse(f"line_{self.register.code}", args=[self.uid])


def lines_due(person: Person) -> list[Due]:
    """Return the lines that `person` answers for and that are late or due within a week, the latest first; in one query."""
    from django.db.models import CharField, Value

    parts = []
    for register in own_registers():
        mine = Q(owner=person, due_on__lte=clock.today() + SOON)
        rows = register.open_lines(register.model._default_manager.filter(mine)).order_by()
        parts.append(
            rows.annotate(kept_in=Value(register.code, output_field=CharField())).values_list(
                "uid", "title", "due_on", "kept_in"
            )
        )
    if not parts:
        return []
    found = parts[0].union(*parts[1:], all=True)
    rows_due = [Due(_kept[code], uid, title, due) for uid, title, due, code in found]
    return sorted(rows_due, key=lambda due: (due.due_on, due.title))
