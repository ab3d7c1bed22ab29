"""CSV of any kind is read, what was found out is said, and what cannot be read gets a sentence that helps."""

import csv
import gzip
from pathlib import Path

import pytest

import mainstay
from mainstay.common.errors import BadInput
from mainstay.exchange.surveys import as_numbers, match_names, open_survey, read_survey
from mainstay.exchange.surveys.countries import COUNTRIES


@pytest.fixture
def written(tmp_path):
    def _write(content, name="people.csv"):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    return _write


def refusal(call, *arguments, **options):
    with pytest.raises(BadInput) as caught:
        call(*arguments, **options)
    return caught.value


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        ("id;w\n1;2,5\n2;3,25\n", "a.csv", "semicolon, text in UTF-8, decimal mark comma"),
        ("sep=|\nid|w\n1|2.5\n2|3.25\n", "a.csv", "|, text in UTF-8, decimal mark point"),
        ("id\tw\n1\t2.5\n2\t3.25\n", "a.tsv", "tab, text in UTF-8, decimal mark point"),
        (
            gzip.compress(b"id,w\n1,2.5\n2,3.25\n", mtime=0),
            "a.csv.gz",
            "comma, text in UTF-8, decimal mark point",
        ),
        ('id,w\n1,"2,5"\n2,"3,25"\n', "a.csv", "comma, text in UTF-8, decimal mark comma"),
        ("id\tw\n1\t2.5\n2\t3.25\n".encode("utf-16"), "a.txt", "tab, text in utf-16, decimal mark point"),
        ("\ufeffid,w\n\n1,2.5\n2,3.25\n", "a.csv", "comma, text in UTF-8, decimal mark point"),
    ],
)
def test_delimiter_encoding_and_decimal_mark_are_found_out_and_said(written, content, name, found):
    survey = read_survey(written(content, name))
    assert {"id": [1, 2], "w": [2.5, 3.25]} == survey.table.to_pydict()
    assert f"{name}: cells separated by {found}" == str(survey.notes[0])


@pytest.mark.parametrize(("word", "codec"), [("Åse Hansen", "cp1252"), ("شمال الشرق", "cp1256")])
def test_an_old_encoding_is_found_even_where_it_shows_late(written, word, codec):
    file = written(("name\n" + f"{'x' * 999}\n" * 1_100 + f"{word}\n" * 3).encode(codec))
    survey = read_survey(file)
    assert word == survey.table["name"][-1].as_py()
    assert "Windows-125" in str(survey.notes[0])


def test_only_the_columns_that_are_asked_for_are_read(written):
    survey = open_survey(written("a,b,c\n1,x,2\n")).read(["c", "a"])
    assert {"c": [2], "a": [1]} == survey.table.to_pydict()


def test_codes_keep_their_leading_zeros_and_are_numbers_where_numbers_are_needed(written):
    survey = read_survey(written("area,w\n01,003\n02,010\n"))
    assert ["01", "02"] == survey.table["area"].to_pylist()
    assert [3.0, 10.0] == as_numbers(survey, "w").to_pylist()


def test_words_for_missing_are_missing(written):
    survey = read_survey(written("a,b\n1,x\n.,NA\nNA,\n"))
    assert {"a": [1, None, None], "b": ["x", None, None]} == survey.table.to_pydict()


def test_a_text_with_line_breaks_stays_one_cell(written):
    assert ["x\ny", "z"] == read_survey(written('a,b\n1,"x\ny"\n2,z\n')).table["b"].to_pylist()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "empty_file"),
        ("\n\n", "empty_file"),
        ("a,b\n", "survey_file.no_rows"),
        (b"a,b\n\x00\x00\x01,2\n", "survey_file.damaged"),
        (gzip.compress(b"a,b\n1,2\n" * 999, mtime=0)[:30], "survey_file.damaged"),
    ],
    ids=["empty", "blank", "header only", "not a text", "cut off"],
)
def test_a_file_without_a_table_is_refused(written, content, code):
    error = refusal(read_survey, written(content))
    assert code == error.code
    assert "people.csv" in str(error)


