"""Files that people attach, known by their content."""

import uuid

from django.db import models


class Attachment(models.Model):
    """One file: what it is called here, and the content it points to by SHA-256."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    record_kind = models.CharField(max_length=60)
    record_id = models.CharField(max_length=60)
    data_class = models.CharField(max_length=12, default="INTERNAL")
    added_by_id = models.BigIntegerField(null=True)
    added_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["record_kind", "record_id"], name="attachment_record")]

    def __str__(self) -> str:
        return self.name
