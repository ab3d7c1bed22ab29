"""What stands beside the numbers: notes on every result, refusals instead of raw errors, nothing that prints as sure."""

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.common.errors import BadInput
from mainstay.statistics.survey import Design, ReplicateDesign

from .test_design import design_of, sample

LONELY: dict[str, list[Any]] = {
    "area": ["n", "n", "s", "s", "t"],
    "town": [1, 2, 3, 4, 5],
    "group": ["a", "b", "a", "b", "b"],
    "y": [1.0, 3.0, 2.0, 7.0, 4.0],
    "w": [9.0, 8.0, 7.0, 9.0, 8.0],
}
TOWNS: dict[str, Any] = {"weights": "w", "strata": "area", "clusters": "town"}
REPLICATES: dict[str, Any] = {
    "w": [2.0, 2.0, 4.0, 4.0],
    "r1": [0.0, 4.0, 4.0, 4.0],
    "r2": [4.0, 0.0, 4.0, 4.0],
    "r3": [2.0, 2.0, 0.0, 8.0],
    "r4": [2.0, 2.0, 8.0, 0.0],
    "area": ["n", "s", "s", "s"],
    "jobs": [1.0, 0.0, 2.0, 1.0],
}


def test_every_result_says_which_strata_were_joined() -> None:
    design = Design(LONELY, lonely="collapse", **TOWNS)
    joined = "Stratum t has one sampled unit and was joined with s."
    found = design.mean("y", by="group")
    answers = [
        found,
        found.differences("group"),
        design.ttest("y"),
        design.regress("y ~ group"),
        design.regress("y ~ group").test("group"),
        design.as_replicates("JKn").mean("y"),
        design.as_replicates("JKn").ttest("y"),
    ]
    assert [joined] * len(answers) == [answer.notes[0] for answer in answers]
    assert all(joined in str(answer) for answer in answers)


def every_answer(design: Design | ReplicateDesign) -> list[Any]:
    found = design.mean("y", by="group")
    return [found, found.differences("group"), design.ttest("y"), design.regress("y ~ group")]


def test_every_result_says_which_classes_of_nonresponse_were_joined() -> None:
    table = sample(3) | {"answered": [1, 1, 0] * 23}
    design = design_of(table).adjust_nonresponse("answered", "group", smallest=16, join=True)
    said = (
        r"^Classes with too few answers were joined \(answered/selected\): [abc] \+ [abc] \((\d+)/(\d+)\)\.$"
    )
    for answer in every_answer(design) + every_answer(design.as_replicates("JKn")):
        found = re.search(said, str(answer), re.MULTILINE)
        assert found
        answered, selected = map(int, found.groups())
        assert answered < selected
        assert 1 == sum(bool(re.match(said, note)) for note in answer.notes)
    assert not design_of(table).adjust_nonresponse("answered", "group", smallest=1).notes


def test_every_result_says_which_totals_the_weights_miss() -> None:
    table = sample(3)
    known = {"group": {"a": 60, "b": 50, "c": 400}}
    forced = {"distance": "logit", "bounds": (0.8, 1.25), "force": True}
    design = design_of(table).calibrate("~ group", known, **forced)
    for answer in every_answer(design):
        assert re.search(
            r"The weights miss known totals \(reached / known\): .*group.*c .*/ 400\)", str(answer)
        )
    replicated = design_of(table).as_replicates("JKn").calibrate("~ group", known, **forced)
    assert "9 of 9 replicates miss known totals." in replicated.mean("y").notes
    met = design_of(table).calibrate("~ group", known)
    assert not met.notes


@pytest.mark.parametrize("kind", ["design", "replicates"])
def test_totals_that_a_later_change_reached_are_no_longer_told_as_missed(kind: str) -> None:
    design: Any = design_of(sample(3))
    design = design.as_replicates("JKn") if kind == "replicates" else design
    known = {"group": {"a": 60, "b": 50, "c": 400}}
    missed = design.calibrate("~ group", known, distance="logit", bounds=(0.8, 1.25), force=True)
    assert missed.mean("y").notes
    assert not missed.calibrate("~ group", known).mean("y").notes
    assert not missed.poststratify("group", known["group"]).mean("y").notes
    assert not missed.calibrate("~ group", {"group": {"a": 55, "b": 50, "c": 40}}).mean("y").notes


