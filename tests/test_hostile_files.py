"""Every importer that takes a file from a person refuses what is hostile, says where and why, and changes nothing."""

import gzip
from datetime import date

import pytest

from mainstay.common import clock
from tests import builders
from tests.hostile import all_refused, bomb, codes, huge, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def works():
    """A project in which two workers were certified for a day and their payments sent."""
    from tests.deliver.works import world

    made = world.make_world()
    workers = world.employ(made, 2)
    opened = world.certified(made, workers, world.mark_rows(workers, [date(2020, 3, 2)]))
    _owed, batch, _content = world.paid(made, opened)
    return made, batch


def kept(tmp_path, given, name):
    """Return hostile content as the file that a person names at the terminal."""
    if not isinstance(given, bytes):
        return given
    path = tmp_path / name
    path.write_bytes(given)
    return path


def test_files_of_works_are_refused_whole(works, tmp_path):
    from mainstay.deliver.works.forms import CONFIRMATIONS, ROLLS, WORKERS
    from mainstay.deliver.works.services import marking, paying, registration
    from tests.deliver.works import world

    made, batch = works
    with clock.at(date(2020, 4, 4)):
        good = world.csv_of(WORKERS, [world.worker_rows(1, first=9)[0]])
        all_refused(
            lambda given, name: registration.import_workers(
                by=made.cpo, project=made.project, given=given, filename=name
            ),
            good,
            tmp_path,
        )
        good = world.csv_of(ROLLS, [{"site": "S01", "card": "W-00001", "day": date(2020, 4, 1), "code": "P"}])
        all_refused(
            lambda given, name: marking.import_rolls(
                by=made.timekeeper, project=made.project, given=given, filename=name
            ),
            good,
            tmp_path,
        )
        row = {"reference": batch.payments.first().reference, "paid": True, "witnesses": "A; B"}
        all_refused(
            lambda given, name: paying.confirm_payments(
                by=made.payroll, batch=batch, given=given, filename=name
            ),
            world.csv_of(CONFIRMATIONS, [row]),
            tmp_path,
        )


@pytest.fixture
def signing():
    """Return a way to give a file of contracts for two selected workers, and its good rows."""
    from mainstay.deliver.works.services import selection
    from mainstay.deliver.works.services.contract_files import import_contracts
    from tests.deliver.works import world

    made = world.make_world()
    with clock.at(world.START):
        world.register(made, world.worker_rows(2))
        selection.select_workers(
            by=made.cpo, site=made.site, method="LIST", cards=["W-00001", "W-00002"], places=2, criteria="need",
            published_on=date(2020, 2, 1), witnesses=["A", "B"],
        )  # fmt: skip
        days = {"starts_on": world.START, "ends_on": world.END, "signed_on": world.START}
        rows = [{"card": f"W-0000{number}", "task": "ROAD", **days} for number in (1, 2)]

        def give(given, name="contracts.csv", **more):
            return import_contracts(
                by=made.cpo,
                site=made.site,
                given=given,
                filename=name,
                pay_day="5th",
                complaint_channel="box",
                **more,
            )

        yield give, rows


def test_files_of_contracts_are_refused_whole(signing, tmp_path):
    from mainstay.deliver.works.forms import CONTRACTS
    from tests.deliver.works import world

    give, rows = signing
    all_refused(give, world.csv_of(CONTRACTS, rows), tmp_path)


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"day_rate": "8.461"}, "day_rate", "under_floor"),
        ({"card": "W-99999"}, "card", "unknown_worker"),
        ({"task": "MOON"}, "task", "no_rate"),
        ({"ends_on": date(2020, 1, 1)}, "ends_on", "order"),
        ({"signature": "THUMBPRINT"}, "witness", "no_witness"),
        ({"signed_on": date(2020, 3, 2)}, "card", "not_signed"),
    ],
)
def test_a_wrong_contract_in_a_file_is_named_in_its_cell(signing, change, field, code):
    from mainstay.deliver.works.forms import CONTRACTS
    from tests.deliver.works import world

    give, rows = signing
    error = refusal(give, world.csv_of(CONTRACTS, [rows[0], rows[1] | change]))
    assert (3, field, code) in {
        (problem.row, problem.field, problem.reason.code) for problem in error.problems
    }


