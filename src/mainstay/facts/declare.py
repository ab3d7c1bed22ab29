"""How a stage says what a fact is."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mainstay.common.errors import AppError
from mainstay.common.texts import noop as _

ENGINES = ("sqlite", "postgresql")
RESERVED = {"month"}
"""The name of the partition: files lie in ``month=2026-11``, which readers show as a column."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the records are: an engine, and a file (sqlite) or a ``postgresql://`` address."""

    engine: str
    address: str = field(repr=False)

    def __post_init__(self) -> None:
        if self.engine not in ENGINES:
            raise AppError(
                "facts.engine",
                _("There is no source {engine}. Facts are read from {engines}."),
                engine=self.engine,
                engines=", ".join(ENGINES),
            )


@dataclass(frozen=True, slots=True)
class FactTable:
    """One kind of thing that happened, one row each.

    `schema` returns the pyarrow schema when first needed; whole numbers, booleans, dates, timestamps,
    texts and (never for money) floats. `keys` name a row. `month` is the date or timestamp column that
    decides the partition. `select` is one SELECT for each engine over the stage's own tables; it yields
    the columns of the schema under their names, and those of `marks`: columns that grow whenever a row or
    anything joined to it changes (an id, a time of change), from which the engine knows the months to
    build again. `restricted` columns lie apart, in a folder of their own. `persons` says which columns are
    keys of persons and of which kind: they become pseudonyms, equal for equal kind and person.
    Raise `version` when the meaning of a column changes.

    Money is whole minor units as int64; a SELECT that yields a fraction for a whole number is refused.
    """

    name: str
    schema: Callable[[], Any]
    keys: tuple[str, ...]
    month: str
    select: Mapping[str, str]
    marks: tuple[str, ...]
    restricted: tuple[str, ...] = ()
    persons: Mapping[str, str] = field(default_factory=dict)
    version: int = 1

    def __post_init__(self) -> None:
        named = (self.name, *self.keys, self.month, *self.marks, *self.restricted, *self.persons)
        wrong = [name for name in named if not re.fullmatch(r"[a-z][a-z0-9_]*", name)]
        if wrong:
            raise _fault(self.name, wrong[0], _("is not a plain lower-case name"))
        if not self.keys or not self.marks:
            raise _fault(self.name, "keys, marks", _("must be named"))
        if set(self.restricted) & {*self.keys, self.month}:
            raise _fault(self.name, "restricted", _("may not hold a key or the month"))

    def columns(self) -> Any:
        """Return the pyarrow schema, checked against the rest of the declaration."""
        import pyarrow.types as kinds

        schema = self.schema()
        for name in (*self.keys, self.month, *self.restricted, *self.persons):
            if name not in schema.names:
                raise _fault(self.name, name, _("is not in the schema"))
        for column in schema:
            kind = column.type
            usable = (
                kinds.is_integer(kind) or kinds.is_boolean(kind) or kinds.is_string(kind)
                or kinds.is_date32(kind) or kinds.is_timestamp(kind) or kinds.is_floating(kind)
            )  # fmt: skip
            if not usable or column.name in RESERVED:
                raise _fault(self.name, column.name, _("has a name or type that facts do not have"))
        if not (
            kinds.is_date32(schema.field(self.month).type)
            or kinds.is_timestamp(schema.field(self.month).type)
        ):
            raise _fault(self.name, self.month, _("must be a date or timestamp"))
        if any(not kinds.is_int64(schema.field(name).type) for name in self.persons):
            raise _fault(self.name, "persons", _("must be int64"))
        return schema

    def public(self) -> list[str]:
        """Return the names of the columns that are not restricted, in their order."""
        return [name for name in self.columns().names if name not in self.restricted]


def _fault(table: str, column: str, why: str) -> AppError:
    return AppError(
        "facts.declaration",
        _("The fact table {table} is declared wrongly: {column} {why}."),
        table=table,
        column=column,
        why=why,
    )
