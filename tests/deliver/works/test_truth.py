"""Record the truth, stop the future, pay what is owed: where a start was wrong, the days stand and the next is stopped."""

from datetime import date

import pytest

from mainstay.cases.models import TimelineEntry
from mainstay.common import clock
from mainstay.common.errors import AppError, BadInput, RuleBroken
from mainstay.common.models import Notice
from mainstay.deliver.works.models import Finding, Mark, PayLine, Worker
from mainstay.deliver.works.services import contracts as contract_services
from mainstay.deliver.works.services import marking, past_contracts, payroll, rolls, running, selection
from mainstay.deliver.works.services import workers as worker_services
from mainstay.deliver.works.services.contracts import ContractRow
from tests.deliver.works import world

pytestmark = pytest.mark.django_db

DAYS = [date(2020, 3, 2), date(2020, 3, 3)]
TERMS = {"pay_day": "the 5th", "complaint_channel": "telephone 123"}


def mark(made, cards, *, days=DAYS, late=None):
    rows = [{"site": "S01", "card": card, "day": day, "code": "P"} for card in cards for day in days]
    return marking.import_rolls(
        by=made.timekeeper, project=made.project, given=world.roll_file(rows), filename="r.csv", late=late
    )


def wages(made, opened):
    """Return what each card earns on these rolls."""
    with clock.at(date(2020, 4, 1)):
        rolls.close_rolls(by=made.timekeeper, rolls=opened)
        rolls.measure_rolls(by=made.engineer, rolls=opened)
        rolls.certify_rolls(by=made.engineer, rolls=opened)
        rolls.approve_rolls(by=made.cpo, rolls=opened)
        owed = payroll.calculate_payroll(by=made.payroll, project=made.project, rolls=opened)
    return dict(PayLine.objects.filter(payroll=owed).values_list("worker__card", "net_minor"))


def test_a_child_found_on_a_site_is_taken_off_referred_and_paid_for_every_day(made):
    child, other = world.employ(made, 2)
    with clock.at(date(2020, 3, 3)):
        opened = world.open_month(made, site_list=[made.site])
        mark(made, [child.card, other.card])
        before = TimelineEntry.objects.count()
        worker_services.verify_age(
            by=made.safety, worker=child, proof="DOCUMENT", evidence="birth certificate", birth_year=2005
        )
        child.refresh_from_db()
        assert (2005, "REFERRED") == (child.birth_year, child.state)
        assert not child.contracts.filter(state="RUNNING").exists()
        finding = Finding.objects.get(code="SG-AGE-01")
        assert ("next_day", None) == (finding.stops, finding.closed_on)
        assert child.card not in str(finding.facts)
        assert before == TimelineEntry.objects.count()
        notice = Notice.objects.filter(kind="child_found").first()
        assert notice is not None
        with pytest.raises(RuleBroken, match="SG-AGE-01"):
            running.plan_day(by=made.engineer, site=made.site, day=date(2020, 3, 4), gangs=[])
    with clock.at(date(2020, 3, 4)), pytest.raises(BadInput) as refused:
        mark(made, [child.card], days=[date(2020, 3, 4)])
    assert ["not_contracted"] == [problem.reason.code for problem in refused.value.problems]
    assert {child.card: 20_000, other.card: 20_000} == wages(made, opened)


def test_a_child_who_was_never_contracted_is_referred_and_nothing_stops(made):
    with clock.at(world.START):
        (child,) = world.register(made, world.worker_rows(1, age_proof=None))
        worker_services.verify_age(
            by=made.safety, worker=child, proof="COMMUNITY", evidence="elders", birth_year=2006
        )
    assert "REFERRED" == Worker.objects.get(pk=child.pk).state
    assert not Finding.objects.exists()


def unsigned(made, **changes):
    """Register and select a person who worked two days without a contract; return her card."""
    with clock.at(date(2020, 3, 1)):
        world.register(made, world.worker_rows(1, **changes))
        selection.select_workers(
            by=made.cpo, site=made.site, method="LIST", cards=["W-00001"], places=1, criteria="in need first",
            published_on=date(2020, 2, 1), witnesses=["A", "B"],
        )  # fmt: skip
    return "W-00001"


def past(made, card, **changes):
    row = {
        "card": card, "task": "ROAD", "starts_on": DAYS[0], "ends_on": DAYS[1], "signed_on": date(2020, 3, 3), **changes,
    }  # fmt: skip
    return past_contracts.record_past_contracts(
        by=made.cpo, site=made.site, rows=[ContractRow(**row)], reason="called in by the foreman", **TERMS
    )


