"""Estimates of several figures by group, as dots with their intervals, one under the other: for documents.

Names stand beside the dots, so that long ones are read without turning the page. A doubtful estimate is hollow and
its line dashed: it differs in shape, and not in colour alone.
"""

import json
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from . import charts

#: Pixels: of the drawing without the names, of one row, of the names beside it; letters in a line of a heading.
WIDTH, ROW, NAMES = 430, 17, 120
HEADING = 78


@dataclass(frozen=True, slots=True)
class Dot:
    """One estimate of a group with its interval, in the unit of the axis; `doubtful` is drawn hollow."""

    group: str
    value: float
    low: float | None = None
    high: float | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """One figure: its name, its groups, the ends of its axis (else as far as its dots reach), the unit on the axis."""

    title: str
    dots: Sequence[Dot]
    ends: tuple[float, float] | None = None
    unit: str = ""


def interval_chart(
    panels: Sequence[Panel], *, description: str, locale: str = "en", digits: str = "latn"
) -> bytes:
    """Return the panels as one picture (PNG), the first on top; mirrored where the language runs from right to left.

    `description` is what a reader gets who cannot see it. BadInput when no panel has a dot.
    """
    import vl_convert

    charts.register_fonts()
    spec = panels_specification(panels, description=description, locale=locale)
    return bytes(
        vl_convert.vegalite_to_png(
            json.dumps(spec), scale=3, vl_version=charts.VERSION, allowed_base_urls=[],
            format_locale=charts.number_locale(locale, digits),
        )
    )  # fmt: skip


def panels_specification(panels: Sequence[Panel], *, description: str, locale: str = "en") -> dict[str, Any]:
    """Return the panels as a Vega-Lite specification, with their values inside."""
    drawn = [panel for panel in panels if panel.dots]
    if not drawn:
        raise BadInput("nothing_to_draw", _("There is nothing to draw for «{title}»: no row has a value."), title=description)  # fmt: skip
    mirrored = charts.is_mirrored(locale)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "description": description,
        "vconcat": [_panel(panel, mirrored=mirrored) for panel in drawn],
        "spacing": 12,
        "config": {
            **charts.look_of(locale),
            "title": {"color": charts.INK, "fontSize": 12, "fontWeight": "bold", "offset": 4},
        },
    }


def _panel(panel: Panel, *, mirrored: bool) -> dict[str, Any]:
    names = [dot.group for dot in panel.dots]
    values = [
        {"group": dot.group, "value": dot.value, "low": dot.low, "high": dot.high, "doubtful": dot.doubtful}
        for dot in panel.dots
    ]
    across = {
        "field": "value", "type": "quantitative", "title": None,
        "scale": {"reverse": mirrored, "zero": False, "nice": panel.ends is None}
        | ({"domain": list(panel.ends)} if panel.ends else {}),
        "axis": {"tickCount": 5, "grid": True, "labelExpr": f"datum.label + {json.dumps(panel.unit)}"},
    }  # fmt: skip
    down = {
        "field": "group", "type": "nominal", "sort": names, "title": None,
        "axis": {
            "orient": "right" if mirrored else "left", "minExtent": NAMES, "maxExtent": NAMES,
            "labelLimit": NAMES - 8, "labelColor": charts.INK, "ticks": False, "domain": False,
        },
    }  # fmt: skip
    return {
        "title": {
            "text": textwrap.wrap(panel.title, HEADING) or [""],
            "anchor": "end" if mirrored else "start",
            "frame": "bounds",
        },
        "data": {"values": values},
        "width": WIDTH,
        "height": {"step": ROW},
        "layer": _layers(across, down),
    }


def _layers(across: dict[str, Any], down: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the line of each interval, and on it the dot of the estimate."""
    dashed = {"condition": {"test": "datum.doubtful", "value": [3, 3]}, "value": [1, 0]}
    filled = {"condition": {"test": "datum.doubtful", "value": "#ffffff"}, "value": charts.ACCENT}
    return [
        {
            "mark": {"type": "rule", "strokeWidth": 2, "color": charts.ACCENT},
            "transform": [{"filter": "datum.low !== null && datum.high !== null"}],
            "encoding": {"x": {**across, "field": "low"}, "x2": {"field": "high"}, "y": down, "strokeDash": dashed},
        },
        {
            "mark": {"type": "point", "size": 55, "strokeWidth": 2, "stroke": charts.ACCENT, "filled": False},
            "encoding": {"x": across, "y": down, "fill": filled},
        },
    ]  # fmt: skip
