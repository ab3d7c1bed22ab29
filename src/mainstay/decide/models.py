"""Requests and who stands behind them, gates, blind scores, decisions, letters, joined requests."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mainstay.common.constraints import one_of, states_of
from mainstay.common.fields import EncryptedTextField

from . import rules

PERSON = settings.AUTH_USER_MODEL


class Request(models.Model):
    """A request for help in a crisis, or an initiative of our own; the four mandatory answers stand first."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=24, unique=True, null=True)
    state = models.CharField(max_length=12, default=rules.REQUEST.start)
    country = models.ForeignKey(
        "common.Country", on_delete=models.PROTECT, null=True, related_name="requests"
    )
    what_happened = models.TextField(blank=True)
    work_effects = models.TextField(blank=True)
    asked = models.TextField(blank=True)
    crisis_types = models.JSONField(default=list)
    components = models.JSONField(default=list)
    areas = models.JSONField(default=list)
    onset_on = models.DateField(null=True)
    people_affected = models.PositiveBigIntegerField(null=True)
    jobs_lost = models.PositiveBigIntegerField(null=True)
    jobs_baseline = models.PositiveBigIntegerField(null=True)
    money_committed_usd = models.PositiveBigIntegerField(null=True)
    money_likely_usd = models.PositiveBigIntegerField(null=True)
    urgency = models.CharField(max_length=200, blank=True)
    other_actors = models.TextField(blank=True)
    security_note = EncryptedTextField(null=True)
    language = models.CharField(max_length=5, default="en")
    may_share = models.BooleanField(default=False)
    own_initiative = models.BooleanField(default=False)
    origin = models.CharField(max_length=30, blank=True)
    alert = models.ForeignKey("watch.Alert", on_delete=models.PROTECT, null=True, related_name="requests")
    sent_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(null=True)
    track = models.CharField(max_length=6, default="normal")
    level = models.CharField(max_length=2, default="L1")
    round = models.PositiveSmallIntegerField(default=1)
    triaged_at = models.DateTimeField(null=True)
    consult_due_on = models.DateField(null=True)
    consulted_at = models.DateTimeField(null=True)
    consultation = models.JSONField(default=dict)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="requests")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.TextField(blank=True)
    synthetic = models.BooleanField(default=False)
    playbook_version = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            states_of(rules.REQUEST, name="request_state"),
            one_of("track", rules.TRACKS, name="request_track"),
            one_of("level", ("L1", "L2", "L3"), name="request_level"),
            models.CheckConstraint(
                condition=Q(state__in=["DRAFT", "WITHDRAWN"])
                | (Q(reference__isnull=False, country__isnull=False, received_at__isnull=False)
                   & ~Q(what_happened="") & ~Q(work_effects="") & ~Q(asked="")),
                name="request_four_answers",
            ),
            models.CheckConstraint(condition=~Q(state="MERGED") | Q(merged_into__isnull=False), name="request_merged_into"),
            models.CheckConstraint(condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")), name="request_not_into_itself"),
            models.CheckConstraint(condition=~Q(state="ACTIVE") | Q(case__isnull=False), name="request_active_has_case"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.reference or "draft"


class RequestNumber(models.Model):
    """The last reference number given out per country and year."""

    country = models.ForeignKey("common.Country", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["country", "year"], name="request_number_once")]

    def __str__(self) -> str:
        return f"{self.country_id}-{self.year}"


class Requester(models.Model):
    """Who stands behind a request: an organisation and by which right it asks; several after requests are joined."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="requesters")
    origin = models.CharField(max_length=30)
    name = models.CharField(max_length=160)
    organisation = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    mandate = models.CharField(max_length=300, blank=True)
    contact = EncryptedTextField(null=True)
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return self.name


class RequestEvidence(models.Model):
    """A piece of evidence for a gate or criterion: what it says and where it stands."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="evidence")
    about = models.CharField(max_length=10, blank=True)
    words = models.TextField()
    link = models.CharField(max_length=300, blank=True)
    given_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["given_at", "pk"]

    def __str__(self) -> str:
        return self.about


class RequestTarget(models.Model):
    """One thing that is due on a request before it has a case: reminded at three quarters, escalated when late."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="targets")
    code = models.CharField(max_length=30)
    round = models.PositiveSmallIntegerField(default=1)
    owner_role = models.CharField(max_length=20)
    escalate_role = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    remind_at = models.DateTimeField()
    due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(fields=["request", "code", "round"], name="request_target_once")
        ]
        indexes = [models.Index(fields=["met_at", "remind_at"], name="request_target_waiting")]

    def __str__(self) -> str:
        return self.code


class GateAnswer(models.Model):
    """The answer to one gate with its evidence; a later answer replaces it and both stay."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="gates")
    gate = models.CharField(max_length=4)
    answer = models.CharField(max_length=7)
    evidence = models.TextField()
    answered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "gate"], condition=Q(replaced_at__isnull=True), name="gate_one_answer"
            ),
            one_of("answer", rules.GATE_ANSWERS, name="gate_answer"),
            models.CheckConstraint(condition=~Q(evidence=""), name="gate_has_evidence"),
        ]

    def __str__(self) -> str:
        return f"{self.gate} {self.answer}"


