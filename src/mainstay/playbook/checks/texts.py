"""The texts in other languages: each key exists, each translation is of the English that stands there now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mainstay.common.texts import noop as _
from mainstay.playbook.texts import (
    SOURCE_LANGUAGE,
    fingerprint,
    languages,
    locale,
    source_text,
    text_keys,
)

from .fault import Fault, fault

if TYPE_CHECKING:
    from mainstay.playbook.book import Playbook

#: A Part of the Recommendation followed by a paragraph: cited by Part only.
PARAGRAPH = re.compile(r"R ?205[^.;]*\b(?:paragraph|para\.?|[IVX]+) ?\d", re.IGNORECASE)


def text_faults(book: Playbook) -> Iterator[Fault]:
    """Yield keys that stand nowhere, stale translations, and citations by paragraph."""
    for language in languages(book.folders):
        if language == SOURCE_LANGUAGE:
            continue
        file = f"locale/{language}.yaml"
        for key, held in locale(language, book.folders).texts.items():
            try:
                english = source_text(book, key)
            except KeyError:
                yield fault(
                    file, key, "text_nowhere", _("translates a text that does not exist. Take it out.")
                )
                continue
            if held.get("of") != fingerprint(english):
                yield fault(
                    file,
                    key,
                    "text_stale",
                    _("is of an older English. Translate it again and set `of` to {fingerprint}."),
                    fingerprint=fingerprint(english),
                )
    for key in text_keys(book):
        if PARAGRAPH.search(source_text(book, key)):
            yield fault(
                key.partition("/")[0], key, "paragraph", _("cites a paragraph of R205. Cite the Part only.")
            )
