"""The house's Word template, made by program so that nobody edits it unseen.

It is an ordinary DOCX with Jinja marks (docxtpl): an organisation takes it, changes fonts, logo and order in
Word, and gives it back as its own.
"""

import io
from typing import Any

from mainstay.exchange.tables.xlsx_writing import is_right_to_left

_ACCENT = "0B5C6B"


def build_template(locale: str = "en", *, compact: bool = False) -> bytes:
    """Return the Word template of a `Report`: title, answer, facts, sections with tables and pictures.

    `compact` has small type and narrow margins, for what must stand on few pages.
    """
    import docx
    from docx.shared import Mm, Pt

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(16 if compact else 24)
    sizes = (9, 15, 11, 10) if compact else (10.5, 22, 15, 12)
    if compact:
        section.top_margin = section.bottom_margin = Mm(16)
        document.styles["Normal"].paragraph_format.space_after = Pt(2)
    _style(document, "Normal", Pt(sizes[0]))
    for name, size in zip(("Title", "Heading 1", "Heading 2"), sizes[1:], strict=True):
        _style(document, name, Pt(size), colour=_ACCENT)
    if is_right_to_left(locale):
        _mirror(document)
    section.header.paragraphs[0].text = "{{ note }}"
    section.footer.paragraphs[0].text = "{{ footer }}"
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph("{{ subtitle }}", style="Subtitle")
    document.add_paragraph("{{ answer }}")
    _facts(document, mirrored=is_right_to_left(locale))
    _sections(document, mirrored=is_right_to_left(locale))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _style(document: Any, name: str, size: Any, colour: str = "") -> None:
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    font = document.styles[name].font
    font.name, font.size = "Calibri", size
    if colour:
        font.color.rgb = RGBColor.from_string(colour)
    fonts = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:cs"), "Arial")


def _mirror(document: Any) -> None:
    """Make paragraphs run from right to left, in the base style that all others follow."""
    from docx.oxml import OxmlElement

    for name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "List Bullet"):
        element = document.styles[name].element
        element.get_or_add_pPr().append(OxmlElement("w:bidi"))
        element.get_or_add_rPr().append(OxmlElement("w:rtl"))


def _table(document: Any, rows: list[list[str]], *, mirrored: bool) -> None:
    """Add a table whose cells hold the given marks."""
    from docx.oxml import OxmlElement

    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Light List Accent 1")
    if mirrored:
        table._tbl.tblPr.append(OxmlElement("w:bidiVisual"))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=False):
            cell.text = text


def _facts(document: Any, *, mirrored: bool) -> None:
    document.add_paragraph("{%p if facts %}")
    _table(
        document,
        [["{%tr for fact in facts %}", ""], ["{{ fact[0] }}", "{{ fact[1] }}"], ["{%tr endfor %}", ""]],
        mirrored=mirrored,
    )
    document.add_paragraph("{%p endif %}")


def _sections(document: Any, *, mirrored: bool) -> None:
    add = document.add_paragraph
    add("{%p for section in sections %}")
    add("{%p if section.level == 1 %}")
    add("{{ section.heading }}", style="Heading 1")
    add("{%p else %}")
    add("{{ section.heading }}", style="Heading 2")
    add("{%p endif %}")
    add("{%p for words in section.paragraphs %}")
    add("{{ words }}")
    add("{%p endfor %}")
    add("{%p for point in section.points %}")
    add("{{ point }}", style="List Bullet")
    add("{%p endfor %}")
    add("{%p if section.table %}")
    cell_loop = ["{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}"]
    _table(
        document,
        [
            ["{%tc for header in section.table.headers %}", "{{ header }}", "{%tc endfor %}"],
            ["{%tr for row in section.table.rows %}", "", ""],
            cell_loop,
            ["{%tr endfor %}", "", ""],
        ],
        mirrored=mirrored,
    )
    add("{{ section.table.caption }}")
    add("{%p endif %}")
    add("{%p if section.picture %}")
    add("{{ section.picture }}")
    add("{%p endif %}")
    add("{%p endfor %}")
