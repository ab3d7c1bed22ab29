"""The same reading for millions of rows: columns instead of rows, each distinct value parsed once.

The law is `read_table`'s: same parsers, same problems, same row numbers. A daily roll has few distinct sites,
days and codes, so parsing the distinct values and looking the rest up costs little; what is distinct in every
row (an identifier) is looked at as a whole first, and costs one call each only where it is not plain.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from mainstay.common.errors import Problem

from .cells import LONGEST_CELL, MOST_PLACES, Reading
from .csv_reading import delimiter_of
from .faults import Fault
from .headers import Header
from .reading import (
    Cell,
    Staged,
    duplicate_problem,
    extra_cells,
    make_plan,
    open_table,
    problem_at,
    read_table,
    require_clean,
    required_reason,
    too_many_rows,
)
from .sheets import Column, Findings, Limits, Sheet
from .source import Given, Source, open_source

if TYPE_CHECKING:
    import pyarrow as pa

MANY_ROWS = Limits(size=150 * 2**20, rows=5_000_000, cells=60_000_000)
ROW = "_row"
_BATCH = 100_000
_WORTH_A_LOOK = 10_000
_CANONICAL_UUID = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


@dataclass(frozen=True, slots=True)
class StagedTable:
    """A table that was read by column: `table` has the parsed columns and `_row`, the row in the file.

    Bad and empty cells are null; `faulty` holds the numbers of the rows with a problem.
    """

    sheet: Sheet
    filename: str
    sha256: str
    table: "pa.Table"
    problems: tuple[Problem, ...]
    problem_count: int
    unknown: tuple[str, ...]
    faulty: frozenset[int]

    def good(self) -> "pa.Table":
        """Return the rows without a problem."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if not self.faulty:
            return self.table
        faulty = pa.array(sorted(self.faulty), pa.int64())
        return self.table.filter(pc.invert(pc.is_in(self.table[ROW], faulty)))

    def require_clean(self) -> None:
        """Raise BadInput with all problems if there is any."""
        require_clean(self.filename, self.problems, self.problem_count)


def read_arrow(
    given: Given,
    filename: str,
    sheet: Sheet,
    limits: Limits = MANY_ROWS,
    *,
    decimal_mark: str = ".",
    date_order: str | None = None,
) -> StagedTable:
    """Return the table in `given` as columns, parsed and validated as `read_table` does.

    Types: text, phone, choice and uuid as string, int as int64, decimal as decimal128(38, places or 9),
    date as date32, bool as bool.
    """
    import pyarrow as pa

    source = open_source(given, filename, limits)
    if source.form == "xlsx":
        staged = read_table(
            source.content,
            source.filename,
            sheet,
            replace(limits, problems=max(limits.problems, limits.rows)),
            decimal_mark=decimal_mark,
            date_order=date_order,
        )
        return _from_rows(staged, limits)
    _grid, header = open_table(source, sheet, limits)
    plan = make_plan(header, Reading(from_text=True, decimal_mark=decimal_mark, date_order=date_order))
    findings, faulty = Findings(limits.problems), set[int]()
    numbers, texts = _split(source, header, plan, (findings, faulty), limits)
    arrays = {
        cell.column.name: _parsed(cell, text, numbers, findings, faulty)
        for cell, text in zip(plan, texts, strict=True)
    }
    return _staged(source, sheet, pa.table({ROW: numbers, **arrays}), header, (findings, faulty))


def _staged(
    source: Source, sheet: Sheet, table: "pa.Table", header: Header, found: tuple[Findings, set[int]]
) -> StagedTable:
    findings, faulty = found
    for problem in _duplicates(table, sheet):
        findings.add(problem)
        faulty.add(problem.row or 0)
    problems = tuple(sorted(findings.kept, key=lambda problem: problem.row or 0))
    return StagedTable(
        sheet,
        source.filename,
        source.sha256,
        table,
        problems,
        findings.count,
        header.unknown,
        frozenset(faulty),
    )


