"""What every sample survey can be asked, however its errors are computed.

Two kinds of sample follow: `Design` knows how the units were drawn and linearises; `ReplicateDesign` carries
replicate weights and computes every statistic anew under each of them. A statistic is written once, for both:
over domains by means of `Cells` (what a group of rows can be asked), for a handful of numbers (a regression, a
test) by means of `Sample.covariance`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from mainstay.common.texts import noop as _

from .columns import Bools, Columns, Floats
from .domains import Domains
from .expression import truth_of
from .given import all_of, known_confidence, names_of, refuse_negative, weights_of
from .grouped import Cells
from .influence import Influence
from .intervals import Band, at_edge, mean_band, proportion_band
from .joined import joined_cells
from .measures import Measure
from .result import Estimates
from .rows import Block, Rows

if TYPE_CHECKING:
    from .contrasts import Contrasts
    from .hypothesis import HypothesisTest
    from .regression_result import Regression

PURPOSIVE = "purposive sample: no design error"

STANDS_FOR = 1.1
"""Weights with a mean under this are taken to be scaled to 1, unless the population is known by fpc."""

ROUNDING = 1e-15
"""An error below this share of its estimate is that of the last digits: there is none."""

NO_POPULATION = _(
    "The weights do not sum to a population, so totals are those of the sample and there is no design effect without "
    "replacement: give weights that do, or choose deff='wr'."
)


class Sample(ABC):
    """A table of a sample survey with what its errors follow from."""

    #: How errors are computed, as each row of a result says it.
    method: str
    #: What is to be read beside every result.
    notes: Sequence[str] = ()
    #: Which simple random sample a design effect compares with: "wor" or "wr".
    deff = "wor"
    #: Whether finite population corrections say out of how many units the sample was drawn.
    corrected = False

    def __init__(
        self, table: Any, *, weights: str | None, confidence: float = 0.95, purposive: bool = False
    ) -> None:
        self.columns = table if isinstance(table, Columns) else Columns(table)
        self.confidence = known_confidence(confidence)
        self.purposive = purposive
        self.weights = np.ones(len(self.columns)) if weights is None else weights_of(self.columns, weights)

    @abstractmethod
    def covariance(
        self,
        theta: Callable[[Floats], Floats],
        scores: Callable[[], Floats],
        *,
        rows: Bools | None = None,
        named: str = "",
    ) -> tuple[Floats, list[str]]:
        """Return the covariance (k × k) of the k numbers that `theta` gives for the weights of the sample, and notes.

        `theta(weights)` computes them under any weights, one for each row of the table; `scores()` returns their
        influence, rows × k, weights included (0 outside a domain): Σ over rows of the scores is the linearised
        statistic. A `Design` uses the scores, a `ReplicateDesign` computes theta anew. `rows` is the part of the table
        that they describe (the rule ``average`` asks which strata are in it), `named` what a note calls them.
        """

    @abstractmethod
    def joint(self, sums: Floats, present: Bools | None) -> Floats:
        """Return the covariance (k × k) of statistics by the influence of each sampled unit, or replicate, on them.

        `sums` and `present` (units × k) are those of `Influence.columns`.
        """

    @abstractmethod
    def freedom(self, rows: Bools | None = None) -> int:
        """Return the degrees of freedom of the whole, or of the part of the table where `rows` holds."""

    def refuse_negative(self) -> None:
        """Raise `BadInput` where any weights are below 0 under which a statistic is computed, replicates included."""
        refuse_negative(self.weights)

    @abstractmethod
    def _cells_of(self, by: Sequence[str], valid: Bools | None) -> tuple[Cells, Domains]:
        """Return the rows where `valid` holds, grouped by the crossings of `by`."""

    def _margin_cells(self, by: Sequence[str], valid: Bools | None) -> tuple[Cells, Domains]:
        """Return the rows where `valid` holds, grouped by the crossings of `by` and of each part of it."""
        return joined_cells(self.columns, by, valid, self._cells_of)

    def mean(
        self, variables: str | Iterable[str], *, by: str | Iterable[str] = (), margins: bool = False
    ) -> Estimates:
        """Return means (of numbers) and shares of levels (of text), by domain.

        Here and below `margins` adds the sub-totals over any of `by` and the whole; a column that is summed over is
        None in the domain of such a row. A row that lacks a value of `by` counts in none of them.
        """
        return self._measures("mean", names_of(variables), names_of(by), total=False, margins=margins)

    def total(
        self, variables: str | Iterable[str], *, by: str | Iterable[str] = (), margins: bool = False
    ) -> Estimates:
        """Return totals (of numbers) and counts of levels (of text) in the population, by domain."""
        return self._measures("total", names_of(variables), names_of(by), total=True, margins=margins)

    def proportion(
        self,
        variables: str | Iterable[str],
        *,
        by: str | Iterable[str] = (),
        method: str = "logit",
        margins: bool = False,
    ) -> Estimates:
        """Return the share of each level of each variable, with intervals that stay between 0 and 1."""
        names, band = names_of(variables), self._proportion_band(method)
        cells, domains = self._grouped(names_of(by), self._valid(names), margins=margins)
        found = cells.shares_of(self.columns, names)
        return self._estimates("proportion", found, cells, domains, band)

    def proportion_interval(
        self,
        expression: str,
        *,
        method: str = "logit",
        by: str | Iterable[str] = (),
        margins: bool = False,
    ) -> Estimates:
        """Return the share of the population for which `expression` holds: ``"age >= 15"``.

        `method` is logit (xlogit), likelihood, beta (Korn-Graubard), asin or mean; see
        docs/methods/survey_proportion.md.
        """
        band = self._proportion_band(method)
        values = truth_of(self.columns, expression)
        cells, domains = self._grouped(names_of(by), all_of([~np.isnan(values)]), margins=margins)
        found = [cells.numeric(expression, values, total=False)]
        return self._estimates("proportion", found, cells, domains, band)

    def ratio(
        self, numerator: str, denominator: str, *, by: str | Iterable[str] = (), margins: bool = False
    ) -> Estimates:
        """Return the ratio of two totals, by domain: earnings per hour, unemployed per labour force."""
        above, below = self.columns.numbers(numerator), self.columns.numbers(denominator)
        cells, domains = self._grouped(names_of(by), self._valid([numerator, denominator]), margins=margins)
        found = [cells.ratio(f"{numerator}/{denominator}", above, below)]
        return self._estimates("ratio", found, cells, domains, self._mean_band)

    def quantile(
        self,
        variables: str | Iterable[str],
        probs: float | Iterable[float] = 0.5,
        *,
        by: str | Iterable[str] = (),
        interval: str = "mean",
        rule: str = "math",
        df: float | None = None,
        margins: bool = False,
    ) -> Estimates:
        """Return quantiles of numbers by domain: the median, quartiles; see docs/methods/survey_quantile.md."""
        from .quantiles import Asked, quantile_estimates

        shares = [float(probs)] if isinstance(probs, int | float) else [float(share) for share in probs]
        asked = Asked(shares, rule, interval, df, margins)
        return quantile_estimates(self, names_of(variables), asked, names_of(by))

    def variance(
        self, variables: str | Iterable[str], *, by: str | Iterable[str] = (), margins: bool = False
    ) -> Estimates:
        """Return the variance of numbers in the population, by domain; see docs/methods/survey_variance.md."""
        names = names_of(variables)
        cells, domains = self._grouped(names_of(by), self._valid(names), margins=margins)
        found = [cells.spread(name, self.columns.numbers(name)) for name in names]
        return self._estimates("variance", found, cells, domains, self._mean_band)

    def contrast(
        self,
        statistic: str,
        variables: str | Iterable[str],
        wanted: Mapping[str, Mapping[Any, float] | Sequence[float]] | None = None,
        *,
        by: str | Iterable[str] = (),
        over: str | None = None,
        against: Any = None,
        kind: str = "difference",
        **asked: Any,
    ) -> "Contrasts":
        """Return contrasts of estimates: ``design.contrast("mean", "income", over="sex")``.

        `statistic` is mean, total, proportion, ratio, quantile or variance, with what its own call takes in `asked`.
        Either `over` names a column whose values are compared with `against` (left out: the first), or `wanted` has
        coefficients of rows, as `Estimates.contrast` takes them. See docs/methods/survey_contrast.md.
        """
        from .contrasts import contrast_of

        call = (statistic, names_of(variables), names_of(by))
        return contrast_of(self, call, wanted, over=over, against=against, kind=kind, asked=asked)

    def ttest(
        self,
        asked: str,
        group: str | None = None,
        *,
        paired: str | None = None,
        mu: float = 0.0,
        where: str | None = None,
    ) -> "HypothesisTest":
        """Return the t-test of one mean, of two groups (``"income ~ sex"``), or of two columns (`paired`)."""
        from .ttest import t_test

        return t_test(self, asked, group, paired=paired, mu=mu, where=where)

    def chisq(
        self, rows: str, columns: str, *, statistic: str = "F", where: str | None = None
    ) -> "HypothesisTest":
        """Return the Rao-Scott or Wald test that two columns are independent; see docs/methods/survey_tests.md."""
        from .chisq import chi_square

        return chi_square(self, rows, columns, statistic=statistic, where=where)

    def regress(self, formula: str, *, family: str = "gaussian", where: str | None = None) -> "Regression":
        """Return the regression of ``"y ~ x + region * sex"``; see docs/methods/survey_regression.md.

        `family` is gaussian (linear), binomial (logistic) or poisson; `where` a condition that rows meet.
        """
        from .regression import regression

        return regression(self, formula, family=family, where=where)

    def _measures(
        self, statistic: str, names: Sequence[str], by: Sequence[str], *, total: bool, margins: bool
    ) -> Estimates:
        cells, domains = self._grouped(by, self._valid(names), margins=margins)
        found = cells.measures(self.columns, names, total=total)
        band = self._mean_band if total else self._centre_band
        return self._estimates(statistic, found, cells, domains, band)

    def _grouped(self, by: Sequence[str], valid: Bools | None, *, margins: bool) -> tuple[Cells, Domains]:
        """Return the cells of a call; with `margins` those of all sub-totals together."""
        if not margins or not by:
            return self._cells_of(by, valid)
        return self._margin_cells(by, valid)

    def _of_population(self) -> bool:
        """Say whether the weights sum to a population, so that n/N means something."""
        whole = float(self.weights.sum())
        enough = self.corrected or whole >= STANDS_FOR * len(self.weights)
        return enough or whole >= STANDS_FOR * int(np.count_nonzero(self.weights))

    def _valid(self, names: Sequence[str]) -> Bools | None:
        """Return where none of the columns `names` is missing, or None if that is everywhere."""
        return all_of([self.columns.present(name) for name in names if not self.columns.complete(name)])

    def _mean_band(self, measure: Measure, se: Floats, cells: Cells) -> Band:
        return mean_band(measure.estimate, se, cells.df, self.confidence)

    def _centre_band(self, measure: Measure, se: Floats, cells: Cells) -> Band:
        """Return the interval of means; a share of 0 or 1 gets that of proportions, which is not ±0."""
        edge = at_edge(measure.estimate).any()
        share = measure.level is not None or self.columns.is_share(measure.variable) if edge else False
        return (self._proportion_band("mean") if share else self._mean_band)(measure, se, cells)

    def _proportion_band(self, method: str) -> Callable[[Measure, Floats, Cells], Band]:
        def band(measure: Measure, se: Floats, cells: Cells) -> Band:
            return proportion_band(
                method,
                estimate=measure.estimate,
                se=se,
                df=cells.df,
                level=self.confidence,
                n=cells.rows_in,
                kish=cells.kish,
                counted=cells.n,
            )

        return band

    def _estimates(
        self,
        statistic: str,
        found: Sequence[Measure],
        cells: Cells,
        domains: Domains,
        band: Callable[[Measure, Floats, Cells], Band],
    ) -> Estimates:
        whole = self.deff == "wr" or self._of_population()
        blocks = [
            self._block(statistic, measure, cells, domains, None if self.purposive else band, whole=whole)
            for measure in found
        ]
        kept = np.flatnonzero(np.tile((cells.n > 0) | (domains.missing > 0), len(found)))
        notes = [*self.notes]
        if self.purposive:
            notes.append(f"{PURPOSIVE}; shares describe those asked, not a population")
        elif not whole:
            notes.append(NO_POPULATION)

        covariance = Influence(self, cells, domains, found, kept)

        def freedom(places: Sequence[int]) -> int:
            return self.freedom(covariance.within(places))

        return Estimates(
            Rows(blocks, kept),
            self.confidence,
            domains.dropped,
            notes,
            None if self.purposive else covariance,
            None if self.purposive else freedom,
            used=domains.code >= 0,
            is_share=self.columns.is_share,
            drawn=self.columns,
        )

    def _block(
        self,
        statistic: str,
        measure: Measure,
        cells: Cells,
        domains: Domains,
        band: Callable[[Measure, Floats, Cells], Band] | None,
        *,
        whole: bool,
    ) -> Block:
        nothing = np.full(cells.domains, np.nan)
        with np.errstate(divide="ignore", invalid="ignore"):
            se = nothing if band is None else np.sqrt(measure.variance)
            se = np.where(se < ROUNDING * np.abs(measure.estimate), 0.0, se)
            ends = Band(nothing, nothing, [""]) if band is None else band(measure, se, cells)
            cv = se / np.abs(measure.estimate)
            known = measure.srs if whole else None
            simple = known if self.deff == "wor" else measure.srs_wr
            deff = nothing if simple is None else se**2 / simple
            size = np.where(np.isfinite(deff), cells.n / deff, np.nan)
        told = {name: f"{self.method}, {name} interval" for name in dict.fromkeys(ends.names)}
        return Block(
            statistic,
            measure.variable,
            measure.level,
            domains.labels,
            (measure.estimate, se, ends.low, ends.high, cv, deff, size, cells.kish),
            (cells.n, domains.missing, cells.df, cells.strata, cells.psus),
            [told[name] for name in ends.names] if band else [PURPOSIVE] * cells.domains,
        )
