"""Tables among the values of an act: which columns they have by the type of the service, and how rows become that type."""

import dataclasses
import typing
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from mainstay.common.rows import Columns

from .deeds import Value
from .values import bare

_CELLS = (str, int, float, bool, Decimal, date, datetime)
_MANY = (Sequence, Collection, Iterable, list, tuple)
#: What the first column of a mapping holds, by the names of the value and of the act, and the list of the playbook.
KEYS: Mapping[tuple[str, str], str] = {
    ("assess-capacity", "scores"): "capacity_dimensions", ("assess-capacity", "evidence"): "capacity_dimensions",
    ("score-request", "scores"): "criteria", ("apply-roster", "skills"): "functional_areas", ("assess-oneself", "skills"): "functional_areas",
    ("enter-expert", "skills"): "functional_areas", ("score-quality", "scores"): "qa_criteria", ("set-targets", "indicator"): "indicators", ("set-targets", "group"): "target_groups",
    ("choose-indicators", "local_names"): "indicators", ("cost-design", "module"): "modules", ("cost-option", "quantities"): "modules", ("write-conflict-findings", "good"): "assessing.conflict_goods", ("write-harm-measures", "owner_role"): "roles", ("add-conflict-secrets", "over"): "assessing.conflict_dividers", ("add-conflict-secrets", "what"): "assessing.conflict_triggers", ("add-conflict-secrets", "controls"): "assessing.conflict_gates", ("correct-conflict-secrets", "over"): "assessing.conflict_dividers", ("correct-conflict-secrets", "what"): "assessing.conflict_triggers", ("correct-conflict-secrets", "controls"): "assessing.conflict_gates", ("record-group-talk", "topic"): "assessing.talk_topics", ("record-group-talk", "strategy"): "assessing.coping", ("design-option", "quantities"): "modules", ("export-charts", "part_1"): "indicators",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, the type of its cells, whether each row names it, and whether it may name it as empty."""

    name: str
    type: Any
    needed: bool = True
    open: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a value that is a table, and the shape that its rows take in the end."""

    columns: tuple[Column, ...]
    shape: Literal["rows", "pairs", "named", "tuples", "one", "tuple"]

    @property
    def single(self) -> bool:
        """Whether there is one row alone."""
        return self.shape in {"one", "tuple"}

    def made(self, rows: Sequence[Mapping[str, Any]]) -> Any:
        """Return rows as the service takes them: what was left open is left out."""
        names = [column.name for column in self.columns]
        if self.shape == "pairs":
            return {row[names[0]]: _one([row.get(name) for name in names[1:]]) for row in rows}
        if self.shape == "named":
            return {row["key"]: {name: row.get(name) for name in names[1:]} for row in rows}
        if self.shape in {"tuples", "tuple"}:
            tuples = [[row.get(name) for name in names] for row in rows]
            return tuples if self.shape == "tuples" else (tuples[0] if tuples else None)
        kept = {column.name for column in self.columns if column.open}
        held = [
            {name: cell for name, cell in row.items() if cell is not None or name in kept} for row in rows
        ]
        return held if self.shape == "rows" else (held[0] if held else None)


def _one(cells: list[Any]) -> Any:
    return cells[0] if len(cells) == 1 else cells


def table_of(value: Value) -> Table | None:
    """Return the table that a value is; None where it is none, or of a shape that no table shows."""
    if value.columns is not None:
        return Table(_declared(value.columns), "rows")
    kind = bare(value.type)
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if _is_record(kind):
        return _table(_fields(kind), "one")
    if origin is tuple and parts and Ellipsis not in parts:
        return _table(_cells(parts), "tuple")
    if isinstance(origin, type) and issubclass(origin, Mapping) and parts[0] is str and _is_record(parts[1]):
        fields = _fields(parts[1])
        return _table((Column("key", str), *fields) if fields else (), "named")
    if isinstance(origin, type) and issubclass(origin, Mapping) and parts[0] in (str, int):
        cells = _cells(_split(parts[1]), "value")
        return _table((Column("key", parts[0]), *cells) if cells else (), "pairs")
    if origin in _MANY and parts and _is_record(parts[0]):
        return _table(_fields(parts[0]), "rows")
    if origin in _MANY and parts and typing.get_origin(parts[0]) is tuple:
        return _table(_cells(typing.get_args(parts[0])), "tuples")
    return None


def _table(columns: tuple[Column, ...], shape: Any) -> Table | None:
    return Table(columns, shape) if columns else None


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and dataclasses.is_dataclass(kind)


def _split(kind: Any) -> tuple[Any, ...]:
    if typing.get_origin(kind) is tuple:
        return typing.get_args(kind)
    return (kind,)


def _cells(kinds: Sequence[Any], start: str = "part") -> tuple[Column, ...]:
    """Return a column for each part; none at all where one of them is no single value."""
    if any(cell_of(kind) is None for kind in kinds):
        return ()
    single = len(kinds) == 1
    return tuple(
        Column(start if single else f"{start}_{place}", cell_of(kind), bare(kind) is kind)
        for place, kind in enumerate(kinds, 1)
    )


def _fields(kind: Any) -> tuple[Column, ...]:
    try:
        hints = typing.get_type_hints(kind)
    except NameError:  # a name that is imported for its types alone
        return ()
    fields = dataclasses.fields(kind)
    if any(cell_of(hints[field.name]) is None for field in fields):
        return ()
    return tuple(
        Column(
            field.name, cell_of(hints[field.name]),
            field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING,
        )
        for field in fields
    )  # fmt: skip


def _declared(columns: Columns) -> tuple[Column, ...]:
    need = (Column(name, cell_of(kind), open=bare(kind) is not kind) for name, kind in columns.need.items())
    return (*need, *(Column(name, kind, needed=False) for name, kind in columns.may.items()))


def cell_of(kind: Any) -> Any:
    """Return the type of a cell, without its “or nothing”; None where a cell cannot hold it."""
    kind = bare(kind)
    if typing.get_origin(kind) in {typing.Union, type(int | str)}:
        parts = [part for part in typing.get_args(kind) if part in _CELLS]
        numbers = [part for part in parts if part in (int, float, Decimal)]
        return numbers[-1] if numbers and str not in parts else str if parts else None
    return kind if kind in _CELLS else None
