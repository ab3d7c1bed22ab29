"""What stands on a page beside its list, as JSON takes it: its figures, and of a record as much as its reader may read."""

import dataclasses
import types
import typing
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Page
from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from ninja import Schema
from pydantic import ConfigDict

from mainstay.accounts.models import Person
from mainstay.page.tables import ListTable
from mainstay.partners.selectors.registers import Register
from mainstay.web.acts.finding import kind_of_model, seen
from mainstay.web.acts.shown import plain, row_of
from mainstay.web.api.shapes import named_shape

#: What a page adds for its looks and its ways on; its words on top are told apart from the figures.
NOT_FIGURES = {
    "title", "question", "answer", "table", "filters", "form", "tabs", "tab", "links", "crumbs", "head", "charts", "mark",
    "view", "list", "form_address", "ends", "acts", "acts_on", "acts_only", "places", "around", "chart", "bars", "panels",
}  # fmt: skip
_NOTHING = object()
_DEEP = 12


class Told(Schema):
    """What is told of a record: its key, what it is called, and its fields where they may be read."""

    model_config = ConfigDict(extra="allow")
    key: int | str
    called: str


class Figures:
    """The figures of one page for one reader; which records she may read is asked once for each kind."""

    def __init__(self, person: Person | None) -> None:
        self._person = person
        self._records: dict[type[Model], list[tuple[Model, dict[str, Any]]]] = defaultdict(list)

    def told(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the figures of a page's context by name."""
        found = {name: self._plain(value, 0) for name, value in context.items() if name not in NOT_FIGURES}
        self._fill()
        return {
            name: value for name, value in found.items() if value is not _NOTHING and not name.startswith("_")
        }

    def _plain(self, value: Any, depth: int) -> Any:
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, SafeString):
            return _NOTHING if "<svg" in value else strip_tags(value)
        if isinstance(value, str | Promise):
            return str(value)
        if isinstance(value, Decimal):
            return float(value)
        if isinstance(value, UUID | date | datetime):
            return plain(value)
        if isinstance(value, Model):
            return self._record(value)
        if isinstance(value, Register):  # what it is made of is no figure of its page
            return {"code": value.code, "title": str(value.title)}
        if depth > _DEEP or isinstance(value, forms.BaseForm | ListTable):
            return _NOTHING
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return self._parts({name: getattr(value, name) for name in parts_of(type(value))}, depth)
        if isinstance(value, Mapping):
            return self._parts({str(name): held for name, held in value.items()}, depth)
        if isinstance(value, Page):
            value = value.object_list
        if isinstance(value, QuerySet | Sequence | Collection | types.GeneratorType) and not isinstance(
            value, bytes
        ):
            told = (self._plain(one, depth + 1) for one in value)
            return [one for one in told if one is not _NOTHING]
        return _NOTHING

    def _parts(self, held: Mapping[str, Any], depth: int) -> dict[str, Any]:
        told = {name: self._plain(value, depth + 1) for name, value in held.items()}
        return {name: value for name, value in told.items() if value is not _NOTHING}

    def _record(self, record: Model) -> dict[str, Any]:
        told: dict[str, Any] = {"key": record.pk, "called": ""}
        self._records[type(record)].append((record, told))
        return told

    def _fill(self) -> None:
        for model, held in self._records.items():
            open_ = self._readable(model, [record.pk for record, _told in held])
            for record, told in held:
                if isinstance(record, Person):
                    told["called"] = record.name
                elif open_ is None or record.pk in open_:
                    told.update(row_of(record))
                    told.update(_counted(record))

    def _readable(self, model: type[Model], keys: list[Any]) -> Collection[Any] | None:
        """Return the keys of the records that the reader may read; None where a kind has no right of its own."""
        kind = kind_of_model(model)
        if kind is None:
            return None
        if self._person is None:
            return ()
        return {*seen(self._person, kind).filter(pk__in=keys).values_list("pk", flat=True)}


def _counted(record: Model) -> dict[str, Any]:
    """Return what a query has counted with a record."""
    fields = {field.attname for field in record._meta.concrete_fields} | {
        field.name for field in record._meta.concrete_fields
    }
    return {
        name: plain(value)
        for name, value in vars(record).items()
        if not name.startswith("_")
        and name not in fields
        and isinstance(value, str | int | float | bool | Decimal | date | None)
    }


@cache
def parts_of(kind: type) -> Mapping[str, Any]:
    """Return the parts of a result by name with their types: its fields, and what it works out from them."""
    try:
        hints = typing.get_type_hints(kind)
    except NameError:  # a name that is imported for its types alone
        hints = {}
    found = {field.name: hints.get(field.name, Any) for field in dataclasses.fields(kind)}
    for name, held in vars(kind).items():
        if isinstance(held, property) and not name.startswith("_") and held.fget is not None:
            try:
                found[name] = typing.get_type_hints(held.fget).get("return", Any)
            except NameError:
                found[name] = Any
    return {name: hint for name, hint in found.items() if not name.startswith("_")}


def shape_of(kind: Any, within: tuple[Any, ...] = ()) -> Any:
    """Return a type as the API describes it."""
    kind = getattr(kind, "__bound__", None) or kind
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if kind in (str, int, float, bool, date, datetime, UUID):
        return kind
    if kind is Decimal:
        return float
    if kind is types.NoneType or kind is None:
        return None
    if origin in {typing.Union, types.UnionType}:
        return typing.Union[tuple(shape_of(part, within) for part in parts)]  # noqa: UP007 - known at run time only
    if isinstance(kind, type) and issubclass(kind, Model):
        return Told
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _shape(kind, within) if kind not in within else Any
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return dict[str, shape_of(parts[1], within)] if len(parts) == 2 else Any  # type: ignore[misc]
    if origin is tuple and parts[1:] != (Ellipsis,):
        return list[Any]
    if isinstance(origin, type) and issubclass(origin, Iterable) and parts:
        return list[shape_of(parts[0], within)]  # type: ignore[misc]
    return Any


@cache
def _shape(kind: type, within: tuple[Any, ...]) -> type[Schema]:
    fields: dict[str, Any] = {
        name: (or_nothing(shape_of(hint, (*within, kind))), None) for name, hint in parts_of(kind).items()
    }
    stage = "".join(part.capitalize() for part in kind.__module__.split(".")[1:-1])
    return named_shape(f"{stage}{kind.__name__}{len(within) or ''}", Schema, fields)


def or_nothing(kind: Any) -> Any:
    """Return a shape that may also be nothing."""
    return kind if kind is Any else kind | None
