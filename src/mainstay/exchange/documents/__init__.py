"""Documents on paper: DOCX from Word templates, PDF from Typst, both reproducible to the byte.

    report = Report("Rapid assessment", sections=[Section("Findings", paragraphs=["41,000 jobs lost"])])
    pdf = report_pdf(report, locale="fr", made_at=moment)
    docx = report_docx(report, locale="fr", made_at=moment)

`render_pdf` and `render_docx` take templates of one's own; `build_template` gives the house's Word template.
"""

from .paper import page_count, render_pdf, report_pdf
from .report import Picture, Report, Section, Table
from .templates import build_template
from .word import render_docx, report_docx

__all__ = [
    "Picture",
    "Report",
    "Section",
    "Table",
    "build_template",
    "page_count",
    "render_docx",
    "render_pdf",
    "report_docx",
    "report_pdf",
]
