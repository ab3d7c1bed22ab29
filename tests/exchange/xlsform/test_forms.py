"""Every type of question becomes a form that pyxform accepts, asks consent first and records no device."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree

from mainstay.common.errors import BadInput
from mainstay.exchange.xlsform import TYPES, Form, Question, compile_xlsform, question_of, write_xlsform

OPENING = Question(
    "any", {"en": "May we begin?", "fr": "Pouvons-nous commencer ?", "ar": "هل نبدأ؟"}, "consent"
)
OPTIONED = {"select_one", "select_multiple"}
F = {"x": "http://www.w3.org/2002/xforms", "h": "http://www.w3.org/1999/xhtml"}


def question(kind: str, code: str = "Q-X-01", **more: Any) -> Question:
    entry = {"code": code, "text": {"en": f"About {kind}", "fr": f"Sur {kind}"}, "type": kind, **more}
    if kind in OPTIONED:
        entry.setdefault("options", ["farm", "trade", "none"])
    return question_of(entry)


def form(*questions: Question, **more: Any) -> Form:
    given = {"languages": ("en", "fr", "ar"), "opening": OPENING, "currency": "JOD", **more}
    return Form("test_form", "2026.1", {"en": "A form"}, questions, **given)


def survey(given: Form) -> list[dict[str, Any]]:
    out = io.BytesIO()
    write_xlsform(given, to=out)
    page = openpyxl.load_workbook(out)["survey"]
    head, *rows = page.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def compiled(given: Form, folder: Path) -> etree._Element:
    path = folder / "form.xlsx"
    write_xlsform(given, to=path)
    result = compile_xlsform(path)
    assert result.warnings == ()
    return etree.fromstring(result.xform.encode())


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_every_type_becomes_a_form_that_pyxform_accepts(kind: str, tmp_path: Path) -> None:
    compiled(form(question(kind), question("text", "Q-X-02")), tmp_path)


@pytest.mark.parametrize("kind", ["checklist", "matrix", "int_table", "percent_table", "money_table"])
def test_lines_given_as_options_become_the_lines_of_the_table(kind: str, tmp_path: Path) -> None:
    given = form(question(kind, options=["water", "shade", "first aid"]))
    names = [row["name"] for row in survey(given)]
    assert {"Q_X_01_water", "Q_X_01_shade", "Q_X_01_first_aid"} <= set(names)
    compiled(given, tmp_path)


@pytest.mark.parametrize("kind", ["table", "roster", "occ_table", "boq"])
def test_columns_given_become_the_columns_of_the_repeat(kind: str, tmp_path: Path) -> None:
    columns = [{"code": "Q-X-01-place", "text": "Where", "type": "text"}]
    given = form(question(kind, columns=columns))
    kinds = [(row["type"], row["name"]) for row in survey(given)]
    at = kinds.index(("begin_repeat", "Q_X_01"))
    assert kinds[at + 1 : at + 3] == [("text", "Q_X_01_place"), ("end_repeat", "Q_X_01")]
    compiled(given, tmp_path)


def test_all_types_together_make_one_form_in_three_languages(tmp_path: Path) -> None:
    questions = [
        question(kind, f"Q-ALL-{at:02}") for at, kind in enumerate(sorted(TYPES)) if kind != "consent"
    ]
    root = compiled(form(*questions), tmp_path)
    languages = root.xpath("//x:translation/@lang", namespaces=F)
    assert sorted(languages) == ["Arabic (ar)", "English (en)", "French (fr)"]


def test_consent_comes_first_and_everything_else_waits_for_a_yes(tmp_path: Path) -> None:
    root = compiled(form(question("int")), tmp_path)
    binds = {bind.get("nodeset"): bind.get("relevant") for bind in root.iterfind(".//x:bind", F)}
    assert binds["/data/after_consent"].replace(" ", "") == "/data/consent='yes'"
    assert "/data/after_consent/Q_X_01" in binds
    asked = [
        row["name"] for row in survey(form(question("int"))) if row["type"] not in {"start", "end", "today"}
    ]
    assert asked[0] == "consent"


def test_a_consent_further_on_closes_what_comes_after_it() -> None:
    rows = survey(
        form(question("int"), question("consent", "Q-X-02"), question("text", "Q-X-03"), opening=None)
    )
    assert [row["name"] for row in rows[3:]] == ["Q_X_01", "Q_X_02", "after_Q_X_02", "Q_X_03", "after_Q_X_02"]
    assert rows[5]["relevant"] == "${Q_X_02} = 'yes'"


def test_the_device_is_recorded_only_when_asked() -> None:
    assert "deviceid" not in [row["type"] for row in survey(form(question("int")))]
    assert "deviceid" in [row["type"] for row in survey(form(question("int"), device=True))]


def test_a_public_key_encrypts_submissions(tmp_path: Path) -> None:
    given = form(question("int"), public_key="MIIBIjANBgkq", submission_url="https://example.org/submission")
    root = compiled(given, tmp_path)
    assert root.find(".//x:submission", F).get("base64RsaPublicKey") == "MIIBIjANBgkq"


def test_an_answer_that_stands_alone_excludes_the_others() -> None:
    row = next(row for row in survey(form(question("select_multiple"))) if row["name"] == "Q_X_01")
    assert row["constraint"] == "not((selected(., 'none')) and count-selected(.) > 1)"


def test_the_washington_group_is_six_questions_and_one_finding() -> None:
    rows = [row for row in survey(form(question("wg_ss"))) if str(row["name"]).startswith("Q_X_01_")]
    assert [row["type"].split()[0] for row in rows] == ["select_one"] * 6 + ["calculate"]
    assert rows[-1]["calculation"].count("= '3'") == rows[-1]["calculation"].count("= '4'") == 6


def test_percentages_cannot_pass_a_hundred_together() -> None:
    rows = {row["name"]: row for row in survey(form(question("percent_table")))}
    assert rows["Q_X_01_open"]["constraint"].endswith("coalesce(., 0) <= 100")


def test_expressions_name_questions_by_their_codes(tmp_path: Path) -> None:
    later = question("text", "Q-X-02", relevant="${Q-X-01} > 3", required=True)
    given = form(question("int"), later)
    row = next(row for row in survey(given) if row["name"] == "Q_X_02")
    assert (row["relevant"], row["required"]) == ("${Q_X_01} > 3", "yes")
    compiled(given, tmp_path)


def test_a_missing_translation_is_filled_and_told() -> None:
    given = form(question("int"))
    assert "Q_X_01" in write_xlsform(given, to=io.BytesIO())
    row = next(row for row in survey(given) if row["name"] == "Q_X_01")
    assert row["label::Arabic (ar)"] == "About int"
    assert row["label::French (fr)"] == "Sur int"


def test_fixed_texts_are_asked_for_in_each_language() -> None:
    given = form(
        question("int_pair"),
        translate=lambda text, language: {"fr": {"Before": "Avant"}}.get(language, {}).get(text, text),
    )
    row = next(row for row in survey(given) if row["name"] == "Q_X_01_before")
    assert (row["label::English (en)"], row["label::French (fr)"]) == ("Before", "Avant")


def test_equal_forms_give_an_equal_file(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_xlsform(form(question("roster")), to=tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("questions", "code"),
    [
        ([Question("Q-1", {"en": "?"}, "hologram")], "unknown_type"),
        ([Question("Q-1", {"en": "?"}, "select_one")], "no_options"),
        ([question("int"), question("text")], "duplicate_code"),
        ([question("int", "consent")], "duplicate_code"),
    ],
)
def test_questions_that_cannot_be_asked_are_named(questions: list[Question], code: str) -> None:
    with pytest.raises(BadInput) as caught:
        write_xlsform(form(*questions), to=io.BytesIO())
    assert [problem.reason.code for problem in caught.value.problems] == [code]


def test_an_entry_without_text_is_named() -> None:
    with pytest.raises(BadInput) as caught:
        question_of({"code": "Q-1", "type": "int"})
    assert caught.value.facts["needed"] == "text"


def test_what_pyxform_refuses_is_told_in_its_own_words(tmp_path: Path) -> None:
    path = tmp_path / "bad.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "survey"
    book.active.append(["type", "name", "label"])
    book.active.append(["select_one nowhere", "a", "A"])
    book.save(path)
    with pytest.raises(BadInput) as caught:
        compile_xlsform(path)
    assert caught.value.code == "form_not_compilable"


def test_the_reference_page_names_every_type() -> None:
    page = Path(__file__).parents[3] / "docs" / "reference" / "xlsform.md"
    text = page.read_text(encoding="utf-8")
    assert [kind for kind in TYPES if f"| `{kind}` |" not in text] == []
