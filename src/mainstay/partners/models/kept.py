"""The registers of what the house does beside the road of a case: small tables of one pattern."""

from django.db import models
from django.db.models import F, Q

from mainstay.common.constraints import one_of, states_of
from mainstay.common.fields import EncryptedTextField
from mainstay.partners import rules

from .agreements import Agreement
from .lines import PERSON, RegisterLine
from .organisations import Contact, Organisation


class FocalPoint(RegisterLine):
    """Who in a unit is called first when a crisis hits a region or country, and who stands in."""

    state = models.CharField(max_length=12, default=rules.FOCAL_POINT.start)
    unit = models.CharField(max_length=20)
    region = models.CharField(max_length=40)
    holder = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, related_name="+")
    alternate = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    alternate_contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, related_name="+")
    certified_on = models.DateField(null=True)

    class Meta(RegisterLine.Meta):
        constraints = [
            *RegisterLine.Meta.constraints,
            states_of(rules.FOCAL_POINT, name="focal_point_state"),
            models.CheckConstraint(
                condition=Q(holder__isnull=False, contact__isnull=True)
                | Q(holder__isnull=True, contact__isnull=False),
                name="focal_point_one_holder",
            ),
            models.CheckConstraint(
                condition=Q(alternate__isnull=True) | Q(holder__isnull=True) | ~Q(alternate=F("holder")),
                name="focal_point_other_alternate",
            ),
            models.CheckConstraint(
                condition=~Q(state="CERTIFIED") | Q(certified_on__isnull=False, due_on__isnull=False),
                name="focal_point_certificate_ends",
            ),
            models.UniqueConstraint(
                fields=["unit", "region"],
                condition=Q(country__isnull=True) & ~Q(state="ENDED"),
                name="focal_point_once_a_region",
            ),
            models.UniqueConstraint(
                fields=["unit", "country"],
                condition=Q(country__isnull=False) & ~Q(state="ENDED"),
                name="focal_point_once_a_country",
            ),
        ]


class Event(RegisterLine):
    """A workshop, seminar or conference: for whom, where, who came, what follows from it."""

    state = models.CharField(max_length=12, default=rules.EVENT.start)
    kind = models.CharField(max_length=12)
    held_in = models.ForeignKey("common.Country", on_delete=models.PROTECT, null=True, related_name="+")
    online = models.BooleanField(default=False)
    organisers = models.CharField(max_length=200, blank=True, default="")
    starts_on = models.DateField()
    ends_on = models.DateField()
    women = models.PositiveIntegerField(null=True)
    men = models.PositiveIntegerField(null=True)
    government = models.PositiveIntegerField(default=0)
    employers = models.PositiveIntegerField(default=0)
    workers = models.PositiveIntegerField(default=0)
    rating = models.DecimalField(max_digits=2, decimal_places=1, null=True)
    follow_up = models.TextField(blank=True, default="")

    class Meta(RegisterLine.Meta):
        constraints = [
            *RegisterLine.Meta.constraints,
            states_of(rules.EVENT, name="event_state"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="event_ends_after_start"),
            models.CheckConstraint(
                condition=~Q(state__in=["HELD", "FOLLOWED_UP"]) | Q(women__isnull=False, men__isnull=False),
                name="event_held_was_counted",
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__gte=1, rating__lte=5), name="event_rating"
            ),
        ]


