"""Staff: who can go, who is there?"""

from django.db.models import Count, Max, Min, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may_anywhere
from mainstay.cases.selectors import head_of
from mainstay.page.doors import door, who
from mainstay.page.filters import ListFilter
from mainstay.page.listing import listed
from mainstay.page.words import counted, day, number
from mainstay.staff import selectors
from mainstay.staff.models import Deployment
from mainstay.staff.tables import MISSION_MARKS, REQUEST_MARKS, MissionTable, TeamRequestTable

from .away import away_on_map


@door("staff.read_team_requests")
def request_list(request: HttpRequest) -> HttpResponse:
    """Show the requests for people that this person may see."""
    person = who(request)
    form = ListFilter(request.GET, marks=REQUEST_MARKS)
    rows = form.narrowed(selectors.requests_visible(person), case="case").order_by("-starts_on", "-pk")
    count = rows.count()
    places = sum(selectors.with_places_left(rows).values_list("left", flat=True))
    answer = " ".join(
        [
            counted(
                count,
                ngettext("{count} request.", "{count} requests.", count),
                none=gettext("No request here."),
            ),
            counted(
                places,
                ngettext("For {count} place nobody is named.", "For {count} places nobody is named.", places),
                none=gettext("Somebody is named for every place that is asked for.") if count else "",
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
    alarms = rows.filter(alarm_at__isnull=False).count()
    missed = ngettext(
        "{count} check-in is missed: follow the call tree.",
        "{count} check-ins are missed: follow the call tree.",
        alarms,
    )
    answer = " ".join(
        part for part in (_there_said(rows), _leaving_said(rows), counted(alarms, missed, none="")) if part
    )
    shown = {
        "title": gettext("Missions"),
        "question": gettext("Who is there, and until when?"),
        "answer": answer,
        "head": head_of(person, form.reference),
        "places": away_on_map(person),
        "up": (reverse("staff"), gettext("Staff")),
    }
    return listed(request, "staff/missions.html", MissionTable(rows), shown, name="missions", filters=form)


def _there_said(rows: QuerySet[Deployment]) -> str:
    """Return how many are on mission, and until when."""
    there = rows.filter(state="ON_MISSION").aggregate(
        count=Count("pk"), first=Min("ends_on"), last=Max("ends_on")
    )
    if not there["count"]:
        return gettext("Nobody is on mission.")
    if there["first"] == there["last"]:
        text = ngettext(
            "{count} person on mission until {last}.",
            "{count} people on mission until {last}.",
            there["count"],
        )
    else:
        text = ngettext(
            "{count} person on mission; the first comes back on {first}, the last on {last}.",
            "{count} people on mission; the first comes back on {first}, the last on {last}.",
            there["count"],
        )
    return text.format(count=number(there["count"]), first=day(there["first"]), last=day(there["last"]))


def _leaving_said(rows: QuerySet[Deployment]) -> str:
    """Return how many are to leave, and when the first of them does."""
    soon = rows.filter(state__in=["NOMINATED", "ACCEPTED", "CLEARED"]).aggregate(
        count=Count("pk"), first=Min("starts_on")
    )
    text = ngettext(
        "{count} is to leave, on {first}.", "{count} are to leave, the first on {first}.", soon["count"]
    )
    return text.format(count=number(soon["count"]), first=day(soon["first"])) if soon["count"] else ""
