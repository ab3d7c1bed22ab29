"""Group talks: who sat together, who led them, what they said by topic; no names."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from mainstay.assess import rules
from mainstay.common.constraints import one_of
from mainstay.common.fields import EncryptedTextField

from .assessment import Assessment


class GroupTalk(models.Model):
    """A talk with a group in one place: women only, men only, youth or mixed; people are counted, never named."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="talks")
    kind = models.CharField(max_length=5)
    place = models.CharField(max_length=80)
    held_on = models.DateField()
    participants = models.PositiveSmallIntegerField()
    facilitator_sex = models.CharField(max_length=1)
    languages = models.JSONField(default=list)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["held_on", "pk"]
        constraints = [
            one_of("kind", rules.TALKS, name="group_talk_kind"),
            one_of("facilitator_sex", ("F", "M", "X"), name="group_talk_facilitator_sex"),
            models.CheckConstraint(condition=Q(participants__gte=2), name="group_talk_is_a_group"),
            models.CheckConstraint(condition=~Q(place=""), name="group_talk_has_place"),
        ]


class TalkPoint(models.Model):
    """What a group said on one topic, encrypted; on coping, by which of the playbook's ways people get by."""

    talk = models.ForeignKey(GroupTalk, on_delete=models.PROTECT, related_name="points")
    topic = models.CharField(max_length=20)
    strategy = models.CharField(max_length=30, blank=True)
    words = EncryptedTextField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(topic=""), name="talk_point_has_topic")]


class WomenUnheard(models.Model):
    """Why no group of women alone could be held, and what was done instead."""

    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="women_unheard")
    because = models.TextField()
    instead = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(because="") & ~Q(instead=""), name="women_unheard_explained")
        ]
