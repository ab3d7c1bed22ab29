"""What a reader can do with a record, on the page of the record."""

from typing import Any

from django import template
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may_each
from mainstay.page.doors import who
from mainstay.web.acts.addresses import address_of
from mainstay.web.acts.catalogue import OpenAct, deed_named, open_acts, shut, stage_of, stages
from mainstay.web.acts.finding import kind_of_model, seen
from mainstay.web.acts.forms import ActForm
from mainstay.web.acts.onward import first_of
from mainstay.web.acts.values import record_kind
from mainstay.web.acts.words import sentence_of, stage_called, title_of

register = template.Library()
#: Up to how many acts are shown without being asked for.
FEW = 4


@register.inclusion_tag("web/acts_on.html", takes_context=True)
def what_can_be_done(
    context: Any, record: Model, *but: str, first: str = "", stage: str = "", only: str = ""
) -> dict[str, Any]:
    """Show the acts that this reader may do with `record` now, each a button to its form, which leads back here.

    The one to three that the state asks for stand before the others, which open behind “More”; `first` names them
    where the page knows better. `but` names acts that the page offers by itself, with a look at what would happen.
    `stage` and `only` leave the acts of some stages or only those that are named: each a text with blanks between.
    """
    request = context["request"]
    if not isinstance(request.user, Person):
        return {"first": [], "groups": []}
    rows = [
        row
        for row in open_acts(request.user, record)
        if row.deed.name not in but
        and (not stage or row.stage in stage.split())
        and (not only or row.deed.name in only.split())
    ]
    ahead = rows if len(rows) <= FEW and not first else first_of(record, rows, first.split())
    others = sorted((row for row in rows if row not in ahead), key=lambda row: title_of(row.deed).casefold())
    return {
        "first": [_button(row, record, request.path) for row in ahead],
        "groups": _groups(others, record, request.path),
        "count": len(others),
    }


def _groups(rows: list[OpenAct], record: Model, back: str) -> list[tuple[str, list[dict[str, str]]]]:
    """Return buttons by stage, those of the record's own stage first."""
    own = stage_of(type(record))
    found: dict[str, list[dict[str, str]]] = {}
    for row in sorted(rows, key=lambda row: (row.stage != own, [*stages()].index(row.stage))):
        found.setdefault(stage_called(row.stage), []).append(_button(row, record, back))
    return [*found.items()]


def _button(row: OpenAct, record: Model, back: str) -> dict[str, str]:
    asked = urlencode({row.name: record.pk, "next": back})
    return {
        "address": f"{reverse('act', args=[row.stage, row.deed.name])}?{asked}",
        "title": title_of(row.deed),
        "does": sentence_of(row.deed),
    }


@register.inclusion_tag("web/small_form.html", takes_context=True)
def small_form(context: Any, stage: str, verb: str, record: Model, **initial: Any) -> dict[str, Any]:
    """Show the form of one act on the page of its record, for who may do it now; it leads back here."""
    request = context["request"]
    deed = deed_named(stage, verb)
    first = next(value.name for value in deed.values if record_kind(value) is type(record))
    if not isinstance(request.user, Person) or shut(deed, first, record, request.user) is not None:
        return {"form": None}
    person = who(request)
    if not may_each(person, deed.actions, record).issuperset(deed.actions):
        return {"form": None}
    known = {**initial, first: record.pk}
    form = ActForm(deed, person, fixed={first: str(record.pk)}, initial=known, auto_id=f"{verb}_%s")
    return {
        "form": form, "title": title_of(deed), "csrf_token": context.get("csrf_token"), "files": form.is_multipart(),
        "address": _button(OpenAct(stage, deed, first), record, request.path)["address"],
        "does": sentence_of(deed),
    }  # fmt: skip


@register.simple_tag(takes_context=True)
def what_came_of(context: Any, record: Model, name: str) -> list[Model]:
    """Return the records that were begun from `record` (its related `name`), those that this reader may see."""
    rows: QuerySet[Model] = getattr(record, name).all()
    kind = kind_of_model(rows.model)
    person = context["request"].user
    if kind is None or not isinstance(person, Person):
        return []
    return list(seen(person, kind).filter(pk__in=rows.values("pk")).order_by("pk"))


@register.simple_tag
def record_address(record: Model) -> str:
    """Return the address of the page of a record."""
    return address_of(record)
