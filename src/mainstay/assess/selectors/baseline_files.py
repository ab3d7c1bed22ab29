"""Baseline, exposure and impact from small tables that a user has at hand."""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mainstay.assess.methods.estimate_range import Range
from mainstay.assess.methods.jobs_lost import BaselineCell
from mainstay.common.texts import noop as _

if TYPE_CHECKING:
    from mainstay.exchange.tables import Column


def _text(name: str, label: str) -> "Column":
    from mainstay.exchange.tables import Column

    return Column(name, label, required=True)


def _number(name: str, label: str, *, required: bool = True, maximum: Decimal | None = None) -> "Column":
    from mainstay.exchange.tables import Column

    return Column(name, label, "decimal", required=required, minimum=Decimal(0), maximum=maximum)


def _rows(given: Any, name: str, *columns: "Column") -> list[dict[str, Any]]:
    from mainstay.exchange.tables import Sheet, read_table

    filename = Path(str(getattr(given, "name", given))).name
    staged = read_table(given, filename, Sheet(name, columns))
    staged.require_clean()
    return [row.values for row in staged.rows]


def read_baseline(given: Any) -> list[BaselineCell]:
    """Return who worked where before: columns area, sector, sex, employed, own_account_share."""
    rows = _rows(
        given,
        "baseline",
        _text("area", _("area")),
        _text("sector", _("sector")),
        _text("sex", _("sex")),
        _number("employed", _("employed")),
        _number("own_account_share", _("own_account_share"), required=False, maximum=Decimal(1)),
    )
    return [
        BaselineCell(
            row["area"],
            row["sector"],
            row["sex"],
            float(row["employed"]),
            float(row.get("own_account_share") or 0),
        )
        for row in rows
    ]


def read_people(given: Any) -> dict[tuple[str, str], float]:
    """Return those of 15 and over by area and sex: columns area, women, men."""
    rows = _rows(
        given, "people", _text("area", _("area")), _number("women", _("women")), _number("men", _("men"))
    )
    return {
        (row["area"], sex): float(row[name]) for row in rows for sex, name in (("F", "women"), ("M", "men"))
    }


def read_exposure(given: Any) -> dict[str, float]:
    """Return the share of each area's people that was hit: columns area, share."""
    rows = _rows(
        given, "exposure", _text("area", _("area")), _number("share", _("share"), maximum=Decimal(1))
    )
    return {row["area"]: float(row["share"]) for row in rows}


def read_impact(given: Any) -> dict[str, Range]:
    """Return the share of the exposed who lost their work in each sector (or *): sector, low, central, high."""
    bounds = (
        _number("low", _("low"), maximum=Decimal(1)),
        _number("central", _("central"), maximum=Decimal(1)),
        _number("high", _("high"), maximum=Decimal(1)),
    )
    rows = _rows(given, "impact", _text("sector", _("sector")), *bounds)
    return {
        row["sector"]: Range(float(row["low"]), float(row["central"]), float(row["high"])) for row in rows
    }
