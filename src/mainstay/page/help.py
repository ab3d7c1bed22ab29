"""The documentation as help in the product: which page of it belongs to which address, and its text as HTML.

A page of docs/how-to names the addresses that it answers in its first lines, by name or by a beginning of the path:
``<!-- help: home search /works/ -->``. A name counts before a beginning, a longer beginning before a shorter one.
The pages lie beside the source in a clone and inside the package in an installed wheel.

A page is written in English. Its translation lies in a folder named like the language (``how-to/fr/keep-a-roll.md``) and
says in its first line from which English text it was made and how far it is reviewed:
``<!-- translation of 0123456789ab, draft -->``.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

_PACKAGE = Path(__file__).resolve().parents[1]
_CLONE = _PACKAGE.parents[1] / "docs"
FOLDERS = ("how-to", "tutorials", "explanation", "reference", "methods", "decisions")
_FOR = re.compile(r"<!--\s*help:\s*(.*?)\s*-->\n*", re.DOTALL)
_TRANSLATED = re.compile(r"<!--\s*translation of ([0-9a-f]{12}), (draft|reviewed)\s*-->")
_HEADING = re.compile(r"^(#+) ", re.MULTILINE)
_FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)")
_COMMENT = re.compile(r"<!--.*?-->\n*", re.DOTALL)
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_MARKS = re.compile(r"[`*_]")


@dataclass(frozen=True)
class HelpPage:
    """One page of the documentation: its place such as ``how-to/rehearse``, title, text, and what it answers."""

    place: str
    title: str
    text: str
    answers: tuple[str, ...]
    #: The language that it is written in; of a translation how far it is reviewed and from which English text it is.
    language: str = "en"
    status: str = ""
    made_of: str = ""

    @property
    def lies_in(self) -> str:
        """The folder of its file, from which its links lead."""
        return self.folder if self.language == "en" else f"{self.folder}/{self.language}"

    @property
    def direction(self) -> str:
        """The way in which it is read."""
        return "rtl" if self.language == "ar" else "ltr"

    @property
    def digest(self) -> str:
        """What its text is known by."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]

    @property
    def outdated(self) -> bool:
        """Whether the English text changed since this translation was made."""
        return self.language != "en" and pages()[self.place].digest != self.made_of

    @property
    def folder(self) -> str:
        """The kind of page: how-to, tutorials, reference …"""
        return self.place.partition("/")[0]


@dataclass(frozen=True)
class Heading:
    """One heading of a page, with the mark by which it is reached."""

    mark: str
    words: str
    level: int


@dataclass(frozen=True)
class Rendered:
    """A page as HTML, and its headings of the second level."""

    html: SafeString
    headings: tuple[Heading, ...]


def folder() -> Path:
    """Return where the documentation lies: the clone's, else the one that the wheel brought."""
    return _CLONE if (_CLONE / "how-to").is_dir() else _PACKAGE / "docs"


@lru_cache(maxsize=1)
def pages() -> Mapping[str, HelpPage]:
    """Return every page of the documentation by its place, in the order of folders and titles."""
    root = folder()
    found = {}
    for part in FOLDERS:
        made = [_read(path, root) for path in sorted((root / part).glob("*.md"))]
        found.update({page.place: page for page in sorted(made, key=lambda page: page.title)})
    return found


@lru_cache(maxsize=1)
def translations() -> Mapping[tuple[str, str], HelpPage]:
    """Return the translated pages by language and place; a file without an English page of its name is none."""
    found = {}
    for language, _name in settings.LANGUAGES:
        for part in FOLDERS:
            for path in sorted((folder() / part / language).glob("*.md")):
                page = _read_translation(path, f"{part}/{path.stem}", language)
                if page.place in pages():
                    found[language, page.place] = page
    return found


def _read_translation(path: Path, place: str, language: str) -> HelpPage:
    text = path.read_text(encoding="utf-8")
    told, title = _TRANSLATED.search(text), _TITLE.search(text)
    return HelpPage(
        place,
        _MARKS.sub("", title[1]) if title else path.stem,
        _COMMENT.sub("", text),
        (),
        language=language,
        status=told[2] if told else "draft",
        made_of=told[1] if told else "",
    )


def in_language(page: HelpPage, language: str) -> HelpPage:
    """Return the page in a language where it is translated, otherwise in English."""
    return translations().get((language[:2], page.place), page)


def differences(page: HelpPage) -> list[str]:
    """Return in what a translation is not built like its English page: headings, commands, links."""
    english = pages()[page.place]
    found = []
    if _HEADING.findall(_FENCED.sub("", page.text)) != _HEADING.findall(_FENCED.sub("", english.text)):
        found.append("headings")
    if _FENCED.findall(page.text) != _FENCED.findall(english.text):
        found.append("blocks of commands")
    bare, bare_english = _FENCED.sub("", page.text), _FENCED.sub("", english.text)
    if Counter(_CODE.findall(bare)) != Counter(_CODE.findall(bare_english)):
        found.append("commands and names in the text")
    if Counter(_targets(page)) != Counter(_targets(english)):
        found.append("links")
    return found


