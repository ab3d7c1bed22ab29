"""`mainstay assess work-losses`: workdays, income and jobs that a crisis took, from tables alone."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .asking import counted_from
from .output import FileFormatOption, Out, answering, format_of, give, taken
from .sampling import as_table

if TYPE_CHECKING:
    from mainstay.assess.methods.employment_losses import Stratum, StratumLoss
    from mainstay.exchange.surveys import Survey

EXAMPLE = ("mainstay assess work-losses losses.csv --workdays-per-year 250 --by sector",)
TEXTS = ("district", "sector", "status", "sex", "shape")
NUMBERS = ("employed", "affected_low", "affected", "affected_high", "until", "earnings")
MAY = {"still": 0.0, "start": 1.0, "left": 0.0, "gone": 0.0, "days_a_week": 5.0}
CUTS = ("district", "sector", "status", "sex")


def work_losses(
    file: Annotated[
        Path,
        typer.Argument(
            help="Table with a row for each group: district, sector, status, sex, employed, affected_low, affected, "
            "affected_high (shares), earnings (of a day), shape (linear, exponential, step), until (day); and where "
            "known still, start, left, gone, days_a_week.",
            show_default=False,
        ),
    ],
    workdays_per_year: Annotated[
        int, typer.Option("--workdays-per-year", help="Working days of a full-time job.", show_default=False)
    ],
    by: Annotated[str, typer.Option("--by", help="district, sector, status or sex; else the whole.")] = "",
    format: FileFormatOption = None,
    out: Out = None,
) -> None:
    """Estimate what work was lost, from below, with ranges; jobs lost, jobs at risk and job-equivalents stay apart."""
    with answering():
        form = format_of(format, out, file)
        if by and by not in CUTS:
            raise BadInput(
                "work_losses.by", _("Losses are summed by {cuts}, not by {by}."), by=by, cuts=", ".join(CUTS)
            )
        survey = _read(file)
        try:
            from mainstay.assess.methods.employment_losses import losses_of_strata

            found = losses_of_strata(_strata(survey), workdays_per_year=workdays_per_year)
        except BadInput as error:
            raise counted_from(error, survey.first_row) from None
        rows = _rows(found, by)
        give(rows, form, out, text=lambda: as_table(rows))


def _read(place: Path) -> "Survey":
    from mainstay.exchange.surveys import open_survey

    file = open_survey(place)
    return taken(file, [*TEXTS, *NUMBERS, *(name for name in MAY if name in file.columns)])


def _strata(survey: "Survey") -> list["Stratum"]:
    from mainstay.assess.methods.employment_losses import Stratum
    from mainstay.assess.methods.estimate_range import Range
    from mainstay.assess.methods.recovery_path import RecoveryPath

    found = []
    for row in _cells(survey):
        path = RecoveryPath(row["shape"], row["until"], row["still"], row["start"], row["left"])
        affected = Range(row["affected_low"], row["affected"], row["affected_high"])
        who = (row["district"], row["sector"], row["status"], row["sex"])
        rest = (row["earnings"], row["gone"], row["days_a_week"])
        found.append(Stratum(*who, row["employed"], affected, path, *rest))
    return found


def _cells(survey: "Survey") -> list[dict[str, Any]]:
    """Return each row with its numbers; BadInput names the first empty cell."""
    from mainstay.exchange.surveys import as_numbers

    columns: dict[str, Sequence[Any]] = {}
    for name in (*TEXTS, *NUMBERS, *MAY):
        if name not in survey.table.column_names:
            columns[name] = [MAY[name]] * len(survey)
            continue
        column = survey.table.column(name) if name in TEXTS else as_numbers(survey, name)
        columns[name] = column.to_pylist()
        empty = [row for row, value in enumerate(columns[name]) if value is None]
        if empty:
            raise BadInput(
                "work_losses.empty_cell",
                _("Row {row} has no {column}. Fill it, or leave the row out."),
                row=empty[0] + survey.first_row,
                column=name,
            )
    return [
        {name: str(values[row]) if name in TEXTS else float(values[row]) for name, values in columns.items()}
        for row in range(len(survey))
    ]


def _rows(found: Sequence["StratumLoss"], by: str) -> list[Mapping[str, Any]]:
    from mainstay.assess.methods.employment_losses import total_by

    kinds: dict[str, Any] = {
        "workdays": lambda loss: loss.workdays,
        "income": lambda loss: loss.income,
        "job_equivalents": lambda loss: loss.job_equivalents,
        "jobs_lost": lambda loss: loss.jobs_lost,
        "jobs_at_risk": lambda loss: loss.jobs_at_risk,
    }
    return [
        {
            by or "of": key or "all",
            "what": what,
            "low": range.low,
            "central": range.central,
            "high": range.high,
        }
        for what, of in kinds.items()
        for key, range in total_by(found, by, of=of).items()
    ]
