"""The words by which workers agree to be registered and paid: read to them only where they are reviewed."""

from mainstay import playbook
from mainstay.common.errors import require

#: The opening of the playbook that is read aloud at registration.
SCRIPT = "REGISTRATION"
_KEY = f"assessment_openings/{SCRIPT}/text"
#: Where a language has no reviewed words, these are interpreted aloud.
SOURCE = "en"


def consent_text(language: str) -> str:
    """Return the words of consent in a language; refused while they are missing, a draft, or stale there."""
    book = playbook.current()
    require(book.why_not_field(_KEY, language))
    return book.text(_KEY, language).value


def language_read(language: str) -> str:
    """Return the language in which consent is read to who speaks `language`: her own where it is reviewed there."""
    return language if playbook.current().why_not_field(_KEY, language) is None else SOURCE
