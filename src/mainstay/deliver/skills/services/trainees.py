"""Trainees of a course: enrolled, marked, assessed, certified, asked later; all for many at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from django.db.models import Sum

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import BadInput, Problem, Reason, RuleBroken
from mainstay.common.rows import Columns
from mainstay.common.texts import noop as _
from mainstay.deliver.skills import rules
from mainstay.deliver.skills.models import Attendance, Certificate, Course, Tracer, Trainee
from mainstay.deliver.works.selectors.workers import workers_by_cards

if TYPE_CHECKING:
    from mainstay.deliver.works.models import Worker

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Attended:
    """One trainee's day: her number on the course, the code of the session, minutes."""

    number: str
    code: str
    minutes: int


#: Who is enrolled: a worker by card, others by name, sex and year of birth.
ENROLLED = Columns(may={"card": str, "name": str, "sex": str, "birth_year": int})


def enrol_trainees(
    *, by: Person, course: Course, rows: Annotated[Sequence[Mapping[str, Any]], ENROLLED]
) -> list[Trainee]:
    """Return the people enrolled: workers by `card`, others by `name`, `sex`, `birth_year`; one fault stops all."""
    with act("skills.enrol_trainees", by=by, on=course) as entry:
        if course.state not in {"APPROVED", "RUNNING"}:
            raise RuleBroken(
                "course_state",
                _("This course is {state}; people are enrolled once it is approved."),
                state=course.state,
            )
        workers = workers_by_cards(course.project, [row["card"] for row in rows if row.get("card")])
        numbered, taken = course.trainees.count(), course.trainees.filter(dropped_reason="").count()
        here = set(course.trainees.filter(worker__isnull=False).values_list("worker_id", flat=True))
        trainees: list[Trainee] = []
        problems: list[Problem] = []
        for at, row in enumerate(rows):
            worker = workers.get(row.get("card") or "")
            if worker is not None and worker.pk in here:
                problems.append(Problem(rules.enrolled_already(worker.card), row=at + 1, field="card"))
                continue
            if worker is not None:
                here.add(worker.pk)
            problems += _enrolment_faults(course, row, worker, at + 1, course.places - taken - at)
            trainees.append(
                Trainee(
                    course=course,
                    worker=worker,
                    number=f"{course.code}-{numbered + at + 1:04d}",
                    name=row.get("name"),
                    sex=worker.sex if worker else row.get("sex", "X"),
                    birth_year=worker.birth_year if worker else row.get("birth_year"),
                    enrolled_on=clock.today(),
                    enrolled_by=by,
                )
            )
        if problems:
            text = _("{count} people cannot be enrolled; nobody was.")
            raise BadInput("trainees", text, count=len(problems), problems=problems)
        Trainee.objects.bulk_create(trainees, batch_size=_BATCH)
        entry.bulk([trainee.number, trainee.worker_id] for trainee in trainees)
    return trainees


def _enrolment_faults(
    course: Course, row: Mapping[str, Any], worker: "Worker | None", number: int, left: int
) -> list[Problem]:
    if row.get("card") and worker is None:
        told = Reason(
            "unknown_worker",
            _("Nobody is registered with card {card}. Register the worker first, or correct the number."),
            {"card": row["card"]},
        )
        return [Problem(told, row=number, field="card")]
    reason = rules.why_not_enrol(
        born=worker.birth_date if worker else None,
        birth_year=worker.birth_year if worker else row.get("birth_year"),
        starts_on=course.starts_on,
        least_age=int(playbook.current().safeguards["SG-AGE-02"].params.get("min_age_light", 15)),
        hazardous=course.hazardous,
        places_left=left,
    )
    return [] if reason is None else [Problem(reason, row=number, field="birth_year")]


def drop_trainees(*, by: Person, course: Course, numbers: Sequence[str], reason: str) -> int:
    """Record who left a course and why; the places are free again, what was attended stays."""
    with act("skills.enrol_trainees", by=by, on=course, reason=reason) as entry:
        leaving = course.trainees.filter(number__in=list(numbers), dropped_reason="")
        if not reason.strip() or leaving.count() != len(set(numbers)):
            raise BadInput("drop", _("Name trainees who are on this course, and say why they left."))
        dropped = leaving.update(dropped_reason=reason.strip()[:200], changed_at=clock.real_now())
        entry.bulk([number] for number in sorted(numbers))
    return dropped


def mark_attendance(*, by: Person, course: Course, day: date, marks: Sequence[Attended]) -> int:
    """Write who attended on a day; return how many. A day that was marked is not marked again."""
    with act("skills.mark_attendance", by=by, on=course) as entry:
        if day > clock.today() or not course.starts_on <= day <= course.ends_on:
            raise BadInput("day", _("{day} is no day of this course that has been."), day=day)
        trainees = {
            trainee.number: trainee for trainee in course.trainees.filter(dropped_reason="").defer("name")
        }
        unknown = [
            mark.number for mark in marks if mark.number not in trainees or mark.code not in rules.ATTENDANCE
        ]
        if unknown:
            raise BadInput("marks", _("Unknown trainee or code: {numbers}."), numbers=", ".join(unknown[:10]))
        if Attendance.objects.filter(trainee__in=[trainees[mark.number] for mark in marks], day=day).exists():
            raise RuleBroken(
                "marked_already", _("{day} is marked already for one of these trainees."), day=day
            )
        Attendance.objects.bulk_create(
            (
                Attendance(
                    trainee=trainees[mark.number], day=day, code=mark.code, marked_by=by,
                    minutes=mark.minutes * rules.ATTENDANCE[mark.code] // 100,
                )
                for mark in marks
            ),
            batch_size=_BATCH,
        )  # fmt: skip
        sums = dict(
            Attendance.objects.filter(trainee__course=course)
            .values_list("trainee")
            .annotate(sum=Sum("minutes"))
            .order_by()
        )
        for trainee in trainees.values():
            trainee.attended_minutes, trainee.changed_at = sums.get(trainee.pk, 0), clock.real_now()
        Trainee.objects.bulk_update(trainees.values(), ["attended_minutes", "changed_at"], batch_size=500)
        entry.bulk([mark.number, mark.code, mark.minutes] for mark in marks)
    return len(marks)


