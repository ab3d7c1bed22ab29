"""`mainstay assess labour`: the official table of the labour market from a survey file and its mapping."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.page.terminal import say

from .asking import Answer, counted_from, rules_of
from .options import Confidence, Decimal, Delimiter, Encoding, File, Interval, Reliability, SheetName
from .output import (
    FileFormat,
    FileFormatOption,
    Out,
    Progress,
    answering,
    format_of,
    give,
    steps,
    taken,
    told,
)
from .request import parts
from .rows import printed, rows_of

if TYPE_CHECKING:
    from mainstay.assess.methods.labour_table import LabourTable
    from mainstay.exchange.surveys import Survey, SurveyFile
    from mainstay.statistics.survey import Estimates
    from mainstay.statistics.survey.reliability import Rated, RuleSet

EXAMPLE = ("mainstay assess labour people.csv --map labour.yaml --by sex --by ''",)
Map = Annotated[
    str,
    typer.Option(
        "--map",
        help="YAML file with the mapping, or the code of one that is shipped, as ARG-EPH.",
        show_default=False,
    ),
]
By = Annotated[
    list[str] | None,
    typer.Option(
        "--by",
        help="Domains of the mapping, age_group, or columns: sex,age_group crosses them; again for another crossing.",
    ),
]
Below = Annotated[
    str,
    typer.Option("--underemployed-below", help="Weekly hours, as 35, or median; else as the mapping says."),
]
WorkingAge = Annotated[
    str, typer.Option("--working-age", help="Ages as 15.. or 15..64; else as the mapping says.")
]


def labour(
    file: File,
    *,
    map: Map,
    by: By = None,
    icls: Annotated[
        int, typer.Option("--icls", help="Standard of the status: 13 or 19.", min=13, max=19)
    ] = 19,
    working_age: WorkingAge = "",
    underemployed_below: Below = "",
    informal_jobs: Annotated[
        int, typer.Option("--informal-jobs", help="Standard of informal jobs: 17 or 21.", min=17, max=21)
    ] = 17,
    statuses: Annotated[
        bool, typer.Option("--statuses", help="Add the employed by status: ICSE-93 and ICSE-18.")
    ] = False,
    interval: Interval = "logit",
    confidence: Confidence = None,
    reliability: Reliability = "",
    concepts: Annotated[
        bool, typer.Option("--concepts", help="Show what each concept rests on instead of the table.")
    ] = False,
    encoding: Encoding = "",
    delimiter: Delimiter = "",
    decimal: Decimal = "",
    sheet: SheetName = "",
    format: FileFormatOption = None,
    out: Out = None,
    progress: Progress = False,
) -> None:
    """Compute the table of the labour market: totals and rates by ICLS standards, with the errors of the design."""
    reading = {"encoding": encoding, "delimiter": delimiter, "decimal": decimal, "sheet": sheet}
    words = {
        "icls": icls,
        "working_age": _ages(working_age),
        "underemployed_below": _hours(underemployed_below),
        "informal_jobs": informal_jobs,
        "statuses": statuses,
        "interval": interval,
        "confidence": 0.95 if confidence is None else confidence,
    }
    with answering():
        form = format_of(format, out, file, Path(map))
        crossings = [parts(each) for each in by or [""]]
        survey, found = _tables(file, reading, map, crossings, words, steps(progress=progress))
        if concepts:
            used = found[0].used
            give(used, form, out, text=lambda: _used(used))
            return
        _give(survey, crossings, found, rules_of(reliability), form, out)


def _give(
    survey: "Survey",
    crossings: Sequence[list[str]],
    found: Sequence["LabourTable"],
    rules: "RuleSet | None",
    form: FileFormat,
    out: Path | None,
) -> None:
    answers = [
        Answer("", tuple(by), estimates, ratings=_ratings(estimates, cases, rules))
        for by, table in zip(crossings, found, strict=True)
        for estimates, cases in _parts(table)
    ]
    rows = rows_of(answers, survey, tables=False)
    counts = (count for table in found for _estimates, cases in _parts(table) for count in cases)
    for row, cases in zip(rows, counts, strict=True):
        row["name"] = found[0].names.get(row["variable"], "")
        row["cases"] = cases
    for note in found[0].notes:
        say(told(note))
    left = [each["name"] for each in found[0].left_out]
    if left:
        say(f"not asked for in this survey: {', '.join(left)}")
    give(rows, form, out, text=lambda: printed(answers, rows, found[0].estimates.confidence))


def _parts(table: "LabourTable") -> list[tuple["Estimates", list[int]]]:
    """Return the parts of a table that have rows: totals with rates, and the employed by status."""
    parts = [(table.estimates, table.cases), (table.statuses, table.status_cases)]
    return parts if table.status_cases else parts[:1]


def _ratings(estimates: "Estimates", cases: Sequence[int], rules: "RuleSet | None") -> Sequence["Rated"]:
    """Return the marks of the rows; rates are shares."""
    if rules is None:
        return ()
    from mainstay.statistics.survey.reliability import rate

    shares = {row.variable for row in estimates if row.statistic == "ratio"}
    return rate(estimates, rules, cases=cases, shares=shares)


def _tables(
    place: Path,
    reading: dict[str, str],
    mapping: str,
    crossings: Sequence[list[str]],
    words: dict[str, Any],
    step: Any,
) -> tuple["Survey", list["LabourTable"]]:
    from mainstay.assess.methods.labour_table import labour_table
    from mainstay.exchange.surveys import open_survey

    plan, text = _mapping(mapping)
    file = open_survey(place, **reading)
    columns = _needed(file, text, crossings, plan)
    step(
        _("{file}: reading {count} of {all} columns"),
        file=place.name,
        count=len(columns),
        all=len(file.columns),
    )
    survey = taken(file, columns)
    found = []
    for by in crossings:
        step(_("labour table by {by}"), by=", ".join(by) or _("everybody"))
        try:
            table = labour_table(survey, plan, by, **words)
        except BadInput as error:
            raise counted_from(error, survey.first_row) from None
        found.append(_labelled(table, plan, survey))
    return survey, found


def _labelled(table: "LabourTable", plan: Any, survey: "Survey") -> "LabourTable":
    """Return the table with the file's labels for domains of which the mapping gives the column but no words."""
    bare = {code: domain.column for code, domain in plan.domains.items() if not domain.codes}
    labels = {code: survey.value_labels.get(column, {}) for code, column in bare.items() if code != column}
    if not any(labels.values()):
        return table

    def worded(estimates: "Estimates") -> "Estimates":
        rows = [
            replace(
                row,
                domain={name: labels.get(name, {}).get(value, value) for name, value in row.domain.items()},
            )
            for row in estimates
        ]
        return replace(estimates, rows=rows)

    return replace(table, estimates=worded(table.estimates), statuses=worded(table.statuses))


