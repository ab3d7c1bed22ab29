"""Assessments: what did the crisis take?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext

from mainstay.accounts.permissions import get_visible
from mainstay.assess import selectors
from mainstay.assess.models import Assessment
from mainstay.assess.panels import assessment_answer, with_counts
from mainstay.assess.tables import ASSESSMENT_MARKS, AssessmentTable
from mainstay.cases.selectors import head_of
from mainstay.page.doors import door, who
from mainstay.page.filters import ListFilter
from mainstay.page.listing import listed
from mainstay.page.words import counted


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
    """Show one assessment: how far it is, what was found with its sources, costed options, the baseline."""
    person = who(request)
    found = get_visible(Assessment.objects.all(), person, "assess.read_assessments", uid=uid)
    assessment = with_counts(selectors.assessments_visible(person)).get(pk=found.pk)
    shown = {
        "assessment": assessment,
        "mark": ASSESSMENT_MARKS[assessment.state],
        "answer": assessment_answer(assessment),
        "head": head_of(person, assessment.case.reference),
        "findings": selectors.evidence_grid(assessment),
        "options": assessment.options.order_by("pk"),
        "baseline": assessment.baseline.order_by("indicator", "group"),
        "validations": assessment.validations.order_by("held_on"),
    }
    return render(request, "assess/assessment.html", shown)
