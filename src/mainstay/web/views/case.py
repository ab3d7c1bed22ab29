"""The case page: where does it stand?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mainstay.accounts.permissions import get_visible
from mainstay.cases import selectors as cases_selectors
from mainstay.cases.models import Case
from mainstay.page.doors import door
from mainstay.page.panels import panels_for
from mainstay.web import selectors


@door("cases.read_cases")
def cases(request: HttpRequest) -> HttpResponse:
    """Show the cases that this person may see, open ones first."""
    shown = cases_selectors.cases_visible(request.user)  # type: ignore[arg-type]
    return render(request, "web/cases.html", {"rows": selectors.case_rows(shown)})


@door("cases.read_cases")
def case_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one case: its header, the road, panels, tasks, team and timeline."""
    person = request.user
    case = get_visible(Case.objects.all(), person, "cases.read_cases", reference=reference)  # type: ignore[arg-type]
    shown = selectors.case_shown(person, case)  # type: ignore[arg-type]
    return render(request, "web/case.html", {**shown, "panels": panels_for(person, case)})
