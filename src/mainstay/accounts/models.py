"""Persons who sign in, the roles they hold and where, and what stands in for an absent one."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from mainstay.common import clock
from mainstay.common.constraints import one_of, states_of
from mainstay.common.errors import NotFound
from mainstay.common.fields import EncryptedTextField
from mainstay.common.texts import noop as _

from . import rules

#: The account in whose name reminders and escalations happen; nobody can sign in with it.
SYSTEM_EMAIL = "system@mainstay.invalid"
#: The account of whoever works at the terminal of the machine itself.
OPERATOR_EMAIL = "operator@mainstay.invalid"


class Persons(BaseUserManager["Person"]):
    """Persons, found by their e-mail."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Return the person with this e-mail, whatever its case."""
        return self.get(email__iexact=username)

    def acting(self, email: str = "") -> "Person":
        """Return the active person who acts at the terminal; the local operator when no e-mail is given."""
        person = self.filter(email__iexact=email or OPERATOR_EMAIL, is_active=True).first()
        if person is None:
            raise NotFound(
                "no_such_person", _("Nobody with the e-mail {email} has an account here."), email=email
            )
        return person

    def system(self) -> "Person":
        """Return the account in whose name clocks and reminders act."""
        return self.get(email=SYSTEM_EMAIL)


class Person(AbstractBaseUser):
    """Somebody with an account. A worker, an expert or a contact is not a Person."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=5, default="en")
    #: Which digits Arabic is written with: those of the reader's place when empty.
    digits = models.CharField(max_length=4, blank=True, default="")
    is_active = models.BooleanField(default=True)
    synthetic = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = Persons()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_any_case"),
            one_of("digits", ("", "arab", "latn"), name="person_digits_known"),
        ]

    def __str__(self) -> str:
        return self.name


class RoleAssignment(models.Model):
    """A role that a person holds in one scope from one day to another."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=20)
    scope_kind = models.CharField(max_length=20)
    scope_key = models.CharField(max_length=60)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "scope_kind", "scope_key", "starts_on"], name="role_given_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="role_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.scope_kind}:{self.scope_key}"


class Delegation(models.Model):
    """A person's roles, lent to another between two dates."""

    giver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations_given")
    taker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations_taken")
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="delegation_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="delegation_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.giver_id} → {self.taker_id}"


class RestrictedGrant(models.Model):
    """A dated extra grant to one kind of restricted record: asked for with a reason, given by another person."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="restricted_grants")
    record_kind = models.CharField(max_length=40)
    reason = models.TextField()
    asked_at = models.DateTimeField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="restricted_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="restricted_has_reason"),
            models.CheckConstraint(
                condition=Q(given_by__isnull=True) | ~Q(given_by=F("person")), name="restricted_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.record_kind}"


class BreakGlass(models.Model):
    """Four hours of emergency access to one kind of record, with a reason; the data protection officer is told."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="emergencies")
    record_kind = models.CharField(max_length=40)
    reason = models.TextField()
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    justified = models.BooleanField(null=True)
    review = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("opened_at")), name="break_glass_ends"),
            models.CheckConstraint(condition=~Q(reason=""), name="break_glass_has_reason"),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("person")),
                name="break_glass_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.opened_at:%Y-%m-%d %H:%M}"


class DataRequest(models.Model):
    """A person asks to see, correct or delete what is held about her.

    `subject` names who asks without an account (``worker:12``); `person` is then the system that took it down.
    """

    KINDS = ("see", "correct", "delete", "complain")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="data_requests")
    subject = models.CharField(max_length=40, blank=True, db_index=True)
    kind = models.CharField(max_length=10)
    words = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_at"]
        constraints = [one_of("kind", ("see", "correct", "delete", "complain"), name="data_request_kind")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


class Breach(models.Model):
    """Personal data that was lost or seen: when it was found, what it means for people, who was told, how it ended.

    `dpo_by` and `persons_by` are counted from the finding, however late it was reported. What happened lies encrypted.
    """

    reference = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=10, default=rules.BREACH.start)
    words = EncryptedTextField()
    found_at = models.DateTimeField()
    reported_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    dpo_by = models.DateTimeField()
    persons_by = models.DateTimeField()
    taken_up_at = models.DateTimeField(null=True)
    contained_at = models.DateTimeField(null=True)
    containment = EncryptedTextField(null=True)
    risk = models.CharField(max_length=4, blank=True)
    persons = models.PositiveIntegerField(null=True)
    assessment = EncryptedTextField(null=True)
    assessed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    assessed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    telling = EncryptedTextField(null=True)
    authority_told_at = models.DateTimeField(null=True)
    reminded = models.JSONField(default=list)
    lessons = models.TextField(blank=True)
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-found_at", "-pk"]
        verbose_name_plural = "breaches"
        constraints = [
            states_of(rules.BREACH, name="breach_state"),
            one_of("risk", rules.RISKS, name="breach_risk"),
            models.CheckConstraint(
                condition=Q(state="NOTICED") | (~Q(risk="") & Q(assessed_by__isnull=False)),
                name="breach_assessed_has_risk",
            ),
            models.CheckConstraint(
                condition=~Q(state="TOLD") | Q(told_at__isnull=False), name="breach_told_has_moment"
            ),
            models.CheckConstraint(
                condition=~Q(state="CLOSED")
                | (
                    Q(closed_by__isnull=False, contained_at__isnull=False)
                    & (Q(risk="LOW") | Q(told_at__isnull=False))
                ),
                name="breach_closed_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class ApiToken(models.Model):
    """A key by which a program acts for a person: of some stages, to read or also to write, until a day.

    The key itself is shown once and kept only as a digest; `start` are its first letters, to tell keys apart.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    start = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    ends_on = models.DateField()
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="api_token_has_name")]

    def __str__(self) -> str:
        return f"{self.name} ({self.start}…)"


class Draft(models.Model):
    """What a person has typed into a form and not sent yet: encrypted, hers alone, gone when it is sent."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="drafts")
    place = models.CharField(max_length=200)
    content = EncryptedTextField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "place"], name="draft_one_each_place")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.place}"


class KeptAnswer(models.Model):
    """The answer to a call that carried a key of its own: the same call again gets it and changes nothing twice."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    asked = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    content = EncryptedTextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="kept_answer_one_each_key")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.key}"
