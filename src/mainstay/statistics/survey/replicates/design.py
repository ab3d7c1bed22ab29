"""A sample survey whose errors come with it: replicate weights."""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import replace
from typing import Any, Self

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import fill
from mainstay.common.texts import noop as _
from mainstay.statistics.survey.adjusting import Adjustable, Reweighted, missed_by, notes_of
from mainstay.statistics.survey.calibration import WeightReport
from mainstay.statistics.survey.columns import Bools, Columns, Floats
from mainstay.statistics.survey.domains import Domains, cross, keep
from mainstay.statistics.survey.given import known_deff
from mainstay.statistics.survey.grouped import Cells
from mainstay.statistics.survey.intervals import Band
from mainstay.statistics.survey.measures import Measure
from mainstay.statistics.survey.result import Estimates
from mainstay.statistics.survey.sample import Sample

from .cells import ReplicateCells
from .factors import refuse_too_large
from .scales import Scales, scales_of
from .spread import Spread
from .weights import ReplicateWeights, combined_note, read_replicates, replicate_columns

ALL = "(all)"
LEFT_OUT = _("{variable} in {domain}: {lost} of {replicates} replicates have no value and were left out.")

#: Domains that a note about replicates without a value names, at most.
NAMED = 5

KEPT = 8
"""Crossings of which what was made of the rows is kept for the next call: those of three columns with all sub-totals."""


class ReplicateDesign(Sample, Adjustable):
    """A table with replicate weights.

    `weights` names the column of the sample's weights, `replicates` the columns of replicates: a list, or a
    pattern such as ``rep_*``. `kind` is JK1, JKn, JK2, BRR, Fay (with `rho`), bootstrap, subbootstrap,
    mrbbootstrap, SDR (also ACS) or other; `scale` and `rscales` multiply the squares as the producer says, with
    R's defaults by kind. `combined=False` where the replicates are factors of the weights. `mse=True` takes
    deviations from the sample's estimate, else from the mean of the replicates. `df` as the producer says, else
    the rank of the replicate weights less 1, in each domain its own.

    Every statistic is computed anew under each replicate. Errors equal those of R `survey` 4.1 to 1e-9.
    """

    reports: tuple[WeightReport, ...] = ()
    #: What each adjustment found: classes with their rates and factors, totals that were missed.
    adjusted: tuple[Reweighted, ...] = ()

    def __init__(
        self,
        table: Any,
        *,
        weights: str | None = None,
        replicates: str | Sequence[str],
        kind: str,
        scale: float | None = None,
        rscales: float | Sequence[float] | None = None,
        rho: float | None = None,
        combined: bool = True,
        mse: bool = False,
        df: int | None = None,
        confidence: float = 0.95,
        deff: str = "wor",
    ) -> None:
        super().__init__(table, weights=weights, confidence=confidence)
        self.deff = known_deff(deff)
        names = replicate_columns(self.columns, replicates, weights=weights)
        factors = read_replicates(self.columns, names)
        tops = np.array([values.max(initial=0.0) for values in factors])
        scales = scales_of(kind, tops=tops, combined=combined, scale=scale, rscales=rscales, rho=rho)
        notes = [*scales.notes, *combined_note(self.weights, factors, combined=combined)]
        if weights is None:
            notes.append(_("No column of weights was named: each row counts once in the estimates."))
        source = ReplicateWeights(self.weights, factors, None if combined else self.weights)
        self._take(source, scales, mse, _usable(df), notes)

    @classmethod
    def of(
        cls,
        columns: Columns,
        source: ReplicateWeights,
        scales: Scales,
        *,
        mse: bool = False,
        df: int | None = None,
        confidence: float = 0.95,
        deff: str = "wor",
        notes: Sequence[str] = (),
    ) -> "ReplicateDesign":
        """Return a design from replicate weights that were made here, not read from a table."""
        design = cls.__new__(cls)
        Sample.__init__(design, columns, weights=None, confidence=confidence)
        design.weights, design.deff = source.full, known_deff(deff)
        design._take(source, scales, mse, _usable(df), [*scales.notes, *notes])
        return design

    def _take(
        self, source: ReplicateWeights, scales: Scales, mse: bool, df: int | None, notes: Sequence[str]
    ) -> None:
        self.source, self.scales, self.df = source, scales, df
        self.drawn_notes = self.notes = tuple(notes)
        self.spread = Spread(scales, mse)
        self.method = f"replicate weights ({scales.kind}, {len(source)} replicates)"
        self._domains: dict[tuple[str, ...], Domains] = {}
        self._cells: dict[tuple[str, ...], ReplicateCells] = {}

    def replicated(self, theta: Callable[[Floats], Floats]) -> Floats:
        """Return the k numbers of `theta` under each replicate: R × k. See `covariance`."""
        return np.stack(
            [np.atleast_1d(theta(self.source.replicate(place))) for place in range(len(self.source))]
        )

    def covariance(
        self,
        theta: Callable[[Floats], Floats],
        scores: Callable[[], Floats],
        *,
        rows: Bools | None = None,
        named: str = "",
    ) -> tuple[Floats, list[str]]:
        """Return the replicates' covariance (k × k) of the k numbers that `theta` gives for any weights, and notes.

        A replicate for which `theta` gives no finite number does not count for it, and a note says how many; NaN where
        none does.
        """
        full = np.atleast_1d(np.asarray(theta(self.weights), dtype=np.float64))
        deviations = self.spread.deviations(self.replicated(theta), full)
        lost = int(np.isnan(deviations).any(axis=1).sum())
        facts = {"variable": named, "domain": ALL, "lost": lost, "replicates": len(deviations)}
        notes = [fill(LEFT_OUT, facts)] if named and lost else []
        return self.spread.covariance(deviations), notes

    def joint(self, sums: Floats, present: Bools | None) -> Floats:
        """Return the covariance of statistics by what each replicate deviates (R × k)."""
        return self.spread.covariance(sums)

    def freedom(self, rows: Bools | None = None) -> int:
        """Return the degrees of freedom: as given, or the rank of the replicate weights less 1."""
        code = np.zeros(len(self.columns), dtype=np.int64)
        if rows is not None:
            code[~rows] = -1
        return int(ReplicateCells(self.source, code, 1, spread=self.spread, df=self.df).df[0])

    def refuse_negative(self) -> None:
        """Raise `BadInput` where weights of the sample or of a replicate are below 0."""
        super().refuse_negative()
        every = range(len(self.source))
        below = sum(bool((self.source.replicate(place) < 0).any()) for place in every)
        if below:
            raise BadInput(
                "survey.replicates.negative",
                _(
                    "In {count} of {replicates} replicates weights are below 0: under such weights nothing can be ordered "
                    "and no model fitted. Calibrate with bounds; of replicates as they were published ask means, ratios, "
                    "or quantiles with another interval."
                ),
                count=below,
                replicates=len(every),
            )

    def _reweighted(self, how: Callable[[Floats], Reweighted]) -> Self:
        """Return the sample with `how` applied to its weights and, alike, to those of each replicate."""
        found = how(self.weights)
        refuse_too_large(len(self.weights), len(self.source))
        changed = [_changed(how, self.source.replicate(place), place) for place in range(len(self.source))]
        design = copy(self)
        design.weights, design.reports = found.weights, (*self.reports, found.report)
        design.adjusted = (*self.adjusted, found)
        source = ReplicateWeights(found.weights, [one.weights for one in changed])
        design._take(source, self.scales, self.spread.mse, self.df, self.drawn_notes)
        said = notes_of(design.adjusted), _missing_totals(changed, design.adjusted)
        design.notes = tuple(note for notes in (self.drawn_notes, *said) for note in notes)
        return design

    def _cells_of(self, by: Sequence[str], valid: Bools | None) -> tuple[ReplicateCells, Domains]:
        key = tuple(by)
        if key not in self._domains:
            keep(self._domains, key, cross(self.columns, key), most=KEPT)
        domains = self._domains[key]
        if valid is None and key in self._cells:
            return self._cells[key], domains.counted(None)
        code = domains.code if valid is None else np.where(valid, domains.code, -1)
        cells = ReplicateCells(self.source, code, len(domains.labels), spread=self.spread, df=self.df)
        if valid is None:
            keep(self._cells, key, cells, most=KEPT)
        return cells, domains.counted(valid)

    def _estimates(
        self,
        statistic: str,
        found: Sequence[Measure],
        cells: Cells,
        domains: Domains,
        band: Callable[[Measure, Floats, Cells], Band],
    ) -> Estimates:
        answer = super()._estimates(statistic, found, cells, domains, band)
        return replace(answer, notes=[*answer.notes, *_left_out(found, domains)])


