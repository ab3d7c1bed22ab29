"""Staff: who can go, who is there?"""

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may_anywhere
from mainstay.cases.selectors import head_of
from mainstay.page.doors import door, who
from mainstay.page.filters import ListFilter
from mainstay.page.listing import listed
from mainstay.page.words import counted
from mainstay.staff import selectors
from mainstay.staff.rules import OPEN
from mainstay.staff.tables import MISSION_MARKS, REQUEST_MARKS, MissionTable, TeamRequestTable

from .away import away_on_map


@door("staff.read_team_requests")
def request_list(request: HttpRequest) -> HttpResponse:
    """Show the requests for people that this person may see."""
    person = who(request)
    form = ListFilter(request.GET, marks=REQUEST_MARKS)
    rows = form.narrowed(selectors.requests_visible(person), case="case").order_by("-starts_on", "-pk")
    count = rows.count()
    places = rows.filter(state__in=OPEN).aggregate(sum=Sum("headcount"))["sum"] or 0
    answer = " ".join(
        [
            counted(
                count,
                ngettext("{count} request.", "{count} requests.", count),
                none=gettext("No request here."),
            ),
            counted(
                places,
                ngettext("{count} place is not filled.", "{count} places are not filled.", places),
                none=gettext("Every place is filled.") if count else "",
            ),
        ]
    )
    shown = {
        "title": gettext("Staff"),
        "question": gettext("Who is needed, and who can go?"),
        "answer": answer,
        "head": head_of(person, form.reference),
        "links": _ways(person),
    }
    return listed(
        request, "page/list.html", TeamRequestTable(rows), shown, name="requests-for-people", filters=form
    )


def _ways(person: Person) -> list[tuple[str, str]]:
    """Return the other lists of staff that a person may open, address and word."""
    return [
        (reverse(name), words)
        for name, words, action in (
            ("missions", gettext("Missions"), "staff.read_deployments"),
            ("staff_weeks", gettext("Week by week"), "staff.read_depth"),
            ("roster", gettext("How deep is the roster?"), "staff.read_depth"),
            ("experts", gettext("Experts"), "staff.read_experts"),
            ("recruitments", gettext("Applicants"), "staff.read_recruitments"),
            ("insured", gettext("Who is insured"), "staff.read_insurance"),
        )
        if may_anywhere(person, action)
    ]


@door("staff.read_deployments")
def mission_list(request: HttpRequest) -> HttpResponse:
    """Show the missions that this person may see, coarse: who, which case, from when to when."""
    person = who(request)
    form = ListFilter(request.GET, marks=MISSION_MARKS)
    rows = form.narrowed(selectors.deployments_visible(person), case="request__case").order_by(
        "-starts_on", "-pk"
    )
    away, alarms = rows.filter(state="ON_MISSION").count(), rows.filter(alarm_at__isnull=False).count()
    words = ngettext("{count} person on mission.", "{count} people on mission.", away)
    missed = ngettext(
        "{count} check-in is missed: follow the call tree.",
        "{count} check-ins are missed: follow the call tree.",
        alarms,
    )
    answer = " ".join(
        part
        for part in (
            counted(away, words, none=gettext("Nobody is on mission.")),
            counted(alarms, missed, none=""),
        )
        if part
    )
    shown = {
        "title": gettext("Missions"),
        "question": gettext("Who is there, and until when?"),
        "answer": answer,
        "head": head_of(person, form.reference),
        "places": away_on_map(person),
    }
    return listed(request, "staff/missions.html", MissionTable(rows), shown, name="missions", filters=form)
