"""Pay: exact, equal, at least the floor, once, by four persons."""

from datetime import date, timedelta

import pytest

from mainstay.common import clock
from mainstay.common.errors import AppError, NotAllowed
from mainstay.deliver.works.methods.day_pay import Day, day_pay
from mainstay.deliver.works.models import Arrear, Contract, Mark, PayLine, PaySegment, Roll
from mainstay.deliver.works.selectors.law import code_pay
from mainstay.deliver.works.selectors.owed import owed_by_age
from mainstay.deliver.works.services import (
    arrears,
    batches,
    marking,
    paying,
    payroll,
    rolls,
    safeguarding,
    terms,
    verification,
)
from tests.deliver.works import world

pytestmark = pytest.mark.django_db


def rows_of(worker, *marks):
    return [
        {"site": "S01", "card": worker.card, "day": date(2020, 3, 2) + timedelta(days=at), **mark}
        for at, mark in enumerate(marks)
    ]


def test_the_one_statement_pays_exactly_what_the_method_says(made):
    with clock.at(date(2020, 2, 20)):
        terms.set_terms(
            by=made.cpo, project=made.project, days_per_month=26, days_per_month_note="six-day week", overtime_percent=130,
            weather_percent=50, sick_days_per_month=1, leave_days=1, reason="test",
        )  # fmt: skip
        terms.set_rate(
            by=made.cpo, task=made.task, starts_on=date(2020, 3, 5), day_minor=10_333, unit_minor=1_777
        )
    workers = world.employ(made, 2)
    first, second = workers
    marks = [
        {"code": "P", "hours": 10}, {"code": "H", "hours": 4}, {"code": "A"}, {"code": "S"}, {"code": "S"}, {"code": "AL"},
        {"code": "AL"}, {"code": "W"}, {"code": "X"}, {"code": "T"}, {"code": "R"},
        {"code": "P", "hours": "8.5", "quantity": "6.125"}, {"code": "P", "quantity": "1.5"},
    ]  # fmt: skip
    opened = world.certified(made, workers, [*rows_of(first, *marks), *rows_of(second, {"code": "P"})])
    owed, _batch, _content = world.paid(made, opened)
    line = PayLine.objects.get(payroll=owed, worker=first)
    table, seen, days = {code.code: code for code in code_pay(terms.terms_of(made.project))}, {}, []
    for mark in Mark.objects.filter(worker=first).order_by("day"):
        code = table[mark.code]
        seen[mark.code] = seen.get(mark.code, 0) + 1
        centi = 0 if code.limit is not None and seen[mark.code] > code.limit else code.paid_centi
        span = PaySegment.objects.get(task=mark.task_id, first_on__lte=mark.day, last_on__gte=mark.day)
        wage = (span.day_minor, span.floor_minor, mark.minutes, mark.quantity_milli, span.unit_minor)
        days.append(Day(code.worked_centi, centi, *wage))
    earned = day_pay(days, normal_minutes=480, overtime_percent=130)
    assert earned.gross_minor == line.gross_minor
    assert (earned.days_milli, earned.tasks_milli, earned.topup_milli, earned.overtime_milli) == (
        line.days_milli, line.tasks_milli, line.floor_topup_milli, line.overtime_milli,
    )  # fmt: skip
    assert earned.overtime_minutes == line.overtime_minutes
    assert "P 3 H 1 A 1 AL 2 S 2 T 1 W 1 R 1 X 1" == line.codes


def test_days_worked_before_a_floor_was_known_are_owed_as_arrears(made):
    workers = world.employ(made, 1)
    opened = world.certified(made, workers, world.mark_rows(workers, [date(2020, 3, 2), date(2020, 3, 3)]))
    owed, _batch, _content = world.paid(made, opened)
    assert 20_000 == owed.net_minor
    with clock.at(date(2020, 5, 1)):
        terms.record_floor(
            by=made.cpo,
            project=made.project,
            starts_on=date(2020, 3, 1),
            day_minor=10_500,
            source="decree of May",
            group="all",
        )
        assert 1 == arrears.find_floor_arrears(by=made.payroll, project=made.project, reason="decree of May")
        assert 0 == arrears.find_floor_arrears(by=made.payroll, project=made.project, reason="decree of May")
    assert 1_000 == Arrear.objects.get().amount_minor
    with clock.at(date(2020, 4, 30)):
        april = world.open_month(made, month=date(2020, 4, 1), site_list=[made.site])
        marking.mark_day(
            by=made.timekeeper,
            site=made.site,
            day=date(2020, 4, 29),
            marks=[{"card": workers[0].card, "code": "P"}],
        )
        rolls.close_rolls(by=made.timekeeper, rolls=april)
        rolls.measure_rolls(by=made.engineer, rolls=april)
        rolls.certify_rolls(by=made.engineer, rolls=april)
        rolls.approve_rolls(by=made.cpo, rolls=april)
        second = payroll.calculate_payroll(by=made.payroll, project=made.project, rolls=april)
    line = PayLine.objects.get(payroll=second)
    assert (10_500, 1_000, 11_500, 500_000) == (
        line.gross_minor,
        line.arrears_minor,
        line.net_minor,
        line.floor_topup_milli,
    )


