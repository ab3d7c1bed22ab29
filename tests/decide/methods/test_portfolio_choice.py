"""The portfolio as an integer programme: every answer against trying all portfolios, and plain answers to hard cases."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from mainstay.decide.methods.portfolio_check import Member, portfolio_check
from mainstay.decide.methods.portfolio_choice import (
    Candidate,
    chosen_shares,
    country_margins,
    portfolio_choice,
    portfolio_programme,
)

RULES = {
    "P1": {"min_active": 3, "max_active": 4, "cap": 5},
    "P2": {"min_each_region": 1, "max_region_share": 0.5},
    "P3": {"small_below_population": 5e6, "large_above_population": 25e6, "min_small": 1, "min_large": 1},
    "P4": {"min_crisis_types": 3},
    "P5": {"start_usd_each": 3e6, "start_usd_most": 5e6},
    "P6": {"min_g7plus_share": 0.5},
    "P7": {"min_demand_share": 1},
    "P8": {"min_assessed_share": 1},
    "P9": {},
}
KINDS = ("CONFLICT", "DISASTER_RAPID", "EPIDEMIC", "DISPLACEMENT")
REGIONS = ("Africa", "Asia", "Americas")


def candidates(seed, count=10, *, spread=0.0):
    draw = np.random.default_rng(seed)
    return [
        Candidate(
            f"C{at:02d}", value := float(draw.integers(30, 90)), value + spread, REGIONS[at % 3],
            float(np.exp(draw.normal(16, 2))), frozenset(draw.choice(KINDS, size=2).tolist()), bool(draw.random() < 0.6),
            bool(draw.random() < 0.9), bool(draw.random() < 0.9), float(draw.integers(30, 50)) * 1e5,
            float(draw.integers(1, 4)),
        )
        for at in range(count)
    ]  # fmt: skip


def programme(rows, rules=RULES, money=14e6, staff=9, **more):
    return portfolio_programme(rows, rules=rules, regions=REGIONS, money_usd=money, staff=staff, **more)


def keeps(rows, rules, money, staff):
    """Judge a portfolio by the rules in plain words, without any programme."""
    share = {name: sum(row.region == name for row in rows) / max(len(rows), 1) for name in REGIONS}
    tests = {
        "P1.least": len(rows) >= 3, "P1.most": len(rows) <= 4, "P1.cap": len(rows) <= 5,
        "P2.regions": all(share.values()), "P2.share": max(share.values()) <= 0.5,
        "P3.small": any(row.population < 5e6 for row in rows), "P3.large": any(row.population > 25e6 for row in rows),
        "P4.types": len({kind for row in rows for kind in row.crisis_types}) >= 3,
        "P5.money": sum(row.start_usd for row in rows) <= money, "P6.g7plus": sum(row.g7plus for row in rows) * 2 >= len(rows),
        "P7.demand": all(row.demand for row in rows), "P8.assessment": all(row.assessment for row in rows),
        "P9.staff": sum(row.staff for row in rows) <= staff,
    }  # fmt: skip
    return all(tests[key] for key in tests if key in rules)


ALL = (
    "P1.least", "P1.most", "P1.cap", "P2.regions", "P2.share", "P3.small", "P3.large", "P4.types", "P5.money",
    "P6.g7plus", "P7.demand", "P8.assessment", "P9.staff",
)  # fmt: skip


def every(rows, keys=ALL, money=14e6, staff=9):
    """Return the values of all portfolios that keep the rules, best first, found by trying each."""
    found = [
        (sum(row.low for row in some), tuple(sorted(row.name for row in some)))
        for count in range(len(rows) + 1)
        for some in combinations(rows, count)
        if keeps(some, keys, money, staff)
    ]
    return sorted(found, key=lambda pair: (-pair[0], pair[1]))


@pytest.mark.parametrize("seed", range(8))
def test_best_prices_and_followers_are_those_of_trying_every_portfolio(seed):
    rows = candidates(seed)
    tried = every(rows)
    found = portfolio_choice(programme(rows))
    if not tried:
        assert found.best is None
        return
    assert (found.best.value, found.best.countries) == pytest.approx(tried[0][0]) or tried[0] == (
        found.best.value, found.best.countries
    )  # fmt: skip
    assert [value for value, _names in tried[1:6]] == [row.value for row in found.following][:5]
    for row in found.rules:
        without = every(rows, [key for key in ALL if key != f"{row.rule}.{row.part}"])
        assert pytest.approx(without[0][0] - tried[0][0]) == row.price


@pytest.mark.parametrize("seed", range(4))
def test_what_a_country_is_worth_is_what_is_lost_without_it(seed):
    rows = candidates(seed)
    tried = every(rows)
    rules = programme(rows)
    for margin in country_margins(rules, portfolio_choice(rules)):
        other = [value for value, names in tried if (margin.name in names) != margin.chosen]
        assert margin.loss == (pytest.approx(tried[0][0] - other[0]) if other else None)


@pytest.mark.parametrize("seed", range(6))
def test_without_a_portfolio_the_smallest_set_of_rules_that_cannot_hold_together_is_named(seed):
    rows = candidates(seed, 8)
    money = 8e6
    assert every(rows, money=money) == []
    found = portfolio_choice(programme(rows, money=money))
    assert found.best is None
    size = len(found.conflict.parts)
    assert every(rows, found.conflict.parts, money) == []
    assert all(every(rows, some, money) for some in combinations(ALL, size - 1))
    for lifted in found.conflict.ways_out:
        assert every(rows, set(ALL) - set(lifted), money)


def test_ties_are_told_as_ties_and_the_order_of_the_file_changes_nothing():
    rows = [replace(row, low=50.0, high=50.0) for row in candidates(2)]
    found, turned = (portfolio_choice(programme(given)) for given in (rows, rows[::-1]))
    tried = every(rows)
    level = [names for value, names in tried if value == tried[0][0]]
    assert level[0] == found.best.countries
    assert level[1:] == [row.countries for row in found.ties]
    assert found == replace(turned, candidates=found.candidates)


def test_more_level_portfolios_than_were_looked_for_are_said_to_be_more():
    rows = [Candidate(f"C{at}", 10.0, 10.0) for at in range(8)]
    found = portfolio_choice(portfolio_programme(rows, rules={"P1": RULES["P1"]}))
    assert found.more_ties
    assert len(found.ties) == 12


def test_a_country_put_in_or_kept_out_is_so_and_a_conflict_names_it():
    rows = candidates(1)
    best = portfolio_choice(programme(rows)).best
    out = portfolio_choice(programme(rows, outside=[best.countries[0]])).best
    assert best.countries[0] not in out.countries
    other = next(row.name for row in rows if row.name not in best.countries and row.demand and row.assessment)
    inside = portfolio_choice(programme(rows, inside=[other]))
    assert inside.best is None or other in inside.best.countries
    stopped = replace(rows[0], demand=False)
    conflict = portfolio_choice(programme([stopped, *rows[1:]], inside=[stopped.name])).conflict
    assert {"P7.demand", f"in.{stopped.name}"} == set(conflict.parts)
    assert ((f"in.{stopped.name}",)) in conflict.ways_out


def test_what_is_not_known_of_a_country_never_helps_it():
    rows = [replace(row, population=None, g7plus=None, demand=None) for row in candidates(1, 4)]
    known = [replace(row, demand=True) for row in candidates(1)[4:]]
    found = portfolio_choice(programme([*rows, *known]))
    assert found.best is None or not {row.name for row in rows} & set(found.best.countries)


def test_a_rule_without_data_is_not_judged_and_said_so():
    rows = [Candidate(f"C{at}", 10.0 + at, 10.0 + at) for at in range(5)]
    found = portfolio_choice(portfolio_programme(rows, rules=RULES))
    assert ("C1", "C2", "C3", "C4") == found.best.countries
    lacks = {(row.rule, row.lacks) for row in found.unjudged}
    assert {
        ("P2", "region"), ("P3", "population"), ("P4", "crisis_types"), ("P5", "money"), ("P6", "g7plus"),
        ("P7", "demand"), ("P8", "assessment"), ("P9", "staff_total"),
    } == lacks  # fmt: skip


def test_a_start_dearer_than_what_a_start_may_take_keeps_a_country_out():
    rows = [Candidate(f"C{at}", 10.0 + at, 10.0 + at, start_usd=6e6 if at == 4 else None) for at in range(5)]
    found = portfolio_choice(portfolio_programme(rows, rules=RULES, money_usd=100e6))
    assert ("C0", "C1", "C2", "C3") == found.best.countries
    start = next(row for row in found.rules if row.part == "start")
    assert (4.0, True) == (start.price, start.binding)


def test_no_candidate_at_all_is_answered_plainly():
    found = portfolio_choice(portfolio_programme([], rules={"P1": RULES["P1"]}))
    assert found.best is None
    assert ("P1.least",) == found.conflict.parts


@pytest.mark.parametrize("seed", range(3))
def test_shares_of_draws_are_those_of_the_best_portfolio_of_each_draw(seed):
    rows = candidates(seed, spread=12.0)
    rules = programme(rows)
    best = portfolio_choice(rules)
    found = chosen_shares(rules, best, draws=20, seed=4)
    often = dict.fromkeys(found.countries, 0)
    for line in np.random.default_rng(4).random((20, len(rows))):
        drawn = [replace(row, low=row.low + 12.0 * u) for row, u in zip(rows, line, strict=True)]
        for name in every(drawn)[0][1]:
            often[name] += 1
    assert {name: count / 20 for name, count in often.items()} == pytest.approx(found.countries)


def test_with_exact_scores_one_draw_tells_all():
    rules = programme(candidates(1))
    best = portfolio_choice(rules)
    found = chosen_shares(rules, best, seed=1)
    assert (1, 1.0) == (found.draws, found.portfolio)
    assert {name for name, share in found.countries.items() if share == 1} == set(best.best.countries)


def test_the_chosen_portfolio_passes_the_check_of_active_countries():
    rows = candidates(1)
    best = portfolio_choice(programme(rows)).best
    chosen = [
        Member(row.name, row.region, row.population, row.crisis_types, bool(row.g7plus))
        for row in rows
        if row.name in best.countries
    ]
    checked = {code: RULES[code] for code in ("P1", "P2", "P3", "P4", "P5", "P6")}
    assert all(row.kept for row in portfolio_check(chosen, rules=checked, regions=REGIONS, money_usd=14e6))
