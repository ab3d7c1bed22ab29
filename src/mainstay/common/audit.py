"""The audit: one entry for each act of a service, chained so that nobody can change the past unseen.

Each entry's hash covers its content and the hash before it (SHA-256 over canonical JSON). Personal values are
chained as keyed digests under a key of the person they are about; the values lie apart, encrypted with that key.
Erasing a person drops the key: the values are gone and the chain still verifies. ``anchor`` signs the heads.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from cryptography.fernet import Fernet
from django.db import models, transaction

from . import clock, crypto
from .errors import Reason
from .models import AuditAnchor, AuditChain, AuditEntry, AuditValue, SubjectKey
from .texts import noop as _

SYSTEM = "system"
RESTRICTED = "restricted"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no place in an audit entry")


def canonical(content: Any) -> bytes:
    """Return `content` as canonical JSON: the same content gives the same bytes on every machine."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)
    return text.encode()


def rows_digest(rows: Iterable[Any]) -> tuple[int, str]:
    """Return how many rows there are and the SHA-256 of their canonical lines, in the order given."""
    digest, count = hashlib.sha256(), 0
    for row in rows:
        digest.update(canonical(row) + b"\n")
        count += 1
    return count, digest.hexdigest()


@dataclass
class Draft:
    """What a service says about its act while it happens; written as one entry when the act succeeds."""

    action: str
    actor_id: int | None
    chain: str = SYSTEM
    reason: str = ""
    record: models.Model | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    personal: list[tuple[str, str, Any, Any]] = field(default_factory=list)
    rows: int | None = None
    rows_sha256: str = ""

    def on(self, record: models.Model) -> None:
        """Name the record that the act made or changed, where it was not known before."""
        self.record = record

    def note(self, **facts: Any) -> None:
        """Add facts that hold no personal value."""
        self.facts.update(facts)

    def change(self, name: str, old: Any, new: Any) -> None:
        """Note an impersonal field before and after the act."""
        if old != new:
            self.facts.setdefault("changes", {})[name] = [old, new]

    def change_personal(self, subject: str, name: str, old: Any, new: Any) -> None:
        """Note a field about a person (`subject`, such as ``worker:12``): chained as a digest only."""
        if old != new:
            self.personal.append((subject, name, old, new))

    def bulk(self, rows: Iterable[Any]) -> None:
        """Note many rows at once by their number and digest."""
        self.rows, self.rows_sha256 = rows_digest(rows)

    def bulk_digest(self, count: int, sha256: str) -> None:
        """Note many rows whose digest was computed elsewhere, such as over a staged file."""
        self.rows, self.rows_sha256 = count, sha256


def _subject_key(subject: str) -> tuple[SubjectKey, Fernet]:
    found, _made = SubjectKey.objects.get_or_create(
        subject=subject, defaults={"secret": crypto.encrypt(Fernet.generate_key().decode())}
    )
    if found.secret is None:
        # A person who was erased and is written about again starts with a new key.
        found.secret = crypto.encrypt(Fernet.generate_key().decode())
        found.erased_at = None
        found.save(update_fields=["secret", "erased_at"])
    return found, Fernet(crypto.decrypt(bytes(found.secret)).encode())


def _personal(draft: Draft) -> tuple[dict[str, str], list[AuditValue]]:
    digests: dict[str, str] = {}
    values: list[AuditValue] = []
    for subject, name, old, new in draft.personal:
        row, fernet = _subject_key(subject)
        content = canonical({"field": name, "old": old, "new": new})
        secret = crypto.decrypt(bytes(row.secret or b"")).encode()
        digests[f"{subject}.{name}"] = hmac.new(secret, content, hashlib.sha256).hexdigest()
        values.append(AuditValue(subject_key=row, content=fernet.encrypt(content)))
    return digests, values


def _content(entry: AuditEntry, chain: str) -> dict[str, Any]:
    return {
        "chain": chain,
        "number": entry.number,
        "at": entry.at.isoformat(),
        "case_at": entry.case_at.isoformat(),
        "actor": entry.actor_id,
        "action": entry.action,
        "record": [entry.record_kind, entry.record_id],
        "reason": entry.reason,
        "facts": entry.facts,
        "digests": entry.digests,
        "rows": [entry.rows, entry.rows_sha256],
        "previous": entry.previous,
    }


def _hash(entry: AuditEntry, chain: str) -> str:
    return hashlib.sha256(canonical(_content(entry, chain))).hexdigest()


