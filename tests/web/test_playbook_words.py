"""The playbook's sections and names come in the reader's language."""

from django.utils.translation import override

from mainstay import playbook
from mainstay.page import words
from mainstay.web.views.playbook import _unreviewed
from mainstay.web.views.section_words import SECTIONS


def test_every_section_of_the_playbook_has_its_name():
    assert {name for name, _catalogue in playbook.current().collections()} <= {*SECTIONS}


def test_a_stored_english_name_of_the_playbook_is_said_in_the_readers_language():
    book = playbook.current()
    task = next(iter(book.first_30_days.values())) if hasattr(book, "first_30_days") else None
    english = task.task if task else next(iter(book.crisis_types.values())).name
    with override("fr"):
        assert english != words.said(english)
    with override("en"):
        assert english == words.said(english)


def test_a_state_in_capitals_is_said_in_words():
    with override("fr"):
        assert "CLOSED" != words.said("CLOSED")
        assert "MS-COM-2026-0001" == words.said("MS-COM-2026-0001")


def test_a_text_of_consent_that_is_not_reviewed_says_so_wherever_it_is_shown():
    codes = list(playbook.current().collection("assessment_openings"))
    with override("fr"):
        assert {True} == {_unreviewed("assessment_openings", code, "text") for code in codes}
        assert not _unreviewed("crisis_types", "CONFLICT", "name")
    with override("en"):
        assert {False} == {_unreviewed("assessment_openings", code, "text") for code in codes}
