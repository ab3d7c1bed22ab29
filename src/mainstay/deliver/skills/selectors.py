"""Reads about courses and certificates."""

from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Sum, When

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible

from .methods.traced_share import Traced
from .models import Certificate, Course, Tracer, Trainee, Vacancy


def courses_visible(person: Person) -> QuerySet[Course]:
    """Return the courses that `person` may read, with trainees and certificates counted."""
    return visible(Course.objects.all(), person, "skills.read_courses").annotate(
        people=Count("trainees", filter=Q(trainees__dropped_reason=""), distinct=True),
        certificates=Count("trainees__certificate", distinct=True),
    )


def courses_listed(person: Person) -> QuerySet[Course]:
    """Return the courses that `person` may read with the places that are still free, the latest first."""
    rows = courses_visible(person).select_related("project__case")
    return rows.annotate(left=F("places") - F("people")).order_by("-starts_on", "code")


def course_sums(rows: QuerySet[Course]) -> dict[str, int]:
    """Return how many courses a list holds, and the places and people of those that still take people."""
    takes = Q(state__in=["APPROVED", "RUNNING"])
    there = Course.objects.filter(pk__in=rows.values("pk"))
    sums = there.aggregate(courses=Count("pk"), places=Sum("places", filter=takes, default=0))
    open_courses = there.filter(takes).values("pk")
    people = Trainee.objects.filter(course__in=open_courses, dropped_reason="").count()
    certificates = Certificate.objects.filter(
        trainee__course__in=there.values("pk"), withdrawn_on__isnull=True
    )
    return {**sums, "people": people, "certificates": certificates.count()}


def trainees_of(person: Person, course: Course) -> QuerySet[Trainee]:
    """Return the trainees of a course that `person` may read, with the share attended and whether certified."""
    rows = visible(Trainee.objects.filter(course=course), person, "skills.read_trainees")
    whole = max(course.hours * 60, 1)
    given = Certificate.objects.filter(trainee=OuterRef("pk"), withdrawn_on__isnull=True)
    return (
        rows.select_related("worker")
        .annotate(attended=F("attended_minutes") * 100 / whole, certified=Exists(given))
        .order_by("number")
    )


def course_counts(course: Course) -> dict[str, int]:
    """Return how a course stands in numbers, without a name."""
    there = Q(dropped_reason="")
    return course.trainees.aggregate(
        people=Count("pk", filter=there), women=Count("pk", filter=there & Q(sex="F")),
        succeeded=Count("pk", filter=there & Q(passed=True)), judged=Count("pk", filter=there & Q(passed__isnull=False)),
        left=Count("pk", filter=~there),
    )  # fmt: skip


def certificate_checked(number: str) -> dict[str, Any] | None:
    """Return what anybody may know of a certificate by its number: course and day, or that it was withdrawn."""
    found = Certificate.objects.filter(number=number).select_related("trainee__course").first()
    if found is None:
        return None
    course = found.trainee.course
    return {
        "course": course.title,
        "kind": found.kind,
        "issued_on": found.issued_on,
        "withdrawn": found.withdrawn_on is not None,
    }


def traced_rate(person: Person, course: Course, *, months: int) -> tuple[int, int, int]:
    """Return of how many trainees, how many were reached after `months`, and how many of them work."""
    people = visible(Course.objects.all(), person, "skills.read_courses").filter(pk=course.pk)
    count = sum(
        people.annotate(n=Count("trainees", filter=Q(trainees__dropped_reason=""))).values_list(
            "n", flat=True
        )
    )
    asked = Tracer.objects.filter(trainee__course__in=people, months=months).exclude(answer="NOT_REACHED")
    return count, asked.count(), asked.filter(answer__in=["EMPLOYED", "SELF_EMPLOYED"]).count()


def vacancies_visible(person: Person) -> QuerySet[Vacancy]:
    """Return the vacancies that `person` may read, open ones first."""
    rows = visible(Vacancy.objects.all(), person, "skills.read_vacancies")
    return rows.select_related("organisation", "country").order_by(
        Case(When(state="OPEN", then=0), default=1), "-listed_at", "-pk"
    )


def traced_people(person: Person, course: Course, *, months: int) -> list[tuple[Trainee, Traced]]:
    """Return the trainees of a course that `person` may read, each with what a tracer of so many months found."""
    rows = visible(Trainee.objects.filter(course=course, dropped_reason=""), person, "skills.read_trainees")
    answers = {row.trainee_id: row for row in Tracer.objects.filter(trainee__course=course, months=months)}
    year = course.starts_on.year
    return [
        (row, _traced(row, answers.get(row.pk), year))
        for row in rows.select_related("worker").order_by("number")
    ]


def _traced(row: Trainee, answer: Tracer | None, year: int) -> Traced:
    reached = answer is not None and answer.answer != "NOT_REACHED"
    return Traced(
        number=row.number,
        sex=row.sex,
        young=row.birth_year is not None and year - row.birth_year < 30,
        passed=bool(row.passed),
        reached=reached,
        works=reached and answer is not None and answer.answer in {"EMPLOYED", "SELF_EMPLOYED"},
        tried_on=answer.asked_on if answer is not None else None,
    )
