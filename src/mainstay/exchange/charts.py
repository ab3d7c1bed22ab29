"""Charts drawn on the server: SVG for pages and documents, PNG for files, safe for colour-blind readers.

Bars, lines, and dots with whiskers; where a lower and an upper bound are given the uncertainty is drawn. Each
chart can carry a note (such as «synthetic») that stands under its title and cannot be cut off unseen.
"""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

Kind = Literal["bar", "line", "dots"]

INK, QUIET, LINE, ACCENT = "#1d2329", "#5b6670", "#dfe4e8", "#0072b2"
# Okabe and Ito (2008), in an order in which neighbours differ also in lightness; vermilion, which means late
# or refused on our pages, comes last.
PALETTE = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#1d2329", "#d55e00")
FONTS = Path(__file__).parent / "fonts"
# Liberation Sans is inside the renderer and as wide as Arial; Arabic is shipped beside this module.
_LATIN, _ARABIC = "Liberation Sans, Arial, sans-serif", "Noto Sans Arabic, Liberation Sans, Arial, sans-serif"
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "ur", "he", "ps"})
_ARABIC_SCRIPT = frozenset({"ar", "fa", "ur", "ps"})
_NUMBERS = {"fr": "fr-FR", "es": "es-ES", "pt": "pt-BR", "ru": "ru-RU", "de": "de-DE"}
_TIMES = {"fr": "fr-FR", "es": "es-ES", "ar": "ar-EG", "pt": "pt-BR", "ru": "ru-RU", "de": "de-DE"}
#: Numbers with Arabic's own digits, as the drawing library takes them.
_EASTERN: dict[str, Any] = {
    "decimal": "٫", "thousands": "٬", "grouping": [3], "currency": ["", ""], "numerals": list("٠١٢٣٤٥٦٧٨٩"),
}  # fmt: skip
#: Of Vega-Lite, which the renderer speaks.
VERSION = "6.1"


def chart(
    kind: Kind,
    rows: Sequence[Mapping[str, Any]],
    *,
    title: str,
    x: str,
    y: str,
    low: str | None = None,
    high: str | None = None,
    series: str | None = None,
    unit: str = "",
    note: str = "",
    locale: str = "en",
    digits: str = "latn",
    format: Literal["svg", "png"] = "svg",
    x_title: str = "",
    width: int = 640,
    height: int = 320,
) -> bytes:
    """Return the chart of `rows` as SVG or PNG.

    `x`, `y`, `low`, `high` and `series` name the keys of each row. A value of None is a gap, never a zero.
    `x` may be dates, numbers or names (kept in the order given). In languages written from right to left the
    chart is mirrored. `digits` ``arab`` writes numbers with Arabic's own (the place decides, not the language).
    BadInput when there is nothing to draw.
    """
    import vl_convert

    spec = specification(
        kind, rows, title=title, x=x, y=y, low=low, high=high, series=series, unit=unit, note=note,
        locale=locale, digits=digits, x_title=x_title, width=width, height=height,
    )  # fmt: skip
    register_fonts()
    how: dict[str, Any] = {
        "vl_version": VERSION,
        "allowed_base_urls": [],
        "format_locale": number_locale(locale, digits),
        "time_format_locale": _TIMES.get(locale[:2].lower(), "en-US"),
    }
    if format == "png":
        return bytes(vl_convert.vegalite_to_png(json.dumps(spec), scale=2, **how))
    return str(vl_convert.vegalite_to_svg(json.dumps(spec), **how)).encode()


@cache
def register_fonts() -> None:
    """Let the renderer know the fonts that are shipped; once for each process."""
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))


def number_locale(locale: str, digits: str) -> Any:
    """Return how the renderer writes numbers in a language, with Arabic's own digits where `digits` is ``arab``."""
    return _EASTERN if digits == "arab" else _NUMBERS.get(locale[:2].lower(), "en-US")


def is_mirrored(locale: str) -> bool:
    """Return whether a language is written from right to left."""
    return locale[:2].lower() in _RIGHT_TO_LEFT


def look_of(locale: str) -> dict[str, Any]:
    """Return the house's look of a chart, with the font of the language."""
    return _config(_ARABIC if locale[:2].lower() in _ARABIC_SCRIPT else _LATIN)


def specification(
    kind: Kind,
    rows: Sequence[Mapping[str, Any]],
    *,
    title: str,
    x: str,
    y: str,
    low: str | None = None,
    high: str | None = None,
    series: str | None = None,
    unit: str = "",
    note: str = "",
    locale: str = "en",
    digits: str = "latn",
    x_title: str = "",
    width: int = 640,
    height: int = 320,
) -> dict[str, Any]:
    """Return the chart as a Vega-Lite specification, with its data inside."""
    keys = [key for key in (x, y, low, high, series) if key]
    values = [{key: _plain(row.get(key)) for key in keys} for row in rows]
    if not any(value[y] is not None for value in values):
        raise BadInput(
            "nothing_to_draw", _("There is nothing to draw for «{title}»: no row has a value."), title=title
        )
    mirrored = is_mirrored(locale)
    encoding = {
        "x": _across(rows, values, x, x_title, mirrored=mirrored),
        "y": {
            "field": y,
            "type": "quantitative",
            "title": unit or None,
            "axis": {"orient": "right" if mirrored else "left"},
            "scale": {"zero": kind == "bar"},
        },
        "color": _colour(series, values),
    }
    if digits == "arab" and encoding["x"]["type"] == "temporal":
        # The library writes days and years with Western digits in every language.
        encoding["x"]["axis"]["labelExpr"] = _eastern("datum.label")
    layers = _layers(kind, series, encoding, (low, high))
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "title": _title(title, note, mirrored=mirrored),
        "description": ". ".join(part for part in (title, note, unit) if part),
        "data": {"values": values},
        "width": width,
        "height": height,
        "layer": layers,
        "config": look_of(locale),
    }


