"""Replicate weights made from a design: jackknife, balanced half-samples, bootstrap."""

from typing import TYPE_CHECKING

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import fill
from mainstay.common.texts import noop as _
from mainstay.statistics.survey.columns import Ints

from . import factors as make
from .design import ReplicateDesign
from .factors import Factors
from .scales import Scales, kind_named
from .weights import ReplicateWeights

if TYPE_CHECKING:
    from mainstay.statistics.survey.design import Design

BOOTSTRAPS = ("bootstrap", "subbootstrap", "mrbbootstrap")
MADE = ("JK1", "JKn", "BRR", "Fay", *BOOTSTRAPS)


def as_replicates(
    design: "Design",
    kind: str,
    *,
    replicates: int | None = None,
    seed: int | None = None,
    rho: float | None = None,
    mse: bool = False,
) -> ReplicateDesign:
    """Return `design` with replicate weights of a `kind`, as R's `as.svrepdesign`.

    Factors are kept by sampled unit, not by row. What the design's weights were adjusted to is done again to the
    weights of every replicate.
    """
    name = _checked(design, kind, replicates=replicates, seed=seed, rho=rho)
    made = _factors(design, name, replicates=replicates or make.USUAL, seed=seed or 0, rho=rho or 0.0)
    rank = None if made.groups is None else made.groups.rank
    source = ReplicateWeights(
        design.drawn_weights, made.table, design.drawn_weights, _unit(design, name), rank
    )
    scales = Scales(name, made.scale, made.rscales)
    found = ReplicateDesign.of(
        design.columns,
        source,
        scales,
        mse=mse,
        confidence=design.confidence,
        deff=design.deff,
        notes=[*design.drawn_notes, *_notes(design, name, made)],
    )
    for change in design.changes:
        found = found._reweighted(change)
    return found


def _factors(design: "Design", kind: str, *, replicates: int, seed: int, rho: float) -> Factors:
    first, lonely = design.stages[0], design.lonely
    match kind:
        case "JK1":
            return make.jackknife_one(first)
        case "JKn":
            return make.jackknife(first, lonely=lonely)
        case "BRR" | "Fay":
            return make.half_samples(first, lonely=lonely, rho=rho)
        case "bootstrap":
            return make.canty_davison(first, replicates=replicates, seed=seed, lonely=lonely)
        case "subbootstrap":
            return make.rao_wu(first, replicates=replicates, seed=seed, lonely=lonely)
    return make.preston(design.stages, replicates=replicates, seed=seed, lonely=lonely)


def _unit(design: "Design", kind: str) -> Ints:
    return design.stages[-1 if kind == "mrbbootstrap" else 0].unit


def _checked(
    design: "Design", kind: str, *, replicates: int | None, seed: int | None, rho: float | None
) -> str:
    name = kind_named(kind)
    if name not in MADE or design.purposive:
        raise BadInput(
            "survey.replicates.not_made",
            _(
                "Replicates of kind {kind} cannot be made from this sample. A sample drawn by chance gives "
                "{kinds}."
            ),
            kind=name,
            kinds=", ".join(MADE),
        )
    drawn = name in BOOTSTRAPS
    if drawn and (seed is None or (replicates is not None and replicates < 2)):
        raise BadInput(
            "survey.replicates.seed",
            _("A bootstrap needs a seed, so that it can be drawn again, and two replicates or more: seed=1."),
        )
    if not drawn and (replicates is not None or seed is not None):
        raise BadInput(
            "survey.replicates.not_drawn",
            _("Replicates of kind {kind} follow from the design: leave out their number and the seed."),
            kind=name,
        )
    if (name == "Fay") != (rho is not None) or not 0 <= (rho or 0) < 1:
        raise BadInput(
            "survey.replicates.rho",
            _(
                "Fay's method needs rho, from 0 to under 1: the share of its weight that a unit left out keeps."
            ),
        )
    return name


def _notes(design: "Design", kind: str, made: Factors) -> list[str]:
    notes = []
    first = design.stages[0]
    if kind in {"BRR", "Fay", "subbootstrap"} and (first.fraction > 0).any():
        text = _("Replicates of kind {kind} know no finite population correction: the design's was dropped.")
        notes.append(fill(text, {"kind": kind}))
    elif kind != "mrbbootstrap" and any(np.any(stage.fraction > 0) for stage in design.stages[1:]):
        notes.append(_("Finite population corrections after the first stage were dropped."))
    if made.split:
        text = _("Strata of more than two units were split into pairs in the order of their units: {strata}.")
        notes.append(fill(text, {"strata": ", ".join(made.split[:10])}))
    return notes