def _mapping(given: str) -> tuple[Any, str]:
    """Return the mapping in a file, or the shipped one of that code, and its words (in which columns are named)."""
    from mainstay.assess.methods.labour_survey import survey_of

    place = Path(given)
    if place.is_file():
        content = place.read_bytes()
        return survey_of(content, name=place.name), content.decode("utf-8", "replace")
    from mainstay import playbook

    shipped = playbook.load().surveys
    if given not in shipped:
        raise BadInput(
            "labour.no_map",
            _("There is neither a file nor a shipped mapping {map}. Shipped are: {shipped}."),
            map=given,
            shipped=", ".join(shipped),
        )
    return shipped[given], shipped[given].model_dump_json()


def _needed(file: "SurveyFile", text: str, crossings: Sequence[list[str]], plan: Any) -> list[str]:
    """Return the columns of the file that the mapping's words or the crossings name, and replicate weights."""
    from mainstay.assess.methods.labour_design import replicates_of

    asked = {name for by in crossings for name in by} | set(replicates_of(plan.design, file.columns))
    return [
        name
        for name in file.columns
        if name not in file.ambiguous
        and (name in asked or re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None)
    ]


def _used(used: Sequence[dict[str, Any]]) -> str:
    lines = []
    for each in used:
        source = each["column"] or "–"
        lines.append(f"{each['concept']}: {source}  {each['codes']}".rstrip())
        lines.append(f"    {each['rule']}" + (f"; dropped: {each['dropped']}" if each["dropped"] else ""))
    return "\n".join(lines)


def _ages(given: str) -> tuple[int, int | None] | None:
    if not given:
        return None
    low, dots, high = given.partition("..")
    if not dots or not low.isdecimal() or not (high == "" or high.isdecimal()):
        raise typer.BadParameter("ages are written as 15.. or 15..64", param_hint="--working-age")
    if high and int(high) < int(low):
        raise typer.BadParameter("the second age is below the first", param_hint="--working-age")
    return int(low), int(high) if high else None


def _hours(given: str) -> float | str | None:
    if given in {"", "median"}:
        return given or None
    try:
        return float(given)
    except ValueError:
        raise typer.BadParameter(
            "hours are a number, as 35, or median", param_hint="--underemployed-below"
        ) from None
