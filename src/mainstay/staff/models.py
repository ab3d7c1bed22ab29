"""The roster, what is asked of it, and the missions that follow."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mainstay.common.constraints import one_of, states_of
from mainstay.common.fields import EncryptedTextField

from . import rules

PERSON = settings.AUTH_USER_MODEL
KINDS = ("internal_staff", "external_consultant", "standby_partner", "volunteer", "constituent_expert")
TIERS = ("T1", "T2", "T3")


class Expert(models.Model):
    """Somebody on the roster. Name and address lie encrypted; nothing about health is kept here."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=12, unique=True)
    account = models.OneToOneField(PERSON, on_delete=models.PROTECT, null=True, related_name="expert")
    name = EncryptedTextField()
    email = EncryptedTextField()
    email_digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=20)
    sex = models.CharField(max_length=1, blank=True)
    nationality = models.ForeignKey("common.Country", on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=14, default=rules.EXPERT.start)
    briefed_on = models.DateField(null=True)
    confirmed_on = models.DateField(null=True)
    rests_until = models.DateField(null=True)
    open_misconduct = models.BooleanField(default=False)
    crisis_types = models.JSONField(default=list)
    countries = models.JSONField(default=list)
    refused_places = models.JSONField(default=list)
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            states_of(rules.EXPERT, name="expert_state"),
            one_of("kind", KINDS, name="expert_kind"),
        ]

    def __str__(self) -> str:
        return self.number


class ExpertSkill(models.Model):
    """A functional area in which an expert works, and the level that was proven."""

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="skills")
    functional_area = models.CharField(max_length=6)
    level = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["expert", "functional_area"], name="expert_skill_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=4), name="expert_skill_level"),
        ]

    def __str__(self) -> str:
        return f"{self.functional_area} {self.level}"


class ExpertLanguage(models.Model):
    """A language of an expert by the European framework."""

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="languages")
    language = models.CharField(max_length=5)
    level = models.CharField(max_length=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["expert", "language"], name="expert_language_once"),
            one_of("level", ("A1", "A2", "B1", "B2", "C1", "C2"), name="expert_language_level"),
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.level}"


class Availability(models.Model):
    """A span of days on which an expert said she could go."""

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="availability")
    first = models.DateField()
    last = models.DateField()
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(last__gte=F("first")), name="availability_order")]
        verbose_name_plural = "availability"

    def __str__(self) -> str:
        return f"{self.first} – {self.last}"


class TeamRequest(models.Model):
    """What a case asks of the roster: one profile, how many, from when to when."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=32, unique=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="team_requests")
    functional_area = models.CharField(max_length=6)
    min_level = models.PositiveSmallIntegerField()
    headcount = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=5, blank=True)
    tier = models.CharField(max_length=2, default="T2")
    starts_on = models.DateField()
    ends_on = models.DateField()
    terms = models.TextField()
    host = models.CharField(max_length=120)
    budget_line = models.CharField(max_length=80)
    state = models.CharField(max_length=12, default=rules.TEAM_REQUEST.start)
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    matched_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            states_of(rules.TEAM_REQUEST, name="team_request_state"),
            one_of("tier", TIERS, name="team_request_tier"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="team_request_order"),
            models.CheckConstraint(condition=Q(headcount__gte=1), name="team_request_headcount"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("asked_by")),
                name="team_request_not_approved_by_asker",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class ShortlistEntry(models.Model):
    """One person against one request: the points with their parts, or why she was left out."""

    request = models.ForeignKey(TeamRequest, on_delete=models.PROTECT, related_name="shortlist")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField(null=True)
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    parts = models.JSONField(default=dict)
    excluded = models.JSONField(null=True)
    playbook_version = models.CharField(max_length=40)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["request", "expert"], name="shortlist_once"),
            models.CheckConstraint(
                condition=Q(rank__isnull=True, excluded__isnull=False)
                | Q(rank__isnull=False, excluded__isnull=True),
                name="shortlist_ranked_or_excluded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.rank}"


class Deployment(models.Model):
    """One person on one mission, from nomination to the talk afterwards."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request = models.ForeignKey(TeamRequest, on_delete=models.PROTECT, related_name="deployments")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="deployments")
    state = models.CharField(max_length=10, default=rules.DEPLOYMENT.start)
    starts_on = models.DateField()
    ends_on = models.DateField()
    selected_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    contract_signed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    arrived_at = models.DateTimeField(null=True)
    returned_on = models.DateField(null=True)
    next_check_in_at = models.DateTimeField(null=True)
    alarm_at = models.DateTimeField(null=True)
    rating = models.PositiveSmallIntegerField(null=True)
    own_rating = models.PositiveSmallIntegerField(null=True)
    own_words = EncryptedTextField(null=True)

    class Meta:
        constraints = [
            states_of(rules.DEPLOYMENT, name="deployment_state"),
            models.UniqueConstraint(fields=["request", "expert"], name="deployment_once"),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__gte=1, rating__lte=5), name="deployment_rating"
            ),
            models.CheckConstraint(
                condition=Q(own_rating__isnull=True) | Q(own_rating__gte=1, own_rating__lte=5),
                name="deployment_own_rating",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.expert_id}"


