"""The playbook's sections and names come in the reader's language."""

from django.utils.translation import override

from mainstay import playbook
from mainstay.page import words
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