class EventParticipant(models.Model):
    """Somebody who took part in an event, and her certificate; the name lies encrypted."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="participants")
    name = EncryptedTextField()
    sex = models.CharField(max_length=1, blank=True, default="")
    side = models.CharField(max_length=12, default="none")
    certificate = models.CharField(max_length=24, null=True, unique=True)
    certified_on = models.DateField(null=True)
    certified_until = models.DateField(null=True)
    registered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            one_of("sex", rules.SEXES, name="event_participant_sex"),
            one_of("side", rules.SIDES, name="event_participant_side"),
            models.CheckConstraint(
                condition=Q(certificate__isnull=True)
                | Q(certified_on__isnull=False, certified_until__isnull=False),
                name="event_certificate_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"participant {self.pk}"


class JointMission(RegisterLine):
    """A mission, plan or appeal of several agencies: did we take part, was labour included?"""

    state = models.CharField(max_length=12, default=rules.MISSION.start)
    instrument = models.CharField(max_length=10)
    led_by = models.CharField(max_length=120, blank=True, default="")
    starts_on = models.DateField(null=True)
    labour_included = models.CharField(max_length=12, blank=True, default="")
    labour_words = models.TextField(blank=True, default="")

    class Meta(RegisterLine.Meta):
        constraints = [
            *RegisterLine.Meta.constraints,
            states_of(rules.MISSION, name="joint_mission_state"),
            one_of("instrument", rules.INSTRUMENTS, name="joint_mission_instrument"),
            one_of("labour_included", ("", *rules.EMPLOYMENT_SECTION), name="joint_mission_labour"),
            models.CheckConstraint(
                condition=~Q(state="REPORTED") | (~Q(labour_included="") & ~Q(evidence="")),
                name="joint_mission_reported_says_labour",
            ),
        ]


class Advice(RegisterLine):
    """Policy advice to an institution: given, appreciated, accepted, implemented."""

    state = models.CharField(max_length=12, default=rules.ADVICE.start)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    topic = models.CharField(max_length=120, blank=True, default="")
    given_on = models.DateField(null=True)
    rating = models.PositiveSmallIntegerField(null=True)
    answer = models.TextField(blank=True, default="")
    verified_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(RegisterLine.Meta):
        verbose_name_plural = "advice"
        constraints = [
            *RegisterLine.Meta.constraints,
            states_of(rules.ADVICE, name="advice_state"),
            models.CheckConstraint(
                condition=~Q(state__in=rules.ADVICE_GIVEN) | Q(given_on__isnull=False), name="advice_given_on"
            ),
            models.CheckConstraint(
                condition=~Q(state="IMPLEMENTED") | (Q(verified_by__isnull=False) & ~Q(evidence="")),
                name="advice_implemented_is_shown",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | ~Q(verified_by=F("entered_by")),
                name="advice_verified_by_another",
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__gte=1, rating__lte=5), name="advice_rating"
            ),
        ]


class Message(RegisterLine):
    """A public message: its words, audience, channel and version; public only once another person agreed to it."""

    state = models.CharField(max_length=12, default=rules.MESSAGE.start)
    text = models.TextField()
    audience = models.CharField(max_length=120)
    channel = models.CharField(max_length=20)
    language = models.CharField(max_length=5, default="en")
    version = models.PositiveSmallIntegerField(default=1)
    agreed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True, default="")
    published_at = models.DateTimeField(null=True)
    result = models.TextField(blank=True, default="")

    class Meta(RegisterLine.Meta):
        constraints = [
            *RegisterLine.Meta.constraints,
            states_of(rules.MESSAGE, name="message_state"),
            models.CheckConstraint(
                condition=~Q(state__in=["AGREED", "PUBLISHED"])
                | Q(agreed_by__isnull=False, agreed_at__isnull=False),
                name="message_public_once_agreed",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("entered_by")),
                name="message_agreed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="PUBLISHED") | Q(published_at__isnull=False), name="message_published_at"
            ),
        ]


class Researcher(RegisterLine):
    """A researcher who agreed to be listed: name, institution, expertise; her work contact lies encrypted."""

    state = models.CharField(max_length=12, default=rules.RESEARCHER.start)
    institution = models.CharField(max_length=160)
    expertise = models.CharField(max_length=200)
    crisis_type = models.CharField(max_length=24, blank=True, default="")
    network = models.CharField(max_length=120, blank=True, default="")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, null=True, related_name="researchers")
    work_email = EncryptedTextField(null=True)
    work_phone = EncryptedTextField(null=True)
    agreed_on = models.DateField(null=True)

    class Meta(RegisterLine.Meta):
        constraints = [
            *RegisterLine.Meta.constraints,
            states_of(rules.RESEARCHER, name="researcher_state"),
            models.CheckConstraint(
                condition=~Q(state="LISTED") | Q(agreed_on__isnull=False), name="researcher_listed_agreed"
            ),
            models.UniqueConstraint(
                fields=["title", "institution"], condition=~Q(state="LEFT"), name="researcher_once"
            ),
        ]


class Position(RegisterLine):
    """What we stand for in a debate: agreed, voiced, endorsed."""

    state = models.CharField(max_length=12, default=rules.POSITION.start)
    text = models.TextField()
    debate = models.CharField(max_length=160)
    goal = models.CharField(max_length=8, blank=True, default="")
    agreed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    voiced_on = models.DateField(null=True)
    endorsed_by = models.CharField(max_length=200, blank=True, default="")

    class Meta(RegisterLine.Meta):
        constraints = [
            *RegisterLine.Meta.constraints,
            states_of(rules.POSITION, name="position_state"),
            models.CheckConstraint(
                condition=~Q(state="ENDORSED") | (~Q(endorsed_by="") & ~Q(evidence="")),
                name="position_endorsed_is_shown",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["AGREED", "VOICED", "ENDORSED"]) | Q(agreed_by__isnull=False),
                name="position_agreed",
            ),
        ]


class HouseRisk(RegisterLine):
    """What may go wrong for the house, a country or a case, and what is done about it."""

    state = models.CharField(max_length=12, default=rules.RISK.start)
    area = models.CharField(max_length=14)
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    mitigation = models.TextField()

    class Meta(RegisterLine.Meta):
        verbose_name = "risk"
        constraints = [
            *RegisterLine.Meta.constraints,
            states_of(rules.RISK, name="house_risk_state"),
            one_of("area", rules.RISK_AREAS, name="house_risk_area"),
            models.CheckConstraint(
                condition=Q(likelihood__gte=1, likelihood__lte=5, impact__gte=1, impact__lte=5),
                name="house_risk_rated",
            ),
            models.CheckConstraint(condition=~Q(mitigation=""), name="house_risk_has_mitigation"),
        ]

    @property
    def rating(self) -> int:
        """Likelihood times impact, 1 to 25."""
        return self.likelihood * self.impact
