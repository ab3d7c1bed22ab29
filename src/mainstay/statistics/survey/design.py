"""A sample survey: its table, how it was drawn, and the estimates that can be asked of it."""

from collections.abc import Callable, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any, Self, TypeAlias

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .adjusting import Adjustable, Reweighted, adjustment_of, notes_of
from .calibrated import CalibratedCells, Residuals
from .calibration import Adjustment, Trimmed, WeightReport
from .cells import TaylorCells
from .collapse import collapsed
from .columns import Bools, Floats
from .covariance import covariance_of, unit_sums
from .domains import Domains, cross, keep
from .given import known_deff, names_of
from .sample import Sample
from .stages import LONELY, Stage, build_stages, design_weights, refuse_lonely

if TYPE_CHECKING:
    from .replicates import ReplicateDesign

Crossing: TypeAlias = tuple[tuple[str, ...], bool]
"""The columns of a crossing, and whether its sub-totals are asked for."""

KEPT = 3
"""Crossings of which a design keeps what was made of the rows, for the next call: 24 bytes and more for each row."""

CALIBRATED = "Taylor linearisation of the residuals of calibration"


class Design(Sample, Adjustable):
    """A table with its sampling design.

    `table` is a mapping of columns or any dataframe with the Arrow interface. `weights` names the column
    of design weights (left out: 1, or what `fpc` implies). `strata` and `clusters` name one column or one
    per stage, the first stage first; `fpc` names for each stage the population's number of units in the
    stratum, or the fraction drawn. `nest=True` when cluster numbers start again in each stratum. `lonely`
    says what to do with a stratum of a single unit: ``fail`` (default), ``remove`` (drawn with
    certainty), ``adjust`` (centre at zero), ``average`` (mean of the other strata), ``collapse`` (join it
    with the next stratum; every result says which). `purposive=True` for a sample that was not drawn by
    chance: it has estimates and no design error. `deff` says which simple random sample a design effect
    compares with: drawn without (``wor``) or with replacement (``wr``).

    Errors are by Taylor linearisation; they equal those of R `survey` 4.1 to 1e-9.
    """

    method = "Taylor linearisation"

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
        deff: str = "wor",
    ) -> None:
        super().__init__(table, weights=weights, confidence=confidence, purposive=purposive)
        self.lonely, self.deff = _known_rule(lonely), known_deff(deff)
        self.stages = build_stages(
            self.columns,
            strata=names_of(strata),
            clusters=names_of(clusters),
            fpc=names_of(fpc),
            nest=nest,
            joined=self._joined if lonely == "collapse" else None,
        )
        if weights is None and names_of(fpc):
            self.weights = design_weights(self.stages)
        self.corrected = any(bool((stage.fraction > 0).any()) for stage in self.stages)
        if lonely in {"fail", "collapse"} and not purposive:
            refuse_lonely(self.stages)
        self.adjustments: tuple[Adjustment, ...] = ()
        self.reports: tuple[WeightReport, ...] = ()
        #: What each adjustment found: classes with their rates and factors, totals that were missed.
        self.adjusted: tuple[Reweighted, ...] = ()
        self.drawn_weights, self.drawn_notes = self.weights, tuple(self.notes)
        self.changes: tuple[Callable[[Floats], Reweighted], ...] = ()
        self._residuals: Residuals | None = None
        self._domains: dict[Crossing, Domains] = {}
        self._cells: dict[Crossing, TaylorCells] = {}

    def covariance(
        self,
        theta: Callable[[Floats], Floats],
        scores: Callable[[], Floats],
        *,
        rows: Bools | None = None,
        named: str = "",
    ) -> tuple[Floats, list[str]]:
        """Return the covariance of the statistics whose influence is `scores` (rows × k, weights included).

        Under the rule ``average`` the strata with units in `rows` count, as in R `survey`; all of them after a
        calibration, whose residuals touch every stratum. There are no notes.
        """
        deepest = self.stages[-1]
        present = None
        if rows is not None and not self.adjustments:
            present = unit_sums(deepest.unit, deepest.units, rows[:, None]) > 0
        values = scores()
        for adjustment in self.adjustments:
            values = np.column_stack([adjustment.residuals(column) for column in values.T])
        sums = unit_sums(deepest.unit, deepest.units, values)
        return covariance_of(self.stages, sums, lonely=self.lonely, present=present), []

    def joint(self, sums: Floats, present: Bools | None) -> Floats:
        """Return the covariance of statistics by the sums of their scores in each sampled unit (units × k)."""
        return covariance_of(self.stages, sums, lonely=self.lonely, present=present)

    def freedom(self, rows: Bools | None = None) -> int:
        """Return first-stage units less strata, of those with rows of the part that is meant."""
        first, counted = self.stages[0], self.weights != 0
        units = np.unique(first.unit[counted if rows is None else counted & rows])
        return len(units) - len(np.unique(first.stratum_of_unit[units]))

    def _joined(self, stage: Stage) -> Stage:
        joined, said = collapsed(stage)
        self.notes = [*self.notes, *said]
        return joined

    def _reweighted(self, how: Callable[[Floats], Reweighted]) -> Self:
        found = how(self.weights)
        design = copy(self)
        design.weights = found.weights
        kept = () if isinstance(found, Trimmed) else self.adjustments
        design.adjustments = (*kept, *adjustment_of(found))
        design.reports = (*self.reports, found.report)
        design.adjusted = (*self.adjusted, found)
        design.notes = [*self.drawn_notes, *notes_of(design.adjusted)]
        design.changes = (*self.changes, how)
        design.method = CALIBRATED if design.adjustments else type(self).method
        design._residuals = Residuals(self.stages, design.adjustments) if design.adjustments else None
        design._domains, design._cells = {}, {}
        return design

    def as_replicates(
        self,
        kind: str,
        *,
        replicates: int | None = None,
        seed: int | None = None,
        rho: float | None = None,
        mse: bool = False,
    ) -> "ReplicateDesign":
        """Return this sample with replicate weights made from its design; see docs/methods/replicates.md.

        `kind` is JK1, JKn, BRR, Fay (with `rho`), bootstrap, subbootstrap or mrbbootstrap (with a `seed`, and
        `replicates`: 200 if left out).
        """
        from .replicates.conversion import as_replicates

        return as_replicates(self, kind, replicates=replicates, seed=seed, rho=rho, mse=mse)

    def _cells_of(self, by: Sequence[str], valid: Bools | None) -> tuple[TaylorCells, Domains]:
        return self._taylor_cells((tuple(by), False), valid)

    def _margin_cells(self, by: Sequence[str], valid: Bools | None) -> tuple[TaylorCells, Domains]:
        return self._taylor_cells((tuple(by), True), valid)

    def _taylor_cells(self, key: Crossing, valid: Bools | None) -> tuple[TaylorCells, Domains]:
        if key not in self._domains:
            keep(self._domains, key, cross(self.columns, key[0], margins=key[1]), most=KEPT)
        domains = self._domains[key]
        if valid is None and key in self._cells:
            return self._cells[key], domains.counted(None)
        given = (self.weights, domains, valid)
        if self._residuals is None:
            cells = TaylorCells(self.stages, *given, lonely=self.lonely)
        else:
            cells = CalibratedCells(self._residuals, *given, lonely=self.lonely)
        if valid is None:
            keep(self._cells, key, cells, most=KEPT)
        return cells, domains.counted(valid)


def _known_rule(lonely: str) -> str:
    if lonely not in LONELY:
        raise BadInput(
            "survey.lonely_rule",
            _("There is no rule {rule} for a stratum of one unit. Choose one of {rules}."),
            rule=lonely,
            rules=", ".join(LONELY),
        )
    return lonely
