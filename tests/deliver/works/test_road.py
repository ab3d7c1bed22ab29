"""From registration to money: the ordinary way of a roll."""

from datetime import date, timedelta

import pytest

from mainstay.common import clock
from mainstay.deliver.works.models import Mark, PayLine, Payment, Roll, Worker
from mainstay.deliver.works.services import batches, marking, paying, payroll, rolls
from mainstay.exchange.payments import Account, Agent, Party
from tests.deliver.works import world

pytestmark = pytest.mark.django_db

DAYS = [date(2020, 3, day) for day in (1, 2, 3, 4, 5)]


def pay_out(made, opened, *, on=date(2020, 4, 2)):
    with clock.at(on):
        rolls.close_rolls(by=made.timekeeper, rolls=opened)
        rolls.measure_rolls(by=made.engineer, rolls=opened)
        rolls.certify_rolls(by=made.engineer, rolls=opened)
        rolls.approve_rolls(by=made.cpo, rolls=opened)
        made_payroll = payroll.calculate_payroll(by=made.payroll, project=made.project, rolls=opened)
        batch = batches.create_batch(by=made.payroll, payroll=made_payroll, channel="CASH")
        batches.approve_batch(by=made.approver, batch=batch)
        batches.approve_batch(by=made.director, batch=batch)
        paying.export_batch(
            by=made.payroll,
            batch=batch,
            payer=Party("Works"),
            account=Account("JO1", "account"),
            agent=Agent(name="Bank"),
        )
    return made_payroll, batch


def test_days_that_were_marked_are_paid_to_the_last_unit(made):
    workers = world.employ(made, 3)
    with clock.at(date(2020, 3, 6)):
        opened = world.open_month(made, site_list=[made.site])
        outcome = marking.import_rolls(
            by=made.timekeeper,
            project=made.project,
            given=world.roll_file(world.mark_rows(workers, DAYS)),
            filename="march.csv",
        )
    assert {"written": 15, "unchanged": 0, "rolls": 1} == dict(outcome)
    made_payroll, batch = pay_out(made, opened)
    assert (3, 3 * 5 * 10_000) == (made_payroll.lines, made_payroll.net_minor)
    line = PayLine.objects.filter(payroll=made_payroll).first()
    assert (500, 500, 50_000, "P 5") == (line.worked_centi, line.paid_centi, line.gross_minor, line.codes)
    with clock.at(date(2020, 4, 3)):
        paying.confirm_all_paid(
            by=made.payroll, batch=batch, paid_on=date(2020, 4, 3), receipt="R1", witnesses=["A", "B"]
        )
    assert ["PAID"] == list(Roll.objects.values_list("state", flat=True))
    assert {"PAID"} == set(Payment.objects.values_list("state", flat=True))
    assert {"ACTIVE"} == set(Worker.objects.values_list("state", flat=True))


def test_the_same_file_given_again_changes_nothing(made):
    workers = world.employ(made, 2)
    given = world.roll_file(world.mark_rows(workers, DAYS))
    with clock.at(date(2020, 3, 6)):
        world.open_month(made, site_list=[made.site])
        marking.import_rolls(by=made.timekeeper, project=made.project, given=given, filename="march.csv")
        again = marking.import_rolls(
            by=made.timekeeper, project=made.project, given=given, filename="march.csv"
        )
    assert 0 == again["written"]
    assert 10 == again["unchanged"] == Mark.objects.count()


def test_a_day_of_ten_hours_is_recorded_paid_and_stops_the_next(made):
    from mainstay.common.errors import RuleBroken
    from mainstay.deliver.works.services import running

    workers = world.employ(made, 2)
    with clock.at(date(2020, 3, 2)):
        opened = world.open_month(made, site_list=[made.site])
        running.plan_day(by=made.engineer, site=made.site, day=date(2020, 3, 2), gangs=[])
        marks = [
            {"card": workers[0].card, "code": "P", "hours": 10},
            {"card": workers[1].card, "code": "P", "hours": 8},
        ]
        assert 2 == marking.mark_day(by=made.timekeeper, site=made.site, day=date(2020, 3, 2), marks=marks)
        with pytest.raises(RuleBroken) as refused:
            running.plan_day(by=made.engineer, site=made.site, day=date(2020, 3, 3), gangs=[])
    assert "SG-HRS-01" in str(refused.value)
    assert 600 == Mark.objects.get(worker=workers[0]).minutes
    made_payroll, batch = pay_out(made, opened)
    long, normal = PayLine.objects.filter(payroll=made_payroll).order_by("worker__card")
    assert 10_000 == normal.gross_minor
    assert 10_000 + 3_125 == long.gross_minor  # two hours at 1.25 of an eighth of the day
    assert 120 == long.overtime_minutes
    with clock.at(date(2020, 4, 3)):
        paying.confirm_all_paid(
            by=made.payroll, batch=batch, paid_on=date(2020, 4, 3), receipt="R1", witnesses=["A", "B"]
        )
        # Paid in full; the days to come stay stopped until a correction is planned.
        assert [("PAID", 13_125), ("PAID", 10_000)] == list(
            Payment.objects.order_by("worker__card").values_list("state", "amount_minor")
        )
        with pytest.raises(RuleBroken):
            running.plan_day(by=made.engineer, site=made.site, day=date(2020, 4, 4), gangs=[])


def test_after_a_dated_correction_plan_the_next_day_is_planned_again(made):
    from mainstay.deliver.works.models import Finding
    from mainstay.deliver.works.services import running, safeguarding

    workers = world.employ(made, 1)
    with clock.at(date(2020, 3, 2)):
        world.open_month(made, site_list=[made.site])
        marking.mark_day(
            by=made.timekeeper,
            site=made.site,
            day=date(2020, 3, 2),
            marks=[{"card": workers[0].card, "code": "P", "hours": 10}],
        )
        finding = Finding.objects.get(code="SG-HRS-01")
        safeguarding.plan_correction(
            by=made.engineer,
            finding=finding,
            text="smaller task",
            due_on=date(2020, 3, 2) + timedelta(days=3),
            owner=made.engineer,
        )
        running.plan_day(by=made.engineer, site=made.site, day=date(2020, 3, 3), gangs=[])
    with clock.at(date(2020, 3, 10)), pytest.raises(Exception, match="next day"):
        running.plan_day(by=made.engineer, site=made.site, day=date(2020, 3, 11), gangs=[])