class Scoring(models.Model):
    """One officer's blind scores in one round; others see them when both are sealed."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="scorings")
    round = models.PositiveSmallIntegerField()
    scorer = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="scorings")
    started_at = models.DateTimeField()
    sealed_at = models.DateTimeField(null=True)
    weights = models.JSONField(default=dict)
    playbook_version = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "round", "scorer"], name="scoring_once_a_round")
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.round}"


class CriterionScore(models.Model):
    """The score of one criterion, 0 to 5 or not assessed, with its evidence and what the data proposed."""

    scoring = models.ForeignKey(Scoring, on_delete=models.PROTECT, related_name="scores")
    criterion = models.CharField(max_length=4)
    score = models.PositiveSmallIntegerField(null=True)
    evidence = models.TextField(blank=True)
    proposed = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["criterion"]
        constraints = [
            models.UniqueConstraint(fields=["scoring", "criterion"], name="criterion_scored_once"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__lte=5), name="score_zero_to_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.score}"


class Discussion(models.Model):
    """What was said where two scores differ; `agreed` is the score both then stand by, if they found one."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="discussions")
    round = models.PositiveSmallIntegerField()
    criterion = models.CharField(max_length=4)
    words = models.TextField()
    agreed = models.PositiveSmallIntegerField(null=True)
    written_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="discussion_has_words"),
            models.CheckConstraint(
                condition=Q(agreed__isnull=True) | Q(agreed__lte=5), name="agreed_zero_to_five"
            ),
        ]

    def __str__(self) -> str:
        return self.criterion


class BandOverride(models.Model):
    """The chair's written move of a request by one band."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="overrides")
    round = models.PositiveSmallIntegerField()
    computed = models.CharField(max_length=1)
    band = models.CharField(max_length=1)
    reason = models.TextField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "round"], name="override_once_a_round"),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.computed} → {self.band}"


class Decision(models.Model):
    """What was decided on a request, with all that it rested on then: scores, band, gates, portfolio, weights."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="decisions")
    round = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=10)
    proposed = models.CharField(max_length=10)
    band = models.CharField(max_length=1)
    basis = models.JSONField(default=dict)
    reasons = models.TextField()
    conditions = models.JSONField(default=list)
    window_limit = models.CharField(max_length=2, blank=True)
    lead_model = models.CharField(max_length=14, blank=True)
    criticality = models.CharField(max_length=3, blank=True)
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    first_review_on = models.DateField()
    second_review_on = models.DateField()
    playbook_version = models.CharField(max_length=40)

    class Meta:
        ordering = ["-decided_at"]
        constraints = [
            models.UniqueConstraint(fields=["request", "round"], name="decision_once_a_round"),
            one_of("answer", rules.ANSWERS, name="request_decision_answer"),
            models.CheckConstraint(condition=~Q(reasons=""), name="decision_has_reasons"),
        ]

    def __str__(self) -> str:
        return self.answer


class Letter(models.Model):
    """The decision as the requester reads it, with its reasons, in the language of the request where there is a text."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="letter")
    text = models.TextField()
    language = models.CharField(max_length=5)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.decision_id}"


class Referral(models.Model):
    """To whom a request was referred, with the reasons."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="referral")
    to = models.CharField(max_length=160)
    organisation = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    words = models.TextField()
    referred_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    referred_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.to


class Merge(models.Model):
    """Two requests joined: what moved from one to the other, so that exactly that can move back."""

    source = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="merges")
    target = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="+")
    state_before = models.CharField(max_length=12)
    moved = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    merged_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(undone_at__isnull=True), name="merge_one_in_force"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"
