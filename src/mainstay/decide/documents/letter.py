"""The letter to a requester, on paper."""

from collections.abc import Callable

from django.utils import translation
from django.utils.translation import gettext

from mainstay.decide.models import Letter
from mainstay.exchange.documents import Report, Section, report_docx, report_pdf
from mainstay.page import numerals


def letter_docx(letter: Letter) -> bytes:
    """Return the letter as DOCX, the same bytes each time."""
    return _made(letter, report_docx)


def letter_pdf(letter: Letter) -> bytes:
    """Return the letter as PDF, the same bytes each time."""
    return _made(letter, report_pdf)


def _made(letter: Letter, make: Callable[..., bytes]) -> bytes:
    request = letter.decision.request
    place = request.country.iso2 if request.country else ""
    with translation.override(letter.language), numerals.written_for(place):
        moment = letter.sent_at or letter.written_at
        return make(_report(letter), locale=letter.language, made_at=moment)


def _report(letter: Letter) -> Report:
    request = letter.decision.request
    heading, *paragraphs = letter.text.split("\n\n")
    return Report(
        heading,
        subtitle=str(request.country) if request.country else "",
        sections=[Section(gettext("Our answer"), paragraphs=paragraphs)],
        note=gettext("Synthetic: made for a demonstration.") if request.synthetic else "",
        footer=request.reference or "",
        digits=numerals.current().digits,
    )
