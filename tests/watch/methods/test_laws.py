"""Laws of the calculations of watch."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.watch import rules
from mainstay.watch.methods.alert_accuracy import alert_accuracy, wilson
from mainstay.watch.methods.country_warning import (
    GroundRule,
    IndicatorRule,
    KnownSeries,
    Way,
    country_warning,
)
from mainstay.watch.methods.preparedness_score import Readiness, preparedness_score
from mainstay.watch.methods.signal import KINDS, Point, signal
from mainstay.watch.methods.staleness import periods_behind, stale
from mainstay.watch.methods.threshold import Threshold, threshold
from mainstay.watch.methods.warning_level import Part, Score, composite, weighted_mean
from mainstay.watch.selectors.board import _change as score_change

numbers = st.floats(-1e6, 1e6)
days = st.dates(date(1990, 1, 1), date(2035, 12, 31))
TODAY = date(2026, 6, 15)


@given(st.decimals(-1000, 1000, places=2), st.sampled_from([">=", "<="]), st.sampled_from(["", "%", "x"]))
def test_a_threshold_means_what_was_written(value, sign, unit):
    read = threshold(f"{sign}{value}{unit}")
    assert Threshold(float(value), sign == ">=", unit) == read
    assert read.reached(float(value))


@pytest.mark.parametrize("written", ["", "about 3", ">3", ">=", "3 apples", "≥3", "violet"])
def test_what_is_no_threshold_is_refused(written):
    with pytest.raises(ValueError, match="is no threshold"):
        threshold(written)


@given(days, days, st.sampled_from("YQMD"))
def test_a_reading_never_grows_younger(on, later, period):
    first, second = sorted([on, later])
    assert periods_behind(on, today=first, period=period) <= periods_behind(on, today=second, period=period)


@given(st.sampled_from("YQMD"))
def test_what_is_about_the_running_period_is_fresh(period):
    assert not stale(TODAY, today=TODAY, period=period)


@given(
    st.lists(st.builds(Point, days, numbers), max_size=12, unique_by=lambda point: point.on),
    st.sampled_from(KINDS),
    days,
)
def test_a_signal_knows_nothing_of_later_days(points, kind, today):
    known = [point for point in points if point.on <= today]
    asked = {"kind": kind, "months": 12, "period": "M", "today": today}
    assert signal(known, **asked) == signal(points, **asked)


def test_a_change_needs_the_value_then_and_a_gap_stays_a_gap():
    points = [Point(date(2022, 1, 1), 9.0), Point(date(2024, 1, 1), 12.0)]
    assert signal(points, kind="change", months=12, period="Y", today=TODAY) is None


def test_growth_from_nothing_is_unknown_and_not_infinite():
    points = [Point(date(2024, 1, 1), 0.0), Point(date(2025, 1, 1), 12.0)]
    assert signal(points, kind="growth", months=12, period="Y", today=TODAY) is None


scores = st.one_of(st.none(), st.floats(0, 10)).map(lambda value: Score(value, int(value is not None), 1))


@given(scores, scores, scores)
def test_a_country_has_no_score_when_a_pillar_is_unknown(hazard, vulnerability, capacity):
    pillars = {"H": hazard, "V": vulnerability, "L": capacity}
    found = composite(pillars).value
    values = [score.value for score in pillars.values()]
    assert (None in values) == (found is None)
    if found is not None:
        assert min(values) - 1e-6 <= found <= max(values) + 1e-6


@given(st.lists(st.one_of(st.none(), st.floats(0, 1)).map(Part), max_size=10))
def test_missing_parts_move_no_mean(parts):
    known = [part for part in parts if part.share is not None]
    assert weighted_mean(known).value == weighted_mean(parts).value
    assert len(parts) == weighted_mean(parts).of


RULE = IndicatorRule(
    "EW02",
    "Unemployment",
    "vulnerability",
    True,
    "pp",
    Threshold(2),
    Threshold(5),
    (Way("field.EW02"), Way("u", "change", 6)),
)
GROUND = [GroundRule("H", "hazard", ("h",), 0, 10), GroundRule("L", "lack_of_capacity", ("l",), 0, 10)]


def known(**points):
    return {
        name: KnownSeries(tuple(Point(on, v) for on, v in rows), period, "edition", 3)
        for name, (period, rows) in points.items()
    }


def test_a_stale_value_is_shown_and_has_no_level():
    series = known(u=("Y", [(date(2018, 1, 1), 5.0), (date(2019, 1, 1), 15.0)]))
    state = country_warning([RULE], GROUND, series, today=TODAY).indicators[0]
    assert ("STALE", 10.0, None) == (state.standing, state.value, state.level)


def test_what_was_entered_lately_goes_before_an_old_series():
    series = known(u=("Y", [(date(2018, 1, 1), 5.0), (date(2019, 1, 1), 5.0)]))
    series["field.EW02"] = KnownSeries((Point(date(2026, 5, 1), 6.0),), "M", "entered", 2)
    warning = country_warning([RULE], GROUND, series, today=TODAY)
    assert ("ALERT", "entered") == (warning.indicators[0].standing, warning.indicators[0].vintage)
    assert 10.0 == warning.employment.value


def test_a_country_without_readings_of_work_has_no_composite_but_says_what_is_known():
    series = known(h=("Y", [(date(2025, 1, 1), 8.0)]), l=("Y", [(date(2025, 1, 1), 6.0)]))
    warning = country_warning([RULE], GROUND, series, today=TODAY)
    assert (None, 2, 3) == (warning.composite.value, warning.composite.known, warning.composite.of)
    assert warning.employment.value is None


def test_a_score_is_compared_only_with_one_that_rests_on_the_same():
    whole = known(h=("Y", [(date(2025, 1, 1), 8.0)]), l=("Y", [(date(2025, 1, 1), 6.0)]))
    whole["field.EW02"] = KnownSeries((Point(date(2026, 5, 1), 6.0),), "M", "entered", 2)
    higher = {**whole, **known(h=("Y", [(date(2025, 1, 1), 9.0)]))}
    less = {name: series for name, series in whole.items() if name != "l"}
    now, worse, other = (country_warning([RULE], GROUND, held, today=TODAY) for held in (whole, higher, less))
    assert now.rests_on == worse.rests_on
    assert score_change(worse, now) is not None
    assert score_change(now, other) is None
    assert score_change(now, None) is None


def test_the_interval_of_a_share_is_wilson_s():
    # E. B. Wilson (1927); the example 15 of 148 is from Newcombe (1998), Statistics in Medicine 17: 857-872, table I.
    assert (0.0624, 0.1605) == tuple(round(end, 4) for end in wilson(15, 148))


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_precision_and_recall_are_unknown_without_alerts_and_events(hits, false, missed):
    found = alert_accuracy(hits=hits, false=false, missed=missed)
    assert (hits + false == 0) == (found.precision is None)
    assert (hits + missed == 0) == (found.recall is None)
    if found.precision is not None:
        assert found.precision_interval[0] <= found.precision + 1e-9
        assert found.precision_interval[1] >= found.precision - 1e-9


items = st.builds(
    Readiness, st.text(max_size=3), entered=st.booleans(), confirmed=st.booleans(), part=st.booleans(),
    expires_on=st.one_of(st.none(), days), weight=st.floats(1, 20),
)  # fmt: skip


@given(st.lists(items, max_size=12), days, st.integers(0, 2000))
def test_readiness_only_falls_when_nothing_is_done(file, today, later):
    assert preparedness_score(file, today=today) >= preparedness_score(
        file, today=today + timedelta(days=later)
    )


def test_every_state_of_an_alert_can_be_reached_and_the_closed_ones_are_the_end():
    assert set(rules.ALERT.states) == rules.ALERT.reachable()
    assert () == rules.ALERT.open_moves("CLOSED_FALSE") == rules.ALERT.open_moves("CLOSED_EVENT")
