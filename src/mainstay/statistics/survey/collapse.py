"""Strata of a single sampled unit, joined with a neighbour so that their error can be estimated."""

from dataclasses import replace

import numpy as np

from mainstay.common.texts import fill
from mainstay.common.texts import noop as _

from .columns import Floats, Ints, ordered, summed
from .stages import CERTAIN, Stage


def collapsed(stage: Stage) -> tuple[Stage, list[str]]:
    """Return the stage with lonely strata joined to a neighbour, and a sentence for each such joining.

    A stratum of one unit joins the next one in the order of their values that lies in the same unit of the stage
    before, the last one the stratum before it; one that is lonely still goes on joining. Strata that were drawn whole
    have no error and take no part. What is left alone has no neighbour and stays. The joined stratum has the units of
    all, out of the population of all. The error is on the high side where the joined strata differ: Wolter (2007),
    2.5; Cochran (1977), 5A.12.
    """
    sampled = 1 - stage.fraction >= CERTAIN
    if not (sampled & (stage.drawn == 1)).any():
        return stage, []
    groups = _groups(stage, sampled)
    into = np.empty(len(stage.drawn), dtype=np.int64)
    for number, members in enumerate(groups):
        into[members] = number
    order = ordered(into[stage.stratum_of_unit], len(groups))
    number_of = np.empty(len(order), dtype=np.int64)
    number_of[order] = np.arange(len(order))
    first = np.array([members[0] for members in groups])
    joined = replace(
        stage,
        unit=number_of[stage.unit],
        stratum_of_unit=into[stage.stratum_of_unit][order],
        parent_of_stratum=stage.parent_of_stratum[first],
        drawn=summed(into, stage.drawn, len(groups)),
        fraction=_fractions(stage, into),
        carried=stage.carried[first],
        names=[" + ".join(stage.names[k] for k in members) for members in groups],
    )
    return joined, [_said(stage, members) for members in groups if len(members) > 1]


def _groups(stage: Stage, sampled: np.ndarray) -> list[list[int]]:
    """Return which strata are joined, in their order."""
    groups: list[list[int]] = []
    for parent in np.unique(stage.parent_of_stratum).tolist():
        inside = np.flatnonzero(stage.parent_of_stratum == parent)
        own: list[list[int]] = []
        for stratum in inside[sampled[inside]].tolist():
            if own and stage.drawn[own[-1]].sum() == 1:
                own[-1].append(stratum)
            else:
                own.append([stratum])
        if len(own) > 1 and stage.drawn[own[-1]].sum() == 1:
            own[-2:] = [own[-2] + own[-1]]
        whole = [[stratum] for stratum in inside[~sampled[inside]].tolist()]
        groups += sorted(own + whole)
    return groups


def _fractions(stage: Stage, into: Ints) -> Floats:
    """Return the units drawn over the population of the joined strata; 0 where one of them has no fraction."""
    with np.errstate(divide="ignore"):
        population = np.bincount(into, stage.drawn / stage.fraction)
    return np.asarray(np.bincount(into, stage.drawn) / population, dtype=np.float64)


def _said(stage: Stage, members: list[int]) -> str:
    alone = [k for k in members if stage.drawn[k] == 1]
    others = [k for k in members if k not in alone] or alone[1:]
    return fill(
        _("Stratum {stratum} has one sampled unit and was joined with {others}."),
        {
            "stratum": ", ".join(stage.names[k] for k in alone if k not in others),
            "others": ", ".join(stage.names[k] for k in others),
        },
    )
