"""The search finds what a person may see, by old and new words, and nothing that is restricted."""

import pytest
from django.db import connection
from django.urls import reverse

from mainstay import playbook
from mainstay.accounts.permissions import registration
from mainstay.cases.services.places import load_places
from mainstay.common.models import AuditEntry, Country
from mainstay.deliver.works.models import Site, Worker
from mainstay.web.index.indexing import rebuild, refresh
from mainstay.web.methods.asking import groups_of, marked, snippet, synonyms_of
from mainstay.web.models import SearchEntry, SearchMark
from mainstay.web.selectors.findable import RECORDS
from mainstay.web.selectors.search import found
from tests import builders
from tests.deliver.works.pages import client_of
from tests.web.kept import crisis

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def made(settings, tmp_path):
    settings.FACTS_FOLDER = tmp_path / "facts"
    return crisis(crews=(2, 1))


@pytest.fixture
def finder():
    return builders.person("TT_COORD")


def titles(person, words, **asked):
    return [hit.title for hit in found(person, words, **asked).hits]


def test_what_an_act_made_is_found_at_once_by_its_beginning_and_without_accents(made):
    assert "Cyclone Ilda" in titles(made.coordinator, "ild")
    assert [made.case.reference] == [hit.note for hit in found(made.coordinator, "ÎLDA", kind="case").hits]
    assert "Second surge team for Anjouan" in titles(made.coordinator, "surge anjou")


def test_who_may_not_see_a_record_does_not_find_it(made):
    rebuild()
    site = made.site
    assert site.name in titles(made.coordinator, site.name)
    stranger = builders.person("FUND")
    nobody = builders.person()
    assert {"help"} == {facet.code for facet in found(nobody, "Ilda").facets}, "the help tells of an Ilda too"
    assert {facet.code for facet in found(stranger, "Ilda").facets} <= {"help"} | {
        kind.code for kind in RECORDS if kind.seen(stranger).exists()
    }


def test_a_persons_name_is_nowhere_in_the_index(made):
    rebuild()
    words = " ".join(SearchEntry.objects.values_list("words_body", flat=True)).split()
    for worker in Worker.objects.all():
        assert not set(worker.name.casefold().split()) & set(words), worker.name


def test_no_kind_of_the_search_is_restricted_or_personal():
    actions = playbook.current().actions
    for kind in RECORDS:
        assert not registration(kind.model).restricted, kind.code
        assert actions[kind.action].data_class in {"PUBLIC", "INTERNAL"}, kind.code


def test_a_site_under_a_security_hold_leaves_the_index(made):
    rebuild()
    assert SearchEntry.objects.filter(kind="site", key=str(made.site.pk)).exists()
    Site.objects.filter(pk=made.site.pk).update(security_hold=True)
    rebuild()
    assert not SearchEntry.objects.filter(kind="site", key=str(made.site.pk)).exists()


def test_what_came_in_bulk_is_found_after_the_next_minute(made):
    rebuild()
    old = Site.objects.get(pk=made.site.pk)
    Site.objects.bulk_create(
        [Site(project=old.project, code="S77", name="Terraces of Bambao", shelved_by=old.shelved_by)]
    )
    assert [] == titles(made.coordinator, "bambao", kind="site")
    refresh()
    assert ["Terraces of Bambao"] == titles(made.coordinator, "bambao", kind="site")
    assert AuditEntry.objects.order_by("pk").last().pk == SearchMark.objects.get().audit_id


def test_writing_the_index_anew_twice_changes_nothing(made):
    rebuild()
    first = sorted(SearchEntry.objects.values_list("kind", "key", "title", "words_body"))
    rebuild()
    assert first == sorted(SearchEntry.objects.values_list("kind", "key", "title", "words_body"))


OLD_NAMES = {
    "Swaziland": ("SWZ", "Eswatini"), "Burma": ("MMR", "Myanmar"), "ivory coast": ("CIV", "Côte d’Ivoire"),
    "zaire": ("COD", "Democratic Republic of the Congo"),
}  # fmt: skip


def test_a_country_is_found_by_its_old_name(finder):
    for number, (iso3, name) in enumerate(OLD_NAMES.values()):
        Country.objects.create(
            iso3=iso3, iso2=iso3[:2], m49=900 + number, name=name, names={}, region="Africa"
        )
    rebuild()
    for typed, (_iso3, name) in OLD_NAMES.items():
        assert name in titles(finder, typed)


@pytest.mark.parametrize("typed", ["Comores", "Comoras", "جزر القمر", "القمر"])
def test_a_country_is_found_by_its_name_in_each_language(finder, typed):
    load_places(only={"COM"})
    rebuild()
    assert "Comoros" in titles(finder, typed)


@pytest.mark.parametrize("typed", ["Birmanie", "Birmania", "بورما", "Burma", "ميانمار"])
def test_an_old_name_finds_a_country_in_each_language(finder, typed):
    load_places(only={"MMR"})
    rebuild()
    assert "Myanmar" in titles(finder, typed)


def test_words_are_found_by_what_they_are_also_called(finder):
    rebuild()
    result = found(finder, "cash for work")
    assert "public works" in result.also
    assert any("mployment-intensive works" in hit.title for hit in result.hits)
    assert not SearchEntry.objects.filter(kind="playbook", body__contains="',").exists()


def test_arabic_is_found_however_its_letters_are_written(finder):
    Country.objects.update_or_create(
        iso3="JOR",
        defaults={"iso2": "JO", "name": "Jordan", "names": {"ar": "الأُردُنّ"}, "region": "Arab States"},
    )
    rebuild()
    assert "Jordan" in titles(finder, "الاردن")


def test_the_page_says_how_many_of_each_kind_and_marks_the_words(made):
    rebuild()
    client = client_of(made.coordinator)
    page = client.get(reverse("search"), {"q": "Moroni"}).content.decode()
    assert "<mark>Moroni</mark>" in page
    client.get(reverse("search"), {"q": "' OR \" * ) NEAR("})
    one = client.get(reverse("search"), {"q": "employment", "kind": "playbook", "page": "1"}).content.decode()
    assert 'aria-current="page">Playbook' in one
    assert "Type at least two letters." in client.get(reverse("search"), {"q": "a"}).content.decode()


def test_a_question_costs_few_queries_however_much_there_is(made, django_assert_max_num_queries):
    rebuild()
    found(made.coordinator, "works")
    with django_assert_max_num_queries(8):
        found(made.coordinator, "works")


def test_what_is_shown_marks_whole_words_and_cuts_round_the_first():
    groups = groups_of("public works", synonyms_of([["public works", "cash for work"]]))
    assert [("Cash", True), (" ", False), ("for", True)] == marked("Cash for", groups)
    long = "word " * 100 + "public works begin here " + "word " * 100
    shown = snippet(long, groups)
    assert shown[0][0].startswith("… ")
    assert ("public", True) in shown
    assert [] == snippet("nothing", groups)


def test_the_index_is_the_engines_own():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'web_search'")
            assert "fts5" in cursor.fetchone()[0]
        else:
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'web_search_words'")
            assert "gin" in cursor.fetchone()[0]
