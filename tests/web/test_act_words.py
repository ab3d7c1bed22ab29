"""Every act reads as a deed of its own, with a true sentence; its form shows what it is done to."""

from collections import Counter

import pytest
from django.test import Client
from django.urls import reverse

from mainstay.accounts.models import Person
from mainstay.web.acts.catalogue import deeds, every_deed, stages
from mainstay.web.acts.said import act_said
from mainstay.web.acts.words import sentence_of, stage_called, title_of
from mainstay.web.acts.words.helps import HELPS
from mainstay.web.acts.words.own import LABELS_OF, TITLES_OF
from mainstay.web.acts.words.sentences import SENTENCES
from tests import builders

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_SMALL = {"a", "an", "the", "of", "to", "for", "on", "that"}


def client_of(person):
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def bare(words):
    return [word for word in words.casefold().strip(".").split() if word not in _SMALL]


@pytest.mark.parametrize("stage", stages())
def test_no_two_acts_of_a_stage_have_one_title_or_one_sentence(stage):
    apart = [deed for deed in deeds(stage).values() if not deed.words_of]
    for words in (title_of, sentence_of):
        twice = {said: count for said, count in Counter(map(words, apart)).items() if count > 1}
        assert {} == twice


def test_no_sentence_only_repeats_its_button():
    said = [(title_of(deed), sentence_of(deed)) for _stage, deed in every_deed()]
    assert [] == [title for title, words in said if not words]
    assert [] == [title for title, words in said if bare(title) == bare(words)]


def test_words_for_single_acts_are_for_acts_and_values_that_are_there():
    names = {deed.words_of or deed.name for _stage, deed in every_deed()}
    floors = {f"{stage}/{deed.name}" for stage, deed in every_deed()}
    values = {
        (deed.words_of or deed.name, value.name) for _stage, deed in every_deed() for value in deed.values
    }
    assert set() == {*SENTENCES} - names - floors
    assert set() == {f"{stage}/{name}" for stage, name in TITLES_OF} - floors
    assert set() == {*LABELS_OF} - values
    assert set() == {key for key in HELPS if key[0]} - values


@pytest.mark.django_db(databases="__all__")
def test_the_list_of_a_stage_is_named_grouped_and_searched():
    client = client_of(builders.person("TT_COORD"))
    page = client.get(reverse("acts", args=["partners"])).content.decode()
    assert "Partners: what can be done" in page
    titles = [line.split("</a>")[0].rpartition(">")[2] for line in page.split("<dt>")[1:]]
    assert len(titles) > 20
    found = client.get(reverse("acts", args=["partners"]), {"q": "forum"}).content.decode()
    assert found.count("<dt>") < len(titles)
    assert "Pause the forum" in found
    assert (
        stage_called("works")
        in client_of(builders.person("CPO")).get(reverse("acts", args=["works"])).content.decode()
    )


@pytest.mark.django_db(databases="__all__")
def test_the_form_about_oneself_holds_what_is_stored():
    person = builders.person("CPO")
    Person.objects.filter(pk=person.pk).update(name="Amina (synthetic)", digits="latn")
    page = client_of(person).get(reverse("act", args=["accounts", "edit-own-account"])).content.decode()
    assert 'value="Amina (synthetic)"' in page
    assert '<option value="latn" selected>' in page


@pytest.mark.django_db(databases="__all__")
def test_a_message_is_read_before_it_is_approved_and_a_case_is_named():
    from mainstay.partners.services import draft_message, submit_message

    writer, chair = builders.person("CPO"), builders.person("CD")
    case = builders.case()
    message = draft_message(
        by=writer, title="Work for the flooded villages", text="Two hundred people work on the drains.",
        audience="public", channel="website", country="COM",
    )  # fmt: skip
    submit_message(by=writer, message=message)
    page = client_of(chair).get(reverse("act", args=["partners", "approve-message"]), {"message": message.pk})
    assert "Two hundred people work on the drains." in page.content.decode()
    named = client_of(builders.person("TT_COORD")).get(
        reverse("act", args=["cases", "add-note"]), {"case": case.pk}
    )
    assert f"{case.name} ({case.reference})" in named.content.decode()


@pytest.mark.django_db(databases="__all__")
def test_nothing_is_made_public_by_a_tick_that_nobody_set():
    page = client_of(builders.person("KM")).get(reverse("act", args=["library", "upload-document"]))
    assert 'name="public"' in page.content.decode()
    assert 'name="public" id="id_public" checked' not in page.content.decode()


@pytest.mark.parametrize(
    ("action", "kind", "changes", "said"),
    [
        ("learn.contribute_review", "lessons.Recommendation", {}, "Write a recommendation"),
        ("partners.record_risk", "partners.HouseRisk", {"state": ["OPEN", "TREATED"]}, "Record that the risk was treated"),
        ("cases.add_note", "cases.TimelineEntry", {}, "Add note"),
    ],
)  # fmt: skip
def test_the_record_of_a_case_names_the_deed_and_not_the_right_that_several_share(
    action, kind, changes, said
):
    assert said == act_said(action, kind, changes)
