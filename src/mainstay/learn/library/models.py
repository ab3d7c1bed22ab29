"""Documents with versions, translations and uses."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mainstay.common.constraints import one_of, states_of

from . import rules

PERSON = settings.AUTH_USER_MODEL


class Document(models.Model):
    """A tool, guide, report or data set: what it is, whose, under which licence, for whom."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=240)
    abstract = models.TextField(blank=True)
    kind = models.CharField(max_length=24)
    language = models.CharField(max_length=5, default="en")
    authors = models.CharField(max_length=240, blank=True)
    licence = models.CharField(max_length=40, blank=True)
    source = models.URLField(blank=True)
    public = models.BooleanField(default=True)
    state = models.CharField(max_length=10, default=rules.DOCUMENT.start)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="documents")
    country = models.ForeignKey("common.Country", on_delete=models.PROTECT, null=True, related_name="+")
    topics = models.JSONField(default=list)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["-added_at"]
        constraints = [
            states_of(rules.DOCUMENT, name="document_state"),
            models.CheckConstraint(
                condition=~Q(state="PUBLISHED") | (Q(published_at__isnull=False) & ~Q(licence="")),
                name="document_published_has_licence",
            ),
            models.CheckConstraint(
                condition=~Q(state="WITHDRAWN") | ~Q(withdrawn_reason=""),
                name="document_withdrawn_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DocumentVersion(models.Model):
    """One state of a document's file; older ones stay."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    attachment_id = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    what_changed = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="document_version_once")]

    def __str__(self) -> str:
        return f"{self.document_id} v{self.number}"


class DocumentTranslation(models.Model):
    """A document in another language: drafted by one, reviewed by another, of which version."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="translations")
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=240)
    of_version = models.PositiveSmallIntegerField()
    attachment_id = models.BigIntegerField()
    machine = models.BooleanField(default=False)
    state = models.CharField(max_length=8, default=rules.TRANSLATION.start)
    drafted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["language"]
        constraints = [
            states_of(rules.TRANSLATION, name="document_translation_state"),
            models.UniqueConstraint(fields=["document", "language"], name="document_translation_once"),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("drafted_by")),
                name="document_translation_second_eye",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.language}"


class ToolUse(models.Model):
    """A document that was used, asked for, or built into somebody's own procedures, with the evidence."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="uses")
    kind = models.CharField(max_length=12)
    user_type = models.CharField(max_length=40)
    level = models.CharField(max_length=12, default="national")
    country = models.ForeignKey("common.Country", on_delete=models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="+")
    used_on = models.DateField()
    evidence = models.TextField()
    logged_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    logged_at = models.DateTimeField()

    class Meta:
        ordering = ["-used_on", "-pk"]
        constraints = [
            one_of("kind", rules.USES, name="tool_use_kind"),
            one_of("level", ("global", "regional", "national", "local"), name="tool_use_level"),
            models.CheckConstraint(condition=~Q(evidence=""), name="tool_use_has_evidence"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.kind}"
