"""Every act has a door at the terminal: what it takes is told, what is wrong is named, the rules are the page's."""

import json
from datetime import date

import pytest
from typer.testing import CliRunner

from mainstay.cli.acts.pages import acts_page
from mainstay.cli.main import build
from mainstay.common import clock
from mainstay.project.stages import APPS
from mainstay.web.acts.deeds import deeds_of
from mainstay.web.acts.values import _checked, bare, kind_of, many_of
from tests import builders

STAGES = [stage for stage in APPS if stage.rpartition(".")[2] not in {"common", "page", "web"}]


@pytest.fixture
def terminal():
    """Type a line as a person; return what came back."""

    def type_in(line, *values, by=None, code=0):
        given = [*line.split(), *values, *(["--as", by.email] if by else [])]
        told = CliRunner().invoke(build(), given, env={"COLUMNS": "300"})
        assert code == told.exit_code, (given, told.stdout, told.stderr, told.exception)
        return told

    return type_in


@pytest.mark.parametrize("stage", STAGES)
def test_every_act_of_a_stage_can_be_typed(stage):
    deeds = deeds_of(stage)
    assert deeds
    for deed in deeds.values():
        assert deed.does.endswith(".")
        for value in deed.values:
            assert kind_of(value), (deed.name, value)


def test_what_is_typed_as_json_becomes_what_the_service_takes():
    from decimal import Decimal

    rows = next(
        value
        for value in deeds_of("mainstay.deliver.works")["contract-workers"].values
        if value.name == "rows"
    )
    given = {
        "card": "W-1",
        "task": "ROAD",
        "starts_on": "2020-03-01",
        "ends_on": "2020-04-01",
        "signed_on": "2020-02-28",
    }
    (made,) = _checked(bare(rows.type), [given], "rows")
    assert ("W-1", date(2020, 3, 1)) == (made.card, made.starts_on)
    grades = next(
        value
        for value in deeds_of("mainstay.deliver.skills")["grade-trainees"].values
        if value.name == "grades"
    )
    assert {"T-1": (Decimal("71.5"), True)} == _checked(bare(grades.type), {"T-1": ["71.5", True]}, "grades")


def test_lists_of_single_values_are_given_by_naming_them_again():
    cards = next(
        value
        for value in deeds_of("mainstay.deliver.works")["induct-workers"].values
        if value.name == "cards"
    )
    assert many_of(bare(cards.type)) is str
    assert "text; may come again" == kind_of(cards)


def test_the_reference_of_acts_says_what_there_is(repository):
    page = (repository / "docs/reference/acts.md").read_text(encoding="utf-8")
    assert page == acts_page(), "run: mainstay docs acts --write"


def test_without_a_verb_the_acts_are_listed_and_without_values_what_one_takes(terminal):
    listed = terminal("fund do").stdout
    assert "approve-grant" in listed
    assert "disburse-grant" in listed
    told = terminal("deliver works do open-site")
    assert "site" in told.stdout
    assert "Open a site when" in told.stderr


@pytest.mark.django_db
def test_what_is_missing_or_unknown_is_named_and_nothing_changes(terminal):
    officer = builders.person("CPO")
    told = terminal("cases do add-task", "titel=x", by=officer, code=6).stderr
    assert "“titel=x” is no value of add-task" in told
    told = terminal("cases do add-task", "title=x", by=officer, code=6).stderr
    assert "case is needed: case by reference, code or key. Add case=…." in told
    told = terminal("fund do aprove-grant", "grant=1", by=officer, code=4).stderr
    assert "approve-grant" in told
    told = terminal("cases do add-note", "case=MS-NOWHERE", "text=x", by=officer, code=4).stderr
    assert "MS-NOWHERE" in told


@pytest.mark.django_db
def test_a_date_that_is_none_is_named_with_its_field(terminal):
    officer = builders.person("CPO")
    case = builders.case()
    told = terminal(
        "cases do add-task", f"case={case.reference}", "title=x", "due_at=2026-02-31T10:00", "owner_role=CPO",
        by=officer, code=6,
    ).stderr  # fmt: skip
    assert "due_at" in told
    assert 0 == case.tasks.filter(title="x").count()


@pytest.fixture
def works(db):
    from tests.deliver.works import world

    return world.make_world()


