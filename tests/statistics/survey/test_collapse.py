"""Strata of one unit joined with a neighbour: the same as if an analyst had joined them by hand."""

from typing import Any

import numpy as np
import pytest

from mainstay.common.errors import BadInput
from mainstay.statistics.survey import Design
from tests.statistics.survey.test_design import sample
from tests.statistics.survey.test_equals_r_survey import STAGES, people

KEYS = ("estimate", "se", "df", "strata", "psus")


def numbers(design: Design, **asked: Any) -> list[list[Any]]:
    return [[getattr(row, key) for key in KEYS] for row in design.mean("y", **asked)]


def test_a_lonely_stratum_joins_the_next_and_the_last_the_one_before() -> None:
    table = sample(11)
    table["town"] = np.where(np.isin(table["area"], [0, 2]), 1, table["town"])
    joined = Design(table, weights="w", strata="area", clusters="town", nest=True, lonely="collapse")
    by_hand = table | {"town": table["area"] * 10 + table["town"], "area": np.zeros(len(table["y"]))}
    assert numbers(Design(by_hand, weights="w", strata="area", clusters="town")) == [
        pytest.approx(row) for row in numbers(joined)
    ]
    found = joined.mean("y", by="group")
    assert "Stratum 0, 2 has one sampled unit and was joined with 1." in str(found)


def test_fractions_of_joined_strata_are_those_of_their_units_together() -> None:
    table = people()
    joined = Design(table, **(STAGES | {"strata": "thin", "lonely": "collapse"}))
    table["pair"] = ["w" if name in {"w1", "w2"} else name for name in table["thin"]]
    table["towns"] = [
        24.0 if name == "w" else count for name, count in zip(table["pair"], table["towns"], strict=True)
    ]
    by_hand = Design(table, **(STAGES | {"strata": "pair"}))
    for ask in ("mean", "total"):
        for mine, other in zip(
            getattr(joined, ask)("income", by="sex"), getattr(by_hand, ask)("income", by="sex"), strict=True
        ):
            assert [getattr(other, key) for key in KEYS] == pytest.approx(
                [getattr(mine, key) for key in KEYS]
            )


def test_a_lonely_stratum_without_a_neighbour_is_refused() -> None:
    with pytest.raises(BadInput, match="only one sampled unit"):
        Design({"town": [1, 1], "y": [1, 2]}, clusters="town", lonely="collapse")
