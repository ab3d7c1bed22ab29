"""Factors of the sampled units under replicates that are made from a design: R × units.

Jackknife and balanced half-samples: Wolter, *Introduction to Variance Estimation* (2007), ch. 3-4; Fay's method:
Judkins, *Journal of Official Statistics* 6 (1990). Bootstraps: Canty and Davison, *The Statistician* 48 (1999);
Rao and Wu, *JASA* 83 (1988), with n - 1 units; Preston, *Survey Methodology* 35 (2009), for several stages.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.statistics.survey.columns import Bools, Floats
from mainstay.statistics.survey.stages import CERTAIN, Stage

from .hadamard import hadamard
from .ranks import Groups

#: Numbers in a table of factors (1.6 GB) that are made at most.
MOST = 200_000_000
#: Replicates of a bootstrap where none are asked for.
USUAL = 200


@dataclass(frozen=True, slots=True)
class Factors:
    """Factors by replicate and unit (R × units), what multiplies the squares, and which strata were split.

    `groups` tells their rank where the way they are made does.
    """

    table: Floats
    scale: float
    rscales: Floats
    groups: Groups | None = None
    split: tuple[str, ...] = ()


def certain(stage: Stage) -> Bools:
    """Return the strata of which every unit was drawn: they add no variance at this stage."""
    return np.asarray(1 - stage.fraction < CERTAIN, dtype=np.bool_)


def jackknife_one(stage: Stage) -> Factors:
    """JK1: each replicate leaves one unit out, n/(n-1) for the others; scale (1-f)(n-1)/n."""
    if len(stage.drawn) > 1:
        raise BadInput(
            "survey.replicates.stratified",
            _("JK1 is for samples without strata, and this one has {strata}. Choose kind JKn."),
            strata=len(stage.drawn),
        )
    count = stage.units
    table = _table(count, count)
    table[:] = count / max(count - 1, 1)
    np.fill_diagonal(table, 0.0)
    left = float(1 - stage.fraction[0])
    groups = Groups(np.zeros(count, dtype=np.int64), np.array([count]))
    return Factors(table, left * (count - 1) / count, np.ones(count), groups)


def jackknife(stage: Stage, *, lonely: str) -> Factors:
    """JKn: each replicate leaves one unit out, n_h/(n_h-1) for its stratum; rscales (1-f_h)(n_h-1)/n_h.

    A stratum that was drawn whole makes no replicate. One of a single unit: none by ``remove`` and ``average``
    (which scales the others up by the share of units that make one); by ``adjust`` one that leaves it out and
    raises all others by H/(H-1), as in R.
    """
    strata, whole = len(stage.drawn), certain(stage)
    alone = (stage.drawn == 1) & ~whole
    makes = ~whole & ((stage.drawn > 1) | (alone & (lonely == "adjust")))
    left_out = np.flatnonzero(makes[stage.stratum_of_unit])
    if not len(left_out) or (strata == 1 and alone.all()):
        raise _nothing_varies()
    table = _table(len(left_out), stage.units)
    stratum = stage.stratum_of_unit[left_out]
    drawn = np.where(alone, strata, stage.drawn)
    for place, code in enumerate(stratum.tolist()):
        raised = slice(None) if alone[code] else stage.stratum_of_unit == code
        table[place, raised] = drawn[code] / (drawn[code] - 1)
    table[np.arange(len(left_out)), left_out] = 0.0
    rscales = np.where(alone, 1.0, 1 - stage.fraction) * (drawn - 1) / drawn
    counted = int((~whole)[stage.stratum_of_unit].sum())
    scale = counted / len(left_out) if lonely == "average" else 1.0
    group = np.where(makes, np.arange(strata), -1)[stage.stratum_of_unit]
    groups = None if (alone & makes).any() else Groups(group, stage.drawn.astype(np.int64))
    return Factors(table, scale, rscales[stratum], groups)


def half_samples(stage: Stage, *, lonely: str, rho: float) -> Factors:
    """BRR and Fay: of each pair of units one has 2-ρ, the other ρ, balanced by a Hadamard matrix.

    A stratum of more units, if even, is split into pairs in the order of its units' numbers.
    """
    alone = (stage.drawn == 1) & ~certain(stage)
    odd = (stage.drawn % 2 == 1) & ((stage.drawn > 1) | (alone & (lonely != "remove")))
    if odd.any():
        raise BadInput(
            "survey.replicates.pairs",
            _(
                "Balanced half-samples need two units in each stratum, or an even number to split. {strata} "
                "have an odd number. Join or split them, or choose kind JKn or subbootstrap."
            ),
            strata=", ".join(stage.names[code] for code in np.flatnonzero(odd)[:10]),
        )
    order = np.argsort(stage.stratum_of_unit, kind="stable")
    paired = order[stage.drawn[stage.stratum_of_unit[order]] > 1]
    if not len(paired):
        raise _nothing_varies()
    signs = hadamard(len(paired) // 2 + 1)[:, 1 : len(paired) // 2 + 1]
    table = _table(len(signs), stage.units)
    table[:, paired[::2]] = 1 + (1 - rho) * signs
    table[:, paired[1::2]] = 1 - (1 - rho) * signs
    split = tuple(stage.names[code] for code in np.flatnonzero(stage.drawn > 2))
    group = np.full(stage.units, -1)
    group[paired] = np.arange(len(paired)) // 2
    groups = Groups(group, np.full(len(paired) // 2, 2))
    return Factors(table, 1 / (len(signs) * (1 - rho) ** 2), np.ones(len(signs)), groups, split)


def canty_davison(stage: Stage, *, replicates: int, seed: int, lonely: str) -> Factors:
    """How often each of n_h units comes in n_h draws: with replacement, or out of the population rebuilt.

    With fractions the units are repeated to the N_h of the population and drawn without replacement. Scale
    n̄/((n̄-1)(R-1)) with n̄ the harmonic mean of the units per stratum that can vary.
    """
    varies = _varying(stage, lonely=lonely)
    rng, table = np.random.default_rng(seed), _table(replicates, stage.units)
    for code in np.flatnonzero(varies).tolist():
        units = np.flatnonzero(stage.stratum_of_unit == code)
        table[:, units] = _draws(len(units), float(stage.fraction[code]), replicates, rng)
    middle = 1 / float(np.mean(1 / stage.drawn[varies]))
    return Factors(table, middle / ((middle - 1) * (replicates - 1)), np.ones(replicates))


def rao_wu(stage: Stage, *, replicates: int, seed: int, lonely: str) -> Factors:
    """How often each of n_h units comes in n_h - 1 draws with replacement, times n_h/(n_h-1); scale 1/(R-1)."""
    varies = _varying(stage, lonely=lonely)
    rng, table = np.random.default_rng(seed), _table(replicates, stage.units)
    for code in np.flatnonzero(varies).tolist():
        units = np.flatnonzero(stage.stratum_of_unit == code)
        count = len(units)
        table[:, units] = _counts(rng.random((replicates, count - 1)), count) * (count / (count - 1))
    return Factors(table, 1 / (replicates - 1), np.ones(replicates))


def preston(stages: Sequence[Stage], *, replicates: int, seed: int, lonely: str) -> Factors:
    """Half of the units of each stratum at every stage, without replacement; factors of the deepest units.

    With δ = 1 where a unit is among the n* = ⌊n/2⌋ chosen of n, the factor is 1 + Σ over stages of
    λ · (Π over the stages before of δ√(n/n*)) · (δ n/n* - 1), λ² = F · n*(1-f)/(n-n*), F the product of the
    fractions of the stages before. Scale 1/(R-1).
    """
    for stage in stages:
        _varying(stage, lonely=lonely, some=False)
    rng, table = np.random.default_rng(seed), _table(replicates, stages[-1].units)
    for place in range(replicates):
        path, factor = np.ones(1), np.ones(1)
        for stage in stages:
            parent = stage.parent_of_stratum[stage.stratum_of_unit]
            path, factor = _halved(stage, rng.random(stage.units), path[parent], factor[parent])
        table[place] = factor
    return Factors(table, 1 / (replicates - 1), np.ones(replicates))


def _halved(stage: Stage, key: Floats, path: Floats, factor: Floats) -> tuple[Floats, Floats]:
    """Return path (product of δ√(n/n*)) and factor of each unit of a stage, from those of its parent."""
    stratum, half = stage.stratum_of_unit, np.floor(stage.drawn / 2)
    order = np.lexsort((key, stratum))
    first = np.concatenate([[0.0], np.cumsum(stage.drawn)[:-1]])
    rank = np.empty(len(stratum))
    rank[order] = np.arange(len(stratum)) - first[stratum[order]]
    varies = (half > 0) & ~certain(stage)
    times = np.where(varies, stage.drawn / np.maximum(half, 1), 1.0)
    chosen = (rank < half[stratum]) | ~varies[stratum]
    pace = np.sqrt(stage.carried * half * (1 - stage.fraction) / (stage.drawn - half)) * varies
    step = path * pace[stratum] * (chosen * times[stratum] - 1)
    return path * chosen * np.sqrt(times[stratum]), factor + step


def _draws(count: int, fraction: float, replicates: int, rng: np.random.Generator) -> Floats:
    if fraction == 0:
        return _counts(rng.random((replicates, count)), count)
    people = np.arange(round(count / fraction))
    owner = rng.permutation(count)[people % count]
    drawn = np.stack([rng.permutation(owner)[:count] for _place in range(replicates)])
    return _counts((drawn + 0.5) / count, count)


def _counts(shares: Floats, count: int) -> Floats:
    """Return how often each of `count` units is meant by numbers from 0 to under 1 (R × draws): R × count."""
    picked = np.minimum((shares * count).astype(np.int64), count - 1)
    key = np.arange(len(picked))[:, None] * count + picked
    return np.bincount(key.ravel(), minlength=len(picked) * count).reshape(-1, count).astype(np.float64)


def _varying(stage: Stage, *, lonely: str, some: bool = True) -> Bools:
    """Return the strata whose units are drawn anew: neither drawn whole nor of a single unit."""
    whole = certain(stage)
    alone = (stage.drawn == 1) & ~whole
    if alone.any() and lonely != "remove":
        raise BadInput(
            "survey.replicates.lonely",
            _(
                "Stratum {stratum} has only one sampled unit, which a bootstrap cannot draw anew. Join it with "
                "a similar one, choose lonely='remove' if it was drawn with certainty, or kind JKn."
            ),
            stratum=stage.names[int(np.flatnonzero(alone)[0])],
        )
    varies: Bools = ~whole & ~alone
    if some and not varies.any():
        raise _nothing_varies()
    return varies


def _table(replicates: int, units: int) -> Floats:
    """Return ones, with the factors of a unit side by side, as they are read."""
    refuse_too_large(units, replicates)
    return np.ones((replicates, units), order="F")


def refuse_too_large(units: int, replicates: int) -> None:
    """Raise `BadInput` where the table of factors would not fit in memory."""
    if units * replicates > MOST:
        raise BadInput(
            "survey.replicates.too_many",
            _(
                "{replicates} replicates of {units} units are too many to hold. Choose a bootstrap with fewer "
                "replicates, or keep the design: its linearised errors need none."
            ),
            replicates=replicates,
            units=units,
        )


def _nothing_varies() -> BadInput:
    return BadInput(
        "survey.replicates.census",
        _("Every stratum was drawn whole or has one unit, so there is no variance for replicates to show."),
    )
