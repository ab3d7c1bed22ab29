"""What assess shows of a case, and an assessment's answer in words."""

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may_anywhere
from mainstay.assess.models import Assessment
from mainstay.assess.selectors import assessments_visible
from mainstay.assess.tables import ASSESSMENT_MARKS
from mainstay.cases.models import Case
from mainstay.page.panels import Panel, PanelFigure, panel
from mainstay.page.words import day, number


def with_counts(rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Return assessments with the number of interviews that people agreed to give."""
    return rows.annotate(asked=Count("submissions", filter=Q(submissions__consent=True), distinct=True))


def assessment_answer(assessment: Assessment) -> str:
    """Return where an assessment stands: “Collecting: 212 of 400 interviews. Due 3 Dec 2026.”"""
    asked = getattr(assessment, "asked", 0)
    state = str(ASSESSMENT_MARKS[assessment.state][1])
    words = f"{state[:1].upper()}{state[1:]}"
    if assessment.sample_completed and asked > assessment.sample_completed:
        words += gettext(": {asked} interviews, {planned} were planned").format(
            asked=number(asked), planned=number(assessment.sample_completed)
        )
    elif assessment.sample_completed:
        words += gettext(": {asked} of {planned} interviews").format(
            asked=number(asked), planned=number(assessment.sample_completed)
        )
    elif asked:
        words += gettext(": {asked} interviews").format(asked=number(asked))
    if assessment.state in {"APPROVED", "SUPERSEDED"}:
        return f"{words}. " + gettext("Approved on {day}.").format(day=day(assessment.approved_at))
    return f"{words}. " + (
        gettext("Due {day}.").format(day=day(assessment.due_at)) if assessment.due_at else ""
    )


@panel("assess", order=30)
def assess_panel(person: Person, case: Case) -> Panel | None:
    """Return how far the latest assessment of the case is; in one query."""
    if not may_anywhere(person, "assess.read_assessments"):
        return None
    latest = with_counts(assessments_visible(person).filter(case=case).exclude(state="SUPERSEDED")).first()
    if latest is None:
        return None
    link = reverse("assessment", args=[latest.uid])
    figures = []
    asked: int = latest.asked  # type: ignore[attr-defined]
    if asked and (not latest.sample_completed or asked > latest.sample_completed):
        figures = [PanelFigure(number(asked), ngettext("interview is in", "interviews are in", asked), link)]
    elif latest.sample_completed:
        share = round(100 * asked / latest.sample_completed)
        figures = [PanelFigure(f"{share} %", gettext("of the planned interviews"), link)]
    return Panel(gettext("Assessment"), assessment_answer(latest), figures, link)
