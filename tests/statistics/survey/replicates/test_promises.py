"""What replicate weights promise beside their numbers: refusals that help, and nothing dropped unseen."""

from typing import Any

import numpy as np
import pytest

from mainstay.common.errors import BadInput
from mainstay.statistics.survey import Design, ReplicateDesign
from mainstay.statistics.survey.replicates.design import KEPT
from tests.statistics.survey.test_equals_r_survey import people

TABLE: dict[str, Any] = {
    "w": [2.0, 2.0, 4.0, 4.0],
    "wr1": [0.0, 4.0, 4.0, 4.0],
    "wr2": [4.0, 0.0, 4.0, 4.0],
    "wr3": [2.0, 2.0, 0.0, 8.0],
    "wr4": [2.0, 2.0, 8.0, 0.0],
    "area": ["n", "n", "s", "s"],
    "jobs": [1.0, 0.0, 2.0, 1.0],
}
JKN: dict[str, Any] = {"weights": "w", "replicates": "wr*", "kind": "JKn", "rscales": 0.5}


def test_a_pattern_names_the_replicates_and_never_the_weights() -> None:
    design = ReplicateDesign(TABLE, **JKN | {"replicates": "w*"})
    assert 4 == len(design.source)
    assert design.total("jobs")[0].se == pytest.approx(20**0.5)
    assert "replicate weights (JKn, 4 replicates)" in design.total("jobs")[0].method


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"replicates": "rep_*"}, "names 0 different replicate columns"),
        ({"replicates": ["wr1", "wr1"]}, "names 1 different replicate columns"),
        ({"replicates": ["wr1", "nowhere"]}, "no column nowhere"),
        ({"kind": "jackknife"}, "Choose one of JK1, JKn"),
        ({"rscales": None}, "need rscales: for each replicate"),
        ({"rscales": [0.5, 0.5]}, "2 numbers for 4 replicates"),
        ({"rscales": -1.0}, "rscales multiplies squares"),
        ({"kind": "BRR", "scale": 0.25}, "BRR fix their scale"),
        ({"kind": "SDR"}, "SDR fix their rscales"),
        ({"kind": "Fay"}, "needs rho"),
        ({"rho": 0.5}, "Rho belongs to kind Fay"),
        ({"df": 0}, "whole number of 1 or more"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_way_out(given: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        ReplicateDesign(TABLE, **JKN | given)


def test_a_missing_replicate_weight_is_named_by_column_and_row() -> None:
    with pytest.raises(BadInput, match="row 3, wr2: is missing or infinite"):
        ReplicateDesign(TABLE | {"wr2": [4.0, 0.0, None, 4.0]}, **JKN)


def test_replicates_without_a_value_in_a_small_domain_are_left_out_and_said() -> None:
    found = ReplicateDesign(TABLE | {"area": ["n", "s", "s", "s"]}, **JKN).mean("jobs", by="area")
    assert "jobs in area n: 1 of 4 replicates have no value and were left out." in found.notes
    assert found.notes[0] in str(found)
    assert (0.0, 0) == (found[0].se, found[0].df)
    assert np.diag(found.covariance()).tolist() == pytest.approx([row.se**2 for row in found])


def test_factors_that_are_said_to_be_whole_weights_are_noticed() -> None:
    factors = {f"f{k}": [value / 40 for value in TABLE[f"wr{k}"]] for k in range(1, 5)}
    design = ReplicateDesign(TABLE | factors, **JKN | {"replicates": "f*"})
    assert "Factors that multiply the weights need combined=False." in design.total("jobs").notes[0]


def test_negative_replicate_weights_are_taken_as_they_are_published() -> None:
    found = ReplicateDesign(TABLE | {"wr1": [-1.0, 5.0, 4.0, 4.0]}, **JKN | {"mse": True}).total("jobs")
    assert found[0].se ** 2 == pytest.approx(0.5 * (3**2 + 2**2 + 4**2 + 4**2))


def test_what_is_kept_of_the_rows_does_not_grow_with_the_questions() -> None:
    design = ReplicateDesign(TABLE | {f"q{k}": ["a", "b", "a", "b"] for k in range(KEPT + 4)}, **JKN)
    first = design.mean("jobs", by="q0")
    for place in range(1, KEPT + 4):
        design.mean("jobs", by=f"q{place}")
    assert KEPT == len(design._cells) == len(design._domains)
    assert first.to_dicts() == design.mean("jobs", by="q0").to_dicts()


def test_without_a_column_of_weights_each_row_counts_once_and_that_is_said() -> None:
    found = ReplicateDesign(TABLE, **JKN | {"weights": None}).mean("jobs")
    assert 1.0 == found[0].estimate
    assert "each row counts once" in found.notes[0]


def test_given_degrees_of_freedom_serve_every_domain() -> None:
    found = ReplicateDesign(TABLE, **JKN | {"df": 79}).mean("jobs", by="area")
    assert [79, 79] == [row.df for row in found]


@pytest.mark.parametrize(
    ("given", "kind", "said"),
    [
        ({}, {"kind": "JK1"}, "this one has 4"),
        ({}, {"kind": "BRR"}, "east have an odd number"),
        ({}, {"kind": "bootstrap"}, "needs a seed"),
        ({}, {"kind": "JKn", "seed": 1}, "follow from the design"),
        ({}, {"kind": "Fay"}, "needs rho"),
        ({}, {"kind": "BRR", "rho": 0.3}, "needs rho"),
        ({}, {"kind": "SDR"}, "cannot be made from this sample"),
        ({"purposive": True}, {"kind": "JKn"}, "drawn by chance"),
        (
            {"strata": "thin", "lonely": "adjust"},
            {"kind": "subbootstrap", "seed": 1},
            "w1 has only one sampled unit",
        ),
    ],
)
def test_a_design_says_which_replicates_it_cannot_give(
    given: dict[str, Any], kind: dict[str, Any], said: str
) -> None:
    design = Design(
        people(), **{"weights": "weight", "strata": "region", "clusters": "town", "nest": True} | given
    )
    with pytest.raises(BadInput, match=said):
        design.as_replicates(**kind)


def test_what_a_conversion_drops_is_said() -> None:
    table = people()
    even = [place for place, region in enumerate(table["region"]) if region != "east"]
    design = Design(
        {name: [values[place] for place in even] for name, values in table.items()},
        weights="weight", strata="region", clusters=["town", "household"], fpc=["towns", "households"], nest=True,
    )  # fmt: skip
    halves, jackknife = design.as_replicates("BRR").total("age"), design.as_replicates("JKn").total("age")
    assert "the design's was dropped" in halves.notes[0]
    assert "split into pairs in the order of their units: north, south" in halves.notes[1]
    assert ["Finite population corrections after the first stage were dropped."] == list(jackknife.notes)


def test_a_replicate_that_cannot_be_adjusted_is_named() -> None:
    design = ReplicateDesign(TABLE | {"area": ["n", "s", "s", "s"]}, **JKN)
    with pytest.raises(BadInput, match="replicate 1 cannot be adjusted"):
        design.poststratify("area", {"n": 4, "s": 9})
