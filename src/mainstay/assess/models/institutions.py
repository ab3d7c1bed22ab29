"""Institutions of work and relief: which there are in a place, and whether they function."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from mainstay.assess import rules
from mainstay.common.constraints import one_of

from .assessment import Assessment


class Institution(models.Model):
    """One institution in one place: whether it functions and since when, what it can do, what it needs, who says so."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="institutions")
    place = models.CharField(max_length=80)
    kind = models.CharField(max_length=24)
    name = models.CharField(max_length=160)
    functioning = models.CharField(max_length=7)
    since = models.DateField(null=True)
    capacity = models.TextField(blank=True)
    needs = models.TextField(blank=True)
    relied_on_by = models.JSONField(default=list)
    source_kind = models.CharField(max_length=16)
    citation = models.CharField(max_length=300)
    as_of = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["place", "kind", "name"]
        constraints = [
            one_of("functioning", rules.FUNCTIONING, name="institution_functioning"),
            models.UniqueConstraint(
                fields=["assessment", "place", "kind", "name"], name="institution_once_a_place"
            ),
            models.CheckConstraint(
                condition=~Q(place="") & ~Q(kind="") & ~Q(name=""), name="institution_is_named"
            ),
            models.CheckConstraint(condition=~Q(citation=""), name="institution_has_source"),
        ]
