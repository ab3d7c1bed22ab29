"""Numbers and dates are written as the reader's language and place write them; what is no number keeps its digits."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.translation import override

from mainstay.page import numerals, units, words
from mainstay.page.charts import columns

DAY = date(2026, 3, 12)


def arabic(place, digits=""):
    """Write Arabic for a place."""
    return numerals.written_for(place, digits)


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "1,234,567.5"), ("fr", "1\u202f234\u202f567,5"), ("es", "1\u202f234\u202f567,5")],
)
def test_a_number_has_the_separators_of_its_language(language, shown):
    with override(language):
        assert shown == words.number(Decimal("1234567.5"), 1)


@pytest.mark.parametrize(
    ("place", "shown"),
    # CLDR 47: the Mashriq, the Gulf without the Emirates, Sudan, Yemen, Iraq one way, the Maghreb the other.
    [
        *((place, "١٬٢٣٤٬٥٦٧٫٥") for place in ("EG", "JO", "SY", "IQ", "YE", "SD", "SA", "PS", "KM")),
        *((place, "1.234.567,5") for place in ("MA", "DZ", "TN", "LY")),
        ("AE", "1,234,567.5"),
        ("PH", "1,234,567.5"),
        ("", "1,234,567.5"),
    ],
)
def test_arabic_takes_digits_and_separators_of_the_place(place, shown):
    with override("ar"), arabic(place):
        assert shown == words.number(Decimal("1234567.5"), 1)


def test_the_digits_that_a_reader_chose_win_over_her_place():
    with override("ar"), arabic("JO", "latn"):
        assert "1,234" == words.number(1234)
    with override("ar"), arabic("MA", "arab"):
        assert "١٬٢٣٤" == words.number(1234)


def test_the_place_changes_nothing_in_another_language():
    with override("fr"), arabic("EG"):
        assert "1\u202f234" == words.number(1234)
    with override("en"), arabic("EG"):
        assert "1,234" == words.number(1234)


def test_amounts_dates_hours_and_shares_follow():
    moment = datetime(2026, 3, 12, 14, 5, tzinfo=UTC)
    with override("ar"), arabic("SD"):
        assert "USD\u00a0٥٬٠٠٠" == words.money(500_000)
        assert words.day(DAY).startswith("١٢ ")
        assert words.day(DAY).endswith("٢٠٢٦")
        assert "١٤:٠٥" in words.moment(moment)
        assert words.percent(0.385, 1).startswith("٣٨٫٥٪")
        assert "٧" in units.measured(7, "persons")
        assert words.day(DAY) == words.fact("2026-03-12")
        assert "٤٢" == words.fact(42)
    with override("fr"):
        assert "12 mars 2026" == words.day(DAY)
        assert "38,5\u202f%" == words.percent(0.385, 1)


def test_what_a_template_names_is_written_alike_and_what_programs_read_is_not():
    made = Template(
        '{% load page l10n %}{{ n }}|{{ d }}|{{ d|date:"Y-m-d" }}|{{ n|unlocalize }}|{{ ref }}|{{ n|stringformat:"s" }}'
    )
    with override("ar"), arabic("EG"):
        number, day, machine, plain, reference, raw = made.render(
            Context({"n": 1250, "d": DAY, "ref": "MS-COM-2026-0042"})
        ).split("|")
    assert "١٬٢٥٠" == number
    assert "١٢" in day
    assert ("2026-03-12", "1250", "MS-COM-2026-0042", "1250") == (machine, plain, reference, raw)


def test_charts_are_labelled_with_the_same_digits_and_drawn_with_western_ones():
    with override("ar"), arabic("JO"):
        drawn = str(columns([("أ", 12), ("ب", 30)]))
    assert "٣٠" in drawn
    assert 'width="' in drawn
    assert not any(sign in part for part in drawn.split('"')[1::2] if part[:1].isdigit() for sign in "٠١٢٣")


def test_files_and_programs_get_western_digits():
    with override("ar"), arabic("EG"), numerals.western():
        assert "1,234" == words.number(1234)


def test_less_than_nothing_has_the_sign_of_its_language():
    with override("en"):
        assert "−5" == words.number(-5)
    with override("ar"), arabic("EG"):
        assert words.number(-5).endswith("-٥")


def test_a_page_about_a_place_is_written_as_there_for_who_has_none_of_her_own():
    with override("ar"), numerals.about(lambda: "SD"):
        assert "١٬٢٣٤" == words.number(1234)
    with override("ar"), arabic("MA"), numerals.about(lambda: "SD"):
        assert "1.234" == words.number(1234)


def test_the_place_of_a_page_is_asked_for_once_and_never_in_another_language():
    asked = []
    with override("en"), numerals.about(lambda: asked.append(1) or "SD"):
        words.number(1)
        assert [] == asked
    with override("ar"), numerals.about(lambda: asked.append(1) or "SD"):
        assert "١٢" == words.number(1) + words.number(2)
    assert [1] == asked
