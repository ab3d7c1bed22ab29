"""The pages of one case beside its first: team, decisions, timeline, record history, documents, closing."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mainstay.accounts.permissions import get_visible, may, require
from mainstay.cases import selectors as cases_selectors
from mainstay.cases.models import Case, Decision, TimelineEntry
from mainstay.common import files
from mainstay.common.errors import NotFound
from mainstay.common.texts import noop
from mainstay.page.doors import door, who
from mainstay.page.frame import RAIL
from mainstay.page.listing import PER_PAGE, listed
from mainstay.page.words import counted, day, enumerated, number
from mainstay.web.selectors.case import happened, happened_words
from mainstay.web.selectors.closing import closing_steps
from mainstay.web.selectors.decisions import decision_shown
from mainstay.web.selectors.documents import attached_to, case_files
from mainstay.web.selectors.history import acts_on, entries_shown
from mainstay.web.selectors.team import team_shown
from mainstay.web.tables import ActTable, DecisionTable, DocumentTable, HappenedTable, SeatTable

#: The pages of a case, side by side on top of each.
TABS = (
    ("case", _("Where it stands")), ("case_team", _("Team")), ("case_decisions", _("Decisions")), ("case_timeline", _("Timeline")),
    ("case_history", _("Record history")), ("case_documents", _("Documents")), ("case_closing", _("Close and hand over")),
)  # fmt: skip


def case_of(request: HttpRequest, reference: str) -> Case:
    """Return the case with this reference that the reader may see; raise `NotFound` otherwise."""
    person = who(request)
    found = get_visible(Case.objects.all(), person, "cases.read_cases", reference=reference)
    return cases_selectors.cases_visible(person).get(pk=found.pk)


def framed(case: Case, tab: str, **shown: Any) -> dict[str, Any]:
    """Return what every page of a case shows around its content: the head and the tabs."""
    return {"case": case, "head": cases_selectors.case_head(case), "tabs": TABS, "tab": tab, **shown}


class TimelineFilter(forms.Form):
    """What the timeline is narrowed by."""

    words = forms.CharField(required=False, label=_("Person"), max_length=60)
    stage = forms.ChoiceField(required=False, label=_("Stage"))
    since = forms.DateField(required=False, label=_("Since"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [("", _("All")), *RAIL.items()]  # type: ignore[attr-defined]


@door("cases.read_timeline")
def timeline_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show who did what on a case, when and why, page by page; filtered by stage, person and day, and as a file."""
    case = case_of(request, reference)
    form = TimelineFilter(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    rows = happened(who(request), case)
    if given.get("stage"):
        rows = rows.filter(stage=given["stage"])
    if given.get("words"):
        rows = rows.filter(by__name__icontains=given["words"])
    if given.get("since"):
        rows = rows.filter(at__date__gte=given["since"])
    shown = framed(
        case, "case_timeline", title=gettext("Timeline"), question=gettext("Who did what, when and why?"),
        answer=_timeline_answer(rows),
    )  # fmt: skip
    table = HappenedTable(rows, words=happened_words)
    return listed(request, "web/case_list.html", table, shown, name=f"{reference}-timeline", filters=form)


def _timeline_answer(rows: QuerySet[TimelineEntry]) -> str:
    """Return how much happened since when, and the last of it: who, when and what."""
    count, last = rows.count(), rows.order_by("-at", "-pk").first()
    if last is None:
        return gettext("Nothing is recorded yet.")
    first = rows.order_by("at", "pk").values_list("at", flat=True)[0]
    text = ngettext("{count} entry since {since}.", "{count} entries since {since}.", count)
    said = gettext("The last, on {day} by {name}: {words}").format(
        day=day(last.at), name=last.by.name, words=happened_words(last)
    )
    return f"{text.format(count=number(count), since=day(first))} {said}"


@door("cases.read_timeline")
def history_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the record of every act on a case as the audit holds it; chained, so that nobody can change it unseen."""
    case = case_of(request, reference)
    entries = acts_on(who(request), case)
    count = entries.count()
    text = ngettext("{count} act stands in the record.", "{count} acts stand in the record.", count)
    shown = framed(
        case, "case_history", title=gettext("Record history"), question=gettext("What was done, by whom, on which record?"),
        answer=counted(count, text, none=gettext("No act that is yours to see.")),
    )  # fmt: skip
    if "export" in request.GET:
        table = ActTable(entries_shown(list(entries[:5000]), who(request)))
        return listed(request, "web/case_list.html", table, shown, name=f"{reference}-history")
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "web/case_history.html",
        {**shown, "page": page, "rows": entries_shown(list(page), who(request))},
    )


@door("cases.read_team")
def team_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show who leads until when, the seats and those that are empty, and the tasks of each owner."""
    person, case = who(request), case_of(request, reference)
    require(person, "cases.read_team", case)
    shown = team_shown(person, case)
    if "export" in request.GET:
        return listed(request, "web/case_list.html", SeatTable(shown["seats"]), name=f"{reference}-team")
    page = framed(case, "case_team", title=gettext("Task team"), answer=_team_answer(shown), **shown)
    return render(request, "web/case_team.html", page)


def _team_answer(shown: dict[str, Any]) -> str:
    lead, words = shown["lead"], []
    if lead is None:
        words.append(gettext("Nobody leads yet."))
    elif lead["overdue"]:
        words.append(gettext("The hand-over of the lead is overdue."))
    else:
        holder = lead["lead"].holder
        words.append(
            gettext("{model}: {name}.").format(model=lead["model"], name=holder.name)
            if holder
            else gettext("{model}; no person is named yet.").format(model=lead["model"])
        )
    if shown["vacant"]:
        text = ngettext("{count} seat is empty.", "{count} seats are empty.", shown["vacant"])
        words.append(text.format(count=number(shown["vacant"])))
    if shown["lacks"]:
        words.append(gettext("The quorum lacks: {seats}.").format(seats=enumerated(shown["lacks"])))
    late = sum(1 for task in shown["tasks"] if task["state"] == "LATE")
    if late:
        words.append(
            ngettext("{count} task is late.", "{count} tasks are late.", late).format(count=number(late))
        )
    return " ".join(words)


@door("cases.read_decisions")
def decision_list(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the decisions of a case, those that go round first."""
    case = case_of(request, reference)
    rows = (
        cases_selectors.decisions_visible(who(request))
        .filter(case=case)
        .order_by("decided_at", "-drafted_at")
    )
    shown = framed(
        case, "case_decisions", title=gettext("Decisions"), question=gettext("What was decided, how, and by whom?"),
        answer=_decisions_answer(rows), acts_on=case,
    )  # fmt: skip
    return listed(request, "web/case_list.html", DecisionTable(rows), shown, name=f"{reference}-decisions")


def _decisions_answer(rows: QuerySet[Decision]) -> str:
    """Return how many decisions were adopted, how many were not, and how many are not made yet."""
    held = rows.order_by().aggregate(
        adopted=Count("pk", filter=Q(state="ADOPTED")),
        not_adopted=Count("pk", filter=Q(state__in=["REJECTED", "LAPSED"])),
        going=Count("pk", filter=Q(state__in=["CIRCULATED", "OBJECTED", "DISCUSSED"])),
        drafts=Count("pk", filter=Q(state="DRAFT")),
    )
    if not any(held.values()):
        return gettext("Nothing was decided yet, or nothing that is yours to see.")
    texts = (
        ("adopted", ngettext("{count} decision is adopted.", "{count} decisions are adopted.", held["adopted"]), gettext("No decision is adopted yet.")),
        ("not_adopted", ngettext("{count} was rejected or has lapsed.", "{count} were rejected or have lapsed.", held["not_adopted"]), ""),
        ("going", ngettext("{count} decision is not made yet.", "{count} decisions are not made yet.", held["going"]), gettext("No decision waits.")),
        ("drafts", ngettext("{count} is a draft.", "{count} are drafts.", held["drafts"]), ""),
    )  # fmt: skip
    said = [counted(held[name], text, none=none) for name, text, none in texts]
    return " ".join(part for part in said if part)


@door("cases.read_decisions")
def decision_page(request: HttpRequest, reference: str, uid: str) -> HttpResponse:
    """Show one decision: its text, options and evidence, every voice of each round, and how it ended."""
    person, case = who(request), case_of(request, reference)
    decisions = Decision.objects.filter(case=case).select_related("drafted_by", "case")
    found = get_visible(decisions, person, "cases.read_decisions", uid=uid)
    shown = decision_shown(found)
    return render(request, "web/decision.html", framed(case, "case_decisions", **shown))


@door("cases.read_files")
def documents_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the documents of a case: attached, filed in the library, published."""
    case = case_of(request, reference)
    rows = case_files(who(request), case)
    text = ngettext("{count} document.", "{count} documents.", len(rows))
    shown = framed(
        case, "case_documents", title=gettext("Documents"), question=gettext("What is written down about this case?"),
        answer=counted(len(rows), text, none=gettext("Nothing is written down, or nothing that is yours to see.")), acts_on=case,
    )  # fmt: skip
    return listed(request, "web/case_list.html", DocumentTable(rows), shown, name=f"{reference}-documents")


@door("cases.read_files")
def file_download(request: HttpRequest, reference: str, uid: str) -> FileResponse:
    """Return a file that is attached to a case."""
    person, case = who(request), case_of(request, reference)
    found = attached_to(case).filter(uid=uid).first() if may(person, "cases.read_files", case) else None
    if found is None or not files.path_of(found.sha256).exists():
        raise NotFound("no_file", noop("There is no such file on this case, or it is not yours to open."))
    return FileResponse(
        files.path_of(found.sha256).open("rb"), as_attachment=True, filename=found.name, content_type=found.content_type
    )  # fmt: skip


@door("cases.read_cases")
def closing_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show in one guided list what is left before the case is closed and handed over."""
    case = case_of(request, reference)
    steps = closing_steps(who(request), case)
    shown = framed(
        case, "case_closing", title=gettext("Close and hand over"), steps=steps, answer=_closing_answer(steps)
    )
    return render(request, "web/case_closing.html", shown)


def _closing_answer(steps: list[dict[str, Any]]) -> str:
    """Return how many steps are left before leaving, and how many more are only good to have."""
    open_steps = [step for step in steps if step["mark"] != "done"]
    needed = sum(1 for step in open_steps if step["needed"])
    more = len(open_steps) - needed
    if not open_steps:
        return gettext("Everything is done and handed over.")
    text = ngettext("{count} step is left.", "{count} steps are left.", needed)
    good = ngettext("{count} more is good to have.", "{count} more are good to have.", more)
    said = [
        counted(needed, text, none=gettext("Nothing that is needed is left.")),
        counted(more, good, none=""),
    ]
    return " ".join(part for part in said if part)