def test_minimum_wages_that_differ_by_nationality_lower_nobody(made):
    with clock.at(date(2020, 12, 31)):
        for group, amount in (("Jordanians", 260_000), ("others", 230_000)):
            terms.record_floor(
                by=made.cpo,
                project=made.project,
                starts_on=date(2021, 1, 1),
                month_minor=amount,
                group=group,
                source="Gazette",
            )
        with pytest.raises(AppError, match=r"10\.000 JOD, Jordanians"):
            terms.set_rate(by=made.cpo, task=made.task, starts_on=date(2021, 2, 1), day_minor=9_999)
        rate = terms.set_rate(by=made.cpo, task=made.task, starts_on=date(2021, 2, 1), day_minor=10_000)
    assert ("Jordanians", 26) == (rate.floor_basis["group"], rate.floor_basis["days_per_month"])


def test_the_playbooks_legal_wages_become_floors_with_their_source(made):
    with clock.at(date(2020, 3, 1)):
        assert 5 == terms.load_floors(by=made.cpo, project=made.project)
        assert 0 == terms.load_floors(by=made.cpo, project=made.project)
    held = PaySegment.objects.filter(
        task=made.task, first_on__lte=date(2021, 6, 1), last_on__gte=date(2021, 6, 1)
    ).get()
    assert 10_000 == held.floor_minor


def test_roll_certificate_batch_and_approval_are_four_persons(made):
    workers = world.employ(made, 1)
    opened = world.certified(made, workers, world.mark_rows(workers, [date(2020, 3, 2)]))
    from mainstay.accounts.services import assign_role
    from tests import builders

    for role, who in (("PAY_APP", made.engineer), ("PAY_APP", made.payroll), ("PAY_OFF", made.engineer)):
        assign_role(
            by=builders.operator(),
            person=who,
            role=role,
            scope_kind="project",
            scope_key=str(made.project.pk),
            starts_on=date(2020, 1, 1),
        )
    with clock.at(date(2020, 4, 2)):
        owed = payroll.calculate_payroll(by=made.payroll, project=made.project, rolls=opened)
        batch = batches.create_batch(by=made.payroll, payroll=owed, channel="CASH")
        for hand in (made.engineer, made.payroll):
            with pytest.raises(NotAllowed, match="another person"):
                batches.approve_batch(by=hand, batch=batch)
        batches.approve_batch(by=made.approver, batch=batch)
        with pytest.raises(NotAllowed, match="another person"):
            batches.approve_batch(by=made.approver, batch=batch)
        with pytest.raises(AppError):
            paying.export_batch(by=made.payroll, batch=batch, **world.BANK)


def test_who_wrote_a_roll_does_not_certify_it_unless_the_site_is_small_and_says_why(made):
    workers = world.employ(made, 1)
    with clock.at(date(2020, 3, 3)):
        opened = world.open_month(made, site_list=[made.site])
        marks = [{"card": workers[0].card, "code": "P"}]
        marking.mark_day(by=made.engineer, site=made.site, day=date(2020, 3, 2), marks=marks)
        rolls.close_rolls(by=made.timekeeper, rolls=opened)
        rolls.measure_rolls(by=made.engineer, rolls=opened)
        with pytest.raises(NotAllowed, match="another person"):
            rolls.certify_rolls(by=made.engineer, rolls=opened)
        rolls.reopen_roll(by=made.cpo, roll=opened[0], reason="nobody else on the island")
        rolls.close_rolls(
            by=made.timekeeper, rolls=opened, few_persons_reason="one engineer, no timekeeper on the island"
        )
        rolls.measure_rolls(by=made.engineer, rolls=opened)
        assert 1 == rolls.certify_rolls(by=made.engineer, rolls=opened)


def test_a_correction_needs_a_second_hand_and_after_pay_becomes_arrears(made):
    workers = world.employ(made, 1)
    opened = world.certified(made, workers, world.mark_rows(workers, [date(2020, 3, 2)], code="H"))
    world.paid(made, opened)
    mark = Mark.objects.get()
    with clock.at(date(2020, 4, 6)):
        correction = marking.correct_mark(
            by=made.timekeeper, mark=mark, code="P", reason="worked the afternoon too"
        )
        with pytest.raises(NotAllowed):
            marking.sign_correction(by=made.timekeeper, correction=correction)
        marking.sign_correction(by=made.engineer, correction=correction)
    mark.refresh_from_db()
    assert (True, "H") == (mark.superseded, mark.code)
    assert 5_000 == Arrear.objects.get().amount_minor


