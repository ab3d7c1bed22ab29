"""`mainstay assess calibrate`: weights that reach what is known of the population, in a copy of the file."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.page.terminal import say

from .asking import counted_from
from .conditions import columns_in
from .conditions import in_codes as condition_in_codes
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
from .request import parts, read_yaml
from .rows import shown_number
from .samples import in_codes

if TYPE_CHECKING:
    from mainstay.exchange.surveys import Survey

EXAMPLE = (
    "mainstay assess calibrate people.csv --weight weight \\",
    "  --totals totals.yaml --method rake --out weighted.csv",
    "",
    "mainstay assess calibrate people.csv --weight weight \\",
    "  --answered 'worked is not None' --classes region,sex --smallest 15 \\",
    "  --trim 20,400 --totals totals.yaml --out answered.csv",
)
METHODS = ("rake", "poststratify", "linear", "raking", "logit", "truncated")
Totals = Annotated[
    Path | None,
    typer.Option(
        "--totals",
        help="YAML file: for each column (or crossing region:sex) the number of each level.",
        show_default=False,
    ),
]
Answered = Annotated[
    str,
    typer.Option(
        "--answered",
        help="Who answered, as 'result == 1': they come to stand for all selected of their class; the others get weight 0.",
    ),
]
Classes = Annotated[
    str, typer.Option("--classes", help="Columns known of everybody selected that make the classes.")
]
Smallest = Annotated[int, typer.Option("--smallest", help="Fewest who answered in a class.")]
Join = Annotated[bool, typer.Option("--join", help="Join a class that is too small to its neighbour.")]
Trim = Annotated[
    str,
    typer.Option("--trim", help="Least and greatest weight, as 20,400; what is cut off goes to the others."),
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
    totals: Totals = None,
    answered: Answered = "",
    classes: Classes = "",
    smallest: Smallest = 20,
    join: Join = False,
    trim: Trim = "",
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
    """Let weights stand for who did not answer, trim them, bring them to known totals; write the file with them."""
    reading = {"encoding": encoding, "delimiter": delimiter, "decimal": decimal, "sheet": sheet}
    with answering():
        if format in {FileFormat.PARQUET, FileFormat.XLSX}:
            raise BadInput(
                "calibrate.report", _("The report is given as table, json or csv; --out takes the weights.")
            )
        limits = _pair(bounds, "calibrate.bounds", _("Bounds are two numbers, as 0.5,2, and not «{given}»."))
        ends = _pair(
            trim, "calibrate.trim", _("Limits of weights are two numbers, as 20,400, and not «{given}».")
        )
        _refuse_idle(method, formula, limits, out)
        _refuse_steps(totals, answered, classes, trim)
        refuse_replacing(out, file, *([totals] if totals else []))
        survey = _read(file, reading, name, steps(progress=progress))
        weighing = Weighing(survey, weight)
        if answered:
            weighing.answer(answered, parts(classes), smallest=smallest, join=join)
        if ends:
            weighing.trim(*ends)
        if totals:
            weighing.calibrate(read_yaml(totals), method, formula, limits)
        _write(survey, name, weighing, out)
        text = "\n\n".join(map(_lines, weighing.done))
        give(weighing.done, format or FileFormat.TABLE, None, text=lambda: text)
        say(f"{out}: {len(survey):,} rows with {name}")


def _lines(report: Mapping[str, Any]) -> str:
    return "\n".join(
        f"{key:<12} {value if isinstance(value, str) else shown_number(float(value))}"
        for key, value in report.items()
    )


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


class Weighing:
    """The weights of a survey, changed step by step; `done` reports each step."""

    def __init__(self, survey: "Survey", weight: str) -> None:
        from mainstay.exchange.surveys import as_numbers
        from mainstay.statistics.survey.columns import Columns
        from mainstay.statistics.survey.given import weights_of

        self.survey = survey
        self.require([weight])
        columns = survey.table.column_names
        self.table = Columns(
            survey.table.set_column(columns.index(weight), weight, as_numbers(survey, weight))
        )
        self.done: list[dict[str, Any]] = []
        with self.counting():
            self.weights = weights_of(self.table, weight)

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Let BadInput count rows as the file does."""
        try:
            yield
        except BadInput as error:
            raise counted_from(error, self.survey.first_row) from None

    def require(self, names: list[str]) -> None:
        """Raise BadInput for a column that the file lacks."""
        columns = self.survey.table.column_names
        missing = [name for name in names if name not in columns]
        if missing:
            raise BadInput(
                "calibrate.no_column",
                _("The file has no column {column}. It has {columns}."),
                column=missing[0],
                columns=", ".join(columns[:30]),
            )

    def answer(self, answered: str, classes: list[str], *, smallest: int, join: bool) -> None:
        """Let those who answered stand for all that were selected in their class."""
        from mainstay.statistics.survey.calibration import adjust_nonresponse

        self.require([*columns_in(answered, self.survey.table.column_names), *classes])
        coded = condition_in_codes(answered, self.survey)
        with self.counting():
            found = adjust_nonresponse(self.table, self.weights, coded, classes, smallest=smallest, join=join)
        self._keep("answered", found, {"classes": len(found.classes), "joined": len(found.joined)})

    def trim(self, lower: float, upper: float) -> None:
        """Cut weights off, again and again until all are inside."""
        from mainstay.statistics.survey.calibration import trim

        found = trim(self.weights, lower=lower, upper=upper, strict=True)
        self._keep("trimmed", found, {"trimmed": found.trimmed, "steps": found.rounds})

    def calibrate(
        self, totals: dict[str, Any], method: str, formula: str, bounds: tuple[float, float] | None
    ) -> None:
        """Bring the weights to the totals."""
        from mainstay.statistics.survey import calibration

        known = {str(name): in_codes(self.survey, str(name), levels) for name, levels in totals.items()}
        _check_totals(method, known)
        if method in {"rake", "poststratify"}:
            self.require([part for name in known for part in name.split(":")])
        with self.counting():
            if method == "rake":
                found = calibration.rake(self.table, self.weights, known)
            elif method == "poststratify":
                [(by, levels)] = known.items()
                found = calibration.poststratify(self.table, self.weights, by, levels)
            else:
                terms = formula or "~ " + " + ".join(known)
                found = calibration.calibrate(
                    self.table, self.weights, terms, known, distance=method, bounds=bounds
                )
        self._keep("calibrated", found, {"steps": found.steps})

    def _keep(self, step: str, found: Any, more: dict[str, Any]) -> None:
        from mainstay.statistics.survey.adjusting import notes_of

        self.weights = found.weights
        for note in notes_of([found]):
            say(note)
        self.done.append({"step": step} | found.report.to_dict() | more)


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


def _pair(given: str, code: str, text: str) -> tuple[float, float] | None:
    if not given:
        return None
    try:
        low, high = (float(part) for part in given.split(","))
    except ValueError:
        raise BadInput(code, text, given=given) from None
    return low, high


def _refuse_steps(totals: Path | None, answered: str, classes: str, trim: str) -> None:
    """Refuse a call that asks for nothing, or for half of an adjustment."""
    if not (totals or answered or trim):
        raise BadInput(
            "calibrate.nothing", _("Nothing is asked of the weights. Give --totals, --answered or --trim.")
        )
    if bool(answered) != bool(classes):
        raise BadInput(
            "calibrate.classes",
            _("--answered says who answered and --classes who is like them; give both or neither."),
        )


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


def _write(survey: "Survey", name: str, found: Weighing, out: Path) -> None:
    import pyarrow as pa

    write_table(survey.table.append_column(name, pa.array(found.weights)), out)
