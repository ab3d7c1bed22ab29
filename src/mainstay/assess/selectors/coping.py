"""How people get by without enough money: shares of each way over all, by group and by place, harmful ones first."""

from collections.abc import Sequence
from dataclasses import dataclass

from mainstay import playbook
from mainstay.assess.models import Assessment

from .answers import ANY_HARMFUL, COPING, Table, tables_of
from .exploring import Exploration, Explored, explored, groups_of
from .talks import way_out

#: The module that asks, its field, and the answer that says none.
MODULE, FIELD, NONE = "HOUSEHOLD", COPING.replace("-", "_"), "none"
#: By what it is told apart; displacement is a restricted answer and never in it.
HEAD = "Q_HHD_03"
GROUPS = ("place", "sex", HEAD, "stratum")


@dataclass(frozen=True, slots=True)
class Coped:
    """The share of one way in one group; `at` is its place among all estimates that were made."""

    at: int
    explored: Explored
    harmful: bool
    way_out: str

    @property
    def way(self) -> str:
        """The way of getting by."""
        return self.explored.asked.level


@dataclass(frozen=True, slots=True)
class GettingBy:
    """The shares over all people, those by `by`, and those by place; by what they can be told apart."""

    made: Exploration
    by: str
    groups: Sequence[str]
    overall: Sequence[Coped]
    rows: Sequence[Coped]
    places: Sequence[Coped]


def getting_by(assessment: Assessment, by: str = "") -> GettingBy | None:
    """Return how people get by over all and in each group of `by`; None where no household was asked."""
    table = next(tables_of(assessment, with_restricted=False, module=MODULE), None)
    return None if table is None else getting_by_of(table, by)


def getting_by_of(table: Table, by: str = "") -> GettingBy | None:
    """Return the same from the answers of households."""
    made = explored(table, fields=[FIELD], by=[])
    if not made.rows:
        return None
    held = groups_of(table)
    same = table.columns["stratum"] == table.columns["place"]
    groups = [name for name in GROUPS if name in held and not (name == "stratum" and same)]
    overall = _ordered(made, made)
    chosen = by if by in groups else ""
    cut = explored(table, fields=[FIELD], by=[chosen]) if chosen else made
    placed = len(set(filter(None, table.columns["place"]))) > 1
    spread = cut if chosen == "place" else explored(table, fields=[FIELD], by=["place"]) if placed else None
    places = _ordered(spread, made) if spread and placed else []
    return GettingBy(cut, chosen, groups, overall, _ordered(cut, made) if chosen else overall, places)


def _ordered(made: Exploration, overall: Exploration) -> list[Coped]:
    """Return the shares with any harm first, then harmful ways, then others, then none of them; more frequent ones first.

    What stays inside over all people stands behind what does not, so that its place tells nothing.
    """
    book = playbook.current().assessing.coping
    often = {one.asked.level: 0.0 if one.inside else one.row.estimate or 0.0 for one in overall.rows}

    def first(one: Coped) -> tuple[bool, bool, bool, float]:
        return one.way != ANY_HARMFUL, one.way == NONE, not one.harmful, -often.get(one.way, 0.0)

    rows = []
    for at, one in enumerate(made.rows):
        way = one.asked.level
        harmful = way == ANY_HARMFUL or (way in book and book[way].harmful)
        rows.append(Coped(at, one, harmful, way_out(way) if harmful else ""))
    return sorted(rows, key=first)
