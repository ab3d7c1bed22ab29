"""What a register's list is narrowed by, and the file that is brought into it."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mainstay.accounts.models import Person
from mainstay.common.models import Country
from mainstay.page.filters import ListFilter
from mainstay.page.words import country_name
from mainstay.partners.selectors.registers import Register, case_keys

LATE = "late"
OPEN = "open"


def _countries() -> list[tuple[str, Any]]:
    rows = Country.objects.values_list("iso3", "names", "name")
    found = sorted(((iso3, country_name(names, name)) for iso3, names, name in rows), key=lambda row: row[1])
    return [("", _("All")), *found]


class CountryField(forms.ChoiceField):
    """A country by its code; one that is not in the list narrows to nothing, as any other word does."""

    def valid_value(self, value: str) -> bool:
        """Return that every code may be asked for."""
        return bool(value)


class LineFilter(ListFilter):
    """State (or open, late), country, case and owner of the lines of a register."""

    country = CountryField(required=False, label=_("Country"), choices=_countries)
    owner = forms.CharField(required=False, label=_("Owner"), max_length=120)

    def __init__(self, given: Any, *, register: Register) -> None:
        more = [(OPEN, _("open"))]
        if register.path("due_on"):
            more.append((LATE, _("late")))
        super().__init__(given, marks=register.marks, more=more)
        self.register = register
        for name, path in (("country", "country"), ("owner", "owner"), ("case", "case_key")):
            if register.path(path) is None:
                del self.fields[name]
        self.order_fields(["state", "country", "case", "owner"])

    def lines(self, rows: QuerySet[Any], person: Person, *, today: date) -> QuerySet[Any]:
        """Return the lines that were asked for."""
        register = self.register
        chosen = {name: value for name, value in self.chosen.items() if name in self.fields}
        if self.wanted == LATE:
            rows = register.late(rows, today=today)
        elif self.wanted == OPEN:
            rows = register.open_lines(rows)
        elif self.wanted:
            rows = rows.filter(state=self.wanted)
        if chosen.get("country"):
            rows = rows.filter(**{f"{register.path('country')}__iso3": chosen["country"]})
        if chosen.get("owner"):
            rows = rows.filter(**{f"{register.path('owner')}__name__icontains": chosen["owner"].strip()})
        if self.reference and "case" in self.fields:
            keys = case_keys(person, [self.reference])
            rows = rows.filter(**{f"{register.path('case_key')}__in": list(keys.values())})
        return rows


class FileForm(forms.Form):
    """A CSV or XLSX file of lines."""

    file = forms.FileField(
        label=_("File (CSV or XLSX)"),
        help_text=_("Take the template or an export of the list, and keep its headers."),
    )
    dry_run = forms.BooleanField(required=False, label=_("Check only: show what would change, save nothing"))


class EvidenceForm(forms.Form):
    """A file that shows what a line says."""

    file = forms.FileField(label=_("File"), help_text=_("PDF, picture, spreadsheet, text; at most 20 MB."))
