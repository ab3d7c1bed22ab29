"""`mainstay assess disclose`: tables and microdata that can be given out without telling about a person."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mainstay.common.errors import BadInput, Problem
from mainstay.common.texts import noop as _
from mainstay.page.terminal import say

from .asking import counted_from, left_out
from .conditions import columns_in, in_codes
from .options import Decimal, Delimiter, Encoding, File, SheetName, Where, epilog
from .output import (
    FileFormatOption,
    Out,
    Progress,
    answering,
    format_of,
    give,
    refuse_replacing,
    steps,
    taken,
    whole_file,
    write_table,
)
from .request import parts

if TYPE_CHECKING:
    from mainstay.exchange.surveys import Survey
    from mainstay.statistics.disclosure import Protected, Release, Rules

app = typer.Typer(no_args_is_help=True, help="What can be given out: protected tables, released microdata.")

TABLE = (
    "mainstay assess disclose table people.csv --by region,status --weight weight \\",
    "  --where 'worked == 1' --threshold 5",
)
MICRODATA = (
    "mainstay assess disclose microdata people.csv --keys region,sex,status --k 4 \\",
    "  --drop town,household,'rep_*' --out released.csv --codebook codebook.txt",
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
    unknown: Annotated[
        str, typer.Option("--unknown", help="Category for rows that have none in a column of --by.")
    ] = "",
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
        float, typer.Option("--time-limit", help="Seconds for each programme of the search.")
    ] = 60.0,
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
        form = format_of(format, out, file)
        rules = _rules(
            {"threshold": threshold, "percent": percent, "zeros": zeros or None}, dominance, parts(secret)
        )
        names = {"value": value, "weight": weight, "respondent": respondent}
        step = steps(progress=progress)
        survey, rows_of_file = _read_where(
            file, reading, [*parts(by), *filter(None, names.values())], where, step
        )
        search = {"cost": cost, "method": method, "time_limit": time_limit, "rules": rules}
        try:
            found = _protected(survey, parts(by), names, unknown, search, step)
        except BadInput as error:
            raise _counted(error, rows_of_file) from None
        rows = found.report() if inside else found.to_dicts()
        give(rows, form, out, text=lambda: _inside(rows) if inside else str(found))


def _inside(rows: Sequence[dict[str, Any]]) -> str:
    from .sampling import as_table

    return as_table(rows)


def _rules(given: dict[str, Any], dominance: str, secret: list[str]) -> "Rules":
    from mainstay.statistics.disclosure import Rules

    words = {name: value for name, value in given.items() if value is not None}
    if dominance:
        try:
            largest, share = dominance.split(",")
            words["dominance"] = (int(largest), float(share))
        except ValueError:
            raise BadInput(
                "disclose.dominance",
                _("Dominance is written as number,share, as 1,0.75, and not as «{given}»."),
                given=dominance,
            ) from None
    return Rules(**words, secret=secret)


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
    survey = _read(place, reading, [*columns, *names], step)
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


def _read(place: Path, reading: dict[str, str], columns: Sequence[str] | None, step: Any) -> "Survey":
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
    import pyarrow as pa
    import pyarrow.compute as pc

    from mainstay.exchange.surveys import as_numbers
    from mainstay.statistics.disclosure import protect_table

    table = survey.table
    for name in (names["value"], names["weight"]):
        if name:
            table = table.set_column(table.column_names.index(name), name, as_numbers(survey, name))
    for name in by:
        column = worded(survey, name)
        if unknown:
            column = pc.fill_null(pc.cast(column, pa.string()), unknown)
        table = table.set_column(table.column_names.index(name), name, column)

    def said(done: Any) -> None:
        step(
            _("round {round}: {cuts} conditions, cost at least {bound}"),
            round=done.round,
            cuts=done.cuts,
            bound=done.bound,
        )

    chosen: dict[str, Any] = {name: value for name, value in names.items() if value}
    return protect_table(table, by=by, progress=said, **chosen, **search)


def worded(survey: "Survey", name: str) -> Any:
    """Return a column with the file's labels in place of its codes; one without labels as it is."""
    import pyarrow as pa
    import pyarrow.compute as pc

    column = survey.table.column(name)
    labels = survey.value_labels.get(name, {})
    if not labels:
        return column
    codes = column.unique()
    texts = [None if code is None else str(labels.get(code, code)) for code in codes.to_pylist()]
    return pa.array(texts, pa.string()).take(pc.index_in(column, codes).combine_chunks())


