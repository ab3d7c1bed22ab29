"""Replicate weights as they lie: columns of a table, or factors of sampled units times weights."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

import numpy as np

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import fill
from mainstay.common.texts import noop as _
from mainstay.statistics.survey.columns import Columns, Floats, Ints

#: Numbers of a block of replicate weights that are gathered at one time (32 MB).
BLOCK = 4_000_000


@dataclass(frozen=True, slots=True)
class ReplicateWeights:
    """R sets of weights for n rows: under replicate r row k has ``factors[r][unit[k]] · base[k]``.

    `full` has the weights of the whole sample. `unit` is None where each row has factors of its own, `base` is
    None where the factors are whole weights ("combined"). `rank` tells the rank of the factors of some units,
    where the way they were made tells it.
    """

    full: Floats
    factors: Sequence[Floats] | Floats
    base: Floats | None = None
    unit: Ints | None = None
    rank: Callable[[Ints], int] | None = None

    def __len__(self) -> int:
        return len(self.factors)

    def replicate(self, number: int) -> Floats:
        """Return the weights of all rows under a replicate (from 0)."""
        own = self.factors[number]
        spread = own if self.unit is None else own[self.unit]
        return np.asarray(spread if self.base is None else spread * self.base)


@dataclass(frozen=True, slots=True)
class Slices:
    """Cells of one block, put together by domain, with their factors (R × cells): domain after domain."""

    rows: Ints
    domain: Ints
    starts: Ints
    factors: Floats

    def __iter__(self) -> Iterator[tuple[int, int, int]]:
        ends = np.append(self.starts[1:], len(self.rows))
        return iter(zip(self.domain.tolist(), self.starts.tolist(), ends.tolist(), strict=True))


def slices(
    factors: Sequence[Floats] | Floats, unit: Ints, domain: Ints, *, wide: int = 0
) -> Iterator[Slices]:
    """Yield blocks of cells by domain: cell c has the factors ``factors[r][unit[c]]``.

    Blocks follow the order of the cells, so that gathering reads memory in order, and take little of it:
    `wide` numbers beside the factors are held of each cell.
    """
    size = max(BLOCK // (len(factors) + wide + 1), 256)
    held = np.empty((len(factors), min(size, len(unit))))
    for begin in range(0, len(unit), size):
        own = domain[begin : begin + size]
        order = np.arange(len(own)) if (own[1:] >= own[:-1]).all() else np.argsort(own, kind="stable")
        places = begin + order
        starts = np.flatnonzero(np.diff(own[order], prepend=-1))
        yield Slices(places, own[order[starts]], starts, _gathered(factors, unit[places], held))


def _gathered(factors: Sequence[Floats] | Floats, unit: Ints, held: Floats) -> Floats:
    if isinstance(factors, np.ndarray):
        return np.asarray(factors.T[unit].T)
    for place, factor in enumerate(factors):
        np.take(factor, unit, out=held[place, : len(unit)], mode="clip")
    return held[:, : len(unit)]


def replicate_columns(columns: Columns, named: str | Sequence[str], *, weights: str | None) -> list[str]:
    """Return the names of the replicates: the list as it is given, or what fits a pattern like ``rep_*``.

    The weights of the sample are no replicate, also where their name fits the pattern.
    """
    if isinstance(named, str):
        found = [name for name in columns.names if fnmatchcase(name, named) and name != weights]
    else:
        found = list(named)
    if len(found) < 2 or len(set(found)) < len(found):
        raise BadInput(
            "survey.replicates.columns",
            _(
                "{named} names {count} different replicate columns, but two or more are needed. Give their names "
                "as a list, or a pattern such as rep_*. The table has: {columns}."
            ),
            named=named if isinstance(named, str) else ", ".join(found),
            count=len(set(found)),
            columns=", ".join(columns.names[:40]),
        )
    return found


def read_replicates(columns: Columns, names: Sequence[str]) -> list[Floats]:
    """Return the columns of replicates; refuse missing and infinite numbers, naming column and row.

    Negative weights are taken as they are: producers publish them where replicates were calibrated.
    """
    found, problems = [], []
    fault = Reason("survey.replicates.missing", _("is missing or infinite"))
    for name in names:
        values = columns.numbers(name)
        found.append(values)
        if not np.isfinite(values.sum()):
            wrong = np.flatnonzero(~np.isfinite(values))
            problems += [Problem(fault, row=int(row) + 1, field=name) for row in wrong[:5]]
    if problems:
        raise BadInput(
            "survey.replicates.missing",
            _(
                "The replicate weight {column} is missing or infinite in row {row}. A unit that a replicate "
                "leaves out has weight 0 there; every row needs a number in each replicate."
            ),
            problems=problems[:20],
            column=problems[0].field,
            row=problems[0].row,
        )
    return found


def combined_note(full: Floats, replicates: Sequence[Floats], *, combined: bool) -> list[str]:
    """Return a warning where the replicates do not look combined (or factors), as they are said to be.

    Whole weights have about the mean of the sample's, factors have a mean of about 1.
    """
    own = float(np.mean([values.mean() for values in replicates]))
    whole = float(full.mean())
    far = whole > 5 * own
    if combined and own < 5 and far:
        text = _(
            "The replicate weights do not look combined: their mean is {own}, that of the weights {whole}. "
            "Factors that multiply the weights need combined=False."
        )
    elif not combined and own > 5 and not far:
        text = _(
            "The replicate weights look combined: their mean is {own}, that of the weights {whole}. Whole "
            "weights need combined=True."
        )
    else:
        return []
    return [fill(text, {"own": f"{own:.4g}", "whole": f"{whole:.4g}"})]
