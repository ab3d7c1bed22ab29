"""How people get by without enough money: shares of each way over all, by group and by place, harmful ones first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

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


class GettingBy:
    """How people get by over all and in groups, from the answers of households; each cut is estimated once.

    `over_all` is what came out over all people, `groups` by what they can be told apart.
    """

    def __init__(self, table: Table, over_all: Exploration) -> None:
        self.table, self.over_all = table, over_all
        held = groups_of(table)
        same = table.columns["stratum"] == table.columns["place"]
        self.groups = [name for name in GROUPS if name in held and not (name == "stratum" and same)]
        self._cuts = {"": _ordered(over_all, over_all)}

    def by(self, cut: str) -> Sequence[Coped]:
        """Return the shares in each group of `cut`, one of `groups`; over all people where it is empty."""
        if cut not in self._cuts:
            self._cuts[cut] = _ordered(explored(self.table, fields=[FIELD], by=[cut]), self.over_all)
        return self._cuts[cut]

    @property
    def overall(self) -> Sequence[Coped]:
        """The shares over all people."""
        return self.by("")

    @property
    def places(self) -> Sequence[Coped]:
        """The shares by place; none where there is one place alone."""
        return self.by("place") if len(set(filter(None, self.table.columns["place"]))) > 1 else []


def getting_by(assessment: Assessment) -> GettingBy | None:
    """Return how people get by; None where no household was asked."""
    table = next(tables_of(assessment, with_restricted=False, module=MODULE), None)
    return None if table is None else getting_by_of(table, explored(table, fields=[FIELD], by=[]))


def getting_by_of(table: Table, over_all: Exploration) -> GettingBy | None:
    """Return the same from the answers of households and what came out `over_all` people."""
    rows = [one for one in over_all.rows if one.asked.field == FIELD]
    return GettingBy(table, replace(over_all, rows=rows)) if rows else None


def _ordered(made: Exploration, over_all: Exploration) -> list[Coped]:
    """Return the shares with any harm first, then harmful ways, then others, then none of them; more frequent ones first.

    What stays inside over all people stands behind what does not, so that its place tells nothing.
    """
    book = playbook.current().assessing.coping
    often = {one.asked.level: 0.0 if one.inside else one.row.estimate or 0.0 for one in over_all.rows}

    def first(one: Coped) -> tuple[bool, bool, bool, float]:
        return one.way != ANY_HARMFUL, one.way == NONE, not one.harmful, -often.get(one.way, 0.0)

    rows = []
    for at, one in enumerate(made.rows):
        way = one.asked.level
        harmful = way == ANY_HARMFUL or (way in book and book[way].harmful)
        rows.append(Coped(at, one, harmful, way_out(way) if harmful else ""))
    return sorted(rows, key=first)
