"""The words for the codes of registers that are no list of the playbook."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mainstay import playbook
from mainstay.page.words import named, number
from mainstay.partners import rules

SECTIONS = {"yes": _("yes"), "no": _("no"), "negotiating": _("still negotiating")}
INSTRUMENTS = {"mission": _("mission"), "plan": _("plan"), "appeal": _("appeal")}
AREAS = {
    "coordination": _("coordination"),
    "capacity": _("capacity"),
    "partnerships": _("partnerships"),
    "role": _("unclear role"),
    "hierarchy": _("hierarchy"),
    "security": _("security and logistics"),
    "recruitment": _("recruitment"),
    "money": _("money"),
    "reputation": _("reputation"),
    "other": _("other"),
}


def choices_of(words: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return codes with the words under which people may write them, in their language or by the code."""
    return {code: (str(word), code) for code, word in words.items()}


def crisis_types() -> dict[str, tuple[str, ...]]:
    """Return the types of crisis with the names under which people may write them."""
    return {
        code: (named("crisis_types", code), entry.name, code)
        for code, entry in playbook.current().crisis_types.items()
    }


def goal_called(code: str) -> str:
    """Return a Sustainable Development Goal by its number and name; as it was written where it is none."""
    name = named("sdg_goals", code)
    return f"{code} {name}" if code and name != code else code


def weight_of(line: Any) -> tuple[str, str]:
    """Return how grave a risk is: likelihood times impact, with a mark from the limit on."""
    weight = line.likelihood * line.impact
    grave = weight >= rules.HIGH_RISK and line.state not in {"CLOSED", "TREATED"}
    words = gettext("high, {weight} of 25") if weight >= rules.HIGH_RISK else gettext("{weight} of 25")
    return ("late" if grave else "ahead", words.format(weight=number(weight)))


def listed_choices(collection: str) -> dict[str, tuple[str, ...]]:
    """Return the codes of a list of the playbook with the names under which people may write them."""
    known = playbook.current().collection(f"reference_lists.{collection}")
    return {
        code: (named(f"reference_lists.{collection}", code), entry.name, code)
        for code, entry in known.items()
    }
