"""`mainstay assess losses`: on a file, with nothing but it; or for an assessment, into its records."""

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.page.terminal import As, Format

from .output import FileFormat, FileFormatOption, Out, answering, format_of
from .record_losses import Given, losses_of_assessment
from .work_losses import losses_from_files

EXAMPLE = (
    "mainstay assess losses losses.csv --workdays-per-year 250 --by sector",
    "mainstay assess losses losses.csv --workdays-per-year 250 --production production.csv",
)
Number = float | None
GROUPS = "On a file"
RECORDS = "For an assessment"
#: What each way of the command takes: a file of groups alone, tables of an assessment alone, and both.
OF_FILE = frozenset({"workdays_per_year", "by", "until", "still", "gone", "out"})
OF_TABLES = frozenset(
    {
        "source", "from_watch", "days", "recovery_days", "at_risk", "daily_wage", "daily_mixed_income", "currency",
        "days_a_week",
    }
)  # fmt: skip
OF_BOTH = frozenset({"production", "shape", "start", "left"})


def _of_groups(name: str, help: str) -> Any:
    return typer.Option(name, help=help, rich_help_panel=GROUPS)


def _of_records(name: str, help: str) -> Any:
    return typer.Option(name, help=help, rich_help_panel=RECORDS)


def losses(
    context: typer.Context,
    given: Annotated[
        str,
        typer.Argument(
            help="File with a row for each group: district, sector, status, sex, employed, affected_low, affected, "
            "affected_high (shares), earnings (of a day), shape (linear, exponential, step), until (day); and where "
            "known still, start (below 1: a partial stoppage), left, gone, days_a_week. Or the reference of an "
            "assessment, such as MS-COM-2026-0001/A1: alone to read what is kept, with its three tables to keep it.",
            metavar="FILE",
            show_default=False,
        ),
    ],
    tables: Annotated[
        list[Path] | None,
        typer.Argument(
            help="For an assessment: baseline (area, sector, sex, employed, own_account_share; or area, women, men), "
            "impact (sector or *, low, central, high) and exposure (area, share).",
            show_default=False,
        ),
    ] = None,
    *,
    workdays_per_year: Annotated[
        int | None, _of_groups("--workdays-per-year", "Working days of a full-time job; needed.")
    ] = None,
    production: Annotated[
        Path | None,
        _of_groups(
            "--production",
            "Table with a row for each sector and period: sector, first_day, last_day, production before and after, "
            "and of a normal year output, workers, days_per_worker, labour_income; if known elasticity, period. Shows "
            "both ways and the gap; money as in FILE.",
        ),
    ] = None,
    by: Annotated[str, _of_groups("--by", "district, sector, status, sex or horizon; else the whole.")] = "",
    shape: Annotated[
        str | None,
        _of_groups(
            "--shape", "How work comes back, where FILE has no such column; for an assessment linear."
        ),
    ] = None,
    until: Annotated[Number, _of_groups("--until", "Day on which it is back, likewise.")] = None,
    still: Annotated[Number, _of_groups("--still", "Days for which nothing changes, likewise.")] = None,
    start: Annotated[
        Number,
        _of_groups(
            "--start",
            "Share of time lost at first, likewise; 1. For an assessment that of jobs at risk; 0.5.",
        ),
    ] = None,
    left: Annotated[Number, _of_groups("--left", "Share of time that stays lost, likewise; 0.")] = None,
    gone: Annotated[
        Number, _of_groups("--gone", "Share of those affected whose job is gone for good, likewise; 0.")
    ] = None,
    out: Out = None,
    source: Annotated[str, _of_records("--source", "Where the baseline comes from.")] = "",
    from_watch: Annotated[
        bool,
        _of_records("--from-watch", "The first file holds people of 15 and over; rates come from watch."),
    ] = False,
    days: Annotated[float, _of_records("--days", "Days that work stands still.")] = 30,
    recovery_days: Annotated[
        float, _of_records("--recovery-days", "Days in which it comes back evenly.")
    ] = 0,
    at_risk: Annotated[
        Path | None,
        _of_records("--at-risk", "Table like impact: the shares that still have their job and work less."),
    ] = None,
    daily_wage: Annotated[
        Number, _of_records("--daily-wage", "What a day of paid work brings; with --daily-mixed-income.")
    ] = None,
    daily_mixed_income: Annotated[
        Number,
        _of_records("--daily-mixed-income", "What a day of own-account work brings; with --daily-wage."),
    ] = None,
    currency: Annotated[str, _of_records("--currency", "Currency of pay and production, such as KMF.")] = "",
    days_a_week: Annotated[float, _of_records("--days-a-week", "Working days of a week.")] = 6,
    as_: As = "",
    format: FileFormatOption = None,
) -> None:
    """Estimate what work was lost, with ranges: from a file of groups, or for an assessment into its records.

    On a file nothing is kept: no database, no sign-in. Jobs lost, jobs at risk and job-equivalents stay apart.
    `work-losses` is the same command.
    """
    reference = bool(tables) or is_reference(given)
    with answering():
        _refuse_idle(_written(context), reference=reference, tables=bool(tables))
    if reference:
        span = {"days": days, "recovery_days": recovery_days, "days_a_week": days_a_week}
        span |= {"partial": 0.5 if start is None else start, "stays_lost": left or 0.0}
        _for_assessment(
            given, tables or [], format, as_=as_, source=source, from_watch=from_watch, span=span,
            shape=shape or "linear", at_risk=at_risk, production=production, daily_wage=daily_wage,
            daily_mixed_income=daily_mixed_income, currency=currency.strip().upper(),
        )  # fmt: skip
        return
    path = {"shape": shape, "until": until, "still": still, "start": start, "left": left, "gone": gone}
    with answering():
        file = _file(given, workdays_per_year)
        form = format_of(format, out, file, production)
        losses_from_files(
            file,
            production,
            workdays_per_year=workdays_per_year or 0,
            by=by,
            path=path,
            form=form,
            out=out,
        )


