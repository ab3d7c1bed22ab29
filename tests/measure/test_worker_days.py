"""Days, persons and jobs are counted from rolls by one table of codes, and persons are never added up."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.common.errors import BadInput
from mainstay.measure.methods.catalogue import measure_of
from mainstay.measure.methods.fact_views import Reading, Span
from mainstay.measure.methods.figures import figures, rows_behind

from .muster import Muster, marks, terms


def value(code, rows, *, by=(), span=None, **more):
    reading = Reading(Muster(worker_day=rows, **more), terms(), span or Span(), restricted=True)
    found = figures(measure_of(code), reading, by=by)
    if not by:
        return found[0].value
    return {tuple(held for _, held in figure.group): figure.value for figure in found}


THREE = [
    *marks(1, "PPHA", sex="F"),
    *marks(2, ["P", "T", "X", "PS", "PS"], sex="M", birth_year=2004, site=2, area="A2"),
    *marks(3, "PP", sex="F", birth_year=None, disability="yes", local=False),
]


def test_half_days_count_half_and_suspension_is_kept_apart():
    assert Decimal("7.0") == value("JB-01", THREE)
    assert Decimal(2) == value("JB-15", THREE)


def test_days_of_rolls_that_nobody_certified_are_not_counted():
    assert Decimal("2.5") == value("JB-01", [*marks(1, "PPHA"), *marks(2, "PPPP", state="CLOSED")])


def test_a_person_on_two_sites_is_one_person():
    rows = [*marks(1, "PP", site=1), *marks(1, "PP", site=2, begin=date(2026, 4, 1))]
    assert Decimal(1) == value("JB-02", rows)
    assert {("1",): Decimal(1), ("2",): Decimal(1)} == value("JB-02", rows, by=["site"])


def test_who_was_only_absent_or_suspended_was_not_employed():
    assert Decimal(1) == value("JB-02", [*marks(1, "P"), *marks(2, "AAA"), *marks(3, ["PS"])])


def test_a_job_begins_at_forty_days_in_one_project_and_not_before():
    rows = [*marks(1, "P" * 40), *marks(2, "P" * 39 + "H"), *marks(3, "P" * 39 + "HH")]
    assert Decimal(2) == value("JB-03", rows)


def test_days_in_two_projects_make_no_job_together():
    rows = [*marks(1, "P" * 20), *marks(1, "P" * 20, project=2, begin=date(2026, 6, 1))]
    assert Decimal(0) == value("JB-03", rows)


def test_a_person_with_a_job_in_two_projects_is_one_person():
    rows = [*marks(1, "P" * 40), *marks(1, "P" * 40, project=2, begin=date(2026, 6, 1))]
    assert Decimal(1) == value("JB-03", rows)
    assert {("1",): Decimal(1), ("2",): Decimal(1)} == value("JB-03", rows, by=["project"])


def test_a_job_counts_in_the_month_in_which_it_was_reached():
    rows = marks(1, "P" * 45)
    assert {("2026-04",): Decimal(1)} == value("JB-03", rows, by=["month"])
    assert Decimal(0) == value("JB-03", rows, span=Span(last=date(2026, 4, 8)))
    assert Decimal(1) == value("JB-03", rows, span=Span(date(2026, 4, 9), date(2026, 4, 9)))
    assert Decimal(0) == value("JB-03", rows, span=Span(date(2026, 4, 10), None))


def test_contracts_are_counted_as_contracts_and_by_paid_days():
    rows = [
        *marks(1, "P" * 40, contract=10),
        *marks(1, ["P"] * 30 + ["PS"] * 10, contract=11, begin=date(2026, 6, 1)),
        *marks(2, "P" * 39, contract=12),
    ]
    assert Decimal(2) == value("JB-03C", rows)
    assert Decimal(1) == value("JB-03", rows)


def test_paid_days_are_those_of_the_pay_rules_where_the_facts_hold_them():
    rows = [row | {"paid_centi": 100} for row in marks(1, ["P"] * 39 + ["S"], contract=10)]
    assert Decimal(1) == value("JB-03C", rows)


def test_shares_are_sums_over_sums():
    assert Decimal("64.285714") == value("JB-06", THREE)
    by_site = value("JB-06", THREE, by=["site"])
    assert {("1",): Decimal(100), ("2",): Decimal(0)} == by_site


def test_both_bands_of_youth_are_shown_and_unknown_ages_told():
    reading = Reading(Muster(worker_day=THREE), terms())
    narrow, wide = figures(measure_of("JB-07"), reading)
    assert [Decimal("35.714286"), ()] == [narrow.value, narrow.group]
    assert [Decimal("35.714286"), (("youth", "15-35"),)] == [wide.value, wide.group]
    assert pytest.approx(2 / 8) == narrow.missing


def test_full_time_years_and_days_per_worker_follow_from_the_days():
    assert Decimal("0.031818") == value("JB-04", THREE)
    assert Decimal("2.333333") == value("JB-05", THREE)


def test_shares_of_persons_count_each_person_once():
    assert Decimal("33.333333") == value("JB-08", THREE)
    assert Decimal("66.666667") == value("JB-16", THREE)
    refugees = [
        *marks(1, "P", population_status="refugee"),
        *marks(2, "P"),
        *marks(3, "P", population_status="former_combatant"),
    ]
    assert Decimal("33.333333") == value("JB-09", refugees)
    assert Decimal("33.333333") == value("JB-10", refugees)


def test_restricted_groups_are_read_by_their_tokens():
    rows = [*marks(1, "P", disability="a1b2"), *marks(2, "P", disability="ffff")]
    held = terms(tokens={"disability": {"yes": "a1b2", "no": "ffff"}})
    reading = Reading(Muster(worker_day=rows), held, restricted=True)
    assert Decimal(50) == figures(measure_of("JB-08"), reading)[0].value
    by = figures(measure_of("JB-02"), reading, by=["disability"])
    assert {"yes", "no"} == {figure.group[0][1] for figure in by}


def test_what_was_not_asked_is_told_as_missing():
    rows = [
        *marks(1, "P", disability=""),
        *marks(2, "P", disability=None),
        *marks(3, "P", disability="no"),
        *marks(4, "P", disability="yes"),
    ]
    found = figures(measure_of("JB-08"), Reading(Muster(worker_day=rows), terms(), restricted=True))[0]
    assert (Decimal(25), 0.5) == (found.value, found.missing)


def test_ages_are_those_of_the_first_day_so_that_a_person_keeps_one_band():
    rows = [
        *marks(1, "P", birth_year=2002, begin=date(2026, 12, 31)),
        *marks(1, "P", birth_year=2002, begin=date(2027, 1, 1)),
    ]
    assert {("18-24",): Decimal(1)} == value("JB-02", rows, by=["age_band"])


def test_dependants_are_the_household_without_the_worker():
    workers = [
        {
            "project": 1,
            "worker": worker,
            "household_size": size,
            "sex": "F",
            "registered_on": date(2026, 2, 1),
        }
        for worker, size in [(1, 5), (2, 3), (3, None), (4, 9)]
    ]
    assert Decimal(3) == value("JB-14", THREE, worker=workers)


def test_nothing_counted_is_zero_and_a_share_of_nothing_is_no_number():
    rows = marks(1, "A")
    assert Decimal(0) == value("JB-01", rows)
    assert value("JB-06", rows) is None


def test_a_figure_opens_down_to_its_rows():
    reading = Reading(Muster(worker_day=THREE), terms())
    rows = rows_behind(measure_of("JB-01"), reading, where=[("site", "1"), ("sex", "F")], limit=10)
    assert 5 == len(rows)
    assert {"P", "H"} == {row["code"] for row in rows}


def test_a_dimension_that_the_facts_do_not_hold_is_refused_by_name():
    with pytest.raises(BadInput, match="employer_type"):
        value("JB-01", THREE, by=["employer_type"])


people = st.lists(
    st.tuples(st.integers(1, 12), st.integers(1, 5), st.sampled_from(["P", "H", "A", "PS"])),
    min_size=1,
    max_size=40,
)


@settings(max_examples=8)
@given(people, st.integers(2, 7))
def test_splitting_the_facts_over_more_sites_never_changes_who_and_how_much(rows, parts):
    made = [
        {**marks(worker, code, site=site)[0], "day": date(2026, 1, 1 + index % 28), "contract": index}
        for index, (worker, site, code) in enumerate(rows)
    ]
    split = [row | {"site": row["site"] * 100 + index % parts} for index, row in enumerate(made)]
    for code in ("JB-01", "JB-02"):
        assert value(code, made) == value(code, split)
    by_site = value("JB-02", split, by=["site"])
    assert value("JB-02", made) <= sum(by_site.values())
    assert value("JB-01", made) == sum(value("JB-01", split, by=["site"]).values())
