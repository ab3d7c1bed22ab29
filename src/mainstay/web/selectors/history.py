"""What was done on a case, entry by entry, from the audit: who, what, when, on which record, why."""

from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may_anywhere
from mainstay.accounts.selectors import persons_by_key
from mainstay.cases.models import Case
from mainstay.common.models import AuditEntry
from mainstay.page.words import named
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


def entries_shown(rows: list[AuditEntry]) -> list[dict[str, Any]]:
    """Return entries as a page shows them: the act in words, its record, reason, and what changed."""
    people = persons_by_key({row.actor_id for row in rows if row.actor_id})
    return [
        {
            "number": row.number,
            "at": row.case_at,
            "by": people[row.actor_id].name if row.actor_id in people else "",
            "does": named("actions", row.action),
            "action": row.action,
            "record": _kind(row.record_kind),
            "record_id": row.record_id,
            "reason": row.reason,
            "changes": _changes(row),
            "rows": row.rows,
        }
        for row in rows
    ]


def _kind(label: str) -> str:
    try:
        return kind_called(apps.get_model(label))
    except (LookupError, ValueError):
        return label


def _changes(entry: AuditEntry) -> list[tuple[str, str, str]]:
    """Return what changed in words and amounts; keys of other records say nothing to a reader."""
    return [
        (
            label_of(name),
            change_written(entry.record_kind, name, before),
            change_written(entry.record_kind, name, after),
        )
        for name, (before, after) in entry.facts.get("changes", {}).items()
        if isinstance(after, str) and len(after) <= 60
    ]
