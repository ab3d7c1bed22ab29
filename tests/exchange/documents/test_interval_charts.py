"""Charts of estimates by group: dots with their intervals, doubt drawn by shape, mirrored where text is."""

import pytest

from mainstay.common.errors import BadInput
from mainstay.exchange.interval_charts import Dot, Panel, interval_chart, panels_specification

PANEL = Panel("Lost work", [Dot("women", 70, 60, 80), Dot("men", 40, 30, 52, doubtful=True)], (0, 100), " %")


def test_every_language_gives_the_same_picture_again() -> None:
    for locale, digits in (("en", "latn"), ("ar", "arab")):
        first, second = (
            interval_chart([PANEL], description="Lost", locale=locale, digits=digits) for _ in range(2)
        )
        assert first == second
        assert first.startswith(b"\x89PNG")


def test_the_axis_runs_the_other_way_in_arabic_and_names_stand_at_the_right() -> None:
    for locale, mirrored, side in (("en", False, "left"), ("ar", True, "right")):
        drawn = panels_specification([PANEL], description="Lost", locale=locale)["vconcat"][0]
        encoding = drawn["layer"][0]["encoding"]
        assert (mirrored, side) == (encoding["x"]["scale"]["reverse"], encoding["y"]["axis"]["orient"])


def test_groups_keep_their_order_and_doubt_is_told_with_each_value() -> None:
    drawn = panels_specification([PANEL], description="Lost")["vconcat"][0]
    assert ["women", "men"] == drawn["layer"][0]["encoding"]["y"]["sort"]
    assert [False, True] == [value["doubtful"] for value in drawn["data"]["values"]]


def test_a_panel_without_a_dot_is_left_out_and_none_at_all_is_refused() -> None:
    empty = Panel("Nothing", [])
    assert 1 == len(panels_specification([empty, PANEL], description="Lost")["vconcat"])
    with pytest.raises(BadInput, match="nothing to draw"):
        interval_chart([empty], description="Lost")
