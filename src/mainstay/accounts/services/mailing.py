"""Notices as mails, in the reader's language; what is restricted says only that something waits."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext

from mainstay.accounts.models import Person
from mainstay.accounts.selectors import place_of
from mainstay.common.errors import NotFound, Reason
from mainstay.common.models import Notice
from mainstay.common.texts import noop as _
from mainstay.page import numerals
from mainstay.page.errors import sentence


def send(notice: Notice) -> None:
    """Send one notice; raise `NotFound` when its person is gone, `OSError` when the mail server does not answer.

    The worker calls this for each waiting notice and tries again later when it fails.
    """
    address, language, reader = _recipient(notice)
    with translation.override(language), numerals.read_by(reader):
        EmailMessage(_subject(notice), _body(notice), settings.DEFAULT_FROM_EMAIL, [address]).send()


def _recipient(notice: Notice) -> tuple[str, str, numerals.Reader]:
    if notice.person_id is None:
        return notice.address, notice.language or settings.LANGUAGE_CODE, lambda: ("", "")
    person = Person.objects.filter(pk=notice.person_id, is_active=True).first()
    if person is None:
        raise NotFound("reader_gone", _("The account of the reader is closed."))
    return person.email, notice.language or person.language, lambda: (place_of(person), person.digits)


def _words(notice: Notice) -> str:
    return sentence(Reason(notice.kind, notice.msgid, notice.facts))


def _subject(notice: Notice) -> str:
    words = gettext("Something waits for you") if notice.without_content else _words(notice)
    # A line break in a subject would let a text write mail headers.
    return f"[{settings.ORGANISATION}] {' '.join(words.split())}"[:180]


def _body(notice: Notice) -> str:
    if notice.without_content:
        words = gettext("Something restricted waits for you. It is not written in mails: sign in to read it.")
        return f"{words}\n\n{settings.ADDRESS}/\n"
    return f"{_words(notice)}\n\n{settings.ADDRESS}{notice.link or '/'}\n"
