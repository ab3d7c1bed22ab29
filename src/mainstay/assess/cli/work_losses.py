"""`mainstay assess losses` on files: what work a crisis took, from below, from above, and the gap between the two."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _

from .output import FileFormat, give, told
from .sampling import as_table
from .sheets import Sheet, read_sheet

if TYPE_CHECKING:
    from mainstay.assess.methods.employment_losses import Period, SectorLoss, Stratum, StratumLoss
    from mainstay.assess.methods.estimate_range import Range

TEXTS = ("district", "sector", "status", "sex")
NUMBERS = ("employed", "affected_low", "affected", "affected_high", "earnings")
#: How work comes back: a column of the table, or one option for all its rows.
PATH = ("shape", "until", "still", "start", "left", "gone", "days_a_week")
ASSUMED = {"still": 0.0, "start": 1.0, "left": 0.0, "gone": 0.0, "days_a_week": 5.0}
CUTS = ("district", "sector", "status", "sex", "horizon")
PRODUCTION = (
    "first_day",
    "last_day",
    "before",
    "after",
    "output",
    "workers",
    "days_per_worker",
    "labour_income",
)
MEASURES = ("workdays", "income")


def losses_from_files(
    file: Path,
    production: Path | None,
    *,
    workdays_per_year: int,
    by: str,
    path: Mapping[str, Any],
    form: FileFormat,
    out: Path | None,
) -> None:
    """Write the losses from the strata in `file`; with `production` both ways and their gap, for each period of it."""
    from mainstay.assess.methods.employment_losses import losses_of_strata

    if by and by not in CUTS:
        raise BadInput(
            "work_losses.by", _("Losses are summed by {cuts}, not by {by}."), by=by, cuts=", ".join(CUTS)
        )
    sheet = _read(file, {name: value for name, value in path.items() if value is not None})
    try:
        strata = _strata(sheet)
        rows = _rows(losses_of_strata(strata, workdays_per_year=workdays_per_year), by)
        if production is None:
            give(rows, form, out, text=lambda: as_table(rows))
            return
        gaps = _both_ways(strata, production, workdays_per_year)
    except BadInput as error:
        raise sheet.counted(error) from None
    give(gaps, form, out, text=lambda: _printed(rows, gaps))


def _read(place: Path, given: Mapping[str, Any]) -> Sheet:
    """Return the table of strata; what stands in a column of it is refused as an option."""
    from mainstay.exchange.surveys import open_survey

    there = open_survey(place).columns
    twice = [name for name in given if name in there]
    if twice:
        raise BadInput(
            "work_losses.twice",
            _("{filename} has a column {column}: leave --{option} out, or the column."),
            filename=place.name,
            column=twice[0],
            option=twice[0].replace("_", "-"),
        )
    may = {**ASSUMED, **given}
    needed = [name for name in ("shape", "until") if name not in may]
    return read_sheet(
        place,
        texts=[*TEXTS, *(name for name in needed if name == "shape")],
        numbers=[*NUMBERS, *(name for name in needed if name == "until")],
        may=may,
    )


def _strata(sheet: Sheet) -> list["Stratum"]:
    from mainstay.assess.methods.employment_losses import Stratum
    from mainstay.assess.methods.estimate_range import Range
    from mainstay.assess.methods.recovery_path import RecoveryPath

    found, problems = [], []
    for number, row in enumerate(sheet.rows, start=1):
        try:
            path = RecoveryPath(row["shape"], row["until"], row["still"], row["start"], row["left"])
            affected = Range(row["affected_low"], row["affected"], row["affected_high"])
        except BadInput as error:
            field = "affected" if error.code == "range.order" else error.code.rpartition(".")[2]
            problems.append(Problem(error.reason, row=number, field=field))
            continue
        who = (row["district"], row["sector"], row["status"], row["sex"])
        rest = (row["earnings"], row["gone"], row["days_a_week"])
        found.append(Stratum(*who, row["employed"], affected, path, *rest))
    if problems:
        raise BadInput(
            "employment_losses.strata", _("Some strata cannot be used: correct them."), problems=problems
        )
    return found


def _rows(found: Sequence["StratumLoss"], by: str) -> list[Mapping[str, Any]]:
    from mainstay.assess.methods.employment_losses import PERIODS, total_by
    from mainstay.assess.methods.estimate_range import sum_of_ranges

    kinds = ("workdays", "income", "job_equivalents")
    totals: list[tuple[str, str, Range]] = []
    if by == "horizon":
        for what in kinds:
            for period in PERIODS:
                held = [part for loss in found for part in loss.periods if part.period == period]
                totals.append((what, period.name, sum_of_ranges(getattr(part, what) for part in held)))
    else:
        for what in (*kinds, "jobs_lost", "jobs_at_risk"):
            summed = total_by(found, by, of=attrgetter(what))
            totals += [(what, key or "all", range) for key, range in summed.items()]
    return [
        {by or "of": key, "what": what, "low": range.low, "central": range.central, "high": range.high}
        for what, key, range in totals
    ]


def _both_ways(strata: Sequence["Stratum"], place: Path, workdays_per_year: int) -> list[Mapping[str, Any]]:
    """Return for each period, measure and sector what both ways say of just these days, and the gap."""
    from mainstay.assess.methods.employment_losses import losses_of_strata
    from mainstay.assess.methods.losses_gap import losses_gap

    above = sorted(_above(place, workdays_per_year), key=lambda loss: (loss.period.first, loss.period.last))
    rows: list[Mapping[str, Any]] = []
    for period, held in groupby(above, key=lambda loss: loss.period):
        sectors = list(held)
        below = losses_of_strata(strata, workdays_per_year=workdays_per_year, periods=[period])
        for what in MEASURES:
            rows += [
                {
                    "period": period.name,
                    "sector": line.sector,
                    "what": what,
                    "below_low": line.below and line.below.low,
                    "below": line.below and line.below.central,
                    "below_high": line.below and line.below.high,
                    "above": line.above,
                    "gap": line.gap,
                    "ratio": line.ratio,
                    "reasons": " ".join(told(reason) for reason in line.reasons),
                }
                for line in losses_gap(below, sectors, period=period, of=what)
            ]
    return rows


def _above(place: Path, workdays_per_year: int) -> list["SectorLoss"]:
    from mainstay.assess.methods.employment_losses import SectorProduction, losses_of_production

    sheet = production_rows(place)
    sectors = [
        SectorProduction(
            row["sector"],
            {_period(row): row["before"] - row["after"]},
            *(row[name] for name in ("output", "workers", "days_per_worker", "labour_income", "elasticity")),
        )
        for row in sheet.rows
    ]
    try:
        return losses_of_production(sectors, workdays_per_year=workdays_per_year)
    except BadInput as error:
        raise in_file(sheet.counted(error), place.name) from None


def production_rows(place: Path) -> Sheet:
    """Return the table of what sectors produced; refused where a row cannot be."""
    sheet = read_sheet(
        place, texts=["sector"], numbers=PRODUCTION, may={"elasticity": 1.0, "period": ""}, gaps=["period"]
    )
    _refuse_rows(sheet)
    return sheet


def _period(row: Mapping[str, Any]) -> "Period":
    from mainstay.assess.methods.employment_losses import Period

    first, last = row["first_day"], row["last_day"]
    return Period(row["period"] or f"{first:g}-{last:g}", first, last)


def _refuse_rows(sheet: Sheet) -> None:
    """Raise BadInput for days out of order, more production after than before, and a sector told twice."""
    problems: list[Problem] = []
    seen: dict[tuple[Any, ...], int] = {}
    for row, held in enumerate(sheet.rows, start=sheet.first_row):
        if not 0 <= held["first_day"] < held["last_day"]:
            why = Reason("work_losses.days", _("is not after first_day, or first_day is negative"))
            problems.append(Problem(why, row=row, field="last_day"))
        if held["after"] > held["before"]:
            why = Reason("work_losses.gain", _("is more than before: a gain is no loss"))
            problems.append(Problem(why, row=row, field="after"))
        first = seen.setdefault((held["sector"], held["first_day"], held["last_day"]), row)
        if first != row:
            why = Reason(
                "work_losses.repeated", _("stands already in row {first} for the same days"), {"first": first}
            )
            problems.append(Problem(why, row=row, field="sector"))
    if problems:
        raise in_file(
            BadInput(
                "work_losses.production",
                _("Some rows of production cannot be used: correct them."),
                problems=problems,
            ),
            sheet.filename,
        )


def in_file(error: BadInput, filename: str) -> BadInput:
    """Return the error of a second file with the file's name in each place, so that rows of two are told apart."""
    problems = [
        Problem(problem.reason, field=", ".join([filename, *_places(problem)])) for problem in error.problems
    ]
    return BadInput(error.code, error.reason.msgid, problems=problems, **error.facts)


def _places(problem: Problem) -> list[str]:
    row = [] if problem.row is None else [f"row {problem.row}"]
    return [*row, *([problem.field] if problem.field else [])]


def _printed(rows: Sequence[Mapping[str, Any]], gaps: Sequence[Mapping[str, Any]]) -> str:
    """Return the losses from below, the two ways side by side, and what may stand behind each gap."""
    numbers = [{name: value for name, value in row.items() if name != "reasons"} for row in gaps]
    why = dict.fromkeys(f"{row['period']}, {row['sector']}, {row['what']}: {row['reasons']}" for row in gaps)
    return "\n\n".join([as_table(rows), as_table(numbers), "\n".join(why)])
