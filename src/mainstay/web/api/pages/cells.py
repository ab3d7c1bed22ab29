"""One line of a list as JSON takes it: numbers stay numbers, states stay codes, days are ISO 8601."""

import typing
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import django_tables2
from django.db.models import Model
from pydantic import Field

from mainstay.page.tables import (
    CaseColumn,
    DayColumn,
    ListTable,
    MarkColumn,
    MoneyColumn,
    NamedColumn,
    NumberColumn,
    ReferenceColumn,
    StateColumn,
    TrendColumn,
)
from mainstay.web.acts.records import called

Scalar = str | int | float | bool | None
#: Signs that a page writes where there is nothing.
NOTHING = {"", "–", "—"}
_OF_COLUMN: tuple[tuple[type[django_tables2.Column], Any, str], ...] = (
    (MoneyColumn, int | None, "Whole minor units."),
    (NumberColumn, int | float | str | None, "A number; with its unit where that differs by row."),
    (StateColumn, str | None, "The code of a state."),
    (NamedColumn, str | None, "A code of the playbook."),
    (DayColumn, str | None, "A day or moment, ISO 8601."),
    (MarkColumn, str | None, "The word of a mark."),
    (CaseColumn, str | None, "The reference of a case."),
    (ReferenceColumn, str | None, "A reference."),
    (TrendColumn, Any, "The values of a small line."),
)


def columns_typed(table: type[ListTable]) -> dict[str, Any]:
    """Return the columns of a list by name, each with its type and what it says."""
    found: dict[str, Any] = {}
    for name, column in table.base_columns.items():
        kind, about = next(
            ((kind, about) for of, kind, about in _OF_COLUMN if isinstance(column, of)), (Scalar, "")
        )
        if hasattr(table, f"value_{name}"):
            told = typing.get_type_hints(getattr(table, f"value_{name}")).get("return", Any)
            kind, about = (told | None if told in {str, int, float} else Scalar), ""
        words = f"{_plain_words(column.verbose_name or name)}. {about}".strip()
        found[name] = Annotated[kind, Field(description=words)]
    return found


def _plain_words(words: Any) -> str:
    from django.utils.translation import override

    with override("en"):
        return str(words)


def rows_of(table: ListTable, rows: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Yield each row of a list: what names it, the records that it speaks of, and its columns by name."""
    for row in rows:
        record = row.record
        found: dict[str, Any] = {"key": None, "uid": None, "links": dict(_links(record))}
        if isinstance(record, Model):
            uid = getattr(record, "uid", None)
            found |= {"key": record.pk, "uid": str(uid) if isinstance(uid, UUID) else None}
        for column in table.columns:
            found[column.name] = _cell(table, row, column)
        yield found


def _links(record: Any) -> Iterator[tuple[str, int | str]]:
    if isinstance(record, Mapping):
        yield from ((name, held.pk) for name, held in record.items() if isinstance(held, Model))


def _cell(table: ListTable, row: Any, bound: Any) -> Any:
    raw = bound.accessor.resolve(row.record, safe=True, quiet=True)
    column = bound.column
    if hasattr(table, f"value_{bound.name}"):
        return _plain(row.get_cell_value(bound.name))
    if isinstance(column, TrendColumn):
        return [_point(one) for one in raw or ()]
    if isinstance(column, CaseColumn):
        return None if raw is None else str(raw.reference)
    if isinstance(column, StateColumn | NamedColumn | MoneyColumn) or type(column) is NumberColumn:
        return _plain(raw)
    rendered = hasattr(table, f"render_{bound.name}") or type(column) is not django_tables2.Column
    return _plain(row.get_cell_value(bound.name) if rendered else raw)


def _point(value: Any) -> Any:
    return [_plain(one) for one in value] if isinstance(value, tuple | list) else _plain(value)


def _plain(value: Any) -> Scalar:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Model):
        return called(value)
    words = str(value)
    return None if words in NOTHING else words
