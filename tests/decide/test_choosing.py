"""The queue with how firm its order is, and which countries the rules would choose: pages that a chair can stand on."""

import json

import pytest
from django.urls import reverse
from typer.testing import CliRunner

from mainstay.common.models import Country
from mainstay.decide import services
from mainstay.decide.cli import app
from mainstay.decide.models import Request
from tests import builders
from tests.decide.builders import decided, marks, scored, sent
from tests.web.test_pages import client_of, shown

pytestmark = pytest.mark.django_db(databases="__all__")
PLACES = ("JOR", "FJI", "HTI", "UKR", "YEM", "SLB", "TGO")
EASY = ["P3", "P4", "P6"]


@pytest.fixture
def asked(coordinator):
    """Comoros has an active response; seven more countries ask, each with two scores, one more point each time."""
    request, _decision = decided(coordinator)
    services.open_case_from_request(by=coordinator, request=request)
    for at, iso3 in enumerate(PLACES):
        given = marks(
            4 if iso3 == PLACES[-1] else 2,
            **dict.fromkeys(("C01", "C02", "C03", "C04", "C05", "C06", "C07")[:at], 5),
        )
        scored(
            coordinator, place=iso3, first=given, crisis_types=["CONFLICT" if at % 2 else "DISASTER_RAPID"]
        )
    return client_of(coordinator)


def test_the_queue_says_who_is_first_and_how_firmly(asked):
    page = shown(asked, "queue")
    best = Request.objects.get(country="TGO").reference
    assert f"First: {best}. It is first in" in page
    assert "Every method puts it first." in page
    assert "Which change of a weight would turn the order" in page
    taken = asked.get(reverse("queue"), {"export": "csv"}).content.decode("utf-8-sig")
    assert taken.splitlines()[1].startswith(f"1,{best},Togo")
    assert "That day has not ended." in shown(asked, "queue", on="2999-01-01")
    assert "No request has both its scores yet." in shown(asked, "queue", on="2000-01-01")
    outsider = client_of(builders.person("CONST_WORK", "country", "COM"))
    assert 403 == outsider.get(reverse("queue")).status_code


def test_a_tie_in_the_queue_is_told_as_a_tie(coordinator):
    for iso3 in ("JOR", "FJI"):
        scored(coordinator, place=iso3, first=marks(3))
    said = CliRunner().invoke(app, ["rank", "--as", coordinator.email])
    assert "level by their totals, put in order by the rule for ties: RQ-" in said.stderr
    rows = json.loads(CliRunner().invoke(app, ["rank", "--as", coordinator.email, "--format", "json"]).stdout)
    assert [(1, "50%"), (2, "50%")] == [(row["place"], row["first in"]) for row in rows]
    page = shown(client_of(coordinator), "queue")
    assert "are level; only the rule for ties puts them in order." in page


def test_the_rules_choose_with_prices_and_what_comes_next(asked):
    page = shown(asked, "portfolio_choice", without=EASY, money="21000000")
    for words in (
        "7 countries: ",
        "What each rule costs",
        "The next-best portfolios",
        "1 rule costs value: Money for the start of all (",
    ):
        assert words in page
    assert "USD 21,000,000; at most USD 21,000,000" in page
    assert "with it no portfolio is left" not in page
    less = shown(asked, "portfolio_choice", without=EASY, remove="FJI", money="21000000")
    assert "Fiji must be out" in less
    assert "either in or out, not both" in shown(asked, "portfolio_choice", add="JOR", remove="JOR")


def test_without_any_portfolio_the_page_names_the_rules_and_the_ways_out(asked):
    page = shown(asked, "portfolio_choice", without=EASY, money="6000000")
    assert "No portfolio keeps all the rules." in page
    together, ways = page.split("There would be a portfolio without any one of these")
    assert "<li>Number of countries, the least</li>" in together
    assert "<li>Money for the start of all</li>" in together
    # Without the least number alone the five regions would still ask for more than the money.
    assert "<li>Money for the start of all</li>" in ways
    assert "<li>Number of countries, the least</li>" not in ways


def test_a_country_that_nobody_asked_for_needs_the_rule_on_demand_left_out(asked):
    builders.country("CAF")
    page = shown(asked, "portfolio_choice", without=EASY, more="CAF")
    assert "<li>Central African Republic must be in</li>" in page
    assert "<li>Share that a constituent asked for</li>" in page
    given = {"without": [*EASY, "P7", "P8"], "more": "CAF", "export": "csv"}
    rows = asked.get(reverse("portfolio_choice"), given).content.decode("utf-8-sig").splitlines()
    assert any(row.startswith("Central African Republic,chosen,tried,not scored") for row in rows)


def test_scores_that_are_not_there_stay_open_in_the_choice(coordinator):
    sent("JOR")
    page = shown(client_of(coordinator), "portfolio_choice", without=[*EASY, "P1", "P2"])
    name = Country.objects.get(pk="JOR").name
    assert f"Not scored, or not yours to see, counted as 0 and possibly 100: {name}." in page