def test_a_site_goes_from_the_shelf_to_its_opening_by_the_terminal_alone(works, terminal, tmp_path):
    from mainstay.deliver.works.models import Finding, Site
    from tests.deliver.works.world import CHECKS

    checks = tmp_path / "checks.json"
    project = works.project.reference
    site = f"{project}/S77"
    with clock.at(date(2020, 3, 1)):
        terminal("deliver works do shelve-site", f"project={project}", "code=S77", "name=Road 77", f"agreement={works.agreement.pk}", by=works.cpo)  # fmt: skip
        terminal("deliver works do screen-site", f"site={site}", 'screening={"land": "public"}', by=works.cpo)
        terminal("deliver works do design-site", f"site={site}", "bill=[]", "planned_days=100", "planned_workers=10", "labour_share_percent=40", by=works.engineer)  # fmt: skip
        refused = terminal("deliver works do procure-site", f"site={site}", "contractor=X", "labour_clauses=no", by=works.cpo, code=5)  # fmt: skip
        assert "clauses" in refused.stderr
        terminal(
            "deliver works do procure-site",
            f"site={site}",
            "contractor=X",
            "labour_clauses=yes",
            by=works.cpo,
        )
        terminal(
            "deliver works do ready-site", f"site={site}", f"engineer={works.engineer.email}", by=works.cpo
        )
        refused = terminal("deliver works do open-site", f"site={site}", by=works.cpo, code=5)
        assert "first aid" in refused.stderr
        checks.write_text(json.dumps(CHECKS))
        terminal("deliver works do check-site", f"site={site}", f"answers=@{checks}", by=works.engineer)
        terminal("deliver works do open-site", f"site={site}", by=works.timekeeper, code=3)
        told = json.loads(
            terminal("deliver works do open-site --format json", f"site={site}", by=works.cpo).stdout
        )
    assert [("site", "ACTIVE")] == [(row["record"], row["state"]) for row in told]
    assert "ACTIVE" == Site.objects.get(code="S77").state
    assert not Finding.objects.filter(site__code="S77", stops="opening").exists()


def test_wages_are_batched_approved_by_two_and_sent_by_the_terminal_alone(works, terminal, tmp_path):
    from mainstay.deliver.works.models import PaymentBatch
    from tests.deliver.works import world

    workers = world.employ(works, 1)
    (roll,) = world.certified(works, workers, world.mark_rows(workers, [date(2020, 3, 2)]))
    sent = tmp_path / "pay.xlsx"
    with clock.at(date(2020, 4, 2)):
        project = f"project={works.project.reference}"
        owed = json.loads(terminal("deliver works do calculate-payroll --format json", project, f"rolls={roll.pk}", by=works.payroll).stdout)  # fmt: skip
        terminal(
            "deliver works do create-batch", f"payroll={owed[0]['key']}", "channel=CASH", by=works.payroll
        )
        batch = PaymentBatch.objects.get()
        terminal("deliver works do approve-batch", f"batch={batch.reference}", by=works.payroll, code=3)
        terminal("deliver works do approve-batch", f"batch={batch.reference}", by=works.approver)
        terminal("deliver works do approve-batch", f"batch={batch.reference}", by=works.director)
        terminal(
            "deliver works do export-batch", f"batch={batch.reference}", 'payer={"name": "Works"}',
            'account={"number": "JO1", "kind": "account"}', 'agent={"name": "Bank"}', "--to", str(sent), by=works.payroll,
        )  # fmt: skip
    assert "EXPORTED" == PaymentBatch.objects.get().state
    assert sent.read_bytes().startswith(b"PK")


def test_what_can_be_found_is_what_one_may_see(works, terminal):
    seen = json.loads(terminal("deliver works find site --format json", by=works.timekeeper).stdout)
    assert ["S01 Road S01"] == [row["called"] for row in seen]
    stranger = builders.person("CPO", "country", builders.country("COM").pk)
    assert [] == json.loads(terminal("deliver works find roll --format json", by=stranger).stdout)
    assert "payment-batch" in terminal("deliver works find", by=works.payroll).stdout
    terminal("deliver works find unicorn", by=works.payroll, code=4)


def test_two_of_one_name_end_in_a_sentence(works, terminal):
    told = terminal(
        "deliver works do shelve-site", f"project={works.project.reference}", "code=S01", "name=Again", by=works.cpo, code=5
    )  # fmt: skip
    assert "it is there already" in told.stderr
