"""The pages of one record on top of each of them: where they are many, in groups, the group one is in opened below."""

from collections.abc import Sequence
from typing import NamedTuple

from django.urls import reverse


class Page(NamedTuple):
    """A page of a record: the name of its address, its words, and whether this person is shown it."""

    name: str
    words: str
    shown: bool = True


class Group(NamedTuple):
    """Pages that answer one kind of question."""

    words: str
    pages: Sequence[Page]


class Tab(NamedTuple):
    """A link on top: `here` is empty elsewhere, "page" on the page itself, "true" on the group around it."""

    link: str
    words: str
    here: str


def in_groups(groups: Sequence[Group], page: str, *args: object) -> dict[str, list[Tab]]:
    """Return a row of groups (`tabs`) and the row of pages within the group of `page` (`within`).

    A group leads to its first page; a group of which this person is shown one page is that page, a group of which
    nothing is shown is left out. `args` complete the addresses.
    """
    rows: dict[str, list[Tab]] = {"tabs": [], "within": []}
    for words, pages in groups:
        shown = [one for one in pages if one.shown]
        tabs = [
            Tab(reverse(one.name, args=args), one.words, "page" if one.name == page else "") for one in shown
        ]
        if len(tabs) > 1:
            inside = any(tab.here for tab in tabs)
            rows["tabs"].append(Tab(tabs[0].link, words, "true" if inside else ""))
            rows["within"] += tabs if inside else []
        else:
            rows["tabs"] += tabs
    return rows