def _targets(page: HelpPage) -> list[object]:
    return [
        href if "://" in href else target_of(page, href) or href.removeprefix("../")
        for href in _LINK.findall(page.text)
    ]


def _read(path: Path, root: Path) -> HelpPage:
    text = path.read_text(encoding="utf-8")
    named = _FOR.search(text)
    title = _TITLE.search(text)
    place = path.relative_to(root).with_suffix("").as_posix()
    return HelpPage(
        place,
        _MARKS.sub("", title[1]) if title else path.stem,
        _COMMENT.sub("", text),
        tuple(named[1].split()) if named else (),
    )


@lru_cache(maxsize=1)
def version() -> str:
    """Return what the whole documentation is known by, so that the search sees when it changed."""
    every = [*pages().values(), *translations().values()]
    return hashlib.sha256("\0".join(page.text for page in every).encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def _answering() -> Mapping[str, tuple[HelpPage, ...]]:
    found: dict[str, list[HelpPage]] = {}
    for page in pages().values():
        for answered in page.answers:
            found.setdefault(answered, []).append(page)
    return {answered: tuple(several) for answered, several in found.items()}


def help_for(name: str, path: str) -> tuple[HelpPage, ...]:
    """Return the pages that help on the address called `name` at `path`, the closest first; none when none does."""
    answering = _answering()
    if name in answering:
        return answering[name]
    begins = [begin for begin in answering if begin.startswith("/") and path.startswith(begin)]
    return answering[max(begins, key=len)] if begins else ()


def render(page: HelpPage, address_of: Any) -> Rendered:
    """Return `page` as HTML: what is written as HTML is shown as text, links lead to pages of the help.

    `address_of` gives the address of a page of the help by its place. The headings of a translation are reached by the
    marks of the English ones, so that a link to one holds in every language.
    """
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(page.text)
    english = pages().get(page.place, page) if page.language != "en" else page
    named = _words_of_headings(tokens if english is page else reader.parse(english.text))
    headings = tuple(_name_headings(tokens, named))
    _lead_links(tokens, page, address_of)
    for token in tokens:
        if token.type == "fence":
            token.attrs["class"] = "code"
    html = reader.renderer.render(tokens, reader.options, {})
    html = html.replace("<table>", '<div class="wide" role="region" tabindex="0" aria-label="Table"><table>')
    html = html.replace("</table>", "</table></div>").replace("<pre>", '<pre tabindex="0">')
    return Rendered(mark_safe(html), headings)  # noqa: S308 - HTML of the text is escaped, see above


def _words_of_headings(tokens: Sequence[Any]) -> list[str]:
    return [
        _MARKS.sub("", inline.content) for opened, inline in pairwise(tokens) if opened.type == "heading_open"
    ]


def _name_headings(tokens: Sequence[Any], named: Sequence[str]) -> Iterator[Heading]:
    seen: dict[str, int] = {}
    words = _words_of_headings(tokens)
    opened = [token for token in tokens if token.type == "heading_open"]
    for at, (token, told) in enumerate(zip(opened, words, strict=True)):
        by = named[at] if at < len(named) else told
        mark = re.sub(r"[^\w\- ]", "", by.lower()).strip().replace(" ", "-")
        seen[mark] = seen.get(mark, 0) + 1
        mark = mark if seen[mark] == 1 else f"{mark}-{seen[mark] - 1}"
        token.attrs["id"] = mark
        if token.tag == "h2":
            yield Heading(mark, told, 2)


def target_of(page: HelpPage, href: str) -> tuple[str, str] | None:
    """Return the place and the mark that a link of `page` leads to; None when it leads out of the help."""
    path, _sep, mark = href.partition("#")
    if not path:
        return page.place, mark
    parts: list[str] = []
    for part in (PurePosixPath(page.lies_in) / path).parts:
        if part == ".." and parts:
            parts.pop()
        elif part != "..":
            parts.append(part)
    if len(parts) == 3 and parts[1] in dict(settings.LANGUAGES):
        del parts[1]
    place = "/".join(parts).removesuffix(".md")
    if place in pages():
        return place, mark
    return (f"{place}/README", mark) if f"{place}/README" in pages() else None


def _lead_links(tokens: Sequence[Any], page: HelpPage, address_of: Any) -> None:
    for token in tokens:
        for part in token.children or ():
            if part.type == "image":
                part.type, part.tag = "text", ""
            href = part.attrs.get("href") if part.type == "link_open" else None
            if not href or "://" in href or href.startswith("mailto:"):
                continue
            target = target_of(page, href)
            if target is None:
                # Into the source or to a folder: said by its words, since only a clone has it.
                del part.attrs["href"]
            else:
                place, mark = target
                part.attrs["href"] = address_of(place) + (f"#{mark}" if mark else "")
