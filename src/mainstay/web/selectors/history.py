"""What was done on a case, entry by entry, from the audit: who, what, when, on which record, why."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils.text import capfirst

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may_anywhere
from mainstay.accounts.selectors import persons_by_key
from mainstay.cases.models import Case
from mainstay.common.models import AuditEntry
from mainstay.web.acts.addresses import address_of
from mainstay.web.acts.finding import kind_of_model, seen
from mainstay.web.acts.naming import heading_of, read_with
from mainstay.web.acts.said import act_said
from mainstay.web.acts.words import kind_called, label_of
from mainstay.web.acts.written import change_written

#: Acts on records of these classes are shown to whoever may read the case; others to readers of the audit alone.
OPEN_CLASSES = ("PUBLIC", "INTERNAL")


def acts_on(person: Person, case: Case) -> QuerySet[AuditEntry]:
    """Return the entries of a case that was found through `cases_visible`, the latest first.

    Acts on personal, sensitive or restricted records are left out unless the reader reads the audit itself.
    """
    entries = AuditEntry.objects.filter(chain__key=f"case:{case.pk}").order_by("-number")
    if may_anywhere(person, "accounts.read_audit"):
        return entries
    known = playbook.current().actions.values()
    return entries.filter(action__in=[row.code for row in known if row.data_class in OPEN_CLASSES])


def entries_shown(rows: list[AuditEntry], person: Person) -> list[dict[str, Any]]:
    """Return entries as a page shows them: the act in words, its record, reason, and what changed."""
    people = persons_by_key({row.actor_id for row in rows if row.actor_id})
    records = _records(rows, person)
    return [
        {
            "number": row.number,
            "at": row.case_at,
            "by": people[row.actor_id].name if row.actor_id in people else "",
            "does": act_said(row.action, row.record_kind, row.facts.get("changes", {})),
            "action": row.action,
            "kind": _kind(row.record_kind),
            "record": _called(records.get((row.record_kind, row.record_id)), row),
            "link": _address(records.get((row.record_kind, row.record_id))),
            "record_id": row.record_id,
            "reason": row.reason,
            "changes": _changes(row),
            "rows": row.rows,
        }
        for row in rows
    ]


def _model(label: str) -> type[Model] | None:
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def _kind(label: str) -> str:
    model = _model(label)
    return capfirst(kind_called(model)) if model is not None else ""


def _records(rows: list[AuditEntry], person: Person) -> dict[tuple[str, str], Model]:
    """Return the records of the entries that `person` may see, by kind and key: one question for each kind."""
    keys: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        keys[row.record_kind].add(row.record_id)
    found: dict[tuple[str, str], Model] = {}
    for label, held in keys.items():
        model = _model(label)
        kind = kind_of_model(model) if model is not None else None
        if kind is None or not all(key.isdigit() for key in held):
            continue
        seen_rows = seen(person, kind).filter(pk__in=held).select_related(*read_with(kind.model))
        found |= {(label, str(record.pk)): record for record in seen_rows}
    return found


def _called(record: Model | None, row: AuditEntry) -> str:
    return heading_of(record) if record is not None else _kind(row.record_kind)


def _address(record: Model | None) -> str:
    return address_of(record) if record is not None else ""


def _changes(entry: AuditEntry) -> list[tuple[str, str, str]]:
    """Return what changed in words and amounts; keys of other records say nothing to a reader."""
    return [
        (
            label_of(name),
            change_written(entry.record_kind, name, _number(name, before)),
            change_written(entry.record_kind, name, _number(name, after)),
        )
        for name, (before, after) in entry.facts.get("changes", {}).items()
        if isinstance(after, str) and len(after) <= 60
    ]


def _number(name: str, value: Any) -> Any:
    """Return a number that is kept as text as a number, so that it is written as one."""
    if (
        isinstance(value, str)
        and value.isascii()
        and value.isdigit()
        and len(value) > 3
        and "year" not in name
    ):
        return Decimal(value)
    return value
