"""What people write in their tables is understood where it has one meaning and refused where it has two."""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal

import pytest

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.exchange.tables import Column, Limits, Sheet, read_table

from .samples import HEADER, WORKERS, codes, csv_of, refused, staged, workbook


def one(kind: str, text: str, **how: object) -> object:
    """The value of one cell of this kind, or the code of its problem."""
    sheet = Sheet("one", (Column("a", "A", required=True), Column("v", "V", kind, choices=("x",))))  # type: ignore[arg-type]
    cell = '"' + text.replace('"', '""') + '"'
    table = read_table(f"a,v\n1,{cell}\n".encode(), "one.csv", sheet, **how)  # type: ignore[arg-type]
    return table.problems[0].reason.code if table.problems else table.rows[0].values["v"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-14", dt.date(2026, 3, 14)),
        ("2026/3/4", dt.date(2026, 3, 4)),
        ("2026-03-14T00:00:00", dt.date(2026, 3, 14)),
        ("14/03/2026", dt.date(2026, 3, 14)),
        ("03/14/2026", dt.date(2026, 3, 14)),
        ("05.05.2026", dt.date(2026, 5, 5)),
        ("12 Mar 2026", dt.date(2026, 3, 12)),
        ("٢٠٢٦-٠٣-١٤", dt.date(2026, 3, 14)),
        ("03/04/2026", "ambiguous_date"),
        ("03/04/26", "date_without_century"),
        ("2026-02-30", "not_a_date"),
        ("31/02/2026", "not_a_date"),
        ("46000", "date_as_number"),
        ("2026-03-14 08:30", "date_with_time"),
        ("0026-03-14", "date_out_of_range"),
        ("soon", "not_a_date"),
    ],
)
def test_a_date_has_one_meaning_or_is_refused(text: str, expected: object) -> None:
    assert one("date", text) == expected


def test_a_two_way_date_is_read_once_the_order_is_said() -> None:
    assert one("date", "03/04/2026", date_order="dmy") == dt.date(2026, 4, 3)
    assert one("date", "03/04/2026", date_order="mdy") == dt.date(2026, 3, 4)


def test_the_way_out_of_a_two_way_date_shows_both_readings() -> None:
    text = str(staged("W1,,03/04/2026,,,,,").problems[0])
    assert "2026-04-03" in text
    assert "2026-03-04" in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", Decimal(12)),
        ("-3.5", Decimal("-3.5")),
        ("1,234", Decimal(1234)),
        ("1,234,567.89", Decimal("1234567.89")),
        ("1 234,56", Decimal("1234.56")),
        ("1\u202f234\u202f567", Decimal(1234567)),
        ("1.234,56", Decimal("1234.56")),
        ("1'234.50", Decimal("1234.50")),
        ("١٬٢٣٤٫٥", Decimal("1234.5")),
        ("12,50", "decimal_comma"),
        ("12.3.4", "not_a_number"),
        ("1,23,456", "not_a_number"),
        ("USD 12", "not_a_number"),
        ("1e5", "shortened_number"),
        ("1.2E+11", "shortened_number"),
        ("nan", "not_a_number"),
        ("1_000", "not_a_number"),
        ("9" * 40, "too_many_digits"),
    ],
)
def test_a_number_may_be_grouped_but_not_guessed(text: str, expected: object) -> None:
    assert one("decimal", text) == expected


def test_a_file_with_decimal_commas_is_read_as_such_once_that_is_said() -> None:
    assert one("decimal", "12,50", decimal_mark=",") == Decimal("12.50")
    assert one("decimal", "1,234", decimal_mark=",") == Decimal("1.234")
    assert one("decimal", "12.50", decimal_mark=",") == "decimal_point"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("7", 7), ("-7", -7), ("7.0", 7), ("1,234", 1234), ("7.5", "not_whole"), ("seven", "not_a_number")],
)
def test_a_whole_number_is_whole(text: str, expected: object) -> None:
    assert one("int", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("yes", True), ("OUI", True), ("Sí", True), ("نعم", True), ("1", True), ("No", False), ("لا", False)],
)
def test_yes_and_no_are_known_in_every_language(text: str, expected: bool) -> None:
    assert one("bool", text) is expected


def test_what_is_neither_yes_nor_no_is_refused() -> None:
    assert one("bool", "maybe") == "not_yes_or_no"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+962 (79) 123-4567", "+962791234567"),
        ("00962791234567", "+962791234567"),
        ("0791234567", "0791234567"),
        ("\u202a+962 79 1234567\u202c", "+962791234567"),
        ("9.62791E+11", "digits_lost"),
        ("12", "not_a_phone_number"),
        ("+1+2345678", "not_a_phone_number"),
    ],
)
def test_telephone_numbers_keep_their_digits(text: str, expected: str) -> None:
    assert one("phone", text) == expected


