"""SPSS, Stata, Excel and Parquet give codes, labels beside them, and nulls for what they call missing."""

import datetime as dt

import pyarrow as pa
import pytest
from pyarrow import parquet

from mainstay.common.errors import BadInput
from mainstay.exchange.surveys import as_numbers, open_survey, read_survey
from mainstay.statistics.survey import Design

LABELS = {"region": {1: "North", 2: "South", 9: "Refused"}}
DAY = dt.date(2020, 1, 2)


def people():
    import pandas as pd

    return pd.DataFrame(
        {"region": [1.0, 2.0, 9.0, None], "w": [1.5, 2.5, 3, 4], "sex": ["f", "m", "", "f"], "day": [DAY] * 4}
    )


@pytest.fixture(params=["people.sav", "people.zsav", "people.dta"])
def file(request, tmp_path):
    import pyreadstat

    place, told = (
        tmp_path / request.param,
        {"column_labels": {"region": "Region"}, "variable_value_labels": LABELS},
    )
    if request.param.endswith(".dta"):
        labels = {"region": {1: "North", 2: "South", "a": "Refused"}}
        frame = people().assign(region=[1, 2, "a", None])
        told["variable_value_labels"] = labels
        pyreadstat.write_dta(frame, place, missing_user_values={"region": ["a"]}, **told)
    else:
        packed = request.param.endswith(".zsav")
        pyreadstat.write_sav(people(), place, compress=packed, missing_ranges={"region": [9]}, **told)
    return place


def test_codes_stay_labels_stand_beside_and_missing_values_are_null(file):
    survey = read_survey(file)
    assert [1, 2, None, None] == survey.table["region"].to_pylist()
    assert ["f", "m", None, "f"] == survey.table["sex"].to_pylist()
    assert [DAY] * 4 == survey.table["day"].to_pylist()
    assert "Region" == survey.labels["region"]
    assert ("North", "South") == tuple(survey.value_labels["region"][code] for code in (1, 2))


def test_only_the_named_columns_are_taken_from_a_package(file):
    survey = read_survey(file, ["w"])
    assert {"w": [1.5, 2.5, 3.0, 4.0]} == survey.table.to_pydict()
    assert {} == survey.value_labels


def test_a_survey_is_a_table_for_the_design(file):
    assert 33.5 == Design(read_survey(file), weights="w").total("w")[0].estimate


def test_a_cut_off_package_is_refused_with_the_way_out(file, tmp_path):
    cut = tmp_path / f"cut{file.suffix}"
    cut.write_bytes(file.read_bytes()[:300])
    with pytest.raises(BadInput, match="copy it again"):
        open_survey(cut)


def test_a_portable_file_of_spss_is_read(tmp_path):
    import pyreadstat

    pyreadstat.write_por(people().rename(columns=str.upper), tmp_path / "people.por")
    assert [1.5, 2.5, 3, 4] == read_survey(tmp_path / "people.por").table["W"].to_pylist()


def test_of_five_hundred_columns_the_likely_one_is_named_and_not_all_listed(tmp_path):
    import pandas as pd
    import pyreadstat

    pyreadstat.write_sav(pd.DataFrame({f"v{k}": [1.0] for k in range(500)}), tmp_path / "wide.sav")
    with pytest.raises(BadInput) as caught:
        read_survey(tmp_path / "wide.sav", ["V42"])
    assert "did you mean v42" in str(caught.value)
    assert "(500)" in str(caught.value)
    assert len(str(caught.value)) < 500


@pytest.fixture
def workbook(tmp_path):
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "people.xlsx") as book:
        book.add_worksheet("cover")
        page, date = book.add_worksheet("data"), book.add_format({"num_format": "yyyy-mm-dd"})
        for at, name in enumerate(["id", "when", "code", "mix", 2020]):
            page.write(2, at, name)
        for row in range(3):
            page.write_row(3 + row, 0, [row])
            page.write_datetime(3 + row, 1, dt.datetime(2020, 1, row + 1), date)
            page.write_string(3 + row, 2, f"0{row}")
            page.write(3 + row, 3, "n/a" if row == 1 else row)
            page.write(3 + row, 4, row == 0)
    return tmp_path / "people.xlsx"


def test_a_sheet_keeps_dates_codes_and_yes_and_no(workbook):
    survey = read_survey(workbook)
    assert {
        "id": [0, 1, 2],
        "when": [dt.date(2020, 1, day) for day in (1, 2, 3)],
        "code": ["00", "01", "02"],
        "mix": ["0", "n/a", "2"],
        "2020": [True, False, False],
    } == survey.table.to_pydict()
    assert "people.xlsx: sheet «data»" == str(survey.notes[0])


def test_a_cell_of_a_sheet_is_named_by_the_row_that_the_spreadsheet_shows(workbook):
    with pytest.raises(BadInput, match="row 5, mix: «n/a»"):
        as_numbers(read_survey(workbook), "mix")
    with pytest.raises(BadInput, match="must hold numbers"):
        as_numbers(read_survey(workbook), "when")


@pytest.mark.parametrize(("sheet", "told"), [("nope", "It has: cover, data"), ("cover", "is empty")])
def test_a_sheet_that_is_not_there_or_empty_is_refused(workbook, sheet, told):
    with pytest.raises(BadInput, match=told):
        open_survey(workbook, sheet=sheet)


def test_parquet_gives_its_flat_columns(tmp_path):
    parquet.write_table(pa.table({"a": [1, 2], "list": [[1], [2]]}), tmp_path / "t.parquet")
    assert {"a": [1, 2]} == read_survey(tmp_path / "t.parquet").table.to_pydict()


def test_parquet_without_rows_or_cut_off_is_refused(tmp_path):
    parquet.write_table(pa.table({"a": pa.array([], pa.int64())}), tmp_path / "e.parquet")
    with pytest.raises(BadInput, match="holds no row"):
        open_survey(tmp_path / "e.parquet")
    (tmp_path / "cut.parquet").write_bytes((tmp_path / "e.parquet").read_bytes()[:50])
    with pytest.raises(BadInput, match="cannot be read"):
        open_survey(tmp_path / "cut.parquet")


def test_errors_of_formulas_count_as_missing_and_are_told(tmp_path):
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "rates.xlsx") as book:
        page = book.add_worksheet()
        for row, cells in enumerate([("area", "rate", "other"), ("n", 0.5, 1), ("s", None, 2)], 2):
            page.write_row(row, 1, cells)
        page.write_formula(4, 2, "=1/0", None, "#DIV/0!")
        page.write_formula(5, 2, "=NA()", None, "#N/A")
        page.write_string(5, 1, "e")
    survey = read_survey(tmp_path / "rates.xlsx", ["area", "rate"])
    assert [0.5, None, None] == survey.table["rate"].to_pylist()
    assert "2 cells hold the error of a formula" in str(survey.notes[1])
    assert "rate (2)" in str(survey.notes[1])
    assert 1 == len(read_survey(tmp_path / "rates.xlsx", ["area", "other"]).notes)
