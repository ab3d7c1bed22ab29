"""Who asked is answered in the language in which she asked, with the digits of the place."""

import pytest
from django.core import mail

from mainstay.accounts.services.mailing import send
from mainstay.common.models import Notice
from mainstay.decide.documents import letter_docx, letter_pdf
from mainstay.decide.services import send_letter
from tests.decide.builders import decided


@pytest.mark.parametrize(
    ("language", "opening", "day"),
    # In the Comoros Arabic is written with eastern digits (CLDR).
    [
        ("fr", "Votre demande", "20 mai 2026"),
        ("es", "Su solicitud", "20 may 2026"),
        ("ar", "طلبك", "٢٠ مايو ٢٠٢٦"),
    ],
)
def test_a_letter_comes_in_the_language_of_the_request(coordinator, language, opening, day):
    request, decision = decided(coordinator, language=language)
    letter = decision.letter
    assert language == letter.language
    assert opening in letter.text
    assert request.reference in letter.text
    assert day in letter.text
    assert letter_pdf(letter).startswith(b"%PDF-")
    assert letter_docx(letter).startswith(b"PK")


def test_the_mail_that_tells_of_the_answer_comes_in_the_language_of_the_request(coordinator):
    request, decision = decided(coordinator, language="fr")
    send_letter(by=coordinator, decision=decision)
    notice = Notice.objects.get(person_id=request.sent_by_id, kind="request_answered")
    assert "fr" == notice.language
    send(notice)
    assert (
        f"{request.reference} a reçu une réponse" in mail.outbox[-1].subject
        or "répon" in mail.outbox[-1].body
    )
