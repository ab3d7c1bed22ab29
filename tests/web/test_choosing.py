"""The queue with how firm its order is, and which countries the rules would choose: pages that a chair can stand on."""

import pytest
from django.urls import reverse

from mainstay.common.models import Country
from mainstay.decide.models import Request
from tests import builders
from tests.decide.builders import marks, scored, sent
from tests.web.crisis import build
from tests.web.test_pages import client_of, shown

pytestmark = pytest.mark.django_db(databases="__all__")
PLACES = ("JOR", "FJI", "HTI", "UKR", "YEM", "SLB", "TGO")
EASY = ["P3", "P4", "P6"]


@pytest.fixture
def made(settings, tmp_path):
    settings.FACTS_FOLDER = tmp_path / "facts"
    return build()


@pytest.fixture
def asked(made):
    """Seven more countries ask, each with two scores: one more point each time."""
    for at, iso3 in enumerate(PLACES):
        given = marks(2, **{code: 3 for code in ("C01", "C02", "C03", "C04", "C05", "C06", "C07")[:at]})
        scored(made.coordinator, place=iso3, first=given, crisis_types=["CONFLICT" if at % 2 else "DISASTER_RAPID"])
    return made


def test_the_queue_says_who_is_first_and_how_firmly(asked):
    client = client_of(asked.coordinator)
    page = shown(client, "queue")
    best = Request.objects.get(country="TGO").reference
    assert f"First: {best}. It is first in" in page
    assert "Every method puts it first." in page
    assert "Which change of a weight would turn the order" in page
    taken = client.get(reverse("queue"), {"export": "csv"}).content.decode("utf-8-sig")
    assert taken.splitlines()[1].startswith(f"1,{best},Togo")


def test_a_tie_in_the_queue_is_told_as_a_tie(made):
    for iso3 in ("JOR", "FJI"):
        scored(made.coordinator, place=iso3, first=marks(3))
    page = shown(client_of(made.coordinator), "queue")
    assert "are level; only the rule for ties puts them in order." in page


def test_the_queue_of_a_day_that_has_not_ended_is_refused(asked):
    client = client_of(asked.coordinator)
    assert "That day has not ended." in shown(client, "queue", on="2999-01-01")
    assert "No request has both its scores yet." in shown(client, "queue", on="2000-01-01")


def test_who_may_not_see_scores_does_not_see_the_queue(asked):
    assert 403 == client_of(asked.workers).get(reverse("queue")).status_code


def test_the_rules_choose_with_prices_and_what_comes_next(asked):
    client = client_of(asked.coordinator)
    page = shown(client, "portfolio_choice", without=EASY, money="24000000")
    assert "countries: " in page
    assert "Proven" not in page
    assert "What each rule costs" in page
    assert "The next-best portfolios" in page
    assert "USD 21,000,000; at most USD 24,000,000" in page or "USD 24,000,000; at most USD 24,000,000" in page
    less = shown(client, "portfolio_choice", without=EASY, remove="UKR", money="24000000")
    assert "must be out" in less


def test_without_any_portfolio_the_page_names_the_rules_and_the_ways_out(asked):
    client = client_of(asked.coordinator)
    page = shown(client, "portfolio_choice", without=EASY, money="6000000")
    assert "No portfolio keeps all the rules." in page
    assert "These cannot hold together" in page
    assert "Money for the start of all" in page
    assert "Number of countries, the least" in page


def test_a_country_cannot_be_tried_in_and_out_at_once(asked):
    page = shown(client_of(asked.coordinator), "portfolio_choice", add="JOR", remove="JOR")
    assert "either in or out, not both" in page


def test_scores_that_one_may_not_read_stay_open_in_the_choice(made):
    sent("JOR")
    page = shown(client_of(made.coordinator), "portfolio_choice", without=[*EASY, "P1", "P2"])
    name = Country.objects.get(pk="JOR").name
    assert f"Not scored, or not yours to see, counted as 0 and possibly 100: Comoros and {name}." in page


def test_the_choice_is_taken_away_as_it_is_shown(asked):
    client = client_of(asked.coordinator)
    builders.country("CAF")
    taken = client.get(reverse("portfolio_choice"), {"without": EASY, "more": "CAF", "export": "csv"})
    rows = taken.content.decode("utf-8-sig").splitlines()
    assert any(row.startswith("Central African Republic,chosen,tried") for row in rows)