def test_a_file_of_contracts_is_tried_first_and_then_signed_whole(signing):
    from mainstay.deliver.works.forms import CONTRACTS
    from mainstay.deliver.works.models import Contract
    from tests.deliver.works import world

    give, rows = signing
    assert 2 == len(give(world.csv_of(CONTRACTS, rows), dry_run=True))
    assert 0 == Contract.objects.count()
    assert 2 == len(give(world.csv_of(CONTRACTS, rows)))
    assert {"CONTRACTED"} == {contract.worker.state for contract in Contract.objects.select_related("worker")}


def test_one_payment_confirmed_twice_in_a_file_and_a_day_that_is_none_are_named(works):
    from mainstay.deliver.works.forms import CONFIRMATIONS
    from mainstay.deliver.works.services import paying
    from tests.deliver.works import world

    made, batch = works
    row = {"reference": batch.payments.first().reference, "paid": True, "witnesses": "A; B"}
    twice = world.csv_of(CONFIRMATIONS, [row, row])
    never = world.csv_of(CONFIRMATIONS, [{**row, "paid_on": date(2020, 4, 3)}]).replace(
        b"2020-04-03", b"2020-04-31"
    )
    ahead = world.csv_of(CONFIRMATIONS, [{**row, "paid_on": date(2020, 4, 30)}])
    for given, at, field in ((twice, 3, "reference"), (never, 2, "paid_on"), (ahead, 2, "paid_on")):
        with clock.at(date(2020, 4, 4)):
            error = refusal(
                paying.confirm_payments, by=made.payroll, batch=batch, given=given, filename="back.csv"
            )
        assert [(at, field)] == [(problem.row, problem.field) for problem in error.problems]


def test_lists_of_areas_are_refused_whole(tmp_path):
    from mainstay.cases.services.places import load_areas

    builders.country("COM")
    officer = builders.person("CPO")
    good = b"pcode,name,country,level,parent\r\nKM1X,Ngazidja,COM,1,\r\n"
    all_refused(lambda given, name: load_areas(by=officer, path=kept(tmp_path, given, name)), good, tmp_path)


def test_answers_of_an_assessment_are_refused_whole(tmp_path):
    from mainstay.assess.services import import_submissions
    from tests.assess.field import TODAY, export, fielded, worker

    with clock.at(TODAY):
        _assessment, form, analyst = fielded()
        all_refused(
            lambda given, name: import_submissions(by=analyst, form=form, given=given, filename=name),
            export(form, [worker()]),
            tmp_path,
        )
        for row, field in (({"today": "2026-02-30"}, "today"), ({"RESP_AGE": -4}, "RESP_AGE")):
            error = refusal(
                import_submissions,
                by=analyst,
                form=form,
                given=export(form, [worker() | row]),
                filename="a.csv",
            )
            assert (2, field) in {(problem.row, problem.field) for problem in error.problems}


def test_small_tables_of_an_estimate_are_refused_whole(tmp_path):
    from mainstay.assess.selectors.baseline_files import (
        read_baseline,
        read_exposure,
        read_impact,
        read_people,
    )

    tables = {
        read_baseline: b"area,sector,sex,employed,own_account_share\r\nA,farm,F,100,0.5\r\n",
        read_people: b"area,women,men\r\nA,100,90\r\n",
        read_exposure: b"area,share\r\nA,0.5\r\n",
        read_impact: b"sector,low,central,high\r\n*,0.1,0.2,0.3\r\n",
    }
    for read, good in tables.items():
        all_refused(lambda given, name, read=read: read(kept(tmp_path, given, name)), good, tmp_path)
    for read, wrong, field in (
        (read_exposure, b"area,share\r\nA,1.5\r\n", "share"),
        (
            read_baseline,
            b"area,sector,sex,employed,own_account_share\r\nA,farm,F,100,2\r\n",
            "own_account_share",
        ),
        (read_baseline, b"area,sector,sex,employed,own_account_share\r\nA,farm,F,-1,0\r\n", "employed"),
    ):
        error = refusal(read, kept(tmp_path, wrong, "wrong.csv"))
        assert [(2, field)] == [(problem.row, problem.field) for problem in error.problems]


