"""What goes out: safe to open, ready to be filled in, and the same file back with its faults marked."""

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest

from mainstay.exchange.tables import (
    Column,
    Sheet,
    read_table,
    write_csv,
    write_error_workbook,
    write_xlsx,
    xlsx_writing,
)

from .samples import HEADER, WORKERS, csv_of, refused, workbook


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def written(**how: object) -> openpyxl.Workbook:
    out = io.BytesIO()
    rows = [{"worker": "W1", "name": "=1+1", "born": dt.date(1990, 2, 3), "sex": "F", "days": 3}]
    write_xlsx(WORKERS, rows, to=out, **how)  # type: ignore[arg-type]
    return opened(out.getvalue())


def test_no_cell_of_a_csv_is_a_formula() -> None:
    out = io.BytesIO()
    write_csv(WORKERS, [{"worker": "W1", "name": text} for text in ("=1", "+1a", "-1a", "@x", "\ty")], to=out)
    names = [line.split(",")[2].strip('"') for line in out.getvalue().decode("utf-8-sig").splitlines()[1:]]
    assert names == ["'=1", "'+1a", "'-1a", "'@x", "'\ty"]


def test_a_csv_opens_in_excel_with_its_accents() -> None:
    out = io.BytesIO()
    write_csv(WORKERS, [], to=out)
    assert out.getvalue().startswith(b"\xef\xbb\xbf")


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    page = written().active
    assert page["C2"].value == "'=1+1"
    assert page["C2"].data_type == "s"


def test_dates_are_dates_and_lists_can_be_chosen_from() -> None:
    page = written().active
    assert page["D2"].value == dt.datetime(1990, 2, 3)
    lists = [rule.formula1 for rule in page.data_validations.dataValidation if rule.type == "list"]
    assert lists == ['"Female,Male"', '"yes,no"']


def test_long_lists_stand_on_a_hidden_sheet() -> None:
    sheet = Sheet(
        "s",
        (
            Column("a", "A", "choice", choices=tuple(f"option number {i}" for i in range(60))),
            Column("b", "B", "choice", choices=("one, two", "three")),
        ),
    )
    out = io.BytesIO()
    write_xlsx(sheet, [{"a": "option number 7", "b": "three"}], to=out)
    book = opened(out.getvalue())
    assert book["lists"].sheet_state == "veryHidden"
    rules = [rule.formula1 for rule in book.active.data_validations.dataValidation]
    assert rules == ["lists!$A$1:$BH$1", "lists!$A$2:$B$2"]
    assert book["lists"]["B2"].value == "three"


def test_identifiers_travel_hidden_and_the_header_stays_in_sight() -> None:
    page = written(title="Workers", notes=["synthetic"]).active
    assert page.column_dimensions["A"].hidden
    assert page.freeze_panes == "A4"
    assert page["A1"].value == "Workers"
    assert page["B3"].value == "Worker ID *"


@pytest.mark.parametrize(("locale", "mirrored"), [("ar", True), ("ar-JO", True), ("fr", None)])
def test_an_arabic_sheet_runs_from_right_to_left(locale: str, mirrored: bool | None) -> None:
    assert written(locale=locale).active.sheet_view.rightToLeft == mirrored


def test_headers_are_translated() -> None:
    page = written(translate=lambda text: {"Name": "Nom"}.get(text, text)).active
    assert page["C1"].value == "Nom"


def test_equal_rows_give_an_equal_file(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_xlsx(WORKERS, [{"worker": "W1"}], to=tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_more_rows_than_a_worksheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_writing, "MOST_ROWS", 5)
    error = refused(lambda: write_xlsx(WORKERS, ({"worker": str(i)} for i in range(9)), to=io.BytesIO()))
    assert error.code == "too_many_rows_for_workbook"


def test_the_same_file_comes_back_with_its_faults_in_red() -> None:
    content = csv_of("W1,Amina,soon,,,,,", "", "W2,=1+1,1990-01-01,,99,,,")
    staged = read_table(content, "w.csv", WORKERS)
    out = io.BytesIO()
    assert 3 == write_error_workbook(staged, to=out)
    page = opened(out.getvalue())["data"]
    assert [cell.value for cell in page[1]] == HEADER.split(",")
    assert page["C2"].value == "soon"
    assert page["C2"].fill.fgColor.rgb == "FFF8D7C9"
    assert "2026-03-14" in page["C2"].comment.text
    assert page["B4"].value == "=1+1"
    assert page["B4"].data_type == "s"
    assert page["A2"].comment is None


def test_the_list_of_errors_names_row_cell_field_and_code() -> None:
    staged = read_table(csv_of("W1,Amina,soon,,,,,"), "w.csv", WORKERS)
    out = io.BytesIO()
    write_error_workbook(staged, to=out)
    errors = opened(out.getvalue())["errors"]
    assert [cell.value for cell in errors[2]][:3] == [2, "C2", "Date of birth"]
    assert errors["E2"].value == "not_a_date"


def test_a_corrected_error_workbook_can_be_given_again() -> None:
    rows = [["Title"], [], ["", "worker", "days"], ["", "W1", "many"]]
    staged = read_table(workbook(rows), "w.xlsx", WORKERS)
    out = io.BytesIO()
    write_error_workbook(staged, to=out, locale="ar")
    book = opened(out.getvalue())
    assert book["data"]["C4"].value == "many"
    book["data"]["C4"].value = 7
    again = io.BytesIO()
    book.save(again)
    table = read_table(again.getvalue(), "w.xlsx", WORKERS)
    assert table.problems == ()
    assert [(row.number, row.values) for row in table.rows] == [(4, {"worker": "W1", "days": 7})]
