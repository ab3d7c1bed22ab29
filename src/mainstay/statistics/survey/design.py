"""A sample survey: its table, how it was drawn, and the estimates that can be asked of it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _

from .cells import Cells
from .columns import Columns, Floats, Ints, summed
from .domains import Domains, cross
from .expression import truth_of
from .intervals import Band, mean_band, proportion_band
from .measures import Measure, numeric, ratio, shares
from .result import Estimate, Estimates, number
from .stages import LONELY, build_stages, design_weights, refuse_lonely

PURPOSIVE = "purposive sample: no design error"


class Design:
    """A table with its sampling design.

    `table` is a mapping of columns or any dataframe with the Arrow interface. `weights` names the column
    of design weights (left out: 1, or what `fpc` implies). `strata` and `clusters` name one column or one
    per stage, the first stage first; `fpc` names for each stage the population's number of units in the
    stratum, or the fraction drawn. `nest=True` when cluster numbers start again in each stratum. `lonely`
    says what to do with a stratum of a single unit: ``fail`` (default), ``remove`` (drawn with
    certainty), ``adjust`` (centre at zero), ``average`` (mean of the other strata). `purposive=True`
    for a sample that was not drawn by chance: it has estimates and no design error.

    Errors are by Taylor linearisation; they equal those of R `survey` 4.1 to 1e-9.
    """

    def __init__(
        self,
        table: Any,
        *,
        weights: str | None = None,
        strata: str | Sequence[str] | None = None,
        clusters: str | Sequence[str] | None = None,
        fpc: str | Sequence[str] | None = None,
        nest: bool = False,
        lonely: str = "fail",
        purposive: bool = False,
        confidence: float = 0.95,
    ) -> None:
        self.columns = Columns(table)
        self.lonely = _known_rule(lonely)
        self.purposive = purposive
        self.confidence = confidence
        self.stages = build_stages(
            self.columns, strata=_names(strata), clusters=_names(clusters), fpc=_names(fpc), nest=nest
        )
        self.weights = self._weights(weights, has_fpc=bool(_names(fpc)))
        if lonely == "fail" and not purposive:
            refuse_lonely(self.stages)
        self._domains: dict[tuple[str, ...], Domains] = {}
        self._cells: dict[tuple[str, ...], Cells] = {}

    def mean(self, variables: str | Iterable[str], *, by: str | Iterable[str] = ()) -> Estimates:
        """Return means (of numbers) and shares of levels (of text), by domain."""
        return self._measures("mean", _names(variables), _names(by), total=False)

    def total(self, variables: str | Iterable[str], *, by: str | Iterable[str] = ()) -> Estimates:
        """Return totals (of numbers) and counts of levels (of text) in the population, by domain."""
        return self._measures("total", _names(variables), _names(by), total=True)

    def proportion(
        self, variables: str | Iterable[str], *, by: str | Iterable[str] = (), method: str = "logit"
    ) -> Estimates:
        """Return the share of each level of each variable, with intervals that stay between 0 and 1."""
        names, band = _names(variables), self._proportion_band(method)
        valid = self._valid([self.columns.levels(name).codes >= 0 for name in names])
        cells, domains = self._cells_of(_names(by), valid)
        found = [part for name in names for part in shares(cells, self.columns, name, total=False)]
        return self._estimates("proportion", found, cells, domains, band)

    def proportion_interval(
        self, expression: str, *, method: str = "logit", by: str | Iterable[str] = ()
    ) -> Estimates:
        """Return the share of the population for which `expression` holds: ``"age >= 15"``.

        `method` is logit, beta (Korn-Graubard), asin or mean; see docs/methods/survey_proportion.md.
        """
        band = self._proportion_band(method)
        values = truth_of(self.columns, expression)
        cells, domains = self._cells_of(_names(by), self._valid([~np.isnan(values)]))
        found = [numeric(cells, expression, values, total=False)]
        return self._estimates("proportion", found, cells, domains, band)

    def ratio(self, numerator: str, denominator: str, *, by: str | Iterable[str] = ()) -> Estimates:
        """Return the ratio of two totals, by domain: earnings per hour, unemployed per labour force."""
        above, below = self.columns.numbers(numerator), self.columns.numbers(denominator)
        cells, domains = self._cells_of(_names(by), self._valid([~np.isnan(above), ~np.isnan(below)]))
        found = [ratio(cells, f"{numerator}/{denominator}", above, below)]
        return self._estimates("ratio", found, cells, domains, self._mean_band)

    def _measures(self, statistic: str, names: Sequence[str], by: Sequence[str], *, total: bool) -> Estimates:
        numbers = {name: self.columns.numbers(name) for name in names if self.columns.is_number(name)}
        present = [
            ~np.isnan(numbers[name]) if name in numbers else self.columns.levels(name).codes >= 0
            for name in names
        ]
        cells, domains = self._cells_of(by, self._valid(present))
        found: list[Measure] = []
        for name in names:
            if name in numbers:
                found.append(numeric(cells, name, numbers[name], total=total))
            else:
                found.extend(shares(cells, self.columns, name, total=total))
        return self._estimates(statistic, found, cells, domains, self._mean_band)

    def _weights(self, name: str | None, *, has_fpc: bool) -> Floats:
        if name is None:
            return design_weights(self.stages) if has_fpc else np.ones(len(self.columns))
        given = self.columns.numbers(name)
        wrong = np.flatnonzero(~(given >= 0) | np.isinf(given))
        if len(wrong):
            fault = Reason("survey.weight", _("is missing or negative"))
            raise BadInput(
                "survey.weight",
                _(
                    "The weight {column} is missing or negative in {count} rows. A unit that was not "
                    "drawn or did not answer has weight 0; every other weight is positive."
                ),
                problems=[Problem(fault, row=int(row) + 1, field=name) for row in wrong[:20]],
                column=name,
                count=len(wrong),
            )
        return given

    def _valid(self, present: Sequence[np.ndarray]) -> np.ndarray | None:
        whole = np.logical_and.reduce(present) if present else np.ones(len(self.columns), dtype=bool)
        return None if whole.all() else whole

    def _cells_of(self, by: Sequence[str], valid: np.ndarray | None) -> tuple[Cells, Domains]:
        key = tuple(by)
        if key not in self._domains:
            self._domains[key] = cross(self.columns, key)
        domains = self._domains[key]
        if valid is None and key in self._cells:
            return self._cells[key], domains.counted(None)
        code = domains.code if valid is None else np.where(valid, domains.code, -1)
        cells = Cells(self.stages, self.weights, code, len(domains.labels), lonely=self.lonely)
        if valid is None:
            self._cells[key] = cells
        return cells, domains.counted(valid)

    def _mean_band(self, measure: Measure, se: Floats, df: Ints, cells: Cells) -> Band:
        del cells
        return mean_band(measure.estimate, se, df, self.confidence)

    def _proportion_band(self, method: str) -> Callable[[Measure, Floats, Ints, Cells], Band]:
        def band(measure: Measure, se: Floats, df: Ints, cells: Cells) -> Band:
            squares = summed(cells.domain_of_row, cells.weights**2, cells.domains)
            with np.errstate(divide="ignore", invalid="ignore"):
                kish = cells.totals(cells.size) ** 2 / squares
            return proportion_band(
                method,
                estimate=measure.estimate,
                se=se,
                df=df,
                level=self.confidence,
                n=np.bincount(cells.domain_of_row, minlength=cells.domains),
                kish=np.nan_to_num(kish, nan=1.0),
            )

        return band

    def _estimates(
        self,
        statistic: str,
        found: Sequence[Measure],
        cells: Cells,
        domains: Domains,
        band: Callable[[Measure, Floats, Ints, Cells], Band],
    ) -> Estimates:
        rows: list[Estimate] = []
        for measure in found:
            rows += _rows(statistic, measure, cells, domains, None if self.purposive else band)
        notes = [f"{PURPOSIVE}; shares describe those asked, not a population"] if self.purposive else []
        shown = [row for row in rows if row.n or row.missing]
        return Estimates(shown, self.confidence, domains.dropped, notes)


def _rows(
    statistic: str,
    measure: Measure,
    cells: Cells,
    domains: Domains,
    band: Callable[[Measure, Floats, Ints, Cells], Band] | None,
) -> list[Estimate]:
    df = cells.psus - cells.strata
    nothing = np.full(cells.domains, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        se = nothing if band is None else np.sqrt(measure.variance)
        ends = Band(nothing, nothing, [""]) if band is None else band(measure, se, df, cells)
        cv = se / np.abs(measure.estimate)
        deff = se**2 / measure.srs
        size = cells.n / deff
    taylor = [f"Taylor linearisation, {name} interval" for name in ends.names]
    method = taylor if band else [PURPOSIVE] * cells.domains
    columns = [
        [number(value) for value in column.tolist()]
        for column in (measure.estimate, se, ends.low, ends.high, cv, deff, size)
    ]
    counts = [column.tolist() for column in (cells.n, domains.missing, df, cells.strata, cells.psus)]
    return [
        Estimate(
            statistic, measure.variable, measure.level, domains.labels[k],
            columns[0][k], columns[1][k], columns[2][k], columns[3][k], columns[4][k], columns[5][k],
            counts[0][k], columns[6][k], counts[1][k], counts[2][k], counts[3][k], counts[4][k], method[k],
        )
        for k in range(cells.domains)
    ]  # fmt: skip


def _names(given: str | Iterable[str] | None) -> list[str]:
    return [] if given is None else [given] if isinstance(given, str) else list(given)


def _known_rule(lonely: str) -> str:
    if lonely not in LONELY:
        raise BadInput(
            "survey.lonely_rule",
            _("There is no rule {rule} for a stratum of one unit. Choose one of {rules}."),
            rule=lonely,
            rules=", ".join(LONELY),
        )
    return lonely
