"""Warnings, what drives them, what was decided about them, and how often they were right."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mainstay.common.constraints import one_of, states_of
from mainstay.watch import rules

PERSON = settings.AUTH_USER_MODEL


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
