"""Courses in the browser: places free, people enrolled and graded from a file, names only for those who may read them."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mainstay.common import clock
from mainstay.deliver.skills import services
from mainstay.deliver.skills.forms import ENROLMENTS, GRADES
from mainstay.deliver.skills.models import Trainee
from tests import builders
from tests.deliver.skills.test_courses import course as course_made
from tests.deliver.works.pages import client_of, posted, shown
from tests.deliver.works.world import csv_of

pytestmark = pytest.mark.django_db(databases="__all__")
course = course_made
APRIL = date(2020, 4, 20)
PEOPLE = [{"name": "Huda", "sex": "F", "birth_year": 1999}, {"name": "Karim", "sex": "M", "birth_year": 1990}]


def given(sheet, rows):
    return SimpleUploadedFile("rows.csv", csv_of(sheet, rows), content_type="text/csv")


def test_people_are_enrolled_from_a_file_and_one_wrong_row_enrols_nobody(course):
    made, cpo, _trainer = course
    with clock.at(APRIL):
        assert "2 places are free." in shown(cpo, "courses")
        wrong = [PEOPLE[0], {**PEOPLE[1], "birth_year": 2010}]
        refused = posted(cpo, "course_enrol", made.uid, file=given(ENROLMENTS, wrong))
        assert 422 == refused.status_code
        assert "Row 3, birth_year" in refused.content.decode()
        assert 0 == Trainee.objects.count()
        page = posted(cpo, "course_enrol", made.uid, file=given(ENROLMENTS, PEOPLE)).content.decode()
        assert "2 people are enrolled." in page
        assert "2 of 2 places taken; 50\u00a0% women." in page
        assert "No place is free." in shown(cpo, "courses")


def test_grades_come_in_by_the_numbers_of_the_course(course):
    made, cpo, trainer = course
    with clock.at(APRIL):
        first, second = services.enrol_trainees(by=cpo, course=made, rows=PEOPLE)
        services.start_course(by=cpo, course=made)
        form = client_of(trainer).get(reverse("course_form", args=[made.uid, "grades"]))
        assert b"PK" == form.content[:2]
        unknown = posted(
            trainer, "course_grade", made.uid, file=given(GRADES, [{"number": "X-1", "passed": True}])
        )
        assert "Nobody on this course has the number X-1" in unknown.content.decode()
        rows = [
            {"number": first.number, "score": "71.5", "passed": True},
            {"number": second.number, "passed": False},
        ]
        page = posted(trainer, "course_grade", made.uid, file=given(GRADES, rows)).content.decode()
        assert "2 grades are entered." in page
        first.refresh_from_db()
        assert (True, "71.50") == (first.passed, str(first.score))


def test_employers_see_training_places_and_no_name(course):
    made, cpo, _trainer = course
    with clock.at(APRIL):
        services.enrol_trainees(by=cpo, course=made, rows=PEOPLE[:1])
        employers = builders.person("CONST_EMP", "country", "JOR")
        assert "1 place is free." in shown(employers, "courses")
        page = shown(employers, "course", made.uid)
        assert "1 person; the names are not yours to see." in page
        assert "Huda" not in page
        exported = (
            client_of(employers).get(reverse("course", args=[made.uid]), {"export": "csv"}).content.decode()
        )
        assert "Huda" not in exported
        assert "Huda" in shown(cpo, "course", made.uid)