def test_files_of_sources_are_refused_before_they_are_read(tmp_path):
    from mainstay.watch.services import update_source

    builders.country("COM")
    by = builders.operator()
    packed = tmp_path / "labour.csv.gz"
    with gzip.open(packed, "wb") as stream:
        for _megabyte in range(601):
            stream.write(b"\0" * 2**20)
    for code, path, expected in (
        ("inform", huge(tmp_path, "INFORM.xlsx"), "file_too_large"),
        ("gdacs", huge(tmp_path, "floods.csv"), "file_too_large"),
        ("ucdp", huge(tmp_path, "deaths.parquet"), "file_too_large"),
        ("inform", kept(tmp_path, bomb(), "bomb.xlsx"), "zip_bomb"),
        ("sdg", packed, "zip_bomb"),
        ("sdg", kept(tmp_path, packed.read_bytes()[:2000], "cut.csv.gz"), "damaged_file"),
        ("gdacs", kept(tmp_path, b"gdacs_id,country\r\nJos\xe9\x9d,x\r\n", "latin.csv"), "encoding_not_utf8"),
        ("ucdp", kept(tmp_path, b"PAR1 no table", "broken.parquet"), "ucdp_file"),
        ("displacement", kept(tmp_path, b"iso3,year,a\r\nCOM,2020," + b"9" * 200_000, "long.csv"), "unreadable_file"),
    ):  # fmt: skip
        error = refusal(update_source, by=by, code=code, path=path)
        assert expected in codes(error), (code, codes(error))


def test_lines_of_a_budget_are_refused_whole(tmp_path):
    from mainstay.design.cli import read_lines

    good = b"title,unit,quantity,unit_cost_usd,labour_share\r\nRoad,m,100,12.50,0.4\r\n"
    all_refused(lambda given, name: read_lines(kept(tmp_path, given, name)), good, tmp_path)
    error = refusal(read_lines, kept(tmp_path, good.replace(b"0.4", b"1.4"), "wrong.csv"))
    assert [(2, "labour_share")] == [(problem.row, problem.field) for problem in error.problems]


def test_attachments_are_known_by_content_and_size():
    import io

    from mainstay.cases.services import attach_file

    case, officer = builders.case(), builders.person("CPO")
    for content, name, code in (
        (b"MZ\x90", "contract.pdf", "file_kind"),
        (b"<html><script>", "page.html", "file_kind"),
        (b"", "empty.pdf", "file_kind"),
        (b"%PDF-" + b"\0" * (20 * 2**20), "large.pdf", "file_too_large"),
    ):
        error = refusal(attach_file, by=officer, case=case, stream=io.BytesIO(content), name=name)
        assert code == error.code


@pytest.mark.parametrize(("wrong", "code"), [("31.02.2020", "day"), ('"=1+1"', "formula")])
def test_the_terminal_names_row_field_and_way_out_and_ends_with_six(works, tmp_path, wrong, code):
    from typer.testing import CliRunner

    from mainstay.cli.main import build
    from tests.hostile import everything

    made, _batch = works
    path = tmp_path / "rolls.csv"
    path.write_text(f"Site,Card number,Day,Code\r\nS01,W-00001,{wrong},P\r\n")
    before = everything()
    told = CliRunner().invoke(
        build(), ["deliver", "works", "import-rolls", made.project.reference, str(path), "--as", made.timekeeper.email]
    )  # fmt: skip
    assert 6 == told.exit_code
    assert "2" in told.stderr
    assert "Day" in told.stderr or "day" in told.stderr
    assert before == everything()
