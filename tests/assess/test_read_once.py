"""A document reads the interviews of a module once, so that all of its parts tell of the same ones."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mainstay.assess.documents import write_report, write_snapshot
from mainstay.assess.documents.livelihoods import write_chapter
from mainstay.assess.selectors.answers import read_once, tables_of
from mainstay.assess.selectors.labour import labour_market
from tests.assess.field import taken, worker
from tests.assess.test_papers import people, surveyed

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.mark.parametrize("write", [write_snapshot, write_report, write_chapter])
def test_a_document_reads_the_interviews_of_a_module_once(write):
    assessment, analyst = surveyed(people(30), people(30, sex="M"))
    with CaptureQueriesContext(connection) as asked:
        assert write(by=analyst, assessment=assessment, kind="docx")
    assert 1 == sum("sensitive_answers" in query["sql"] for query in asked.captured_queries)


def test_what_comes_in_while_a_document_is_written_is_in_the_next_one():
    assessment, analyst = surveyed(people(30))
    form = assessment.forms.get()

    def asked():
        return labour_market(assessment, by="").table.n

    with read_once():
        assert 30 == asked()
        taken(form, analyst, [worker(n=31)])
        with read_once():
            assert 30 == asked(), "a part within a document reads nothing anew"
    assert 31 == asked()


def test_restricted_answers_that_one_part_read_are_not_told_in_another():
    assessment, _analyst = surveyed(people(30))
    with read_once():
        (whole,) = tables_of(assessment, with_restricted=True)
        (table,) = tables_of(assessment, with_restricted=False)
    assert whole.restricted
    assert not whole.restricted & set(table.columns)
