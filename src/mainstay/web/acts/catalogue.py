"""All acts and all kinds of record, by the names that addresses use: `fund`, `works`, `approve-grant`, `payment-batch`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Model

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may_each
from mainstay.common.errors import NotFound, Reason
from mainstay.common.texts import noop as _
from mainstay.common.workflow import Workflow

from .closed import why_closed
from .deeds import Deed, deeds_of
from .guards import reading
from .values import record_kind

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class OpenAct:
    """An act that is open to a person on a record: its floor, the value that the record is, the moves it makes."""

    stage: str
    deed: Deed
    name: str
    moves: tuple[tuple[Workflow, str, str], ...] = ()


@cache
def stages() -> Mapping[str, str]:
    """Return the floors that have services, by their short name: ``works`` → ``mainstay.deliver.works``."""
    ours = [app for app in settings.INSTALLED_APPS if app.startswith("mainstay.")]
    found = ((app, find_spec(f"{app}.services")) for app in ours)
    return {
        app.rpartition(".")[2]: app for app, services in found if services is not None and services.origin
    }


def stage_of(model: type[Model]) -> str:
    """Return the short name of the floor that holds a kind of record."""
    return model._meta.label.split(".")[0]


def deeds(stage: str) -> Mapping[str, Deed]:
    """Return the acts of a floor by its short name; `NotFound` where there is no such floor."""
    if stage not in stages():
        raise NotFound("no_stage", _("There is no stage called {stage}."), stage=stage)
    return deeds_of(stages()[stage])


def deed_named(stage: str, verb: str) -> Deed:
    """Return one act, such as ``fund``, ``approve-grant``."""
    found = deeds(stage).get(verb)
    if found is None:
        raise NotFound("no_act", _("Nothing is called {verb} in {stage}."), verb=verb, stage=stage)
    return found


@cache
def _by_kind() -> Mapping[type[Model], tuple[tuple[str, Deed, str], ...]]:
    """Return which acts take a record of each kind first, with the name of that value."""
    found: dict[type[Model], list[tuple[str, Deed, str]]] = {}
    for stage in stages():
        for deed in deeds(stage).values():
            first = next((value for value in deed.values if record_kind(value)), None)
            kind = record_kind(first) if first is not None else None
            if first is not None and kind is not None:
                found.setdefault(kind, []).append((stage, deed, first.name))
    return {kind: tuple(rows) for kind, rows in found.items()}


def open_acts(person: Person, record: Model) -> list[OpenAct]:
    """Return what `person` may do with a record now.

    Left out is what her roles do not let her do to it, and what its service would refuse whatever she gives.
    """
    rows = [row for row in _by_kind().get(type(record), ()) if not _state_shuts(row[1], row[2], record)]
    open_ = may_each(person, {action for _stage, deed, _name in rows for action in deed.actions}, record)
    found = []
    for stage, deed, name in rows:
        if open_.issuperset(deed.actions) and why_closed(deed, record) is None:
            said = reading(deed, name, record, person)
            if said.reason is None:
                found.append(OpenAct(stage, deed, name, said.moves))
    return found


def acts_on(person: Person, record: Model) -> list[tuple[str, Deed, str]]:
    """Return what `person` may do with a record now: the stage, the act, and the value that the record is."""
    return [(found.stage, found.deed, found.name) for found in open_acts(person, record)]


def shut(deed: Deed, name: str, record: Model, person: Person) -> Reason | None:
    """Return why an act cannot be done to a record by `person` now; None where nothing is against it."""
    if _state_shuts(deed, name, record):
        workflow, verbs = deed.moves[name]
        return workflow.why_not(str(getattr(record, "state", "")), verbs[0])
    return why_closed(deed, record) or reading(deed, name, record, person).reason


def _state_shuts(deed: Deed, name: str, record: Model) -> bool:
    """Return whether none of the moves of an act leads on from the state of a record."""
    if name not in deed.moves:
        return False
    workflow, verbs = deed.moves[name]
    state = str(getattr(record, "state", ""))
    return all(workflow.why_not(state, verb) is not None for verb in verbs)


def kinds_taken() -> Iterable[type[Model]]:
    """Return every kind of record that some act takes."""
    return _by_kind()


def every_deed() -> "Iterator[tuple[str, Deed]]":
    """Yield every act of every floor, with the floor's short name."""
    for stage in stages():
        for deed in deeds(stage).values():
            yield stage, deed
