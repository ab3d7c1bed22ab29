"""Documents hold what they are given, as text and never as markup, in any direction, the same bytes each time."""

import datetime as dt
import io
import zipfile
from dataclasses import replace

import docx
import pytest

from mainstay.common.errors import BadInput
from mainstay.exchange.charts import chart
from mainstay.exchange.documents import (
    Picture,
    Report,
    Section,
    Table,
    build_template,
    render_docx,
    render_pdf,
    report_docx,
    report_pdf,
)

NOW = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
BARS = [{"area": "Al Husn", "jobs": 120}, {"area": "Zarqa", "jobs": 80}]
PNG = chart("bar", BARS, title="Jobs", x="area", y="jobs", format="png")
REPORT = Report(
    "Rapid assessment",
    "Comoros, day 17",
    "41,000 jobs lost (33,000–49,000), two in three held by women",
    [("Place", "Moroni"), ("Households", "400")],
    [
        Section(
            "Findings",
            ["First paragraph", "Second paragraph"],
            ["one point", "another"],
            Table(["Area", "Jobs", "Share"], [["A", "1,200", "98 %"], ["B", "30", "2 %"]], [1, 2], "Table 1"),
            Picture(PNG, 120, "Jobs by area"),
        ),
        Section("Method", ["Weighted"], level=2),
        Section("Empty"),
    ],
    "Synthetic data",
    "Mainstay",
)
ARABIC = Report(
    "تقرير التقييم", answer="فُقدت 41,000 وظيفة", sections=[Section("النتائج", ["نص"])], note="بيانات اصطناعية"
)


def words(content: bytes) -> list[str]:
    document = docx.Document(io.BytesIO(content))
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def test_a_report_becomes_a_pdf() -> None:
    assert report_pdf(REPORT, made_at=NOW).startswith(b"%PDF-")


@pytest.mark.parametrize("locale", ["en", "fr", "es", "ar"])
def test_equal_reports_are_equal_files(locale: str) -> None:
    assert report_pdf(REPORT, locale=locale, made_at=NOW) == report_pdf(REPORT, locale=locale, made_at=NOW)
    assert report_docx(REPORT, locale=locale, made_at=NOW) == report_docx(REPORT, locale=locale, made_at=NOW)


def test_the_moment_of_a_document_is_the_one_given() -> None:
    assert report_pdf(REPORT, made_at=NOW) != report_pdf(REPORT, made_at=NOW + dt.timedelta(days=1))
    document = docx.Document(io.BytesIO(report_docx(REPORT, made_at=NOW)))
    assert document.core_properties.created.replace(tzinfo=dt.UTC) == NOW


def test_arabic_is_set_in_the_font_that_is_shipped() -> None:
    assert b"NotoSansArabic" in report_pdf(ARABIC, locale="ar", made_at=NOW)
    assert b"NotoSansArabic" not in report_pdf(replace(REPORT, sections=[]), made_at=NOW)


def test_a_word_report_holds_every_part_in_order() -> None:
    found = words(report_docx(REPORT, made_at=NOW))
    assert found == [
        "Rapid assessment",
        "Comoros, day 17",
        "41,000 jobs lost (33,000–49,000), two in three held by women",
        "Findings",
        "First paragraph",
        "Second paragraph",
        "one point",
        "another",
        "Table 1",
        "Method",
        "Weighted",
        "Empty",
    ]


def test_tables_pictures_and_notes_reach_word() -> None:
    document = docx.Document(io.BytesIO(report_docx(REPORT, made_at=NOW)))
    cells = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    assert cells == [["Area", "Jobs", "Share"], ["A", "1,200", "98 %"], ["B", "30", "2 %"]]
    assert len(document.inline_shapes) == 1
    assert document.sections[0].header.paragraphs[0].text == "Synthetic data"


def test_an_arabic_word_report_runs_from_right_to_left() -> None:
    content = report_docx(ARABIC, locale="ar", made_at=NOW)
    styles = zipfile.ZipFile(io.BytesIO(content)).read("word/styles.xml")
    assert b"<w:bidi/>" in styles
    assert words(content)[0] == "تقرير التقييم"


@pytest.mark.parametrize(
    "text", ["*bold* #let x = 1", "$a_b$ <label> @ref", "</w:t><w:br/>", "{{ 7 * 7 }}", "a & b"]
)
def test_what_is_given_is_text_and_never_markup(text: str) -> None:
    report = replace(REPORT, title=text, sections=[Section(text, [text], [text], Table([text], [[text]]))])
    assert words(report_docx(report, made_at=NOW))[0] == text
    assert report_pdf(report, made_at=NOW).startswith(b"%PDF-")


def test_a_template_of_ones_own_reads_its_values() -> None:
    source = '#let given = json("data.json")\n#given.name #given.direction'
    assert render_pdf(source, {"name": "Amina"}, locale="ar", made_at=NOW).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ('#import "@preview/cetz:0.3.0"', "template_asks_for_package"),
        ("#unknown()", "template_not_compilable"),
        ('#read("/etc/passwd")', "template_not_compilable"),
        ('#read("../../../etc/passwd")', "template_not_compilable"),
    ],
)
def test_a_typst_template_reaches_neither_network_nor_other_files(source: str, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        render_pdf(source, {}, made_at=NOW)
    assert caught.value.code == code


def word_template(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("text", ["{{ name.__class__.__mro__ }}", "{{ missing }}", "{% for %}"])
def test_a_word_template_reaches_nothing_of_the_program(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        render_docx(word_template(text), {"name": "Amina"}, made_at=NOW)
    assert caught.value.code == "template_not_renderable"


def test_an_organisation_may_bring_its_own_word_template() -> None:
    content = report_docx(REPORT, made_at=NOW, template=word_template("Our paper: {{ title }}"))
    assert words(content) == ["Our paper: Rapid assessment"]
    assert build_template("en") != build_template("ar")
