"""`mainstay assess scenario`: who may have lost work, from where the hazard was felt."""

from collections.abc import Mapping
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mainstay.common.errors import BadInput, Problem
from mainstay.common.texts import noop as _
from mainstay.page.terminal import say

from .output import FileFormatOption, Out, answering, format_of, give, told
from .sampling import as_table
from .sheets import Sheet, read_sheet
from .work_losses import in_file

if TYPE_CHECKING:
    from mainstay.assess.methods.estimate_range import Range
    from mainstay.assess.methods.exposure_scenario import Scenario

EXAMPLE = ("mainstay assess scenario cells.csv employment.csv shares.csv --at-least 7 --error 0.5",)


def scenario(
    cells: Annotated[
        Path,
        typer.Argument(
            help="Table with a row for each cell of the map: district, intensity (empty: not read), people of working age.",
            show_default=False,
        ),
    ],
    rates: Annotated[
        Path,
        typer.Argument(
            help="Employment rate of each district: district, low, rate, high.", show_default=False
        ),
    ],
    shares: Annotated[
        Path,
        typer.Argument(
            help="Sectors in the work of each district: district, sector, share.", show_default=False
        ),
    ],
    *,
    at_least: Annotated[
        float, typer.Option("--at-least", help="Intensity from which work stops.", show_default=False)
    ],
    error: Annotated[float, typer.Option("--error", help="Error of the map's intensity.")] = 0.0,
    format: FileFormatOption = None,
    out: Out = None,
) -> None:
    """Estimate the workers where the hazard was strong, with an interval: a scenario for the first hours."""
    with answering():
        from mainstay.assess.methods.exposure_scenario import exposure_scenario

        form = format_of(format, out, cells, rates, shares)
        map = read_sheet(cells, texts=["district"], numbers=["people", "intensity"], gaps=["intensity"])
        employment, sectors = _rates(rates), _shares(shares)
        try:
            found = exposure_scenario(
                _cells(map, cells),
                at_least=at_least,
                intensity_error=error,
                employment_rate=employment,
                sector_share=sectors,
            )
        except BadInput as refused:
            raise map.counted(refused) from None
        for remark in found.remarks:
            say(told(remark))
        rows = _rows(found)
        give(rows, form, out, text=lambda: _printed(rows, _(found.label)))


def _cells(sheet: Sheet, place: Path) -> list[Any]:
    from mainstay.assess.methods.exposure_scenario import ExposedCell

    if all(isnan(row["intensity"]) for row in sheet.rows):
        raise BadInput(
            "scenario.no_reading",
            _("{filename} has no intensity in any row: nothing is known of the hazard."),
            filename=place.name,
        )
    return [ExposedCell(row["district"], row["intensity"], row["people"]) for row in sheet.rows]


def _rates(place: Path) -> dict[str, "Range"]:
    from mainstay.assess.methods.estimate_range import Range

    sheet = read_sheet(place, texts=["district"], numbers=["low", "rate", "high"])
    _refuse_repeated(sheet, ("district",))
    found = {}
    for number, row in enumerate(sheet.rows, start=sheet.first_row):
        try:
            found[row["district"]] = Range(row["low"], row["rate"], row["high"])
        except BadInput as error:
            raise _at(error, place, number, "rate") from None
    return found


def _shares(place: Path) -> dict[str, dict[str, float]]:
    sheet = read_sheet(place, texts=["district", "sector"], numbers=["share"])
    _refuse_repeated(sheet, ("district", "sector"))
    found: dict[str, dict[str, float]] = {}
    for row in sheet.rows:
        found.setdefault(row["district"], {})[row["sector"]] = row["share"]
    return found


def _refuse_repeated(sheet: Sheet, names: tuple[str, ...]) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(sheet.rows, start=sheet.first_row):
        first = seen.setdefault(tuple(row[name] for name in names), number)
        if first != number:
            raise BadInput(
                "scenario.repeated",
                _("Row {row} of {filename} says again what row {first} says: {what}. Leave one out."),
                row=number,
                first=first,
                filename=sheet.filename,
                what=", ".join(row[name] for name in names),
            )


def _at(error: BadInput, place: Path, row: int, field: str) -> BadInput:
    whole = BadInput(
        "exposure_scenario",
        _("The cells, rates or shares cannot be used, or the error of the intensity is negative."),
        problems=[Problem(error.reason, row=row, field=field)],
    )
    return in_file(whole, place.name)


def _rows(found: "Scenario") -> list[Mapping[str, Any]]:
    parts = {("people", ""): found.people, ("workers", ""): found.workers}
    parts |= {("workers", sector): range for sector, range in found.by_sector.items()}
    return [
        {
            "of": of,
            "sector": sector or "all",
            "low": range.low,
            "central": range.central,
            "high": range.high,
            "basis": found.label,
        }
        for (of, sector), range in parts.items()
    ]


def _printed(rows: list[Mapping[str, Any]], label: str) -> str:
    table = as_table([{name: value for name, value in row.items() if name != "basis"} for row in rows])
    return f"{table}\n\n{label}"
