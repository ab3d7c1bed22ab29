"""Workers: registered from a file, compared, selected in the open, each paid under one name."""

from datetime import date

import pytest
from django.db import connection

from mainstay.accounts.services import grant_restricted, request_restricted
from mainstay.common import clock
from mainstay.common.errors import AppError, BadInput, NotAllowed, NotFound, RuleBroken
from mainstay.deliver.works.forms import WORKERS
from mainstay.deliver.works.methods.lottery import lottery_order
from mainstay.deliver.works.models import AgeCheck, Consent, DuplicatePair, PayLine, SelectionPlace, Worker
from mainstay.deliver.works.selectors.own_pay import own_pay, slip_message
from mainstay.deliver.works.selectors.status import statuses_visible
from mainstay.deliver.works.selectors.workers import export_rows
from mainstay.deliver.works.services import (
    duplicates,
    marking,
    payroll,
    registration,
    rolls,
    selection,
    workers,
)
from mainstay.deliver.works.services.own import open_card
from mainstay.exchange.tables import write_xlsx
from tests import builders
from tests.deliver.works import world

pytestmark = pytest.mark.django_db


def given(made, rows, **more):
    with clock.at(world.START):
        return registration.import_workers(
            by=made.cpo,
            project=made.project,
            given=world.csv_of(WORKERS, rows),
            filename="workers.csv",
            **more,
        )