def _eastern(expression: str) -> str:
    for western, eastern in zip("0123456789", _EASTERN["numerals"], strict=True):
        expression = f"replace({expression}, /{western}/g, '{eastern}')"
    return expression


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def _across(
    rows: Sequence[Mapping[str, Any]],
    values: Sequence[Mapping[str, Any]],
    x: str,
    label: str,
    *,
    mirrored: bool,
) -> dict[str, Any]:
    """Return the encoding across the page: time, numbers, or names in the order in which they first stand."""
    across: dict[str, Any] = {"field": x, "title": label or None, "scale": {"reverse": mirrored}}
    given = [row.get(x) for row in rows if row.get(x) is not None]
    if given and all(isinstance(each, dt.date) for each in given):
        return {**across, "type": "temporal", "axis": {"grid": False, "labelOverlap": True}}
    if given and all(
        isinstance(each, int | float | Decimal) and not isinstance(each, bool) for each in given
    ):
        return {
            **across,
            "type": "quantitative",
            "axis": {"grid": False},
            "scale": {"reverse": mirrored, "zero": False},
        }
    names = list(dict.fromkeys(value[x] for value in values))
    longest = max((len(str(name)) for name in names), default=0)
    angle = -35 if longest * len(names) > 70 else 0
    return {**across, "type": "ordinal", "sort": names, "axis": {"labelAngle": angle, "labelLimit": 160}}


def _colour(series: str | None, values: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    if series is None:
        return {"value": ACCENT}
    names = list(dict.fromkeys(value[series] for value in values))
    scale = {"domain": names, "range": [PALETTE[at % len(PALETTE)] for at in range(len(names))]}
    return {"field": series, "type": "nominal", "title": None, "scale": scale}


def _layers(
    kind: Kind, series: str | None, encoding: dict[str, Any], bounds: tuple[str | None, str | None]
) -> list[dict[str, Any]]:
    """Return what is drawn, the uncertainty under the value; a series differs by shape or dash too."""
    low, high = bounds
    if series and kind in {"bar", "dots"} and encoding["x"]["type"] == "ordinal":
        encoding = {**encoding, "xOffset": {"field": series, "sort": encoding["color"]["scale"]["domain"]}}
    spread = (
        {**encoding, "y": {**encoding["y"], "field": low}, "y2": {"field": high}} if low and high else None
    )
    same = _same_legend(encoding["color"]) if series else None
    if kind == "line":
        band = [{"mark": {"type": "area", "opacity": 0.18}, "encoding": spread}] if spread else []
        dashed = {**encoding, "strokeDash": same} if same else encoding
        return [
            *band,
            {"mark": {"type": "line", "strokeWidth": 2, "point": {"size": 28}}, "encoding": dashed},
        ]
    whisker = [{"mark": {"type": "rule", "strokeWidth": 2}, "encoding": spread}] if spread else []
    if kind == "dots":
        shaped = {**encoding, "shape": same} if same else encoding
        return [*whisker, {"mark": {"type": "point", "filled": True, "size": 70}, "encoding": shaped}]
    if spread:
        whisker = [
            {"mark": {"type": "rule", "strokeWidth": 2, "color": INK}, "encoding": _without(spread, "color")}
        ]
    return [{"mark": {"type": "bar"}, "encoding": encoding}, *whisker]


def _same_legend(colour: Mapping[str, Any]) -> dict[str, Any]:
    """Return an encoding by shape or dash that shares the legend of the colours: same field, same order."""
    return {**colour, "scale": {"domain": colour["scale"]["domain"]}}


def _without(encoding: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in encoding.items() if name != key}


def _title(title: str, note: str, *, mirrored: bool) -> dict[str, Any]:
    made: dict[str, Any] = {"text": title, "anchor": "end" if mirrored else "start", "offset": 12}
    return {**made, "subtitle": note} if note else made


def _config(font: str) -> dict[str, Any]:
    return {
        "font": font,
        "background": "#ffffff",
        "view": {"stroke": None},
        "title": {"color": INK, "fontSize": 15, "subtitleColor": "#a04000", "subtitleFontSize": 12},
        "axis": {
            "labelColor": QUIET, "titleColor": QUIET, "labelFontSize": 12, "titleFontSize": 12,
            "gridColor": LINE, "domainColor": LINE, "tickColor": LINE, "titleFontWeight": "normal",
        },
        "legend": {"orient": "bottom", "labelColor": INK, "labelFontSize": 12, "symbolOpacity": 1},
        "point": {"opacity": 1},
    }  # fmt: skip
