"""The stages of a sample: which units were drawn from which stratum, out of how many."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _

from .columns import Columns, Floats, Ints, compact, ordered

LONELY = ("fail", "remove", "adjust", "average", "collapse")
"""What to do with a stratum of one unit: refuse; count it as certain (0); centre it at zero; give it the
mean of the other strata; join it with a neighbour (see `collapse`)."""

CERTAIN = 1e-7
"""A share left undrawn below this counts as a census of the stratum, which adds no variance."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of sampling. `unit` is given per row; arrays named *_of_unit and by stratum are per code.

    Units are numbered by stratum, and strata by the unit of the stage before that they lie in.
    """

    unit: Ints
    stratum_of_unit: Ints
    parent_of_stratum: Ints
    drawn: Floats
    fraction: Floats
    carried: Floats
    names: list[str]

    @property
    def units(self) -> int:
        """How many units were drawn at this stage, over all strata."""
        return len(self.stratum_of_unit)


def build_stages(
    columns: Columns,
    *,
    strata: Sequence[str],
    clusters: Sequence[str],
    fpc: Sequence[str],
    nest: bool,
    joined: Callable[[Stage], Stage] | None = None,
) -> list[Stage]:
    """Return the stages that the variance needs: the first alone without fpc, all of them with fpc.

    Without finite population corrections the first stage carries the whole variance ("ultimate cluster");
    with them each later stage adds its own, multiplied by the fractions drawn before it. `joined` may
    change the strata of a stage before the next one is built on it.
    """
    _refuse_columns(columns, strata, clusters, fpc)
    depth = max(len(clusters), len(fpc), 1) if fpc else 1
    stages: list[Stage] = []
    for number in range(depth):
        before = stages[-1] if stages else None
        stratum, parent, names = _strata(columns, strata, number=number, before=before)
        unit, owner = _units(columns, clusters, stratum, number=number, names=names, nest=nest)
        drawn = np.bincount(owner, minlength=len(names)).astype(np.float64)
        share = _fractions(columns, fpc, stratum, drawn, number=number, names=names)
        carried = _carried(before, parent)
        stage = Stage(unit, owner, parent, drawn, share, carried, names)
        stages.append(stage if joined is None else joined(stage))
    return stages


def _refuse_columns(
    columns: Columns, strata: Sequence[str], clusters: Sequence[str], fpc: Sequence[str]
) -> None:
    """Refuse a column that is not there, of a later stage too, and more columns of strata than stages."""
    for name in (*strata, *clusters, *fpc):
        columns.is_number(name)
    stages = max(len(clusters), len(fpc), 1)
    if len(strata) > stages:
        raise BadInput(
            "survey.strata_of_stages",
            _(
                "{count} columns of strata are named for {stages} stages of sampling. Name one for each "
                "stage; where strata are crossings, join their columns into one first."
            ),
            count=len(strata),
            stages=stages,
        )


def design_weights(stages: Sequence[Stage]) -> Floats:
    """Return the weights that follow from the fractions alone: the product of 1/fraction over stages."""
    if any((stage.fraction == 0).any() for stage in stages):
        raise BadInput(
            "survey.no_weights",
            _(
                "Weights follow from the fractions drawn only if fpc names one for each stage. Name the weights."
            ),
        )
    weight = np.ones(len(stages[0].unit))
    for stage in stages:
        weight /= stage.fraction[stage.stratum_of_unit[stage.unit]]
    return weight


def refuse_lonely(stages: Sequence[Stage]) -> None:
    """Raise `BadInput` naming each stratum with a single unit, unless that unit is the whole stratum."""
    for number, stage in enumerate(stages, start=1):
        lonely = np.flatnonzero((stage.drawn == 1) & (1 - stage.fraction >= CERTAIN))
        if len(lonely):
            named = [stage.names[code] for code in lonely]
            raise BadInput(
                "survey.lonely_unit",
                _(
                    "Stratum {stratum} has only one sampled unit at stage {stage} ({count} such strata), so "
                    "its error cannot be estimated. Join it with a similar stratum, or choose "
                    "lonely='collapse', 'adjust', 'average', or 'remove' for units drawn with certainty."
                ),
                problems=[_problem(name) for name in named],
                stratum=named[0],
                stage=number,
                count=len(named),
            )


def _problem(name: str) -> Problem:
    return Problem(Reason("survey.lonely_unit", _("only one sampled unit in {stratum}"), {"stratum": name}))


def coded(columns: Columns, name: str, *, role: str) -> tuple[Ints, list[str]]:
    """Return codes and printed values of a design column; refuse missing values, naming the first rows."""
    levels = columns.levels(name)
    _refuse_missing(levels.codes < 0, name=name, role=role)
    return levels.codes, [str(value) for value in levels.values]


def _refuse_missing(missing: np.ndarray, *, name: str, role: str) -> None:
    rows = np.flatnonzero(missing)
    if len(rows):
        empty = Reason("survey.design_missing", _("is empty"))
        raise BadInput(
            "survey.design_missing",
            _("The column {column} ({role}) is empty in {count} rows. Fill it, or leave these rows out."),
            problems=[Problem(empty, row=int(row) + 1, field=name) for row in rows[:20]],
            column=name,
            role=role,
            count=len(rows),
        )


def _strata(
    columns: Columns, strata: Sequence[str], *, number: int, before: Stage | None
) -> tuple[Ints, Ints, list[str]]:
    rows = len(columns)
    if number < len(strata):
        codes, names = coded(columns, strata[number], role="strata")
    else:
        codes, names = np.zeros(rows, dtype=np.int64), [""]
    if before is None:
        return codes, np.zeros(len(names), dtype=np.int64), [name or "(all)" for name in names]
    key = before.unit * len(names) + codes
    distinct, position = compact(key)
    parent = distinct // len(names)
    above = [before.names[owner] for owner in before.stratum_of_unit[parent]]
    labels = [
        f"{up} / unit {unit}" + (f" / {names[k]}" if names[k] else "")
        for up, unit, k in zip(above, parent + 1, distinct % len(names), strict=True)
    ]
    return position, parent, labels


def _units(
    columns: Columns, clusters: Sequence[str], stratum: Ints, *, number: int, names: list[str], nest: bool
) -> tuple[Ints, Ints]:
    if number >= len(clusters):
        order = ordered(stratum, len(names))
        unit = np.empty(len(order), dtype=np.int64)
        unit[order] = np.arange(len(order))
        return unit, stratum[order]
    codes, values = coded(columns, clusters[number], role="clusters")
    joined, unit = compact(stratum * len(values) + codes)
    owner, cluster = joined // len(values), joined % len(values)
    if number == 0 and not nest and len(joined) > len(np.unique(cluster)):
        twice = int(np.flatnonzero(np.bincount(cluster) > 1)[0])
        found = [names[code] for code in owner[cluster == twice]]
        raise BadInput(
            "survey.not_nested",
            _(
                "Cluster {cluster} stands in several strata ({strata}). If cluster numbers start again in "
                "each stratum give nest=True; else correct the column {column}."
            ),
            cluster=values[twice],
            strata=", ".join(found[:5]),
            column=clusters[number],
        )
    return unit, owner


def _fractions(
    columns: Columns, fpc: Sequence[str], stratum: Ints, drawn: Floats, *, number: int, names: list[str]
) -> Floats:
    if number >= len(fpc):
        return np.zeros(len(drawn))
    given = columns.numbers(fpc[number])
    _refuse_missing(np.isnan(given), name=fpc[number], role="fpc")
    by_stratum = np.zeros(len(drawn))
    by_stratum[stratum] = given
    _refuse_fpc(given != by_stratum[stratum], stratum, names, fpc[number], _("differs inside a stratum"))
    _refuse_fpc(given <= 0, stratum, names, fpc[number], _("is not positive"))
    share = by_stratum if given.max(initial=0) <= 1 else drawn / by_stratum
    too_many = share > 1 + 1e-9
    _refuse_fpc(too_many[stratum], stratum, names, fpc[number], _("is smaller than the sample"))
    return np.minimum(share, 1.0)


def _refuse_fpc(wrong: np.ndarray, stratum: Ints, names: list[str], field: str, why: str) -> None:
    rows = np.flatnonzero(wrong)
    if len(rows):
        raise BadInput(
            "survey.fpc",
            _(
                "The population size {column} is not usable in stratum {stratum}: {why}. It is one number "
                "of units for each stratum, or one fraction between 0 and 1."
            ),
            problems=[Problem(Reason("survey.fpc", why), row=int(rows[0]) + 1, field=field)],
            column=field,
            stratum=names[int(stratum[rows[0]])],
            why=why,
        )


def _carried(before: Stage | None, parent: Ints) -> Floats:
    if before is None:
        return np.ones(len(parent))
    owner = before.stratum_of_unit[parent]
    return before.carried[owner] * before.fraction[owner]
