"""The record of who did what: chained, append-only, and still verifiable after a person was erased."""

from django.db import models


class AuditChain(models.Model):
    """One chain of entries: ``case:<id>``, ``restricted`` or ``system``; its row is locked while one is added."""

    key = models.CharField(max_length=60, unique=True)
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return self.key


class AuditEntry(models.Model):
    """One act: never changed and never deleted (database triggers refuse both)."""

    chain = models.ForeignKey(AuditChain, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    case_at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=80)
    record_kind = models.CharField(max_length=60, blank=True)
    record_id = models.CharField(max_length=60, blank=True)
    reason = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    digests = models.JSONField(default=dict)
    rows = models.PositiveBigIntegerField(null=True)
    rows_sha256 = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="audit_entry_number")]
        indexes = [models.Index(fields=["record_kind", "record_id"], name="audit_entry_record")]

    def __str__(self) -> str:
        return f"{self.chain_id}/{self.number} {self.action}"


class SubjectKey(models.Model):
    """The key under which one person's audited values lie; erasing the person drops it."""

    subject = models.CharField(max_length=80, unique=True)
    secret = models.BinaryField(null=True)
    erased_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.subject


class AuditValue(models.Model):
    """A personal value before and after an act, encrypted per person; the entry chains only its keyed digest."""

    entry = models.ForeignKey(AuditEntry, on_delete=models.PROTECT, related_name="values")
    subject_key = models.ForeignKey(SubjectKey, on_delete=models.PROTECT, related_name="values")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.entry_id} {self.subject_key_id}"


class AuditAnchor(models.Model):
    """The heads of all chains at one moment, signed: a chain that was cut off behind it is found."""

    at = models.DateTimeField()
    heads = models.JSONField()
    signature = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.at.isoformat()
