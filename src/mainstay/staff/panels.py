"""What staff shows of a case."""

from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may_anywhere
from mainstay.cases.models import Case
from mainstay.page.panels import Panel, PanelFigure, panel
from mainstay.staff.selectors import deployments_visible, requests_visible
from mainstay.staff.tables import OPEN


@panel("staff", order=60)
def staff_panel(person: Person, case: Case) -> Panel | None:
    """Return who is on mission and how many places are open; in two queries."""
    if not may_anywhere(person, "staff.read_team_requests"):
        return None
    asked = list(requests_visible(person).filter(case=case).values_list("state", "headcount"))
    open_places = sum(count for state, count in asked if state in OPEN)
    link = f"{reverse('staff')}?case={case.reference}"
    figures = []
    words = ngettext("{count} request for people.", "{count} requests for people.", len(asked)).format(
        count=len(asked)
    )
    if may_anywhere(person, "staff.read_deployments"):
        states = Counter(
            deployments_visible(person).filter(request__case=case).values_list("state", flat=True)
        )
        missions = f"{reverse('missions')}?case={case.reference}"
        figures.append(PanelFigure(str(states["ON_MISSION"]), gettext("on mission"), missions))
        waiting = states["NOMINATED"] + states["ACCEPTED"]
        if waiting:
            words += " " + ngettext(
                "{count} person waits for clearances.", "{count} people wait for clearances.", waiting
            ).format(count=waiting)
    figures.append(PanelFigure(str(open_places), ngettext("place open", "places open", open_places), link))
    return Panel(gettext("Staff"), words, figures, link)
