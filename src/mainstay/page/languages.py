"""How far the languages of the interface are reviewed."""

from functools import cache
from pathlib import Path

from django.conf import settings

#: What a translators' file says above a text that no speaker of the language has reviewed.
DRAFT = "draft"


@cache
def drafts(language: str) -> int:
    """Return how many texts of `language` are drafts; none for the language that the texts are written in."""
    place = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
    if not place.exists():
        return 0
    return place.read_text(encoding="utf-8").splitlines().count(f"# {DRAFT}")
