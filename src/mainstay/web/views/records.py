"""Every kind of record as a list, and every record as a page: its fields, its history, what can be done with it."""

from typing import Any

from django.db.models import Field, Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.common.errors import NotFound
from mainstay.common.models import AuditEntry, Country
from mainstay.common.texts import noop as _
from mainstay.page.doors import SIGNED_IN, door, who
from mainstay.page.listing import listed
from mainstay.page.words import counted, named
from mainstay.web.acts.addresses import address_of
from mainstay.web.acts.catalogue import stages
from mainstay.web.acts.finding import Kind, kind_named, kind_of_model, seen
from mainstay.web.acts.records import called
from mainstay.web.acts.shown import fields_of
from mainstay.web.acts.words import kind_called, label_of
from mainstay.web.acts.written import change_written, mark_of, written
from mainstay.web.tables import record_table

#: How many acts of its history a record shows.
HISTORY = 50


def _kind(stage: str, kind: str) -> Kind:
    if stage not in stages():
        raise NotFound("no_stage", _("There is no stage called {stage}."), stage=stage)
    return kind_named(stages()[stage], kind)


@door(SIGNED_IN)
def record_list(request: HttpRequest, stage: str, kind: str) -> HttpResponse:
    """Show the records of one kind that this person may see."""
    found = _kind(stage, kind)
    rows = _narrowed(seen(who(request), found), request.GET)
    count = rows.count()
    words = ngettext("{count} record that you may see.", "{count} records that you may see.", count)
    shown = {
        "title": capfirst(kind_called(found.model)),
        "answer": counted(count, words, none=gettext("None that you may see.")),
    }
    return listed(request, "page/list.html", record_table(found.model, rows), shown, name=found.name)


def _narrowed(rows: QuerySet[Model], asked: Any) -> QuerySet[Model]:
    names = {field.name for field in fields_of(rows.model)}
    for name in names & {*asked}:
        rows = rows.filter(Q(**{name: asked[name]})) if asked[name] else rows
    return rows


@door(SIGNED_IN)
def record_page(request: HttpRequest, stage: str, kind: str, key: str) -> HttpResponse:
    """Show one record: what it says, what was done to it, what can be done now."""
    found = _kind(stage, kind)
    person = who(request)
    rows = seen(person, found).select_related(*_links(found.model))
    record = rows.filter(pk=int(key)).first() if key.isdigit() else None
    if record is None:
        raise NotFound(
            "not_found",
            _("There is no such {record} here, or it is not yours to see."),
            record=str(found.model._meta.verbose_name),
        )
    own = address_of(record)
    shown = {
        "record": record,
        "kind": kind_called(found.model),
        "stage": stage,
        "kind_name": found.name,
        "called": called(record, whole=True),
        "state": written(record, "state"),
        "mark": mark_of(record),
        "fields": [
            _field(person, record, field)
            for field in fields_of(found.model)
            if field.name not in {"state", "uid", "synthetic"}
        ],
        "own_page": own if own != request.path else "",
        "history": history_of(record),
    }
    return render(request, "web/record.html", shown)


def _links(model: type[Model]) -> list[str]:
    return [field.name for field in fields_of(model) if field.many_to_one and not field.null]


def _field(person: Person, record: Model, field: Field[Any, Any]) -> dict[str, Any]:
    value = getattr(record, field.name)
    link = _address(person, value) if isinstance(value, Model) else ""
    return {"label": label_of(field.name), "value": written(record, field.name), "link": link}


def _address(person: Person, record: Model) -> str:
    """Return where a record that another one names is read; nothing where it has no page, or none that is hers to see."""
    if isinstance(record, Country):
        return reverse("country", args=[record.pk])
    kind = None if isinstance(record, Person) else kind_of_model(type(record))
    if kind is None or not seen(person, kind).filter(pk=record.pk).exists():
        return ""
    return address_of(record)


def history_of(record: Model) -> list[dict[str, Any]]:
    """Return what was done to a record, the latest first: when, by whom, what, and what of it changed."""
    rows = AuditEntry.objects.filter(record_kind=record._meta.label_lower, record_id=str(record.pk)).exclude(
        chain__key="restricted"
    )
    entries = list(rows.order_by("-at", "-pk")[:HISTORY])
    names = dict(Person.objects.filter(pk__in={row.actor_id for row in entries}).values_list("pk", "name"))
    return [
        {
            "at": entry.case_at,
            "who": names.get(entry.actor_id or 0, ""),
            "what": named("actions", entry.action),
            "reason": entry.reason,
            "changes": [
                (
                    label_of(name),
                    change_written(entry.record_kind, name, old),
                    change_written(entry.record_kind, name, new),
                )
                for name, (old, new) in dict(entry.facts.get("changes", {})).items()
            ],
        }
        for entry in entries
    ]