def test_totals_that_are_still_missed_are_told_as_the_last_weights_reach_them() -> None:
    table = sample(3) | {"answered": [1, 1, 0] * 23}
    forced = {"distance": "logit", "bounds": (0.8, 1.25), "force": True}
    missed = design_of(table).calibrate("~ group", {"group": {"a": 60, "b": 50, "c": 400}}, **forced)
    later = [
        missed.poststratify("area", {0: 50, 1: 60, 2: 70}),
        missed.adjust_nonresponse("answered", "area", smallest=1),
        missed.trim(upper=float(missed.weights.max()) * 0.9),
    ]
    for design in later:
        reached = float(design.weights[table["group"] == "c"].sum())
        (note,) = design.mean("y").notes
        assert note.startswith("The weights miss known totals (reached / known): ")
        assert f"({reached:,.7g} / 400)" in note
    again = later[0].calibrate("~ group", {"group": {"a": 60, "b": 50, "c": 300}}, **forced)
    assert ["400" in note for note in again.mean("y").notes] == [False]


def test_every_result_says_that_weights_turned_negative() -> None:
    table = sample(3)
    size, mean = float(np.sum(table["w"])), design_of(table).mean("y")[0].estimate or 0.0
    design = design_of(table).calibrate("~ y", {"(Intercept)": size, "y": size * mean * 1.6})
    below = int((design.weights < 0).sum())
    assert below > 0
    found = design.mean("y", by="group")
    for answer in (found, found.differences("group"), design.ttest("y")):
        assert f"{below} weights are below 0" in str(answer)


def test_replicates_without_a_value_are_counted_in_tests_too() -> None:
    design = ReplicateDesign(REPLICATES, weights="w", replicates="r?", kind="JKn", rscales=0.5)
    said = "1 of 4 replicates have no value and were left out."
    assert said in design.ttest("jobs ~ area").notes[-1]
    assert said in design.quantile("jobs", by="area", interval="quantile").notes[-1]


def test_weights_that_sum_to_no_population_give_no_design_effect_without_replacement_and_say_so() -> None:
    table = sample(3)
    scaled = table | {"w": table["w"] / table["w"].mean()}
    found = design_of(scaled).mean("y")
    assert found[0].deff is None
    assert "The weights do not sum to a population" in found.notes[0]
    backwards = Design(scaled, weights="w", strata="area", clusters="town", nest=True, deff="wr").mean("y")
    assert backwards[0].deff == pytest.approx(
        Design(table, weights="w", strata="area", clusters="town", nest=True, deff="wr").mean("y")[0].deff
    )
    assert [] == list(backwards.notes)
    census = table | {"N": np.full(len(table["y"]), 9)}
    assert Design(census, strata="area", clusters="town", nest=True, fpc="N").mean("y").notes == []


@pytest.mark.parametrize("confidence", [95, 1.0, 0, -0.1])
def test_a_confidence_that_is_no_share_is_refused(confidence: float) -> None:
    with pytest.raises(BadInput, match=r"The confidence is .*; it is a share between 0 and 1"):
        Design(LONELY, confidence=confidence)


@pytest.mark.parametrize("asked", ["text", "column", "proportion"])
def test_a_share_of_one_is_never_printed_as_certain_whichever_way_it_is_asked(asked: str) -> None:
    table = sample(4) | {"all": np.ones(69), "word": ["yes"] * 69}
    design = design_of(table)
    answers = {
        "text": lambda: design.mean("word"),
        "column": lambda: design.mean("all"),
        "proportion": lambda: design.proportion("word", method="mean"),
    }
    row = answers[asked]()[0]
    assert (1.0, 0.0, 1.0) == (row.estimate, row.se, row.ci_high)
    assert 0.9 < (row.ci_low or 0) < 0.99
    assert "beta (Kish)" in row.method


def test_a_number_that_is_alike_everywhere_keeps_its_own_interval() -> None:
    row = design_of(sample(4) | {"hours": np.full(69, 40.0)}).mean("hours")[0]
    assert (40.0, 0.0, 40.0, 40.0) == (row.estimate, row.se, row.ci_low, row.ci_high)


