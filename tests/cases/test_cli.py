"""The spine from the terminal: people, organisations, a case, its team, its decision."""

import json

import pytest
from typer.testing import CliRunner

from mainstay.cli.main import build
from tests import builders

pytestmark = pytest.mark.django_db
APP = build()


def _run(*words, code=0):
    done = CliRunner().invoke(APP, [str(word) for word in words])
    assert code == done.exit_code, done.output
    return done.stdout.strip()


def _rows(*words):
    return json.loads(_run(*words, "--format", "json"))


@pytest.fixture
def coordinator():
    builders.operator()
    builders.country("COM")
    _run("accounts", "add", "ann@example.org", "--name", "Ann")
    _run("accounts", "role", "ann@example.org", "TT_COORD", "global", "--reason", "First coordinator")
    return "ann@example.org"


@pytest.fixture
def reference(coordinator):
    return _run(
        "cases", "open", "Cyclone", "--country", "COM", "--type", "DISASTER_RAPID", "--as", coordinator
    )


def test_people_and_roles_are_listed_and_ended(coordinator):
    listed = {row["e-mail"]: row["roles"] for row in _rows("accounts", "list")}
    assert "TT_COORD global:*" == listed[coordinator]
    assert any(row["action"] == "cases.open_case" for row in _rows("accounts", "rights", coordinator))
    _run("accounts", "end", coordinator, "TT_COORD", "--reason", "Moved")
    assert "" == {row["e-mail"]: row["roles"] for row in _rows("accounts", "list")}[coordinator]
    _run("accounts", "end", coordinator, "TT_COORD", "--reason", "Again", code=4)


def test_a_case_shows_its_road_clocks_and_tasks(reference, coordinator):
    assert [reference] == [row["reference"] for row in _rows("cases", "list", "--as", coordinator)]
    assert 9 == len(_rows("cases", "show", reference, "--as", coordinator))
    assert 31 == len(_rows("cases", "task", reference, "--as", coordinator))
    assert "issue_snapshot" in [row["code"] for row in _rows("cases", "due", reference, "--as", coordinator)]
    assert 1 == len(_rows("cases", "timeline", reference, "--as", coordinator))
    assert "proposed\tTT_LED" in _run("cases", "lead", reference, "--as", coordinator)


def test_a_decision_goes_round_and_is_objected_to(reference, coordinator):
    chair = builders.person("TT_CHAIR")
    rows = _rows("cases", "team", reference, "--seat", "chair", "--email", chair.email, "--as", coordinator)
    assert {"CHAIR": chair.name}.items() <= {row["seat"]: row["holder"] for row in rows}.items()
    number = _run(
        "cases", "decide", "draft", reference, "--title", "Go", "--text", "Five leave.", "--as", coordinator
    )
    _run("cases", "decide", "circulate", number, "--fast", "--as", coordinator)
    _run("cases", "decide", "object", number, "--words", "No insurance.", "--as", chair.email)
    states = [row["state"] for row in _rows("cases", "decide", "list", reference, "--as", coordinator)]
    assert ["OBJECTED"] == states
    _run("cases", "decide", "adopt", number, "--as", coordinator, code=5)


def test_who_may_not_is_told_by_sentence_and_exit_code(reference):
    _run("cases", "show", reference, "--as", builders.person().email, code=4)
    _run("cases", "open", "x", "--country", "COM", "--type", "CONFLICT", code=3)
    _run("cases", "open", "x", "--country", "COM", "--type", "FLOOD", code=6)
    _run("cases", "list", "--as", "nobody@example.org", code=4)


def test_organisations_and_consultations_are_listed(coordinator):
    number = _run(
        "partners", "add", "Union", "--type", "workers_org", "--country", "com", "--as", coordinator
    ).split()[0]
    speaker = builders.person("CONST_WORK")
    _run("partners", "speaks", number, speaker.email, "--as", coordinator)
    _run(
        "partners",
        "consult",
        "design:1",
        "--country",
        "COM",
        "--question",
        "Roads?",
        "--body",
        number,
        "--as",
        coordinator,
    )
    row = _rows("partners", "consultations", "--as", speaker.email)[0]
    assert ("design 1", "Union", "") == (row["about"], row["asked"], row["heard"])


def test_there_are_no_demonstration_accounts_until_the_demonstration_is_made():
    builders.operator()
    assert "" == _run("accounts", "demo")


def test_demonstration_accounts_are_synthetic_and_printed_with_their_password():
    from mainstay.accounts.services import invite_person
    from mainstay.accounts.services.demonstration import demo_password

    invite_person(
        by=builders.operator(),
        email="demo@example.org",
        name="Demo",
        synthetic=True,
        password=demo_password(),
    )
    row = _rows("accounts", "demo")[0]
    assert ("demo@example.org", demo_password()) == (row["e-mail"], row["password"])
