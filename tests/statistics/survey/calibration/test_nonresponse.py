"""Respondents stand for their class; extreme weights are cut without losing anybody."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.common.errors import BadInput
from mainstay.statistics.survey import Design
from mainstay.statistics.survey.calibration import adjust_nonresponse, trim

TABLE = {
    "region": ["n"] * 4 + ["s"] * 4,
    "area": ["rural", "rural", "urban", "urban"] * 2,
    "done": [1, 1, 1, 0, 1, 1, 1, 1],
}


def test_sums_of_weights_in_each_class_stay() -> None:
    weights = [1.0, 2, 3, 4, 5, 6, 7, 8]
    found = adjust_nonresponse(TABLE, weights, "done", ["region", "area"], smallest=1)
    assert [1, 2, 7, 0, 5, 6, 7, 8] == pytest.approx(found.weights)
    assert [("n / rural",), ("n / urban",), ("s / rural",), ("s / urban",)] == [
        own.names for own in found.classes
    ]
    urban = found.classes[1]
    assert (2, 1) == (urban.selected, urban.responded)
    assert (3 / 7, 7 / 3) == pytest.approx((urban.rate, urban.factor))
    assert 7 / 3 == pytest.approx(found.report.largest)


def test_small_classes_are_refused_by_name_or_joined_within_their_region() -> None:
    weights = [1.0] * 8
    with pytest.raises(BadInput, match="n / urban: 1 respondents"):
        adjust_nonresponse(TABLE, weights, "done", ["region", "area"], smallest=2)
    found = adjust_nonresponse(TABLE, weights, "done", ["region", "area"], smallest=2, join=True)
    assert [("n / rural", "n / urban")] == [own.names for own in found.joined]
    assert [4 / 3] * 3 + [0] + [1] * 4 == pytest.approx(found.weights)


def test_a_class_without_respondents_stops_even_when_joined() -> None:
    with pytest.raises(BadInput, match="0 respondents"):
        adjust_nonresponse({"a": ["x", "y"], "done": [0, 0]}, [1, 1], "done", "a", join=True)


def test_class_and_response_must_be_known_where_there_is_a_weight() -> None:
    table = {"a": ["x", None, "x"], "done": [1, 1, None]}
    with pytest.raises(BadInput, match="row 2, a") as refused:
        adjust_nonresponse(table, [1, 1, 1], "done", "a", smallest=1)
    assert "row 3, done" in str(refused.value)
    assert [1, 0, 0] == adjust_nonresponse(table, [1, 0, 0], "done", "a", smallest=1).weights.tolist()


@given(st.lists(st.floats(0.1, 50), min_size=2, max_size=40), st.floats(0.2, 0.9), st.floats(1.1, 4))
def test_trimming_keeps_the_sum_and_strict_trimming_the_limits(given, low, high) -> None:
    weights = np.array(given)
    lower, upper = low * weights.mean(), high * weights.mean()
    try:
        found = trim(weights, lower=lower, upper=upper, strict=True)
    except BadInput:
        assert ((weights < lower) | (weights > upper)).any()
        return
    assert weights.sum() == pytest.approx(found.weights.sum())
    assert (found.weights >= lower * (1 - 1e-12)).all()
    assert (found.weights <= upper * (1 + 1e-12)).all()


def test_a_unit_out_of_the_sample_is_not_trimmed_in() -> None:
    assert [0, 3, 4, 5] == trim([0.0, 1.0, 2.0, 9.0], upper=5).weights.tolist()


def test_limits_that_no_weights_can_keep_are_refused() -> None:
    with pytest.raises(BadInput, match="mean weight"):
        trim([1.0, 2.0, 3.0], upper=1.5)


def test_a_sample_and_each_of_its_replicates_keep_the_sums_of_the_classes() -> None:
    rows = 24
    table = {
        "w": [1.0 + k % 3 for k in range(rows)],
        "stratum": [k % 2 for k in range(rows)],
        "town": [k // 4 for k in range(rows)],
        "region": ["n" if k % 3 else "s" for k in range(rows)],
        "done": [0 if k % 5 == 0 else 1 for k in range(rows)],
        "y": [float(k) for k in range(rows)],
    }
    design = Design(table, weights="w", strata="stratum", clusters="town", nest=True)
    adjusted = design.adjust_nonresponse("done", "region", smallest=1)
    assert 24 - 5 == adjusted.mean("y")[0].n
    assert design.total("region").to_dicts()[0]["estimate"] == pytest.approx(
        adjusted.total("region")[0].estimate
    )
    before, after = design.as_replicates("JKn"), adjusted.as_replicates("JKn")
    redone = before.adjust_nonresponse("done", "region", smallest=1)
    assert after.mean("y")[0].se == pytest.approx(redone.mean("y")[0].se)
    assert before.total("region")[0].se == pytest.approx(redone.total("region")[0].se)
