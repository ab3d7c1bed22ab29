"""Pay on time and at the floor, equal for equal work, papers before the first day; cost; training; registers."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from mainstay.common.errors import BadInput
from mainstay.measure.methods.catalogue import measure_of
from mainstay.measure.methods.fact_views import Reading, Span
from mainstay.measure.methods.figures import figures
from mainstay.measure.methods.oddities import oddities

from .muster import Muster, marks, terms

AS_OF = date(2026, 12, 31)


def figure(code, *, by=(), span=None, held=None, **tables):
    found = figures(measure_of(code), Reading(Muster(**tables), held or terms(), span or Span()), by=by)
    return found[0] if not by else {tuple(value for _, value in one.group): one.value for one in found}


def pay_line(number, **more):
    given = {
        "project": 1, "site": "S1", "line": number, "worker": number, "contract": number, "task": "T1", "sex": "F",
        "currency": "KMF", "first_on": date(2026, 3, 1), "last_on": date(2026, 3, 31), "closed_on": date(2026, 4, 1),
        "paid_on": date(2026, 4, 10), "day_minor": 2000, "floor_minor": 1800,
    }  # fmt: skip
    return given | more


def test_a_line_is_on_time_within_fourteen_days_and_counts_once_it_is_due():
    lines = [
        pay_line(1),
        pay_line(2, paid_on=date(2026, 4, 15)),
        pay_line(3, paid_on=date(2026, 4, 16)),
        pay_line(4, paid_on=None),
        pay_line(5, paid_on=None, closed_on=AS_OF - timedelta(days=3)),
    ]
    found = figure("DW-01", pay_line=lines)
    assert (Decimal(50), Decimal(4)) == (found.value, found.denominator)


def test_a_line_under_the_floor_is_seen():
    assert Decimal(50) == figure("DW-02", pay_line=[pay_line(1), pay_line(2, day_minor=1799)]).value


def test_the_pay_gap_compares_equal_work_only():
    lines = [
        pay_line(1, day_minor=900), pay_line(2, sex="M", day_minor=1000),
        pay_line(3, task="T2", day_minor=2000), pay_line(4, task="T2", sex="M", day_minor=2000),
        pay_line(5, task="T3", sex="M", day_minor=9000),
    ]  # fmt: skip
    assert Decimal(5) == figure("DW-03", pay_line=lines).value
    by_task = figure("DW-03", by=["task_class"], pay_line=lines)
    assert {("T1",): Decimal(10), ("T2",): Decimal(0)} == by_task


def test_papers_stand_before_the_first_day_or_the_person_is_not_covered():
    contracts = [
        {
            "project": 1, "site": "S1", "contract": number, "worker": number, "sex": "F", "starts_on": date(2026, 3, 1),
            "signed_on": signed, "language": "fr", "worker_language": spoken, "insured_from": insured,
            "inducted_on": date(2026, 3, 1),
        }
        for number, signed, spoken, insured in [
            (1, date(2026, 2, 28), "fr", date(2026, 2, 1)),
            (2, date(2026, 3, 2), "fr", None),
            (3, date(2026, 3, 1), "ar", date(2026, 3, 1)),
            (4, date(2026, 3, 1), "fr", date(2026, 3, 2)),
        ]
    ]  # fmt: skip
    days = [row for number in range(1, 5) for row in marks(number, "PP")]
    tables = {"work_contract": contracts, "worker_day": days}
    assert Decimal(50) == figure("DW-04", **tables).value
    assert Decimal(50) == figure("DW-05", **tables).value
    assert Decimal(100) == figure("DW-06", **tables).value


def test_wages_of_two_currencies_are_never_added_up():
    payments = [
        {"project": 1, "worker": 1, "currency": "KMF", "amount_minor": 90000, "state": "PAID", "paid_on": date(2026, 4, 1)},
        {"project": 2, "worker": 2, "currency": "JOD", "amount_minor": 8462, "state": "PAID", "paid_on": date(2026, 4, 1)},
        {"project": 2, "worker": 3, "currency": "JOD", "amount_minor": 5000, "state": "FAILED", "paid_on": date(2026, 4, 1)},
    ]  # fmt: skip
    held = terms(digits={"KMF": 0, "JOD": 3}, usd_per_unit={2: Decimal("1.410437235")})
    found = {
        one.group: one.value
        for one in figures(measure_of("JB-12"), Reading(Muster(wage_payment=payments), held, Span()))
    }
    assert Decimal(90000) == found[("currency", "KMF"),]
    assert Decimal("8.462") == found[("currency", "JOD"),]
    assert Decimal("11.94") == round(found[("in", "USD"), ("currency", "JOD")], 2)
    assert found[("in", "USD"), ("currency", "KMF")] is None


def test_cost_per_worker_day_is_not_known_before_anything_was_spent():
    days = marks(1, "PPPP")
    spent = [{"key": "a", "project": 1, "day": date(2026, 3, 2), "usd_cents": 6000}]
    assert Decimal(15) == figure("JB-13", worker_day=days, cost=spent).value
    earlier = Span(first=date(2026, 3, 3))
    assert figure("JB-13", span=earlier, worker_day=days, cost=spent).value is None


def test_training_rates_tell_how_many_were_reached():
    common = {"project": 1, "course": "C1", "sex": "F", "birth_year": 2000, "isco": "7112"}
    rows = [
        common | {
            "trainee": 100 + number, "worker": number if number < 3 else None, "enrolled_on": date(2026, 1, 5),
            "completed_on": date(2026, 2, 1) if number < 5 else None, "traced": found,
        }
        for number, found in [(1, "EMPLOYED"), (2, "WORKLESS"), (3, "NOT_REACHED"), (4, None), (5, None)]
    ]  # fmt: skip
    rows.append(rows[0] | {"trainee": 201, "course": "C2", "traced": "EMPLOYED"})
    certificates = [
        common | {
            "certificate": number, "trainee": 100 + number, "worker": 1, "issued_on": date(2026, 2, 3),
            "withdrawn_on": date(2026, 3, 1) if number == 3 else None, "audience": "WORKERS",
        }
        for number in (1, 2, 3)
    ]  # fmt: skip
    assert Decimal(4) == figure("SK-01", trainee=rows).value
    assert Decimal("83.333333") == figure("SK-02", trainee=rows).value
    assert Decimal(1) == figure("SK-03", certificate=certificates).value
    assert Decimal(2) == figure("SK-03C", certificate=certificates).value
    traced = figure("SK-04", trainee=rows)
    assert (Decimal(50), 0.5) == (traced.value, traced.coverage)
    assert traced.low < traced.value < traced.high


def register_line(kind, key, **more):
    return {"kind": kind, "key": key, "day": date(2026, 5, 1), "project": 1, "country": "COM"} | more


def test_registers_are_counted_by_their_own_rules():
    lines = [
        register_line("ADVICE", "a", state="IMPLEMENTED"),
        register_line("ADVICE", "b", state="ACCEPTED"),
        register_line("ADVICE", "c", state="NOT_ACCEPTED"),
        register_line("ADVICE", "d", state="GIVEN"),
        register_line("ADVICE", "e", state="DRAFTED"),
        register_line("PARTICIPATION", "f", score=2.0),
        register_line("PARTICIPATION", "g", score=3.0),
        register_line("REINTEGRATION", "h", score=3.0),
        register_line("REINTEGRATION", "i", score=2.0),
        register_line("POLICY", "j", state="ADOPTED"),
        register_line("POLICY", "k", state="BUDGETED"),
        register_line("POLICY", "l", state="DRAFT", country="JOR"),
        register_line("PROJECT", "m", amount_usd_cents=1_000_000),
    ]
    reading = Reading(Muster(register=lines), terms(), Span())
    value = {
        code: [one.value for one in figures(measure_of(code), reading)]
        for code in ("IF-03", "IF-04", "IF-05", "IF-08", "IF-10")
    }
    assert [Decimal(25), Decimal(50)] == value["IF-03"]
    assert [Decimal(1)] == value["IF-04"]
    assert [Decimal("2.5")] == value["IF-05"]
    assert [Decimal(1), Decimal(10000)] == value["IF-08"]
    assert [Decimal(1)] == value["IF-10"]


def test_facts_without_what_a_measure_needs_are_named():
    with pytest.raises(BadInput, match="DW-02"):
        figure("DW-02", pay_line=[{"project": 1, "line": 1, "worker": 1, "last_on": date(2026, 3, 31)}])


def test_data_too_good_to_be_true_is_flagged():
    days = [
        row
        for worker in range(1, 61)
        for row in marks(worker, "P" * 10, site="S1", birth_year=1986 if worker % 2 else 1996)
    ]
    days += [
        row for worker in range(61, 81) for row in marks(worker, ["P", "A"] * 5, site="S2", birth_year=1991)
    ]
    contracts = [{"project": 1, "contract": 7, "ended_on": date(2026, 2, 1)}]
    workers = [
        {
            "project": 1,
            "worker": number,
            "registered_on": date(2026, 2, 1),
            "phone": "aa" if number < 4 else f"{number}",
        }
        for number in range(1, 9)
    ]
    muster = Muster(
        worker_day=days, worker=workers, work_contract=contracts, pay_line=[pay_line(1, contract=7)]
    )
    found = {
        odd.kind: (odd.place, dict(odd.facts))
        for odd in oddities(Reading(muster, terms(), Span(), restricted=True))
    }
    assert ("", {"whipple": 500, "persons": 80}) == found["AGE_HEAPING"]
    assert "S1 2026-03" == found["PERFECT_ATTENDANCE"][0]
    assert {"phones": 1, "workers": 3, "most": 3} == found["SHARED_PHONE"][1]
    assert ("S1", {"lines": 1, "workers": 1}) == found["PAY_AFTER_EXIT"]
