"""What a regression gives back: coefficients that print as a table and can be tested."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .columns import Floats
from .covariance import rank_of
from .hypothesis import HypothesisTest
from .intervals import student_t
from .result import digits, number


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One coefficient. `term` is the part of the formula, `name` says which level; None where there is no number.

    `ratio` with its interval is exp(estimate): the odds ratio of a logistic, the rate ratio of a Poisson regression.
    """

    term: str
    name: str
    estimate: float
    se: float | None
    t: float | None
    p: float | None
    ci_low: float | None
    ci_high: float | None
    df: int
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None


KEYS = tuple(own.name for own in fields(Coefficient))


@dataclass(frozen=True, eq=False)
class Regression:
    """Coefficients of one regression with their covariance. `df` = degrees of freedom of the design + 1 - columns."""

    answer: str
    model: str
    family: str
    terms: Sequence[str]
    names: Sequence[str]
    slopes: Floats
    variance: Floats
    df: int
    confidence: float
    n: int
    missing: int
    method: str
    notes: Sequence[str] = ()

    def covariance(self) -> Floats:
        """Return the covariance matrix of the coefficients, in their order."""
        return self.variance

    @property
    def rows(self) -> list[Coefficient]:
        """The coefficients in the order of the formula."""
        with np.errstate(divide="ignore", invalid="ignore"):
            se = np.sqrt(np.diag(self.variance))
            t = self.slopes / se
        reach = float(student_t(np.asarray([self.df]), self.confidence)[0])
        low, high = self.slopes - reach * se, self.slopes + reach * se
        p = two_sided(t, self.df)
        with np.errstate(over="ignore"):
            ratios = [np.full(len(se), np.nan)] * 3 if self.family == "gaussian" else _ratios(self, low, high)
        columns = [[number(value) for value in column.tolist()] for column in (se, t, p, low, high, *ratios)]
        return [
            Coefficient(
                term, name, float(self.slopes[k]),
                columns[0][k], columns[1][k], columns[2][k], columns[3][k], columns[4][k], self.df,
                columns[5][k], columns[6][k], columns[7][k],
            )
            for k, (term, name) in enumerate(zip(self.terms, self.names, strict=True))
        ]  # fmt: skip

    def test(self, terms: str | Sequence[str]) -> HypothesisTest:
        """Return the Wald test that all coefficients of one term, or of several together, are zero.

        F = b' V⁻¹ b / q with q and `df` degrees of freedom; a term is written as in the formula, ``"region:sex"``.
        """
        wanted = [terms] if isinstance(terms, str) else list(terms)
        keys = {frozenset(part.strip() for part in term.split(":")) for term in wanted}
        own = [frozenset(term.split(":")) for term in self.terms]
        place = [k for k, term in enumerate(own) if term in keys]
        if not keys <= set(own):
            raise BadInput(
                "survey.no_such_term",
                _("The regression has no term {term}. It has: {terms}."),
                term=", ".join(wanted),
                terms=", ".join(dict.fromkeys(self.terms)),
            )
        return wald(self.slopes[place], self.variance[np.ix_(place, place)], self.df, ", ".join(wanted), self)

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[Coefficient]:
        return iter(self.rows)

    def __getitem__(self, name: str | int) -> Coefficient:
        return self.rows[name if isinstance(name, int) else list(self.names).index(name)]

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return each coefficient as a dict with the keys of `Coefficient`."""
        return [{key: getattr(row, key) for key in KEYS} for row in self.rows]

    def to_arrow(self) -> Any:
        """Return a pyarrow Table with the keys of `Coefficient`."""
        import pyarrow as pa

        kinds = {"term": pa.string(), "name": pa.string(), "df": pa.int64()}
        dicts = self.to_dicts()
        return pa.table(
            {key: pa.array([row[key] for row in dicts], kinds.get(key, pa.float64())) for key in KEYS}
        )

    def __str__(self) -> str:
        head = ["", "estimate", "se", "t", "p", "low", "high"] + (
            ["ratio"] if self.family != "gaussian" else []
        )
        lines = [head, *(_printed(row, len(head)) for row in self.rows)]
        widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
        table = [
            "  ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])]).rstrip()
            for line in lines
        ]
        foot = f"{self.model} of {self.answer}; {self.method}; df {self.df}; {self.confidence:.0%} confidence"
        return "\n".join([*table, "", foot, f"n = {self.n:,}, {self.missing:,} rows dropped", *self.notes])

    __repr__ = __str__


def two_sided(t: Floats | np.float64, df: float) -> Floats:
    """Return the chance under Student's t of a value at least as far from 0; NaN without degrees of freedom."""
    from scipy.special import stdtr

    return np.asarray(2 * stdtr(df, -np.abs(t)) if df > 0 else np.full(np.shape(t), np.nan))


def wald(slopes: Floats, variance: Floats, df: float, named: str, of: Regression) -> HypothesisTest:
    """Return the Wald test that all `slopes` are zero: F with their number and `df` degrees of freedom.

    Raises `BadInput` where the sample has too few units to tell the slopes apart: their covariance has no inverse.
    """
    from scipy.special import fdtrc

    told = rank_of(variance)
    if told < len(slopes):
        raise BadInput(
            "survey.term_rank",
            _(
                "The term {term} has {needed} coefficients, and the sample tells {told} of them apart. Join levels, or "
                "test them one by one."
            ),
            term=named,
            needed=len(slopes),
            told=told,
        )
    value = float(slopes @ np.linalg.solve(variance, slopes)) / len(slopes)
    chance = float(fdtrc(len(slopes), df, value)) if df > 0 else float("nan")
    return HypothesisTest(
        hypothesis=f"no effect of {named} on {of.answer}",
        statistic="F",
        value=number(value),
        df=len(slopes),
        df_error=df,
        p=number(chance),
        estimate=None,
        se=None,
        ci_low=None,
        ci_high=None,
        n=of.n,
        missing=of.missing,
        method=f"Wald test, {of.method}",
        notes=of.notes,
        _covariance=lambda: variance,
    )


def _ratios(of: Regression, low: Floats, high: Floats) -> list[Floats]:
    return [np.exp(of.slopes), np.exp(low), np.exp(high)]


def _printed(row: Coefficient, width: int) -> list[str]:
    cells = [row.name, digits(row.estimate), digits(row.se), "–" if row.t is None else f"{row.t:.2f}"]
    cells += ["–" if row.p is None else "<.0001" if row.p < 0.0001 else f"{row.p:.4f}"]
    return [*cells, digits(row.ci_low), digits(row.ci_high), digits(row.ratio)][:width]
