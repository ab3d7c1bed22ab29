"""The form of an act, made from what the act takes: one field for each value, with the right way to give it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import yaml
from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mainstay.accounts.models import Person
from mainstay.common.money import to_minor

from .amounts import CENTS, currency_of, is_money
from .choices import cells_chosen, choices_of
from .deeds import Deed, Value
from .records import record_named
from .rows import table_of
from .rows_field import EMPTY, HEADS, RowsField
from .values import bare, many_of, reads_file, record_kind, writes_file
from .words import help_of, label_of

#: Texts that are written, not only named: they get room.
LONG = {
    "reason", "words", "text", "answer", "note", "notes", "statement", "conclusions", "what_happened", "work_effects",
    "asked", "evidence", "learned", "should", "who", "conditions", "points", "report", "outcome", "causes", "goal",
    "question", "abstract", "what_changed", "mitigation", "next_step", "what_for", "review", "context", "lessons",
}  # fmt: skip
#: What stands in a list from which nothing was chosen yet.
CHOOSE = _("Choose …")
#: What the page knows by itself, or what is for tests and terminals.
NOT_ASKED = {"synthetic", "today"}


class ActForm(forms.Form):
    """The form of one act for one person; `fixed` are records that the page has named already."""

    required_css_class = "needed"

    def __init__(
        self, deed: Deed, person: Person, *args: Any, fixed: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.deed, self.fixed = deed, dict(fixed or {})
        for value in asked(deed):
            if value.name in self.fixed:
                self.fields[value.name] = forms.CharField(widget=forms.HiddenInput)
            else:
                self.fields[value.name] = _field(deed, value, person)
        for name, field in self.fields.items():  # a draft keeps the cells of a table one by one
            if isinstance(field, RowsField) and f"{name}-rows" in self.initial:
                self.initial[name] = field.widget.value_from_datadict(self.initial, {}, name)

    @property
    def has_rows(self) -> bool:
        """Whether one of its values is a table, whose own button must not be what the return key presses."""
        return any(isinstance(field, RowsField) for field in self.fields.values())

    def with_more_rows(self, name: str) -> None:
        """Show what was typed as it is, unjudged, and more rows in one of the tables."""
        field = self.fields.get(name)
        if isinstance(field, RowsField):
            field.widget.more = EMPTY
        self._errors = ErrorDict()

    def given(self) -> dict[str, Any]:
        """Return what was given, by name, without what was left open."""
        return {
            name: self._counted(name, _lists(value))
            for name, value in self.cleaned_data.items()
            if value not in (None, "", [], {}) or name in self.files
        }

    def _counted(self, name: str, value: Any) -> Any:
        """Return an amount or a measure in the smallest unit, as the records hold it; a table in the service's shape."""
        field = self.fields[name]
        if isinstance(field, RowsField):
            return field.table.made(
                [{cell: self._in_minor(cell, held) for cell, held in row.items()} for row in value]
            )
        if name in CENTS:
            return to_minor(value, "USD")
        if name.endswith("_milli"):
            return int(value * 1000)
        return to_minor(value, self.currency()) if is_money(name) else value

    def _in_minor(self, name: str, value: Any) -> Any:
        if not is_money(name) or not isinstance(value, Decimal):
            return value
        return to_minor(value, "USD" if name in CENTS else self.currency())

    def currency(self) -> str:
        """Return the currency of the amounts: the one given, or that of the first record which has one."""
        given = str(self.cleaned_data.get("currency", "")).strip().upper()
        if given:
            return given
        records = [
            record_named(kind, str(self.cleaned_data[value.name]), field=value.name)
            for value in asked(self.deed)
            if (kind := record_kind(value)) is not None and self.cleaned_data.get(value.name)
        ]
        return next(filter(None, map(currency_of, records)), "USD")


def asked(deed: Deed) -> list[Value]:
    """Return the values that a page asks for: not where a file goes, nor the name that a file brings itself."""
    file = any(reads_file(value) for value in deed.values)
    named = {"filename", "name"} if file else set()
    return [
        value
        for value in deed.values
        if value.name not in NOT_ASKED | named and not writes_file(value)
    ]  # fmt: skip


