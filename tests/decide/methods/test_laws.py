"""Laws of the calculations of decide."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.decide import rules
from mainstay.decide.methods.duplicate_likeness import Event, duplicate_likeness
from mainstay.decide.methods.portfolio_check import Member, portfolio_check
from mainstay.decide.methods.priority_score import Criterion, combined_score, differences, priority_score
from mainstay.decide.methods.proposed_score import expected_money, fragility, job_loss

CODES = ("C01", "C02", "C03", "C08")
CRITERIA = [
    Criterion("C01", 30, "need"),
    Criterion("C02", 30, "need"),
    Criterion("C03", 20, "need"),
    Criterion("C08", 20, "feasibility"),
]
FLOORS = {"A": 70.0, "B": 55.0, "C": 40.0, "D": 0.0}

score = st.one_of(st.none(), st.integers(0, 5))
scores = st.fixed_dictionaries(dict.fromkeys(CODES, score))
full = st.fixed_dictionaries(dict.fromkeys(CODES, st.integers(0, 5)))
events = st.builds(
    Event,
    st.sampled_from(["COM", "MDG"]),
    st.frozensets(st.sampled_from(["DISASTER_RAPID", "CONFLICT", "EPIDEMIC", "COMPLEX"]), max_size=3),
    st.one_of(st.none(), st.dates(date(2024, 1, 1), date(2026, 12, 31))),
    st.frozensets(st.sampled_from(["A1", "A2", "A3"]), max_size=3),
)


@given(events, events)
def test_likeness_is_the_same_both_ways_and_between_nothing_and_all(one, other):
    there, back = duplicate_likeness(one, other), duplicate_likeness(other, one)
    assert there.value == back.value
    assert 0 <= there.value <= 1


@given(events)
def test_an_event_is_its_own_duplicate_when_it_says_what_and_when(event):
    if event.crisis_types and event.on:
        assert duplicate_likeness(event, event).likely


@given(events, st.integers(0, 100), st.integers(0, 100))
def test_events_grow_less_alike_with_the_days_between(event, days, more):
    if event.on is None:
        return
    near = Event(event.country, event.crisis_types, event.on + timedelta(days=days))
    far = Event(event.country, event.crisis_types, event.on + timedelta(days=days + more))
    assert duplicate_likeness(event, near).value >= duplicate_likeness(event, far).value


def test_floods_of_different_countries_are_never_the_same():
    flood = Event("COM", frozenset({"DISASTER_RAPID"}), date(2026, 5, 1))
    assert not duplicate_likeness(flood, Event("MDG", flood.crisis_types, flood.on)).likely


@given(st.lists(score, min_size=2, max_size=2))
def test_what_one_scorer_did_not_assess_is_never_an_average(given_scores):
    found = combined_score(given_scores)
    assert (None in given_scores) == (found is None)
    if found is not None:
        assert min(given_scores) <= found <= max(given_scores)


@given(scores)
def test_the_truth_lies_between_least_and_most(given_scores):
    found = priority_score(given_scores, CRITERIA)
    assert 0 <= found.total.low <= found.total.high <= 100
    assert found.total.exact == (not found.not_assessed)


@given(full)
def test_need_and_feasibility_make_up_the_total(given_scores):
    found = priority_score(given_scores, CRITERIA)
    assert pytest.approx(found.total.low) == 0.8 * found.need.low + 0.2 * found.feasibility.low


@given(full, full)
def test_differences_are_those_of_more_than_one(one, other):
    assert {code for code in CODES if abs(one[code] - other[code]) > 1} == set(differences(one, other))


@given(scores)
def test_every_total_between_the_ends_lies_in_a_named_band(given_scores):
    found = priority_score(given_scores, CRITERIA)
    bands = rules.bands_possible(found, floors=FLOORS)
    assert bands
    assert (len(bands) == 1) or found.not_assessed


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_more_jobs_lost_never_propose_a_lower_score(lost, more):
    assert job_loss(lost, 2e6).score <= job_loss(lost + more, 2e6).score


def test_data_that_are_not_there_propose_nothing():
    assert (None, None, None) == (
        job_loss(None, None).score,
        expected_money(None, None, bounds=lambda _usd: 5).score,
        fragility(g7plus=False, fragile=None, risk=None).score,
    )


@given(st.floats(0, 100), st.floats(0, 100), st.booleans(), st.booleans(), st.sampled_from("ABCD"))
def test_a_hard_place_with_high_need_is_never_proposed_for_refusal(need, feasible, hard, only_w1, band):
    answer = rules.proposed_answer(band=band, alone=True, hard_place=hard, only_w1=only_w1)
    assert answer not in {"REFER", "DECLINE", "WATCH"}


def test_a_full_portfolio_stops_and_an_uneven_one_is_told():
    book = {
        "P1": {"min_active": 7, "max_active": 10, "cap": 12},
        "P2": {"min_each_region": 1, "max_region_share": 0.4},
        "P5": {"start_usd_each": 3_000_000},
    }
    members = [Member(f"C{n:02d}", "Africa", 1e6, frozenset({"CONFLICT"}), True) for n in range(13)]
    found = portfolio_check(members, rules=book, regions=["Africa", "Arab States"], money_usd=30e6)
    assert ["P1"] == [row.rule for row in found if row.hard and not row.kept]
    assert {"P1", "P2", "P5"} == {row.rule for row in found if not row.kept}


def test_a_rule_without_its_data_is_not_judged():
    assert [] == portfolio_check([], rules={"P5": {"start_usd_each": 3e6}}, regions=[], money_usd=None)


def test_every_state_of_a_request_can_be_reached():
    assert set(rules.REQUEST.states) == rules.REQUEST.reachable()


@pytest.mark.parametrize("state", [state for state in rules.REQUEST.states if state != "WITHDRAWN"])
def test_a_request_can_be_withdrawn_at_any_time(state):
    assert rules.REQUEST.why_not(state, "withdraw") is None


@given(st.dictionaries(st.sampled_from(rules.MANDATORY), st.sampled_from(["", " ", "said"])))
def test_a_request_needs_its_four_answers_and_no_more(answers):
    complete = all(answers.get(name, "").strip() for name in rules.MANDATORY)
    assert complete == (rules.why_not_send(answers) is None)
