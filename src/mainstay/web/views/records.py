"""Every kind of record as a list, and every record as a page: its fields, its history, what can be done with it."""

from collections import Counter
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Field, ForeignKey, IntegerField, Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext

from mainstay.accounts.models import Person
from mainstay.common.errors import BadInput, NotFound, Problem, Reason
from mainstay.common.models import Country
from mainstay.common.texts import noop as _
from mainstay.page.doors import SIGNED_IN, door, who
from mainstay.page.listing import listed
from mainstay.page.words import enumerated, number
from mainstay.web.acts import due
from mainstay.web.acts.addresses import address_of, beside
from mainstay.web.acts.catalogue import stages
from mainstay.web.acts.choices import LISTS
from mainstay.web.acts.finding import Kind, kind_named, kind_of_model, seen
from mainstay.web.acts.naming import heading_of, number_beside, said_by_name
from mainstay.web.acts.shown import fields_of
from mainstay.web.acts.words import kind_called, kinds_called, label_of
from mainstay.web.acts.written import mark_of, pointed_at, written, written_value
from mainstay.web.tables import record_table

#: How many states the answer of a list tells.
STATES_TOLD = 5
#: With how many digits a number is written that every database holds.
LONGEST_NUMBER = 18
#: Plain keys that point at another record, by what they are called there.
POINTERS = {"case_key": gettext_lazy("Case"), "about_key": gettext_lazy("About")}
#: Lists that are read on a page, since each of their entries has a name.
READ_LISTS = {*LISTS, "languages", "purposes"}


def _kind(stage: str, kind: str) -> Kind:
    if stage not in stages():
        raise NotFound("no_stage", _("There is no stage called {stage}."), stage=stage)
    return kind_named(stages()[stage], kind)


@door(SIGNED_IN)
def record_list(request: HttpRequest, stage: str, kind: str) -> HttpResponse:
    """Show the records of one kind that this person may see."""
    found = _kind(stage, kind)
    rows = _narrowed(seen(who(request), found), request.GET)
    shown = {"title": kinds_called(found.model), "answer": _answer(found.model, rows)}
    table = record_table(found.model, due.first_due(rows))
    return listed(request, "page/list.html", table, shown, name=found.name)


def _answer(model: type[Model], rows: QuerySet[Model]) -> str:
    """Return how many there are, how they stand, and how many of them are late."""
    stand = _how_they_stand(model, rows)
    count = sum(size for size, _word in stand) if stand else rows.count()
    states = [
        gettext("{count} {state}").format(count=number(size), state=word)
        for size, word in stand[:STATES_TOLD]
        if size
    ]
    if not count:
        return gettext("None that you may see.")
    words = (
        ngettext(
            "{count} record that you may see: {states}.", "{count} records that you may see: {states}.", count
        )
        if states
        else ngettext("{count} record that you may see.", "{count} records that you may see.", count)
    )
    late = due.late(rows).count()
    told = [words.format(count=number(count), states=enumerated(states))]
    told += (
        [ngettext("{count} is late.", "{count} are late.", late).format(count=number(late))] if late else []
    )
    return " ".join(told)


def _how_they_stand(model: type[Model], rows: QuerySet[Model]) -> list[tuple[int, str]]:
    """Return how many are in each state, the most first; or open and done, where only a day says so."""
    if any(field.name == "state" for field in fields_of(model)):
        held = Counter(dict(rows.order_by().values_list("state").annotate(Count("pk"))))
        return [(size, written_value(model, "state", state)) for state, size in held.most_common()]
    found = due.open_and_done(rows)
    return [(found[0], gettext("open")), (found[1], gettext("done"))] if found else []


def _narrowed(rows: QuerySet[Model], asked: Any) -> QuerySet[Model]:
    names = {field.name for field in fields_of(rows.model)}
    for name in sorted(names & {*asked}):
        if asked[name]:
            rows = _where(rows, name, asked[name])
    return rows


def _where(rows: QuerySet[Model], name: str, value: str) -> QuerySet[Model]:
    """Return the rows whose field says `value`; raise `BadInput` where it cannot say that."""
    field = rows.model._meta.get_field(name)
    target = field.target_field if isinstance(field, ForeignKey) else field
    words = _("This list cannot be narrowed so.")
    fault = BadInput("filters", words, problems=[Problem(Reason("filter", words), field=name)])
    if isinstance(target, IntegerField) and len(value) > LONGEST_NUMBER:
        raise fault
    try:
        return rows.filter(Q(**{name: value}))
    except (ValidationError, ValueError):
        raise fault from None


@door(SIGNED_IN)
def record_page(request: HttpRequest, stage: str, kind: str, key: str) -> HttpResponse:
    """Show one record: what it says, what was done to it, what can be done now."""
    found = _kind(stage, kind)
    person = who(request)
    rows = seen(person, found).select_related(*_links(found.model))
    known = key.isdecimal() and len(key) <= LONGEST_NUMBER
    record = rows.filter(pk=int(key)).first() if known else None
    if record is None:
        raise NotFound(
            "not_found",
            _("There is no such {record} here, or it is not yours to see."),
            record=kind_called(found.model),
        )
    own = beside(record) or address_of(record)
    shown = {
        "record": record,
        "kinds": kinds_called(found.model),
        "stage": stage,
        "kind_name": found.name,
        "heading": heading_of(record),
        "number": number_beside(record),
        "state": written(record, "state"),
        "mark": mark_of(record),
        "due": due.due_until_done(record),
        "late": due.is_late(record),
        "fields": [
            _field(person, record, field) for field in fields_of(found.model) if _reads(record, field)
        ],
        "own_page": own if own != request.path else "",
    }
    return render(request, "web/record.html", shown)


#: What a page about a record says elsewhere, or what only the machine reads.
UNREAD = frozenset({
    "state", "uid", "synthetic", "sha256", "checksum", "key", "attachment_id", "playbook_version", "method_version", "about_kind",
    "told_late_on",
})  # fmt: skip


def _reads(record: Model, field: Field[Any, Any]) -> bool:
    """Return whether a field says something to a reader that the heading has not said; lists only where they are named."""
    if field.name in UNREAD:
        return False
    if field.name in said_by_name(type(record)) and field.get_internal_type() not in {
        "TextField",
        "ForeignKey",
    }:
        return False
    if field.name.startswith("not_") and getattr(record, field.name) is False:
        return False
    kind = field.get_internal_type()
    return kind != "UUIDField" and (kind != "JSONField" or field.name in READ_LISTS)


def _links(model: type[Model]) -> list[str]:
    return [field.name for field in fields_of(model) if field.many_to_one and not field.null]


def _field(person: Person, record: Model, field: Field[Any, Any]) -> dict[str, Any]:
    value = getattr(record, field.name)
    if field.name in POINTERS:
        value = pointed_at(record, field.name) if value else None
    linked = isinstance(value, Model)
    return {
        "label": POINTERS.get(field.name) or label_of(field.name),
        "value": written(record, field.name),
        "link": _address(person, value) if linked else "",
        "number": number_beside(value) if linked and not isinstance(value, Person | Country) else "",
    }


def _address(person: Person, record: Model) -> str:
    """Return where a record that another one names is read; nothing where it has no page, or none that is hers to see."""
    if isinstance(record, Country):
        return reverse("country", args=[record.pk])
    kind = None if isinstance(record, Person) else kind_of_model(type(record))
    if kind is None or not seen(person, kind).filter(pk=record.pk).exists():
        return ""
    return address_of(record)
