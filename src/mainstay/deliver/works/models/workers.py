"""Workers: who they are (encrypted), how they came in, their consent, possible duplicates and their selection."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mainstay.common import clock
from mainstay.common.constraints import one_of, states_of
from mainstay.common.fields import EncryptedTextField
from mainstay.deliver.works import rules

PERSON = settings.AUTH_USER_MODEL
CHANNELS = ("CASH", "BANK", "MOBILE")


class ImportBatch(models.Model):
    """One file that was given: staged first with a report per cell, then taken in whole or not at all."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey("design.Project", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14)
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, default="STAGED")
    rows = models.PositiveIntegerField(default=0)
    problem_count = models.PositiveIntegerField(default=0)
    problems = EncryptedTextField(null=True)
    summary = models.JSONField(default=dict)
    staged = models.CharField(max_length=120, blank=True)
    staged_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    staged_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("kind", ("WORKERS", "ROLLS", "CONFIRMATIONS"), name="works_import_kind"),
            one_of("state", ("STAGED", "APPLIED", "REFUSED"), name="works_import_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.filename}"


class Worker(models.Model):
    """A person who asked for work. Names, contact and account lie encrypted; digests stand beside for equality.

    `merged_into` names the record that this one turned out to be the same person as; nothing moves, so the merge
    can be undone, and every count goes by that record.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey("design.Project", on_delete=models.PROTECT, related_name="workers")
    card = models.CharField(max_length=20)
    name = EncryptedTextField()
    name_digest = models.CharField(max_length=64)
    sound_digest = models.CharField(max_length=64)
    sex = models.CharField(max_length=1)
    birth_date = models.DateField(null=True)
    birth_year = models.PositiveSmallIntegerField(null=True)
    age_proof = models.CharField(max_length=10, blank=True)
    area = models.ForeignKey(
        "common.Area", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    local = models.BooleanField(default=True)
    household = EncryptedTextField(null=True)
    household_digest = models.CharField(max_length=64, blank=True)
    household_size = models.PositiveSmallIntegerField(null=True)
    small_children = models.PositiveSmallIntegerField(default=0)
    phone = EncryptedTextField(null=True)
    phone_digest = models.CharField(max_length=64, blank=True)
    channel = models.CharField(max_length=6, default="CASH")
    account = EncryptedTextField(null=True)
    account_digest = models.CharField(max_length=64, blank=True)
    account_verified = models.BooleanField(default=False)
    skills = models.JSONField(default=list)
    language = models.CharField(max_length=5, default="en")
    reads = models.BooleanField(default=True)
    fee_reported = models.BooleanField(default=False)
    free_choice = models.BooleanField(default=True)
    state = models.CharField(max_length=12, default=rules.WORKER.start)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    pin_hash = models.CharField(max_length=128, blank=True)
    pin_failures = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    batch = models.ForeignKey(
        ImportBatch, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    registered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    registered_at = models.DateTimeField()
    changed_at = models.DateTimeField(default=clock.real_now)
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            states_of(rules.WORKER, name="works_worker_state"),
            models.UniqueConstraint(fields=["project", "card"], name="works_worker_card_once"),
            one_of("sex", ("F", "M", "X"), name="works_worker_sex"),
            one_of("channel", CHANNELS, name="works_worker_channel"),
            models.CheckConstraint(
                condition=~Q(merged_into=F("pk")), name="works_worker_not_merged_into_self"
            ),
            one_of("age_proof", ("", "DOCUMENT", "COMMUNITY"), name="works_worker_age_proof"),
        ]
        indexes = [
            models.Index(fields=["sound_digest"], name="works_worker_sound"),
            models.Index(fields=["phone_digest"], name="works_worker_phone"),
            models.Index(fields=["account_digest"], name="works_worker_account"),
            models.Index(fields=["household_digest"], name="works_worker_household"),
        ]

    def __str__(self) -> str:
        return self.card


class WorkerStatus(models.Model):
    """What a worker said of status and disability: optional, encrypted, apart, read under an extra grant only.

    `group_token` and `disability_token` are keyed digests of the group alone, so that facts can be counted by a
    group in the restricted partition without opening any person's record.
    """

    worker = models.OneToOneField(Worker, on_delete=models.PROTECT, related_name="status_record")
    population_status = EncryptedTextField(null=True)
    nationality = EncryptedTextField(null=True)
    washington = EncryptedTextField(null=True)
    group_token = models.CharField(max_length=16, blank=True)
    disability_token = models.CharField(max_length=16, blank=True)

    def __str__(self) -> str:
        return f"status of {self.worker_id}"


class Consent(models.Model):
    """What a worker agreed to for one purpose: which text, in which language, and whether she took it back."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=20)
    basis = models.CharField(max_length=14, default="CONSENT")
    given = models.BooleanField()
    script = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    read_aloud = models.BooleanField(default=False)
    given_on = models.DateField()
    keep_until = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="works_consent_once",
            ),
            one_of("basis", ("CONSENT", "CONTRACT", "VITAL_INTEREST", "LAW"), name="works_consent_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} {self.purpose}"


class AgeCheck(models.Model):
    """A doubt about a worker's age, and what settled it: nobody starts while it is open."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="age_checks")
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    proof = models.CharField(max_length=10, blank=True)
    evidence = models.CharField(max_length=200, blank=True)
    settled_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker"], condition=Q(settled_at__isnull=True), name="works_age_check_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} age"


class DuplicatePair(models.Model):
    """Two records that may be one person: why it looks so, and what a human decided. The lower key stands first."""

    first = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="pairs_first")
    second = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="pairs_second")
    score = models.SmallIntegerField()
    features = models.JSONField(default=list)
    state = models.CharField(max_length=10, default="OPEN")
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="works_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="works_pair_ordered"),
            one_of("state", ("OPEN", "SAME", "DIFFERENT"), name="works_pair_state"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}/{self.second_id}"


class Selection(models.Model):
    """How places on a site were given: published criteria, method, seed, witnesses, and who was considered."""

    site = models.ForeignKey("works.Site", on_delete=models.PROTECT, related_name="selections")
    method = models.CharField(max_length=8)
    criteria = models.TextField()
    published_on = models.DateField()
    places = models.PositiveIntegerField()
    seed = models.CharField(max_length=80, blank=True)
    witnesses = models.JSONField(default=list)
    applicants = models.PositiveIntegerField(default=0)
    applicants_sha256 = models.CharField(max_length=64, blank=True)
    held_on = models.DateField()
    held_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            one_of("method", ("LIST", "SCORE", "LOTTERY"), name="works_selection_method"),
            models.CheckConstraint(condition=~Q(criteria=""), name="works_selection_has_criteria"),
            models.CheckConstraint(
                condition=~Q(method="LOTTERY") | ~Q(seed=""), name="works_lottery_has_seed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} {self.method} {self.held_on}"


class SelectionPlace(models.Model):
    """Where one applicant came in a selection, and why."""

    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="ranking")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveIntegerField()
    score = models.FloatField(null=True)
    chosen = models.BooleanField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["selection", "worker"], name="works_selection_place_once")
        ]

    def __str__(self) -> str:
        return f"{self.selection_id} {self.rank}"
