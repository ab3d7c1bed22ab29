"""Rankings by several methods: published values, values worked out another way, and laws."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mainstay.common.errors import BadInput
from mainstay.decide.methods.promethee import Preference, promethee
from mainstay.decide.methods.rank_acceptability import rank_acceptability
from mainstay.decide.methods.ranking import ranking
from mainstay.decide.methods.score_table import Measure, places, score_table
from mainstay.decide.methods.topsis import topsis
from mainstay.decide.methods.weight_turns import weight_turns

#: Hwang and Yoon 1981, four fighter aircraft: speed, range, payload, cost (less is better), reliability, manoeuvre.
AIRCRAFT = [
    [2.0, 1500, 20000, 5.5, 5, 9],
    [2.5, 2700, 18000, 6.5, 3, 5],
    [1.8, 2000, 21000, 4.5, 7, 7],
    [2.2, 1800, 20000, 5.0, 5, 5],
]
#: Brans, Vincke and Mareschal 1986, six sites for a power station, with one of each preference function.
SITES = [
    [80, 90, 6, 5.4, 8, 5],
    [65, 58, 2, 9.7, 1, 1],
    [83, 60, 4, 7.2, 4, 7],
    [40, 80, 10, 7.5, 7, 10],
    [52, 72, 6, 2.0, 3, 8],
    [94, 96, 7, 3.6, 5, 6],
]
SIDES = [-1, 1, -1, -1, -1, 1]
FUNCTIONS = [
    Preference("u", indifference=10), Preference("v", strict=30), Preference("linear", indifference=0.5, strict=5),
    Preference("level", indifference=1, strict=6), Preference("usual"), Preference("gauss", inflection=5),
]  # fmt: skip
SCALE = [Measure(code, weight, 0, 5) for code, weight in (("N", 50), ("D", 30), ("F", 20))]

cell = st.one_of(
    st.none(), st.integers(0, 5).map(lambda x: (x, x)), st.tuples(st.integers(0, 2), st.integers(2, 5))
)
known = st.integers(0, 5).map(lambda x: (float(x), float(x)))
options = st.lists(st.lists(cell, min_size=3, max_size=3), min_size=2, max_size=6)
known_options = st.lists(st.lists(known, min_size=3, max_size=3), min_size=2, max_size=6)


def table(rows, measures=SCALE):
    return score_table([f"O{at}" for at in range(len(rows))], measures, rows)


def exact(*rows):
    return table([[(value, value) for value in row] for row in rows])


def test_topsis_gives_the_published_closeness_of_four_aircraft():
    found = topsis(AIRCRAFT, [0.2, 0.1, 0.1, 0.1, 0.2, 0.3], [1, 1, 1, -1, 1, 1])
    assert pytest.approx([0.643, 0.268, 0.613, 0.312], abs=1e-3) == found.tolist()


def test_topsis_gives_the_published_closeness_of_tzeng_and_huang():
    found = topsis([[5, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]], [0.3, 0.4, 0.3], [1, 1, 1])
    assert pytest.approx([0.5037, 0.6581, 0.7482, 0.3340], abs=1e-4) == found.tolist()


def test_promethee_with_all_six_functions_equals_the_definition_taken_pair_by_pair():
    def prefer(j, d):
        rules = [
            lambda: d > 10,
            lambda: min(d / 30, 1),
            lambda: min(max((d - 0.5) / 4.5, 0), 1),
            lambda: 1 if d > 6 else 0.5 if d > 1 else 0,
            lambda: 1,
            lambda: 1 - 2.718281828459045 ** (-d * d / 50),
        ]
        return float(rules[j]()) if d > 0 else 0.0

    def over(a, b):
        return sum(prefer(j, SIDES[j] * (SITES[a][j] - SITES[b][j])) for j in range(6)) / 6

    net = [sum(over(a, b) - over(b, a) for b in range(6) if b != a) / 5 for a in range(6)]
    found = promethee(SITES, np.ones(6), SIDES, FUNCTIONS)
    assert pytest.approx(net) == found.net.tolist()
    assert [5, 2, 4, 6, 3, 1] == (np.argsort(-found.net) + 1).tolist()


@pytest.mark.parametrize(
    ("shape", "limits"),
    [("steep", {}), ("v", {}), ("gauss", {}), ("linear", {"indifference": 3, "strict": 2})],
)
def test_a_preference_function_without_its_thresholds_is_refused(shape, limits):
    with pytest.raises(BadInput):
        Preference(shape, **limits)


def test_acceptability_and_central_weights_are_those_of_geometry():
    # Two criteria, weight w on the first: A leads above w = 0.6, B below 0.4, C between.
    two = [Measure("a", 1, 0, 1), Measure("b", 1, 0, 1)]
    rows = [[(1, 1), (0, 0)], [(0, 0), (1, 1)], [(0.6, 0.6), (0.6, 0.6)]]
    found = rank_acceptability(table(rows, two), draws=40_000, seed=7)
    assert pytest.approx([0.4, 0.4, 0.2], abs=0.01) == found.shares[:, 0].tolist()
    assert pytest.approx([0.8, 0.2, 0.5], abs=0.01) == found.central[:, 0].tolist()
    assert [1, 1, 1] == found.confidence.tolist()
    assert (found.first.tolist(), found.last.tolist()) == ([1, 1, 1], [3, 3, 2])


def test_confidence_says_how_often_what_is_unknown_lets_an_option_win():
    # The same weights do not matter with one criterion: A = 3 of 4 beats B, uniform on 0 to 4, in 3 of 4 draws.
    one = [Measure("a", 1, 0, 4)]
    found = rank_acceptability(table([[(3, 3)], [None]], one), draws=20_000, seed=3)
    assert pytest.approx([0.75, 0.25], abs=0.01) == found.confidence.tolist()


@given(options)
@settings(max_examples=30)
def test_acceptabilities_of_each_option_and_of_each_place_sum_to_one(rows):
    found = rank_acceptability(table(rows), draws=50, seed=1)
    assert found.shares.sum(axis=0) == pytest.approx(1)
    assert found.shares.sum(axis=1) == pytest.approx(1)
    assert (found.first <= found.low).all()
    assert (found.low <= found.high).all()
    assert (found.high <= found.last).all()


@given(known_options, st.lists(st.integers(0, 2), min_size=3, max_size=3))
@settings(max_examples=40)
def test_an_option_that_is_better_in_everything_is_never_ranked_worse(rows, more):
    better = [
        (min(low + gain, 5), min(low + gain, 5)) for (low, _high), gain in zip(rows[0], more, strict=True)
    ]
    found = ranking(table([better, *rows]), draws=60, seed=5)
    for method in (found.total, found.topsis, found.promethee):
        assert method.place[0] <= method.place[1]
    assert found.acceptability.shares[0].cumsum()[0] >= found.acceptability.shares[1].cumsum()[0] - 1e-12


@given(known_options, st.lists(st.sampled_from([0.001, 0.5, 3.0, 1e6]), min_size=3, max_size=3))
def test_topsis_does_not_hang_on_the_units(rows, units):
    values = np.array(rows)[..., 0]
    one, other = (topsis(x, [5, 3, 2], [1, -1, 1]) for x in (values, values * units))
    assert one.tolist() == pytest.approx(other.tolist(), abs=1e-9)


@given(options)
@settings(max_examples=30)
def test_net_flows_sum_to_nothing(rows):
    found = ranking(table(rows), draws=5, seed=1)
    assert found.promethee.value.sum() == pytest.approx(0, abs=1e-9)


@given(known_options)
def test_just_beyond_a_turn_the_order_is_another_one_and_just_before_it_is_the_same(rows):
    scores = np.array(rows)[..., 0] / 5

    def order(weights):
        return places(scores @ weights)[0][0].tolist()

    weights = np.array([0.5, 0.3, 0.2])
    assume(len(set(order(weights))) == len(rows))  # what is level parts at any change
    for k, turn in enumerate(weight_turns(table(rows))):
        if turn.order is None or abs(turn.order) < 0.01:
            continue
        for share, same in ((0.999, True), (1.001, False)):
            moved = weights[k] + turn.order / 100 * share
            if not 0 <= moved <= 1:
                continue
            changed = weights * (1 - moved) / (1 - weights[k])
            changed[k] = moved
            assert (order(changed) == order(weights)) == same


def test_the_turn_of_the_first_place_is_the_crossing_of_two_lines():
    # Lead of A over B with weight w on N: 3w − 2(1 − w) fifths; level at w = 0.4, ten points below 50.
    two = [Measure("N", 50, 0, 5), Measure("F", 50, 0, 5)]
    found = weight_turns(table([[(5, 5), (2, 2)], [(2, 2), (4, 4)]], two))
    assert [(-10.0, "O1"), (10.0, "O1")] == [(turn.first, turn.rival) for turn in found]


def test_two_that_are_level_share_their_place_and_lead_together():
    found = ranking(exact([3, 3, 3], [3, 3, 3], [1, 1, 1]), draws=100, seed=1)
    assert [1, 1, 3] == found.total.place.tolist()
    assert [0.5, 0.5, 0.0] == found.acceptability.shares[:, 0].tolist()
    assert {turn.first for turn in found.turns} == {None}


def test_what_is_missing_counts_least_and_its_reach_is_told():
    found = ranking(table([[(4, 4), (4, 4), None], [(4, 4), (4, 4), (1, 1)]]), draws=200, seed=1)
    assert pytest.approx([64, 68]) == found.low.tolist()
    assert pytest.approx([84, 68]) == found.high.tolist()
    assert [2, 1] == found.total.place.tolist()
    assert [1, 1] == found.total.best.tolist()
    assert [2, 2] == found.total.worst.tolist()


def test_less_is_better_where_the_criterion_says_so():
    cost = [Measure("cost", 1, 0, 10, low_is_best=True)]
    found = ranking(table([[(2, 2)], [(8, 8)], [None]], cost), draws=50, seed=1)
    assert pytest.approx([80, 20, 0]) == found.low.tolist()
    assert [1, 2, 3] == found.total.place.tolist()


def test_the_same_seed_gives_the_same_shares_and_places_near_the_given_weights_spread_less():
    rows = exact([5, 1, 3], [3, 4, 3], [2, 3, 5])
    one, again = (rank_acceptability(rows, draws=500, seed=9) for _time in range(2))
    assert one.shares.tolist() == again.shares.tolist()
    near = rank_acceptability(rows, draws=500, seed=9, within=0.05)
    assert (near.last - near.first).sum() < (one.last - one.first).sum()


@given(st.lists(st.integers(0, 4), min_size=1, max_size=8))
def test_places_count_those_that_are_better(totals):
    place, shared = (row[0].tolist() for row in places(np.array([totals], float)))
    assert [1 + sum(other > value for other in totals) for value in totals] == place
    assert [totals.count(value) for value in totals] == shared
    assert all(a <= b for a, b in pairwise(sorted(place)))
