"""By how much the squared deviations of replicates are multiplied: V = scale · Σ rscales · (t_r - t)².

Wolter, *Introduction to Variance Estimation* (2007), ch. 3-5; Fay (1989); Fay and Train (1995) for successive
differences. Defaults and requirements are those of R `survey` 4.1.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.statistics.survey.columns import Floats

KINDS = ("JK1", "JKn", "JK2", "BRR", "Fay", "bootstrap", "subbootstrap", "mrbbootstrap", "SDR", "other")
"""Jackknife (unstratified, stratified, pairs), balanced half-samples, Fay's method, bootstraps (Canty-Davison;
Rao-Wu with n-1 units; Preston's for several stages), successive differences, and what the producer says."""

ALSO = {"acs": "SDR", "successive-difference": "SDR"}
FIXED = ("BRR", "Fay", "JK2", "SDR")
UNSCALED = ("JK2", "SDR")


@dataclass(frozen=True, slots=True)
class Scales:
    """What a kind of replicates multiplies with, and what is to be said about it."""

    kind: str
    scale: float
    rscales: Floats
    notes: tuple[str, ...] = ()


def kind_named(name: str) -> str:
    """Return the kind as it is written in `KINDS`, whatever the case; ``ACS`` is SDR.

    >>> kind_named("jkn"), kind_named("ACS")
    ('JKn', 'SDR')
    """
    known = {kind.lower(): kind for kind in KINDS} | ALSO
    if name.lower() not in known:
        raise BadInput(
            "survey.replicates.kind",
            _("There is no kind of replicate weights {kind}. Choose one of {kinds}."),
            kind=name,
            kinds=", ".join(KINDS),
        )
    return known[name.lower()]


def scales_of(
    kind: str,
    *,
    tops: Floats,
    combined: bool,
    scale: float | None,
    rscales: float | Sequence[float] | None,
    rho: float | None,
) -> Scales:
    """Return scale and rscales of replicates of a `kind`. `tops` holds the largest weight of each replicate.

    BRR 1/R; Fay 1/(R(1-ρ)²); bootstraps 1/(R-1); SDR 4/R; JK2 1; JK1 (n-1)/n; JKn rscales (n_h-1)/n_h, which
    only replicates that are factors tell of themselves (their largest is n_h/(n_h-1)).
    """
    kind, count = kind_named(kind), len(tops)
    _refuse_what_the_kind_fixes(kind, scale=scale, rscales=rscales)
    told = _rscales(rscales, count)
    if kind == "Fay" or rho is not None:
        return Scales(kind, 1 / (count * (1 - _rho(kind, rho)) ** 2), told)
    if kind == "JKn" and rscales is None:
        return _stratified(tops, combined=combined, scale=scale)
    if scale is not None:
        return Scales(kind, _positive(scale), told)
    if kind == "JK1":
        return _unstratified(tops, told, combined=combined)
    if kind == "other":
        note = _("Scale was not given for replicates of kind other: 1 is used.")
        return Scales(kind, 1.0, told, (note,))
    rules = {"BRR": 1 / count, "SDR": 4 / count, "JK2": 1.0, "JKn": 1.0}
    return Scales(kind, rules.get(kind, 1 / (count - 1)), told)


def _unstratified(tops: Floats, rscales: Floats, *, combined: bool) -> Scales:
    count = len(tops)
    if combined:
        note = _("Scale was not given: (n-1)/n is used with n the number of replicates.")
        return Scales("JK1", (count - 1) / count, rscales, (note,))
    note = _("Scale was not given: (n-1)/n is taken from the largest factor of the first replicate.")
    return Scales("JK1", 1 / float(tops[0]), rscales, (note,))


def _stratified(tops: Floats, *, combined: bool, scale: float | None) -> Scales:
    if combined:
        raise BadInput(
            "survey.replicates.rscales",
            _(
                "Replicates of kind JKn need rscales: for each replicate (n-1)/n, with n the units of its "
                "stratum. The producer of the survey publishes them; combined weights do not tell them."
            ),
        )
    note = _("Rscales were not given: (n-1)/n of each replicate is taken from its largest factor.")
    return Scales("JKn", 1.0 if scale is None else _positive(scale), 1 / tops, (note,))


def _refuse_what_the_kind_fixes(
    kind: str, *, scale: float | None, rscales: float | Sequence[float] | None
) -> None:
    given = "scale" if scale is not None and kind in FIXED else ""
    if rscales is not None and kind in UNSCALED:
        given = "rscales"
    if given:
        raise BadInput(
            "survey.replicates.fixed",
            _(
                "Replicates of kind {kind} fix their {given}. Leave it out, or choose kind='other' to give "
                "your own."
            ),
            kind=kind,
            given=given,
        )


def _rscales(given: float | Sequence[float] | None, count: int) -> Floats:
    told = np.atleast_1d(np.asarray(1.0 if given is None else given, dtype=np.float64))
    if len(told) not in (1, count):
        raise BadInput(
            "survey.replicates.rscales_length",
            _("Rscales holds {given} numbers for {count} replicates. Give one for each, or a single one."),
            given=len(told),
            count=count,
        )
    if not (np.isfinite(told) & (told >= 0)).all():
        raise _not_positive("rscales")
    return np.broadcast_to(told, (count,)).copy()


def _positive(scale: float) -> float:
    if not (np.isfinite(scale) and scale >= 0):
        raise _not_positive("scale")
    return float(scale)


def _not_positive(name: str) -> BadInput:
    return BadInput(
        "survey.replicates.negative",
        _("{name} multiplies squares: every number in it is 0 or more."),
        name=name,
    )


def _rho(kind: str, rho: float | None) -> float:
    if kind != "Fay":
        raise BadInput(
            "survey.replicates.rho_unused",
            _("Rho belongs to kind Fay; replicates of kind {kind} have none. Leave it out."),
            kind=kind,
        )
    if rho is None or not 0 <= rho < 1:
        raise BadInput(
            "survey.replicates.rho",
            _(
                "Fay's method needs rho, from 0 to under 1: the share of its weight that a unit left out keeps."
            ),
        )
    return float(rho)
