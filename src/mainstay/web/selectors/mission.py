"""What answers each function that the founding documents name: pages, acts, commands, tests, or not yet."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import NoReverseMatch, get_resolver, reverse

from mainstay import playbook
from mainstay.page.doors import walk
from mainstay.page.words import enumerated, named


@dataclass(frozen=True)
class Function:
    """One function with what answers it."""

    code: str
    seed: str
    section: str
    item: str
    function: str
    part: str
    parts: str
    state: str
    missing: str
    pages: tuple[str, ...]
    acts: tuple[str, ...]
    commands: tuple[str, ...]
    tests: tuple[str, ...]


@dataclass(frozen=True)
class PageLink:
    """A page by its path, with a link where it opens without naming a record."""

    path: str
    link: str


def functions() -> list[Function]:
    """Return every function in the order of the founding documents."""
    book = playbook.current()
    return [_function(book, trace) for trace in book.traceability.values()]


def _function(book: Any, trace: Any) -> Function:
    line = book.mission[trace.code]
    answers = [book.mission_answers[code] for code in line.by]

    def every(kind: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for answer in answers for name in getattr(answer, kind)))

    parts = enumerated(part_called(code) for code in trace.modules)
    return Function(
        trace.code, trace.seed, trace.section, trace.item, trace.software_function, next(iter(trace.modules), ""), parts,
        line.state, line.missing,
        every("pages"), every("acts"), every("commands"), every("tests"),
    )  # fmt: skip


def part_called(code: str) -> str:
    """Return what a part of the product is called."""
    return named("reference_lists.product_modules", code)


def by_part(found: list[Function]) -> Mapping[str, list[Function]]:
    """Return the functions by the part of the product that answers them first, the parts in their own order."""
    parts: dict[str, list[Function]] = {
        code: [] for code in playbook.current().collection("reference_lists.product_modules")
    }
    for function in found:
        parts.setdefault(function.part, []).append(function)
    return {code: held for code, held in parts.items() if held}


def counted(found: list[Function]) -> Mapping[str, int]:
    """Return how many functions are answered wholly, in part, and not yet."""
    counts = Counter(function.state for function in found)
    return {state: counts[state] for state in ("WHOLE", "PART", "NOT_YET")}


@lru_cache(maxsize=1)
def routes() -> Mapping[str, str]:
    """Return the route of every address by its name, the shortest of several."""
    found: dict[str, str] = {}
    for route, pattern in walk(get_resolver().url_patterns):
        if pattern.name and len(f"/{route}") < len(found.get(pattern.name, "x" * 999)):
            found[pattern.name] = f"/{route}"
    return found


def page_links(names: tuple[str, ...]) -> list[PageLink]:
    """Return the pages called `names` with their links."""
    links = []
    for name in names:
        try:
            link = reverse(name)
        except NoReverseMatch:
            link = ""
        links.append(PageLink(routes()[name], link))
    return links