def test_a_missing_column_is_answered_with_the_likely_one(written):
    error = refusal(read_survey, written("weight,region\n1,2\n"), ["Wieght", "zz"])
    assert "Wieght: there is no such column; did you mean weight?" in str(error)
    assert "It has weight, region." in str(error)


def test_two_columns_of_one_name_are_refused_only_when_one_is_asked_for(written):
    file = written("a,b,a\n1,2,3\n")
    assert [2] == read_survey(file, ["b"]).table["b"].to_pylist()
    assert "several columns headed a" in str(refusal(read_survey, file, ["a"]))


def test_a_header_that_is_called_as_a_second_one_would_be_can_be_asked_for(written):
    file = written("age,age (2),sex\n1,2,3\n")
    assert [1] == read_survey(file, ["age"]).table["age"].to_pylist()
    three = open_survey(written("age,age,age (2)\n1,2,3\n", "b.csv"))
    assert (("age", "age (3)", "age (2)"), ("age",)) == (three.columns, three.ambiguous)


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ("id,w\n1,x\n2,3\n", 2),
        ("sep=,\nid,w\n1,x\n2,3\n", 3),
        ("\n\nid,w\n\n1,x\n2,3\n", 5),
    ],
)
def test_rows_are_counted_from_the_first_line_of_the_file(written, content, row):
    survey = read_survey(written(content))
    assert row == survey.first_row
    assert f"row {row}, w: «x»" in str(refusal(as_numbers, survey, "w"))


def test_empty_lines_between_rows_are_told(written):
    told = read_survey(written("a,b\n\n1,2\r\n\r\n3,4\n\n\n5,6\n\n\n")).notes
    assert "3 empty lines between the rows were passed over, the first is line 4" in str(told[1])
    assert 1 == len(read_survey(written("a,b\n\n1,2\n3,4\n\n", "c.csv")).notes)


def test_na_is_a_code_among_codes_of_countries_and_else_missing(written):
    survey = read_survey(written("land,town,n\nNA,NA,1\nZA,X,NA\nBW,Y,3\nAO,Z,4\n,W,5\n"))
    assert ["NA", "ZA", "BW", "AO", None] == survey.table["land"].to_pylist()
    assert [None, "X", "Y", "Z", "W"] == survey.table["town"].to_pylist()
    assert [1, None, 3, 4, 5] == survey.table["n"].to_pylist()
    assert "in land NA is read as a code" in str(survey.notes[1])


def test_every_country_that_mainstay_knows_is_one_where_na_is_read() -> None:
    with (Path(mainstay.__file__).parent / "cases" / "reference" / "countries.csv").open(
        encoding="utf-8"
    ) as file:
        assert COUNTRIES >= {row["iso2"] for row in csv.DictReader(file)}


@pytest.mark.parametrize(
    ("values", "kept", "told"),
    [
        (
            ["NA", "ZA", "BW", "AO"],
            ["NA", "ZA", "BW", "AO"],
            "read as a code like the others (Namibia) in 1 rows",
        ),
        (['"NA"', '"ZA"', '"BW"', '"AO"'], ["NA", "ZA", "BW", "AO"], "in 1 rows"),
        (["NA", "ZA", "NA", "ZA"], [None, "ZA", None, "ZA"], "read as missing in 2 rows, though the others"),
        (["NA", "CA", "TX", "NY"], [None, "CA", "TX", "NY"], ""),
        (["NA", "DK", "RF", "NO"], [None, "DK", "RF", "NO"], ""),
        (["NA", "f", "m", "f"], [None, "f", "m", "f"], ""),
        (["NA", "NAM", "ZAF", "BWA"], [None, "NAM", "ZAF", "BWA"], ""),
        (["NA", "1", "2.5", '"NA"'], [None, 1.0, 2.5, None], ""),
        (["NA", "01", "02", "NA"], [None, "01", "02", None], ""),
        (["", "ZA", "BW", "AO"], [None, "ZA", "BW", "AO"], ""),
    ],
)
def test_na_is_namibia_among_countries_alone_and_missing_among_numbers_states_and_answers(
    written, values, kept, told
):
    survey = read_survey(written("land,n\n" + "".join(f"{value},{n}\n" for n, value in enumerate(values))))
    assert kept == survey.table["land"].to_pylist()
    said = [str(note) for note in survey.notes[1:]]
    assert told in said[0] if told else not said


