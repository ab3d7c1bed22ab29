"""Reading a table: every row parsed, every fault named with row and field, nothing evaluated or guessed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _

from .cells import Parser, Reading, formula_fault, parser_of
from .csv_reading import csv_rows
from .faults import Fault, shortened
from .headers import Header, check_header, find_header
from .sheets import DEFAULT_LIMITS, Column, Findings, Limits, Sheet
from .source import Given, Source, open_source
from .workbooks import Grid, column_letter, open_grids


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file, its parsed values by column name, what was given, which cells are bad.

    A bad or empty cell is None in `values`; a column that the file lacks is not in `values` at all.
    """

    number: int
    values: dict[str, Any]
    given: tuple[Any, ...]
    bad: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Staged:
    """A table that was read: rows, problems, and what of the file must be known to give it back marked."""

    sheet: Sheet
    filename: str
    sha256: str
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    problem_count: int
    columns: tuple[str, ...]
    unknown: tuple[str, ...]
    header: tuple[str, ...]
    header_row: int
    first_column: int = 0
    above: tuple[tuple[int, Sequence[Any]], ...] = ()

    @property
    def good_rows(self) -> tuple[Row, ...]:
        """The rows without a problem: what a "valid rows only" import takes."""
        faulty = {problem.row for problem in self.problems}
        return tuple(row for row in self.rows if not row.bad and row.number not in faulty)

    def require_clean(self) -> None:
        """Raise BadInput with all problems if there is any."""
        require_clean(self.filename, self.problems, self.problem_count)

    def with_problems(self, more: Iterable[Problem]) -> "Staged":
        """Return this table with the problems that the caller's own rules found, in the order of rows."""
        added = tuple(more)
        together = sorted((*self.problems, *added), key=lambda problem: problem.row or 0)
        fields = {name: getattr(self, name) for name in self.__slots__}
        fields.update(problems=tuple(together), problem_count=self.problem_count + len(added))
        return Staged(**fields)


def require_clean(filename: str, problems: Sequence[Problem], count: int) -> None:
    """Raise BadInput with `problems` if there is any; `count` may be more than were kept."""
    if count:
        raise BadInput(
            "table_has_problems",
            _(
                "{filename}: {count} problems were found and nothing was taken in. Correct the cells named "
                "below, or download the same file with them marked."
            ),
            filename=filename,
            count=count,
            problems=problems,
        )


def read_table(
    given: Given,
    filename: str,
    sheet: Sheet,
    limits: Limits = DEFAULT_LIMITS,
    *,
    decimal_mark: str = ".",
    date_order: str | None = None,
    worksheet: str = "",
) -> Staged:
    """Return the table in `given` (path, bytes or open file), parsed as `sheet` says.

    `decimal_mark` is "." or ","; `date_order` is "dmy", "mdy" or None (two-way dates are then refused).
    `worksheet` names the sheet of a workbook; without it the first one that has all columns is read.
    A file that cannot be read at all raises BadInput; faults in cells stand in `problems`.
    """
    source = open_source(given, filename, limits)
    grid, header = open_table(source, sheet, limits, worksheet)
    findings = Findings(limits.problems)
    plan = make_plan(header, Reading(source.form != "xlsx", decimal_mark, date_order))
    reader = _RowReader(plan, header, grid, findings)
    rows = tuple(_bounded(reader.rows(), limits, source.filename))
    _note_merged(grid, header, findings)
    _note_duplicates(rows, sheet, findings)
    problems = tuple(sorted(findings.kept, key=lambda problem: problem.row or 0))
    return Staged(
        sheet=sheet,
        filename=source.filename,
        sha256=source.sha256,
        rows=rows,
        problems=problems,
        problem_count=findings.count,
        columns=tuple(column.name for column in header.places.values()),
        unknown=header.unknown,
        header=header.texts,
        header_row=header.number,
        first_column=grid.first_column,
        above=header.above,
    )


def open_table(source: Source, sheet: Sheet, limits: Limits, worksheet: str = "") -> tuple[Grid, Header]:
    """Return the cells and the header of the table; in a workbook, the first sheet with all columns."""
    if source.form != "xlsx":
        grid = Grid(source.filename, csv_rows(source), 0, set(), set(), ())
        return grid, check_header(find_header(grid.rows, sheet), sheet, source.filename)
    best: tuple[Grid, Header] | None = None
    for grid in open_grids(source, limits):
        if worksheet and grid.name != worksheet:
            continue
        header = find_header(grid.rows, sheet)
        if header is not None and not header.missing(sheet):
            best = grid, header
            break
        if header is not None and (best is None or len(header.places) > len(best[1].places)):
            best = grid, header
    if best is None:
        check_header(None, sheet, source.filename)
        raise AssertionError
    check_header(best[1], sheet, source.filename, best[0].first_column)
    return best


@dataclass(frozen=True, slots=True)
class Cell:
    """How one column of the file is read: its position, its column, its parser."""

    at: int
    column: Column
    parse: Parser


def make_plan(header: Header, how: Reading) -> tuple[Cell, ...]:
    """Return how each known column of the file is read."""
    return tuple(Cell(at, column, parser_of(column, how)) for at, column in header.places.items())


def problem_at(reason: Reason, row: int, column: Column, place: int) -> Problem:
    """Return the problem of one cell; its facts also say the header and the cell, such as C7."""
    facts = {"column": column.label, "cell": f"{column_letter(place)}{row}", **reason.facts}
    return Problem(Reason(reason.code, reason.msgid, facts), row=row, field=column.name)


