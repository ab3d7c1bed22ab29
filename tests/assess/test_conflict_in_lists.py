"""Readings of a conflict in lists: their places are asked for at once, their age is told in the days of the playbook."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mainstay import playbook
from mainstay.assess.documents.conflict import conflict_sections
from mainstay.assess.selectors.conflict import readings_begun, secrets_told
from mainstay.common import clock
from mainstay.common.models import Area
from mainstay.design import services
from mainstay.design.selectors import measures_offered
from mainstay.design.selectors.harm import precaution_rows
from tests import builders
from tests.assess.field import TODAY, conflict_read, panel, scoped
from tests.assess.test_conflict import named_analyst, page_of
from tests.design.plans import draft
from tests.design.test_harm import page_of as harm_page_of

pytestmark = pytest.mark.django_db(databases="__all__")


def queries(read):
    """Return how many queries `read` makes."""
    with CaptureQueriesContext(connection) as asked:
        read()
    return len(asked)


def read_in(assessment, officer, count, *, first=0):
    """Have the conflict read in so many places, each an area that is known by code and name."""
    for at in range(first, first + count):
        Area.objects.create(pcode=f"C{at}", country=assessment.country, name=f"Cape {at}", source="synthetic")
        conflict_read(assessment, officer, place=f"C{at}")
        panel(assessment, officer, place=f"C{at}", held_on=TODAY - timedelta(days=1))


def test_more_readings_in_a_list_ask_the_database_no_more_often_for_their_places():
    assessment, officer = scoped()
    project, _writer = draft(case=assessment.case, by=officer)
    analyst, union = named_analyst(), builders.person("CONST_WORK", "country", "COM")
    lists = {
        "page": lambda: page_of(union, assessment),
        "report": lambda: conflict_sections(assessment),
        "drafts": lambda: [row.place_name for row in readings_begun(assessment)],
        "what lies encrypted": lambda: [row.reading.place_name for row in secrets_told(analyst, assessment)],
        "offered": lambda: [row.reading.place_name for row in measures_offered(officer, project)],
        "precautions": lambda: precaution_rows(project),
        "do no harm": lambda: harm_page_of(analyst, project),
    }
    read_in(assessment, officer, 1)
    services.take_over_precautions(by=officer, project=project)
    read_in(assessment, officer, 1, first=1)
    for read in lists.values():
        read()
    few = {name: queries(read) for name, read in lists.items()}
    read_in(assessment, officer, 2, first=2)
    services.take_over_precautions(by=officer, project=project)
    read_in(assessment, officer, 2, first=4)
    assert few == {name: queries(read) for name, read in lists.items()}
    assert "Cape 1" in page_of(union, assessment)


def test_the_report_tells_of_each_measure_where_and_when_it_was_read_and_whether_that_is_old():
    assessment, officer = scoped()
    read_in(assessment, officer, 1)
    (section,) = conflict_sections(assessment)
    assert ["Place", "Read on", "Reading"] == section.table.headers[-3:]
    assert ["Cape 0", "10 Mar 2026", "stands"] == section.table.rows[0][-3:]
    with clock.at(TODAY + timedelta(days=92)):
        (section,) = conflict_sections(assessment)
    assert "older than 91 days: read again" == section.table.rows[0][-1]


def test_how_old_a_reading_may_be_is_told_in_the_days_of_the_playbook(tmp_path):
    (tmp_path / "assessing.yaml").write_text("conflict_readings: {fresh_days: 30}\n", encoding="utf-8")
    assessment, officer = scoped()
    conflict_read(assessment, officer)
    try:
        playbook.use(tmp_path)
        with clock.at(TODAY + timedelta(days=31)):
            shown = page_of(officer, assessment)
            listed = page_of(officer, assessment, export="csv")
    finally:
        playbook.use(None)
    assert "It is older than 30 days: conflicts change" in shown
    assert 2 == shown.count("older than 30 days: read again")
    assert "older than 30 days: read again" in listed


def test_the_page_of_harm_reads_the_readings_behind_a_project_once():
    assessment, officer = scoped()
    project, _writer = draft(case=assessment.case, by=officer)
    read_in(assessment, officer, 1)
    harm_page_of(officer, project)
    with CaptureQueriesContext(connection) as asked:
        harm_page_of(officer, project)
    table = 'FROM "assess_conflictreading"'
    assert 1 == sum(table in query["sql"] and '"youth_words"' in query["sql"] for query in asked)
