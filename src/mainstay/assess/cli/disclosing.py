"""`mainstay assess disclose`: tables and microdata that can be given out without telling about a person."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import fill
from mainstay.common.texts import noop as _
from mainstay.page.terminal import say

from .asking import left_out
from .conditions import columns_in, in_codes
from .options import Decimal, Delimiter, Encoding, File, SheetName, Where, epilog
from .output import (
    FileFormatOption,
    Out,
    Progress,
    answering,
    format_of,
    give,
    steps,
    taken,
)
from .request import parts
from .sampling import as_table
from .table_rules import table_rules
from .wording import worded

if TYPE_CHECKING:
    from mainstay.exchange.surveys import Survey
    from mainstay.statistics.disclosure import Protected

app = typer.Typer(no_args_is_help=True, help="What can be given out: protected tables, released microdata.")

TABLE = (
    "mainstay assess disclose table people.csv --by region,status --weight weight \\",
    "  --where 'worked == 1' --threshold 5",
    "",
    "mainstay assess disclose table people.csv --by region,sex --value income \\",
    "  --where 'income > 0' --rules rules.yaml --inside",
)
ROUND = (
    "mainstay assess disclose round people.csv --by region,status \\",
    "  --where 'worked == 1' --base 5",
)
#: Why a row cannot be in a table, and the ways out.
NO_CATEGORY = _(
    "The category is missing. Give it, or count such rows as a category of their own with --unknown, as in --unknown “not known”."
)
Columns = Annotated[
    str, typer.Option("--by", help="One to three columns that make the table.", show_default=False)
]
Value = Annotated[str, typer.Option("--value", help="Column that is added up; else persons are counted.")]
Weight = Annotated[
    str, typer.Option("--weight", help="Column of weights; rules count persons, never weights.")
]
Respondent = Annotated[
    str, typer.Option("--respondent", help="Column of the person or firm, where one has several rows.")
]
Threshold = Annotated[int | None, typer.Option("--threshold", help="Fewest persons behind a cell; 10.")]
Dominance = Annotated[
    str, typer.Option("--dominance", help="n,share: the n largest hold no more than the share, as 1,0.75.")
]
Percent = Annotated[
    float | None,
    typer.Option("--percent", help="The second largest cannot work out the largest within so many percent."),
]
Secret = Annotated[str, typer.Option("--secret", help="Columns of --by whose category is itself a secret.")]
Unknown = Annotated[
    str,
    typer.Option(
        "--unknown", help="Category for rows that have none in a column of --by; else such rows are refused."
    ),
]
RulesFile = Annotated[
    Path | None,
    typer.Option("--rules", help="YAML file: rules, groups of categories, cells that cannot exist."),
]
Inside = Annotated[
    bool,
    typer.Option(
        "--inside", help="Show every cell with its reasons and bounds; it must not leave the house."
    ),
]


@app.command(epilog=epilog(TABLE))
def table(
    file: File,
    *,
    by: Columns,
    value: Value = "",
    weight: Weight = "",
    respondent: Respondent = "",
    where: Where = "",
    unknown: Unknown = "",
    threshold: Threshold = None,
    dominance: Dominance = "",
    percent: Percent = None,
    secret: Secret = "",
    zeros: Annotated[bool, typer.Option("--zeros", help="An empty cell is sensitive too.")] = False,
    cost: Annotated[
        str, typer.Option("--cost", help="What loses least: cells, value or distance.")
    ] = "cells",
    method: Annotated[str, typer.Option("--method", help="optimal (proved) or quick.")] = "optimal",
    time_limit: Annotated[
        float,
        typer.Option("--time-limit", help="Seconds for the search; then the best safe table found is taken."),
    ] = 60.0,
    rules: RulesFile = None,
    inside: Inside = False,
    encoding: Encoding = "",
    delimiter: Delimiter = "",
    decimal: Decimal = "",
    sheet: SheetName = "",
    format: FileFormatOption = None,
    out: Out = None,
    progress: Progress = False,
) -> None:
    """Hide what could tell about a person in a table with its totals, and no more than is needed."""
    reading = {"encoding": encoding, "delimiter": delimiter, "decimal": decimal, "sheet": sheet}
    with answering():
        form = format_of(format, out, file, rules)
        asked = table_rules(rules)
        given = {
            "threshold": threshold,
            "percent": percent,
            "zeros": zeros or None,
            "secret": parts(secret) or None,
        }
        chosen = asked.rules(given | {"dominance": _dominance(dominance)})
        names = {"value": value, "weight": weight, "respondent": respondent}
        step = steps(progress=progress)
        survey, rows_of_file = _read_where(
            file, reading, [*parts(by), *filter(None, names.values())], where, step
        )
        search = {"cost": cost, "method": method, "time_limit": time_limit, "rules": chosen} | asked.search
        try:
            found = _protected(survey, parts(by), names, unknown, search, step)
        except BadInput as error:
            raise _counted(error, rows_of_file) from None
        rows = found.report() if inside else found.to_dicts()
        give(rows, form, out, text=lambda: as_table(rows) if inside else str(found))


@app.command(name="round", epilog=epilog(ROUND))
def round_table(
    file: File,
    *,
    by: Columns,
    value: Value = "",
    weight: Weight = "",
    where: Where = "",
    unknown: Unknown = "",
    base: Annotated[int, typer.Option("--base", help="Every number becomes a multiple of it.")] = 5,
    rules: RulesFile = None,
    inside: Inside = False,
    encoding: Encoding = "",
    delimiter: Delimiter = "",
    decimal: Decimal = "",
    sheet: SheetName = "",
    format: FileFormatOption = None,
    out: Out = None,
    progress: Progress = False,
) -> None:
    """Round a table with its totals so that it still adds up and nobody can tell a small number."""
    from mainstay.statistics.disclosure import controlled_rounded

    reading = {"encoding": encoding, "delimiter": delimiter, "decimal": decimal, "sheet": sheet}
    with answering():
        form = format_of(format, out, file, rules)
        groups = table_rules(rules).hierarchies
        names = {"value": value, "weight": weight}
        step = steps(progress=progress)
        survey, rows_of_file = _read_where(
            file, reading, [*parts(by), *filter(None, names.values())], where, step
        )
        try:
            made = _made(survey, parts(by), names, unknown)
            words = {name: column for name, column in names.items() if column}
            found = controlled_rounded(made, by=parts(by), base=base, hierarchies=groups, **words)
        except BadInput as error:
            raise _counted(error, rows_of_file) from None
        if not found.least:
            say(fill(_("The time was up: a rounding nearer to the truth may exist."), {}))
        rows = found.report() if inside else found.to_dicts()
        give(rows, form, out, text=lambda: _rounded_text(rows, found.base, found.furthest))


def _rounded_text(rows: Sequence[dict[str, Any]], base: int, furthest: float) -> str:
    return f"{as_table(rows)}\n\nmultiples of {base}; no number is further than {furthest:g} from the truth"


def _dominance(given: str) -> tuple[int, float] | None:
    if not given:
        return None
    try:
        largest, share = given.split(",")
        return int(largest), float(share)
    except ValueError:
        raise BadInput(
            "disclose.dominance",
            _("Dominance is written as number,share, as 1,0.75, and not as «{given}»."),
            given=given,
        ) from None


def _read_where(
    place: Path, reading: dict[str, str], columns: list[str], where: str, step: Any
) -> tuple["Survey", Sequence[int]]:
    """Return the rows for which the condition holds, and the number that each has in the file."""
    from dataclasses import replace

    import numpy as np

    from mainstay.exchange.surveys import open_survey
    from mainstay.statistics.survey.columns import Columns as Arrays
    from mainstay.statistics.survey.expression import truth_of

    names = columns_in(where, open_survey(place, **reading).columns) if where else []
    survey = read_all(place, reading, [*columns, *names], step)
    held = np.ones(len(survey), dtype=bool)
    if where:
        truth = truth_of(Arrays(survey.table), in_codes(where, survey))
        held, unknown = truth == 1, int(np.isnan(truth).sum())
        if unknown:
            say(left_out(unknown, where))
    if not held.any():
        raise BadInput("disclose.nobody", _("The condition {where} holds in no row."), where=where)
    return replace(survey, table=survey.table.filter(held)), (
        np.flatnonzero(held) + survey.first_row
    ).tolist()


def _counted(error: BadInput, rows: Sequence[int]) -> BadInput:
    """Return the error with rows counted as in the file, of which only some were used."""
    problems = [
        Problem(each.reason, None if each.row is None else int(rows[each.row - 1]), each.field)
        for each in error.problems
    ]
    return BadInput(error.code, error.reason.msgid, problems=problems, **error.facts)


def read_all(place: Path, reading: dict[str, str], columns: Sequence[str] | None, step: Any) -> "Survey":
    """Return the columns of a file, all if None, and say that it is read."""
    from mainstay.exchange.surveys import open_survey

    file = open_survey(place, **reading)
    step(_("{file}: reading"), file=place.name)
    return taken(file, columns)


def _protected(
    survey: "Survey",
    by: Sequence[str],
    names: dict[str, str],
    unknown: str,
    search: dict[str, Any],
    step: Any,
) -> "Protected":
    from time import monotonic

    from mainstay.statistics.disclosure import protect_table

    def said(done: Any) -> None:
        step(
            _("round {round}: {cuts} conditions, cost at least {bound}"),
            round=done.round,
            cuts=done.cuts,
            bound=done.bound,
        )

    chosen: dict[str, Any] = {name: value for name, value in names.items() if value}
    table = _made(survey, by, names, unknown)
    return protect_table(table, by=by, progress=said, clock=monotonic, **chosen, **search)


def _made(survey: "Survey", by: Sequence[str], names: dict[str, str], unknown: str) -> Any:
    """Return the table with amounts and weights as numbers, and categories by their labels."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from mainstay.exchange.surveys import as_numbers

    table, problems = survey.table, []
    for name in (names["value"], names["weight"]):
        if name:
            table = table.set_column(table.column_names.index(name), name, as_numbers(survey, name))
    for name in by:
        column = worded(survey, name)
        if unknown:
            column = pc.fill_null(pc.cast(column, pa.string()), unknown)
        reason = Reason("disclose.unknown", NO_CATEGORY)
        problems += [
            Problem(reason, row + 1, name) for row in pc.indices_nonzero(pc.is_null(column)).to_pylist()
        ]
        table = table.set_column(table.column_names.index(name), name, column)
    if problems:
        words = _("Some rows cannot be used for the table.")
        raise BadInput("disclose.rows", words, problems=problems)
    return table
