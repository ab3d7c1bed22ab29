"""Watch and decide over the whole: the risk board, an alert, readiness, sources, the portfolio with what if."""

import pytest
from django.urls import reverse

from mainstay.watch.models import Alert
from mainstay.watch.views.board import _readiness_answer as readiness_answer
from mainstay.watch.views.sources import _sources_answer as sources_answer
from tests import builders
from tests.web.kept import crisis
from tests.web.test_pages import client_of, shown

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def made(settings, tmp_path):
    settings.FACTS_FOLDER = tmp_path / "facts"
    return crisis(crews=(1, 1))


def test_the_board_leads_from_a_country_to_its_alert_and_on_to_its_case(made):
    client = client_of(made.coordinator)
    board = shown(client, "risk_board")
    assert "1 alert is open" in board
    assert "Comoros" in board
    waiting = Alert.objects.get(title__startswith="Wages of dock workers")
    page = shown(client, "alert", waiting.reference)
    for words in ("Reported by the union of dockers", "Next: confirmed with context", "Time limits"):
        assert words in page
    came = Alert.objects.get(title__startswith="Cyclone heading")
    page = shown(client, "alert", came.reference)
    assert "18,000–42,000 workers concerned" in page
    assert reverse("case", args=[made.case.reference]) in page
    assert "Sources" in shown(client, "watch")


def test_readiness_and_sources_are_seen_for_all_countries_at_once(made):
    client = client_of(made.coordinator)
    page = shown(client, "preparedness")
    assert "Comoros" in page
    assert "Nothing has expired" in page
    assert "how old is it" in shown(client, "sources")


def test_the_portfolio_says_what_one_country_more_would_change(made):
    builders.country("JOR")
    client = client_of(made.coordinator)
    page = shown(client, "portfolio")
    assert "1 active country." in page
    assert "<title>Comoros</title>" in page
    tried = shown(client, "portfolio", add="JOR", money="9000000")
    for words in (
        "If it were so: 2 active countries",
        "USD 6,000,000 needed, USD 9,000,000 expected",
        "tried",
    ):
        assert words in tried
    less = shown(client, "portfolio", remove="COM")
    assert "No country is active" in less
    taken = client.get(reverse("portfolio"), {"add": "JOR", "export": "csv"}).content.decode("utf-8-sig")
    assert "not kept" in taken


def test_a_source_that_was_never_read_is_said_and_nothing_is_said_to_be_well():
    rows = [
        {"source": "a", "state": "READ", "cause": "", "faults": 0},
        {"source": "b", "state": "NEVER READ", "cause": "", "faults": 0},
    ]
    said = sources_answer(rows)
    assert said.startswith("1 of 2 sources were read. What rests on the others is not known.")
    assert "No source was read yet" in sources_answer(rows[1:])
    assert "1 source, read without a fault." == sources_answer(rows[:1])
    assert "3 faults were found" in sources_answer([{**rows[0], "faults": 3}])


def test_nobody_is_said_to_be_ready_where_no_country_has_a_file():
    assert readiness_answer([]).startswith("Nobody knows")


def test_an_empty_house_has_no_country_in_its_portfolio(made):
    client = client_of(made.coordinator)
    assert "No country is active." in shown(client, "portfolio", remove="COM")
    assert "1 active country; at least 7" in shown(client, "portfolio")
