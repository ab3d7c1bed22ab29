"""A course from plan to tracer."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from mainstay.common import clock
from mainstay.common.errors import AppError, BadInput
from mainstay.deliver.skills import selectors, services
from mainstay.deliver.skills.models import Trainee
from tests import builders

pytestmark = pytest.mark.django_db

FIRST = date(2020, 5, 4)


@pytest.fixture
def course():
    from mainstay.design.services.drafting import start_design

    with clock.at(date(2020, 4, 1)):
        builders.country("JOR")
        cpo, director = builders.person("CPO", "country", "JOR"), builders.person("CD", "country", "JOR")
        project = start_design(by=cpo, case=builders.case(countries=["JOR"]), title="Works", currency="JOD")
        made = services.plan_course(
            by=cpo, project=project, code="MASON", title="Masonry", provider="Centre", hours=10, places=2,
            starts_on=FIRST, ends_on=FIRST + timedelta(days=4), isco="7112",
        )  # fmt: skip
        with pytest.raises(AppError, match="does not approve it"):
            services.approve_course(by=cpo, course=made)
        services.approve_course(by=director, course=made)
    trainer = builders.person("TRAIN", "course", str(made.pk))
    return made, cpo, trainer


def enrol(made, cpo, **changes):
    person = {"name": "Huda", "sex": "F", "birth_year": 1999, **changes}
    with clock.at(date(2020, 4, 20)):
        return services.enrol_trainees(by=cpo, course=made, rows=[person])[0]


def test_a_certificate_is_earned_by_attendance_and_assessment(course):
    made, cpo, trainer = course
    trainee = enrol(made, cpo)
    with clock.at(date(2020, 4, 20)):
        services.start_course(by=cpo, course=made)
    for offset in range(4):
        with clock.at(FIRST + timedelta(days=offset)):
            services.mark_attendance(
                by=trainer,
                course=made,
                day=FIRST + timedelta(days=offset),
                marks=[services.Attended(trainee.number, "P", 120)],
            )
    with clock.at(date(2020, 5, 10)):
        with pytest.raises(BadInput) as refused:
            services.issue_certificates(by=cpo, course=made, numbers=[trainee.number])
        assert "not_passed" == refused.value.problems[0].reason.code
        services.grade_trainees(by=trainer, course=made, grades={trainee.number: (Decimal(70), True)})
        (certificate,) = services.issue_certificates(by=cpo, course=made, numbers=[trainee.number])
        services.complete_course(by=cpo, course=made)
        services.close_course(by=cpo, course=made)
    assert {"course": "Masonry", "withdrawn": False}.items() <= selectors.certificate_checked(
        certificate.number
    ).items()
    with clock.at(date(2020, 11, 10)):
        services.trace_trainees(by=cpo, course=made, months=6, answers={trainee.number: ("EMPLOYED", True)})
    assert (1, 1, 1) == selectors.traced_rate(cpo, made, months=6)


def test_a_child_is_not_enrolled_and_nobody_else_of_the_list(course):
    made, cpo, _trainer = course
    rows = [{"name": "A", "sex": "F", "birth_year": 1999}, {"name": "B", "sex": "M", "birth_year": 2008}]
    with clock.at(date(2020, 4, 20)), pytest.raises(BadInput) as refused:
        services.enrol_trainees(by=cpo, course=made, rows=rows)
    assert (2, "too_young") == (refused.value.problems[0].row, refused.value.problems[0].reason.code)
    assert 0 == Trainee.objects.count()


def test_a_trainer_marks_and_never_certifies(course):
    made, cpo, trainer = course
    trainee = enrol(made, cpo)
    with pytest.raises(AppError, match="roles do not cover"):
        services.issue_certificates(by=trainer, course=made, numbers=[trainee.number])


def test_more_people_than_places_are_refused(course):
    made, cpo, _trainer = course
    enrol(made, cpo)
    enrol(made, cpo, name="Layla")
    with pytest.raises(BadInput) as refused:
        enrol(made, cpo, name="Nadia")
    assert "course_full" == refused.value.problems[0].reason.code