def _written(context: typer.Context) -> list[str]:
    """Return the options that stand on the command line, by the names of their parameters."""
    names = OF_FILE | OF_TABLES | OF_BOTH
    sources = {name: context.get_parameter_source(name) for name in context.params if name in names}
    return [name for name, source in sources.items() if source is not None and source.name == "COMMANDLINE"]


def _refuse_idle(written: list[str], *, reference: bool, tables: bool) -> None:
    """Raise BadInput where an option is `written` that would do nothing in this way of the command."""
    idle = OF_TABLES if not reference else OF_FILE if tables else OF_FILE | OF_TABLES | OF_BOTH
    if not reference:
        text = _("This is for an assessment, not for a file of groups: {options}. Leave it out.")
    elif tables:
        text = _("This is for a file of groups, not for an assessment: {options}. Leave it out.")
    else:
        text = _(
            "Without tables what is on record is read and nothing is kept, so this would do nothing: {options}. Leave "
            "it out, or name the three tables: baseline, impact, exposure."
        )
    options = [f"--{name.replace('_', '-')}" for name in written if name in idle]
    if options:
        raise BadInput("losses.idle", text, options=", ".join(options))


def _file(given: str, workdays_per_year: int | None) -> Path:
    """Return the file that is meant, or raise BadInput with the two ways in which the command is written."""
    if not Path(given).is_file():
        raise BadInput(
            "losses.neither",
            _(
                "There is no file {given}. For an assessment write its reference and then three tables: baseline, "
                "impact, exposure."
            ),
            given=given,
        )
    if workdays_per_year is None:
        raise BadInput(
            "losses.year",
            _("Say how many working days a full-time job has in a year: --workdays-per-year 250."),
        )
    return Path(given)


def is_reference(given: str) -> bool:
    """Return whether what is given names an assessment and no file.

    >>> is_reference("MS-COM-2026-0001/A1"), is_reference("losses.csv"), is_reference("A/losses/A1.csv")
    (True, False, False)
    """
    return re.fullmatch(r"[A-Z]+-[A-Z]{3}-\d{4}-\d+/A\d+", given) is not None and not Path(given).is_file()


def _for_assessment(
    reference: str, tables: list[Path], format: FileFormat | None, *, as_: str, **more: Any
) -> None:
    with answering():
        if tables and len(tables) != 3:
            raise BadInput(
                "losses.tables",
                _(
                    "For an assessment three tables are needed: baseline, impact, exposure; {count} are named."
                ),
                count=len(tables),
            )
        pay = [more["daily_wage"], more["daily_mixed_income"]]
        if (more["production"] or pay != [None, None]) and not more["currency"]:
            raise BadInput(
                "losses.currency", _("Say in which currency pay and production are: --currency KMF.")
            )
        if pay.count(None) == 1:
            raise BadInput(
                "losses.pay",
                _(
                    "Say what a day brings both to employees and on own account: --daily-wage and "
                    "--daily-mixed-income; 0 only where such work brings nothing."
                ),
            )
        if format in {FileFormat.PARQUET, FileFormat.XLSX}:
            raise BadInput(
                "losses.format",
                _("Losses of an assessment are shown as table, json or csv, not as {format}."),
                format=str(format),
            )
    shown = Format(str(format)) if format else Format.TABLE
    given = Given((tables[0], tables[1], tables[2]), **more) if tables else None
    losses_of_assessment(reference, given, as_=as_, format=shown)
