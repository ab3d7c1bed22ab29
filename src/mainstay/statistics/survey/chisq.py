"""Whether two columns are independent in the population: chi-square tests that know the design.

Pearson's X² of the weighted table, corrected as Rao and Scott, *Annals of Statistics* 12 (1984), 46-60, and Thomas and
Rao (1987) say; and Wald tests on the differences from independence, Koch, Freeman and Freeman (1975).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .columns import Bools, Floats, Ints, summed
from .covariance import rank_of
from .expression import SHOWN
from .hypothesis import HypothesisTest
from .quadratic_forms import exact_chance, saddlepoint_chance
from .regression import part_of, refuse_purposive
from .result import number

if TYPE_CHECKING:
    from .sample import Sample

NOTHING = 1e-12
"""A design effect below this is that of the last digits: the table has no design error."""

STATISTICS = ("F", "Chisq", "Wald", "adjWald", "lincom", "saddlepoint")


@dataclass(frozen=True, slots=True)
class Table:
    """The crossing of two columns: the cell of each row (-1: not used), and the sums of weight by cell."""

    names: tuple[str, str]
    levels: tuple[list[str], list[str]]
    cell: Ints
    shape: tuple[int, int]
    sums: Floats
    n: int
    missing: int
    nu: int

    @property
    def freedom(self) -> int:
        """(rows - 1) · (columns - 1)."""
        return (self.shape[0] - 1) * (self.shape[1] - 1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A statistic with its degrees of freedom and its chance."""

    statistic: str
    value: float
    df: float | None
    df_error: float | None
    p: float
    method: str


def chi_square(
    sample: "Sample", rows: str, columns: str, *, statistic: str, where: str | None
) -> HypothesisTest:
    """Return the test that the columns `rows` and `columns` are independent in the population."""
    refuse_purposive(sample)
    if statistic not in STATISTICS:
        raise BadInput(
            "survey.chisq_statistic",
            _("There is no statistic {statistic} for a table. Choose one of {statistics}."),
            statistic=statistic,
            statistics=", ".join(STATISTICS),
        )
    table = _table(sample, rows, columns, where)
    if statistic in {"Wald", "adjWald"}:
        outcome, (variance, notes) = _wald(sample, table, adjusted=statistic == "adjWald")
    else:
        outcome, (variance, notes) = _rao_scott(sample, table, statistic)
    return HypothesisTest(
        hypothesis=f"{rows} and {columns} are independent",
        statistic=outcome.statistic,
        value=number(outcome.value),
        df=outcome.df,
        df_error=outcome.df_error,
        p=number(outcome.p),
        estimate=None,
        se=None,
        ci_low=None,
        ci_high=None,
        n=table.n,
        missing=table.missing,
        method=f"{outcome.method}, {sample.method}",
        notes=[*sample.notes, *notes],
        _covariance=lambda: variance,
    )


def _table(sample: "Sample", rows: str, columns: str, where: str | None) -> Table:
    inside, meant = part_of(sample, where)
    first, second = sample.columns.levels(rows), sample.columns.levels(columns)
    known = inside & (first.codes >= 0) & (second.codes >= 0)
    used = known & (sample.weights != 0)
    codes = [_present(levels.codes, used) for levels in (first, second)]
    shown = [[str(levels.values[k]) for k in np.unique(levels.codes[used])] for levels in (first, second)]
    shape = (int(codes[0].max(initial=-1)) + 1, int(codes[1].max(initial=-1)) + 1)
    if min(shape) < 2:
        raise BadInput(
            "survey.one_level",
            _("The column {column} has one value only in the rows used, so there is nothing to compare."),
            column=rows if shape[0] < 2 else columns,
        )
    both = known & (codes[0] >= 0) & (codes[1] >= 0)
    cell = np.where(both, codes[0] * shape[1] + codes[1], -1)
    sums = summed(cell[used], sample.weights[used], shape[0] * shape[1])
    missing = int((meant & ~known).sum())
    n, nu = int(used.sum()), sample.freedom(known)
    return Table((rows, columns), (shown[0], shown[1]), cell, shape, sums, n, missing, nu)


def _present(codes: Ints, used: Bools) -> Ints:
    """Return codes without gaps of the levels that occur among the rows `used`; -1 for the others."""
    top = int(codes.max(initial=-1)) + 2
    occurs = np.bincount(codes[used], minlength=top)[:top] > 0
    occurs[-1] = False
    place = np.where(occurs, np.cumsum(occurs) - 1, -1)
    return np.asarray(place[codes], dtype=np.int64)


def _covariance(sample: "Sample", table: Table, effect: Floats, *, share: bool) -> tuple[Floats, list[str]]:
    """Return the covariance of Σ w·effect[cell] over the rows, or of its mean where `share` is true, and notes."""
    wide = np.vstack([effect, np.zeros(effect.shape[1])])
    whole = table.sums.sum()
    centre = table.sums @ effect / whole

    def theta(weights: Floats) -> Floats:
        used = table.cell >= 0
        sums = summed(table.cell[used], weights[used], len(effect))
        return sums @ effect / (sums.sum() if share else 1.0)

    def scores() -> Floats:
        moved = (effect - centre) / whole if share else effect
        wide[:-1] = moved
        return wide[table.cell] * sample.weights[:, None]

    return sample.covariance(theta, scores, rows=table.cell >= 0, named=" × ".join(table.names))


