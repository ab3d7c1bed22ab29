"""The shapes of what goes in and out of the API, made from the services and the tables themselves."""

import warnings
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Field as Column
from django.db.models import Model
from ninja import Schema
from pydantic import ConfigDict, Field, create_model

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.rows import Columns
from mainstay.common.texts import noop as _
from mainstay.web.acts.deeds import Deed, Value
from mainstay.web.acts.finding import Kind
from mainstay.web.acts.rows import table_of
from mainstay.web.acts.shown import fields_of
from mainstay.web.acts.values import bare, kind_of, many_of, reads_file, record_kind, writes_file

#: A record is named by its key, its reference, its number, or its code below a reference.
Named = Annotated[int | str, Field(description="A record: its key, reference, number or code.")]
_SIMPLE = (str, int, float, bool, date, datetime, Decimal)
_COLUMNS: dict[str, Any] = {
    "BooleanField": bool, "DateField": date, "DateTimeField": datetime, "IntegerField": int, "BigIntegerField": int,
    "PositiveIntegerField": int, "PositiveBigIntegerField": int, "PositiveSmallIntegerField": int, "SmallIntegerField": int,
    "FloatField": float, "DecimalField": Decimal, "UUIDField": UUID, "JSONField": Any, "ForeignKey": int | str, "OneToOneField": int | str,
}  # fmt: skip


class Row(Schema):
    """One record: its key, what it is called, and its fields."""

    model_config = ConfigDict(extra="allow")
    key: int | str
    called: str


class Listed(Schema):
    """One page of a list, and the address of the next one."""

    rows: list[Row]
    next: str | None = None
    total: int | None = None


class Done(Schema):
    """What came of an act."""

    act: str
    result: list[Any]
    repeated: bool = False


class Fault(Schema):
    """One thing that cannot be used: in which row and field, and why."""

    row: int | None = None
    field: str | None = None
    code: str
    detail: str


class Refusal(Schema):
    """What was refused, why, and the way out (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    code: str | None = None
    instance: str | None = None
    problems: list[Fault] | None = None


def input_of(deed: Deed, name: str) -> type[Schema]:
    """Return the shape of what an act takes, without its files."""
    fields: dict[str, Any] = {}
    for value in deed.values:
        if reads_file(value) or writes_file(value):
            continue
        kind = _given(value)
        fields[value.name] = (
            (kind, ...) if value.required and value.name not in _named_by_file(deed) else (kind | None, None)
        )
    extra = "allow" if deed.more is not None else "forbid"
    return named_shape(name, _of(extra), fields)


def named_shape(name: str, base: type[Schema], fields: dict[str, Any]) -> type[Schema]:
    """Return a shape with these fields; one that is called as a method of every class (`register`) is meant."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Field name .* shadows an attribute")
        return create_model(name, __base__=base, **fields)


def _named_by_file(deed: Deed) -> set[str]:
    return {"filename", "name"} if any(reads_file(value) for value in deed.values) else set()


@cache
def _of(extra: Any) -> type[Schema]:
    return type("Given", (Schema,), {"model_config": ConfigDict(extra=extra)})


def _given(value: Value) -> Any:
    kind = bare(value.type)
    about = Field(description=kind_of(value))
    if record_kind(value) is not None:
        return Named
    member = many_of(kind)
    if member is not None:
        one = Named if isinstance(member, type) and issubclass(member, Model) else member
        return Annotated[list[one], about]  # type: ignore[valid-type]
    if value.columns is not None:
        return Annotated[list[_row_of(value)], about]  # type: ignore[misc]
    return Annotated[kind if kind in _SIMPLE or _is_described(kind) else Any, about]


def _is_described(kind: Any) -> bool:
    """Return whether a table among the values has columns of known types, which the API can describe."""
    table = table_of(Value("", kind))
    return table is not None and table.shape in {"pairs", "tuples", "tuple"}


def _row_of(value: Value) -> type[Schema]:
    columns = value.columns or Columns()
    fields: dict[str, Any] = {name: (kind, ...) for name, kind in columns.need.items()}
    fields |= {name: (kind | None, None) for name, kind in columns.may.items()}
    return named_shape("".join(map(str.capitalize, (*columns.names, "row"))), _of("allow"), fields)


def filters_of(kind: Kind, name: str) -> type[Schema]:
    """Return by what a list can be narrowed: each field by its value, days and moments from and until."""
    fields: dict[str, Any] = {
        "after": (int | None, Field(None, ge=0, le=2**62, description="The key of the last row of the page before.")),
        "limit": (int, Field(100, ge=1, le=500, description="How many rows at most.")),
        "total": (bool, Field(default=False, description="Count all rows as well.")),
    }  # fmt: skip
    for column in fields_of(kind.model):
        plain = _column(column)
        if column.get_internal_type() in {"DateField", "DateTimeField"}:
            fields[f"{column.name}_from"] = (date | None, None)
            fields[f"{column.name}_until"] = (date | None, None)
        elif plain is not Any and column.name not in fields:
            fields[column.name] = (_bounded(plain) | None, None)
    return named_shape(name, _of("forbid"), fields)


def _bounded(kind: Any) -> Any:
    """Return a kind of number within what every database holds."""
    return Annotated[int, Field(ge=-(2**62), le=2**62)] if kind is int else kind


def _column(column: Column[Any, Any]) -> Any:
    kind = column.get_internal_type()
    if kind in {"ForeignKey", "OneToOneField"}:
        target = column.target_field.get_internal_type()  # type: ignore[attr-defined]
        return str if target == "CharField" else int
    return _COLUMNS.get(kind, str)


def require_text(value: Any, field: str) -> None:
    """Raise `BadInput` where a text holds what no database takes: a zero byte, or half a character."""
    if isinstance(value, str) and ("\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value)):
        reason = Reason("no_text", _("This text holds characters that cannot be stored."))
        raise BadInput("values", reason.msgid, problems=[Problem(reason, field=field)])
    if isinstance(value, Mapping):
        for name, held in value.items():
            require_text(name, field)
            require_text(held, field)
    elif isinstance(value, list | tuple):
        for held in value:
            require_text(held, field)


def row_shape(kind: Kind, name: str) -> type[Schema]:
    """Return the shape of a record of one kind."""
    fields: dict[str, Any] = {}
    for column in fields_of(kind.model):
        fields[column.name] = (_COLUMNS.get(column.get_internal_type(), str) | None, None)
    return named_shape(name, Row, fields)
