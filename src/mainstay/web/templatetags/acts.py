"""What a reader can do with a record, on the page of the record."""

from itertools import groupby
from typing import Any

from django import template
from django.db.models import Model
from django.urls import reverse
from django.utils.http import urlencode

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may_each
from mainstay.page.doors import who
from mainstay.page.frame import RAIL
from mainstay.page.words import named
from mainstay.web.acts.addresses import address_of
from mainstay.web.acts.catalogue import acts_on, deed_named, shut
from mainstay.web.acts.forms import ActForm
from mainstay.web.acts.values import record_kind
from mainstay.web.acts.words import title_of

register = template.Library()
#: Up to how many acts are shown without being asked for.
FEW = 6


@register.inclusion_tag("web/acts_on.html", takes_context=True)
def what_can_be_done(context: Any, record: Model, *but: str) -> dict[str, Any]:
    """Show the acts that this reader may do with `record` now, each a button to its form, which leads back here.

    `but` names acts that the page offers by itself, with a look at what would happen.
    """
    request = context["request"]
    if not isinstance(request.user, Person):
        return {"groups": []}
    rows = [row for row in acts_on(request.user, record) if row[1].name not in but]
    groups = [
        (str(RAIL.get(stage, "")), [_button(stage, deed, name, record, request.path) for _s, deed, name in found])
        for stage, found in groupby(rows, key=lambda row: row[0])
    ]  # fmt: skip
    return {"groups": groups, "count": len(rows), "open": len(rows) <= FEW}


def _button(stage: str, deed: Any, name: str, record: Model, back: str) -> dict[str, str]:
    asked = urlencode({name: record.pk, "next": back})
    return {
        "address": f"{reverse('act', args=[stage, deed.name])}?{asked}",
        "title": title_of(deed),
        "does": named("actions", deed.actions[0]) if deed.actions else "",
    }


@register.inclusion_tag("web/small_form.html", takes_context=True)
def small_form(context: Any, stage: str, verb: str, record: Model, **initial: Any) -> dict[str, Any]:
    """Show the form of one act on the page of its record, for who may do it now; it leads back here."""
    request = context["request"]
    deed = deed_named(stage, verb)
    first = next(value.name for value in deed.values if record_kind(value) is type(record))
    if not isinstance(request.user, Person) or shut(deed, first, record):
        return {"form": None}
    person = who(request)
    if not may_each(person, deed.actions, record).issuperset(deed.actions):
        return {"form": None}
    known = {**initial, first: record.pk}
    form = ActForm(deed, person, fixed={first: str(record.pk)}, initial=known, auto_id=f"{verb}_%s")
    return {
        "form": form, "title": title_of(deed), "csrf_token": context.get("csrf_token"), "files": form.is_multipart(),
        "address": _button(stage, deed, first, record, request.path)["address"],
        "does": named("actions", deed.actions[0]),
    }  # fmt: skip


@register.simple_tag
def record_address(record: Model) -> str:
    """Return the address of the page of a record."""
    return address_of(record)