def test_days_worked_without_a_signed_contract_are_recorded_paid_and_stop_the_next(made):
    card = unsigned(made)
    with clock.at(date(2020, 3, 3)):
        opened = world.open_month(made, site_list=[made.site])
        with pytest.raises(BadInput) as refused:
            mark(made, [card])
        assert {"not_contracted"} == {problem.reason.code for problem in refused.value.problems}
        assert "record the days worked without one" in str(refused.value)
        (contract,) = past(made, card)
        assert ("LATE", DAYS[1]) == (contract.signature, contract.ends_on)
        mark(made, [card])
        assert 2 == Mark.objects.count()
        with pytest.raises(RuleBroken, match="SG-CON-01"):
            running.plan_day(by=made.engineer, site=made.site, day=date(2020, 3, 4), gangs=[])
    assert {card: 20_000} == wages(made, opened)
    assert {"SG-CON-01", "SG-OSH-03", "SG-OSH-05"} <= set(Finding.objects.values_list("code", flat=True))


def test_a_contract_after_the_work_covers_no_day_to_come_and_starts_nobody(made):
    card = unsigned(made)
    with clock.at(date(2020, 3, 3)):
        with pytest.raises(BadInput) as refused:
            past(made, card, ends_on=date(2020, 3, 4))
        assert ["past_only"] == [problem.reason.code for problem in refused.value.problems]
        past(made, card)
        assert "SELECTED" == Worker.objects.get(card=card).state
        with pytest.raises(BadInput) as refused:
            contract_services.contract_workers(
                by=made.cpo, site=made.site, rows=[ContractRow(card, "ROAD", date(2020, 3, 3), world.END, date(2020, 3, 3))],
                **TERMS,
            )  # fmt: skip
    assert ["contract_overlaps"] == [problem.reason.code for problem in refused.value.problems]


def test_work_without_a_contract_is_never_paid_under_the_floor(made):
    card = unsigned(made)
    with clock.at(date(2020, 3, 3)):
        with pytest.raises(BadInput) as refused:
            past(made, card, day_minor=8_000)
        assert {"under_floor", "unequal_pay"} == {problem.reason.code for problem in refused.value.problems}
        with pytest.raises(AppError, match="how people came to work"):
            past_contracts.record_past_contracts(by=made.cpo, site=made.site, rows=[], reason=" ", **TERMS)


def test_days_worked_before_a_site_opened_are_taken_with_the_engineers_reason(made):
    card = unsigned(made)
    eve = [date(2020, 2, 19)]
    with clock.at(date(2020, 3, 1)):
        assert made.site.opened_on > eve[0]
        rolls.open_rolls(
            by=made.timekeeper, sites=[made.site], first_on=date(2020, 2, 1), last_on=date(2020, 2, 29)
        )
        past(made, card, starts_on=eve[0], ends_on=eve[0], signed_on=date(2020, 3, 1))
        with pytest.raises(BadInput) as refused:
            mark(made, [card], days=eve)
        assert {"before_opening", "late_day"} == {problem.reason.code for problem in refused.value.problems}
        assert 1 == mark(made, [card], days=eve, late=(made.engineer, "began early"))["written"]


def test_ending_a_contract_leaves_whoever_was_referred_or_works_elsewhere_as_they_are(made):
    child, elsewhere, leaving = world.employ(made, 3)
    with clock.at(date(2020, 3, 3)):
        worker_services.verify_age(
            by=made.safety, worker=child, proof="DOCUMENT", evidence="certificate", birth_year=2005
        )
        contract_services.end_contracts(
            by=made.cpo, site=made.site, cards=[elsewhere.card], reason="moves", ended_on=date(2020, 3, 3)
        )
        world.sign(made, made.sites[1], [elsewhere.card], starts_on=date(2020, 3, 6))
        contract_services.end_contracts(
            by=made.cpo,
            site=made.site,
            cards=[child.card, elsewhere.card, leaving.card],
            reason="site is done",
        )
    states = dict(Worker.objects.values_list("card", "state"))
    assert ("REFERRED", "CONTRACTED", "ROTATED_OUT") == (
        states[child.card], states[elsewhere.card], states[leaving.card],
    )  # fmt: skip
