"""Sources, what they said and when, and the thresholds that a country sets."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from mainstay.common.constraints import one_of, states_of
from mainstay.watch import rules

PERSON = settings.AUTH_USER_MODEL


class Source(models.Model):
    """Who publishes data that we read, on which terms, and how the last reading of it went."""

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=120)
    owner = models.CharField(max_length=160)
    licence = models.CharField(max_length=120)
    address = models.CharField(max_length=200, blank=True)
    cite = models.TextField(blank=True)
    rhythm = models.CharField(max_length=60, blank=True)
    last_success_at = models.DateTimeField(null=True)
    last_failure_at = models.DateTimeField(null=True)
    last_failure = models.TextField(blank=True)
    last_failure_reason = models.JSONField(default=dict)
    last_answer_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Vintage(models.Model):
    """One edition of a source as it stood when it was taken; editions are never mixed in one series."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="vintages")
    code = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default="IMPORTED")
    file_name = models.CharField(max_length=200)
    origin = models.CharField(max_length=8, default="SHIPPED")
    first_retrieved_at = models.DateTimeField()
    last_retrieved_at = models.DateTimeField()
    items = models.PositiveIntegerField(default=0)
    readings = models.PositiveIntegerField(default=0)
    faults = models.PositiveIntegerField(default=0)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "code"], name="vintage_once"),
            one_of("state", rules.VINTAGE_STATES, name="vintage_state"),
            one_of("origin", rules.VINTAGE_ORIGINS, name="vintage_origin"),
            models.CheckConstraint(
                condition=~Q(state="WITHDRAWN") | ~Q(withdrawn_reason=""), name="vintage_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class RawItem(models.Model):
    """One item as the source published it, stored before anything is made of it."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="raw_items")
    vintage = models.ForeignKey(Vintage, on_delete=models.PROTECT, related_name="raw_items")
    external_id = models.CharField(max_length=80)
    version = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    retrieved_at = models.DateTimeField()
    parsed_at = models.DateTimeField(null=True)
    replaced = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id", "version"], name="raw_item_once")
        ]
        indexes = [models.Index(fields=["source", "parsed_at"], name="raw_item_waiting")]

    def __str__(self) -> str:
        return f"{self.external_id} {self.version}"


class ItemFault(models.Model):
    """A cell of an item that could not be used: where it stands and why; the rest of the item counts."""

    item = models.ForeignKey(RawItem, on_delete=models.PROTECT, related_name="faults")
    row = models.PositiveIntegerField(null=True)
    field = models.CharField(max_length=80, blank=True)
    code = models.CharField(max_length=40)
    msgid = models.TextField()
    facts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.code


class Series(models.Model):
    """What a row of readings measures, in which unit and period."""

    code = models.CharField(max_length=120, unique=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="series", null=True)
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=40, blank=True)
    period = models.CharField(max_length=1, default="Y")
    forecasts_violence = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]
        constraints = [one_of("period", ("Y", "Q", "M", "D"), name="series_period")]

    def __str__(self) -> str:
        return self.name


class Reading(models.Model):
    """A value of a series for a country (or an area of it) and a period; a stated gap has no value.

    What a feed brought belongs to an item; what a person entered or reported has `entered_by` instead.
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="readings", db_index=False)
    country = models.ForeignKey("common.Country", on_delete=models.PROTECT, related_name="+", db_index=False)
    area = models.ForeignKey(
        "common.Area", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    on = models.DateField()
    value = models.FloatField(null=True)
    confidence = models.PositiveSmallIntegerField(default=3)
    method = models.CharField(max_length=20)
    state = models.CharField(max_length=10, default=rules.READING.start)
    item = models.ForeignKey(RawItem, on_delete=models.PROTECT, related_name="readings", null=True)
    entered_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    entered_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)
    confirmed_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "series", "on", "item"], name="reading_once"),
            states_of(rules.READING, name="reading_state"),
            models.CheckConstraint(
                condition=Q(confidence__gte=1, confidence__lte=3), name="reading_confidence"
            ),
            models.CheckConstraint(
                condition=Q(item__isnull=False) | Q(entered_by__isnull=False), name="reading_has_origin"
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "country"], condition=Q(entered_by__isnull=False), name="reading_reported"
            )
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.on}"


class CountryThreshold(models.Model):
    """A country's own thresholds for one indicator, with the note that explains them."""

    country = models.ForeignKey("common.Country", on_delete=models.PROTECT, related_name="+")
    indicator = models.CharField(max_length=10)
    watch = models.CharField(max_length=20)
    alert = models.CharField(max_length=20)
    note = models.TextField()
    set_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    in_force = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "indicator"], condition=Q(in_force=True), name="threshold_one_in_force"
            ),
            models.CheckConstraint(condition=~Q(note=""), name="threshold_has_note"),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.indicator}"
