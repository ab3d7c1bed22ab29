"""Consultations: who was heard, what they said, what became of it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import get_visible
from mainstay.cases.selectors import cases_visible, head_of
from mainstay.common.errors import BadInput, NotFound, RuleBroken
from mainstay.common.texts import noop
from mainstay.design.selectors import projects_visible
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence
from mainstay.page.filters import ListFilter
from mainstay.page.listing import listed
from mainstay.page.words import counted, day, enumerated, named, number
from mainstay.partners.models import Consultation
from mainstay.partners.selectors import consultations_visible, own_body
from mainstay.partners.services import raise_point
from mainstay.web.tables import CONSULTATION_MARKS, ConsultationTable


@door("partners.read_consultations")
def consultation_list(request: HttpRequest) -> HttpResponse:
    """Show the consultations that this person may read, the latest first."""
    form = ListFilter(request.GET, marks=CONSULTATION_MARKS)
    del form.fields["case"]
    rows = consultations_visible(who(request)).order_by("-invited_at")
    if form.wanted:
        rows = rows.filter(state=form.wanted)
    count, waiting = rows.count(), rows.filter(state__in=["INVITED", "HEARD"]).count()
    words = [
        counted(
            count,
            ngettext("{count} consultation.", "{count} consultations.", count),
            none=gettext("No consultation here."),
        ),
        counted(
            waiting,
            ngettext("{count} waits for its answer.", "{count} wait for their answers.", waiting),
            none=gettext("All are answered.") if count else "",
        ),
    ]
    shown = {
        "title": gettext("Consultations"),
        "question": gettext("Who was heard, and what became of it?"),
        "answer": " ".join(words).strip(),
        "links": [(reverse("registers"), gettext("Registers"))],
    }
    table = ConsultationTable(rows)
    keys = rows.order_by().values_list("case_key", flat=True).distinct()
    table.about = dict(cases_visible(who(request)).filter(pk__in=list(keys)).values_list("pk", "name"))
    return listed(request, "page/list.html", table, shown, name="consultations", filters=form)


class PointForm(forms.Form):
    """A point that somebody makes for her own organisation."""

    words = forms.CharField(
        label=_("What does your organisation say?"), help_text=_("One point. It is answered: taken, or refused with the reason."),
        max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


def _found(person: Person, uid: str) -> Consultation:
    return get_visible(Consultation.objects.all(), person, "partners.read_consultations", uid=uid)


@door("partners.read_consultations")
def consultation_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show one consultation: each body, its points, whether each is taken or refused and why."""
    return _shown(request, _found(who(request), uid), PointForm())


@door("partners.raise_point", methods=["POST"])
def make_point(request: HttpRequest, uid: str) -> HttpResponse:
    """Make a point for one's own organisation."""
    person = who(request)
    found, form = _found(person, uid), PointForm(request.POST)
    body = own_body(person, found)
    if body is None:
        raise NotFound("no_body", noop("Your organisation was not invited to this consultation. Ask who opened it."))  # fmt: skip
    if form.is_valid():
        try:
            raise_point(by=person, body=body, words=form.cleaned_data["words"])
            messages.success(request, gettext("Your point is written down. You are told what becomes of it."))
            return redirect("consultation", uid=uid)
        except (BadInput, RuleBroken) as error:
            form.add_error(None, sentence(error.reason))
    return _shown(request, found, form, status=422)


def _shown(request: HttpRequest, found: Consultation, form: PointForm, *, status: int = 200) -> HttpResponse:
    person = who(request)
    case = cases_visible(person).filter(pk=found.case_key).first() if found.case_key else None
    bodies = [_body(row) for row in found.bodies.select_related("organisation").order_by("side")]
    project = _project(person, found)
    shown = {
        "found": found,
        "mark": CONSULTATION_MARKS[found.state],
        "head": head_of(person, case.reference) if case else None,
        "project": project,
        "bodies": bodies,
        "answer": _answer(found, bodies),
        "form": form,
        "own": own_body(person, found) if found.state != "CANCELLED" else None,
    }
    return render(request, "web/consultation.html", shown, status=status)


def _project(person: Person, found: Consultation) -> Any:
    if found.about_kind != "design" or not found.about_key.isdecimal():
        return None
    return projects_visible(person).filter(pk=int(found.about_key)).first()


def _body(row: Any) -> dict[str, Any]:
    points = [
        {"point": point, "answer": named("dialogue.point_answers", point.answer)}
        for point in row.points.select_related("answered_by").order_by("number")
    ]
    return {"row": row, "points": points}


def _heard(heard: int, invited: int) -> str:
    """Return how many of the bodies that were invited were heard."""
    if heard and heard == invited:
        text = ngettext("The {count} body that was invited was heard.", "All {count} bodies that were invited were heard.", heard)  # fmt: skip
        return text.format(count=number(heard))
    text = ngettext(
        "{heard} of {count} body that was invited was heard.",
        "{heard} of {count} bodies that were invited were heard.",
        invited,
    )
    return text.format(heard=number(heard), count=number(invited))


def _answer(found: Consultation, bodies: list[dict[str, Any]]) -> str:
    heard = sum(1 for body in bodies if body["row"].heard_at)
    points = [entry["point"] for body in bodies for entry in body["points"]]
    taken = sum(1 for point in points if point.answer in {"TAKEN", "TAKEN_IN_PART"})
    words = [_heard(heard, len(bodies))]
    if points:
        made = ngettext("{count} point was made: {fates}.", "{count} points were made: {fates}.", len(points))
        fates = [
            (gettext("{count} taken, at least in part"), taken),
            (gettext("{count} refused with a reason"), sum(point.answer == "REFUSED" for point in points)),
            (gettext("{count} taken up later"), sum(point.answer == "LATER" for point in points)),
            (gettext("{count} waiting for an answer"), sum(not point.answer for point in points)),
        ]
        told = enumerated(text.format(count=number(count)) for text, count in fates if count)
        words.append(made.format(count=number(len(points)), fates=told))
    if found.answer_sent_at:
        words.append(gettext("Answered on {day}.").format(day=day(found.answer_sent_at)))
    elif found.state != "CANCELLED":
        words.append(gettext("To be answered by {day}.").format(day=day(found.answer_by)))
    return " ".join(words)
