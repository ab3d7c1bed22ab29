"""The own page of a ministry, an employers' or a workers' organisation; and the vacancies that employers list."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext

from mainstay.deliver.skills.selectors import vacancies_visible
from mainstay.page.doors import SIGNED_IN, door, who
from mainstay.page.filters import ListFilter
from mainstay.page.listing import listed
from mainstay.page.words import counted, number, side
from mainstay.partners.selectors import organisations_of
from mainstay.web.selectors.constituents import own_page
from mainstay.web.selectors.home import needs_me_now
from mainstay.web.tables import VACANCY_MARKS, VacancyTable


@door(SIGNED_IN)
def own_organisation(request: HttpRequest) -> HttpResponse:
    """Show what waits for the word of one's organisation, what became of it, and what was done in its country."""
    person = who(request)
    shown = own_page(person)
    shown["answer"] = _answer(shown)
    room = needs_me_now(person)
    shown |= {"room": room["answer"], "notices": room["notices"], "counts": room["counts"]}
    shown["side"] = side(next(iter(shown["sides"]), ""))
    for row in shown["totals"]:
        row["words"] = _total(row["values"])
    back = reverse("organisation")
    for row in shown["roadmaps"]:
        if row["sign_for"]:
            row["sign"] = _act("partners", "sign-roadmap", roadmap=row["roadmap"].pk, organisation=row["sign_for"].pk, next=back)  # fmt: skip
    if shown["own"]:
        body = shown["own"][0].pk
        shown["list_vacancy"] = _act("skills", "list-vacancy", organisation=body, next=back)
        shown["write_note"] = _act("partners", "write-internal-note", organisation=body, next=back)
        shown["report_hires"] = _act("partners", "submit-hire-report", organisation=body, next=back)
    return render(request, "web/organisation.html", shown)


def _total(values: Mapping[str, Any]) -> str:
    told = {
        "JB-01": gettext("{value} days of paid work"),
        "JB-02": gettext("{value} people"),
        "JB-06": gettext("{value} % of the days by women"),
    }
    known = [
        text.format(value=number(values[code])) for code, text in told.items() if values.get(code) is not None
    ]
    return " · ".join(known) or gettext("Nothing of it is counted yet.")


def _act(stage: str, verb: str, **given: Any) -> str:
    return f"{reverse('act', args=[stage, verb])}?{urlencode(given)}"


def _answer(shown: dict[str, Any]) -> str:
    if not shown["own"]:
        return gettext("You speak for no organisation yet. The country office enters for whom you speak.")
    waiting, stopping = len(shown["waiting"]), shown["findings_stopping"]
    words = [
        counted(
            waiting,
            ngettext("{count} consultation waits for your word.", "{count} consultations wait for your word.", waiting),
            none=gettext("No consultation waits for your word."),
        ),
        counted(
            stopping,
            ngettext("{count} safeguard finding stops work.", "{count} safeguard findings stop work.", stopping),
            none=gettext("No safeguard finding stops work."),
        ),
    ]  # fmt: skip
    late = shown["complaints"]["late"]
    if late:
        words.append(ngettext("{count} complaint is late.", "{count} complaints are late.", late).format(count=number(late)))  # fmt: skip
    return " ".join(words)


@door("skills.read_vacancies")
def vacancy_list(request: HttpRequest) -> HttpResponse:
    """Show the vacancies that employers list in the reader's country."""
    person = who(request)
    form = ListFilter(request.GET, marks=VACANCY_MARKS)
    del form.fields["case"]
    rows = vacancies_visible(person)
    if form.wanted:
        rows = rows.filter(state=form.wanted)
    open_ones = rows.filter(state="OPEN").count()
    answer = counted(
        open_ones,
        ngettext("{count} vacancy is open.", "{count} vacancies are open.", open_ones),
        none=gettext("No vacancy is open."),
    )
    shown = {
        "title": gettext("Vacancies"),
        "question": gettext("Who is looking for whom?"),
        "answer": answer,
        "links": _vacancy_links(request),
    }
    return listed(request, "page/list.html", VacancyTable(rows), shown, name="vacancies", filters=form)


def _vacancy_links(request: HttpRequest) -> list[tuple[str, str]]:
    body = organisations_of(who(request)).first()
    if body is None or not request.opens("skills.list_vacancy"):  # type: ignore[attr-defined]
        return []
    given = {"organisation": body.pk, "next": reverse("vacancies")}
    return [(_act("skills", "list-vacancy", **given), gettext("List a vacancy"))]