def test_a_table_with_too_many_empty_cells_is_refused_by_their_names() -> None:
    table = sample(5) | {"first": ["a", "b", "c"] * 23, "second": ["x", "y", "z"] * 23}
    with pytest.raises(BadInput, match=re.escape("has 6 cells without anybody (a × y, a × z, b × x")):
        design_of(table).chisq("first", "second")


def test_a_table_without_design_error_is_not_tested() -> None:
    table = {"a": ["x", "x", "y", "y"] * 2, "b": ["u", "v", "v", "v"] * 2, "N": [8] * 8}
    with pytest.raises(BadInput, match="has no design error"):
        Design(table, fpc="N").chisq("a", "b")


@pytest.mark.parametrize("statistic", ["F", "Chisq", "lincom", "saddlepoint"])
def test_a_table_that_is_exactly_independent_has_p_of_one(statistic: str) -> None:
    table = {"a": ["x", "x", "y", "y"] * 5, "b": ["u", "v", "u", "v"] * 5, "w": [2.0] * 20}
    assert 1.0 == Design(table, weights="w").chisq("a", "b", statistic=statistic).p


def test_a_mean_without_error_has_no_t_and_no_p() -> None:
    tested = design_of(sample(4) | {"hours": np.full(69, 40.0)}).ttest("hours", mu=35)
    assert 40 == pytest.approx(tested.estimate)
    assert 0 == pytest.approx(tested.se, abs=1e-12)
    assert (None, None) == (tested.value, tested.p)


def test_rows_of_which_the_condition_is_unknown_are_counted_as_dropped() -> None:
    table = sample(6)
    known = [None if place < 4 else str(value) for place, value in enumerate(table["group"])]
    design = design_of(table | {"group": known})
    inside = sum(value == "a" for value in known)
    for found in (
        design.regress("y ~ x", where="group == 'a'"),
        design.ttest("y", where="group == 'a'"),
        design.chisq("area", "town", where="group == 'a'"),
    ):
        assert (inside, 4) == (found.n, found.missing)


def test_an_error_never_prints_what_people_answered() -> None:
    table = sample(6) | {"name": [f"Person {row}" for row in range(69)]}
    design = design_of(table)
    for asked in (
        lambda: design.ttest("y ~ name"),
        lambda: design.regress("name ~ y", family="binomial"),
        lambda: design.mean("y", by="name").differences("name", against="nobody"),
    ):
        with pytest.raises(BadInput) as refused:
            asked()
        assert "Person" not in str(refused.value)
        assert "69" in str(refused.value)


@given(st.integers(0, 5_000))
def test_one_part_has_one_error_under_average_however_it_is_asked(seed: int) -> None:
    draw = np.random.default_rng(seed)
    table = {
        "area": np.repeat([1, 2, 3, 4], [4, 4, 1, 1]),
        "town": np.arange(10),
        "part": ["a", "b", "a", "b", "a", "a", "a", "a", "a", "b"],
        "y": draw.normal(5, 2, 10),
        "w": draw.uniform(2, 9, 10),
    }
    design = Design(table, weights="w", strata="area", clusters="town", lonely="average")
    for row in design.mean("y", by="part"):
        where = f"part == '{row.domain['part']}'"
        assert row.se == pytest.approx(design.ttest("y", where=where).se)
        assert row.se == pytest.approx(design.regress("y ~ 1", where=where)[0].se)


def test_the_variance_of_a_population_is_one_whichever_way_its_error_is_computed() -> None:
    table = sample(8)
    table["w"][[3, 17, 40]] = 0
    design = design_of(table)
    taylor, replicates = (own.variance("y", by="group") for own in (design, design.as_replicates("JKn")))
    assert [row.estimate for row in taylor] == pytest.approx([row.estimate for row in replicates], rel=1e-12)
    both = design.mean("y", by="group"), design.as_replicates("JKn").mean("y", by="group")
    simple = [[(row.se or 0) ** 2 / (row.deff or 0) for row in rows] for rows in both]
    assert simple[0] == pytest.approx(simple[1], rel=1e-9)
