"""Lessons with their tags, after-action reviews, recommendations, and the entries of the search."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mainstay.common.constraints import one_of, states_of

from . import rules

PERSON = settings.AUTH_USER_MODEL


class Review(models.Model):
    """The after-action review of a case: what was expected, what happened, why, what to keep and to change."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="reviews")
    state = models.CharField(max_length=8, default=rules.REVIEW.start)
    opened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    reminded_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            states_of(rules.REVIEW, name="review_state"),
            models.UniqueConstraint(fields=["case"], condition=Q(state="OPEN"), name="review_open_once"),
            models.CheckConstraint(
                condition=~Q(state="APPROVED") | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="review_approved_has_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.due_on}"


class ReviewAnswer(models.Model):
    """What somebody answered to one question of a review."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=10)
    words = models.TextField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["said_at", "pk"]
        constraints = [
            one_of("question", rules.QUESTIONS, name="review_question"),
            models.CheckConstraint(condition=~Q(words=""), name="review_answer_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.question}"


class ReviewParticipant(models.Model):
    """Who took part in a review: an organisation or unit and its side; no private person is named."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="participants")
    organisation = models.CharField(max_length=160)
    side = models.CharField(max_length=12)
    persons = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["side", "organisation"]
        constraints = [
            models.UniqueConstraint(fields=["review", "organisation"], name="review_participant_once"),
            one_of(
                "side",
                ("government", "employers", "workers", "office", "partner", "participants"),
                name="review_side",
            ),
        ]

    def __str__(self) -> str:
        return self.organisation


class Recommendation(models.Model):
    """Something that should change: who, what, by when; management's answer within thirty days."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="recommendations")
    text = models.TextField()
    owner_role = models.CharField(max_length=20)
    owner = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=8, default=rules.RECOMMENDATION.start)
    answer_due_on = models.DateField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    done_on = models.DateField(null=True)
    evidence = models.TextField(blank=True)
    reminded_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            states_of(rules.RECOMMENDATION, name="recommendation_state"),
            models.CheckConstraint(
                condition=Q(state="ASKED") | ~Q(answer=""), name="recommendation_answered_has_words"
            ),
            models.CheckConstraint(
                condition=~Q(state="DONE") | (Q(done_on__isnull=False) & ~Q(evidence="")),
                name="recommendation_done_has_evidence",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Lesson(models.Model):
    """What was learned, from where, and who should do what because of it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=200)
    learned = models.TextField()
    who = models.CharField(max_length=160)
    should = models.TextField()
    source = models.CharField(max_length=300)
    link = models.URLField(blank=True)
    language = models.CharField(max_length=5, default="en")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="lessons")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, null=True, related_name="lessons")
    state = models.CharField(max_length=10, default=rules.LESSON.start)
    written_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    checked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    check_words = models.CharField(max_length=300, blank=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["-written_at"]
        constraints = [
            states_of(rules.LESSON, name="lesson_state"),
            models.CheckConstraint(
                condition=~Q(who="") & ~Q(should="") & ~Q(source=""), name="lesson_names_who_does_what"
            ),
            models.CheckConstraint(
                condition=~Q(state="VALIDATED")
                | (Q(checked_by__isnull=False) & ~Q(checked_by=F("written_by"))),
                name="lesson_checked_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class LessonTag(models.Model):
    """A crisis type, phase or component that a lesson is about."""

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="tags")
    kind = models.CharField(max_length=12)
    code = models.CharField(max_length=24)

    class Meta:
        constraints = [
            one_of("kind", rules.TAGS, name="lesson_tag_kind"),
            models.UniqueConstraint(fields=["lesson", "kind", "code"], name="lesson_tag_once"),
        ]
        indexes = [models.Index(fields=["kind", "code"], name="lesson_tag_found")]

    def __str__(self) -> str:
        return self.code


class SearchEntry(models.Model):
    """What the search knows of one record: its folded words, written in the same transaction as the record."""

    kind = models.CharField(max_length=20)
    record_id = models.BigIntegerField()
    language = models.CharField(max_length=5, default="en")
    title = models.CharField(max_length=300)
    words_title = models.TextField()
    words_body = models.TextField()
    dated_on = models.DateField()

    class Meta:
        verbose_name_plural = "search entries"
        constraints = [models.UniqueConstraint(fields=["kind", "record_id"], name="search_entry_once")]

    def __str__(self) -> str:
        return self.title
