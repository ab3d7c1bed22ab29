"""Those who are consulted read what was said and what became of it, and speak for their own organisation."""

import pytest
from django.urls import reverse

from mainstay.common.models import Notice
from mainstay.partners.selectors import organisations_of
from mainstay.partners.services import add_member, answer_point, record_consultation, register_organisation
from tests import builders
from tests.deliver.works.pages import client_of

pytestmark = pytest.mark.django_db(databases="__all__")
QUESTION = "Shall works start with roads?"


@pytest.fixture
def office():
    return builders.person("CPO")


@pytest.fixture
def round_(office):
    union = register_organisation(by=office, name="Union of dockers", type="WORKERS_ORG", country="COM")
    return record_consultation(
        by=office, about_kind="design", about_key="7", country="COM", question=QUESTION, bodies=[union]
    )


@pytest.fixture
def voice(round_):
    officer = builders.person("CONST_WORK")
    add_member(by=builders.person("CD"), organisation=round_.bodies.get().organisation, person=officer)
    return officer


def test_a_union_officer_makes_a_point_and_reads_why_it_is_not_taken(office, round_, voice):
    client = client_of(voice)
    assert QUESTION in client.get(reverse("partners")).content.decode()
    address = reverse("make_point", args=[round_.uid])
    empty = client.post(address, {"words": ""})
    assert 422 == empty.status_code
    assert "1 thing to mend" in empty.content.decode()
    shown = client.post(
        address, {"words": "Drains first: they flood the port."}, follow=True
    ).content.decode()
    assert "Drains first: they flood the port." in shown
    assert "The 1 body that was invited was heard. 1 point was made: 1 waiting for an answer." in shown
    answer_point(
        by=office, point=round_.bodies.get().points.get(), answer="REFUSED", reason="No design for drains yet"
    )
    shown = client.get(reverse("consultation", args=[round_.uid])).content.decode()
    assert ">refused<" in shown
    assert "No design for drains yet" in shown


def test_a_notice_of_a_consultation_leads_to_it(office, voice):
    union = organisations_of(voice).get()
    again = record_consultation(
        by=office, about_kind="design", about_key="8", country="COM", question="And wages?", bodies=[union]
    )
    told = Notice.objects.get(kind="consultation_invited", person_id=voice.pk)
    assert reverse("consultation", args=[again.uid]) == told.link
    assert told.link in client_of(voice).get(reverse("home"), follow=True).content.decode()


def test_nobody_speaks_for_an_organisation_that_is_not_hers(round_):
    stranger = builders.person("CONST_WORK")
    answer = client_of(stranger).post(reverse("make_point", args=[round_.uid]), {"words": "Me too"})
    assert 404 == answer.status_code
    assert "Your organisation was not invited" in answer.content.decode()


def test_a_lesson_list_says_what_to_do_while_it_is_empty():
    shown = client_of(builders.person("TT_COORD")).get(reverse("learn")).content.decode()
    assert "An after-action review writes the first" in shown
