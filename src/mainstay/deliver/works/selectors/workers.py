"""Reads about workers."""

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.deliver.works.forms import STATUS_COLUMNS, WORKERS
from mainstay.deliver.works.models import Worker

if TYPE_CHECKING:
    from mainstay.design.models import Project

#: Columns of the table of workers that a registered worker has an answer to.
SHOWN = tuple(
    column.name for column in WORKERS.columns if column.name not in {*STATUS_COLUMNS, "consent", "fee_asked"}
)


def workers_visible(person: Person) -> QuerySet[Worker]:
    """Return the workers whose names and days `person` may read."""
    return visible(Worker.objects.all(), person, "works.read_workers")


#: As many keys as every database takes in one question.
_CHUNK = 800


def worker_row(worker: Worker) -> dict[str, Any]:
    """Return a worker as a row of the table that goes out, without status."""
    row: dict[str, Any] = {name: getattr(worker, name) for name in SHOWN if name not in {"area", "skills"}}
    row |= {
        "area": worker.area_id,
        "skills": ", ".join(worker.skills) or None,
        "age_proof": worker.age_proof or None,
    }
    return row


def export_rows(person: Person, project: "Project") -> Iterator[Mapping[str, Any]]:
    """Yield the workers of a project as rows to be corrected and given back; restricted fields never go out."""
    consent = {"consent": True}
    rows = visible(Worker.objects.filter(project=project), person, "works.export_workers").order_by("card")
    for worker in rows.iterator(chunk_size=2000):
        yield worker_row(worker) | consent


def current_rows(project: "Project", *, cards: Collection[str]) -> dict[tuple[str], Mapping[str, Any]]:
    """Return the registered workers of these cards as a file would show them, by key."""
    if not cards:
        return {}
    held = Worker.objects.filter(project=project).values_list("pk", "card")
    keys = [key for key, card in held.iterator(chunk_size=5000) if card in cards]
    return {
        (worker.card,): worker_row(worker)
        for at in range(0, len(keys), _CHUNK)
        for worker in Worker.objects.filter(pk__in=keys[at : at + _CHUNK])
    }


def workers_by_cards(project: "Project", cards: Collection[str]) -> dict[str, Worker]:
    """Return the workers of a project by their card, for a service that has checked its own right to them."""
    rows = Worker.objects.filter(project=project, card__in=list(cards)).defer(
        "name", "phone", "account", "household"
    )
    return {worker.card: worker for worker in rows}
