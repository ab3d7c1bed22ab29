"""Sources and what they said, warnings and what was decided about them, how ready a country stands."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mainstay.common.constraints import one_of, states_of

from . import rules

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


class Alert(models.Model):
    """A warning about work in one country, from first signs to a case or to its closing."""

    reference = models.CharField(max_length=24, unique=True)
    country = models.ForeignKey("common.Country", on_delete=models.PROTECT, related_name="alerts")
    state = models.CharField(max_length=14, default=rules.ALERT.start)
    title = models.CharField(max_length=160)
    evidence = models.TextField(blank=True)
    crisis_types = models.JSONField(default=list)
    window_from = models.DateField(null=True)
    window_to = models.DateField(null=True)
    likelihood = models.CharField(max_length=12, blank=True)
    workers_low = models.PositiveIntegerField(null=True)
    workers_high = models.PositiveIntegerField(null=True)
    raised_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    alerted_at = models.DateTimeField(null=True)
    confirm_due_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    context = models.TextField(blank=True)
    call_due_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    call_record = models.JSONField(default=dict)
    decide_due_at = models.DateTimeField(null=True)
    no_regret = models.CharField(max_length=8, blank=True)
    no_regret_reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="alerts")
    closed_at = models.DateTimeField(null=True)
    closed_reason = models.TextField(blank=True)
    playbook_version = models.CharField(max_length=40)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["-raised_at", "-pk"]
        constraints = [
            states_of(rules.ALERT, name="alert_state"),
            one_of("likelihood", rules.LIKELIHOODS, name="alert_likelihood"),
            one_of("no_regret", rules.NO_REGRET, name="alert_no_regret"),
            models.UniqueConstraint(
                fields=["country", "synthetic"],
                condition=Q(state__in=["WATCH", "ALERT"]),
                name="alert_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(state="ACTIVATED") | Q(case__isnull=False), name="alert_active_has_case"
            ),
            models.CheckConstraint(
                condition=Q(workers_low__isnull=True) | Q(workers_high__gte=F("workers_low")),
                name="alert_workers_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AlertDriver(models.Model):
    """One indicator that drives an alert, as it stood when it did: value, threshold, readings' dates."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="drivers")
    indicator = models.CharField(max_length=10)
    level = models.PositiveSmallIntegerField()
    value = models.FloatField(null=True)
    threshold = models.CharField(max_length=30)
    series = models.CharField(max_length=120, blank=True)
    on = models.DateField(null=True)
    vintage = models.CharField(max_length=80, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-level", "indicator"]
        constraints = [models.UniqueConstraint(fields=["alert", "indicator"], name="driver_once")]

    def __str__(self) -> str:
        return self.indicator


class AlertReminder(models.Model):
    """A reminder or escalation that went out about one of an alert's time limits; it goes once."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="reminders")
    target = models.CharField(max_length=20)
    kind = models.CharField(max_length=8)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alert", "target", "kind"], name="reminder_once")]

    def __str__(self) -> str:
        return f"{self.alert_id} {self.target}"


class RiskBoard(models.Model):
    """A meeting that looks at all alerts: each quarter, or out of turn when alerts come close together."""

    kind = models.CharField(max_length=10)
    called_at = models.DateTimeField()
    due_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True)
    chaired_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    conclusions = models.TextField(blank=True)

    class Meta:
        ordering = ["-due_at"]
        constraints = [one_of("kind", rules.BOARD_KINDS, name="board_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_at:%Y-%m-%d}"


class BoardAlert(models.Model):
    """An alert that a board looks at."""

    board = models.ForeignKey(RiskBoard, on_delete=models.PROTECT, related_name="alerts")
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="boards")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "alert"], name="board_alert_once")]

    def __str__(self) -> str:
        return f"{self.board_id} {self.alert_id}"


class PreparednessItem(models.Model):
    """One item of a country's readiness with its evidence and expiry; the latest entry of a code counts."""

    country = models.ForeignKey("common.Country", on_delete=models.PROTECT, related_name="preparedness")
    code = models.CharField(max_length=30)
    part = models.BooleanField(default=False)
    evidence = models.TextField()
    entered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    expires_on = models.DateField()
    confirmed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    replaced = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "code"], condition=Q(replaced=False), name="preparedness_once"
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="preparedness_has_evidence"),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.code}"


