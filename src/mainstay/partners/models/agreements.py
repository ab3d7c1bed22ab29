"""Agreements with organisations, and how partners are rated once a year."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mainstay.common.constraints import one_of, states_of
from mainstay.partners import rules

from .organisations import Organisation


class Agreement(models.Model):
    """What was agreed with one organisation: kind, dates, ceiling; for data sharing its purposes and fields."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements")
    kind = models.CharField(max_length=16)
    title = models.CharField(max_length=160)
    country = models.ForeignKey("common.Country", on_delete=models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    ceiling_minor = models.PositiveBigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    purposes = models.JSONField(default=list)
    shared_fields = models.JSONField(default=list)
    trigger = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, default=rules.AGREEMENT.start)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)
    ended_reason = models.CharField(max_length=300, blank=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            states_of(rules.AGREEMENT, name="agreement_state"),
            one_of("kind", rules.AGREEMENT_KINDS, name="agreement_kind"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="agreement_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(ceiling_minor__isnull=True) | ~Q(currency=""),
                name="agreement_ceiling_has_currency",
            ),
            models.CheckConstraint(
                condition=~Q(state="SIGNED") | Q(signed_at__isnull=False), name="agreement_signed_has_time"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PartnerReview(models.Model):
    """How one year with a partner was: a rating of 1 to 5, and which of the six benefits it brought."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="reviews")
    year = models.PositiveSmallIntegerField()
    rating = models.PositiveSmallIntegerField()
    benefits = models.JSONField(default=list)
    words = models.TextField(blank=True)
    rated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    rated_at = models.DateTimeField()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year"], name="partner_rated_once_a_year"),
            models.CheckConstraint(condition=Q(rating__gte=1, rating__lte=5), name="partner_rating_range"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.year}: {self.rating}"
