"""Post-stratification and raking: weights that reach the population's number in each level."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _
from mainstay.statistics.survey.columns import Columns, Floats, Ints, compact, summed

from .auxiliary import Auxiliary, Block, Column
from .report import Known, checked_weights, not_reached, weight_report
from .residuals import regression, sweeping
from .solve import TOLERANCE, Calibrated
from .totals import AGREE, Margin, as_margin, cells_of

SWEEPS = 1000
"""How many rounds over all margins a raking may take."""


def poststratify(
    table: Any,
    weights: Floats,
    by: str | Sequence[str],
    totals: Mapping[Any, Any],
    *,
    partial: bool = False,
) -> Calibrated:
    """Return weights that sum to `totals` in each cell of the columns `by`: w · N_c / Σ_c w.

    Holt and Smith, *JRSS A* 142 (1979), 33-46. With `partial`, cells that nobody in the sample is in are left
    out; the weights then sum to less than the population.

    >>> table = {"sex": ["f", "f", "m"]}
    >>> poststratify(table, [1, 3, 2], "sex", {"f": 8, "m": 5}).weights.tolist()
    [2.0, 6.0, 5.0]
    """
    columns = table if isinstance(table, Columns) else Columns(table)
    before = checked_weights(weights, len(columns))
    margin = as_margin(by, totals)
    code, numbers = cells_of(columns, margin, before != 0, partial=partial)
    after = before * _factors(before, code, numbers)
    own = _indicators(margin, code)
    return Calibrated(after, weight_report(before, after), regression(own, before, after), 1)


def rake(
    table: Any,
    weights: Floats,
    margins: Mapping[str, Mapping[Any, Any]],
    *,
    tolerance: float = TOLERANCE,
    sweeps: int = SWEEPS,
    force: bool = False,
) -> Calibrated:
    """Return weights that sum to the totals of each margin: post-stratified to one after the other, until all fit.

    Iterative proportional fitting: Deming and Stephan, *Annals of Mathematical Statistics* 11 (1940),
    427-444. `margins` gives for each column (or crossing ``"region:sex"``) the number of each level. Where
    the margins cannot all be met `BadInput` names them; `force=True` returns the last weights.

    >>> table = {"sex": ["f", "f", "m", "m"], "age": ["old", "young", "old", "young"]}
    >>> margins = {"sex": {"f": 60, "m": 40}, "age": {"old": 30, "young": 70}}
    >>> rake(table, [1, 1, 1, 1], margins).weights.round(6).tolist()
    [18.0, 42.0, 12.0, 28.0]
    """
    columns = table if isinstance(table, Columns) else Columns(table)
    before = checked_weights(weights, len(columns))
    wanted = [as_margin(name, totals) for name, totals in margins.items()]
    _refuse_unlike(wanted)
    coded = [cells_of(columns, margin, before != 0) for margin in wanted]
    g, taken = _fitted(before, coded, tolerance, sweeps)
    after = before * g
    known = _known(wanted, coded, tolerance, forced=force)
    missed = known.missed(after)
    if missed and not force:
        raise not_reached(missed, taken, "raking")
    swept = [_indicators(margin, code) for margin, (code, _) in zip(wanted, coded, strict=True)]
    return Calibrated(after, weight_report(before, after), sweeping(swept, after), taken, missed, known)


Coded: TypeAlias = tuple[Ints, Floats]
"""The cell of each row (-1: none) and the wanted number in each cell."""


def _fitted(weights: Floats, coded: Sequence[Coded], tolerance: float, sweeps: int) -> tuple[Floats, int]:
    """Return the ratios and the rounds taken. Rows alike in all margins get one ratio, so these are fitted."""
    joined = np.zeros(len(weights), dtype=np.int64)
    for code, numbers in coded:
        joined = compact(joined * (len(numbers) + 1) + code + 1)[1]
    first = np.unique(joined, return_index=True)[1]
    whole = summed(joined, weights, len(first))
    small = [(code[first], numbers) for code, numbers in coded]
    ratio = np.ones(len(first))
    for taken in range(sweeps):
        if all(
            (np.abs(_sums(whole * ratio, *own) - own[1]) <= tolerance / 4 * (1 + own[1])).all()
            for own in small
        ):
            return ratio[joined], taken
        for code, numbers in small:
            ratio *= _factors(whole * ratio, code, numbers)
    return ratio[joined], sweeps


def _factors(weights: Floats, code: Ints, numbers: Floats) -> Floats:
    """Return by how much each weight grows so that the cells reach their numbers; 1 outside all cells."""
    reached = _sums(weights, code, numbers)
    factor = np.divide(numbers, reached, out=np.ones_like(numbers), where=reached > 0)
    return np.append(factor, 1.0)[code]


def _sums(weights: Floats, code: Ints, numbers: Floats) -> Floats:
    inside = code >= 0
    return summed(code[inside], weights[inside], len(numbers))


def _known(wanted: Sequence[Margin], coded: Sequence[Coded], tolerance: float, *, forced: bool) -> Known:
    names = [f"{margin.name} = {' / '.join(levels)}" for margin in wanted for levels in margin.numbers]

    def reached(weights: Floats) -> Floats:
        return np.concatenate([_sums(weights, *own) for own in coded])

    return Known(tuple(names), np.concatenate([numbers for _, numbers in coded]), reached, tolerance, forced)


def _indicators(margin: Margin, code: Ints) -> Auxiliary:
    named = [
        Column(":".join(levels), tuple(zip(margin.names, levels, strict=True))) for levels in margin.numbers
    ]
    width = len(named)
    block = Block(np.where(code < 0, width, code), width)
    return Auxiliary(tuple(named), np.zeros((len(code), 0)), (block,))


def _refuse_unlike(margins: Sequence[Margin]) -> None:
    sums = [math.fsum(margin.numbers.values()) for margin in margins]
    if not margins or max(sums) - min(sums) <= AGREE * max(sums):
        return
    fault = _("adds up to {total}")
    raise BadInput(
        "calibration.unlike_margins",
        _(
            "The margins add up to different populations, so no weights reach them all. Scale them to one "
            "population first."
        ),
        problems=[
            Problem(Reason("calibration.sum", fault, {"total": f"{total:,.7g}"}), field=margin.name)
            for margin, total in zip(margins, sums, strict=True)
        ],
    )
