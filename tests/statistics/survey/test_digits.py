"""Errors keep their digits: beside sums with twice the digits, also where nearly all of a square cancels."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.statistics.survey import Design

Longs = npt.NDArray[np.longdouble]
STRATA, UNITS, ROWS = 3, 4, 5


def error_of_mean(values: Longs, weights: Longs, inside: npt.NDArray[np.bool_]) -> float:
    """Return the error of the mean of the rows `inside`, by the differences one by one in long doubles."""
    inner = np.where(inside, weights, np.longdouble(0))
    mean = (inner * values).sum() / inner.sum()
    units = (inner * (values - mean)).reshape(STRATA, UNITS, ROWS).sum(axis=2)
    apart = units - units.mean(axis=1, keepdims=True)
    variance = (apart**2).sum() * UNITS / (UNITS - 1) / inner.sum() ** 2
    return float(np.sqrt(variance))


@given(
    seed=st.integers(0, 10_000),
    place=st.sampled_from([0.0, 5.0, 1e3, 1e7]),
    between=st.sampled_from([1.0, 1e-3, 1e-6]),
)
def test_the_error_of_a_mean_keeps_nine_digits(seed: int, place: float, between: float) -> None:
    draw = np.random.default_rng(seed)
    rows = STRATA * UNITS * ROWS
    unit = np.repeat(np.arange(STRATA * UNITS), ROWS)
    within = np.tile(np.linspace(-1, 1, ROWS), STRATA * UNITS)
    values = place + within + between * draw.normal(size=STRATA * UNITS)[unit]
    weights, group = np.full(rows, 2.0), np.tile([0, 1, 1, 1, 0], STRATA * UNITS)
    found = Design(
        {"y": values, "w": weights, "unit": unit, "stratum": unit // UNITS, "group": group},
        weights="w",
        strata="stratum",
        clusters="unit",
    )
    asked = [(row, group == row.domain["group"]) for row in found.mean("y", by="group")]
    for row, inside in [*asked, (found.mean("y")[0], group >= 0)]:
        expected = error_of_mean(values.astype(np.longdouble), weights.astype(np.longdouble), inside)
        lost = 1e-15 * max(1.0, place)
        assert row.se == pytest.approx(expected, rel=1e-9, abs=lost)
