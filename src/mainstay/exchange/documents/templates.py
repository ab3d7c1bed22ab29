"""The house's Word template, made by program so that nobody edits it unseen.

It is an ordinary DOCX with Jinja marks (docxtpl): an organisation takes it, changes fonts, logo and order in
Word, and gives it back as its own. Headings are styles, the first row of a table stands again on each page, the
language is that of the reader, and nothing is spaced by empty paragraphs. Elements stand in the order of the schema
(ECMA-376, part 1, wml.xsd: CT_PPr, CT_TblPr, CT_SectPr); Word refuses or overlooks what stands elsewhere.
"""

import io
from collections.abc import Sequence
from typing import Any

from mainstay.exchange.tables.xlsx_writing import is_right_to_left

_ACCENT = "0B5C6B"
#: What Word checks spelling in, by language.
_PLACES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ar": "ar-SA"}
_AFTER_BIDI = (
    "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents",
    "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl",
)  # fmt: skip
_AFTER_BIDI_VISUAL = (
    "w:tblStyleRowBandSize", "w:tblStyleColBandSize", "w:tblW", "w:jc", "w:tblCellSpacing", "w:tblInd", "w:tblBorders",
    "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook",
)  # fmt: skip


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
    _style(document, "Normal", sizes[0])
    for name, size in zip(("Title", "Heading 1", "Heading 2"), sizes[1:], strict=True):
        _style(document, name, size, colour=_ACCENT)
    section.header.paragraphs[0].text = "{{ note }}"
    _footer(section)
    document.add_paragraph("{{ title }}", style="Title")
    _if(document, "subtitle", "{{ subtitle }}", style="Subtitle")
    _if(document, "answer", "{{ answer }}")
    _facts(document)
    _sections(document)
    _speak(document, locale)
    if is_right_to_left(locale):
        _mirror(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _style(document: Any, name: str, size: float, colour: str = "") -> None:
    """Give a style its font, for Latin letters and for those that run from right to left."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    font = document.styles[name].font
    font.name, font.size = "Calibri", Pt(size)
    if colour:
        font.color.rgb = RGBColor.from_string(colour)
    properties = document.styles[name].element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)  # a font of the theme would win over the name
    fonts.set(qn("w:cs"), "Arial")
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    complex_size = OxmlElement("w:szCs")
    complex_size.set(qn("w:val"), str(round(2 * size)))
    properties.find(qn("w:sz")).addnext(complex_size)


def _footer(section: Any) -> None:
    """Put the footer's text at the start of the line and the number of the page at its end."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = section.footer.paragraphs[0]
    stops = paragraph.paragraph_format.tab_stops
    for inherited in paragraph.style.paragraph_format.tab_stops:
        stops.add_tab_stop(inherited.position, WD_TAB_ALIGNMENT.CLEAR)
    width = section.page_width - section.left_margin - section.right_margin
    stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    paragraph.text = "{{ footer }}\t"
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _speak(document: Any, locale: str) -> None:
    """Set the language of the document, in which Word checks spelling and reads aloud, and Word's newest layout."""
    from docx.oxml.ns import qn

    place = _PLACES.get(locale, locale)
    attribute = "w:bidi" if is_right_to_left(locale) else "w:val"
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn(attribute), place)
    settings = document.settings.element
    for language in settings.iter(qn("w:themeFontLang")):
        language.set(qn(attribute), place)
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    document.core_properties.language = place


def _mirror(document: Any) -> None:
    """Make the document run from right to left: paragraphs by the style that all others follow, each run, each table."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.text.run import Run

    normal = document.styles["Normal"]
    normal.element.get_or_add_pPr().insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)
    normal.font.rtl = True
    section = document.sections[0]
    section._sectPr.insert_element_before(OxmlElement("w:bidi"), "w:rtlGutter", "w:docGrid")
    for part in (document.element.body, section.header._element, section.footer._element):
        for run in part.iter(qn("w:r")):
            Run(run, document).font.rtl = True
    for table in document.tables:
        table._tbl.tblPr.insert_element_before(OxmlElement("w:bidiVisual"), *_AFTER_BIDI_VISUAL)


def _table(document: Any, rows: Sequence[Sequence[str]], *, headed: bool) -> Any:
    """Add a table as wide as the page whose cells hold the given marks; `headed` by its first row, else by its first column."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Light List Accent 1")
    width, look = (table._tbl.tblPr.find(qn(name)) for name in ("w:tblW", "w:tblLook"))
    width.set(qn("w:type"), "pct")
    width.set(qn("w:w"), "5000")  # fiftieths of a percent
    look.set(qn("w:firstRow"), str(int(headed)))
    look.set(qn("w:val"), "04A0" if headed else "0480")
    for row, texts in zip(table.rows, rows, strict=True):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text in zip(row.cells, texts, strict=False):
            cell.text = text
            own = cell._tc.get_or_add_tcPr().get_or_add_tcW()
            own.set(qn("w:type"), "auto")
            own.set(qn("w:w"), "0")
    if headed:
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    return table


def _if(document: Any, condition: str, text: str, style: str | None = None) -> None:
    """Add a paragraph that stands only where there is something to say."""
    document.add_paragraph(f"{{%p if {condition} %}}")
    document.add_paragraph(text, style=style)
    document.add_paragraph("{%p endif %}")


def _facts(document: Any) -> None:
    document.add_paragraph("{%p if facts %}")
    rows = [["{%tr for fact in facts %}", ""], ["{{ fact[0] }}", "{{ fact[1] }}"], ["{%tr endfor %}", ""]]
    _table(document, rows, headed=False)
    document.add_paragraph("{%p endif %}")


def _sections(document: Any) -> None:
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
    _lines(document)
    _if(document, "section.table.caption", "{{ section.table.caption }}")
    add("{%p endif %}")
    _if(document, "section.picture", "{{ section.picture }}")
    add("{%p endfor %}")


def _lines(document: Any) -> None:
    """Add the table of a section: a row of headers, then its rows, numbers at the end of their columns."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    numeric = "{%tc if loop.index0 in section.table.numeric %}"
    header = [
        "{%tc for header in section.table.headers %}",
        numeric,
        "{{ header }}",
        "{%tc else %}",
        "{{ header }}",
    ]
    cells = ["{%tc for cell in row %}", numeric, "{{ cell }}", "{%tc else %}", "{{ cell }}"]
    ends = ["{%tc endif %}", "{%tc endfor %}"]
    blank = [""] * 6
    rows = [
        [*header, *ends],
        ["{%tr for row in section.table.rows %}", *blank],
        [*cells, *ends],
        ["{%tr endfor %}", *blank],
    ]  # fmt: skip
    table = _table(document, rows, headed=True)
    for place in (0, 2):
        # “Right” is the end of a line in Word, also where lines run from right to left.
        table.rows[place].cells[2].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
