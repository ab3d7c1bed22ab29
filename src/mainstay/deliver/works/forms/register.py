"""What the register is narrowed by, and the file that is given."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mainstay.deliver.works.tables import WORKER_MARKS

SEXES = {"F": _("women"), "M": _("men"), "X": _("other")}


class RegisterFilter(forms.Form):
    """A project, a site, a state, women or men, and a card or a whole name."""

    project = forms.CharField(required=False, label=_("Project number"), max_length=40)
    site = forms.CharField(required=False, label=_("Site code"), max_length=24)
    state = forms.ChoiceField(required=False, label=_("State"))
    sex = forms.ChoiceField(required=False, label=_("Sex"))
    who = forms.CharField(required=False, label=_("Card, whole name or telephone"), max_length=120)

    def __init__(self, given: Any) -> None:
        super().__init__(given or None)
        states = [(code, word) for code, (_mark, word) in WORKER_MARKS.items()]
        self.fields["state"].choices = [("", _("All")), *states]  # type: ignore[attr-defined]
        self.fields["sex"].choices = [("", _("All")), *SEXES.items()]  # type: ignore[attr-defined]
        self.chosen: dict[str, str] = self.cleaned_data if self.is_valid() else {}

    def narrowed(self, rows: Any) -> Any:
        """Return the workers of the chosen project, site, state and sex."""
        asked = self.chosen
        if asked.get("project"):
            rows = rows.filter(project__reference__iexact=asked["project"].strip())
        if asked.get("site"):
            rows = rows.filter(contracts__site__code__iexact=asked["site"].strip()).distinct()
        for name in ("state", "sex"):
            if asked.get(name):
                rows = rows.filter(**{name: asked[name]})
        return rows


class FileForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=_("File"), help_text=_("A workbook (XLSX) or CSV with the columns of the register.")
    )
