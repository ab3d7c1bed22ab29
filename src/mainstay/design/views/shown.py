"""What stands on top of every page of the workbench."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import get_visible, may
from mainstay.cases.selectors import head_of
from mainstay.design.models import Project
from mainstay.design.tables import PROJECT_MARKS
from mainstay.page.doors import who


def found(request: HttpRequest, uid: str) -> Project:
    """Return the design that this person may read, or raise `NotFound`."""
    rows = Project.objects.select_related("case", "country")
    return get_visible(rows, who(request), "design.read_designs", uid=uid)


def on_top(person: Person, project: Project, page: str) -> dict[str, Any]:
    """Return case, project, its mark and the pages of its workbench, `page` being the one that is shown."""
    return {
        "project": project,
        "mark": PROJECT_MARKS[project.state],
        "head": head_of(person, project.case.reference),
        "tabs": _tabs(project, page) if may(person, "design.read_designs", project) else [],
    }


def _tabs(project: Project, page: str) -> list[tuple[str, str, bool]]:
    names = {
        "project": gettext("Overview"), "design_package": gettext("Package and levels"),
        "design_budget": gettext("Budget"), "design_options": gettext("Two options"),
        "design_voices": gettext("Points and comments"),
    }  # fmt: skip
    return [(reverse(name, args=[project.uid]), words, name == page) for name, words in names.items()]
