"""Charts show what is known and how well, in colours that all can tell apart, mirrored where text is."""

import datetime as dt
import itertools
import re
from decimal import Decimal

import pytest
from lxml import etree

from mainstay.common.errors import BadInput
from mainstay.exchange.charts import PALETTE, chart, specification

AREAS = [
    {"area": "Zarqa", "jobs": Decimal("120.5"), "low": 90, "high": 150, "sex": "women"},
    {"area": "Al Husn", "jobs": None, "low": None, "high": None, "sex": "women"},
    {"area": "Zarqa", "jobs": 80, "low": 70, "high": 90, "sex": "men"},
]
MONTHS = [
    {"month": dt.date(2026, month, 1), "days": month * 10, "low": month, "high": month * 20}
    for month in (1, 2, 3)
]


@pytest.mark.parametrize("kind", ["bar", "line", "dots"])
@pytest.mark.parametrize("locale", ["en", "fr", "es", "ar"])
def test_every_kind_is_drawn_in_every_language(kind: str, locale: str) -> None:
    how = {"x": "area", "y": "jobs", "low": "low", "high": "high", "series": "sex", "locale": locale}
    svg = chart(kind, AREAS, title="Jobs lost", note="synthetic", unit="jobs", **how)  # type: ignore[arg-type]
    text = "".join(etree.fromstring(svg).itertext())
    assert "Jobs lost" in text
    assert "synthetic" in text


def test_a_png_is_a_png() -> None:
    assert chart("line", MONTHS, title="Days", x="month", y="days", format="png").startswith(b"\x89PNG")


def test_equal_rows_give_equal_charts() -> None:
    first, second = (chart("line", MONTHS, title="Days", x="month", y="days") for _ in range(2))
    assert first == second


def test_what_is_not_known_is_a_gap_and_no_zero() -> None:
    values = specification("bar", AREAS, title="Jobs", x="area", y="jobs")["data"]["values"]
    assert [value["jobs"] for value in values] == [120.5, None, 80]


def test_uncertainty_is_drawn_where_it_is_given() -> None:
    for kind, mark in (("bar", "rule"), ("dots", "rule"), ("line", "area")):
        bounds = specification(kind, MONTHS, title="D", x="month", y="days", low="low", high="high")  # type: ignore[arg-type]
        assert mark in [layer["mark"]["type"] for layer in bounds["layer"]]
        plain = specification(kind, MONTHS, title="D", x="month", y="days")  # type: ignore[arg-type]
        assert len(plain["layer"]) == 1


def test_names_keep_the_order_in_which_they_are_given() -> None:
    across = specification("bar", AREAS, title="J", x="area", y="jobs")["layer"][0]["encoding"]["x"]
    assert (across["type"], across["sort"]) == ("ordinal", ["Zarqa", "Al Husn"])


def test_an_arabic_chart_is_mirrored() -> None:
    made = specification("bar", AREAS, title="وظائف", x="area", y="jobs", locale="ar")
    encoding = made["layer"][0]["encoding"]
    assert encoding["x"]["scale"]["reverse"]
    assert encoding["y"]["axis"]["orient"] == "right"
    assert made["title"]["anchor"] == "end"


def test_bars_begin_at_zero() -> None:
    encoding = specification("bar", AREAS, title="J", x="area", y="jobs")["layer"][0]["encoding"]
    assert encoding["y"]["scale"] == {"zero": True}


def test_a_series_differs_by_shape_or_dash_too() -> None:
    for kind, channel in (("dots", "shape"), ("line", "strokeDash")):
        made = specification(kind, AREAS, title="J", x="area", y="jobs", series="sex")  # type: ignore[arg-type]
        assert channel in made["layer"][-1]["encoding"]


def test_nothing_to_draw_is_said() -> None:
    with pytest.raises(BadInput) as caught:
        chart("bar", [{"area": "A", "jobs": None}], title="Jobs", x="area", y="jobs")
    assert caught.value.code == "nothing_to_draw"


def lightness(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def deuteranope(colour: str) -> tuple[float, float, float]:
    """What a person without green cones sees: Viénot, Brettel and Mollon (1999), in linear RGB."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    mixed = 0.29275 * red + 0.70725 * green
    return mixed, mixed, -0.02234 * red + 0.02234 * green + blue


def test_colours_that_stand_side_by_side_differ_for_colour_blind_readers() -> None:
    for first, second in itertools.pairwise(PALETTE):
        apart = sum((a - b) ** 2 for a, b in zip(deuteranope(first), deuteranope(second), strict=True)) ** 0.5
        assert apart > 0.1, (first, second)
        assert lightness(first) != lightness(second)


def test_a_chart_in_arabic_has_the_digits_of_its_place() -> None:
    rows = [{"month": dt.date(2026, month, 1), "jobs": 1000 * month} for month in (1, 2, 3)]
    own = chart("line", rows, title="وظائف", x="month", y="jobs", locale="ar", digits="arab").decode()
    texts = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", own))
    assert "٣" in texts
    assert not re.search(r"[0-9]", texts)
    western = chart("line", rows, title="وظائف", x="month", y="jobs", locale="ar").decode()
    assert re.search(r"[0-9]", " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", western)))
