"""Complaints, and apart from them the restricted cases: abuse and harassment, child and forced labour."""

import uuid

from django.conf import settings
from django.db import models

from mainstay.common.constraints import one_of, states_of
from mainstay.common.fields import EncryptedTextField
from mainstay.deliver.works import rules
from mainstay.deliver.works.rules.protection import OUTCOMES, RISKS

PERSON = settings.AUTH_USER_MODEL


class Complaint(models.Model):
    """What somebody complained about, with or without a name; answered within thirty days.

    `own_digest` lets who complained by her card read the answer there; nobody learns from it who she is.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey("design.Project", on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey("works.Site", on_delete=models.PROTECT, null=True, related_name="complaints")
    reference = models.CharField(max_length=30, unique=True)
    category = models.CharField(max_length=20)
    channel = models.CharField(max_length=20)
    words = EncryptedTextField()
    contact = EncryptedTextField(null=True)
    state = models.CharField(max_length=14, default=rules.COMPLAINT.start)
    received_at = models.DateTimeField()
    acknowledge_by = models.DateTimeField()
    close_by = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    routed_to = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    answer = EncryptedTextField(null=True)
    closed_at = models.DateTimeField(null=True)
    logged_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    own_digest = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        constraints = [states_of(rules.COMPLAINT, name="works_complaint_state")]

    def __str__(self) -> str:
        return self.reference


class SeaCase(models.Model):
    """A case of sexual exploitation, abuse or harassment: restricted, on no timeline, told without content."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey("design.Project", on_delete=models.PROTECT, related_name="+")
    words = EncryptedTextField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    refer_by = models.DateTimeField()
    referred_at = models.DateTimeField(null=True)
    referred_to = EncryptedTextField(null=True)
    outcome = EncryptedTextField(null=True)
    state = models.CharField(max_length=8, default="OPEN")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [one_of("state", ("OPEN", "REFERRED", "CLOSED"), name="works_sea_case_state")]

    def __str__(self) -> str:
        return str(self.uid)


class ProtectionCase(models.Model):
    """A case of child or forced labour: restricted, on no timeline, read by its case worker and the focal point."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey("design.Project", on_delete=models.PROTECT, related_name="+")
    risk = models.CharField(max_length=14)
    words = EncryptedTextField()
    working = models.BooleanField()
    at_school = models.BooleanField(null=True)
    state = models.CharField(max_length=8, default=rules.PROTECTION.start)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    assigned_to = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    check_by = models.DateField()
    outcome = models.CharField(max_length=9, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            states_of(rules.PROTECTION, name="works_protection_state"),
            one_of("risk", RISKS, name="works_protection_risk"),
            one_of("outcome", ("", *OUTCOMES), name="works_protection_outcome"),
        ]

    def __str__(self) -> str:
        return str(self.uid)


class ProtectionCheck(models.Model):
    """What was found when work and school were looked at, and what was done for the person."""

    case = models.ForeignKey(ProtectionCase, on_delete=models.PROTECT, related_name="checks")
    held_on = models.DateField()
    working = models.BooleanField()
    at_school = models.BooleanField(null=True)
    services = EncryptedTextField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["held_on", "pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.held_on}"