class TriggerResponse(models.Model):
    """Which trigger calls for which response in a country, and when that was last tried."""

    country = models.ForeignKey("common.Country", on_delete=models.PROTECT, related_name="trigger_map")
    indicator = models.CharField(max_length=10)
    level = models.CharField(max_length=5)
    modules = models.JSONField(default=list)
    lead_role = models.CharField(max_length=20)
    window = models.CharField(max_length=2)
    lead_days = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True)
    tested_on = models.DateField(null=True)
    test_result = models.TextField(blank=True)

    class Meta:
        ordering = ["country", "indicator", "level"]
        constraints = [
            models.UniqueConstraint(fields=["country", "indicator", "level"], name="trigger_once"),
            one_of("level", ("WATCH", "ALERT"), name="trigger_level"),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.indicator} {self.level}"


class TriggerDrill(models.Model):
    """One time that a row of the trigger map was tried: what came out, how long it took, what is to be mended."""

    response = models.ForeignKey(TriggerResponse, on_delete=models.PROTECT, related_name="drills")
    held_on = models.DateField()
    held_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    result = models.TextField()
    hours = models.FloatField(null=True)
    to_mend = models.TextField(blank=True)

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(result=""), name="drill_has_result"),
            models.CheckConstraint(condition=Q(hours__isnull=True) | Q(hours__gte=0), name="drill_hours"),
        ]

    def __str__(self) -> str:
        return f"{self.response_id} {self.held_on}"


class TriggerBackcast(models.Model):
    """What a trigger would have done over the readings of one day: figures, alarms, events; the latest of a code counts."""

    code = models.CharField(max_length=10, unique=True)
    playbook_version = models.CharField(max_length=40)
    editions = models.CharField(max_length=300, blank=True)
    computed_at = models.DateTimeField()
    document = models.JSONField()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class AlertNews(models.Model):
    """What a person is to be told about an alert that can wait: it goes out with the digest of the day."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="news")
    key = models.CharField(max_length=120)
    msgid = models.TextField()
    facts = models.JSONField(default=dict)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="news_once")]
        indexes = [models.Index(fields=["person"], condition=Q(sent_at__isnull=True), name="news_waiting")]

    def __str__(self) -> str:
        return self.key


class AccuracyPublication(models.Model):
    """How often the alerts of a year were right, as published: the figures as they stood, who published them, when."""

    year = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    figures = models.JSONField()
    note = models.TextField(blank=True)
    playbook_version = models.CharField(max_length=40)

    class Meta:
        ordering = ["-year", "-published_at"]

    def __str__(self) -> str:
        return str(self.year)


class WarningSystem(models.Model):
    """Another early-warning system: who runs it, what it covers, and whether it looks at employment."""

    name = models.CharField(max_length=160, unique=True)
    owner = models.CharField(max_length=160)
    coverage = models.CharField(max_length=200)
    rhythm = models.CharField(max_length=60)
    address = models.CharField(max_length=200, blank=True)
    employment = models.CharField(max_length=6)
    negotiation = models.CharField(max_length=12, default="NOT_STARTED")
    note = models.TextField(blank=True)
    registered_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [
            one_of("employment", rules.EMPLOYMENT_IN, name="system_employment"),
            one_of("negotiation", rules.NEGOTIATION, name="system_negotiation"),
        ]

    def __str__(self) -> str:
        return self.name


class SystemContact(models.Model):
    """One step of the talks about including employment in another system."""

    system = models.ForeignKey(WarningSystem, on_delete=models.PROTECT, related_name="contacts")
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    negotiation = models.CharField(max_length=12)
    words = models.TextField()

    class Meta:
        ordering = ["-at"]
        constraints = [one_of("negotiation", rules.NEGOTIATION, name="contact_negotiation")]

    def __str__(self) -> str:
        return f"{self.system_id} {self.negotiation}"
