"""Areas have the chance that their size gives them; the weights of households add up to the population."""

from dataclasses import replace
from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.common.errors import BadInput
from mainstay.statistics.sampling import chances_by_size, draw_areas, draw_households, systematic_by_size
from mainstay.statistics.sampling.proportional import brewer_chances
from mainstay.statistics.survey import Design

SIZES = [120, 80, 200, 60, 140, 90, 110, 900]
FRAME = {
    "area": [f"A{k}" for k in range(16)],
    "households": SIZES + [size + 10 for size in SIZES],
    "region": ["north"] * 8 + ["south"] * 8,
}
LISTING = {
    "area": [
        name for name, size in zip(FRAME["area"], FRAME["households"], strict=True) for _k in range(size)
    ]
}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=9), st.data())
def test_over_all_starts_each_unit_is_hit_in_proportion_to_its_size(sizes, data) -> None:
    """The hits change only at finitely many starts, so the whole range of starts is enumerated."""
    count = data.draw(st.integers(1, len(sizes)))
    found = chances_by_size(sizes, count)
    others = [chance for chance, certain in zip(found.chance, found.certain, strict=True) if not certain]
    turns = np.unique(np.round([0.0, 1.0, *(np.cumsum(others) % 1.0)], 12))
    hits = np.zeros(len(sizes))
    for low, high in pairwise(turns):
        drawn = systematic_by_size(sizes, count, start=(low + high) / 2)
        assert count == len(set(drawn))
        hits[drawn] += high - low
    assert found.chance == pytest.approx(hits.tolist(), abs=1e-9)
    assert count == pytest.approx(sum(found.chance))


@pytest.mark.parametrize(("sizes", "count"), [([1, 2, 3, 4], 2), ([5, 1, 4, 2, 3], 3), ([1, 1, 9], 2)])
def test_brewers_draws_have_exactly_the_chances_by_size(sizes, count) -> None:
    chance = chances_by_size(sizes, count).chance
    reached = np.zeros(len(sizes))
    for order in permutations(range(len(sizes)), count):
        probability = 1.0
        for draw in range(count):
            probability *= brewer_chances(chance, order[:draw])[order[draw]]
        reached[list(order)] += probability
    assert chance == pytest.approx(reached.tolist())


@pytest.mark.parametrize("method", ["systematic", "brewer"])
@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**9))
def test_the_weights_of_households_sum_to_the_population(method: str, seed: int) -> None:
    areas = draw_areas(
        FRAME, unit="area", size="households", count=4, seed=seed, stratum="region", method=method
    )
    assert areas == draw_areas(
        FRAME, unit="area", size="households", count=4, seed=seed, stratum="region", method=method
    )
    drawn = draw_households(areas, LISTING, unit="area", take=10, seed=seed)
    assert 80 == len(drawn) == len(set(drawn.columns["row"]))
    assert sum(FRAME["households"]) == pytest.approx(sum(drawn.columns["weight"]))
    assert ["north / A7"] * 10 == [name for name in drawn.columns["stratum"] if name == "north / A7"]


def test_a_change_in_one_stratum_leaves_the_draw_of_the_others() -> None:
    known = {"unit": "area", "size": "households", "seed": 5, "stratum": "region"}
    both = draw_areas(FRAME, count={"north": 3, "south": 4}, **known)
    other = draw_areas(FRAME, count={"north": 6, "south": 4}, **known)
    assert [own for own in both.areas if own.stratum == "south"] == [
        own for own in other.areas if own.stratum == "south"
    ]
    assert 3 == sum(own["stratum"] == "north" for own in both.to_rows())


def drawn_households() -> dict[str, list]:
    areas = draw_areas(FRAME, unit="area", size="households", count=4, seed=11, stratum="region")
    drawn = draw_households(areas, LISTING, unit="area", take=10, seed=11)
    return dict(drawn.columns) | {
        "one": [1] * len(drawn),
        "y": [float(row * 37 % 11) for row in drawn.columns["row"]],
    }


def test_the_columns_are_ready_for_a_design() -> None:
    design = Design(
        drawn_households(),
        weights="weight",
        strata="stratum",
        clusters=["psu", "row"],
        fpc=["units_in_stratum", "households_in_unit"],
    )
    row = design.total("one")[0]
    assert sum(FRAME["households"]) == pytest.approx(row.estimate)
    assert 2 * 3 + 2 * 10 - 4 == row.df  # two certain areas are strata of their own, of households
    assert 0 == pytest.approx(row.se, abs=1e-6)


def test_a_certain_area_counts_with_the_variance_of_its_households_with_and_without_fpc() -> None:
    """Alone, it is a simple random sample of 10 out of 900: s²/10, with fpc times 1 - 10/900."""
    table = drawn_households()
    known = {"weights": "weight", "strata": "stratum", "clusters": ["psu", "row"]}
    safe = Design(table, **known).mean("y", by="unit")
    exact = Design(table, **known, fpc=["units_in_stratum", "households_in_unit"]).mean("y", by="unit")
    own = [value for value, unit in zip(table["y"], table["unit"], strict=True) if unit == "A7"]
    for found, left in ((safe, 1.0), (exact, 1 - 10 / 900)):
        row = next(row for row in found if row.domain["unit"] == "A7")
        assert row.se == pytest.approx((float(np.var(own, ddof=1)) / 10 * left) ** 0.5)
        assert 9 == row.df


