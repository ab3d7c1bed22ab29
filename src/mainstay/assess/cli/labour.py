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

from .asking import Answer, counted_from, reason_counted_from, rules_of
from .labour_parts import Part, labelled, limits_given, measured_from, parts_of, ratings_of
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
    from mainstay.exchange.surveys import Survey, SurveyFile
    from mainstay.statistics.survey.reliability import RuleSet

EXAMPLE = (
    "mainstay assess labour people.csv --map labour.yaml --by sex --by ''",
    "mainstay assess labour people.csv --map labour.yaml --decent-work --minimum-wage 450/month",
)
#: The way out in the mapping, where the sentence of the library names an argument.
HINTS = {
    "survey.not_nested": "In the mapping, under design: nest: true.",
    "survey.lonely_unit": "In the mapping, under design: lonely: adjust, average, collapse or remove.",
}
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
MinimumWage = Annotated[
    str,
    typer.Option(
        "--minimum-wage", help="Amount and time, as 2500/month or 12/hour; else as the mapping says."
    ),
]
Line = Annotated[
    float | None, typer.Option("--poverty-line", help="Per head, as incomes are; else as the mapping says.")
]
Excessive = Annotated[
    float | None,
    typer.Option("--excessive-above", help="Weekly hours; else as the mapping or the playbook says."),
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
    decent_work: Annotated[
        bool,
        typer.Option(
            "--decent-work", help="Add pay, its gap, hours, poverty, protection, injuries, job quality."
        ),
    ] = False,
    minimum_wage: MinimumWage = "",
    poverty_line: Line = None,
    excessive_above: Excessive = None,
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
    limits = limits_given(minimum_wage, poverty_line, excessive_above, asked=decent_work)
    with answering(HINTS):
        form = format_of(format, out, file, Path(map))
        crossings = [parts(each) for each in by or [""]]
        survey, found = _tables(file, reading, map, crossings, words, limits, steps(progress=progress))
        if concepts:
            used = [line for part in found[0] for line in part.used]
            give(used, form, out, text=lambda: _used(used))
            return
        _give(survey, crossings, found, rules_of(reliability), form, out)


def _give(
    survey: "Survey",
    crossings: Sequence[list[str]],
    found: Sequence[list[Part]],
    rules: "RuleSet | None",
    form: FileFormat,
    out: Path | None,
) -> None:
    answers = [
        Answer("", tuple(by), part.estimates, ratings=ratings_of(part, rules))
        for by, own in zip(crossings, found, strict=True)
        for part in own
    ]
    rows = rows_of(answers, survey, tables=False)
    every = ((part, count) for own in found for part in own for count in part.cases)
    measured = any(part.units for part in found[0])
    for row, (part, cases) in zip(rows, every, strict=True):
        row["name"] = part.names.get(row["variable"], "")
        row["cases"] = cases
        if measured:
            row["unit"] = part.units.get(
                row["variable"], "share" if row["statistic"] == "ratio" else "persons"
            )
    for note in (note for part in found[0] for note in part.notes):
        say(told(note))
    _say_not_computed(crossings, found)
    left = [name for part in found[0] for name in part.left_out]
    if left:
        say(f"not asked for in this survey: {', '.join(left)}")
    give(rows, form, out, text=lambda: printed(answers, rows, found[0][0].estimates.confidence))


def _say_not_computed(crossings: Sequence[list[str]], found: Sequence[list[Part]]) -> None:
    """Say which measures were asked for and have no row in a table, with the reason, once for all that share it."""
    for by, own in zip(crossings, found, strict=True):
        names: dict[str, list[str]] = {}
        for part in own:
            for code, reason in part.not_computed:
                names.setdefault(told(reason), []).append(part.names[code])
        table = f" by {', '.join(by)}" if by and len(crossings) > 1 else ""
        for why, held in names.items():
            say(f"not computed{table}: {', '.join(held)}. {why}")


def _tables(
    place: Path,
    reading: dict[str, str],
    mapping: str,
    crossings: Sequence[list[str]],
    words: dict[str, Any],
    limits: dict[str, Any] | None,
    step: Any,
) -> tuple["Survey", list[list[Part]]]:
    from mainstay.assess.methods.labour_table import labour_table
    from mainstay.exchange.surveys import open_survey

    plan, text = _mapping(mapping)
    file = open_survey(place, **reading)
    _require_names(file, plan)
    columns = _needed(file, text, crossings, plan)
    step(
        _("{file}: reading {count} of {all} columns"),
        file=place.name,
        count=len(columns),
        all=len(file.columns),
    )
    survey = _weighed(taken(file, columns), plan)
    found = []
    for by in crossings:
        step(_("labour table by {by}"), by=", ".join(by) or _("everybody"))
        try:
            table = labour_table(survey, plan, by, **words)
            measured = None if limits is None else measured_from(table, limits)
        except BadInput as error:
            raise counted_from(error, survey.first_row) from None
        found.append([_counted(labelled(part, plan, survey), survey) for part in parts_of(table, measured)])
    return survey, found


def _counted(part: Part, survey: "Survey") -> Part:
    """Return the part with the rows that its notes name counted as in the file."""
    return replace(part, notes=[reason_counted_from(note, survey.first_row) for note in part.notes])


def _require_names(file: "SurveyFile", plan: Any) -> None:
    """Refuse names that the file has not, before a part of its columns is read; say so where a title hides the header."""
    from mainstay.assess.methods.labour_mapping import require_names
    from mainstay.exchange.surveys import title_above

    try:
        require_names(file.columns, plan)
    except BadInput as error:
        problems = [*title_above(file.columns), *error.problems]
        raise BadInput(error.code, error.reason.msgid, problems=problems, **error.facts) from None


def _weighed(survey: "Survey", plan: Any) -> "Survey":
    """Return the survey with its weights as numbers; BadInput names the rows in which one is something else."""
    from mainstay.assess.methods.labour_design import replicates_of
    from mainstay.exchange.surveys import as_numbers

    drawn, table = plan.design, survey.table
    weights = [drawn.weights] if drawn.weights else []
    for name in (*weights, *drawn.fpc, *replicates_of(drawn, table.column_names)):
        table = table.set_column(table.column_names.index(name), name, as_numbers(survey, name))
    return replace(survey, table=table)


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
