"""Registers beside the dialogue: coordination forums and what all actors hire."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from mainstay.common.constraints import one_of, states_of
from mainstay.partners import rules

from .lines import RegisterLine
from .organisations import Organisation


class Forum(RegisterLine):
    """A forum in which other actors coordinate, and whether their joint plan says something on employment.

    Its title is the forum's name; it is due on the day of the next meeting.
    """

    state = models.CharField(max_length=12, default=rules.FORUM.start)
    convened_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="forums")
    employment_section = models.CharField(max_length=12, default="no")
    employment_note = models.CharField(max_length=300, blank=True)

    class Meta(RegisterLine.Meta):
        ordering = ["title"]
        constraints = [
            *RegisterLine.Meta.constraints,
            states_of(rules.FORUM, name="forum_state"),
            one_of("employment_section", rules.EMPLOYMENT_SECTION, name="forum_employment_section"),
            models.UniqueConstraint(fields=["title", "country"], name="forum_once"),
        ]

    @property
    def name(self) -> str:
        """The forum's name."""
        return self.title


class ForumAction(models.Model):
    """Something a forum decided, who does it, by when."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="actions")
    text = models.CharField(max_length=300)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField()
    due_on = models.DateField(null=True)
    done_on = models.DateField(null=True)

    class Meta:
        ordering = ["-decided_on", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]


class HireReport(models.Model):
    """Local and foreign hires of one actor in one quarter, with the lowest daily wage paid."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="hire_reports")
    country = models.ForeignKey("common.Country", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    local_women = models.PositiveIntegerField()
    local_men = models.PositiveIntegerField()
    foreign_hires = models.PositiveIntegerField()
    lowest_day_wage_minor = models.PositiveBigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    state = models.CharField(max_length=10, default=rules.HIRE_REPORT.start)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-year", "-quarter"]
        constraints = [
            states_of(rules.HIRE_REPORT, name="hire_report_state"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="hire_report_quarter"),
            models.CheckConstraint(
                condition=Q(lowest_day_wage_minor__isnull=True) | ~Q(currency=""),
                name="hire_report_wage_has_currency",
            ),
            models.UniqueConstraint(
                fields=["organisation", "country", "year", "quarter"], name="hire_report_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.year} Q{self.quarter}"


class Roadmap(models.Model):
    """A decent work roadmap of a country: drafted, then signed by government, employers and workers."""

    country = models.ForeignKey("common.Country", on_delete=models.PROTECT, related_name="+")
    case_key = models.BigIntegerField(null=True)
    title = models.CharField(max_length=160)
    text = models.TextField()
    state = models.CharField(max_length=10, default=rules.ROADMAP.start)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()

    class Meta:
        ordering = ["-drafted_at"]
        constraints = [states_of(rules.ROADMAP, name="roadmap_state")]

    def __str__(self) -> str:
        return self.title


class RoadmapSignature(models.Model):
    """An organisation's signature under a roadmap."""

    roadmap = models.ForeignKey(Roadmap, on_delete=models.PROTECT, related_name="signatures")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["roadmap", "organisation"], name="roadmap_signed_once")
        ]

    def __str__(self) -> str:
        return f"{self.roadmap_id} {self.organisation_id}"
