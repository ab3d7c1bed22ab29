"""Laws of the loss methods, and values worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.assess.methods.design_effect import design_effect
from mainstay.assess.methods.estimate_range import Range, sum_of_ranges
from mainstay.assess.methods.finding_confidence import GRADES, Source, finding_confidence
from mainstay.assess.methods.income_loss import income_loss
from mainstay.assess.methods.job_equivalents import job_equivalents
from mainstay.assess.methods.jobs_lost import BaselineCell, jobs_lost
from mainstay.assess.methods.workdays_lost import workdays_lost
from mainstay.common.errors import BadInput

shares = st.tuples(*[st.floats(0, 1)] * 3).map(sorted).map(lambda three: Range(*three))
ranges = st.tuples(*[st.floats(0, 1e6)] * 3).map(sorted).map(lambda three: Range(*three))
STRENGTH = {"SURVEY": 3, "ADMINISTRATIVE": 3, "OBSERVATION": 2, "CONSTITUENT": 2, "INFORMANT": 1}
sources = st.builds(Source, st.sampled_from(sorted(STRENGTH)), st.just(True), st.floats(0.1, 1))


@given(st.floats(0, 1e6), shares, st.floats(0, 400), st.floats(0, 400))
def test_nobody_loses_more_days_than_there_are(workers, share, days, recovery):
    lost = workdays_lost(
        workers=workers, share_stopped=share, days=days, recovery_days=recovery, days_a_week=7
    )
    assert lost.low <= lost.central <= lost.high <= workers * (days + recovery) * (1 + 1e-9)


@given(st.floats(1, 1e5), shares, st.floats(1, 100))
def test_an_even_return_costs_half_its_days(workers, share, days):
    still = workdays_lost(workers=workers, share_stopped=share, days=days)
    returning = workdays_lost(workers=workers, share_stopped=share, days=0, recovery_days=2 * days)
    assert pytest.approx(still.central) == returning.central


@given(st.lists(ranges, max_size=6), st.floats(0, 1))
def test_a_sum_of_ranges_is_never_wider_than_its_bounds_added_up(parts, correlation):
    total = sum_of_ranges(parts, correlation=correlation)
    added = sum_of_ranges(parts)
    assert total.central == added.central
    assert added.low <= total.low + 1e-6 * (1 + added.high)
    assert total.high <= added.high + 1e-6 * (1 + added.high)


@given(
    st.lists(
        st.tuples(st.sampled_from("AB"), st.sampled_from("FM"), st.floats(0, 1e5)), min_size=1, max_size=8
    ),
    shares,
)
def test_nobody_loses_a_job_who_had_none(cells, share):
    baseline = [BaselineCell(area, "farm", sex, employed) for area, sex, employed in cells]
    for cell in jobs_lost(baseline, exposure={"A": 1, "B": 0.5}, impact={"*": share}):
        assert cell.lost.high <= cell.employed * (1 + 1e-9)


@given(ranges, ranges, st.integers(0, 10_000), st.integers(0, 10_000))
def test_income_of_both_groups_adds_up(waged, own, wage, mixed):
    loss = income_loss(
        wage_workdays=waged, daily_wage=wage, own_account_workdays=own, daily_mixed_income=mixed
    )
    assert pytest.approx(loss.wage.central + loss.own_account.central) == loss.total.central


@given(ranges, st.integers(100, 366))
def test_job_equivalents_give_the_workdays_back(workdays, year):
    assert pytest.approx(workdays.central) == job_equivalents(workdays, workdays_per_year=year).central * year


@given(st.lists(sources, min_size=1, max_size=5), sources)
def test_a_further_source_that_agrees_never_lowers_the_confidence(held, more):
    before, after = (finding_confidence(told, strength=STRENGTH) for told in (held, [*held, more]))
    assert GRADES.index(before) <= GRADES.index(after)


@given(st.lists(sources, min_size=1, max_size=5), sources)
def test_a_contradiction_never_raises_the_confidence(held, more):
    against = Source(more.kind, agrees=False, quality=more.quality)
    before, after = (finding_confidence(told, strength=STRENGTH) for told in (held, [*held, against]))
    assert GRADES.index(after) <= GRADES.index(before)


@given(st.floats(1, 50), st.floats(0, 1))
def test_clustering_never_helps(size, correlation):
    assert design_effect(cluster_size=size, intra_cluster_correlation=correlation) >= 1


def test_workdays_of_a_quake_as_worked_out_by_hand():
    # 2,000 workers, 40 % stopped for 6 weeks of 6 days; 10 % had their day cut by 2 of 8 hours
    lost = workdays_lost(workers=2000, share_stopped=Range.exact(0.4), days=42, hours_cut=2, share_cut=0.1)
    assert pytest.approx(2000 * 0.4 * 36 + 2000 * 0.1 * 0.25 * 36) == lost.central


@pytest.mark.parametrize("share", [Range(0, 0.5, 1.2), Range(0.5, 0.9, 1)])
def test_shares_over_one_are_refused(share):
    with pytest.raises(BadInput):
        workdays_lost(workers=1, share_stopped=share, days=1, share_cut=0.2, hours_cut=1)


def test_a_baseline_with_an_area_of_unknown_exposure_names_its_row():
    with pytest.raises(BadInput) as refused:
        jobs_lost([BaselineCell("Z", "farm", "F", 1)], exposure={}, impact={"*": Range(0, 0, 0)})
    assert [(1, "area")] == [(problem.row, problem.field) for problem in refused.value.problems]