def test_an_unsigned_correction_holds_the_certificate(made):
    workers = world.employ(made, 1)
    with clock.at(date(2020, 3, 3)):
        opened = world.open_month(made, site_list=[made.site])
        marking.mark_day(
            by=made.timekeeper,
            site=made.site,
            day=date(2020, 3, 2),
            marks=[{"card": workers[0].card, "code": "P"}],
        )
        correction = marking.correct_mark(
            by=made.timekeeper, mark=Mark.objects.get(), code=None, reason="wrong person"
        )
        marking.mark_day(
            by=made.timekeeper,
            site=made.site,
            day=date(2020, 3, 3),
            marks=[{"card": workers[0].card, "code": "P"}],
        )
        rolls.close_rolls(by=made.timekeeper, rolls=opened)
        rolls.measure_rolls(by=made.engineer, rolls=opened)
        with pytest.raises(AppError, match="signature of a second person"):
            rolls.certify_rolls(by=made.engineer, rolls=opened)
        marking.sign_correction(by=made.engineer, correction=correction)
        rolls.certify_rolls(by=made.engineer, rolls=opened)
    assert (1, 100) == (opened[0].workers, opened[0].days_centi)


def test_a_mark_changed_behind_the_services_no_longer_fits_the_certificate(made):
    workers = world.employ(made, 1)
    opened = world.certified(made, workers, world.mark_rows(workers, [date(2020, 3, 2)]))
    assert rolls.roll_digests([opened[0].pk]) == {
        opened[0].pk: Roll.objects.get(pk=opened[0].pk).marks_sha256
    }
    Mark.objects.update(minutes=1)
    assert rolls.roll_digests([opened[0].pk]) != {opened[0].pk: opened[0].marks_sha256}


def test_at_most_a_third_is_deducted_and_the_rest_waits(made):
    workers = world.employ(made, 1)
    with clock.at(date(2020, 3, 2)):
        held = Contract.objects.get(worker=workers[0])
        deduction = arrears.record_deduction(
            by=made.payroll,
            contract=held,
            kind="ADVANCE",
            amount_minor=9_000,
            authorisation="form 12",
            authorised_on=date(2020, 3, 1),
        )
    opened = world.certified(made, workers, world.mark_rows(workers, [date(2020, 3, 2)]))
    owed, _batch, _content = world.paid(made, opened)
    line = PayLine.objects.get(payroll=owed)
    deduction.refresh_from_db()
    assert (3_300, 6_700, 3_300) == (line.deductions_minor, line.net_minor, deduction.taken_minor)


def test_a_finding_on_deductions_holds_the_certificate_until_there_is_a_dated_plan(made):
    workers = world.employ(made, 1)
    with clock.at(date(2020, 3, 3)):
        finding = safeguarding.record_finding(
            by=made.safety, site=made.site, code="SG-WAGE-06", words="tools deducted without a paper"
        )
    with pytest.raises(AppError, match="write a correction plan with its date"):
        world.certified(made, workers, world.mark_rows(workers, [date(2020, 3, 2)]))
    opened = list(Roll.objects.filter(site=made.site))
    with clock.at(date(2020, 4, 1)):
        safeguarding.plan_correction(
            by=made.engineer, finding=finding, text="Every deduction on paper", owner=made.payroll,
            due_on=date(2020, 4, 20),
        )  # fmt: skip
        assert 1 == rolls.certify_rolls(by=made.engineer, rolls=opened)


def test_what_is_owed_is_aged_from_the_day_the_roll_was_closed(made):
    workers = world.employ(made, 2)
    opened = world.certified(made, workers, world.mark_rows(workers, [date(2020, 3, 2)]))
    world.paid(made, opened)
    with clock.at(date(2020, 4, 10)):
        assert (2, 20_000) == owed_by_age(made.director, made.project)["warned"]
    with clock.at(date(2020, 4, 20)):
        assert (2, 20_000) == owed_by_age(made.director, made.project)["breach"]


def test_a_sample_is_drawn_again_from_its_seed_by_nobody_who_paid(made):
    workers = world.employ(made, 4)
    opened = world.certified(made, workers, world.mark_rows(workers, [date(2020, 3, 2)]))
    owed, batch, _content = world.paid(made, opened)
    with clock.at(date(2020, 4, 5)):
        paying.confirm_all_paid(
            by=made.payroll, batch=batch, paid_on=date(2020, 4, 3), receipt="R", witnesses=["A", "B"]
        )
        one, other = (
            verification.draw_sample(by=made.monitor, payroll=owed, share_percent=10, seed="blue")
            for _again in range(2)
        )
        with pytest.raises(AppError, match="5 %"):
            verification.draw_sample(by=made.monitor, payroll=owed, share_percent=4, seed="blue")
    drawn = [list(sample.answers.values_list("payment", flat=True)) for sample in (one, other)]
    assert drawn[0] == drawn[1]
    assert (4, 1) == (one.population, one.size)