def write(draft: Draft) -> AuditEntry:
    """Return the entry written at the end of its chain; call it last in the act's own transaction."""
    digests, values = _personal(draft)
    chain = _locked_chain(draft.chain)
    entry = AuditEntry(
        chain=chain,
        number=chain.length + 1,
        at=clock.real_now(),
        case_at=clock.now(),
        actor_id=draft.actor_id,
        action=draft.action,
        record_kind=draft.record._meta.label_lower if draft.record else "",
        record_id=str(draft.record.pk) if draft.record else "",
        reason=draft.reason,
        facts=json.loads(canonical(draft.facts)),
        digests=digests,
        rows=draft.rows,
        rows_sha256=draft.rows_sha256,
        previous=chain.head,
    )
    entry.hash = _hash(entry, chain.key)
    entry.save(force_insert=True)
    for value in values:
        value.entry = entry
    AuditValue.objects.bulk_create(values)
    AuditChain.objects.filter(pk=chain.pk).update(length=entry.number, head=entry.hash)
    return entry


def _locked_chain(key: str) -> AuditChain:
    AuditChain.objects.get_or_create(key=key)
    return AuditChain.objects.select_for_update().get(key=key)


def erase_subject(subject: str) -> None:
    """Drop the key of `subject`: what the audit holds about the person can no longer be read by anyone."""
    SubjectKey.objects.filter(subject=subject).update(secret=None, erased_at=clock.now())


def read_values(entry: AuditEntry) -> list[Mapping[str, Any]]:
    """Return the personal values of `entry` that can still be read; the caller has checked the right to see them."""
    shown = []
    for value in entry.values.select_related("subject_key"):
        if value.subject_key.secret is not None:
            fernet = Fernet(crypto.decrypt(bytes(value.subject_key.secret)).encode())
            shown.append(json.loads(fernet.decrypt(bytes(value.content))))
    return shown


def _signature(heads: Mapping[str, Any], at: datetime) -> str:
    return crypto.keyed_digest("audit", canonical({"at": at, "heads": heads}))


def anchor() -> AuditAnchor:
    """Return a signed note of the length and head of every chain as they stand now."""
    with transaction.atomic():
        heads = {chain.key: [chain.length, chain.head] for chain in AuditChain.objects.order_by("key")}
        at = clock.real_now()
        return AuditAnchor.objects.create(at=at, heads=heads, signature=_signature(heads, at))


def verify() -> Iterator[Reason]:
    """Yield each fault of the audit: changed, missing, inserted or cut-off entries, and forged anchors."""
    hashes: dict[str, dict[int, str]] = {}
    for chain in AuditChain.objects.order_by("key"):
        seen = hashes[chain.key] = {}
        yield from _verify_chain(chain, seen)
    for note in AuditAnchor.objects.order_by("pk"):
        yield from _verify_anchor(note, hashes)


def _fault(code: str, msgid: str, chain: str, number: int) -> Reason:
    return Reason(code, msgid, {"chain": chain, "number": number})


def _verify_chain(chain: AuditChain, seen: dict[int, str]) -> Iterator[Reason]:
    expected, previous = 1, ""
    for entry in chain.entries.order_by("number").iterator(chunk_size=2000):
        if entry.number != expected:
            yield _fault("audit_missing", _("Chain {chain}: entry {number} is missing."), chain.key, expected)
        elif entry.previous != previous:
            yield _fault(
                "audit_unlinked",
                _("Chain {chain}: entry {number} does not follow the one before."),
                chain.key,
                expected,
            )
        if _hash(entry, chain.key) != entry.hash:
            yield _fault(
                "audit_changed", _("Chain {chain}: entry {number} was changed."), chain.key, entry.number
            )
        seen[entry.number] = previous = entry.hash
        expected = entry.number + 1
    if (chain.length, chain.head) != (expected - 1, previous):
        yield _fault(
            "audit_cut_off", _("Chain {chain}: entries after {number} were cut off."), chain.key, expected - 1
        )


def _verify_anchor(note: AuditAnchor, hashes: dict[str, dict[int, str]]) -> Iterator[Reason]:
    if not hmac.compare_digest(note.signature, _signature(note.heads, note.at)):
        yield _fault("anchor_forged", _("Anchor {number}: the signature does not fit."), "", note.pk)
        return
    for key, (length, head) in note.heads.items():
        if length and hashes.get(key, {}).get(length) != head:
            yield _fault(
                "audit_rewritten",
                _("Chain {chain}: entry {number} is not the one that was signed."),
                key,
                length,
            )
