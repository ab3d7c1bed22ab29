"""Reading by column: the same law at the size of a year's rolls."""

from decimal import Decimal

from mainstay.exchange.tables import Column, Limits, Sheet, read_arrow

from .samples import refused, workbook

ROLL = Sheet(
    "roll",
    (
        Column("worker", "Worker", required=True),
        Column("day", "Day", "date", required=True),
        Column("code", "Code", "choice", choices=("P", "A")),
        Column("hours", "Hours", "decimal", places=2, maximum=Decimal(24)),
    ),
    key=("worker", "day"),
)


def roll(*lines: str) -> bytes:
    return "\n".join(["worker,day,code,hours", *lines, ""]).encode()


def test_columns_have_their_types() -> None:
    table = read_arrow(roll("W1,2026-01-01,P,8.5"), "r.csv", ROLL).table
    assert [str(field.type) for field in table.schema] == [
        "int64",
        "string",
        "date32[day]",
        "string",
        "decimal128(38, 2)",
    ]


def test_each_fault_is_named_at_every_row_where_it_stands() -> None:
    staged = read_arrow(
        roll("W1,2026-01-01,P,8", "W2,soon,P,8", "W3,soon,P,25", ",2026-01-01,A,", "W1,2026-01-01,A,0"),
        "r.csv",
        ROLL,
    )
    found = sorted((problem.row or 0, problem.field, problem.reason.code) for problem in staged.problems)
    assert found == [
        (3, "day", "not_a_date"),
        (4, "day", "not_a_date"),
        (4, "hours", "above_maximum"),
        (5, "worker", "required"),
        (6, "day", "duplicate_key"),
    ]
    assert staged.good()["worker"].to_pylist() == ["W1"]
    assert refused(staged.require_clean).code == "table_has_problems"


def test_broken_encoding_and_formulas_are_refused_here_too() -> None:
    assert (
        refused(lambda: read_arrow(b"worker,day\nW\xff,2026-01-01\n", "r.csv", ROLL)).code
        == "encoding_not_utf8"
    )
    staged = read_arrow(roll("=1+1,2026-01-01,P,8"), "r.csv", ROLL)
    assert [problem.reason.code for problem in staged.problems] == ["formula"]


def test_a_workbook_gives_the_same_columns() -> None:
    content = workbook(
        [["worker", "day", "code", "hours"], ["W1", "2026-01-01", "P", 8.5], ["W2", "soon", "P", 8]]
    )
    staged = read_arrow(content, "r.xlsx", ROLL)
    assert staged.table.schema == read_arrow(roll("W1,2026-01-01,P,8"), "r.csv", ROLL).table.schema
    assert staged.faulty == {3}


def test_long_lists_of_plain_identifiers_are_taken_whole_and_odd_ones_are_not() -> None:
    lines = [f"W{i:06},2026-01-01,P,8" for i in range(12_000)]
    assert read_arrow(roll(*lines), "r.csv", ROLL).problem_count == 0
    staged = read_arrow(roll(*lines, "=1,2026-01-01,P,8"), "r.csv", ROLL)
    assert [(problem.row, problem.reason.code) for problem in staged.problems] == [(12_002, "formula")]


def test_more_rows_than_the_limit_are_refused() -> None:
    lines = [f"W{i},2026-01-01,P,8" for i in range(30)]
    assert refused(lambda: read_arrow(roll(*lines), "r.csv", ROLL, Limits(rows=20))).code == "too_many_rows"


def test_a_table_without_rows_has_its_columns() -> None:
    staged = read_arrow(roll(), "r.csv", ROLL)
    assert (staged.table.num_rows, staged.problem_count) == (0, 0)
