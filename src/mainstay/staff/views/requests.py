"""A request for people: who can go, when, why these, who was left out; and asking many whether they can."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import get_visible, may, may_anywhere
from mainstay.cases.selectors import case_head, cases_visible
from mainstay.common.errors import AppError, Reason
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence
from mainstay.page.words import counted, named, number
from mainstay.staff import selectors
from mainstay.staff.models import Expert, Release, TeamRequest
from mainstay.staff.selectors.travel import Shortlist, shortlist_of
from mainstay.staff.services import ask_availability
from mainstay.staff.tables import MISSION_MARKS, RELEASE_MARKS, REQUEST_MARKS


def _request(person: Person, uid: str) -> TeamRequest:
    rows = TeamRequest.objects.select_related("case", "asked_by", "approved_by")
    return get_visible(rows, person, "staff.read_team_requests", uid=uid)


@door("staff.read_team_requests")
def request_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show one request: what is asked, the shortlist with reasons, who was left out and why, who goes."""
    person = who(request)
    team = _request(person, uid)
    case = cases_visible(person).filter(pk=team.case_id).first()
    found = shortlist_of(person, team) if may_anywhere(person, "staff.read_shortlists") else None
    missions = list(selectors.deployments_visible(person).filter(request=team).order_by("pk"))
    going = {row.expert_id for row in missions}
    released = {row.deployment_id: RELEASE_MARKS[row.state] for row in Release.objects.filter(deployment__in=missions).order_by("pk")}  # fmt: skip
    shown = {
        "team": team,
        "mark": REQUEST_MARKS[team.state],
        "head": case_head(case) if case else None,
        "answer": _answer(team, found),
        "found": found,
        "parts": _parts(found),
        "left_out": _left_out(found),
        "missions": [
            (row, *MISSION_MARKS[row.state], selectors.time_to_go(row), released.get(row.pk))
            for row in missions
        ],
        "going": going,
        "approves": team.state == "ASKED" and may(person, "staff.approve_team_request", team),
        "asks": may(person, "staff.ask_availability", team) and team.state in {"APPROVED", "SHORTLISTED"},
        "selects": may(person, "staff.select_candidate", team) and team.state == "SHORTLISTED",
    }
    return render(request, "staff/request.html", shown)


def _answer(team: TeamRequest, found: Shortlist | None) -> str:
    if team.state == "FILLED":
        words = ngettext(
            "Somebody is named for the one place.",
            "Somebody is named for each of the {count} places.",
            team.headcount,
        )
        return words.format(count=number(team.headcount))
    if team.state == "ASKED":
        return gettext("Waits for approval; the roster manager looks for people after that.")
    if found is None or not (found.ranked or found.left_out):
        return gettext("No shortlist yet. The roster manager matches once the request is approved.")
    if not found.ranked:
        return gettext(
            "Nobody fits. The reasons stand below; change what is asked, or ask who could be free."
        )
    count, hours, longest = found.first_ready(team.headcount)
    words = ngettext("{count} ready in {hours} hours; longest step: {step}.", "{count} ready in {hours} hours; longest step: {step}.", count)  # fmt: skip
    return words.format(count=number(count), hours=number(hours), step=named("clearances", longest))


def _parts(found: Shortlist | None) -> list[dict[str, object]]:
    """Return the rows of the shortlist with each part of the points in words."""
    if found is None:
        return []
    return [
        {
            "row": one,
            "why": " · ".join(
                f"{named('matching.weights', part)} {number(points)}" for part, points in one.entry.parts.items() if points
            ),
            "step": named("clearances", one.longest) if one.longest else "",
        }
        for one in found.ranked
    ]  # fmt: skip


def _left_out(found: Shortlist | None) -> list[tuple[str, list[str]]]:
    """Return the reasons for which people were left out, each with their roster numbers, the commonest first."""
    reasons: dict[str, list[str]] = {}
    for row in found.left_out if found else ():
        told = dict(row.excluded or {})
        facts = dict(told.get("facts", {}))
        if "area" in facts:
            facts["area"] = named("functional_areas", str(facts["area"]))
        reasons.setdefault(sentence(Reason(told["code"], told["msgid"], facts)), []).append(row.expert.number)
    return sorted(reasons.items(), key=lambda one: -len(one[1]))


@door("staff.ask_availability", methods=["GET", "HEAD", "POST"])
def ask(request: HttpRequest, uid: str) -> HttpResponse:
    """Show whom a mail with a link would reach, and send it; who answers needs no account."""
    person = who(request)
    team = _request(person, uid)
    rows = (
        selectors.experts_visible(person)
        .filter(skills__functional_area=team.functional_area, skills__level__gte=team.min_level)
        .exclude(state__in=["REMOVED", "SUSPENDED", "ON_MISSION"])
        .exclude(asks__request=team)
        .exclude(deployments__request=team)
        .exclude(open_misconduct=True)
        .order_by("number")
    )
    refused, status = "", 200
    if request.method == "POST":
        chosen = list(
            rows.filter(
                pk__in=[key for key in request.POST.getlist("expert") if key.isdecimal() and len(key) < 19]
            )
        )
        try:
            made = ask_availability(by=person, request=team, experts=chosen)
        except AppError as error:
            refused, status = sentence(error.reason), error.status
        else:
            words = ngettext("{count} person is asked.", "{count} people are asked.", len(made))
            messages.success(request, counted(len(made), words, none=""))
            return redirect("team_request", uid=uid)
    experts: list[Expert] = list(rows[:200])
    answers = team.asks.select_related("expert").order_by("-answered_at", "pk")
    words = ngettext(
        "{count} more person could be asked.", "{count} more people could be asked.", len(experts)
    )
    shown = {
        "team": team,
        "experts": experts,
        "answers": answers,
        "answer": counted(len(experts), words, none=gettext("Everybody who fits is asked already.")),
        "refused": refused,
    }
    return render(request, "staff/ask.html", shown, status=status)
