"""Assessments: what did the crisis take?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext, ngettext

from mainstay.assess import rules, selectors
from mainstay.assess.documents.words import METHODS
from mainstay.assess.models import Assessment, LossEstimate
from mainstay.assess.panels import assessment_answer, with_counts
from mainstay.assess.services.losing import losses_total
from mainstay.assess.tables import ASSESSMENT_MARKS, AssessmentTable
from mainstay.cases.selectors import head_of
from mainstay.common import clock
from mainstay.common.errors import NotFound, Reason
from mainstay.common.texts import noop
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence
from mainstay.page.filters import ListFilter
from mainstay.page.listing import listed
from mainstay.page.words import counted, enumerated, number, side

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


@door("assess.read_assessments")
def assessment_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show what the crisis took, the costed options, who confirmed it, and what the baseline still waits for."""
    assessment = found(request, uid)
    losses = list(assessment.losses.all())
    shown = {
        **on_top(who(request), assessment, "assessment"),
        "taken": _taken(losses),
        "answer": assessment_answer(assessment),
        "losses": losses,
        "ends": (0, max((row.jobs_high for row in losses), default=0)),
        "options": assessment.options.order_by("pk"),
        "baseline": assessment.baseline.order_by("indicator", "group"),
        "validations": assessment.validations.order_by("held_on"),
        "steps": _steps(assessment),
        "method": METHODS.get(assessment.method, assessment.method),
    }
    return render(request, "assess/assessment.html", shown)


def _taken(losses: list[LossEstimate]) -> str:
    """Return “41,000 jobs lost (33,000–49,000), 66 % of them held by women.”"""
    if not losses:
        return ""
    total = losses_total(losses)
    jobs = total["jobs"]
    facts = {"jobs": number(jobs.central, 0), "low": number(jobs.low, 0), "high": number(jobs.high, 0)}
    if total["women_share"] is None:
        return gettext("{jobs} jobs lost ({low}–{high}).").format(**facts)
    words = gettext("{jobs} jobs lost ({low}–{high}), {women} % of them held by women.")
    return words.format(**facts, women=number(100 * total["women_share"], 0))


def _steps(assessment: Assessment) -> list[dict[str, Any]]:
    """Return what the approval of the baseline asks; nothing once it is approved."""
    if assessment.state not in rules.OPEN:
        return []
    names = {
        "submitted": gettext("The report is handed in"), "heard": gettext("Government, employers and workers were heard on it"),
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
def assessment_document(request: HttpRequest, uid: str, kind: str) -> HttpResponse:
    """Return the report as it stands now, in the reader's language."""
    from mainstay.assess.documents import write_report

    assessment = found(request, uid)
    if kind not in FILES:
        raise NotFound("no_document", noop("The report comes as PDF or DOCX."))
    made = write_report(
        by=who(request), assessment=assessment, kind=kind, locale=(get_language() or "en")[:2]
    )
    answer = HttpResponse(made, content_type=FILES[kind])
    name = assessment.reference.replace("/", "-")
    answer["Content-Disposition"] = f'attachment; filename="{name}-{clock.today():%Y-%m-%d}.{kind}"'
    return answer
