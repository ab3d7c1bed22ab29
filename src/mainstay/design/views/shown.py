"""What stands on top of every page of the workbench."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import get_visible, may
from mainstay.cases.selectors import head_of
from mainstay.common.errors import Reason
from mainstay.design.models import Project
from mainstay.design.tables import LEVEL_WORDS, standing
from mainstay.page.doors import who
from mainstay.page.errors import sentence
from mainstay.page.words import enumerated, named, number, side


def found(request: HttpRequest, uid: str) -> Project:
    """Return the design that this person may read, or raise `NotFound`."""
    rows = Project.objects.select_related("case", "country")
    return get_visible(rows, who(request), "design.read_designs", uid=uid)


def on_top(person: Person, project: Project, page: str) -> dict[str, Any]:
    """Return case, project, its mark and the pages of its workbench, `page` being the one that is shown."""
    return {
        "project": project,
        "mark": standing(project),
        "head": head_of(person, project.case.reference),
        "tabs": _tabs(project, page) if may(person, "design.read_designs", project) else [],
    }


def _tabs(project: Project, page: str) -> list[tuple[str, str, bool]]:
    names = {
        "project": gettext("Overview"), "design_package": gettext("Package and levels"),
        "design_budget": gettext("Budget"), "design_options": gettext("Options"),
        "design_voices": gettext("Points and comments"), "design_harm": gettext("Do no harm"),
    }  # fmt: skip
    return [(reverse(name, args=[project.uid]), words, name == page) for name, words in names.items()]


def in_words(reason: Reason) -> str:
    """Return why, with every code of the playbook in it by its name."""
    facts = {key: _named(key, value) for key, value in reason.facts.items()}
    return sentence(Reason(reason.code, reason.msgid, facts))


def _named(key: str, value: Any) -> Any:
    if isinstance(value, int | Decimal):
        return number(value)
    collection = COLLECTIONS.get(key)
    if not isinstance(value, str) or (collection is None and key not in {"bodies", "blocks", "levels"}):
        return value
    parts = value.split(", ")
    if collection:
        # A point of the gate comes with its score behind it: “QA-NEED 1”.
        named_parts = [
            " ".join([named(collection, part.split(" ")[0]), *part.split(" ")[1:]]) for part in parts
        ]
    elif key == "blocks":
        cells = {
            cell.code: cell
            for block in playbook.current().building_blocks.values()
            for cell in block.cells.values()
        }
        named_parts = [str(cells[part].name) if part in cells else part for part in parts]
    elif key == "levels":
        named_parts = [str(LEVEL_WORDS.get(part, part)) for part in parts]
    else:
        named_parts = [side(part) for part in parts]
    return enumerated(named_parts)


#: Which catalogue of the playbook the codes of a fact belong to.
COLLECTIONS = {
    "codes": "modules", "code": "modules", "wanted": "modules", "groups": "target_groups", "points": "qa_criteria",
    "components": "components", "marker": "markers",
}  # fmt: skip
