"""The records of a stage that a person may see, by the reading rights of their kind."""

import re
from collections.abc import Iterable
from itertools import islice

from django.apps import apps
from django.db.models import Model

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.accounts.permissions.registry import registered_models
from mainstay.common.errors import NotFound
from mainstay.common.texts import noop as _

#: Kinds that are read with another: a batch with its payroll, a finding with the safeguards.
READ_WITH = {
    "payment_batch": "payroll", "payment": "payroll", "finding": "safeguard_finding", "correction_plan": "safeguard_finding",
    "consulted_body": "consultation", "consultation_point": "consultation", "case_task": "task",
    "preparedness_item": "preparedness", "trigger_response": "trigger_map", "partner_check": "due_diligence",
    "import_batch": "worker", "contract": "worker", "comment": "design", "definition": "indicator_value",
}  # fmt: skip
#: How many are shown.
MOST = 500


def kinds_of(stage: str) -> dict[str, tuple[type[Model], list[str]]]:
    """Return the kinds of record of a stage that can be listed, each with the actions that let somebody read them."""
    actions = playbook.current().actions.values()
    found: dict[str, tuple[type[Model], list[str]]] = {}
    for model in registered_models():
        if apps.get_app_config(model._meta.app_label).name != stage:
            continue
        name = re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower()
        reading = [
            action.code
            for action in actions
            if action.reads and action.record == READ_WITH.get(name, name) and _of(stage, action.code)
        ]
        if reading:
            found[name.replace("_", "-")] = (model, reading)
    return dict(sorted(found.items()))


def _of(stage: str, action: str) -> bool:
    """Return whether an action is of a stage; the stage learn is one to the rights and several apps."""
    return action.partition(".")[0] in stage.split(".")


def records_of(person: Person, stage: str, kind: str) -> Iterable[Model]:
    """Return the records of a kind that `person` may see, the latest first."""
    kinds = kinds_of(stage)
    name = kind.replace("_", "-")
    if name not in kinds:
        raise NotFound(
            "no_kind",
            _("Nothing here is called {kind}. There are: {kinds}."),
            kind=kind,
            kinds=", ".join(kinds),
        )
    model, actions = kinds[name]
    keys = {
        key
        for action in actions
        for key in visible(model._default_manager.all(), person, action).values_list("pk", flat=True)
    }
    return islice(model._default_manager.filter(pk__in=sorted(keys)[-MOST:]).order_by("-pk"), MOST)
