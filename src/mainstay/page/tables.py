"""Tables: the default way to see many things; numbers to the right, states by word and shape, rows that link."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

import django_tables2
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from mainstay.common.money import from_minor
from mainstay.page import words
from mainstay.page.templatetags.page import trend, when


class NumberColumn(django_tables2.Column):
    """A number with its separators, to the right; the export keeps it bare."""

    attrs: ClassVar[dict[str, Any]] = {"th": {"class": "number"}, "td": {"class": "number"}}

    def __init__(self, *args: Any, places: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places

    def render(self, value: float | Decimal) -> str:
        """Return the number as it is read."""
        return words.number(value, self.places)

    def value(self, value: Any) -> Any:
        """Return the number as it is exported."""
        return value


class MoneyColumn(NumberColumn):
    """Minor units shown with their currency."""

    def __init__(self, *args: Any, currency: str = "USD", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def render(self, value: Any) -> str:
        """Return the amount as it is read."""
        return words.money(value, self.currency)

    def value(self, value: int) -> Any:
        """Return the amount as it is exported: in whole units."""
        return from_minor(value, self.currency)


class DayColumn(django_tables2.Column):
    """A date as “12 Mar 2026”, its distance from now in the tooltip."""

    attrs: ClassVar[dict[str, Any]] = {"td": {"class": "day"}}

    def render(self, value: date | datetime) -> Any:
        """Return the date as it is read."""
        return when(value)

    def value(self, value: date | datetime) -> Any:
        """Return the date as it is exported."""
        return value.isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()


class MarkColumn(django_tables2.Column):
    """A state as a mark: its value is a pair of the mark's class and the word."""

    def render(self, value: tuple[str, Any]) -> SafeString:
        """Return the mark."""
        return format_html('<span class="mark {}">{}</span>', value[0], value[1])

    def value(self, value: tuple[str, Any]) -> str:
        """Return the word alone."""
        return str(value[1])


class StateColumn(MarkColumn):
    """A state shown by the mark and word that a table of marks has for it."""

    def __init__(self, *args: Any, marks: Mapping[str, tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.marks = marks

    def render(self, value: Any) -> SafeString:
        """Return the mark."""
        return super().render(self.marks.get(value, ("ahead", value)))

    def value(self, value: Any) -> str:
        """Return the word alone."""
        return str(self.marks.get(value, ("", value))[1])


class CaseColumn(django_tables2.Column):
    """The case that a record belongs to, as a link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("verbose_name", _("Case"))
        super().__init__(*args, order_by=f"{kwargs.get('accessor', 'case')}__reference", **kwargs)

    def render(self, value: Any, table: Any) -> SafeString | str:
        """Return the case's name, as a link for those who may open cases."""
        opens = getattr(getattr(table, "request", None), "opens", None)
        if opens is None or not opens("cases.read_cases"):
            return str(value.name)
        return format_html('<a href="{}">{}</a>', reverse("case", args=[value.reference]), value.name)

    def value(self, value: Any) -> str:
        """Return the case's reference."""
        return str(value.reference)


class ReferenceColumn(django_tables2.Column):
    """A record's number, never broken across lines."""

    attrs: ClassVar[dict[str, Any]] = {"td": {"class": "ref"}}


class NamedColumn(django_tables2.Column):
    """A code of the playbook shown by its name."""

    def __init__(self, *args: Any, collection: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.collection = collection

    def render(self, value: str) -> str:
        """Return the name in the reader's language."""
        return words.named(self.collection, value)


class TrendColumn(django_tables2.Column):
    """A small line of values; the export leaves it out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, exclude_from_export=True, orderable=False, **kwargs)

    def render(self, value: Any) -> Any:
        """Return the line."""
        return trend(value)


class ListTable(django_tables2.Table):
    """A list in the look of the house; a subclass names its columns."""

    #: What stands in an empty list: what to do, never just “none”.
    nothing: Any = ""
    #: The filter and order of the list as its address has them, and whether it is narrowed at all.
    kept: str = ""
    narrowed: bool = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("template_name", "page/table.html")
        kwargs.setdefault("default", "–")
        super().__init__(*args, **kwargs)

    def exported(self) -> Iterator[list[Any]]:
        """Yield the header and every row of the list as it is sorted and filtered, all pages."""
        yield from self.as_values()
