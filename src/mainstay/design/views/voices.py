"""What was said about a design: by constituents in consultation, by colleagues in comments, and the answers."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may_anywhere
from mainstay.design import selectors
from mainstay.design.models import Project
from mainstay.design.tables import CommentTable
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.words import enumerated, named, number

from .shown import found, on_top


@door("design.read_designs")
def voices_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show each point and comment with what became of it and why."""
    project, person = found(request, uid), who(request)
    rounds = [_round(row) for row in selectors.consultations_on(person, project)]
    comments = list(project.comments.select_related("by", "answered_by").order_by("said_at", "pk"))
    points = [entry["point"] for held in rounds for body in held["bodies"] for entry in body["points"]]
    shown = {
        **on_top(person, project, "design_voices"),
        "answer": _answer(points, comments),
        "rounds": rounds,
        "comments": comments,
        "heard": _heard(project),
        "hears": _hears(person, project),
    }
    return listed(request, "design/voices.html", CommentTable(comments), shown, name="comments")


def _hears(person: Person, project: Project) -> str:
    """Return where a consultation about the design is recorded, for who may."""
    if not may_anywhere(person, "partners.record_consultation"):
        return ""
    given = {
        "about_kind": "design",
        "about_key": project.pk,
        "country": project.country_id,
        "case_key": project.case_id,
        "next": reverse("design_voices", args=[project.uid]),
    }
    return f"{reverse('act', args=['partners', 'record-consultation'])}?{urlencode(given)}"


def _round(consultation: Any) -> dict[str, Any]:
    bodies = [
        {
            "row": body,
            "points": [
                {"point": point, "answer": named("dialogue.point_answers", point.answer)}
                for point in sorted(body.points.all(), key=lambda held: held.number)
            ],
        }
        for body in consultation.bodies.all()
    ]
    return {"row": consultation, "bodies": bodies}


def _heard(project: Project) -> list[tuple[str, bool]]:
    heard = selectors.constituents_heard(project)
    names = {
        "government": gettext("Government"),
        "employers": gettext("Employers"),
        "workers": gettext("Workers"),
    }
    return [(words, code in heard) for code, words in names.items()]


def _answer(points: list[Any], comments: list[Any]) -> str:
    """Return how many points and comments were made, and what became of them."""
    whole = len(points) + len(comments)
    if not whole:
        return gettext("Nobody has made a point yet.")
    fates = [
        (gettext("{count} taken, at least in part"), sum(point.answer in {"TAKEN", "TAKEN_IN_PART"} for point in points)
         + sum(row.taken is True for row in comments)),
        (gettext("{count} refused with a reason"), sum(point.answer == "REFUSED" for point in points)
         + sum(row.taken is False for row in comments)),
        (gettext("{count} taken up later"), sum(point.answer == "LATER" for point in points)),
        (gettext("{count} waiting for an answer"), sum(not point.answer for point in points)
         + sum(row.taken is None for row in comments)),
    ]  # fmt: skip
    words = ngettext("{count} point was made: {fates}.", "{count} points were made: {fates}.", whole)
    told = enumerated(text.format(count=number(count)) for text, count in fates if count)
    return words.format(count=number(whole), fates=told)
