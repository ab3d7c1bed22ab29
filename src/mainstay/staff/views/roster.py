"""The roster: how deep it is by field, language, sex and region; each expert; who the insurer covers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.permissions import get_visible, may_anywhere
from mainstay.common import clock
from mainstay.common.errors import Reason
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence
from mainstay.page.filters import StateFilter
from mainstay.page.listing import listed
from mainstay.page.words import counted
from mainstay.staff import selectors
from mainstay.staff.models import Clearance, Expert
from mainstay.staff.selectors.depth import RosterDepth, briefing_ends, expiring, roster_depth, why_not_ready
from mainstay.staff.selectors.recruiting import recruitments_visible
from mainstay.staff.selectors.travel import insured
from mainstay.staff.tables import (
    CLEARANCE_MARKS,
    EXPERT_MARKS,
    MISSION_MARKS,
    RECRUITMENT_MARKS,
    DepthTable,
    ExpertTable,
    InsuredTable,
)


@door("staff.read_depth")
def depth(request: HttpRequest) -> HttpResponse:
    """Show how many stand ready by field against the target, and by language, sex and region; no name."""
    person = who(request)
    found = roster_depth(person)
    shown = {
        "answer": _said(found),
        "depth": found,
        "women": None if found.women_share is None else round(100 * found.women_share),
        "women_target": round(100 * found.target_women_share),
        "expiring": expiring(person) if may_anywhere(person, "staff.read_experts") else [],
    }
    return listed(request, "staff/roster.html", DepthTable(found.fields), shown, name="roster-depth")


def _said(found: RosterDepth) -> str:
    short = [row for row in found.fields if row.gap]
    said = [
        counted(found.ready, ngettext("{count} person could go today.", "{count} people could go today.", found.ready), none=gettext("Nobody could go today.")),
        counted(found.taken, ngettext("{count} more is on a mission or named for one.", "{count} more are on a mission or named for one.", found.taken), none=""),
        counted(len(short), ngettext("{count} field is short of its target.", "{count} fields are short of their target.", len(short)), none=gettext("Every field reaches its target.")),
    ]  # fmt: skip
    said.append(
        counted(
            found.expiring,
            ngettext(
                "{count} briefing runs out within 60 days: renew it.",
                "{count} briefings run out within 60 days: renew them.",
                found.expiring,
            ),
            none="",
        )
    )
    return " ".join(part for part in said if part)


@door("staff.read_experts")
def expert_list(request: HttpRequest) -> HttpResponse:
    """Show the experts that this person may read."""
    form = StateFilter(request.GET, marks=EXPERT_MARKS)
    rows = selectors.experts_visible(who(request)).order_by("number")
    if form.wanted in EXPERT_MARKS:
        rows = rows.filter(state=form.wanted)
    count = rows.count()
    words = ngettext("{count} expert.", "{count} experts.", count)
    shown = {
        "title": gettext("Experts"),
        "question": gettext("Who is on the roster?"),
        "answer": counted(count, words, none=gettext("No expert here.")),
        "up": (reverse("staff"), gettext("Staff")),
    }
    return listed(request, "page/list.html", ExpertTable(rows), shown, name="experts", filters=form)


@door("staff.read_experts")
def expert_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show one expert: is she ready, what can she do, what does she hold, where was she."""
    person = who(request)
    expert = get_visible(Expert.objects.select_related("nationality"), person, "staff.read_experts", uid=uid)
    reason = why_not_ready(expert, clock.today())
    if reason is not None and "state" in reason.facts:
        reason = Reason(reason.code, reason.msgid, {**reason.facts, "state": EXPERT_MARKS[expert.state][1]})
    held = Clearance.objects.filter(expert=expert, deployment__isnull=True).order_by("code")
    missions = selectors.deployments_visible(person).filter(expert=expert).order_by("-starts_on")
    shown = {
        "expert": expert,
        "mark": EXPERT_MARKS[expert.state],
        "answer": gettext("Ready to go.") if reason is None else gettext("Not ready: {why}").format(why=sentence(reason)),
        "briefing_ends": briefing_ends(expert),
        "held": [(row, *CLEARANCE_MARKS[row.state]) for row in held],
        "free": expert.availability.filter(last__gte=clock.today()).order_by("first"),
        "files": [(row, *RECRUITMENT_MARKS[row.state]) for row in recruitments_visible(person).filter(expert=expert).order_by("-pk")],
        "missions": [(row, *MISSION_MARKS[row.state]) for row in missions],
    }  # fmt: skip
    return render(request, "staff/expert.html", shown)


@door("staff.read_insurance")
def insured_list(request: HttpRequest) -> HttpResponse:
    """Show whom the insurer covers: name, days, country; nothing else leaves."""
    rows = insured(who(request))
    words = ngettext(
        "{count} person is on mission or about to go.",
        "{count} people are on mission or about to go.",
        len(rows),
    )
    shown = {
        "title": gettext("Who is insured"),
        "question": gettext("Whom does the insurer cover, from when to when?"),
        "answer": " ".join(
            [
                counted(len(rows), words, none=gettext("Nobody is on mission.")),
                gettext("The file carries name, days and country, and nothing else."),
            ]
        ),
        "up": (reverse("staff"), gettext("Staff")),
    }
    return listed(request, "page/list.html", InsuredTable(rows), shown, name="insured")
