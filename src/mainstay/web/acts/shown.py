"""What is shown of a record where no page was written for it: on its own page, in lists of a kind, in the HTTP API.

Nothing that lies encrypted, no digest, no answer of a person, and nothing that a kind keeps back by name.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Field, Model

from mainstay.common.audit import canonical
from mainstay.common.crypto import keyed_digest
from mainstay.common.fields import EncryptedTextField

from .records import called

#: What is never shown of a kind, beside what lies encrypted: who needs it reads it on the page made for it.
KEPT_BACK: Mapping[str, frozenset[str]] = {
    "common.AuditEntry": frozenset({"facts", "digests", "rows_sha256", "previous", "hash"}),
    "accounts.Person": frozenset({"email", "last_login"}),
    "assess.Submission": frozenset({"answers", "age", "sex", "interviewer", "place"}),
    "staff.Expert": frozenset({"account", "open_misconduct", "refused_places", "rests_until"}),
    "staff.Recruitment": frozenset({"misconduct", "misconduct_checked_at"}),
    "measure.ActivityFile": frozenset({"content"}),
    "measure.Publication": frozenset({"content", "risks_accepted"}),
    "works.ImportBatch": frozenset({"staged"}),
    "works.Worker": frozenset({"birth_date", "small_children", "household_size", "fee_reported", "free_choice", "pin_failures"}),
    "works.Finding": frozenset({"facts", "msgid"}),
    "cases.TimelineEntry": frozenset({"facts", "msgid"}),
}  # fmt: skip
_SECRET = ("password", "digest", "_token", "_hash")


@cache
def fields_of(model: type[Model]) -> tuple[Field[Any, Any], ...]:
    """Return the fields of a kind that are shown, in the order of its table."""
    kept = KEPT_BACK.get(model._meta.label, frozenset())
    return tuple(
        field
        for field in model._meta.concrete_fields
        if not isinstance(field, EncryptedTextField)
        and not field.name.endswith(_SECRET)
        and field.name not in kept
        and field.name != "id"
        and field.get_internal_type() != "BinaryField"
    )


def row_of(record: Model) -> dict[str, Any]:
    """Return a record as JSON takes it: its key, what it is called, and each field that is shown; a link is a key."""
    row: dict[str, Any] = {"key": record.pk, "called": called(record)}
    for field in fields_of(type(record)):
        row[field.name] = plain(getattr(record, field.attname))
    return row


def plain(value: Any) -> Any:
    """Return a value as JSON takes it: days and moments as ISO 8601, decimals as text."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | UUID) else value


def etag_of(record: Model) -> str:
    """Return the mark of a record as it stands now; whoever changes it may ask that it still stands.

    It is made with a key: what is kept back of the record counts in it and cannot be guessed from it.
    """
    fields = {
        field.attname: plain(getattr(record, field.attname))
        for field in record._meta.concrete_fields
        if not isinstance(field, EncryptedTextField) and field.get_internal_type() != "BinaryField"
    }
    return keyed_digest("lookup", canonical([record._meta.label, fields]))[:32]
