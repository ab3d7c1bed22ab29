"""Who is on the way to the roster: each applicant's file, and the points of a panellist."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay import playbook
from mainstay.accounts.permissions import get_visible, may, may_anywhere
from mainstay.common.errors import AppError, Reason
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence
from mainstay.page.filters import StateFilter
from mainstay.page.listing import listed
from mainstay.page.words import counted, named, number
from mainstay.staff.forms import PanelForm
from mainstay.staff.models import Recruitment
from mainstay.staff.selectors.recruiting import (
    Panel,
    missing_of,
    panel_of,
    recruitments_visible,
    references_of,
)
from mainstay.staff.services import score_interview
from mainstay.staff.tables import RECRUITMENT_MARKS, VERDICT_MARKS, RecruitmentTable


@door("staff.read_recruitments")
def recruitment_list(request: HttpRequest) -> HttpResponse:
    """Show the files of applicants that this person may read."""
    form = StateFilter(request.GET, marks=RECRUITMENT_MARKS)
    rows = recruitments_visible(who(request)).order_by("-invited_at", "-pk")
    if form.wanted in RECRUITMENT_MARKS:
        rows = rows.filter(state=form.wanted)
    count = rows.filter(state="OPEN").count()
    words = ngettext("{count} applicant is on the way to the roster.", "{count} applicants are on the way to the roster.", count)  # fmt: skip
    shown = {
        "title": gettext("Applicants"),
        "question": gettext("Who is on the way to the roster, and what is missing?"),
        "answer": counted(count, words, none=gettext("Nobody is on the way to the roster.")),
        "up": (reverse("staff"), gettext("Staff")),
    }
    return listed(request, "page/list.html", RecruitmentTable(rows), shown, name="applicants", filters=form)


@door("staff.read_recruitments")
def recruitment_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show one file: invited, tested, seen by the panel, vouched for, decided; and what is missing."""
    person = who(request)
    file = get_visible(
        Recruitment.objects.select_related("expert", "invited_by", "test_marked_by", "decided_by"),
        person, "staff.read_recruitments", uid=uid,
    )  # fmt: skip
    panel, keeper = panel_of(person, file), may_anywhere(person, "staff.read_references")
    missing = [
        why for why in missing_of(file) if keeper or why.code not in {"conduct_open", "conduct_found", "reference_against"}
    ]  # fmt: skip
    shown = {
        "file": file,
        "mark": RECRUITMENT_MARKS[file.state],
        "answer": _answer(file, missing),
        "missing": [sentence(why) for why in missing] if file.state == "OPEN" else [],
        "asks": playbook.current().competencies.recruitment,
        "panel": panel,
        "lines": _lines(panel),
        "differ": [named("interview", code) for code in panel.differ],
        "sits": _sits(panel, person.pk),
        "references": [(row, *VERDICT_MARKS[row.verdict]) for row in references_of(person, file)],
        "keeper": keeper,
        "admits": file.state == "OPEN" and not missing and may(person, "staff.admit_expert", file.expert),
        "named": may(person, "staff.read_experts", file.expert),
    }
    return render(request, "staff/recruitment.html", shown)


def _answer(file: Recruitment, missing: list[Reason]) -> str:
    if file.state != "OPEN":
        return gettext("Admitted to the roster.") if file.state == "ADMITTED" else gettext("Not taken.")
    if not missing:
        return gettext("The file meets every rule: it waits for the decision.")
    words = ngettext("{count} rule is not met yet.", "{count} rules are not met yet.", len(missing))
    return counted(len(missing), words, none="")


def _lines(panel: Panel) -> list[dict[str, Any]]:
    """Return criterion for criterion the points that this reader may see, one for each panellist shown."""
    return [
        {"name": named("interview", code), "points": [one.points.get(code, "") for one in panel.readable], "differs": code in panel.differ}
        for code in playbook.current().interview
    ] if panel.readable else []  # fmt: skip


def _sits(panel: Panel, person: int) -> bool:
    """Return whether this reader sits on the panel and has not given her points."""
    return any(seat.panellist_id == person and seat.given_at is None for seat in panel.seats)


@door("staff.interview_expert", methods=["GET", "HEAD", "POST"])
def score(request: HttpRequest, uid: str) -> HttpResponse:
    """Take the points of one panellist; they are sealed until the panel is complete."""
    person = who(request)
    file = get_visible(
        Recruitment.objects.select_related("expert"), person, "staff.read_recruitments", uid=uid
    )
    form, status = PanelForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                score_interview(
                    by=person, recruitment=file, points=form.points(), words=form.cleaned_data["words"]
                )
            except AppError as error:
                form.add_error(None, sentence(error.reason))
                status = error.status
            else:
                messages.success(
                    request, gettext("Your points are sealed. They are opened when the panel is complete.")
                )
                return redirect("recruitment", uid=uid)
    asks = playbook.current().competencies.recruitment
    answer = gettext("Give {lowest} to {highest} points for each; on average {needed} are needed.").format(
        lowest=number(asks.interview_from),
        highest=number(asks.interview_to),
        needed=number(asks.interview_pass),
    )
    return render(request, "staff/score.html", {"file": file, "form": form, "answer": answer}, status=status)