class Clearance(models.Model):
    """One clearance of a deployment: who decides it, by when, and until when it holds; never its content."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, null=True, related_name="clearances")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="clearances")
    code = models.CharField(max_length=8)
    state = models.CharField(max_length=12, default=rules.CLEARANCE.start)
    blocking = models.BooleanField()
    asked_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    expires_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            states_of(rules.CLEARANCE, name="clearance_state"),
            models.UniqueConstraint(
                fields=["deployment", "code"], condition=Q(deployment__isnull=False), name="clearance_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="WAIVED") | ~Q(reason=""), name="clearance_waived_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.state}"


class CheckIn(models.Model):
    """A sign of life from a mission, with a coarse place."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="check_ins")
    at = models.DateTimeField()
    place = models.CharField(max_length=80, blank=True)
    well = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.deployment_id} {self.at:%Y-%m-%d %H:%M}"


class Briefing(models.Model):
    """A briefing before a mission or a talk after it; what was said stays between the two."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="briefings")
    kind = models.CharField(max_length=8)
    held_on = models.DateField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    lessons = models.TextField(blank=True)

    class Meta:
        constraints = [
            one_of("kind", ("BRIEF", "DEBRIEF"), name="briefing_kind"),
            models.UniqueConstraint(fields=["deployment", "kind"], name="briefing_once"),
        ]

    def __str__(self) -> str:
        return f"{self.deployment_id} {self.kind}"


class AvailabilityAsk(models.Model):
    """A question to one expert whether she can go, answered by a signed link that ends; the answer is hers alone."""

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="asks")
    request = models.ForeignKey(TeamRequest, on_delete=models.PROTECT, related_name="asks")
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answer = models.CharField(max_length=5, blank=True)
    answered_at = models.DateTimeField(null=True)
    first = models.DateField(null=True)
    last = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "expert"], name="availability_asked_once"),
            one_of("answer", ("", "YES", "PART", "NO"), name="availability_answer"),
            models.CheckConstraint(
                condition=Q(first__isnull=True) | Q(last__gte=F("first")), name="availability_ask_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.expert_id} {self.answer}"


class Recruitment(models.Model):
    """The file of one applicant: invitation, test, interview, references, and the decision with its reason."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="recruitments")
    state = models.CharField(max_length=10, default=rules.RECRUITMENT.start)
    invited_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    answer_by = models.DateField()
    test = models.CharField(max_length=200)
    test_mark = models.PositiveSmallIntegerField(null=True)
    test_marked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    test_marked_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    misconduct = models.CharField(max_length=5, blank=True)
    misconduct_checked_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = EncryptedTextField(null=True)
    playbook_version = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            states_of(rules.RECRUITMENT, name="recruitment_state"),
            one_of("misconduct", ("", "CLEAR", "FOUND"), name="recruitment_misconduct"),
            models.UniqueConstraint(
                fields=["expert"], condition=Q(state="OPEN"), name="recruitment_one_open"
            ),
            models.CheckConstraint(
                condition=Q(test_mark__isnull=True) | Q(test_mark__lte=100), name="recruitment_test_mark"
            ),
            models.CheckConstraint(
                condition=Q(state="OPEN") | Q(decided_by__isnull=False, reason__isnull=False),
                name="recruitment_decided_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expert_id} {self.invited_at:%Y-%m-%d}"


class PanelScore(models.Model):
    """A seat on the panel of an applicant, and the points given there; nobody else reads them before all are in."""

    recruitment = models.ForeignKey(Recruitment, on_delete=models.PROTECT, related_name="panel")
    panellist = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    points = models.JSONField(default=dict)
    words = EncryptedTextField(null=True)
    given_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["recruitment", "panellist"], name="panel_seat_once"),
            models.CheckConstraint(
                condition=Q(given_at__isnull=True) | Q(words__isnull=False), name="panel_score_has_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recruitment_id} {self.panellist_id}"


class Reference(models.Model):
    """What somebody who worked with an applicant says of her; who it was and the words lie encrypted."""

    recruitment = models.ForeignKey(Recruitment, on_delete=models.PROTECT, related_name="references")
    referee = EncryptedTextField()
    verdict = models.CharField(max_length=8)
    words = EncryptedTextField()
    taken_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [one_of("verdict", rules.VERDICTS, name="reference_verdict")]

    def __str__(self) -> str:
        return f"{self.recruitment_id} {self.verdict}"


class Release(models.Model):
    """A unit is asked to let one of its people go on a mission, with a proposal for her work; its head answers."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="releases")
    office = models.ForeignKey("common.Country", on_delete=models.PROTECT, null=True, related_name="+")
    proposal = models.TextField()
    first = models.DateField()
    last = models.DateField()
    state = models.CharField(max_length=10, default=rules.RELEASE.start)
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    until = models.DateField(null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            states_of(rules.RELEASE, name="release_state"),
            models.UniqueConstraint(
                fields=["deployment"], condition=Q(state="ASKED"), name="release_one_open"
            ),
            models.CheckConstraint(condition=~Q(proposal=""), name="release_has_proposal"),
            models.CheckConstraint(
                condition=~Q(state="REFUSED") | ~Q(reason=""), name="release_refused_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")),
                name="release_not_answered_by_asker",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deployment_id} {self.state}"
