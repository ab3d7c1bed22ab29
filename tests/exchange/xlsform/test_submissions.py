"""Exports of KoboToolbox and ODK come back as typed rows, once each, and nothing is kept without consent."""

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter

from mainstay.common.errors import BadInput
from mainstay.exchange.xlsform import Form, Question, Submissions, question_of, read_submissions

FORM = Form(
    "household",
    "2026.1",
    {"en": "Household"},
    [
        question_of({"code": "Q-1", "text": "Work before and now?", "type": "int_pair"}),
        question_of(
            {
                "code": "Q-2",
                "text": "What work?",
                "type": "select_multiple",
                "options": ["farm", "trade", "none"],
            }
        ),
        question_of(
            {
                "code": "Q-3",
                "text": "Head?",
                "type": "select_one",
                "options": [{"code": "w", "text": "Woman"}, "m"],
            }
        ),
        question_of({"code": "Q-4", "text": "Income?", "type": "money_date"}),
        question_of({"code": "Q-5", "text": "Who lives here?", "type": "roster"}),
        question_of({"code": "Q-6", "text": "Where?", "type": "geo_form"}),
        question_of({"code": "Q-7", "text": "Anything else?", "type": "text"}),
    ],
    opening=Question("c", {"en": "May we?"}, "consent"),
)
KOBO = (
    "start,consent,after_consent/interviewer,after_consent/Q_1/Q_1_before,after_consent/Q_1/Q_1_now,"
    "after_consent/Q_2,after_consent/Q_2/farm,after_consent/Q_2/trade,after_consent/Q_3,"
    "after_consent/Q_4/Q_4_amount,after_consent/Q_4/Q_4_date,after_consent/Q_6/Q_6_place,after_consent/Q_7,"
    "_uuid,_submission_time,_index,__version__"
)
START = "2026-08-01T10:00:00.000+03:00"
FIRST = f"{START},yes,E7,3,1,farm trade,1,1,Woman,120.5,2026-07-31,32.5568 35.8469 600 5,- the road,u-1,2026-08-01T09:00:00,1,v1"
REFUSAL = f"{START},no,E7,3,1,farm,1,0,w,9,2026-07-31,,secret,u-2,2026-08-01T09:05:00,2,v1"


def read(*lines: str, header: str = KOBO, **more: Any) -> Submissions:
    return read_submissions("\n".join([header, *lines, ""]).encode(), "export.csv", FORM, **more)


def codes(found: Submissions) -> list[tuple[int | None, str | None, str]]:
    return [(problem.row, problem.field, problem.reason.code) for problem in found.problems]


def test_an_export_with_group_prefixes_is_typed() -> None:
    found = read(FIRST)
    assert codes(found) == []
    values = found.rows[0].values
    assert values["_uuid"] == "u-1"
    assert (values["Q_1_before"], values["Q_1_now"]) == (3, 1)
    assert values["Q_2"] == ("farm", "trade")
    assert values["Q_3"] == "w"
    assert (values["Q_4_amount"], values["Q_4_date"]) == (Decimal("120.5"), dt.date(2026, 7, 31))
    assert values["start"] == dt.datetime(2026, 8, 1, 7, tzinfo=dt.UTC)
    assert found.versions == ("v1",)


def test_an_answer_that_begins_with_a_dash_is_an_answer() -> None:
    assert read(FIRST).rows[0].values["Q_7"] == "- the road"
    assert codes(read(FIRST.replace("- the road", "=1+1"))) == [(2, "Q_7", "formula")]


def test_places_are_coarse() -> None:
    assert read(FIRST).rows[0].values["Q_6_place"] == (32.56, 35.85)


@pytest.mark.parametrize("mark", ["-", ".", ":"])
def test_groups_may_be_joined_by_any_mark_or_left_out(mark: str) -> None:
    assert read(FIRST, header=KOBO.replace("/", mark)).rows[0].values["Q_1_before"] == 3
    bare = ",".join(name.rpartition("/")[2] if "Q_2/" not in name else name for name in KOBO.split(","))
    assert read(FIRST, header=bare).rows[0].values["Q_1_before"] == 3


def test_answers_in_single_columns_are_gathered() -> None:
    header = KOBO.replace(",after_consent/Q_2,", ",other,")
    found = read(FIRST, REFUSAL.replace(",no,", ",yes,"), header=header)
    assert [row.values["Q_2"] for row in found.rows] == [("farm", "trade"), ("farm",)]
    assert not any("/" in name for row in found.rows for name in row.values)


