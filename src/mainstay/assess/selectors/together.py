"""Two rounds of a case in one design: what they share of the sample counts in the error of what changed.

A unit of the sample is a cluster of a stratum. Where both rounds asked in the same unit, their answers go together, and
the difference of two estimates has the variance V₁ + V₂ − 2 Cov. Where a stratum has no unit of both, it was drawn anew:
it is then a stratum of each round by itself, and nothing lies between them. Interviews that do not all tell their
cluster are known only as drawn apart.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from math import isnan, sqrt
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from mainstay.assess.methods.share_difference import (
    Difference,
    Held,
    Together,
    known_ends,
    share_difference,
)

from .answers import Table

if TYPE_CHECKING:
    from mainstay.statistics.survey import Design, Estimates

#: The column that says of which round a row is.
ROUND = "round"
BEFORE, AFTER = "before", "after"

Columns: TypeAlias = Mapping[str, Sequence[Any]]
Asked: TypeAlias = Callable[["Design", Sequence[str]], "Estimates"]


class Unit(NamedTuple):
    """A cluster of the sample, in its stratum."""

    stratum: str
    cluster: str


class One(NamedTuple):
    """What a round says of an estimate: the value with its interval and its standard error, and of how many."""

    held: Held
    se: float | None
    n: int
    is_share: bool


def shared_units(before: Table, after: Table) -> frozenset[Unit]:
    """Return the units in which both rounds asked; none where people were not chosen by lot in both."""
    if not (before.by_chance and after.by_chance):
        return frozenset()
    first, second = _units(before), _units(after)
    return frozenset(first) & frozenset(second)


def _units(table: Table) -> list[Unit]:
    strata, clusters = table.columns["stratum"], table.columns["cluster"]
    if not all(clusters):
        return []
    # A stratum that some interviews do not tell is told by none: the round has one then.
    told = strata if all(strata) else [""] * len(clusters)
    return [Unit(*pair) for pair in zip(told, clusters, strict=True)]


def joint_design(before: Table, after: Table, sides: tuple[Columns, Columns]) -> "Design":
    """Return one design over the interviews of both rounds, with `sides`, the columns that are asked of each.

    Strata of which a unit is in both rounds stand once, the others once for each round.
    """
    from mainstay.statistics.survey import Design

    common = {unit.stratum for unit in shared_units(before, after)}
    stacked: dict[str, list[Any]] = {
        name: [*sides[0][name], *sides[1][name]] for name in sides[0] if name in sides[1]
    }
    stacked |= {name: [*before.columns[name], *after.columns[name]] for name in ("weight", "cluster")}
    units = [(BEFORE, _strata(before)), (AFTER, _strata(after))]
    stacked[ROUND] = [name for name, strata in units for _each in strata]
    stacked["stratum"] = [
        f"both {stratum}" if stratum in common else f"{name} {stratum}"
        for name, strata in units
        for stratum in strata
    ]
    return Design(stacked, weights="weight", strata="stratum", clusters="cluster", nest=True, lonely="adjust")


def _strata(table: Table) -> Sequence[str]:
    strata = table.columns["stratum"]
    return strata if all(strata) else [""] * len(strata)


def correlation_of_rounds(design: "Design", asked: Asked, by: str = "") -> dict[str, Together]:
    """Return by group of the column `by` (or for all people) how the estimates of both rounds go together.

    Left out is what one of the rounds does not have, or has without an error, and where it is not known how the two go
    together. An estimate that does not vary (a share of none or of all) goes together with nothing.
    """
    found = asked(design, [ROUND, by] if by else [ROUND])
    places: dict[str, dict[str, int]] = {}
    for place, row in enumerate(found):
        places.setdefault(str(row.domain[by]) if by else "", {})[row.domain[ROUND]] = place
    spread = found.covariance()
    made = {}
    for group, sides in places.items():
        if len(sides) == 2 and all(found[place].se is not None for place in sides.values()):
            first, second = sides[BEFORE], sides[AFTER]
            v1, v2, cov = (float(spread[at]) for at in ((first, first), (second, second), (first, second)))
            if isnan(cov):
                continue
            apart = sqrt(v1 * v2)
            correlation = max(-1.0, min(1.0, cov / apart)) if apart > 0 else 0.0
            made[group] = Together(correlation, sqrt(max(0.0, v1 + v2 - 2 * cov)))
    return made


def difference_of(before: One | None, after: One | None, joint: Together | None) -> Difference | None:
    """Return how far an estimate moved, by what both rounds share; drawn apart where `joint` is None.

    None where one of them has no error that could be told.
    """
    if before is None or after is None or before.se is None or after.se is None:
        return None
    first, second = (known_ends(one.held, n=one.n) if one.is_share else one.held for one in (before, after))
    found = share_difference(first, second, correlation=joint.correlation if joint else 0.0)
    se = joint.se if joint else sqrt(before.se**2 + after.se**2)
    return replace(found, se=se)