def test_names_and_numbers_lie_encrypted_in_the_table(made):
    given(made, world.worker_rows(1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM works_worker")
        stored = " ".join(
            str(bytes(cell)) if isinstance(cell, bytes | memoryview) else str(cell)
            for cell in cursor.fetchone()
        )
    assert "Basma" not in stored
    assert "962790000001" not in stored
    assert "Basma Test1" == Worker.objects.get().name


def test_the_file_that_went_out_comes_back_in_and_only_its_changes_are_made(made, tmp_path):
    given(made, world.worker_rows(3))
    rows = list(export_rows(made.cpo, made.project))
    rows[1]["name"] = "Dalia Corrected"
    path = tmp_path / "workers.xlsx"
    write_xlsx(WORKERS, rows, to=path)
    with clock.at(world.START):
        batch = registration.stage_workers(
            by=made.cpo, project=made.project, given=path, filename="workers.xlsx"
        )
        assert {"new": 0, "changed": 1, "unchanged": 2, "fields": ["name"]} == batch.summary
        assert "Dalia Test2" == Worker.objects.get(card="W-00002").name  # a dry run changes nothing
        registration.apply_workers(by=made.cpo, batch=batch)
        assert "Dalia Corrected" == Worker.objects.get(card="W-00002").name
        old = registration.stage_workers(
            by=made.cpo, project=made.project, given=_stale(rows, tmp_path), filename="workers.xlsx"
        )
        with pytest.raises(BadInput) as refused:
            registration.apply_workers(by=made.cpo, batch=old)
    assert "changed_since_export" == refused.value.problems[0].reason.code


def _stale(rows, folder):
    rows[1]["name"] = "Dalia Again"
    write_xlsx(WORKERS, rows, to=folder / "old.xlsx")
    return folder / "old.xlsx"


def test_an_unknown_age_is_verified_and_not_accepted(made):
    rows = world.worker_rows(1)
    del rows[0]["birth_year"]
    given(made, rows)
    worker = Worker.objects.get()
    assert 1 == AgeCheck.objects.filter(worker=worker, settled_at__isnull=True).count()
    with clock.at(world.START):
        _select(made, [worker.card])
        with pytest.raises(BadInput) as refused:
            world.sign(made, made.site, [worker.card])
        assert "age_unknown" == refused.value.problems[0].reason.code
        workers.verify_age(
            by=made.safety,
            worker=worker,
            proof="COMMUNITY",
            evidence="elders of the quarter",
            birth_year=1990,
        )
        world.sign(made, made.site, [worker.card])


def _select(made, cards, **more):
    chosen = {"method": "LIST", "places": len(cards), "witnesses": ["A", "B"], **more}
    return selection.select_workers(
        by=made.cpo,
        site=made.site,
        cards=cards,
        criteria="in need first",
        published_on=date(2020, 2, 1),
        **chosen,
    )


def test_a_lottery_is_drawn_again_by_anyone_from_its_seed(made):
    given(made, world.worker_rows(10))
    cards = [f"W-{number:05d}" for number in range(1, 11)]
    with clock.at(world.START):
        drawn = _select(made, cards, method="LOTTERY", seed="river 7", places=4)
        with pytest.raises(RuleBroken, match="two witnesses"):
            _select(made, cards, method="LOTTERY", seed="x", witnesses=["A"])
    ranking = (
        SelectionPlace.objects.filter(selection=drawn).order_by("rank").values_list("worker__card", "chosen")
    )
    assert lottery_order(cards, seed="river 7") == [card for card, _chosen in ranking]
    assert [True] * 4 + [False] * 6 == [chosen for _card, chosen in ranking]


def test_one_household_has_one_place_unless_the_site_rotates(made):
    given(made, world.worker_rows(2, household="H-1"))
    with clock.at(world.START):
        first = _select(made, ["W-00001", "W-00002"])
        assert [True, False] == list(first.ranking.order_by("rank").values_list("chosen", flat=True))
        both = _select(made, ["W-00001", "W-00002"], several_per_household=True)
    assert [True, True] == list(both.ranking.order_by("rank").values_list("chosen", flat=True))


def test_likely_duplicates_wait_for_a_human_and_a_merge_can_be_undone(made):
    rows = world.worker_rows(2)
    twin = {**rows[0], "card": "W-09999", "name": "Bassma  Test1", "household": "H-7"}
    given(made, [*rows, twin])
    pair = DuplicatePair.objects.get()
    assert {"sound", "phone", "birth_year"} <= set(pair.features)
    kept, gone = pair.first, pair.second
    duplicates.resolve_duplicate(
        by=made.cpo, pair=pair, same=True, reason="same face, same brother", keep=kept
    )
    gone.refresh_from_db()
    assert kept == gone.merged_into
    with clock.at(world.START), pytest.raises(BadInput) as refused:
        _select(made, [gone.card])
    assert "merged_worker" == refused.value.problems[0].reason.code
    duplicates.undo_merge(by=made.cpo, pair=pair, reason="cousins after all")
    gone.refresh_from_db()
    assert gone.merged_into is None
    assert "OPEN" == pair.state


def test_a_telephone_shared_by_a_whole_camp_makes_no_pairs(made):
    given(made, world.worker_rows(40, phone="+962790000000"))
    assert 0 == DuplicatePair.objects.count()


def test_status_is_read_under_an_extra_grant_only_and_never_goes_out(made):
    given(made, world.worker_rows(1, population_status="refugee", nationality="Syrian", wg_seeing=3))
    with clock.at(world.START):
        assert 0 == statuses_visible(made.monitor).count()
        officer = builders.person("DPO", "global", "*")
        asked = request_restricted(
            by=made.monitor,
            record_kind="worker_status",
            starts_on=world.START,
            ends_on=world.END,
            reason="quota check",
        )
        grant_restricted(by=officer, grant=asked)
        record = statuses_visible(made.monitor).get()
        assert 0 == statuses_visible(made.cpo).count()
    assert ("refugee", "Syrian") == (record.population_status, record.nationality)
    assert not {"population_status", "nationality", "wg_seeing"} & set(
        next(iter(export_rows(made.cpo, made.project)))
    )


def test_consent_is_kept_with_its_text_and_can_be_taken_back(made):
    given(made, world.worker_rows(1, reads=False))
    worker, consent = Worker.objects.get(), Consent.objects.get()
    assert (True, "en", True) == (consent.given, consent.language, consent.read_aloud)
    assert 1 == workers.withdraw_consent(by=made.cpo, worker=worker, purpose="REGISTRATION_PAY")


def test_a_contract_without_consent_selection_or_rate_is_refused_by_row(made):
    given(made, world.worker_rows(1, consent=False))
    with clock.at(world.START), pytest.raises(BadInput) as refused:
        world.sign(made, made.site, ["W-00001"])
    assert {(1, "illegal_move")} == {(problem.row, problem.reason.code) for problem in refused.value.problems}
    with clock.at(world.START):
        _select(made, ["W-00001"])
        with pytest.raises(BadInput) as refused:
            world.sign(made, made.site, ["W-00001"])
    assert ["no_consent"] == [problem.reason.code for problem in refused.value.problems]


def test_two_contracts_never_run_over_the_same_days(made):
    people = world.employ(made, 1)
    with clock.at(world.START), pytest.raises(BadInput) as refused:
        world.sign(
            made, made.sites[1], [people[0].card], starts_on=date(2020, 8, 1), ends_on=date(2020, 9, 1)
        )
    assert "contract_overlaps" == refused.value.problems[0].reason.code


def test_a_worker_sees_her_own_pay_by_card_and_pin_and_nobody_elses(made):
    person, other = world.employ(made, 2)
    with clock.at(date(2020, 3, 3)):
        opened = world.open_month(made, site_list=[made.site])
        marks = [{"card": worker.card, "code": "P"} for worker in (person, other)]
        marking.mark_day(by=made.timekeeper, site=made.site, day=date(2020, 3, 2), marks=marks)
        rolls.close_rolls(by=made.timekeeper, rolls=opened)
        rolls.measure_rolls(by=made.engineer, rolls=opened)
        rolls.certify_rolls(by=made.engineer, rolls=opened)
        rolls.approve_rolls(by=made.cpo, rolls=opened)
        payroll.calculate_payroll(by=made.payroll, project=made.project, rolls=opened)
        pin = workers.issue_card(by=made.timekeeper, worker=person)
    number = f"{made.project.pk}-{person.card}"
    (shown,) = own_pay(open_card(number=number, pin=pin))
    assert ("1", "10.000", "P 1") == (shown["paid"], shown["net"], shown["codes"])
    for _try in range(5):
        with pytest.raises(NotFound):
            open_card(number=number, pin="000000" if pin != "000000" else "000001")
    with pytest.raises(NotFound):
        open_card(number=number, pin=pin)  # closed until a new PIN is issued
    text, parts = slip_message(PayLine.objects.get(worker=person), "{card}: {paid} d, {currency} {net}")
    assert (f"{person.card}: 1 d, JOD 10.000", 1) == (text, parts)


def test_a_timekeeper_neither_registers_nor_reads_another_sites_workers(made):
    rows = world.csv_of(WORKERS, world.worker_rows(1))
    with pytest.raises(NotAllowed):
        registration.stage_workers(by=made.timekeeper, project=made.project, given=rows, filename="w.csv")
    with pytest.raises(AppError):
        registration.stage_workers(by=made.payroll, project=made.project, given=rows, filename="w.csv")
