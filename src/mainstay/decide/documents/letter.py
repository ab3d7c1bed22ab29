"""The letter to a requester, on paper."""

from django.utils import translation
from django.utils.translation import gettext

from mainstay.decide.models import Letter
from mainstay.exchange.documents import Report, Section, report_docx, report_pdf


def letter_docx(letter: Letter) -> bytes:
    """Return the letter as DOCX, the same bytes each time."""
    return report_docx(_report(letter), locale=letter.language, made_at=letter.sent_at or letter.written_at)


def letter_pdf(letter: Letter) -> bytes:
    """Return the letter as PDF, the same bytes each time."""
    return report_pdf(_report(letter), locale=letter.language, made_at=letter.sent_at or letter.written_at)


def _report(letter: Letter) -> Report:
    request = letter.decision.request
    heading, *paragraphs = letter.text.split("\n\n")
    with translation.override(letter.language):
        return Report(
            heading,
            subtitle=str(request.country) if request.country else "",
            sections=[Section(gettext("Our answer"), paragraphs=paragraphs)],
            note=gettext("Synthetic: made for a demonstration.") if request.synthetic else "",
            footer=request.reference or "",
        )
