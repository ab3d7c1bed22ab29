"""A lesson names who should do what, is checked by another, and is found by its words."""

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from mainstay.common.errors import BadInput, NotAllowed, RuleBroken
from mainstay.learn.lessons.methods.folded import folded, words
from mainstay.learn.lessons.models import SearchEntry
from mainstay.learn.lessons.selectors import lessons_visible, search, similar_cases
from mainstay.learn.lessons.services import (
    refuse_lesson,
    retire_lesson,
    revise_lesson,
    validate_lesson,
    write_lesson,
)
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return builders.person("CPO")


@pytest.fixture
def keeper():
    return builders.person("KM")


def written(by, **more):
    given_words = {
        "title": "Pay at the site", "learned": "Mobile money failed where the mast had fallen", "who": "Payroll officer",
        "should": "Plan one cash day a month", "source": "Review of the cyclone, 2026-05-02",
    }  # fmt: skip
    return write_lesson(by=by, **(given_words | more))


def test_a_lesson_says_who_should_do_what_and_from_where(officer):
    for missing in ("who", "should", "source", "learned"):
        with pytest.raises(RuleBroken):
            written(officer, **{missing: " "})
    assert "RAW" == written(officer).state


def test_who_wrote_a_lesson_does_not_validate_it(keeper):
    lesson = written(keeper)
    with pytest.raises(NotAllowed, match="SD-LESSON"):
        validate_lesson(by=keeper, lesson=lesson)
    validate_lesson(by=builders.person("KM"), lesson=lesson)
    assert "VALIDATED" == lesson.state


def test_a_lesson_bears_the_tags_of_its_case_and_unknown_ones_are_refused(officer):
    case = builders.case()
    tags = set(written(officer, case=case, tags={"component": ["WRK"]}).tags.values_list("kind", "code"))
    assert {("crisis_type", "DISASTER_RAPID"), ("phase", "STABILISATION"), ("component", "WRK")} == tags
    with pytest.raises(BadInput, match="FLOODS"):
        written(officer, tags={"crisis_type": ["FLOODS"]})


def test_it_is_found_by_the_beginning_of_words_and_without_accents(officer, keeper):
    written(officer, title="Évaluation à São Tomé", learned="Les ménages")
    written(officer, title="إعادة الإعمار")
    assert ["Évaluation à São Tomé"] == [found.title for found in search(keeper, "eval sao")]
    assert ["Évaluation à São Tomé"] == [found.title for found in search(keeper, "MENAGES")]
    assert ["إعادة الإعمار"] == [found.title for found in search(keeper, "اعاده")]
    assert [] == search(keeper, "evaluation tokyo")


def test_what_people_type_is_never_a_query_language(officer, keeper):
    written(officer)
    for typed in ('"', "pay OR cash*", "a' & b", "NEAR(pay)", "pay:*", "--", "(", "!", "%", "pay) | (x"):
        search(keeper, typed)
    assert 1 == len(search(keeper, "pay"))


def test_a_word_in_the_title_ranks_before_one_in_the_text(officer, keeper):
    written(officer, title="Insurance", learned="Something else about toilets and water at sites")
    written(officer, title="Water", learned="Insurance was late")
    assert "Insurance" == search(keeper, "insurance")[0].title


def test_the_index_is_written_with_the_lesson_or_not_at_all(officer, keeper):
    with transaction.atomic():
        written(officer, title="Never written")
        transaction.set_rollback(True)
    assert [] == search(keeper, "never written")
    assert 0 == SearchEntry.objects.count()


def test_a_changed_lesson_is_raw_again_and_found_by_its_new_words(officer, keeper):
    lesson = written(officer)
    validate_lesson(by=keeper, lesson=lesson)
    revise_lesson(by=officer, lesson=lesson, title="Cash days")
    assert ("RAW", 1, 0) == (
        lesson.state,
        len(search(keeper, "cash days")),
        len(search(keeper, "pay at the site")),
    )


def test_what_is_refused_or_retired_says_why(officer, keeper):
    lesson = written(officer)
    with pytest.raises(BadInput):
        refuse_lesson(by=keeper, lesson=lesson, words="")
    validate_lesson(by=keeper, lesson=lesson)
    retire_lesson(by=keeper, lesson=lesson, words="The mast was rebuilt")
    assert [] == search(keeper, "mast")


def test_a_person_finds_only_what_she_may_see(officer):
    written(officer, case=builders.case())
    assert 1 == len(search(builders.person("CONST_WORK"), "pay"))
    assert 0 == len(search(builders.person("CONST_WORK", "country", "JOR"), "pay"))
    assert 0 == len(search(builders.person("DONOR", "organisation", "7"), "pay"))
    assert 0 == lessons_visible(builders.person("CONST_WORK", "country", "JOR")).count()


def test_three_cases_most_like_one_come_with_their_lessons(officer, keeper):
    coordinator = builders.person("TT_COORD")
    mine = builders.case(by=coordinator, name="Now")
    near = builders.case(by=coordinator, name="Same place and kind")
    builders.country("JOR")
    far = builders.case(by=coordinator, name="Elsewhere", countries=["JOR"])
    other = builders.case(
        by=coordinator, name="Another kind", crisis_types=["CONFLICT"], countries=["JOR"], phases=["RECOVERY"]
    )
    lesson = written(officer, case=near)
    written(officer, case=near, title="Raw")
    validate_lesson(by=keeper, lesson=lesson)
    found = similar_cases(coordinator, mine)
    assert [near, far] == [one.case for one in found][:2]
    assert other not in [one.case for one in found]
    assert [lesson] == list(found[0].lessons)
    assert ["DISASTER_RAPID"] == found[0].shared["crisis_type"]


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text):
    assert folded(text) == folded(folded(text))
    assert words(text) == words(" ".join(words(text)))


def test_the_engine_of_this_database_does_the_search():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT count(*) FROM sqlite_master WHERE name = 'lessons_search' AND sql LIKE '%fts5%'"
            )
        else:
            cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexname = 'lessons_search_words'")
        assert 1 == cursor.fetchone()[0]
