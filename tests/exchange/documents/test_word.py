"""What Word, and who hears a document read aloud, need of a DOCX: headings, heads of tables, language, direction."""

import io
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from mainstay.exchange.documents import Report, Section, Table, report_docx

from .test_documents import NOW, REPORT

LOCALES = ["en", "fr", "es", "ar"]
BARE = Report("Title", sections=[Section("One", table=Table(["Area", "Jobs"], [["A", "1"]], [1])), Section("Two")])  # fmt: skip


def opened(report: Report, locale: str = "en") -> Any:
    return docx.Document(io.BytesIO(report_docx(report, locale=locale, made_at=NOW)))


def names(element: Any) -> list[str]:
    """Return the elements within one, in order."""
    return [child.tag.split("}")[1] for child in element]


def test_headings_are_those_of_word_so_that_its_outline_finds_them() -> None:
    found = {paragraph.text: paragraph.style.name for paragraph in opened(REPORT).paragraphs}
    assert ("Title", "Heading 1", "Heading 2") == (
        found["Rapid assessment"], found["Findings"], found["Method"],
    )  # fmt: skip
    assert "List Bullet" == found["one point"]


def test_the_head_of_a_table_stands_again_on_each_page_and_facts_have_none() -> None:
    facts, table = opened(REPORT).tables
    heads = [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in table.rows]
    assert [True, False, False] == heads
    assert not facts._tbl.xpath(".//w:tblHeader")
    assert "0" == facts._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow"))


def test_a_table_is_as_wide_as_the_page_and_its_numbers_stand_at_the_end_of_their_column() -> None:
    table = opened(REPORT).tables[1]
    width = table._tbl.tblPr.find(qn("w:tblW"))
    assert ("pct", "5000") == (width.get(qn("w:type")), width.get(qn("w:w")))
    assert {"auto"} == {each.get(qn("w:type")) for each in table._tbl.iter(qn("w:tcW"))}
    aligned = [[bool(cell._tc.xpath(".//w:jc[@w:val='right']")) for cell in row.cells] for row in table.rows]
    assert [[False, True, True]] * 3 == aligned


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("report", [REPORT, BARE], ids=["all", "bare"])
def test_no_empty_paragraph_makes_room(report: Report, locale: str) -> None:
    found = opened(report, locale).paragraphs
    assert not [each for each in found if not each.text.strip() and not each._p.xpath(".//w:drawing")]


@pytest.mark.parametrize(("locale", "attribute", "place"), [("en", "val", "en-GB"), ("fr", "val", "fr-FR"), ("es", "val", "es-ES"), ("ar", "bidi", "ar-SA")])  # fmt: skip
def test_a_document_says_in_which_language_it_is(locale: str, attribute: str, place: str) -> None:
    document = opened(REPORT, locale)
    (language,) = document.styles.element.xpath("./w:docDefaults//w:lang")
    assert place == language.get(qn(f"w:{attribute}"))
    assert place == document.core_properties.language


def test_a_picture_is_told_to_who_cannot_see_it() -> None:
    document = opened(replace(REPORT, sections=[REPORT.sections[0], replace(REPORT.sections[0], heading="Again")]))  # fmt: skip
    shown = list(document.element.body.iter(qn("wp:docPr")))
    assert ["Jobs by area"] * 2 == [each.get("descr") for each in shown]
    assert 2 == len({each.get("id") for each in shown})


def test_arabic_runs_from_right_to_left_in_every_part() -> None:
    document = opened(REPORT, "ar")
    parts = (document.element.body, document.sections[0].header._element, document.sections[0].footer._element)  # fmt: skip
    runs = [run for part in parts for run in part.iter(qn("w:r")) if run.xpath("./w:t[string(.)]")]
    assert runs
    assert all(run.xpath("./w:rPr/w:rtl") for run in runs)
    assert all(table._tbl.tblPr.find(qn("w:bidiVisual")) is not None for table in document.tables)
    assert "bidi" in names(document.sections[0]._sectPr)
    assert not opened(REPORT, "fr").element.body.xpath(".//w:rtl | .//w:bidiVisual")


def test_arabic_letters_are_as_large_as_latin_ones_would_be() -> None:
    styles = opened(REPORT, "ar").styles
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        made = styles[name].element.rPr
        assert made.find(qn("w:sz")).get(qn("w:val")) == made.find(qn("w:szCs")).get(qn("w:val")), name


def test_what_sets_the_direction_stands_where_word_looks_for_it() -> None:
    document = opened(REPORT, "ar")
    for table in document.tables:
        order = names(table._tbl.tblPr)
        assert order.index("tblStyle") < order.index("bidiVisual") < order.index("tblW")
    section = names(document.sections[0]._sectPr)
    assert section.index("cols") < section.index("bidi") < section.index("docGrid")
    assert "rtl" == names(document.styles["Normal"].element.rPr)[-1]
