"""What is written comes back the same: the law on which "export, correct, import" rests."""

import datetime as dt
import io
import unicodedata
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.exchange.tables import Column, Sheet, read_arrow, read_table, write_csv, write_xlsx
from mainstay.exchange.tables.arrow import ROW

SHEET = Sheet(
    "mixed",
    (
        Column("uid", "Identifier", "uuid", hidden=True),
        Column("key", "Key", "int", required=True),
        Column("note", "Note", multiline=True),
        Column("day", "Day", "date"),
        Column("amount", "Amount", "decimal", places=3),
        Column("kind", "Kind", "choice", choices={"a": ("Alpha, the first", "ألف"), "b": ("Beta",)}),
        Column("done", "Done", "bool"),
        Column("phone", "Phone", "phone"),
    ),
    key=("key",),
)
# Texts as people type them, and the ones that spreadsheets take for formulas.
TYPED = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn"), exclude_characters="\ufffdÃâØ"),
    max_size=30,
)
NASTY = st.sampled_from(
    ["=1+1", "'=x", "''@y", "-", "--", "+a", "@me", "'quoted'", '"', ",;|", "a\nb", "=", "'", "'-1"]
)


def normal(text: str) -> str | None:
    return unicodedata.normalize("NFC", text).strip() or None


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "uid": st.none() | st.uuids(),
            "key": st.integers(-(10**14), 10**14),
            "note": st.none() | (TYPED | NASTY).map(normal),
            "day": st.none() | st.dates(dt.date(1900, 3, 1), dt.date(2100, 12, 31)),
            "amount": st.none() | st.decimals(-(10**9), 10**9, places=3),
            "kind": st.none() | st.sampled_from("ab"),
            "done": st.none() | st.booleans(),
            "phone": st.none() | st.from_regex(r"\+[1-9][0-9]{7,13}", fullmatch=True),
        }
    ),
    max_size=12,
    unique_by=lambda row: row["key"],
)


@settings(max_examples=150, deadline=None)
@given(ROWS)
def test_a_written_csv_reads_back_as_the_same_rows(rows: list[dict[str, Any]]) -> None:
    out = io.BytesIO()
    assert len(rows) == write_csv(SHEET, rows, to=out)
    table = read_table(out.getvalue(), "rows.csv", SHEET)
    assert table.problems == ()
    assert rows == [row.values for row in table.rows]


@settings(max_examples=80, deadline=None)
@given(ROWS, st.sampled_from(["en", "ar"]))
def test_a_written_workbook_reads_back_as_the_same_rows(rows: list[dict[str, Any]], locale: str) -> None:
    out = io.BytesIO()
    assert len(rows) == write_xlsx(SHEET, rows, to=out, title="Rows", notes=["synthetic"], locale=locale)
    table = read_table(out.getvalue(), "rows.xlsx", SHEET)
    assert table.problems == ()
    assert rows == [row.values for row in table.rows]


@settings(max_examples=100, deadline=None)
@given(ROWS)
def test_reading_by_column_gives_what_reading_by_row_gives(rows: list[dict[str, Any]]) -> None:
    out = io.BytesIO()
    write_csv(SHEET, rows, to=out)
    by_row = read_table(out.getvalue(), "rows.csv", SHEET)
    by_column = read_arrow(out.getvalue(), "rows.csv", SHEET)
    assert by_column.problems == by_row.problems
    expected = [{ROW: row.number, **plain(row.values)} for row in by_row.rows]
    assert expected == by_column.table.to_pylist()


def plain(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: str(value) if name == "uid" and value is not None else value for name, value in values.items()
    }


CELLS = st.sampled_from(
    [
        "1",
        "2",
        "x",
        "=1",
        "",
        " ",
        "2026-01-02",
        "03/04/2026",
        "yes",
        "a",
        "Beta",
        '"q,1"',
        '"a\nb"',
        "12,5",
        "é",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=0, max_size=9), max_size=8))
def test_whatever_is_given_both_ways_of_reading_find_the_same_faults(lines: list[list[str]]) -> None:
    header = "key,note,day,amount,kind,done,phone\n"
    content = (header + "\n".join(",".join(cells) for cells in lines)).encode()
    by_row = read_table(content, "rows.csv", SHEET)
    by_column = read_arrow(content, "rows.csv", SHEET)
    assert sorted(map(str, by_row.problems)) == sorted(map(str, by_column.problems))
    assert [row.number for row in by_row.rows] == by_column.table[ROW].to_pylist()
    assert [row.number for row in by_row.good_rows] == by_column.good()[ROW].to_pylist()


def test_amounts_of_more_digits_than_a_spreadsheet_keeps_survive() -> None:
    rows = [{"key": 1, "amount": Decimal("123456789012345.678")}]
    out = io.BytesIO()
    write_xlsx(SHEET, rows, to=out)
    assert read_table(out.getvalue(), "r.xlsx", SHEET).rows[0].values["amount"] == rows[0]["amount"]


@pytest.mark.parametrize("locale", ["fr", "ar"])
def test_translated_headers_and_choices_come_back(locale: str) -> None:
    texts = {"Kind": "Genre", "Beta": "Bêta", "Key": "Clé", "yes": "oui"}
    out = io.BytesIO()
    write_xlsx(
        SHEET,
        [{"key": 1, "kind": "b", "done": True}],
        to=out,
        locale=locale,
        translate=lambda text: texts.get(text, text),
    )
    sheet = Sheet(
        "mixed",
        tuple(
            Column(
                c.name,
                c.label,
                c.kind,
                aliases=(texts.get(c.label, ""),),
                choices={"a": ("A",), "b": ("Bêta",)},
            )
            for c in SHEET.columns
        ),
    )
    values = read_table(out.getvalue(), "r.xlsx", sheet).rows[0].values
    assert (values["key"], values["kind"], values["done"]) == (1, "b", True)
