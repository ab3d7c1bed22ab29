"""Wrong files: each gets an error that names row, field, rule and way out, and changes nothing."""

import io
import zipfile
from datetime import date

import pytest

from mainstay.common import clock
from mainstay.common.errors import AppError, BadInput
from mainstay.common.models import AuditEntry
from mainstay.deliver.works.forms import WORKERS
from mainstay.deliver.works.models import Mark, Worker
from mainstay.deliver.works.services import marking, registration, terms
from tests.deliver.works import world

pytestmark = pytest.mark.django_db

DAY = date(2020, 3, 5)


@pytest.fixture
def opened(made):
    workers = world.employ(made, 2)
    with clock.at(DAY):
        world.open_month(made)
    return workers


def give_workers(made, given, filename="workers.csv"):
    with clock.at(world.START):
        return registration.import_workers(by=made.cpo, project=made.project, given=given, filename=filename)


def give_rolls(made, given, filename="rolls.csv", on=DAY):
    with clock.at(on):
        return marking.import_rolls(by=made.timekeeper, project=made.project, given=given, filename=filename)


def refused(act, *given, **more):
    """Return the refusal, after seeing that neither workers nor marks nor the audit changed."""
    before = (Worker.objects.count(), Mark.objects.count(), AuditEntry.objects.count())
    with pytest.raises(AppError) as error:
        act(*given, **more)
    assert before == (Worker.objects.count(), Mark.objects.count(), AuditEntry.objects.count())
    return error.value


def only(error):
    assert isinstance(error, BadInput)
    assert 1 == len(error.problems), [str(problem) for problem in error.problems]
    return error.problems[0]


def row(**changes):
    return {"site": "S01", "card": "W-00001", "day": DAY, "code": "P", **changes}


def lines(*texts):
    return "\r\n".join(("Site,Card number,Day,Code,Hours,Quantity,Task", *texts)).encode()


def test_a_fifteen_year_old_is_refused_with_the_way_out(made):
    child = world.worker_rows(1)[0] | {"name": "Amina H.", "birth_year": 2005}
    problem = only(refused(give_workers, made, world.csv_of(WORKERS, [child])))
    assert (2, "birth_year", "too_young") == (problem.row, problem.field, problem.reason.code)
    assert (
        "Refused: Amina H. was born in 2005 and would be 15; works take people from 18 (safeguard SG-AGE-01). "
        "Offer training instead."
    ) == str(problem.reason)


def test_one_child_in_a_file_keeps_the_whole_file_out(made):
    rows = world.worker_rows(50)
    rows[30]["birth_year"] = 2010
    problem = only(refused(give_workers, made, world.csv_of(WORKERS, rows)))
    assert 32 == problem.row


def test_dates_that_are_no_dates_are_named_with_row_and_field(made, opened):
    problem = only(refused(give_rolls, made, lines("S01,W-00001,31.02.2020,P,8,,")))
    assert (2, "day") == (problem.row, problem.field)
    problem = only(refused(give_rolls, made, lines("S01,W-00001,03/04/2020,P,8,,")))
    assert (2, "day") == (problem.row, problem.field)


@pytest.mark.parametrize(
    ("changes", "field", "code", "way_out"),
    [
        ({"card": "W-99999"}, "card", "unknown_worker", "Register the worker first"),
        ({"site": "S99"}, "site", "unknown_site", "Correct the code"),
        ({"code": "Q"}, "code", "unknown_code", "Use one of: P, H"),
        ({"hours": -8}, "hours", "negative_hours", "never negative"),
        ({"hours": 25}, "hours", "over_a_day", "a day has 24"),
        ({"quantity": -1}, "quantity", "negative_quantity", "never negative"),
        ({"task": "MOON"}, "task", "unknown_task", "leave it empty"),
        ({"site": "S02"}, "card", "not_contracted", "SG-CON-01"),
        ({"code": "PS"}, "code", "not_suspended", "days of suspension"),
    ],
)
def test_a_wrong_mark_is_named_with_row_field_rule_and_way_out(made, opened, changes, field, code, way_out):
    good = row(card="W-00002")
    problem = only(refused(give_rolls, made, world.roll_file([good, row(**changes)])))
    assert (3, field, code) == (problem.row, problem.field, problem.reason.code)
    assert way_out in str(problem.reason)


def test_a_day_in_the_future_is_no_day_worked(made, opened):
    problem = only(refused(give_rolls, made, world.roll_file([row(day=date(2020, 3, 6))])))
    assert "future_day" == problem.reason.code


def test_a_day_long_past_needs_the_engineer_and_a_reason(made, opened):
    given = world.roll_file([row(day=date(2020, 3, 1))])
    later = date(2020, 3, 20)
    problem = only(refused(give_rolls, made, given, on=later))
    assert "late_day" == problem.reason.code
    with clock.at(later):
        late = (made.timekeeper, "flood")
        with pytest.raises(AppError, match="not by who writes them"):
            marking.import_rolls(
                by=made.timekeeper, project=made.project, given=given, filename="r.csv", late=late
            )
        late = (made.engineer, "the road was flooded")
        done = marking.import_rolls(
            by=made.timekeeper, project=made.project, given=given, filename="r.csv", late=late
        )
    assert 1 == done["written"]


