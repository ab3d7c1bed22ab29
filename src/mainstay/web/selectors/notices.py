"""Where a notice leads: also one without content, for who may open what it is about."""

from collections.abc import Mapping

from django.apps import apps
from django.db.models import Model
from django.urls import reverse

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.common.models import Notice
from mainstay.web.acts.addresses import address_of
from mainstay.web.acts.finding import kind_of_model

#: What a notice is about, by the first word of its key; the record's own number follows it.
ABOUT: Mapping[str, str] = {
    "complaint": "works.Complaint",
    "sea": "works.SeaCase",
    "protection": "works.ProtectionCase",
    "incident": "works.Incident",
    "child_found": "works.Worker",
    "deployment": "staff.Deployment",
}
#: To which page the number of a record leads: a notice that names one opens it.
PAGES = {"case": ("MS-", "case"), "reference": ("RQ-", "request")}


def notice_link(row: Notice) -> str:
    """Return where the situation room sends the reader of a notice; nothing about a restricted record is in it."""
    if row.without_content:
        return reverse("notice", args=[row.pk])
    if row.link:
        return row.link
    for fact, (start, page) in PAGES.items():
        reference = str(row.facts.get(fact, ""))
        if reference.startswith(start) and "/" not in reference:
            return reverse(page, args=[reference])
    return ""


def record_behind(person: Person, row: Notice) -> str:
    """Return the address of what a notice is about, when `person` may still open it; empty otherwise."""
    name, _colon, rest = row.dedupe_key.partition(":")
    key = rest.partition(":")[0]
    if name not in ABOUT or not key.isdecimal():
        return ""
    record = _visible(person, apps.get_model(ABOUT[name]), int(key))
    return address_of(record) if record is not None else ""


def _visible(person: Person, model: type[Model], key: int) -> Model | None:
    kind = kind_of_model(model)
    for action in kind.reading if kind else ():
        found = visible(model._default_manager.filter(pk=key), person, action).first()
        if found is not None:
            return found
    return None
