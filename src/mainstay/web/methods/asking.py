"""What was typed into the search box, as groups of words with their synonyms, and as each engine's question."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mainstay.learn.lessons.methods.folded import folded, words

Words = tuple[str, ...]
Synonyms = Mapping[Words, tuple[Words, ...]]
_TOKEN = re.compile(r"[^\W_]+", re.UNICODE)
MOST_WORDS = 12


def plain_words(text: str) -> Words:
    """Return the words of a text as the index holds them: folded, underscores parting words.

    >>> plain_words("Côte_d’Ivoire MS-COM-2026")
    ('cote', 'd', 'ivoire', 'ms', 'com', '2026')
    """
    return tuple(words(text.replace("_", " ")))


@dataclass(frozen=True)
class Group:
    """Words that were typed side by side, and what else they may be called."""

    own: Words
    others: tuple[Words, ...] = ()


def synonyms_of(sets: Iterable[Sequence[str]]) -> dict[Words, tuple[Words, ...]]:
    """Return for each term of each set the other terms of its sets.

    >>> synonyms_of([["Burma", "Myanmar"]])[("burma",)]
    (('myanmar',),)
    """
    found: dict[Words, tuple[Words, ...]] = {}
    for terms in sets:
        parts = [part for term in terms if (part := plain_words(term))]
        for part in parts:
            others = (*found.get(part, ()), *(other for other in parts if other != part))
            found[part] = tuple(dict.fromkeys(others))
    return found


def groups_of(text: str, synonyms: Synonyms) -> list[Group]:
    """Return what was typed as groups, the longest known terms first.

    >>> groups_of("works in Burma", synonyms_of([["Burma", "Myanmar"]]))[-1]
    Group(own=('burma',), others=(('myanmar',),))
    """
    typed = plain_words(text)[:MOST_WORDS]
    longest = max((len(term) for term in synonyms), default=1)
    found, at = [], 0
    while at < len(typed):
        for length in range(min(longest, len(typed) - at), 0, -1):
            part = typed[at : at + length]
            if part in synonyms or length == 1:
                found.append(Group(part, synonyms.get(part, ())))
                at += length
                break
    return found


def fts5(groups: Iterable[Group]) -> str:
    """Return the groups as a question to FTS5: every group, each word as a beginning, or a synonym as it stands.

    >>> fts5([Group(("cash", "work"), (("public", "works"),))])
    '(("cash"* AND "work"*) OR "public works")'
    """

    def one(group: Group) -> str:
        own = " AND ".join(f'"{word}"*' for word in group.own)
        others = "".join(f' OR "{" ".join(other)}"' for other in group.others)
        return f"(({own}){others})"

    return " AND ".join(map(one, groups))


def tsquery(groups: Iterable[Group]) -> str:
    """Return the groups as a question to PostgreSQL's text search.

    >>> tsquery([Group(("cash", "work"), (("public", "works"),))])
    "(('cash':* & 'work':*) | ('public' <-> 'works'))"
    """

    def one(group: Group) -> str:
        own = " & ".join(f"'{word}':*" for word in group.own)
        phrases = [" <-> ".join(f"'{word}'" for word in other) for other in group.others]
        others = "".join(f" | ({phrase})" for phrase in phrases)
        return f"(({own}){others})"

    return " & ".join(map(one, groups))


def marked(text: str, groups: Iterable[Group]) -> list[tuple[str, bool]]:
    """Return `text` in parts, each with whether it is what was asked for; the parts together are the text.

    >>> marked("Débris of Moroni", [Group(("debr",))])
    [('Débris', True), (' of Moroni', False)]
    """
    begins = tuple(word for group in groups for word in group.own)
    whole = {word for group in groups for other in group.others for word in other}
    parts: list[tuple[str, bool]] = []
    for piece, is_word in _pieces(text):
        plain = folded(piece) if is_word else ""
        hit = bool(plain) and (plain.startswith(begins) or plain in whole)
        if parts and parts[-1][1] == hit:
            parts[-1] = (parts[-1][0] + piece, hit)
        else:
            parts.append((piece, hit))
    return parts


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    at = 0
    for found in _TOKEN.finditer(text):
        if found.start() > at:
            yield text[at : found.start()], False
        yield found[0], True
        at = found.end()
    if at < len(text):
        yield text[at:], False


def snippet(text: str, groups: Sequence[Group], *, length: int = 180) -> list[tuple[str, bool]]:
    """Return the part of `text` round the first word that was asked for, marked; nothing where none is in it."""
    at = 0
    for piece, hit in marked(text, groups):
        if hit:
            begin = max(0, at - length // 3)
            begin = text.rfind(" ", 0, begin) + 1 if begin else 0
            end = text.find(" ", begin + length)
            cut = text[begin : end if end > 0 else None]
            shown = f"{'… ' if begin else ''}{cut}{' …' if end > 0 else ''}"
            return marked(shown, groups)
        at += len(piece)
    return []
