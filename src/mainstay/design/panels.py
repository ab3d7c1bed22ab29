"""What design shows of a case, and a project's answer in words."""

from collections.abc import Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may_anywhere
from mainstay.cases.models import Case
from mainstay.common.errors import RuleBroken
from mainstay.design.methods.labour_content import LabourContent
from mainstay.design.models import Project, Target
from mainstay.design.rules import Lack
from mainstay.design.selectors import approval_steps_of, labour_content_of, projects_visible
from mainstay.design.tables import standing
from mainstay.page.panels import Panel, PanelFigure, panel
from mainstay.page.units import measured, unit_name
from mainstay.page.words import counted, money, named, number

#: Targets whose number says how large a project is, first the ones that a reader asks for.
KEY_TARGETS = ("JB-01", "JB-02", "JB-03")
SHOWN = 3
#: States in which a plan may still be changed, or is looked at before its approval.
UNSETTLED = ("DRAFT", "IN_CONSULTATION", "IN_REVIEW", "REVISION")


def project_answer(project: Project, lacks: Sequence[Lack] | None = None) -> str:
    """Return what a project promises, for whom and at what cost; where its numbers disagree; what stands before an approval.

    `lacks` are given where they are known already.
    """
    said = [_promise(project)]
    if project.state in UNSETTLED:
        steps = approval_steps_of(project, lacks)
        count = sum(reason is not None for reason in steps.values())
        words = ngettext(
            "{count} step is open before it can be approved.",
            "{count} steps are open before it can be approved.",
            count,
        )
        said.append(counted(count, words, none=gettext("Nothing stands against its approval.")))
    return " ".join(said)


def _promise(project: Project) -> str:
    try:
        content = labour_content_of(project)
    except RuleBroken:
        return gettext("Wages and costs are not planned yet.")
    if not content.worker_days:
        return gettext("No wages are in the budget yet.")
    return f"{promised(content)} {apart(content)}".strip()


def promised(content: LabourContent) -> str:
    """Return what a budget pays for: “4,800 worker-days for 96 persons at USD 325,326.”"""
    return gettext("{days} for {people} at {cost}.").format(
        days=measured(content.worker_days, "worker-days"),
        people=measured(content.workers, "persons"),
        cost=money(content.cost),
    )


def apart(content: LabourContent) -> str:
    """Return that the lines count other worker-days than their wages pay; empty where they agree."""
    if content.adds_up:
        return ""
    return gettext(
        "The budget lines count {lines}, their wages pay {days}: one of the two is to be put right."
    ).format(
        lines=measured(content.days_in_lines, "worker-days"),
        days=measured(content.worker_days, "worker-days"),
    )


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
    targets = [target for target in first.targets.all() if target.group == "ALL"]
    targets.sort(key=lambda row: (row.indicator not in KEY_TARGETS, row.indicator))
    link_first = reverse("project", args=[first.uid])
    figures = [
        PanelFigure(number(Decimal(target.value)), _unit_promised(target), link_first)
        for target in targets[:SHOWN]
    ]
    words = ngettext(
        "{count} project: {title}, {state}.", "{count} projects; the first: {title}, {state}.", len(projects)
    )
    said = words.format(count=number(len(projects)), title=first.title, state=standing(first)[1])
    return Panel(gettext("Design"), said, figures, link)


def _unit_promised(target: Target) -> str:
    """Return what a target counts in few words: its unit where that says it all, else its indicator's name."""
    if target.indicator in {"JB-01", "JB-02"}:
        return gettext("{unit} promised").format(unit=unit_name(target.unit))
    return gettext("promised: {indicator}").format(indicator=named("indicators", target.indicator))
