"""Close and hand over: what is left before a case can be closed, in the order in which it is done."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.cases.models import Case
from mainstay.cases.selectors import tasks_open
from mainstay.cases.services.closing import closing_obstacles
from mainstay.deliver.works.models import Site
from mainstay.deliver.works.selectors.owed import rolls_unpaid
from mainstay.design.selectors import projects_visible
from mainstay.learn.lessons.models import Recommendation, Review
from mainstay.learn.lessons.selectors import lessons_visible
from mainstay.learn.library.selectors import documents_visible
from mainstay.measure.models import Publication
from mainstay.page.errors import sentence
from mainstay.page.words import number

Step = dict[str, Any]


def closing_steps(person: Person, case: Case) -> list[Step]:
    """Return the guided list: each step with its mark (done, open, ahead), a sentence, and where it is done."""
    makers: tuple[Callable[[Person, Case], Step], ...] = (
        _decisions, _tasks, _maintenance, _pay, _figures, _review, _answers, _lessons, _contacts, _archive, _close,
    )  # fmt: skip
    return [make(person, case) for make in makers]


def _step(title: str, *, done: bool, words: str, link: str = "", needed: bool = True) -> Step:
    return {
        "title": title,
        "mark": "done" if done else "open",
        "words": words,
        "link": link,
        "needed": needed,
    }


def _filled(words: str, counts: dict[str, int]) -> str:
    """Return a sentence with its numbers as the reader's language writes them."""
    return words.format(**{name: number(count) for name, count in counts.items()})


def _list(name: str, case: Case) -> str:
    return f"{reverse(name)}?case={case.reference}"


def _page(name: str, case: Case) -> str:
    return reverse(name, args=[case.reference])


def _decisions(person: Person, case: Case) -> Step:
    going = case.decisions.filter(state__in=["CIRCULATED", "OBJECTED", "DISCUSSED"]).count()
    text = ngettext("{count} decision is not made yet.", "{count} decisions are not made yet.", going)
    return _step(
        gettext("Decisions"),
        done=not going,
        words=text.format(count=number(going)) if going else gettext("Every decision is made."),
        link=_page("case_decisions", case),
    )


def _tasks(person: Person, case: Case) -> Step:
    left = tasks_open(case).count()
    text = ngettext("{count} task is still to do.", "{count} tasks are still to do.", left)
    return _step(
        gettext("Tasks"),
        done=not left,
        words=text.format(count=number(left)) if left else gettext("Every task is done or set aside."),
        link=_page("case_team", case),
        needed=False,
    )


def _maintenance(person: Person, case: Case) -> Step:
    sites = visible(Site.objects.filter(project__case=case), person, "works.read_sites")
    found = sites.aggregate(
        all=Count("pk"),
        handed=Count("pk", filter=Q(state="HANDED_OVER")),
        kept=Count("pk", filter=Q(maintenance__isnull=False)),
    )
    words = ngettext(
        "{handed} of {all} site is handed over, {kept} with a maintenance agreement.",
        "{handed} of {all} sites are handed over, {kept} with a maintenance agreement.",
        found["all"],
    )
    if not found["handed"] and not found["kept"]:
        words = ngettext("The site is not handed over yet.", "None of the {all} sites is handed over yet.", found["all"])  # fmt: skip
    whole = found["all"] == found["handed"] == found["kept"]
    return _step(
        gettext("Hand-over and maintenance"),
        done=whole,
        words=_filled(words, found) if found["all"] else gettext("There are no sites of works."),
        link=_list("works", case),
    )


def _pay(person: Person, case: Case) -> Step:
    left = sum(rolls_unpaid(project).count() for project in projects_visible(person).filter(case=case))
    text = ngettext(
        "{count} closed roll is not paid out yet.", "{count} closed rolls are not paid out yet.", left
    )
    return _step(
        gettext("Pay"),
        done=not left,
        words=text.format(count=number(left)) if left else gettext("No closed roll waits for its pay."),
        link=_list("works", case),
    )


def _figures(person: Person, case: Case) -> Step:
    projects = projects_visible(person).filter(case=case, indicator_definitions__isnull=False).distinct()
    published = (
        Publication.objects.filter(project__case=case, state="PUBLISHED").values("project").distinct().count()
    )
    count = projects.count()
    words = ngettext(
        "Figures are published for {published} of {all} project that counts.",
        "Figures are published for {published} of {all} projects that count.",
        count,
    )
    return _step(
        gettext("Figures"),
        done=published >= count,
        words=_filled(words, {"published": published, "all": count})
        if count
        else gettext("No project of this case counts indicators."),
        link=_list("measure", case),
        needed=False,
    )


def _review(person: Person, case: Case) -> Step:
    stops = dict(closing_obstacles(case)).get("lessons.review_approved")
    return _step(
        gettext("After-action review"),
        done=stops is None,
        words=sentence(stops) if stops else gettext("The review is approved."),
        link=_list("reviews", case),
    )


def _answers(person: Person, case: Case) -> Step:
    left = Recommendation.objects.filter(review__case=case, state="ASKED").count()
    text = ngettext(
        "{count} recommendation waits for management's answer.",
        "{count} recommendations wait for management's answer.",
        left,
    )
    asked = Review.objects.filter(case=case).exists()
    return _step(
        gettext("Management's answers"),
        done=asked and not left,
        words=text.format(count=number(left)) if left else gettext("No recommendation waits for its answer."),
        link=_list("recommendations", case),
        needed=False,
    )


def _lessons(person: Person, case: Case) -> Step:
    rows = lessons_visible(person).filter(case=case)
    found = rows.aggregate(all=Count("pk"), checked=Count("pk", filter=Q(state="VALIDATED")))
    words = ngettext("{all} lesson is written, {checked} checked.", "{all} lessons are written, {checked} checked.", found["all"])  # fmt: skip
    return _step(
        gettext("Lessons"),
        done=bool(found["all"]) and found["all"] == found["checked"],
        words=_filled(words, found) if found["all"] else gettext("No lesson is written yet."),
        link=_list("learn", case),
    )


def _contacts(person: Person, case: Case) -> Step:
    lead = case.leads.filter(ended_at__isnull=True).select_related("holder").first()
    name = lead.holder.name if lead and lead.holder else ""
    return _step(
        gettext("Contacts and lead"),
        done=bool(name),
        words=gettext("{name} leads and answers from now on. Take the list of the team with you.").format(name=name)
        if name
        else gettext("No person is named who answers from now on. Confirm or hand over the lead."),
        link=_page("case_team", case),
    )  # fmt: skip


def _archive(person: Person, case: Case) -> Step:
    held = documents_visible(person).filter(case=case).count()
    text = ngettext("{count} document is in the library.", "{count} documents are in the library.", held)
    return _step(
        gettext("Archive"),
        done=bool(held),
        words=text.format(count=number(held)) if held else gettext("Nothing is filed in the library yet. File the final report."),
        link=_page("case_documents", case),
        needed=False,
    )  # fmt: skip


def _close(person: Person, case: Case) -> Step:
    closed, stops = case.state == "CLOSED", closing_obstacles(case)
    text = ngettext(
        "{count} thing stands against closing.", "{count} things stand against closing.", len(stops)
    )
    words = gettext("The case is closed.") if closed else gettext("Nothing stands against closing.")
    if stops and not closed:
        why = " ".join(sentence(reason) for _code, reason in stops)
        words = f"{text.format(count=number(len(stops)))} {why}"
    return _step(gettext("Close"), done=closed, words=words, link=_page("case", case))