def _rao_scott(sample: "Sample", table: Table, statistic: str) -> tuple[Outcome, tuple[Floats, list[str]]]:
    from scipy.special import chdtrc, fdtrc

    share = table.sums / table.sums.sum()
    inverse = np.where(share > 0, 1 / np.where(share > 0, share, 1), 0.0)
    contrast = inverse[:, None] * _interaction(table.shape)
    variance = _covariance(sample, table, contrast, share=True)
    simple = contrast.T @ (share[:, None] * contrast) / table.n
    if rank_of(simple) < table.freedom:
        raise _too_empty(table)
    delta = np.linalg.solve(simple, variance[0])
    whole, squares = float(np.trace(delta)), float(np.trace(delta @ delta))
    if not whole > NOTHING:
        raise _no_error(table)
    pearson, df = _pearson(table, share), whole**2 / squares
    if statistic == "Chisq":
        p = float(chdtrc(table.freedom, pearson * table.freedom / whole))
        return Outcome(
            "X²", pearson, table.freedom, None, p, "Pearson's X² with Rao-Scott mean correction"
        ), variance
    if statistic == "F":
        p = float(fdtrc(df, df * table.nu, pearson / whole)) if table.nu > 0 else float("nan")
        name = "Pearson's X² with Rao-Scott second-order correction"
        return Outcome("F", pearson / whole, df, df * table.nu, p, name), variance
    scale = np.maximum(np.real(np.linalg.eigvals(delta)), 0.0)
    chance = exact_chance if statistic == "lincom" else saddlepoint_chance
    name = "exact law" if statistic == "lincom" else "saddlepoint approximation"
    p = 1.0 if pearson <= 0 else chance(pearson, scale, df * table.nu) if table.nu > 0 else float("nan")
    return Outcome("X²", pearson, None, None, p, f"Pearson's X² by its {name}"), variance


def _pearson(table: Table, share: Floats) -> float:
    """Return Pearson's X² of the weighted shares with the number of rows in the place of the sum of weights."""
    square = share.reshape(table.shape)
    expected = np.outer(square.sum(axis=1), square.sum(axis=0))
    return float(table.n * ((square - expected) ** 2 / expected).sum())


def _interaction(shape: tuple[int, int]) -> Floats:
    """Return columns that span what rows and columns alone do not explain (cells × (r-1)(c-1))."""
    parts = [np.eye(size)[:, 1:] - 1 / size for size in shape]
    return np.asarray(np.kron(parts[0], parts[1]), dtype=np.float64)


def _wald(sample: "Sample", table: Table, *, adjusted: bool) -> tuple[Outcome, tuple[Floats, list[str]]]:
    """Return the Wald test on T_rc - T_r. T_.c / T_.. of all but the first row and column."""
    from scipy.special import fdtrc

    square = table.sums.reshape(table.shape)
    whole, by_row, by_column = square.sum(), square.sum(axis=1), square.sum(axis=0)
    apart = (square - np.outer(by_row, by_column) / whole)[1:, 1:].ravel()
    row, column = (grid.ravel() for grid in np.indices(table.shape))
    effect = [
        ((row == r) & (column == c)) - (row == r) * by_column[c] / whole - (column == c) * by_row[r] / whole
        + by_row[r] * by_column[c] / whole**2
        for r in range(1, table.shape[0])
        for c in range(1, table.shape[1])
    ]  # fmt: skip
    variance = _covariance(sample, table, np.column_stack(effect), share=False)
    _refuse_rank(table, variance[0])
    value, df, below = float(apart @ np.linalg.solve(variance[0], apart)), table.freedom, table.nu
    if adjusted:
        below = table.nu - df + 1
        value *= below / table.nu if table.nu else float("nan")
    value /= df
    p = float(fdtrc(df, below, value)) if below > 0 else float("nan")
    name = "Wald test of association, adjusted" if adjusted else "Wald test of association"
    return Outcome("F", value, df, below, p, name), variance


def _too_empty(table: Table) -> BadInput:
    """Return the refusal of a table with so many empty cells that independence says nothing about the others."""
    empty = np.flatnonzero(table.sums == 0).tolist()
    shown = [
        table.levels[0][k // table.shape[1]] + " × " + table.levels[1][k % table.shape[1]] for k in empty
    ]
    return BadInput(
        "survey.empty_cells",
        _(
            "The table of {rows} by {columns} has {count} cells without anybody ({cells}), too many for a test. Join "
            "levels."
        ),
        rows=table.names[0],
        columns=table.names[1],
        count=len(empty),
        cells=", ".join(shown[:5]) if max(table.shape) <= SHOWN else "…",
    )


def _no_error(table: Table) -> BadInput:
    return BadInput(
        "survey.chisq_no_error",
        _("The table of {rows} by {columns} has no design error, so there is nothing to test."),
        rows=table.names[0],
        columns=table.names[1],
    )


def _refuse_rank(table: Table, variance: Floats) -> None:
    """Refuse a table with more differences than the sample tells apart: their covariance has no inverse."""
    told = min(table.nu, rank_of(variance))
    if told < table.freedom:
        raise BadInput(
            "survey.wald_rank",
            _(
                "A Wald test of {rows} by {columns} needs {needed} degrees of freedom, but the sample gives "
                "{told}. Choose the statistic F, or join levels."
            ),
            rows=table.names[0],
            columns=table.names[1],
            needed=table.freedom,
            told=told,
        )
