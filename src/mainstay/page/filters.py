"""What a list is narrowed by: the case it belongs to, and the state of its records."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

#: For each state of a record the class of its mark and its word.
Marks = Mapping[str, tuple[str, Any]]


class ListFilter(forms.Form):
    """A case by its reference and a state; `more` are states of a list's own, such as “late”."""

    case = forms.CharField(required=False, label=_("Case number"), max_length=24)
    state = forms.ChoiceField(required=False, label=_("State"))

    def __init__(self, given: Any, *, marks: Marks, more: Iterable[tuple[str, Any]] = ()) -> None:
        super().__init__(given or None)
        states = [(code, word) for code, (_mark, word) in marks.items()]
        self.fields["state"].choices = [("", _("All")), *more, *states]  # type: ignore[attr-defined]
        self.chosen: dict[str, str] = self.cleaned_data if self.is_valid() else {}

    @property
    def reference(self) -> str:
        """The reference of the case that the list is narrowed to."""
        return self.chosen.get("case", "").strip().upper()

    @property
    def wanted(self) -> str:
        """The state that the list is narrowed to."""
        return self.chosen.get("state", "")

    def narrowed(self, rows: Any, *, case: str, state: str = "state") -> Any:
        """Return the rows of the chosen case and state; `case` is the path to the case."""
        if self.reference:
            rows = rows.filter(**{f"{case}__reference": self.reference})
        known = {code for code, _word in self.fields["state"].choices}  # type: ignore[attr-defined]
        return rows.filter(**{state: self.wanted}) if self.wanted in known and self.wanted else rows


class StateFilter(ListFilter):
    """A state alone, where the list belongs to one record."""

    def __init__(self, given: Any, *, marks: Marks) -> None:
        super().__init__(given, marks=marks)
        del self.fields["case"]