def test_rows_with_too_many_or_few_cells_are_named(written):
    error = refusal(read_survey, written("a,b\n1,2\n1,2,3\n4,5\n6\n"))
    assert [(3, "3 cells"), (5, "1 cells")] == [(each.row, str(each.reason)) for each in error.problems]


def test_text_among_numbers_is_named_by_row_column_and_value(written):
    error = refusal(as_numbers, read_survey(written("id,income\n1,5\n2,n.a.\n3,7\n")), "income")
    assert "row 3, income: «n.a.» is not a number" in str(error)
    assert "1 of 3 rows" in str(error)


@pytest.mark.parametrize(
    "answers",
    [
        ["101 102", "101", "102 103", "103", "101 103", "", "102 101 103", "102"],
        ["101 102", "103 101 102", "102 103", "101 103"],
    ],
)
def test_several_answers_in_a_cell_are_no_number_with_marks_between_thousands(written, answers):
    survey = read_survey(written("a,n\n" + "".join(f"{cell},1\n" for cell in answers)))
    assert [cell or None for cell in answers] == as_numbers(survey, "a", leave_text=True).to_pylist()
    told = str(refusal(as_numbers, survey, "a"))
    assert "hold something else" in told
    assert "thousands" not in told


@pytest.mark.parametrize(
    "incomes",
    [
        ["250 000", "500 000", "250 000", "500 000", "350 000"],
        ["250 500", "410 750", "380 250"],
        ["1 200", "1 800", "1 200", "1 800", "950"],
        ["200", "300", "200", "300", "200 300"],
    ],
)
def test_large_numbers_never_become_words(written, incomes):
    survey = read_survey(written("a,n\n" + "".join(f"{cell},1\n" for cell in incomes)))
    for leave_text in (True, False):
        told = str(refusal(as_numbers, survey, "a", leave_text=leave_text))
        assert "Take out what stands between thousands" in told


def test_words_are_left_as_words_but_stray_texts_are_not(written):
    survey = read_survey(written("a,b\nx,1\ny,2\n7,?\n"))
    assert ["x", "y", "7"] == as_numbers(survey, "a", leave_text=True).to_pylist()
    assert "«?»" in str(refusal(as_numbers, survey, "b", leave_text=True))


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"encoding": "utf-8"}, "survey_file.wrong_encoding"),
        ({"encoding": "klingon"}, "survey_file.unknown_encoding"),
        ({"delimiter": "||"}, "survey_file.delimiter"),
        ({"decimal": "'"}, "survey_file.decimal"),
        ({"sheet": "data"}, "survey_file.idle_option"),
    ],
)
def test_an_option_that_does_not_fit_is_refused(written, options, code):
    assert code == refusal(open_survey, written("größe\n1\n".encode("cp1252")), **options).code


def test_an_unknown_form_or_place_is_refused_with_the_forms_that_are_read(written, tmp_path):
    assert "Parquet" in str(refusal(open_survey, written("x", "people.docx")))
    assert "no file" in str(refusal(open_survey, tmp_path / "nowhere.csv"))
    assert "folder" in str(refusal(open_survey, tmp_path))


def test_patterns_stand_for_columns_in_the_order_of_their_numbers():
    there = ["rep_10", "rep_2", "w"]
    assert ["rep_2", "rep_10"] == match_names("rep_*", there)
    assert "rep_*" in str(refusal(match_names, "repl*", there))
