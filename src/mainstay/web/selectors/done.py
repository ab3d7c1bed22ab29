"""What was done to one record, from the audit."""

from typing import Any

from django.db.models import Model

from mainstay.accounts.models import Person
from mainstay.common.models import AuditEntry
from mainstay.page.words import named
from mainstay.web.acts.words import label_of
from mainstay.web.acts.written import change_written

#: How many acts of its history a record shows.
HISTORY = 50


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
