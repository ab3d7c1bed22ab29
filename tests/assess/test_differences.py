"""What lies between groups or surveys is said in the same plain sentence wherever it stands."""

import pytest

from mainstay.assess.documents.differences import between_groups, between_surveys
from mainstay.assess.methods.share_difference import Difference

LESS = Difference(-0.12, -0.19, -0.05)


def test_a_group_that_lies_lower_is_told_without_signs_and_the_smaller_end_first():
    assert "12 points less than women; between 5 and 19." == between_groups(LESS, "women", share=True)
    assert "Fell by 12 points; between 5 and 19." == between_surveys(LESS, share=True)
    assert "0.12 less than women; between 0.05 and 0.19." == between_groups(LESS, "women", share=False)


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        (Difference(0.041, 0.004, 0.08), "Rose by 4.1 points; between 0.4 and 8.0."),
        (Difference(0.152, 0.003, 0.301), "Rose by 15.2 points; between 0.3 and 30.1."),
        (Difference(0.3, 0.16, 0.42), "Rose by 30 points; between 16 and 42."),
    ],
    ids=["small", "an end near nothing", "large"],
)
def test_no_number_of_a_difference_that_is_told_is_told_as_nothing(gap, said):
    assert said == between_surveys(gap, share=True)


def test_what_lies_within_the_error_is_never_told_as_more_or_less():
    gap = Difference(0.1, -0.08, 0.28)
    assert (
        "Cannot be told apart from women: the difference lies between \u22128 and 28 points."
        == between_groups(gap, "women", share=True)
    )
    assert "Cannot be told apart: the difference lies between \u22120.08 and 0.28." == between_surveys(
        gap, share=False
    )


def test_where_people_were_not_chosen_by_lot_nothing_is_said_of_the_difference():
    assert between_surveys(None, share=True).startswith("People were not chosen by lot in both surveys")