def _split(
    source: Source, header: Header, plan: tuple[Cell, ...], found: tuple[Findings, set[int]], limits: Limits
) -> tuple["pa.Array", list["pa.Array"]]:
    """Return row numbers and the text of each planned column: quickly, or patiently where that fails."""
    import pyarrow as pa

    try:
        table = _without_blank_rows(_split_quickly(source, header))
    except pa.ArrowInvalid:
        return _split_patiently(header, plan, found, source.filename, limits)
    if table.num_rows > limits.rows:
        raise too_many_rows(source.filename, limits)
    return table[ROW].combine_chunks(), [table.column(cell.at).combine_chunks() for cell in plan]


def _split_quickly(source: Source, header: Header) -> "pa.Table":
    """Return all cells as text, five times as fast as row by row.

    Only where the header is the first line and every row has as many cells, so that counting rows is enough
    to know their numbers; ArrowInvalid otherwise.
    """
    import pyarrow as pa
    from pyarrow import csv

    if header.above or len(header.texts) == 1 or any("\n" in text or "\r" in text for text in header.texts):
        raise pa.ArrowInvalid("the first line is not the header, or a blank row looks like an empty cell")
    quoted = b'"' in source.content
    names = [f"c{at}" for at in range(len(header.texts))]
    table = csv.read_csv(
        io.BytesIO(source.content),
        read_options=csv.ReadOptions(column_names=names, skip_rows=1, block_size=8 << 20),
        parse_options=csv.ParseOptions(
            delimiter=delimiter_of(source),
            quote_char='"' if quoted else False,
            newlines_in_values=quoted,
            ignore_empty_lines=False,
        ),
        convert_options=csv.ConvertOptions(
            column_types={name: pa.string() for name in names}, strings_can_be_null=False
        ),
    )
    return table.append_column(ROW, pa.array(range(2, 2 + table.num_rows), pa.int64()))


def _without_blank_rows(table: "pa.Table") -> "pa.Table":
    """Return the rows of which any cell is filled."""
    import pyarrow.compute as pc

    blank = None
    for name in table.column_names[:-1]:
        empty = pc.equal(table[name], "")
        blank = empty if blank is None else pc.and_(blank, empty)
        if not pc.any(blank).as_py():
            return table
    return table.filter(pc.invert(blank))


def _split_patiently(
    header: Header, plan: tuple[Cell, ...], found: tuple[Findings, set[int]], filename: str, limits: Limits
) -> tuple["pa.Array", list["pa.Array"]]:
    """Return the row numbers and the text of each planned column, batch by batch."""
    import pyarrow as pa

    findings, faulty = found
    width = len(header.texts)
    number_parts: list[Any] = []
    text_parts: list[list[Any]] = [[] for _cell in plan]
    rows = _filled_rows(header.rest)
    total = 0
    while batch := list(islice(rows, _BATCH)):
        total += len(batch)
        if total > limits.rows:
            raise too_many_rows(filename, limits)
        for number, cells in batch:
            if len(cells) > width and any(cells[width:]):
                findings.add(extra_cells(number, len(cells), width))
                faulty.add(number)
        number_parts.append(pa.array([number for number, _cells in batch], pa.int64()))
        for cell, parts in zip(plan, text_parts, strict=True):
            at = cell.at
            texts = [cells[at] if at < len(cells) else "" for _number, cells in batch]
            parts.append(pa.array(texts, pa.string()))
    if not number_parts:
        return pa.array([], pa.int64()), [pa.array([], pa.string()) for _cell in plan]
    return pa.concat_arrays(number_parts), [pa.concat_arrays(parts) for parts in text_parts]


def _filled_rows(rows: Iterator[tuple[int, Sequence[Any]]]) -> Iterator[tuple[int, Sequence[Any]]]:
    return (pair for pair in rows if any(pair[1]))