def _field(deed: Deed, value: Value, person: Person) -> forms.Field:
    about: dict[str, Any] = {"label": label_of(value.name, deed), "required": value.required}
    if words := help_of(value.name, deed):
        about["help_text"] = words
    kind = bare(value.type)
    member = many_of(kind)
    if reads_file(value):
        return forms.FileField(**about)
    choices = choices_of(deed, value, person)
    if choices is not None:
        return _chosen(choices, about, many=member is not None, coerce=int if kind is int else str)
    if kind is bool:
        return _yes_or_no(value, about)
    if kind is int and (is_money(value.name) or value.name in CENTS or value.name.endswith("_milli")):
        if not value.name.endswith("_milli"):
            about["help_text"] = _("In USD.") if value.name in CENTS else _("In the currency of the record.")
        return forms.DecimalField(widget=forms.NumberInput(attrs={"step": "any"}), **about)
    if kind in _PLAIN:
        return _PLAIN[kind](**about)
    if member is not None:
        return LinesField(**{"help_text": _("One in each line."), **about})
    if (table := table_of(value)) is not None:
        return RowsField(
            table, cells_chosen(deed, value, table), heads=HEADS.get((deed.name, value.name)), **about
        )
    if kind is str or record_kind(value) is not None:
        if record_kind(value) is Person:
            about.setdefault("help_text", _("By e-mail address."))
        elif kind is not str:
            about.setdefault("help_text", _("Its reference, number or code."))
        return forms.CharField(
            widget=forms.Textarea(attrs={"rows": 3}) if value.name in LONG else None, **about
        )
    return StructuredField(**{"help_text": _("One in each line, as “name: value”; or JSON."), **about})


def _chosen(
    choices: list[tuple[str, str]], about: dict[str, Any], *, many: bool, coerce: Callable[[Any], Any] = str
) -> forms.Field:
    if many:
        ticks = forms.CheckboxSelectMultiple if len(choices) <= 12 else forms.SelectMultiple
        return forms.MultipleChoiceField(choices=choices, widget=ticks, **about)
    return forms.TypedChoiceField(choices=[("", CHOOSE), *choices], coerce=coerce, **about)


def _yes_or_no(value: Value, about: dict[str, Any]) -> forms.Field:
    if value.default in (True, False):
        return forms.BooleanField(**{**about, "required": False}, initial=value.default)
    words = [("", CHOOSE), ("true", _("yes")), ("false", _("no"))]
    return forms.TypedChoiceField(
        choices=words, coerce=lambda text: text == "true", empty_value=None, **about
    )


def _day(**about: Any) -> forms.Field:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **about)


def _moment(**about: Any) -> forms.Field:
    look = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(widget=look, **about)


_PLAIN: Mapping[Any, Callable[..., forms.Field]] = {
    date: _day,
    datetime: _moment,
    int: lambda **about: forms.IntegerField(localize=False, **about),
    float: lambda **about: forms.FloatField(widget=forms.NumberInput(attrs={"step": "any"}), **about),
    Decimal: lambda **about: forms.DecimalField(widget=forms.NumberInput(attrs={"step": "any"}), **about),
}


class LinesField(forms.CharField):
    """Several texts, one in each line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> Any:
        """Return the lines that hold something."""
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]


class StructuredField(forms.CharField):
    """A table or a mapping, as lines of “name: value”, as a list with dashes, or as JSON."""

    widget = forms.Textarea(attrs={"rows": 6, "dir": "ltr", "class": "code"})

    def to_python(self, value: Any) -> Any:
        """Return what the text holds; an error that names the line where it cannot be read."""
        if not value or not str(value).strip():
            return None
        try:
            return yaml.safe_load(str(value))
        except yaml.YAMLError as fault:
            mark = getattr(fault, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            told = gettext("Line {line} cannot be read. Write “name: value” in each line, or JSON.")
            raise forms.ValidationError(told.format(line=line)) from None


def _lists(value: Any) -> Any:
    return list(value) if isinstance(value, tuple | set) else value