def required_reason() -> Reason:
    """Return why an empty cell cannot stand in a required column."""
    return Reason("required", _("«{column}» is empty. Fill it in; it is needed for every row."), {})


class _RowReader:
    """Parses rows by a plan; faults go to the findings."""

    def __init__(self, plan: tuple[Cell, ...], header: Header, grid: Grid, findings: Findings) -> None:
        self.plan = plan
        self.width = len(header.texts)
        self.source_rows = header.rest
        self.grid = grid
        self.findings = findings
        self.marked = bool(grid.formulas or grid.errors)
        if grid.unplaced_formulas:
            findings.add(Problem(formula_fault(_("a cell without an address")).reason))

    def rows(self) -> Iterator[Row]:
        """Yield each row that is not blank."""
        for number, cells in self.source_rows:
            if not any(cells) and all(cell is None or cell == "" for cell in cells):
                continue
            yield self._row(number, cells)

    def _row(self, number: int, cells: Sequence[Any]) -> Row:
        values: dict[str, Any] = {}
        bad: list[str] = []
        filled = len(cells)
        for cell in self.plan:
            given = cells[cell.at] if cell.at < filled else ""
            try:
                if self.marked:
                    self._refuse_marked(number, cell, given)
                blank = given == "" or given is None or (isinstance(given, str) and given.isspace())
                value = None if blank else cell.parse(given)
                if value is None and cell.column.required:
                    raise Fault(required_reason())  # noqa: TRY301 - one place turns faults into problems
            except Fault as fault:
                value = None
                bad.append(cell.column.name)
                place = self.grid.first_column + cell.at
                self.findings.add(problem_at(fault.reason, number, cell.column, place))
            values[cell.column.name] = value
        if filled > self.width and any(cells[self.width :]):
            self.findings.add(extra_cells(number, filled, self.width))
        return Row(number, values, tuple(cells), tuple(bad))

    def _refuse_marked(self, number: int, cell: Cell, given: Any) -> None:
        place = (number, self.grid.first_column + cell.at)
        if place in self.grid.formulas:
            raise formula_fault(f"= … → {shortened(given)}")
        if place in self.grid.errors:
            raise Fault.of(
                "error_value",
                _(
                    "The cell holds an error of the spreadsheet, such as #REF! or #N/A. Type the value "
                    "itself."
                ),
            )


def extra_cells(number: int, filled: int, width: int) -> Problem:
    """Return the problem of a row that is longer than the header."""
    reason = Reason(
        "extra_cells",
        _(
            "The row has {filled} cells under {width} headers. A text with the separator in it must stand in "
            "quotation marks; or delete what stands to the right."
        ),
        {"filled": filled, "width": width},
    )
    return Problem(reason, row=number)


def _bounded(rows: Iterator[Row], limits: Limits, filename: str) -> Iterator[Row]:
    for count, row in enumerate(rows, 1):
        if count > limits.rows:
            raise too_many_rows(filename, limits)
        yield row


def too_many_rows(filename: str, limits: Limits) -> BadInput:
    """Return the refusal of a table with more rows than are taken at once."""
    return BadInput(
        "too_many_rows",
        _("{filename} has more than {limit} rows. Split it into several files."),
        filename=filename,
        limit=limits.rows,
    )


def _note_merged(grid: Grid, header: Header, findings: Findings) -> None:
    """Report merged cells below the header: only their first cell holds a value, the others look empty."""
    known = {grid.first_column + at: column for at, column in header.places.items()}
    for (top, left), (bottom, right) in grid.merged:
        columns = [known[at] for at in range(left, min(right, 16_384) + 1) if at in known]
        if bottom + 1 <= header.number or not columns:
            continue
        area = f"{column_letter(left)}{top + 1}:{column_letter(right)}{bottom + 1}"
        reason = Reason(
            "merged_cells",
            _("The cells {area} are merged. Unmerge them and fill in each one."),
            {"area": area, "column": columns[0].label},
        )
        findings.add(Problem(reason, row=max(top + 1, header.number + 1), field=columns[0].name))


def _note_duplicates(rows: Iterable[Row], sheet: Sheet, findings: Findings) -> None:
    if not sheet.key:
        return
    get = _key_getter(sheet.key)
    first: dict[Any, int] = {}
    for row in rows:
        key = get(row.values)
        if key is None:
            continue
        earlier = first.setdefault(key, row.number)
        if earlier != row.number:
            findings.add(duplicate_problem(sheet, key, earlier, row.number))


def _key_getter(names: tuple[str, ...]) -> Callable[[Mapping[str, Any]], tuple[Any, ...] | None]:
    def get(values: Mapping[str, Any]) -> tuple[Any, ...] | None:
        key = tuple(values.get(name) for name in names)
        return None if None in key else key

    return get


def duplicate_problem(sheet: Sheet, key: Sequence[Any], first: int, second: int) -> Problem:
    """Return the problem of two rows with one key; it stands at the second and names both."""
    labels = ", ".join(sheet.column(name).label for name in sheet.key)
    reason = Reason(
        "duplicate_key",
        _("Rows {first} and {second} both have {key} as {columns}. Keep one of them."),
        {
            "first": first,
            "second": second,
            "key": shortened(" · ".join(str(part) for part in key), 80),
            "columns": labels,
        },
    )
    return Problem(reason, row=second, field=sheet.key[-1])