def test_an_identifier_is_one_of_ours_or_refused() -> None:
    known = uuid.UUID("12345678-1234-4234-8234-123456789abc")
    assert one("uuid", str(known)) == known
    assert one("uuid", "12345") == "not_an_identifier"


def test_a_choice_is_known_by_value_or_label_in_any_language_and_case() -> None:
    table = staged("W1,,,female,,,,", "W2,,,FEMME,,,,", "W3,,,أنثى,,,,", "W4,,,m,,,,")
    assert [row.values["sex"] for row in table.rows] == ["F", "F", "F", "M"]


def test_a_misspelt_choice_is_refused_with_the_nearest_one() -> None:
    problem = staged("W1,,,femal,,,,").problems[0]
    assert (problem.row, problem.field, problem.reason.code) == (2, "sex", "not_in_list")
    assert problem.reason.facts["nearest"] == "Female"


def test_headers_match_in_any_language_order_and_spelling() -> None:
    table = staged("Amina,1990-02-03,W1", header="Nom;DATE DE NAISSANCE;matricule *".replace(";", ","))
    assert table.columns == ("name", "born", "worker")
    assert table.rows[0].values == {"name": "Amina", "born": dt.date(1990, 2, 3), "worker": "W1"}
    assert staged("W1,عمر", header="رقم العامل,الاسم").rows[0].values == {"worker": "W1", "name": "عمر"}


def test_the_translations_of_a_door_are_taken_as_headers_too() -> None:
    sheet = WORKERS.with_aliases({"worker": ["工人编号"]})
    assert read_table("工人编号\nW1\n".encode(), "w.csv", sheet).columns == ("worker",)


def test_unknown_columns_are_reported_and_not_read() -> None:
    table = staged("W1,=1+1", header="worker,Remarks of Ali")
    assert table.unknown == ("Remarks of Ali",)
    assert codes(table) == []


def test_a_missing_required_column_is_named_with_what_may_be_meant() -> None:
    error = refused(lambda: staged("W1,Amina", header="Worker IDs,name"))
    assert error.code == "missing_columns"
    assert [problem.field for problem in error.problems] == ["worker"]
    assert error.problems[0].reason.facts["nearest"] == "Worker IDs"


def test_a_file_without_header_is_refused_with_the_way_out() -> None:
    error = refused(lambda: staged("W1,Amina", header="W0,Omar"))
    assert error.code == "no_header"
    assert "template" in str(error)


def test_a_header_written_exactly_goes_before_one_that_resembles_it() -> None:
    sheet = Sheet("s", (Column("work_other", "Other work"), Column("work/other", "Other", "bool")))
    table = read_table(b"work.other,work_other,work/other\nx,fishing,1\n", "s.csv", sheet)
    assert table.rows[0].values == {"work_other": "fishing", "work/other": True}
    assert table.unknown == ("work.other",)


def test_a_column_that_stands_twice_is_refused() -> None:
    error = refused(lambda: staged("W1,W1", header="worker,Matricule"))
    assert (error.code, error.facts["first"], error.facts["second"]) == ("column_twice", "A", "B")


def test_row_numbers_are_those_a_person_sees() -> None:
    text = f'Workers of May\n\n{HEADER}\nW1,"Amina\nMarie",bad,,,,,\n\n,,,,,,,\nW2,,worse,,,,,\n'
    table = read_table(text.encode(), "w.csv", WORKERS)
    assert [row.number for row in table.rows] == [4, 7]
    assert codes(table) == [(4, "born", "not_a_date"), (7, "born", "not_a_date")]
    assert table.rows[0].values["name"] == "Amina Marie"


def test_row_numbers_hold_when_the_table_starts_in_the_middle_of_the_sheet() -> None:
    rows = [[], [], ["", "", "worker", "days"], [], ["", "", "W1", "many"]]
    table = read_table(workbook(rows), "w.xlsx", WORKERS)
    assert codes(table) == [(5, "days", "not_a_number")]
    assert table.problems[0].reason.facts["cell"] == "D5"


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_separator_is_found(mark: str) -> None:
    text = mark.join(["worker", "name", "days"]) + "\n" + mark.join(["W1", "Amina", "3"]) + "\n"
    name = "w.tsv" if mark == "\t" else "w.csv"
    assert read_table(text.encode(), name, WORKERS).rows[0].values == {
        "worker": "W1",
        "name": "Amina",
        "days": 3,
    }


