"""The list of any register: its lines with what the register declares; the file of it can be imported again."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import django_tables2
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mainstay.common import clock
from mainstay.exchange.tables import Column
from mainstay.page.tables import DayColumn, ListTable, MarkColumn, NumberColumn, StateColumn
from mainstay.page.words import country_name
from mainstay.partners.selectors.cells import file_value, shown_label, shown_value
from mainstay.partners.selectors.registers import UID, CaseName, Register


class LineTable(ListTable):
    """One line for each line of a register; what its export holds can be imported again."""

    register: Register
    names: Mapping[int, CaseName]

    @cached_property
    def today(self) -> date:
        """The day for which the list says what is late."""
        return clock.today()

    def render_title(self, record: Any) -> Any:
        """Return the title as a link to the line's page."""
        shown = self.register.value(record, "title")
        return format_html('<a href="{}">{}</a>', self.register.address(record), shown)

    def render_owner(self, record: Any) -> str:
        """Return who answers for the line."""
        return str(self.register.value(record, "owner") or "–")

    def render_country(self, record: Any) -> str:
        """Return the country's name."""
        found = self.register.value(record, "country")
        return country_name(found.names, found.name) if found else "–"

    def render_case_key(self, record: Any) -> Any:
        """Return the case as a link, for those who may see it."""
        found = self.names.get(self.register.case_key(record) or 0)
        return format_html('<a href="{}">{}</a>', found.address, found.reference) if found else "–"

    def render_due_on(self, record: Any, value: Any) -> Any:
        """Return the day, marked when it has passed."""
        shown = DayColumn().render(value)
        if self.register.is_late(record, today=self.today):
            return format_html('<span class="mark late">{}</span>', shown)
        return shown

    def exported(self) -> Iterator[list[Any]]:
        """Yield the header and every line as an import reads them: the columns of the register's file."""
        columns = (
            (UID, *self.register.all_columns()) if self.register.key == "uid" else self.register.all_columns()
        )
        yield [gettext(column.label) for column in columns]
        for record in self.data:
            yield [self._cell(record, column) for column in columns]

    def _cell(self, record: Any, column: Column) -> Any:
        if column.name == "case":
            found = self.names.get(self.register.case_key(record) or 0)
            return found.reference if found else ""
        return file_value(self.register, record, column)


def _column(register: Register, column: Column) -> django_tables2.Column:
    sortable = column.name not in register.computed and column.kind in {"text", "date", "int", "decimal"}
    accessor = register.path(column.name) or column.name
    label = shown_label(register, column)
    named: dict[str, Any] = {"accessor": accessor, "orderable": sortable}
    if column.name in register.computed or register.faces.get(column.name, ("", None))[1] is not None:
        number = NumberColumn.attrs if column.kind in {"int", "decimal"} else {}
        named |= {"accessor": "pk" if column.name in register.computed else accessor, "attrs": number}
        return _Shown(register, column, verbose_name=label, empty_values=(), **named)
    if column.kind == "date":
        return DayColumn(verbose_name=label, **named)
    if column.kind in {"int", "decimal"}:
        return NumberColumn(verbose_name=label, **named)
    return _Shown(register, column, verbose_name=label, empty_values=(), **named)


class _Shown(django_tables2.Column):
    """A column of a register's own, read as its declaration says."""

    def __init__(self, register: Register, column: Column, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.register, self.column = register, column

    def render(self, record: Any) -> Any:
        """Return the value as a person reads it."""
        value = shown_value(self.register, record, self.column)
        return "–" if value is None or value == "" else value


class _Weight(MarkColumn):
    """How grave a line is, where its register weighs it."""

    def __init__(self, register: Register) -> None:
        super().__init__(verbose_name=register.weighs_called, accessor="pk", orderable=False)
        self.register = register

    def render(self, record: Any) -> Any:
        """Return the weight with its mark."""
        return super().render(self.register.weighs(record)) if self.register.weighs else "–"


def lines_table(register: Register, rows: Any, names: Mapping[int, CaseName]) -> LineTable:
    """Return the list of a register's lines; `names` are the cases that the reader may see."""
    own = {column.name: column for column in register.columns()}
    paths: Sequence[tuple[str, django_tables2.Column]] = [
        (
            "title",
            django_tables2.Column(
                verbose_name=register.faces.get("title", (_("Title"), None))[0],
                accessor=register.path("title") if "title" not in register.computed else "pk",
                empty_values=(),
                orderable="title" not in register.computed,
            ),
        ),
        ("state", StateColumn(verbose_name=_("State"), marks=register.marks)),
        *([("weight", _Weight(register))] if register.weighs is not None else []),
        *((name, _column(register, own[name])) for name in register.shown),
        *_common(register),
    ]
    kind = type("Lines", (LineTable,), {"nothing": register.nothing, **dict(paths)})
    table: LineTable = kind(rows)
    table.register, table.names = register, names
    return table


def _common(register: Register) -> Iterator[tuple[str, django_tables2.Column]]:
    if register.path("owner"):
        yield (
            "owner",
            django_tables2.Column(
                verbose_name=_("Owner"),
                accessor=register.path("owner"),
                order_by=f"{register.path('owner')}__name",
            ),
        )
    if register.path("country"):
        yield (
            "country",
            django_tables2.Column(
                verbose_name=_("Country"),
                accessor=register.path("country"),
                order_by=f"{register.path('country')}__name",
            ),
        )
    if register.path("case_key"):
        yield "case_key", django_tables2.Column(verbose_name=_("Case"), accessor=register.path("case_key"))
    if register.path("due_on"):
        label = register.faces.get("due_on", (_("Due"), None))[0]
        yield "due_on", DayColumn(verbose_name=label, accessor=register.path("due_on"))