def test_the_same_worker_on_two_rolls_on_one_day_names_both_rolls(made, opened):
    given = world.roll_file([row(), row(site="S02")])
    error = refused(give_rolls, made, given)
    clash = next(problem for problem in error.problems if problem.reason.code == "same_day_twice")
    assert 3 == clash.row
    assert "row 2 on roll S01 2020-03-01–2020-03-31, this row on roll S02 2020-03-01–2020-03-31" in str(clash)


def test_a_worker_who_stands_on_another_roll_already_is_refused_naming_both(made, opened):
    give_rolls(made, world.roll_file([row()]))
    error = refused(give_rolls, made, world.roll_file([row(site="S02")]))
    clash = next(problem for problem in error.problems if problem.reason.code == "on_another_roll")
    assert "S01 2020-03-01" in str(clash)
    assert "S02 2020-03-01" in str(clash)


def test_a_second_mark_for_a_day_on_the_same_roll_says_correct_it(made, opened):
    give_rolls(made, world.roll_file([row()]))
    problem = only(refused(give_rolls, made, world.roll_file([row(code="H")])))
    assert "marked_already" == problem.reason.code


def test_the_table_itself_holds_one_standing_mark_per_worker_and_day(made, opened):
    from django.db import IntegrityError, transaction

    give_rolls(made, world.roll_file([row()]))
    mark = Mark.objects.get()
    mark.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        mark.save(force_insert=True)


def test_a_wage_under_the_floor_is_refused_with_what_to_do_instead(made):
    with clock.at(world.START):
        error = refused(
            terms.set_rate, by=made.cpo, task=made.task, starts_on=date(2020, 5, 1), day_minor=8461
        )
    assert "under_floor" == error.code
    assert "SG-WAGE-01" in str(error)
    assert "shorten hours or rotate instead" in str(error)


def test_a_contract_at_another_rate_than_the_task_class_is_refused(made):
    from mainstay.deliver.works.services import contracts, selection

    with clock.at(world.START):
        world.register(made, world.worker_rows(1))
        selection.select_workers(
            by=made.cpo, site=made.site, method="LIST", cards=["W-00001"], places=1, criteria="c",
            published_on=date(2020, 2, 1), witnesses=["A", "B"],
        )  # fmt: skip
        cheap = contracts.ContractRow("W-00001", "ROAD", world.START, world.END, world.START, day_minor=8_000)
        error = refused(
            contracts.contract_workers,
            by=made.cpo,
            site=made.site,
            rows=[cheap],
            pay_day="5th",
            complaint_channel="box",
        )
    assert {"under_floor", "unequal_pay"} == {problem.reason.code for problem in error.problems}
    assert {1} == {problem.row for problem in error.problems}


def test_two_hundred_megabytes_are_refused_before_they_are_read(made, opened, tmp_path):
    big = tmp_path / "workers.csv"
    with big.open("wb") as file:
        file.seek(200 * 2**20)
        file.write(b"x")
    error = refused(give_workers, made, big)
    assert "file_too_large" == error.code
    assert "Split it" in str(error)


def test_a_zip_bomb_is_refused(made):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (64 << 20))
    error = refused(give_workers, made, out.getvalue(), "workers.xlsx")
    assert "zip_bomb" == error.code


def test_a_formula_in_a_cell_is_never_evaluated(made, opened):
    problem = only(refused(give_rolls, made, lines('S01,"=HYPERLINK(1)",2020-03-05,P,8,,')))
    assert (2, "card", "formula") == (problem.row, problem.field, problem.reason.code)


def test_broken_encoding_is_refused(made):
    good = world.csv_of(WORKERS, [world.worker_rows(1)[0] | {"name": "José"}])
    error = refused(give_workers, made, good.replace("José".encode(), b"Jos\xff\xfe\x9d"))
    assert isinstance(error, BadInput)


def test_a_pdf_is_no_table(made):
    error = refused(give_workers, made, b"%PDF-1.7 ...", "workers.csv")
    assert "content_not_as_named" == error.code


def test_a_faulty_file_comes_back_with_its_errors_in_the_cells(made):
    from mainstay.exchange.tables import read_table

    rows = world.worker_rows(3)
    rows[1]["birth_year"] = 2010
    with clock.at(world.START):
        batch = registration.stage_workers(
            by=made.cpo, project=made.project, given=world.csv_of(WORKERS, rows), filename="workers.csv"
        )
    assert ("REFUSED", 1) == (batch.state, batch.problem_count)
    with registration.error_workbook(batch).open("rb") as marked:
        assert 3 == len(read_table(marked.read(), "workers.xlsx", WORKERS).rows)
    with pytest.raises(BadInput):
        registration.apply_workers(by=made.cpo, batch=batch)
