"""What is due of a kind of record, and what is late: by its own day and by whether it is settled."""

from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Model, Q, QuerySet

from mainstay.common import clock

from .choices import allowed_values
from .shown import fields_of
from .written import mark_class

#: The fields that say until when something is to be done, and those that say that it was.
DUE = ("due_at", "due_on", "deadline")
DONE = (
    "done_at",
    "completed_at",
    "held_at",
    "answered_at",
    "settled_at",
    "decided_at",
    "granted_at",
    "closed_at",
)


def _field(model: type[Model], names: tuple[str, ...]) -> str:
    held = {field.name for field in fields_of(model)}
    return next((name for name in names if name in held), "")


def _settled(model: type[Model]) -> list[str]:
    return [code for code in allowed_values(model, "state") if mark_class(model, code) in {"done", "skipped"}]


def due_of(record: Model) -> date | datetime | None:
    """Return until when a record is to be done; None where nothing is due of it."""
    name = _field(type(record), DUE)
    found: date | datetime | None = getattr(record, name) if name else None
    return found


def is_late(record: Model) -> bool:
    """Return whether a record should have been done by now and is not."""
    due = due_of(record)
    if due is None or not late_at_all(type(record)) or not _is_open(record):
        return False
    return due < (clock.now() if isinstance(due, datetime) else clock.today())


def _is_open(record: Model) -> bool:
    """Return whether something is still to be done about a record."""
    done = _field(type(record), DONE)
    if (done and getattr(record, done)) or getattr(record, "not_applicable", False):
        return False
    return getattr(record, "state", "") not in _settled(type(record))


def due_until_done(record: Model) -> date | datetime | None:
    """Return by when a record is due; nothing once it was done or needs nothing more."""
    return due_of(record) if _is_open(record) or not late_at_all(type(record)) else None


def late_at_all(model: type[Model]) -> bool:
    """Return whether records of a kind can be late: a day is due, and something says that it was kept."""
    return bool(_field(model, DUE)) and bool(_field(model, DONE) or _settled(model))


def late(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return those of the records that should have been done by now and are not."""
    model: type[Model] = rows.model
    if not late_at_all(model):
        return rows.none()
    due, done = _field(model, DUE), _field(model, DONE)
    timed = model._meta.get_field(due).get_internal_type() == "DateTimeField"
    rows = rows.filter(**{f"{due}__lt": clock.now() if timed else clock.today()})
    if done:
        rows = rows.filter(**{f"{done}__isnull": True})
    if any(field.name == "not_applicable" for field in fields_of(model)):
        rows = rows.exclude(not_applicable=True)
    settled = _settled(model)
    return rows.exclude(Q(state__in=settled)) if settled else rows


def open_and_done(rows: QuerySet[Any]) -> tuple[int, int] | None:
    """Return how many of the records are still to be done and how many are; None where nothing says so."""
    done = _field(rows.model, DONE)
    if not (done and _field(rows.model, DUE)):
        return None
    found = rows.order_by().aggregate(
        open=Count("pk", filter=Q(**{f"{done}__isnull": True})),
        done=Count("pk", filter=Q(**{f"{done}__isnull": False})),
    )
    return found["open"], found["done"]


def first_due(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return the records with what is still to be done first, the earliest on top; as they are where nothing is due."""
    due, done = _field(rows.model, DUE), _field(rows.model, DONE)
    if not (due and done):
        return rows
    return rows.order_by(F(done).desc(nulls_first=True), F(due).asc(nulls_last=True), "-pk")