@app.command(epilog=epilog(MICRODATA))
def microdata(
    file: File,
    *,
    keys: Annotated[
        str, typer.Option("--keys", help="Columns that others may know of a person.", show_default=False)
    ],
    sensitive: Annotated[
        str, typer.Option("--sensitive", help="Columns that must not be the same for all who look alike.")
    ] = "",
    weight: Annotated[
        str, typer.Option("--weight", help="Column of weights; without it the file is the population.")
    ] = "",
    k: Annotated[
        int, typer.Option("--k", help="Rows in which each combination of keys stands at least.")
    ] = 5,
    diverse: Annotated[
        int, typer.Option("--diverse", help="Different values of a sensitive column among them.")
    ] = 2,
    drop: Annotated[
        str, typer.Option("--drop", help="Columns that are left out; rep_* stands for several.")
    ] = "",
    keep: Annotated[
        str, typer.Option("--keep", help="Columns given out on your word though they look like identifiers.")
    ] = "",
    dates: Annotated[
        str, typer.Option("--dates", help="Dates are coarsened to year, quarter, month or day.")
    ] = "month",
    out: Annotated[
        Path, typer.Option("--out", help="Where the microdata go: .csv or .parquet.", show_default=False)
    ],
    codebook: Annotated[
        Path,
        typer.Option(
            "--codebook", help="Where the codebook goes: .csv, else plain text.", show_default=False
        ),
    ],
    encoding: Encoding = "",
    delimiter: Delimiter = "",
    decimal: Decimal = "",
    sheet: SheetName = "",
    progress: Progress = False,
) -> None:
    """Recode and blank microdata until nobody stands out by the keys; write them with a codebook."""
    reading = {"encoding": encoding, "delimiter": delimiter, "decimal": decimal, "sheet": sheet}
    with answering():
        _writable(out, codebook)
        refuse_replacing(out, file, codebook)
        refuse_replacing(codebook, file)
        survey = _read(file, reading, None, steps(progress=progress))
        columns = {"keys": keys, "sensitive": sensitive, "drop": drop, "keep": keep}
        found = _released(
            survey, columns, {"weight": weight or None, "k": k, "diverse": diverse, "dates": dates}
        )
        write_table(found.table, out)
        with whole_file(codebook) as part:
            csv = codebook.suffix.lower() == ".csv"
            part.write_text(found.codebook.to_csv() if csv else str(found.codebook), encoding="utf-8")
        print("\n".join(map(str, found.codebook.facts)))
        say(f"{out}: {found.table.num_rows:,} rows; {codebook}: {found.table.num_columns} variables")


def _released(survey: "Survey", columns: dict[str, str], words: dict[str, Any]) -> "Release":
    from mainstay.exchange.surveys import match_names
    from mainstay.statistics.disclosure import release_microdata

    there = survey.table.column_names
    named: dict[str, Any] = {role: match_names(text, there) if text else [] for role, text in columns.items()}
    table = survey.table
    for name in survey.value_labels:
        table = table.set_column(there.index(name), name, worded(survey, name))
    try:
        return release_microdata(table, labels=survey.labels, **named, **words)
    except BadInput as error:
        raise counted_from(error, survey.first_row) from None


def _writable(out: Path, codebook: Path) -> None:
    if out.suffix.lower() not in {".csv", ".parquet"}:
        raise BadInput(
            "disclose.out",
            _("{out}: microdata are written as .csv or .parquet; let the name end so."),
            out=str(out),
        )
    for place in (out, codebook):
        if not place.absolute().parent.is_dir():
            raise BadInput(
                "output.no_folder", _("There is no folder {folder}."), folder=str(place.absolute().parent)
            )