def grade_trainees(*, by: Person, course: Course, grades: Mapping[str, tuple[Decimal | None, bool]]) -> int:
    """Enter the assessment of trainees: score and whether passed; return how many."""
    with act("skills.grade_trainees", by=by, on=course) as entry:
        trainees = list(course.trainees.filter(number__in=list(grades)).defer("name"))
        if len(trainees) != len(grades):
            raise BadInput("grades", _("Some numbers are not on this course."))
        for trainee in trainees:
            trainee.score, trainee.passed = grades[trainee.number]
            trainee.assessed_by, trainee.changed_at = by, clock.real_now()
        Trainee.objects.bulk_update(
            trainees, ["score", "passed", "assessed_by", "changed_at"], batch_size=500
        )
        entry.bulk([trainee.number, trainee.passed] for trainee in trainees)
    return len(trainees)


def issue_certificates(*, by: Person, course: Course, numbers: Sequence[str]) -> list[Certificate]:
    """Return certificates for trainees who attended enough and passed; one who did not stops all."""
    with act("skills.issue_certificates", by=by, on=course) as entry:
        trainees = {
            trainee.number: trainee
            for trainee in course.trainees.filter(number__in=list(numbers)).defer("name")
        }
        problems = []
        given = set(
            Certificate.objects.filter(
                trainee__in=list(trainees.values()), withdrawn_on__isnull=True
            ).values_list("trainee__number", flat=True)
        )
        for at, number in enumerate(numbers, 1):
            trainee = trainees.get(number)
            if trainee is None or number in given or number in numbers[: at - 1]:
                problems.append(
                    Problem(rules.why_not_number(number, known=trainee is not None), row=at, field="number")
                )
                continue
            attended = trainee.attended_minutes * 100 // (course.hours * 60)
            reason = rules.why_not_certify(attended_percent=attended, passed=trainee.passed)
            if reason is not None:
                problems.append(Problem(reason, row=at, field="number"))
        if problems:
            raise BadInput(
                "certificates",
                _("{count} certificates are not earned yet; none was issued."),
                count=len(problems),
                problems=problems,
            )
        return _issue(course, [trainees[number] for number in numbers], "COMPLETION", by, entry)


def recognise_learning(*, by: Person, course: Course, numbers: Sequence[str]) -> list[Certificate]:
    """Return certificates for what people learned on the job and showed in the assessment."""
    with act("skills.recognise_learning", by=by, on=course) as entry:
        trainees = list(course.trainees.filter(number__in=list(numbers), passed=True).defer("name"))
        if len(trainees) != len(set(numbers)):
            raise RuleBroken(
                "not_passed", _("What was learned on the job is certified once it was assessed and passed.")
            )
        return _issue(course, trainees, "RECOGNITION", by, entry)


def _issue(
    course: Course, trainees: Sequence[Trainee], kind: str, by: Person, entry: Any
) -> list[Certificate]:
    made = Certificate.objects.bulk_create(
        [
            Certificate(
                trainee=trainee, kind=kind, issued_on=clock.today(), issued_by=by,
                number=f"{course.project.reference}/{trainee.number}",
            )
            for trainee in trainees
        ],
        batch_size=_BATCH,
    )  # fmt: skip
    entry.bulk([certificate.number, kind] for certificate in made)
    return made


def withdraw_certificate(*, by: Person, certificate: Certificate, reason: str) -> Certificate:
    """Withdraw a certificate with a reason; its number then shows as withdrawn."""
    with act("skills.withdraw_certificate", by=by, on=certificate, reason=reason) as entry:
        if not reason.strip():
            raise BadInput("no_reason", _("Say why the certificate is withdrawn."))
        certificate.withdrawn_on, certificate.withdrawal_reason = clock.today(), reason.strip()
        certificate.changed_at = clock.real_now()
        certificate.save(update_fields=["withdrawn_on", "withdrawal_reason", "changed_at"])
        entry.note(number=certificate.number)
    return certificate


def trace_trainees(
    *, by: Person, course: Course, months: int, answers: Mapping[str, tuple[str, bool | None]]
) -> int:
    """Record what trainees do `months` after the course, and whether they use the skill; return how many.

    Who was not reached is tried again: her next answer takes the place of that.
    """
    with act("skills.trace_trainees", by=by, on=course) as entry:
        trainees = {
            trainee.number: trainee
            for trainee in course.trainees.filter(number__in=list(answers)).defer("name")
        }
        if len(trainees) != len(answers) or any(
            answer not in rules.TRACED for answer, _uses in answers.values()
        ):
            raise BadInput(
                "answers",
                _("Answers are for trainees of this course, and one of: {known}."),
                known=", ".join(rules.TRACED),
            )
        again = Tracer.objects.filter(trainee__in=trainees.values(), months=months, answer="NOT_REACHED")
        entry.note(tried_again=again.count())
        again.delete()
        Tracer.objects.bulk_create(
            (
                Tracer(
                    trainee=trainees[number],
                    months=months,
                    answer=answer,
                    uses_skill=uses,
                    asked_on=clock.today(),
                    asked_by=by,
                )
                for number, (answer, uses) in answers.items()
            ),
            batch_size=_BATCH,
        )
        entry.bulk([number, answer] for number, (answer, _uses) in sorted(answers.items()))
    return len(answers)