@pytest.mark.parametrize("mark", ["/", ".", "-"])
def test_the_answer_other_and_its_text_are_told_apart(mark: str) -> None:
    form = Form(
        "f",
        "1",
        {"en": "F"},
        [
            question_of(
                {"code": "work", "text": "Work?", "type": "select_multiple", "options": ["farm", "other"]}
            ),
            question_of({"code": "work_other", "text": "Which?", "type": "text"}),
        ],
    )
    text = f"_uuid,work,work{mark}farm,work{mark}other,work_other\nu-1,other,0,1,fishing\n"
    values = read_submissions(text.encode(), "f.csv", form).rows[0].values
    assert (values["work"], values["work_other"]) == (("other",), "fishing")


def test_nothing_is_kept_of_those_who_said_no() -> None:
    found = read(FIRST, REFUSAL.replace(",3,1,", ",many,1,"))
    assert found.refused == 1
    assert codes(found) == []
    assert set(found.rows[1].values) == {"_uuid", "consent", "_submission_time"}
    assert "secret" not in str(found.rows[1])


def test_a_submission_that_stands_twice_counts_once() -> None:
    found = read(FIRST, FIRST)
    assert codes(found) == [(3, "_uuid", "duplicate_submission")]
    assert [row.number for row in found.good_rows] == [2]


def test_wrong_cells_are_named() -> None:
    wrong = (
        FIRST.replace(",3,1,", ",-3,some,").replace("farm trade", "farm fishing").replace("Woman", "child")
    )
    assert codes(read(wrong)) == [
        (2, "Q_1_before", "below_minimum"),
        (2, "Q_1_now", "not_a_number"),
        (2, "Q_2", "not_in_list"),
        (2, "Q_3", "not_in_list"),
    ]


def test_a_submission_without_identifier_is_named() -> None:
    assert codes(read(FIRST.replace("u-1", ""))) == [(2, "_uuid", "no_identifier")]


def test_an_odk_export_is_known_by_its_key() -> None:
    header = KOBO.replace("_uuid", "KEY").replace("_submission_time", "SubmissionDate").replace("/", "-")
    found = read(FIRST.replace("u-1", "uuid:u-1"), header=header)
    assert found.rows[0].values["_uuid"] == "u-1"


def test_a_file_without_consent_is_no_export_of_this_form() -> None:
    with pytest.raises(BadInput) as caught:
        read(FIRST, header=KOBO.replace("consent,", "agreed,", 1))
    assert caught.value.code == "missing_columns"


def test_columns_that_the_file_lacks_or_adds_are_told() -> None:
    found = read(FIRST, header=KOBO.replace("after_consent/Q_7", "Remark of the office"))
    assert "Q_7" in found.absent
    assert found.unknown == ("Remark of the office",)


def test_persons_of_a_roster_are_linked_to_their_household() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    main, roster = book.add_worksheet("household"), book.add_worksheet("Q_5")
    lines = [KOBO, FIRST, REFUSAL]
    for at, line in enumerate(lines):
        main.write_row(at, 0, line.split(","))
    head = ["after_consent/Q_5/Q_5_sex", "after_consent/Q_5/Q_5_age", "_parent_index", "_submission__uuid"]
    rows = [
        head,
        ["female", 34, 1, "u-1"],
        ["male", 130, 1, ""],
        ["male", 9, 2, "u-2"],
        ["male", 3, 7, "u-9"],
    ]
    for at, row in enumerate(rows):
        roster.write_row(at, 0, row)
    book.close()
    found = read_submissions(out.getvalue(), "export.xlsx", FORM)
    persons = found.repeats["Q_5"]
    assert [(row.values["_parent"], row.values["Q_5_age"]) for row in persons] == [
        ("u-1", 34),
        ("u-1", None),
        ("u-9", 3),
    ]
    assert codes(found) == [(3, "Q_5_age", "above_maximum"), (5, "Q_5", "orphan")]
    assert len(found.good_rows) == 2


def test_repeats_of_a_csv_export_come_as_files_of_their_own() -> None:
    text = "Q_5_sex,Q_5_age,PARENT_KEY\nfemale,34,uuid:u-1\n"
    found = read(FIRST, repeats={"Q_5": (text.encode(), "household-Q_5.csv")})
    assert [row.values["_parent"] for row in found.repeats["Q_5"]] == ["u-1"]
