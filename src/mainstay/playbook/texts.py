"""The texts of the content in other languages, each with a status and the English that it translates.

A key says where the text stands: ``crisis_types/CONFLICT/name``, ``modules/WRK-01/measures/0``,
``questions/Q-COM-02/options/farm``. A translation is draft, then reviewed, then published; when the English changes
after that, it is stale. Only reviewed and published texts may be read to people or put into their hands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _

from .catalogue import Catalogue
from .overlay import merged
from .reading import read_yaml

if TYPE_CHECKING:
    from .book import Playbook

SOURCE_LANGUAGE = "en"
STATUSES = ("draft", "reviewed", "published")
FIELDABLE = ("source", "reviewed", "published")

Status = Literal["source", "draft", "reviewed", "published", "stale", "missing"]


_WHY_NOT: dict[str, str] = {
    "missing": _(
        "Not ready in {language}: {key} is not translated (texts held up: {count}). "
        "Have it translated and reviewed, or use a language that is ready."
    ),
    "draft": _(
        "Not ready in {language}: {key} is a draft (texts held up: {count}). "
        "Have it reviewed by somebody else than who drafted it."
    ),
    "stale": _(
        "Not ready in {language}: the English of {key} has changed since (texts held up: {count}). "
        "Have the translation brought up to date and reviewed."
    ),
}


class Text(NamedTuple):
    """A text in a language: `shown` is the language it is really in, English where there is no other."""

    key: str
    value: str
    shown: str
    status: Status

    def __str__(self) -> str:
        return self.value


class Locale(NamedTuple):
    """The texts of one language."""

    language: str
    name: str
    direction: Literal["ltr", "rtl"]
    texts: dict[str, dict[str, str]]


def fingerprint(text: str) -> str:
    """Return the short checksum by which a translation names the English that it translates."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


@lru_cache(maxsize=32)
def locale(language: str, folders: tuple[Path, ...]) -> Locale:
    """Return the texts of `language`, later folders laid over earlier ones; empty if there are none."""
    raw: dict[str, Any] = {"language": language, "name": language, "direction": "ltr", "texts": {}}
    for folder in folders:
        path = folder / "locale" / f"{language}.yaml"
        if path.is_file():
            raw = merged(raw, _parsed(path.read_bytes(), path.name))
    wrong = [
        Problem(
            Reason("playbook.text_shape", _("needs text, status (draft, reviewed, published) and of")),
            field=key,
        )
        for key, held in raw["texts"].items()
        if not isinstance(held, dict) or not held.get("text") or held.get("status") not in STATUSES
    ]
    if wrong:
        raise BadInput(
            "playbook.text_shape",
            _("The texts of {language} cannot be read. Correct the keys named here."),
            language=language,
            problems=wrong,
        )
    return Locale(language, str(raw["name"]), raw["direction"], raw["texts"])


@lru_cache(maxsize=32)
def _parsed(body: bytes, name: str) -> dict[str, Any]:
    return read_yaml(body, name=f"locale/{name}")


def languages(folders: Iterable[Path]) -> tuple[str, ...]:
    """Return the languages in which there are texts, English first."""
    found = {path.stem for folder in folders for path in (folder / "locale").glob("*.yaml")}
    return (SOURCE_LANGUAGE, *sorted(found - {SOURCE_LANGUAGE}))


def source_text(book: Playbook, key: str) -> str:
    """Return the English text at `key`; `KeyError` if nothing stands there."""
    collection, *steps = key.split("/")
    held: Any = book.collection(collection)
    for step in steps:
        if isinstance(held, Catalogue):
            held = held[step]
        elif isinstance(held, tuple):
            held = held[int(step)] if step.isdigit() and int(step) < len(held) else None
        else:
            held = getattr(held, step, None)
    if steps and not isinstance(held, str):
        held = getattr(held, "name", None) or getattr(held, "anchor", None)
    if not steps or not isinstance(held, str):
        raise KeyError(key)
    return held


def text_keys(book: Playbook) -> Iterator[str]:
    """Yield the key of every text that a reader sees."""
    for name, catalogue in book.collections():
        for entry in catalogue.values():
            for field in entry.texts:
                held = getattr(entry, field)
                place = f"{name}/{entry.code}/{field}"
                if isinstance(held, Catalogue):
                    yield from (f"{place}/{code}" for code in held)
                elif isinstance(held, tuple):
                    yield from (f"{place}/{number}" for number in range(len(held)))
                elif held:
                    yield place


def translated(book: Playbook, key: str, language: str) -> Text:
    """Return the text at `key` in `language`, in English where it has none, with its status."""
    english = source_text(book, key)
    if language == SOURCE_LANGUAGE:
        return Text(key, english, SOURCE_LANGUAGE, "source")
    held = locale(language, book.folders).texts.get(key)
    if held is None:
        return Text(key, english, SOURCE_LANGUAGE, "missing")
    status: Any = held["status"] if held.get("of") == fingerprint(english) else "stale"
    return Text(key, held["text"], language, status)


def why_not_field(book: Playbook, keys: Iterable[str], language: str) -> Reason | None:
    """Return why these texts may not be read to people in `language`, or None.

    The reason names the first text that holds it up and how many do.
    """
    held_up = [
        text for text in (translated(book, key, language) for key in keys) if text.status not in FIELDABLE
    ]
    if not held_up:
        return None
    first = held_up[0]
    facts = {"key": first.key, "language": language, "status": first.status, "count": len(held_up)}
    return Reason(f"playbook.text_{first.status}", _WHY_NOT[first.status], facts)


def form_keys(book: Playbook, modules: Iterable[str], *, opening: str = "STANDARD") -> Iterator[str]:
    """Yield the key of each text of a questionnaire made of `modules`: opening, questions, hints, answers."""
    yield f"assessment_openings/{opening}/text"
    for module in modules:
        for question in book.assessment_modules[module].questions.values():
            yield f"questions/{question.code}/text"
            yield from [f"questions/{question.code}/hint"] if question.hint else []
            yield from (f"questions/{question.code}/options/{option}" for option in question.options)
