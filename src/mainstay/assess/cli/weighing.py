"""`mainstay assess calibrate`: weights that reach what is known of the population, in a copy of the file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.page.terminal import say

from .asking import counted_from
from .options import Decimal, Delimiter, Encoding, File, SheetName
from .output import (
    FileFormat,
    FileFormatOption,
    Progress,
    answering,
    give,
    refuse_replacing,
    steps,
    taken,
    write_table,
)
from .request import read_yaml
from .rows import shown_number
from .samples import in_codes

if TYPE_CHECKING:
    from mainstay.exchange.surveys import Survey
    from mainstay.statistics.survey.calibration import Calibrated

EXAMPLE = (
    "mainstay assess calibrate people.csv --weight weight \\",
    "  --totals totals.yaml --method rake --out weighted.csv",
)
METHODS = ("rake", "poststratify", "linear", "raking", "logit", "truncated")
Totals = Annotated[
    Path,
    typer.Option(
        "--totals",
        help="YAML file: for each column (or crossing region:sex) the number of each level.",
        show_default=False,
    ),
]
Method = Annotated[
    str,
    typer.Option(
        "--method",
        help="rake (margin after margin), poststratify (one crossing), or calibration: linear, raking, logit, truncated.",
    ),
]
Formula = Annotated[
    str,
    typer.Option(
        "--formula", help="Terms of a calibration, as '~ region + income'; else the columns of the totals."
    ),
]
Bounds = Annotated[
    str, typer.Option("--bounds", help="Least and greatest ratio of new to old weight, as 0.5,2.")
]


def calibrate(
    file: File,
    *,
    weight: Annotated[
        str, typer.Option("--weight", help="Column of the weights to start from.", show_default=False)
    ],
    totals: Totals,
    method: Method = "rake",
    formula: Formula = "",
    bounds: Bounds = "",
    name: Annotated[str, typer.Option("--name", help="Name of the new column.")] = "calibrated_weight",
    out: Annotated[
        Path,
        typer.Option(
            "--out", help="Where the file with the new column goes: .csv or .parquet.", show_default=False
        ),
    ],
    encoding: Encoding = "",
    delimiter: Delimiter = "",
    decimal: Decimal = "",
    sheet: SheetName = "",
    format: FileFormatOption = None,
    progress: Progress = False,
) -> None:
    """Bring weights to known totals; say by how much they changed, and write the file with the new column."""
    reading = {"encoding": encoding, "delimiter": delimiter, "decimal": decimal, "sheet": sheet}
    with answering():
        if format in {FileFormat.PARQUET, FileFormat.XLSX}:
            raise BadInput(
                "calibrate.report", _("The report is given as table, json or csv; --out takes the weights.")
            )
        limits = _bounds(bounds)
        _refuse_idle(method, formula, limits, out)
        refuse_replacing(out, file, totals)
        survey = _read(file, reading, name, steps(progress=progress))
        found = _calibrated(survey, weight, read_yaml(totals), method, formula, limits)
        _write(survey, name, found, out)
        report = found.report.to_dict() | {"steps": found.steps}
        lines = [f"{key:<12} {shown_number(float(value))}" for key, value in report.items()]
        give([report], format or FileFormat.TABLE, None, text=lambda: "\n".join(lines))
        say(f"{out}: {len(survey):,} rows with {name}")


def _read(place: Path, reading: dict[str, str], name: str, step: Any) -> "Survey":
    from mainstay.exchange.surveys import open_survey

    file = open_survey(place, **reading)
    if name in file.columns:
        raise BadInput(
            "calibrate.name_taken",
            _("{filename} has a column {name} already. Choose another with --name."),
            filename=place.name,
            name=name,
        )
    step(_("{file}: reading all {count} columns"), file=place.name, count=len(file.columns))
    return taken(file)


def _calibrated(
    survey: "Survey",
    weight: str,
    totals: dict[str, Any],
    method: str,
    formula: str,
    bounds: tuple[float, float] | None,
) -> "Calibrated":
    from mainstay.exchange.surveys import as_numbers
    from mainstay.statistics.survey import calibration
    from mainstay.statistics.survey.columns import Columns
    from mainstay.statistics.survey.sample import weights_of

    _require(survey, [weight])
    columns = survey.table.column_names
    numbers = survey.table.set_column(columns.index(weight), weight, as_numbers(survey, weight))
    table = Columns(numbers)
    known = {str(name): in_codes(survey, str(name), levels) for name, levels in totals.items()}
    _check_totals(method, known)
    try:
        before = weights_of(table, weight)
        if method == "rake":
            _require(survey, [part for name in known for part in name.split(":")])
            return calibration.rake(table, before, known)
        if method == "poststratify":
            [(by, levels)] = known.items()
            _require(survey, by.split(":"))
            return calibration.poststratify(table, before, by, levels)
        terms = formula or "~ " + " + ".join(known)
        return calibration.calibrate(table, before, terms, known, distance=method, bounds=bounds)
    except BadInput as error:
        raise counted_from(error, survey.first_row) from None


def _check_totals(method: str, known: dict[str, Any]) -> None:
    """Refuse totals that a method of levels cannot take: numbers without levels; several columns to poststratify."""
    if method not in {"rake", "poststratify"}:
        return
    bare = [name for name, levels in known.items() if not isinstance(levels, dict)]
    if bare:
        raise BadInput(
            "calibrate.no_levels",
            _("The totals of {columns} cannot be used. Give the population's number for each level."),
            columns=", ".join(bare),
        )
    if method == "poststratify" and len(known) != 1:
        raise BadInput(
            "calibrate.one_crossing",
            _("poststratify takes the totals of one column or crossing, as region:sex; {number} are given."),
            number=len(known),
        )


def _require(survey: "Survey", names: list[str]) -> None:
    missing = [name for name in names if name not in survey.table.column_names]
    if missing:
        raise BadInput(
            "calibrate.no_column",
            _("The file has no column {column}. It has {columns}."),
            column=missing[0],
            columns=", ".join(survey.table.column_names[:30]),
        )


def _bounds(given: str) -> tuple[float, float] | None:
    if not given:
        return None
    try:
        low, high = (float(part) for part in given.split(","))
    except ValueError:
        raise BadInput(
            "calibrate.bounds", _("Bounds are two numbers, as 0.5,2, and not «{given}»."), given=given
        ) from None
    return low, high


def _refuse_idle(method: str, formula: str, bounds: tuple[float, float] | None, out: Path) -> None:
    if method not in METHODS:
        raise BadInput(
            "calibrate.method",
            _("There is no method {method}. Choose one of {methods}."),
            method=method,
            methods=", ".join(METHODS),
        )
    if method in {"rake", "poststratify"} and (formula or bounds):
        raise BadInput(
            "calibrate.idle",
            _("{method} has neither a formula nor bounds; they belong to linear, raking, logit, truncated."),
            method=method,
        )
    if out.suffix.lower() not in {".csv", ".parquet"}:
        raise BadInput(
            "calibrate.out",
            _("{out}: weights are written as .csv or .parquet; let the name end so."),
            out=str(out),
        )
    if not out.absolute().parent.is_dir():
        raise BadInput(
            "output.no_folder", _("There is no folder {folder}."), folder=str(out.absolute().parent)
        )


def _write(survey: "Survey", name: str, found: "Calibrated", out: Path) -> None:
    import pyarrow as pa

    write_table(survey.table.append_column(name, pa.array(found.weights)), out)
