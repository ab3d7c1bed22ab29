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


def test_who_leaves_a_course_frees_a_place_and_holds_nobody_up(course):
    made, cpo, _trainer = course
    first = enrol(made, cpo)
    enrol(made, cpo, name="Basma")
    with clock.at(date(2020, 4, 21)):
        with pytest.raises(BadInput):
            services.drop_trainees(by=cpo, course=made, numbers=[first.number], reason=" ")
        assert 1 == services.drop_trainees(by=cpo, course=made, numbers=[first.number], reason="found work")
    third = enrol(made, cpo, name="Dalia")
    assert "MASON-0003" == third.number
    assert 2 == made.trainees.filter(dropped_reason="").count()


def test_nobody_gets_two_certificates_and_an_unknown_number_is_named(course):
    made, cpo, trainer = course
    trainee = enrol(made, cpo)
    with clock.at(FIRST + timedelta(days=4)):
        services.start_course(by=cpo, course=made)
        services.mark_attendance(
            by=trainer, course=made, day=FIRST, marks=[services.Attended(trainee.number, "P", 600)]
        )
        services.grade_trainees(by=trainer, course=made, grades={trainee.number: (Decimal(80), True)})
        services.issue_certificates(by=cpo, course=made, numbers=[trainee.number])
        with pytest.raises(BadInput) as refused:
            services.issue_certificates(by=cpo, course=made, numbers=[trainee.number, "MASON-9999"])
        assert ["certified_already", "unknown_trainee"] == [
            problem.reason.code for problem in refused.value.problems
        ]
        with pytest.raises(AppError, match="certificates were given out"):
            services.cancel_course(by=builders.person("CD", "country", "JOR"), course=made, reason="strike")


def test_a_course_is_called_off_with_its_reason(course):
    made, cpo, _trainer = course
    with clock.at(date(2020, 4, 20)):
        with pytest.raises(AppError, match="Say why"):
            services.cancel_course(by=cpo, course=made, reason="")
        services.cancel_course(by=cpo, course=made, reason="no trainer")
    assert "CANCELLED" == made.state
