"""Texts that are written where no translation machinery may be imported.

Pure code (rules, methods, exchange, statistics) names a text with ``_("…")`` so that it is extracted
for translators, and hands it on untranslated with its facts; the doors translate it once.
"""

from collections.abc import Mapping
from typing import Any


def noop(msgid: str) -> str:
    """Return `msgid` as it is: marks a text for extraction (import it as ``_``)."""
    return msgid


class _Lenient(dict[str, Any]):
    """Facts in which a missing name shows as ``{name}`` instead of failing."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def fill(text: str, facts: Mapping[str, Any]) -> str:
    """Return `text` with each ``{name}`` replaced by its fact; a fact that is missing stays visible.

    >>> fill("Row {row}: {field} is empty", {"row": 4, "field": "wage"})
    'Row 4: wage is empty'
    >>> fill("Row {row}", {})
    'Row {row}'
    """
    return text.format_map(_Lenient(facts))
