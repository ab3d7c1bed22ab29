"""The records of a stage that a person may see, by the reading rights of their kind."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.apps import apps
from django.db.models import Model, Q, QuerySet

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
    "preparedness_item": "preparedness", "trigger_response": "trigger_map", "trigger_drill": "trigger_map", "partner_check": "due_diligence",
    "import_batch": "worker", "contract": "worker", "comment": "design", "definition": "indicator_value",
    "anomaly": "indicator_value", "baseline": "indicator_value", "target": "indicator_value", "computation": "indicator_value",
    "verification_sample": "indicator_value", "lead": "seat", "roll_call": "seat", "roll_answer": "seat", "recommendation": "review", "mark_clash": "roll", "measurement": "roll", "document_translation": "document",
    "activity_file": "indicator_value", "option": "assessment", "institution": "assessment",
}  # fmt: skip
#: Rights that open counts of records, or published parts of some, on pages made for that; never a record itself.
IN_PART = frozenset({
    "assess.read_published", "design.read_published", "fund.read_published", "skills.read_published", "staff.read_depth",
    "works.read_own_pay", "works.read_public_sites",
})  # fmt: skip
#: Which records of a kind an action opens, where that is less than its scopes say: no draft, nothing withdrawn.
OPENED: Mapping[tuple[str, str], Q] = {
    ("decide.Request", "decide.read_requests"): ~Q(state="DRAFT"),
    ("assess.ConflictReading", "assess.read_assessments"): Q(state="HANDED_IN"),
    ("library.Document", "learn.read_library"): Q(state="PUBLISHED", public=True),
    ("library.DocumentTranslation", "learn.read_library"): Q(
        state="REVIEWED", document__state="PUBLISHED", document__public=True
    ),
}
#: Kinds of which the others are for who writes them.
WRITTEN = {"assess.ConflictReading": "assess.record_conflict_reading"}
#: How many are shown.
MOST = 500


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record that can be listed: its floor, its name in addresses, its table, the actions that read it."""

    stage: str
    name: str
    model: type[Model]
    reading: tuple[str, ...]


def kinds_of(stage: str) -> dict[str, Kind]:
    """Return the kinds of record of a floor (such as ``mainstay.fund``) that can be listed, by name."""
    return _kinds(stage, playbook.current().version)


@lru_cache(maxsize=64)
def _kinds(stage: str, _version: str) -> dict[str, Kind]:
    actions = playbook.current().actions.values()
    found: dict[str, Kind] = {}
    for model, how in registered_models().items():
        if apps.get_app_config(model._meta.app_label).name != stage:
            continue
        name = re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower()
        reading = (
            tuple(filter(None, (how.reads, WRITTEN.get(model._meta.label))))
            if how.reads
            else tuple(
                action.code
                for action in actions
                if action.reads
                and action.record in {name, READ_WITH.get(name)}
                and _of(stage, action.code)
                and action.code not in IN_PART
            )
        )
        if reading:
            short = name.replace("_", "-")
            found[short] = Kind(stage.rpartition(".")[2], short, model, reading)
    return dict(sorted(found.items()))


def _of(stage: str, action: str) -> bool:
    """Return whether an action is of a stage; the stage learn is one to the rights and several apps."""
    return action.partition(".")[0] in stage.split(".")


def kind_named(stage: str, kind: str) -> Kind:
    """Return the kind of record of a floor that is called `kind`."""
    kinds = kinds_of(stage)
    name = kind.replace("_", "-")
    if name not in kinds:
        raise NotFound(
            "no_kind",
            _("Nothing here is called {kind}. There are: {kinds}."),
            kind=kind,
            kinds=", ".join(kinds),
        )
    return kinds[name]


def kind_of_model(model: type[Model]) -> Kind | None:
    """Return the kind that lists the records of a table, or None where they cannot be listed."""
    stage = apps.get_app_config(model._meta.app_label).name
    return next((kind for kind in kinds_of(stage).values() if kind.model is model), None)


def seen(person: Person, kind: Kind) -> QuerySet[Model]:
    """Return the records of a kind that `person` may see by any of the actions that read it, the latest first."""
    rows = kind.model._default_manager.all()
    if len(kind.reading) == 1:
        return _opened(kind, person, kind.reading[0]).order_by("-pk")
    reach = Q()
    for action in kind.reading:
        reach |= Q(pk__in=_opened(kind, person, action).order_by().values("pk"))
    return rows.filter(reach).order_by("-pk")


def _opened(kind: Kind, person: Person, action: str) -> QuerySet[Model]:
    rows = visible(kind.model._default_manager.all(), person, action)
    only = OPENED.get((kind.model._meta.label, action))
    return rows if only is None else rows.filter(only)


def records_of(person: Person, stage: str, kind: str) -> Iterable[Model]:
    """Return the records of a kind that `person` may see, the latest first."""
    return seen(person, kind_named(stage, kind))[:MOST]
