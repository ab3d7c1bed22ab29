"""A table in a form: a few rows to fill, more when asked for; it works without a script."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .amounts import is_money
from .rows import Column, Table
from .words import label_of

#: How many rows stand empty at first, and how many more come each time; a table takes no more than the most.
EMPTY, MOST = 3, 500
#: More choices than these are offered while one types, not in each row.
LONG = 40
#: The button that asks for more rows; its value is the name of the table.
MORE = "more_rows"
_LOOKS = {
    int: {"type": "number", "step": "1"}, float: {"type": "number", "step": "any"}, Decimal: {"type": "number", "step": "any"},
    date: {"type": "date"}, datetime: {"type": "datetime-local"}, str: {"type": "text"},
}  # fmt: skip
_TO: Mapping[Any, Any] = {
    int: forms.IntegerField(required=False), float: forms.FloatField(required=False), Decimal: forms.DecimalField(required=False),
    date: forms.DateField(required=False), datetime: forms.DateTimeField(required=False), str: forms.CharField(required=False),
}  # fmt: skip
Choices = Sequence[tuple[str, str]]
_DIVIDER = {"over": _("Over what"), "words": _("What divides")}
_TRIGGER = {"what": _("Date, place or kind of actor"), "words": _("What could set off violence")}
_GATEKEEPER = {"controls": _("Controls"), "words": _("Which kind of actor, and how")}
#: What the columns of pairs are called, by act and value.
HEADS: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("export-charts", "charts"): {"part_1": _("Indicator"), "part_2": _("By what")},
    ("estimate-losses", "exposure"): {"key": _("Area"), "value": _("Share")},
    ("estimate-losses", "span"): {
        "days": _("Days that work stands still"),
        "recovery_days": _("Days until it is back"),
        "days_a_week": _("Days a week"),
        "partial": _("Share of time that jobs at risk lose"),
        "stays_lost": _("Share that stays lost"),
    },
    ("record-production", "sectors"): {
        "last_day": _("Last day"),
        "before_minor": _("Production without the crisis"),
        "after_minor": _("Production with it"),
        "output_minor": _("Production of a normal year"),
        "labour_income_minor": _("What its work earns in a normal year"),
        "elasticity": _("Elasticity"),
    },
    ("estimate-losses", "impact"): {"key": _("Sector, * for all others")},
    ("estimate-losses", "at_risk"): {"key": _("Sector, * for all others")},
    ("record-group-talk", "points"): {
        "topic": _("Topic"),
        "words": _("What was said"),
        "strategy": _("How people get by"),
    },
    ("write-conflict-findings", "connectors"): {"words": _("What joins")},
    ("write-conflict-findings", "stakes"): {
        "group": _("Group"),
        "good": _("Jobs, contracts or training"),
        "gains": _("Would it gain?"),
    },
    ("write-conflict-findings", "bodies"): {
        "name": _("Who settles disputes"),
        "women_use": _("Women go there"),
        "youth_use": _("Young people go there"),
    },
    ("write-harm-measures", "measures"): {
        "risk": _("Risk that it answers"),
        "measure": _("What is done differently"),
        "due": _("When"),
    },
    ("add-conflict-secrets", "dividers"): _DIVIDER,
    ("add-conflict-secrets", "triggers"): _TRIGGER,
    ("add-conflict-secrets", "gatekeepers"): _GATEKEEPER,
    ("correct-conflict-secrets", "dividers"): {"line": _("Which line"), **_DIVIDER},
    ("correct-conflict-secrets", "triggers"): {"line": _("Which line"), **_TRIGGER},
    ("correct-conflict-secrets", "gatekeepers"): {"line": _("Which line"), **_GATEKEEPER},
    ("cost-option", "quantities"): {"key": _("Module"), "value": _("Quantity")},
    ("design-option", "quantities"): {"key": _("Module"), "value": _("Quantity")},
}


class RowsWidget(forms.Widget):
    """The rows of a table as they are typed."""

    template_name = "web/rows.html"
    use_fieldset = True

    def __init__(
        self, table: Table, choices: Mapping[str, Choices], heads: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__()
        self.table, self.choices, self.more, self.heads = table, choices, 0, heads or {}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, str]]:
        """Return the rows that hold something, as they were typed."""
        count = str(data.get(f"{name}-rows", ""))
        rows = [
            {
                column.name: str(data.get(f"{name}-{at}-{column.name}", "")).strip()
                for column in self.table.columns
            }
            for at in range(min(int(count), MOST) if count.isdecimal() else 0)
        ]
        return [row for row in rows if any(row.values())]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Return whether no row was sent."""
        return f"{name}-rows" not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Return what the template shows: the columns, the rows that are filled, a few that are empty."""
        found = super().get_context(name, value, attrs)
        filled = list(value or [])
        empty = max(1 - len(filled), 0) if self.table.single else EMPTY + self.more
        rows = [*filled, *({} for _row in range(empty))]
        found["widget"] |= {
            "heads": [self.head(column) for column in self.table.columns],
            "rows": [[self._cell(name, at, column, row) for column in self.table.columns] for at, row in enumerate(rows)],
            "count": len(rows), "single": self.table.single, "more": MORE,
            "lists": [(f"{name}-{column}-list", held) for column, held in self.choices.items() if len(held) > LONG],
        }  # fmt: skip
        return found

    def head(self, column: Column) -> str:
        """Return what a column is called."""
        return str(self.heads.get(column.name) or _head(column))

    def _cell(self, name: str, at: int, column: Column, row: Mapping[str, Any]) -> dict[str, Any]:
        value = row.get(column.name, "")
        value = str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)
        choices: Choices = self.choices.get(column.name, ())
        if column.type is bool:
            choices = [("true", gettext("yes")), ("false", gettext("no"))]
        label, head = _("{column}, row {row}"), self.head(column)
        return {
            "name": f"{name}-{at}-{column.name}", "value": value, "choices": choices, "head": head,
            "label": str(label).format(column=head, row=at + 1), **_LOOKS.get(column.type, {}),
            "list": f"{name}-{column.name}-list" if len(choices) > LONG else "",
        }  # fmt: skip


def _head(column: Column) -> str:
    heads = {
        "key": gettext("For what"), "value": gettext("Value"), "value_1": gettext("Value"), "value_2": gettext("Words"),
        "part": gettext("Value"), "part_1": gettext("First"), "part_2": gettext("Second"), "part_3": gettext("Third"),
    }  # fmt: skip
    return heads.get(column.name) or label_of(column.name)


class RowsField(forms.Field):
    """A table; each cell is read by the type of its column, and each fault names its row."""

    def __init__(
        self,
        table: Table,
        choices: Mapping[str, Choices],
        heads: Mapping[str, Any] | None = None,
        **about: Any,
    ) -> None:
        super().__init__(widget=RowsWidget(table, choices, heads), **about)
        self.table = table

    def to_python(self, value: Any) -> list[dict[str, Any]]:
        """Return the rows with their cells read."""
        rows, faults = [], []
        for at, row in enumerate(value or [], 1):
            read: dict[str, Any] = {}
            for column in self.table.columns:
                text = str(row.get(column.name, ""))
                try:
                    read[column.name] = _read(column, text)
                except forms.ValidationError as fault:
                    words = gettext("Row {row}, {column}: {words}")
                    faults.append(
                        words.format(row=at, column=self.widget.head(column), words=" ".join(fault.messages))
                    )
            rows.append(read)
        if faults:
            raise forms.ValidationError(faults)
        return rows


def _read(column: Column, text: str) -> Any:
    if not text:
        if column.needed and not column.open and column.type is not str:
            raise forms.ValidationError(gettext("This is needed."))
        return "" if column.needed and not column.open else None
    if column.type is bool:
        return text == "true"
    return _TO[Decimal if column.type is int and is_money(column.name) else column.type].clean(text)
