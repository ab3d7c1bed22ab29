"""One mission: the clearances as lanes, what blocks the travel, signs of life, and what stands after it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import get_visible, may, visible
from mainstay.cases.selectors import case_head, cases_visible
from mainstay.common import clock
from mainstay.page.doors import door, who
from mainstay.page.words import ago, counted, country_name, day, named, number
from mainstay.staff.models import Deployment
from mainstay.staff.rules import RELEASED_BY_UNIT
from mainstay.staff.selectors.travel import Board, board_of, call_tree, check_ins_of
from mainstay.staff.tables import CLEARANCE_MARKS, MISSION_MARKS, RELEASE_MARKS

#: States in which a clearance that runs out still matters.
UNTIL_BACK = ("NOMINATED", "ACCEPTED", "CLEARED", "ON_MISSION")


@door("staff.read_deployments")
def mission_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show one mission from nomination to the talk afterwards."""
    person = who(request)
    rows = Deployment.objects.select_related("request__case", "expert", "selected_by")
    mission = get_visible(rows, person, "staff.read_deployments", uid=uid)
    case = cases_visible(person).filter(pk=mission.request.case_id).first()
    board = board_of(person, mission)
    own = mission.expert.account_id == person.pk
    shown = {
        "mission": mission,
        "mark": MISSION_MARKS[mission.state],
        "head": case_head(case) if case else None,
        "answer": _answer(mission, board),
        "board": board,
        "lanes": _lanes(board),
        "before": mission.state in {"NOMINATED", "ACCEPTED", "CLEARED"},
        "chain": [] if board.green else [named("clearances", code) for code in board.path.steps],
        "waiting": any(rows for name, rows in board.lanes.items() if name != "settled"),
        "ending": [(named("clearances", row.code), row) for row in board.running_out]
        if mission.state in UNTIL_BACK
        else [],
        "check_ins": check_ins_of(person, mission),
        "calls": call_tree(mission) if mission.alarm_at else [],
        "acts": _acts(person, mission, board, own=own),
        "reads_words": may(person, "staff.read_experts", mission.expert) or own,
        "releases": _releases(person, mission),
        "briefings": mission.briefings.select_related("by").order_by("held_on"),
    }
    return render(request, "staff/mission.html", shown)


def _releases(person: Person, mission: Deployment) -> list[dict[str, Any]]:
    """Return what the unit was asked and answered; reasons and the proposal to those who read releases."""
    rows = mission.releases.select_related("office", "answered_by")
    readable = set(visible(rows, person, "staff.read_releases").values_list("pk", flat=True))
    return [
        {
            "row": row,
            "mark": RELEASE_MARKS[row.state],
            "unit": country_name(row.office.names, row.office.name)
            if row.office
            else gettext("headquarters"),
            "readable": row.pk in readable,
            "silent": row.state == "ASKED" and row.due_at <= clock.now(),
        }
        for row in rows
    ]


def _lanes(board: Board) -> list[dict[str, object]]:
    words = {
        "stuck": gettext("Stuck"), "now": gettext("Can be asked for now"), "asked": gettext("Asked, with its owner"),
        "later": gettext("Comes after others"), "settled": gettext("Settled"),
    }  # fmt: skip
    return [
        {
            "name": words[name],
            "rows": [
                {
                    "lane": lane,
                    "name": named("clearances", lane.clearance.code),
                    "mark": CLEARANCE_MARKS[lane.clearance.state],
                    "waits": [named("clearances", code) for code in lane.waits_for],
                    "owners": [named("roles", role) for role in lane.owners],
                }
                for lane in rows
            ],
        }
        for name, rows in board.lanes.items()
        if rows
    ]


def _answer(mission: Deployment, board: Board) -> str:
    """Return where the mission stands: the hours to travel, the next sign of life, or what stands after it."""
    if mission.alarm_at:
        return gettext("A check-in is missed, due {when}. Follow the call tree now.").format(
            when=ago(mission.next_check_in_at) if mission.next_check_in_at else "–"
        )
    if mission.state == "ON_MISSION":
        at = mission.next_check_in_at
        words = gettext("On mission until {until}; next sign of life {when}.")
        if at is not None and at < clock.now():
            words = gettext("On mission until {until}; a sign of life was due {when}: ask after this person.")
        said = words.format(until=day(mission.ends_on), when=ago(at) if at else "–")
        return " ".join([said, _ending_said(board)]).strip()
    if mission.state in {"NOMINATED", "ACCEPTED", "CLEARED"}:
        if board.green:
            words = gettext("Every blocking clearance is granted: ready to travel on {day}.")
            return " ".join([words.format(day=day(mission.starts_on)), _ending_said(board)]).strip()
        left = len(board.missing) + len(board.expired)
        words = ngettext("{count} blocking clearance is open", "{count} blocking clearances are open", left)
        step = named("clearances", board.longest) if board.longest else "–"
        return gettext("{open}; {hours} hours to go, longest step: {step}.").format(
            open=counted(left, words, none=""), hours=number(board.path.hours), step=step
        )
    if mission.expert.rests_until:
        return gettext("Back since {day}; rests until {until}.").format(day=day(mission.returned_on), until=day(mission.expert.rests_until))  # fmt: skip
    return (
        gettext("This mission is over.")
        if mission.returned_on
        else gettext("This mission did not take place.")
    )


def _ending_said(board: Board) -> str:
    """Return how many clearances run out while the person is there, and which does first."""
    if not board.running_out:
        return ""
    text = ngettext(
        "{count} clearance runs out during the mission, on {day}.",
        "{count} clearances run out during the mission, the first on {day}.",
        len(board.running_out),
    )
    return text.format(count=number(len(board.running_out)), day=day(board.running_out[0].expires_on))


def _acts(person: Person, mission: Deployment, board: Board, *, own: bool) -> list[tuple[str, str]]:
    """Return the acts that may be done now, each by name and word; travel alone waits until everything blocking is green."""
    unit = next(
        (
            lane
            for lane in (*board.lanes["now"], *board.lanes["stuck"])
            if lane.clearance.code == RELEASED_BY_UNIT
        ),
        None,
    )
    briefed = mission.briefings.filter(kind="BRIEF").exists()
    asked = (
        ("deploy-person", gettext("Send on mission"), "staff.deploy_person", mission.state in {"ACCEPTED", "CLEARED"} and board.green),
        ("accept-nomination", gettext("Accept or decline"), "staff.accept_nomination", mission.state == "NOMINATED"),
        ("ask-release", gettext("Ask the unit for release"), "staff.request_clearance", mission.state == "ACCEPTED" and unit is not None),
        ("brief-person", gettext("Record the briefing"), "staff.brief_person", mission.state in {"ACCEPTED", "CLEARED"} and not briefed),
        ("check-in", gettext("Check in"), "staff.check_in", mission.state == "ON_MISSION"),
        ("answer-alarm", gettext("Close the alarm"), "staff.answer_alarm", mission.alarm_at is not None),
        ("end-deployment", gettext("End the mission"), "staff.end_deployment", mission.state == "ON_MISSION"),
        ("debrief-person", gettext("Record the talk afterwards"), "staff.debrief_person", mission.state == "RETURNED"),
        ("rate-mission", gettext("Rate the mission"), "staff.rate_mission", own and mission.state in {"RETURNED", "DEBRIEFED"}),
        ("cancel-mission", gettext("Call it off"), "staff.end_deployment", mission.state in {"NOMINATED", "ACCEPTED", "CLEARED"}),
    )  # fmt: skip
    return [(name, words) for name, words, action, now in asked if now and may(person, action, mission)]
