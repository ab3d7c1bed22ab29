"""The tree of an index: what is counted, how it is scored, and what is made of what, read from data and checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .steps import Step
from .treatment import Limits


@dataclass(frozen=True, slots=True)
class Node:
    """One value of the index: a column of the table, or several nodes made one; then steps, a score, a rounding."""

    code: str
    title: str = ""
    #: the column of the table; empty where the node is made of others
    column: str = ""
    children: tuple[str, ...] = ()
    weights: tuple[float, ...] = ()
    #: how several become one
    by: str = "arithmetic"
    #: share of the children that must be known
    available: float = 0.0
    steps: tuple[Step, ...] = ()
    impute: str = "none"
    treat: Limits | None = None
    normalise: str = "none"
    options: Mapping[str, float] = field(default_factory=dict)
    goalposts: tuple[float, float] | None = None
    #: posts and value are taken as logarithms
    log_scale: bool = False
    #: steps that take the place of the straight line between the posts
    curve: tuple[Step, ...] = ()
    down: bool = False
    #: what a value of exactly 0 gives: a score, or NaN for a gap; None: nothing special
    zero: float | None = None
    #: what a gap gives at the end; None: it stays a gap
    missing: float | None = None
    digits: int | None = None
    #: where the file carries the goalposts of this node
    place: str = ""
    #: a table without the column is no fault: the value is a gap everywhere
    optional: bool = False

    @property
    def is_indicator(self) -> bool:
        """Whether the node is a column that is scored."""
        return bool(self.column) and self.normalise != "none"

    @property
    def needs(self) -> tuple[str, ...]:
        """Codes of the nodes that must be known before this one."""
        held = [step.given["node"] for step in self.steps if step.name == "unless" and "node" in step.given]
        return (*self.children, *held)


@dataclass(frozen=True, slots=True)
class Perturbed:
    """What is drawn anew in a study of uncertainty."""

    #: each weight is multiplied by a factor within ± this share
    weights: float = 0.25
    #: other ways of scoring and of making several one, among which is drawn
    normalise: tuple[str, ...] = ()
    aggregate: tuple[str, ...] = ()
    impute: tuple[str, ...] = ()
    #: how often is drawn where nobody says: 0 for an index that may be shown without its uncertainty
    draws: int = 0


@dataclass(frozen=True, slots=True)
class Clusters:
    """Which units are alike: those at or beyond the `decile` in the families of causes, in the outcome, or in all."""

    causes: tuple[str, ...]
    outcome: str
    decile: int = 6
    #: low scores are good, as in an index of fragility
    low_is_good: bool = False


@dataclass(frozen=True, slots=True)
class Tree:
    """A whole index, its nodes in an order in which each comes after what it is made of."""

    name: str
    title: str
    nodes: Mapping[str, Node]
    top: str
    scale: tuple[float, float] = (0.0, 10.0)
    #: the nodes that are shown first
    first: tuple[str, ...] = ()
    #: how the table is read: columns of units, periods and groups; the layout of a workbook
    unit: str = "iso3"
    period: str = ""
    group: str = ""
    layout: str = ""
    #: compare within the whole panel, or within each period
    over: str = "panel"
    #: lower limits of the top's classes, highest first
    classes: tuple[tuple[float, str], ...] = ()
    perturbed: Perturbed = field(default_factory=Perturbed)
    clusters: Clusters | None = None
    #: the last known value counts if it is from this year or later; None: no limit
    since: int | None = None
    #: years of columns, used where the file says none
    survey_years: Mapping[str, int] = field(default_factory=dict)
    about: Mapping[str, Any] = field(default_factory=dict)

    def node(self, code: str) -> Node:
        """Return a node, or refuse with the nodes that there are."""
        if code not in self.nodes:
            raise BadInput(
                "index.no_node",
                _("The index {name} has no node {code}. It has: {codes}."),
                name=self.name, code=code, codes=", ".join(list(self.nodes)[:60]),
            )  # fmt: skip
        return self.nodes[code]

    @property
    def columns(self) -> frozenset[str]:
        """The columns of the table that are used: as indicators, denominators and conditions."""
        found = {node.column for node in self.nodes.values() if node.column}
        for step in (step for node in self.nodes.values() for step in node.steps):
            if step.name == "per":
                found.add(step.given if isinstance(step.given, str) else "")
            elif step.name == "unless":
                found.add(step.given.get("column", ""))
        return frozenset(found - {""})

    def within(self, code: str) -> list[str]:
        """Return the node `code` and all that it is made of, in the order of computing."""
        wanted, found = [code], set()
        while wanted:
            name = wanted.pop()
            if name not in found:
                found.add(name)
                wanted += self.nodes[name].needs
        return [name for name in self.nodes if name in found]

    def order_of_showing(self) -> list[str]:
        """Return the nodes as they are shown: the first ones, then from the top down."""
        found = list(dict.fromkeys([self.top, *self.first]))
        held = set(found)
        for name in found:
            fresh = [child for child in self.nodes[name].children if child not in held]
            found += fresh  # the list that is walked: breadth first
            held |= set(fresh)
        return found + [name for name in self.nodes if name not in held]


def in_order(nodes: Mapping[str, Node]) -> dict[str, Node]:
    """Return the nodes sorted so that each follows what it needs; a circle is refused with the nodes on it."""
    done: dict[str, Node] = {}
    on_way: list[str] = []

    def visit(code: str) -> None:
        if code in done:
            return
        if code in on_way:
            circle = [*on_way[on_way.index(code) :], code]
            raise BadInput(
                "index.circle",
                _(
                    "The tree goes round in a circle: {circle}. A node cannot be made of itself; take out one of these."
                ),
                circle=" ← ".join(circle),
            )
        on_way.append(code)
        for needed in nodes[code].needs:
            visit(needed)
        on_way.pop()
        done[code] = nodes[code]

    for code in nodes:
        visit(code)
    return done