def test_an_empty_required_cell_is_named() -> None:
    table = staged(",Amina,,,,,,", "  ,Omar,,,,,,")
    assert codes(table) == [(2, "worker", "required"), (3, "worker", "required")]


def test_two_rows_with_one_key_are_both_named() -> None:
    table = staged("W1,Amina,,,,,,", "W2,Omar,,,,,,", "W1,Amira,,,,,,")
    assert codes(table) == [(4, "worker", "duplicate_key")]
    assert "Rows 2 and 4" in str(table.problems[0])


def test_a_row_longer_than_the_header_is_named() -> None:
    assert codes(staged("W1,Khalil, Amina,,,,,,,x"))[-1] == (2, None, "extra_cells")


def test_a_clean_table_passes_and_a_faulty_one_raises_all_its_problems() -> None:
    staged("W1,Amina,,,,,,").require_clean()
    error = refused(lambda: staged("W1,,soon,,,,,", "W2,,later,,,,,").require_clean())
    assert error.code == "table_has_problems"
    assert [problem.row for problem in error.problems] == [2, 3]
    assert isinstance(error, BadInput)


def test_good_rows_leave_out_every_row_with_a_problem() -> None:
    table = staged("W1,,soon,,,,,", "W2,,,,,,,", "W3,,,,,,,")
    assert [row.values["worker"] for row in table.good_rows] == ["W2", "W3"]
    later = table.with_problems([Problem(Reason("unknown_worker", "who?"), row=3, field="worker")])
    assert [row.values["worker"] for row in later.good_rows] == ["W3"]
    assert later.problem_count == 2


def test_problems_beyond_the_limit_are_counted_and_not_kept() -> None:
    content = csv_of(*[f"W{i},,soon,,,,," for i in range(30)])
    table = read_table(content, "w.csv", WORKERS, Limits(problems=10))
    assert (len(table.problems), table.problem_count) == (10, 30)
    assert table.good_rows == ()


def test_a_column_may_have_a_rule_of_its_own() -> None:
    def why_not(value: str) -> Reason | None:
        return (
            None if value.startswith("W") else Reason("not_ours", "«{value}» is not ours", {"value": value})
        )

    sheet = Sheet("s", (replace(WORKERS.column("worker"), normalise=str.upper, rule=why_not),))
    table = read_table(b"worker\nw1\nx2\n", "s.csv", sheet)
    assert table.rows[0].values == {"worker": "W1"}
    assert codes(table) == [(3, "worker", "not_ours")]


def test_numbers_and_dates_of_a_workbook_are_what_the_sheet_shows() -> None:
    def fill(book: object, page: object) -> None:
        date = book.add_format({"num_format": "dd/mm/yyyy"})  # type: ignore[attr-defined]
        page.write_datetime(1, 2, dt.date(2026, 4, 3), date)  # type: ignore[attr-defined]

    rows = [HEADER.split(","), [1234, 5.0, None, "F", 3.0, 0.1 + 0.2, True, 962791234567]]
    table = read_table(workbook(rows, fill), "w.xlsx", WORKERS)
    assert codes(table) == []
    assert table.rows[0].values == {
        "worker": "1234",
        "name": "5",
        "born": dt.date(2026, 4, 3),
        "sex": "F",
        "days": 3,
        "wage": Decimal("0.3"),
        "refugee": True,
        "phone": "962791234567",
    }


def test_an_identifier_whose_digits_the_spreadsheet_dropped_is_refused() -> None:
    table = read_table(workbook([["worker"], [1234567890123456789]]), "w.xlsx", WORKERS)
    assert codes(table) == [(2, "worker", "digits_lost")]


def test_the_sheet_with_the_table_is_found_among_others() -> None:
    import io

    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet("Read me").write(0, 0, "How to fill in the name")
    book.add_worksheet("Data").write_row(0, 0, ["worker", "name"])
    book.get_worksheet_by_name("Data").write_row(1, 0, ["W1", "Amina"])
    book.close()
    table = read_table(out.getvalue(), "w.xlsx", WORKERS)
    assert [row.values["worker"] for row in table.rows] == ["W1"]


def test_a_sheet_with_columns_of_one_name_cannot_be_declared() -> None:
    with pytest.raises(ValueError, match="one name"):
        Sheet("s", (Column("a", "A"), Column("a", "B")))
