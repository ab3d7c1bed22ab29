"""The case page: where does it stand?"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from mainstay import playbook
from mainstay.cases import selectors as cases_selectors
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.panels import panels_for
from mainstay.page.words import named
from mainstay.web import selectors
from mainstay.web.tables import CaseTable

from .spine import TABS, case_of

STATES = [
    ("", _("Open and stood down")),
    ("OPEN", _("Open")),
    ("STOOD_DOWN", _("Stood down")),
    ("CLOSED", _("Closed")),
]


class CaseFilter(forms.Form):
    """What the list of cases is narrowed by."""

    words = forms.CharField(required=False, label=_("Name or reference"))
    type = forms.ChoiceField(required=False, label=_("Type"))
    state = forms.ChoiceField(required=False, label=_("State"), choices=STATES)
    seen = forms.ChoiceField(
        required=False,
        label=_("Seen as"),
        choices=[("", _("List")), ("board", _("Board by stage")), ("map", _("Map"))],
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        types = [(code, named("crisis_types", code)) for code in playbook.current().crisis_types]
        self.fields["type"].choices = [("", _("All")), *types]  # type: ignore[attr-defined]


@door("cases.read_cases")
def cases(request: HttpRequest) -> HttpResponse:
    """Show the cases that this person may see, open ones first."""
    shown = cases_selectors.cases_visible(who(request))
    form = CaseFilter(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    if words := given.get("words"):
        shown = shown.filter(name__icontains=words) | shown.filter(reference__icontains=words)
    if given.get("type"):
        shown = shown.filter(crisis_types__code=given["type"])
    shown = shown.filter(state=given["state"]) if given.get("state") else shown.exclude(state="CLOSED")
    rows = selectors.case_rows(shown)
    seen = given.get("seen", "")
    more: dict[str, Any] = {"answer": selectors.cases_answer(rows), "seen": seen}
    if seen == "board":
        more["board"] = selectors.case_board(rows)
    elif seen == "map":
        more["places"] = selectors.case_places(rows)
    return listed(request, "web/cases.html", CaseTable(rows), more, name="cases", filters=form)


@door("cases.read_cases")
def case_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one case: its head, the road, panels, tasks, team and timeline."""
    person, case = who(request), case_of(request, reference)
    shown = selectors.case_shown(person, case)
    more = {"panels": panels_for(person, case), "tabs": TABS, "tab": "case", "case": case}
    return render(request, "web/case.html", {**shown, **more})
