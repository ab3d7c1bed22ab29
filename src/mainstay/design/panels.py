"""What design shows of a case, and a project's answer in words."""

from collections.abc import Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may_anywhere
from mainstay.cases.models import Case
from mainstay.common.errors import RuleBroken
from mainstay.design.models import Project
from mainstay.design.rules import Lack
from mainstay.design.selectors import labour_content_of, lacks_of, projects_visible
from mainstay.design.tables import PROJECT_MARKS
from mainstay.page.panels import Panel, PanelFigure, panel
from mainstay.page.words import money, named, number

#: Targets whose number says how large a project is, first the ones that a reader asks for.
KEY_TARGETS = ("JB-01", "JB-02", "JB-03")
SHOWN = 3


def project_answer(project: Project, lacks: Sequence[Lack] | None = None) -> str:
    """Return what a project promises: worker-days, people, cost a day, share of wages; and what its plan lacks.

    `lacks` are given where they are known already.
    """
    words = ""
    try:
        content = labour_content_of(project)
    except RuleBroken:
        words = gettext("Wages and costs are not planned yet.")
    else:
        if content.worker_days:
            words = gettext("{days} worker-days for {people} people, {cost} a day, {share} % wages.").format(
                days=number(content.worker_days), people=number(content.workers),
                cost=money(round(content.cost_per_worker_day or 0)), share=number(100 * content.labour_share, 0),
            )  # fmt: skip
    if project.state in {"DRAFT", "IN_CONSULTATION", "REVISION"}:
        missing = len(lacks_of(project) if lacks is None else lacks)
        lacking = ngettext("{count} thing is missing.", "{count} things are missing.", missing).format(
            count=missing
        )
        return f"{words} {lacking}".strip()
    return words or gettext("No budget is laid out yet.")


@panel("design", order=40)
def design_panel(person: Person, case: Case) -> Panel | None:
    """Return what the case's projects promise; in two queries."""
    if not may_anywhere(person, "design.read_projects"):
        return None
    projects = list(projects_visible(person).filter(case=case).prefetch_related("targets"))
    if not projects:
        return None
    link = f"{reverse('design')}?case={case.reference}"
    first = projects[0]
    figures = []
    targets = [target for target in first.targets.all() if target.group == "ALL"]
    targets.sort(key=lambda row: (row.indicator not in KEY_TARGETS, row.indicator))
    for target in targets[:SHOWN]:
        unit = gettext("promised: {indicator}").format(indicator=named("indicators", target.indicator))
        figures.append(PanelFigure(number(Decimal(target.value)), unit, reverse("project", args=[first.uid])))
    words = ngettext("{count} project", "{count} projects", len(projects)).format(count=number(len(projects)))
    state = PROJECT_MARKS[first.state][1]
    return Panel(gettext("Design"), f"{words}: {first.title}, {state}.", figures, link)