def _parsed(
    cell: Cell, texts: "pa.Array", numbers: "pa.Array", findings: Findings, faulty: set[int]
) -> "pa.Array":
    """Return a column's values: each distinct text parsed once, its faults reported wherever it stands."""
    import numpy as np
    import pyarrow as pa

    encoded = texts.dictionary_encode()
    if _is_right_as_it_stands(cell.column, encoded.dictionary):
        return texts
    values: list[Any] = []
    faults: dict[int, Fault] = {}
    for at, text in enumerate(encoded.dictionary.to_pylist()):
        try:
            value = None if text == "" or text.isspace() else cell.parse(text)
            if value is None and cell.column.required:
                raise Fault(required_reason())  # noqa: TRY301 - one place keeps the faults
        except Fault as fault:
            faults[at], value = fault, None
        values.append(str(value) if cell.column.kind == "uuid" and value is not None else value)
    if faults:
        indices = encoded.indices.to_numpy(zero_copy_only=False)
        for place in np.flatnonzero(np.isin(indices, list(faults))).tolist():
            row = numbers[place].as_py()
            faulty.add(row)
            findings.add(problem_at(faults[int(indices[place])].reason, row, cell.column, cell.at))
    return pa.array(values, _type_of(cell.column)).take(encoded.indices)


def _is_right_as_it_stands(column: Column, texts: "pa.Array") -> bool:
    """Return whether every text would parse to itself, so that a million identifiers need no call each.

    Only for long lists: a plain letter or digit first, printable ASCII, no space at the ends.
    """
    import pyarrow.compute as pc

    bounded = column.minimum is not None or column.maximum is not None
    if len(texts) < _WORTH_A_LOOK or bounded or column.normalise or column.rule:
        return False
    if column.kind == "uuid":
        return bool(pc.all(pc.match_substring_regex(texts, _CANONICAL_UUID)).as_py())
    if column.kind != "text":
        return False
    longest = column.max_length or LONGEST_CELL
    plain = pc.match_substring_regex(texts, "^[0-9A-Za-z]([ -~]*[!-~])?$")
    return bool(pc.all(plain).as_py() and pc.max(pc.binary_length(texts)).as_py() <= longest)


def _type_of(column: Column) -> "pa.DataType":
    import pyarrow as pa

    match column.kind:
        case "int":
            return pa.int64()
        case "decimal":
            return pa.decimal128(38, MOST_PLACES if column.places is None else column.places)
        case "date":
            return pa.date32()
        case "moment":
            return pa.timestamp("us", "UTC")
        case "bool":
            return pa.bool_()
        case _:
            return pa.string()


def _duplicates(table: "pa.Table", sheet: Sheet) -> Iterator[Problem]:
    import pyarrow.compute as pc

    key = list(sheet.key)
    if not key or not set(key) <= set(table.column_names):
        return
    filled = table.select([*key, ROW]).drop_null()
    groups = filled.group_by(key).aggregate([(ROW, "min"), (ROW, "count")])
    twice = groups.filter(pc.greater(groups[f"{ROW}_count"], 1))
    if not twice.num_rows:
        return
    both = filled.join(twice, keys=key, join_type="inner").sort_by(ROW)
    for record in both.to_pylist():
        if record[ROW] != record[f"{ROW}_min"]:
            values = [record[name] for name in key]
            yield duplicate_problem(sheet, values, record[f"{ROW}_min"], record[ROW])


def _from_rows(staged: Staged, limits: Limits) -> StagedTable:
    import pyarrow as pa

    arrays: dict[str, Any] = {ROW: pa.array([row.number for row in staged.rows], pa.int64())}
    for name in staged.columns:
        column = staged.sheet.column(name)
        values = [row.values[name] for row in staged.rows]
        if column.kind == "uuid":
            values = [None if value is None else str(value) for value in values]
        arrays[name] = pa.array(values, _type_of(column))
    faulty = {problem.row for problem in staged.problems if problem.row} | {
        row.number for row in staged.rows if row.bad
    }
    return StagedTable(
        staged.sheet,
        staged.filename,
        staged.sha256,
        pa.table(arrays),
        staged.problems[: limits.problems],
        staged.problem_count,
        staged.unknown,
        frozenset(faulty),
    )