def test_what_has_grown_since_the_census_counts_and_small_areas_are_taken_whole() -> None:
    frame = {"area": ["a", "b"], "households": [10, 30]}
    areas = draw_areas(frame, unit="area", size="households", count=2, seed=1)
    listing = {"area": ["a"] * 4 + ["b"] * 60}
    drawn = draw_households(areas, listing, unit="area", take={"a": 5, "b": 6}, seed=1)
    assert [1.0] * 4 + [10.0] * 6 == drawn.columns["weight"]


@pytest.mark.parametrize(
    ("frame", "told"),
    [
        ({"area": ["a", "b"], "households": [4, 0]}, "row 2, households: has no positive size"),
        ({"area": ["a", "a"], "households": [4, 3]}, "row 2, area: is empty or stands"),
    ],
)
def test_a_frame_with_faults_is_refused_by_row(frame, told) -> None:
    with pytest.raises(BadInput, match=told):
        draw_areas(frame, unit="area", size="households", count=1, seed=1)


def test_an_area_without_a_stratum_is_refused_by_row() -> None:
    frame = {"area": ["a", "b", "c"], "households": [4, 3, 5], "region": ["n", None, "n"]}
    with pytest.raises(BadInput, match="row 2, region: is empty"):
        draw_areas(frame, unit="area", size="households", count=1, seed=1, stratum="region")


def test_an_area_that_was_not_listed_is_named() -> None:
    frame = {"area": ["a", "b"], "households": [4, 3]}
    areas = draw_areas(frame, unit="area", size="households", count=2, seed=1)
    with pytest.raises(BadInput, match="b: has no household in the listing"):
        draw_households(areas, {"area": ["a"]}, unit="area", take=1, seed=1)
    with pytest.raises(BadInput, match="no stratum west"):
        draw_areas(
            frame | {"region": ["n", "s"]}, unit="area", size="households", count={"west": 1}, seed=1,
            stratum="region",
        )  # fmt: skip


def test_an_area_that_is_left_out_by_hand_changes_no_household_of_the_others() -> None:
    areas = draw_areas(FRAME, unit="area", size="households", count=3, seed=7, stratum="region")
    fewer = replace(areas, areas=areas.areas[1:])
    whole, rest = (draw_households(own, LISTING, unit="area", take=5, seed=9) for own in (areas, fewer))
    gone = areas.areas[0].unit
    kept = [
        row for row, unit in zip(whole.columns["row"], whole.columns["unit"], strict=True) if unit != gone
    ]
    assert kept == rest.columns["row"]


def test_a_stratum_that_the_numbers_leave_out_is_named_and_left_out_only_by_a_nought() -> None:
    known = {"unit": "area", "size": "households", "seed": 5, "stratum": "region"}
    with pytest.raises(BadInput, match="No number of areas is given for south"):
        draw_areas(FRAME, count={"north": 3}, **known)
    with pytest.raises(BadInput, match="9 areas cannot be drawn from the 8 areas of the stratum south"):
        draw_areas(FRAME, count={"north": 3, "south": 9}, **known)
    with pytest.raises(BadInput, match="No area is asked for"):
        draw_areas(FRAME, count={"north": 0, "south": 0}, **known)
    knowingly = draw_areas(FRAME, count={"north": 3, "south": 0}, **known)
    assert ["north"] * 3 == [area.stratum for area in knowingly.areas]


@pytest.mark.parametrize("stratum", [None, "region"])
def test_a_sample_of_no_area_at_all_is_refused(stratum: str | None) -> None:
    with pytest.raises(BadInput, match="No area is asked for"):
        draw_areas(FRAME, unit="area", size="households", count=0, seed=5, stratum=stratum)


def test_numbers_that_a_computation_gives_are_taken_as_those_written_by_hand() -> None:
    known = {"unit": "area", "size": "households", "seed": 5}
    areas = draw_areas(FRAME, count=3, **known)
    assert areas == draw_areas(FRAME, count=np.int64(3), **known)
    by_hand, computed = (
        draw_households(areas, LISTING, unit="area", take=take, seed=5) for take in (2, np.int64(2))
    )
    assert by_hand == computed


def test_an_area_that_was_not_drawn_gives_no_households() -> None:
    areas = draw_areas(FRAME, unit="area", size="households", count=2, seed=5)
    take = {area.unit: 2 for area in areas.areas} | {"A99": 2}
    with pytest.raises(BadInput, match="Households are asked for in A99, which were not drawn"):
        draw_households(areas, LISTING, unit="area", take=take, seed=5)


def test_an_area_that_the_numbers_of_households_leave_out_is_named() -> None:
    areas = draw_areas(
        {"area": ["a", "b"], "households": [4, 3]}, unit="area", size="households", count=2, seed=1
    )
    with pytest.raises(BadInput, match="No household is asked for in the areas b"):
        draw_households(areas, {"area": ["a", "b"]}, unit="area", take={"a": 1}, seed=1)


def test_strata_and_areas_that_are_numbers_are_found_by_number_and_by_text() -> None:
    frame = {"area": [11, 12, 21, 22], "households": [4, 3, 5, 6], "region": [1, 1, 2, 2]}
    drawn = [
        draw_areas(frame, unit="area", size="households", count=count, seed=1, stratum="region")
        for count in ({1: 1, 2: 2}, {"1": 1, "2": 2})
    ]
    assert drawn[0] == drawn[1]
    listing, units = {"area": [11, 12, 21, 22] * 9}, [area.unit for area in drawn[0].areas]
    takes = (dict.fromkeys(units, 2), {str(unit): 2 for unit in units})
    both = [draw_households(drawn[0], listing, unit="area", take=take, seed=3) for take in takes]
    assert both[0] == both[1]
