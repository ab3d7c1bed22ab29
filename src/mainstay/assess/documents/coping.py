"""How people get by, as a document tells it to everybody who may open it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mainstay.assess.selectors.answers import ANY_HARMFUL
from mainstay.assess.selectors.coping import FIELD, MODULE, Coped, getting_by_of
from mainstay.assess.selectors.exploring import Exploration
from mainstay.assess.selectors.key_figures import KeyFigures
from mainstay.page.words import number, parted

from . import figures as told
from .words import Asked

if TYPE_CHECKING:
    from mainstay.exchange.documents import Section

#: By what the share that gets by in any harmful way is told apart.
CUTS = ("sex", "place")


def coping_sections(
    held: KeyFigures, over_all: Mapping[str, Exploration], asked: Asked
) -> "Iterator[Section]":
    """Yield how people get by: each way over all people, harmful ones first, and any harm by sex and place.

    `over_all` holds what came out over all people, by module. Nothing where no estimates were computed or no household
    was asked. What stays inside is left out.
    """
    from mainstay.exchange.documents import Section, Table

    made = getting_by_of(held.tables[MODULE], over_all[MODULE]) if MODULE in over_all else None
    if made is None:
        return
    places = told.places_of(held)
    harmed = [
        (told.group_told(cut, str(next(iter(row.explored.row.domain.values()))), places), row)
        for cut in CUTS
        if cut in made.groups
        for row in made.by(cut)
        if row.way == ANY_HARMFUL
    ]
    everybody = told.group_told("", "", {})
    ways = [(everybody, row) for row in made.overall]
    lines = [line for line in [*ways[:1], *harmed, *ways[1:]] if not line[1].explored.inside]
    shown = [(group, row) for group, row in lines if not told.is_withheld(row.explored)]
    if not shown:
        return
    yield Section(
        _("How people get by"),
        paragraphs=[asked.question(FIELD)],
        table=Table(
            headers=[_("Answer"), _("Group"), _("Estimate"), _("95 % interval"), _("n"), _("Use")],
            rows=[_line(group, row, asked) for group, row in shown],
            numeric=[2, 3, 4],
            caption=_done(shown, asked),
        ),
    )


def _line(group: str, row: Coped, asked: Asked) -> list[str]:
    way = asked.answer(FIELD, row.way, "proportion")
    if row.harmful and row.way != ANY_HARMFUL:
        harmful = _("harmful")
        way = f"{way} ({harmful})"
    one = row.explored
    return [
        way, group, told.estimate_told(one), told.interval_told(one), number(one.row.n), told.mark_told(one),
    ]  # fmt: skip


def _done(shown: Sequence[tuple[str, Coped]], asked: Asked) -> str:
    """Return what the programme does about the harmful ways that are told."""
    ways: Mapping[str, str] = {row.way: row.way_out for _group, row in shown if row.way_out}
    said = parted(
        _("{group}: {said}").format(group=asked.answer(FIELD, way, ""), said=out) for way, out in ways.items()
    )
    return " ".join([_("What is done about it:"), said]) if said else ""