def _missing_totals(changed: Sequence[Reweighted], changes: Sequence[Reweighted]) -> list[str]:
    """Return the note that some replicates miss known totals, so that errors are too large or too small."""
    missed = sum(bool(missed_by(one.weights, changes)) for one in changed)
    text = _("{count} of {replicates} replicates miss known totals.")
    return [fill(text, {"count": missed, "replicates": len(changed)})] if missed else []


def _changed(how: Callable[[Floats], Reweighted], weights: Floats, place: int) -> Reweighted:
    """Return the weights of a replicate after a change; say which one it was where that fails."""
    try:
        return how(weights)
    except BadInput as error:
        raise BadInput(
            "survey.replicates.adjusting",
            _(
                "The weights of replicate {number} cannot be adjusted as those of the sample were: {why} Join "
                "small levels, so that every replicate has somebody in each."
            ),
            problems=error.problems,
            number=place + 1,
            why=str(error.reason),
        ) from error


def _usable(df: int | None) -> int | None:
    if df is not None and df < 1:
        raise BadInput(
            "survey.replicates.df",
            _(
                "Degrees of freedom are a whole number of 1 or more. Leave them out to take the weights' rank."
            ),
        )
    return df


def _left_out(found: Sequence[Measure], domains: Domains) -> list[str]:
    """Return a note for each estimate that some replicates have no value for; the first few are named."""
    notes: list[str] = []
    more = 0
    for measure in found:
        deviations = measure.behind()
        lost = np.isnan(deviations).sum(axis=0) * np.isfinite(measure.estimate)
        for place in np.flatnonzero(lost).tolist():
            label = (
                ", ".join(
                    f"{name} {value}" for name, value in domains.labels[place].items() if value is not None
                )
                or ALL
            )
            facts = {"variable": measure.variable, "domain": label, "lost": int(lost[place])}
            more += len(notes) >= NAMED
            if len(notes) < NAMED:
                notes.append(fill(LEFT_OUT, facts | {"replicates": len(deviations)}))
    if more:
        notes.append(fill(_("The same holds for {more} estimates more."), {"more": more}))
    return notes
