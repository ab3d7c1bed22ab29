"""Two rounds of a case in one design: what they share of the sample counts in the error of what changed.

Whether they share anything is judged by `shared_between` alone; what lies between estimates, told on pages and in
documents, by `differences_between`.

A unit of the sample is a cluster of a stratum. Where both rounds asked in the same unit, their answers go together, and
the difference of two estimates has the variance V₁ + V₂ − 2 Cov. Where a stratum has no unit of both, it was drawn anew:
it is then a stratum of each round by itself, and nothing lies between them. Interviews that do not all tell their
cluster are known only as drawn apart.
"""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan, sqrt
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from mainstay.assess.methods.share_difference import (
    Difference,
    Held,
    Together,
    known_ends,
    share_difference,
)
from mainstay.assess.models import Assessment, Submission

from .answers import BY_CHANCE, Table, tables_of

if TYPE_CHECKING:
    from mainstay.statistics.survey import Design, Estimates

#: The column that says of which round a row is.
ROUND = "round"
BEFORE, AFTER = "before", "after"

Columns: TypeAlias = Mapping[str, Sequence[Any]]
Asked: TypeAlias = Callable[["Design", Sequence[str]], "Estimates"]
#: How long the name of a group is kept with a stored estimate, as in sex=F.
GROUP_NAMED = 60


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


@dataclass(frozen=True, slots=True)
class Shared:
    """The answers of two rounds to one module, and the units of the sample in which both asked; at least one."""

    before: Table
    after: Table
    units: frozenset[Unit]


class InBoth(NamedTuple):
    """One estimate of two rounds: of which module, what is estimated, of which group (as in sex=F), what each says."""

    module: str
    what: Hashable
    group: str
    before: One | None
    after: One | None


class Between(NamedTuple):
    """The difference of each pair; by module in how many units both rounds asked, where people were chosen by lot."""

    differences: Sequence[Difference | None]
    shared: Mapping[str, int]


class Asking(NamedTuple):
    """The columns of both rounds, and how each thing that is estimated is computed from them."""

    sides: tuple[Columns, Columns]
    how: Mapping[Any, Asked]


def differences_between(
    before: Assessment,
    after: Assessment,
    pairs: Sequence[InBoth],
    asking: Callable[[Shared, Collection[Any]], Asking],
) -> Between:
    """Return what lies between the estimates of each pair: by one design where both rounds asked in the same units.

    `asking` says how the things estimated of one module are computed, of both rounds alike; what it leaves out, and
    what rounds drawn apart estimate, has the error of samples drawn apart.
    """
    known: dict[tuple[str, Hashable, str], Together] = {}
    units: dict[str, int] = {}
    for module in dict.fromkeys(pair.module for pair in pairs) if are_by_lot(before, after) else ():
        shared = shared_between(before, after, module)
        units[module] = len(shared.units) if shared else 0
        if shared:
            mine = [pair for pair in pairs if pair.module == module]
            held = asking(shared, {pair.what for pair in mine})
            design = joint_design(shared, held.sides)
            for what, by in dict.fromkeys((pair.what, pair.group.partition("=")[0]) for pair in mine):
                found = correlation_of_rounds(design, held.how[what], by) if what in held.how else {}
                known |= {(module, what, _named(by, group)): one for group, one in found.items()}
    return Between(
        [
            difference_of(pair.before, pair.after, known.get((pair.module, pair.what, pair.group)))
            for pair in pairs
        ],
        units,
    )


def _named(by: str, group: str) -> str:
    return f"{by}={group}"[:GROUP_NAMED] if by else ""


def are_by_lot(before: Assessment, after: Assessment) -> bool:
    """Return whether people were chosen by lot in both rounds: only then can be told what lies between them."""
    return all(one.method in BY_CHANCE for one in (before, after))


def shared_between(before: Assessment, after: Assessment, module: str) -> Shared | None:
    """Return what two rounds of one case share of the sample of a module; None where they share nothing.

    The interviews are read only where a cluster of one name is told of both.
    """
    if before.case_id != after.case_id or not are_by_lot(before, after):
        return None
    if not _clusters(before, module) & _clusters(after, module):
        return None
    first, second = (
        next(tables_of(one, with_restricted=False, module=module), None) for one in (before, after)
    )
    units = shared_units(first, second) if first and second else frozenset()
    return Shared(first, second, units) if first and second and units else None


def _clusters(assessment: Assessment, module: str) -> set[str]:
    rows = Submission.objects.filter(assessment=assessment, form__module=module, consent=True).order_by()
    return set(rows.exclude(cluster="").values_list("cluster", flat=True).distinct())


def shared_units(before: Table, after: Table) -> frozenset[Unit]:
    """Return the units in which two rounds asked, by their answers; none where one of them does not tell its units."""
    return frozenset(_units(before)) & frozenset(_units(after))


def _units(table: Table) -> list[Unit]:
    strata, clusters = table.columns["stratum"], table.columns["cluster"]
    if not all(clusters):
        return []
    # A stratum that some interviews do not tell is told by none: the round has one then.
    told = strata if all(strata) else [""] * len(clusters)
    return [Unit(*pair) for pair in zip(told, clusters, strict=True)]


def joint_design(shared: Shared, sides: tuple[Columns, Columns]) -> "Design":
    """Return one design over the interviews of both rounds, with `sides`, the columns that are asked of each.

    Strata of which a unit is in both rounds stand once, the others once for each round.
    """
    from mainstay.statistics.survey import Design

    before, after = shared.before, shared.after
    common = {unit.stratum for unit in shared.units}
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
