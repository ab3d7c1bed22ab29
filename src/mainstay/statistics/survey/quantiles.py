"""Quantiles of a population by domain, with intervals that invert those of a share.

Woodruff (1952), *Journal of the American Statistical Association* 47, 635-646: the share of the population at or
below the estimated quantile has an interval; the quantiles at its two ends are the interval of the quantile.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .columns import Bools, Floats, Ints
from .domains import Domains
from .given import refuse_negative
from .influence import Influence
from .intervals import Band, proportion_band, student_t
from .measures import Measure
from .quantile_rules import RULES, Ladder, Ladders, quantiles
from .result import Estimates

if TYPE_CHECKING:
    from .grouped import Cells
    from .sample import Sample

ROUNDING = 1e-12
"""How far (relative) rounding may put a quantile that lies on an observation beside it."""

INTERVALS = ("mean", "beta", "xlogit", "asin", "quantile")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a call asks: which quantiles, by which rule, with which interval and degrees of freedom."""

    shares: Sequence[float]
    rule: str
    interval: str
    df: float | None
    margins: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One quantile in all domains: its row for the result, its interval, and the share below it."""

    measure: Measure
    band: Band
    below: Measure


def quantile_estimates(sample: "Sample", names: Sequence[str], asked: Asked, by: Sequence[str]) -> Estimates:
    """Return the quantiles of the columns `names` in the domains of `by`; `level` of a row is its share."""
    _check(asked)
    if asked.interval == "quantile":
        sample.refuse_negative()
    refuse_negative(sample.weights)
    valid = sample._valid(names)
    cells, domains = sample._grouped(by, valid, margins=asked.margins)
    reader = _Reader(sample, cells, domains, valid, asked)
    found = [part for name in names for part in reader.found(name)]
    bands = iter(found)
    answer = sample._estimates(
        "quantile", [part.measure for part in found], cells, domains, lambda *_: next(bands).band
    )
    if sample.purposive:
        return answer
    kept = np.flatnonzero(np.tile((cells.n > 0) | (domains.missing > 0), len(found)))
    errors = np.sqrt(np.concatenate([part.measure.variance for part in found]))
    covariance = Influence(sample, cells, domains, [part.below for part in found], kept, errors[kept])
    return replace(answer, _covariance=covariance)


class _Reader:
    """The rows of one call, ready to give quantiles of one column after the other."""

    def __init__(
        self, sample: "Sample", cells: "Cells", domains: Domains, valid: Bools | None, asked: Asked
    ) -> None:
        self.sample, self.cells, self.asked = sample, cells, asked
        inside = domains.code >= 0 if valid is None else (domains.code >= 0) & valid
        rows = np.flatnonzero(inside)
        #: A row stands once for each level of sub-totals, each time in another domain.
        self.rows: Ints = np.tile(rows, len(domains.nested))
        self.group: Ints = np.concatenate([level[domains.code[rows]] for level in domains.nested])
        self.count = len(domains.labels)
        self.rule = RULES[asked.rule]
        given = cells.df if asked.df is None else np.full(self.count, asked.df)
        self.df = np.asarray(given)

    def found(self, name: str) -> list[Found]:
        """Return each asked quantile of the column `name`."""
        values = self.sample.columns.numbers(name)
        sorted_values = Ladders(values[self.rows], self.group, self.count)
        ladders = sorted_values.weighted(self.sample.weights[self.rows])
        if self.asked.interval == "quantile" and not self.sample.purposive:
            return self._recomputed(name, values, sorted_values, ladders)
        return [self._woodruff(name, values, ladders, share) for share in self.asked.shares]

    def _woodruff(self, name: str, values: Floats, ladders: list[Ladder], share: float) -> Found:
        estimate = quantiles(ladders, np.full(self.count, share), self.rule)
        below = self._below(name, values, estimate)
        ends = self._share_band(below)
        low, high = (quantiles(ladders, end, self.rule) for end in (ends.low, ends.high))
        se = (high - low) / (2 * student_t(self.df, self.sample.confidence))
        said = [f"Woodruff ({kind})" for kind in ends.names]
        return self._row(name, share, estimate, se, Band(low, high, self._told(said)), below)

    def _recomputed(
        self, name: str, values: Floats, sorted_values: Ladders, ladders: list[Ladder]
    ) -> list[Found]:
        shares = np.asarray(self.asked.shares, dtype=np.float64)
        variance = np.diag(self.sample.covariance(self._theta(sorted_values, shares), _no_scores)[0])
        reach = student_t(self.df, self.sample.confidence)
        rows: list[Found] = []
        for share, own in zip(shares.tolist(), variance.reshape(len(shares), -1), strict=True):
            estimate, se = quantiles(ladders, np.full(self.count, share), self.rule), np.sqrt(own)
            names = self._told(["quantile"] * self.count)
            band = Band(estimate - reach * se, estimate + reach * se, names)
            rows.append(self._row(name, share, estimate, se, band, self._below(name, values, estimate)))
        return rows

    def _theta(self, sorted_values: Ladders, shares: Floats) -> Callable[[Floats], Floats]:
        def theta(weights: Floats) -> Floats:
            ladders = sorted_values.weighted(weights[self.rows])
            parts = [quantiles(ladders, np.full(self.count, share), self.rule) for share in shares]
            return np.concatenate(parts)

        return theta

    def _below(self, name: str, values: Floats, estimate: Floats) -> Measure:
        """Return the share at or below the quantile of each domain; an observation that it is counts, to the last digits."""
        return self.cells.below(name, values, estimate + ROUNDING * np.abs(estimate))

    def _share_band(self, below: Measure) -> Band:
        with np.errstate(divide="ignore", invalid="ignore"):
            se = np.sqrt(below.variance)
        kind = self.asked.interval
        return proportion_band(
            kind,
            estimate=below.estimate,
            se=se,
            df=self.cells.df if kind == "beta" else self.df,
            level=self.sample.confidence,
            n=self.cells.rows_in,
            kish=self.cells.kish,
            counted=self.cells.n,
        )

    def _told(self, names: Sequence[str]) -> list[str]:
        return [f"{name}, rule {self.asked.rule}," for name in names]

    def _row(
        self, name: str, share: float, estimate: Floats, se: Floats, band: Band, below: Measure
    ) -> Found:
        with np.errstate(divide="ignore", invalid="ignore"):
            srs = se**2 * below.srs / below.variance
        return Found(Measure(name, share, estimate, se**2, srs, below.held), band, below)


def _no_scores() -> Floats:
    raise BadInput(
        "survey.quantile_needs_replicates",
        _(
            "The interval 'quantile' computes the quantile under replicate weights, and this sample has none. "
            "Choose 'mean', 'beta', 'xlogit' or 'asin', or turn the design into replicates first."
        ),
    )


def _check(asked: Asked) -> None:
    if asked.rule not in RULES:
        raise BadInput(
            "survey.quantile_rule",
            _("There is no rule {rule} for quantiles. Choose one of {rules}."),
            rule=asked.rule,
            rules=", ".join(RULES),
        )
    if asked.interval not in INTERVALS:
        raise BadInput(
            "survey.quantile_interval",
            _("There is no interval {method} for quantiles. Choose one of {methods}."),
            method=asked.interval,
            methods=", ".join(INTERVALS),
        )
    wrong = [share for share in asked.shares if not 0 <= share <= 1]
    if wrong or not asked.shares:
        raise BadInput(
            "survey.quantile_share",
            _("A quantile is asked by a share between 0 and 1, as in 0.5 for the median; {share} is none."),
            share=wrong[0] if wrong else "()",
        )
