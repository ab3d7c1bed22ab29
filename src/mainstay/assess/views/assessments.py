"""Assessments: what did the crisis take?"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from mainstay.assess import rules, selectors
from mainstay.assess.documents.words import METHODS
from mainstay.assess.models import Assessment, BaselineValue
from mainstay.assess.panels import assessment_answer, with_counts
from mainstay.assess.selectors.baselines import JOBS_LOST
from mainstay.assess.tables import ASSESSMENT_MARKS, AssessmentTable
from mainstay.cases.selectors import head_of
from mainstay.common import clock
from mainstay.common.errors import NotFound, Reason
from mainstay.common.texts import noop
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence
from mainstay.page.filters import ListFilter
from mainstay.page.listing import listed
from mainstay.page.units import measured
from mainstay.page.words import counted, enumerated, named, number, side, told

from .estimates import domain_told
from .losses import taken_told
from .shown import found, on_top

FILES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@door("assess.read_assessments")
def assessment_list(request: HttpRequest) -> HttpResponse:
    """Show the assessments that this person may read."""
    person = who(request)
    form = ListFilter(request.GET, marks=ASSESSMENT_MARKS)
    rows = form.narrowed(with_counts(selectors.assessments_visible(person)), case="case")
    count, busy = rows.count(), rows.filter(state="COLLECTING").count()
    answer = " ".join(
        [
            _known(rows),
            counted(
                count,
                ngettext("{count} assessment.", "{count} assessments.", count),
                none=gettext("No assessment here."),
            ),
            counted(busy, ngettext("{count} is collecting.", "{count} are collecting.", busy), none=""),
        ]
    )
    shown = {
        "title": gettext("Assessments"),
        "question": gettext("What did the crisis take?"),
        "answer": answer,
        "head": head_of(person, form.reference),
    }
    return listed(request, "page/list.html", AssessmentTable(rows), shown, name="assessments", filters=form)


def _known(rows: QuerySet[Assessment]) -> str:
    """Return what was lost where one assessment says it; of several, how many say it: their numbers may overlap."""
    held = list(rows.exclude(state="SUPERSEDED").filter(losses__isnull=False).distinct()[:2])
    if len(held) == 1:
        return f"{held[0].case.name}: {taken_told(list(held[0].losses.all()))}"
    if held:
        return gettext("More than one assessment says how many jobs were lost; each stands for itself.")
    return gettext("No assessment says yet how many jobs were lost.") if rows.exists() else ""


@door("assess.read_assessments")
def assessment_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show what the crisis took, the costed options, who confirmed it, and what the baseline still waits for."""
    assessment = found(request, uid)
    shown = {
        **on_top(who(request), assessment, "assessment"),
        "taken": taken_told(list(assessment.losses.all())),
        "answer": assessment_answer(assessment),
        "options": assessment.options.order_by("pk"),
        "baseline": [_baseline(row) for row in assessment.baseline.order_by("indicator", "group")],
        "validations": assessment.validations.order_by("held_on"),
        "steps": _steps(assessment),
        "unheard": selectors.women_unheard(assessment),
        "unread": selectors.conflict_unread(assessment),
        "method": METHODS.get(assessment.method, assessment.method),
    }
    return render(request, "assess/assessment.html", shown)


def _baseline(row: BaselineValue) -> dict[str, Any]:
    """Return a frozen value as a reader expects it: names for codes, the unit with the number, the question asked."""
    question = row.source.rpartition(" ")[2]
    asked = told("questions", question, "text") if question.startswith("Q-") else ""
    interval = "" if row.low is None else f"{number(row.low)}–{number(row.high)}"
    return {
        "name": gettext("Jobs lost") if row.indicator == JOBS_LOST else named("indicators", row.indicator),
        "group": domain_told(row.group),
        "shown": row.publishable or row.n is None,
        "value": measured(row.value, row.unit),
        "interval": interval,
        "n": row.n,
        "source": asked or row.source,
        "code": question if asked else "",
    }


def _steps(assessment: Assessment) -> list[dict[str, Any]]:
    """Return what the approval of the baseline asks; nothing once it is approved."""
    if assessment.state not in rules.OPEN:
        return []
    names = {
        "submitted": gettext("The report is handed in"), "women": gettext("Women were heard alone, or it is written why not"), "conflict": gettext("A mixed panel read the conflict, or it is written why not"), "heard": gettext("Government, employers and workers were heard on it"),
        "confirmed": gettext("At least one of them confirms it"), "young": gettext("The answers are young enough"),
    }  # fmt: skip
    steps = rules.approval_steps(**selectors.approval_facts(assessment))
    return [
        {"name": names[code], "why": _in_words(reason) if reason else "", "done": reason is None}
        for code, reason in steps.items()
    ]


def _in_words(reason: Reason) -> str:
    facts = dict(reason.facts)
    if "bodies" in facts:
        facts["bodies"] = enumerated(side(body) for body in str(facts["bodies"]).split(", "))
    return sentence(Reason(reason.code, reason.msgid, facts))


@door("assess.read_assessments")
def documents_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show which documents an assessment makes, what each tells, and as which files."""
    assessment = found(request, uid)
    documents = [
        (gettext("Snapshot of two pages"), gettext("The answer, the surest figures and findings, who was heard, what is needed."), "assess_snapshot"),
        (gettext("Report"), gettext("All of it: losses, key figures by group, the labour market, findings, options, method."), "assess_document"),
        (gettext("Chapter on employment and livelihoods"), gettext("For a joint assessment of needs: before, effects, impact on people, needs by horizon and their cost."), "assess_chapter"),
    ]  # fmt: skip
    shown = {
        **on_top(who(request), assessment, "assess_documents"),
        "documents": [
            (name, tells, [(kind.upper(), reverse(page, args=[assessment.uid, kind])) for kind in FILES])
            for name, tells, page in documents
        ],
    }
    return render(request, "assess/documents.html", shown)


@door("assess.read_assessments")
def assessment_document(request: HttpRequest, uid: str, kind: str) -> HttpResponse:
    """Return the report as it stands now, in the reader's language."""
    from mainstay.assess.documents import write_report

    return _file(request, uid, kind, write_report, "")


@door("assess.read_assessments")
def snapshot_document(request: HttpRequest, uid: str, kind: str) -> HttpResponse:
    """Return the two-page snapshot as it stands now, in the reader's language."""
    from mainstay.assess.documents import write_snapshot

    return _file(request, uid, kind, write_snapshot, "-snapshot")


def _file(
    request: HttpRequest, uid: str, kind: str, write: Callable[..., bytes], called: str
) -> HttpResponse:
    assessment = found(request, uid)
    if kind not in FILES:
        raise NotFound("no_document", noop("The report comes as PDF or DOCX."))
    made = write(by=who(request), assessment=assessment, kind=kind, locale=(get_language() or "en")[:2])
    answer = HttpResponse(made, content_type=FILES[kind])
    name = assessment.reference.replace("/", "-")
    answer["Content-Disposition"] = f'attachment; filename="{name}{called}-{clock.today():%Y-%m-%d}.{kind}"'
    return answer
