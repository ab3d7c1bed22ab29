"""Counts, lists and sentences as each language writes them."""

import pytest
from django.utils.translation import ngettext, override

from mainstay.page import numerals
from mainstay.page.templatetags.page import owed
from mainstay.page.words import enumerated, fact, grouped, joined, kept


@pytest.mark.parametrize(
    ("count", "said"), [(2, "شخصان"), (7, "{count} أشخاص"), (28, "{count} شخصاً"), (100, "{count} شخص"), (111, "{count} شخصاً")]
)  # fmt: skip
def test_people_are_counted_as_arabic_counts_them(count, said):
    with override("ar"):
        assert said == ngettext("{count} person", "{count} persons", count)


def test_names_are_parted_as_the_language_parts_them():
    with override("en"):
        assert "Works, Cash" == enumerated(["Works", "Cash"])
    with override("ar"):
        assert "أشغال، نقد" == enumerated(["أشغال", "نقد"])


def test_remarks_become_one_sentence_and_empty_ones_leave_no_mark():
    with override("en"):
        assert "Two rolls wait; pay is late." == joined(["Two rolls wait", "", "pay is late"])
        assert "Pay is late." == joined(["Pay is late"])
        assert "" == joined(["", ""])
    with override("ar"):
        assert "أشغال؛ نقد." == joined(["أشغال", "نقد"])


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "12,345.60"), ("fr", "12\u202f345,60"), ("es", "12\u202f345,60")]
)
def test_an_amount_kept_as_text_loses_no_decimal(language, shown):
    with override(language):
        assert shown == grouped("12345.60")
        assert "7" == grouped("7")


def test_what_one_person_is_owed_is_never_rounded():
    assert "KMF\u00a012,345" == owed(12345, "KMF")
    assert "USD\u00a01,234.56" == owed(123456)
    assert "USD\u00a0−0.05" == owed(-5)
    assert "–" == owed(None)


def test_names_that_a_stored_sentence_holds_are_told_one_by_one():
    with override("ar"):
        assert "أصحاب العمل، الحكومة" == fact("Employers, Government")
        assert "نعم، لا" == fact("نعم, لا")
        assert "Employers, Anjouan" == fact("Employers, Anjouan")


@pytest.mark.parametrize(
    ("language", "place", "said"),
    [("en", "", "57\u00a0% of 3"), ("fr", "", "57\u202f% of 3"), ("ar", "MA", "57\u200e%\u200e of 3")],
)
def test_hundredths_stay_with_their_number(language, place, said):
    with override(language), numerals.written_for(place):
        assert said == kept("57 % of 3")


def test_hundredths_have_the_sign_of_their_digits():
    with override("ar"), numerals.written_for("SD"):
        assert "٥٧٪\u061c" == kept("٥٧ %")


def test_an_amount_that_a_stored_sentence_holds_is_written_as_the_language_writes_it():
    with override("fr"):
        assert "750\u202f000" == fact("750,000")
    with override("en"):
        assert "1,250.50" == fact("1,250.50")
