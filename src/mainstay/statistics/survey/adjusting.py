"""What changes the weights of a sample so that its errors follow: one set of methods for every kind of sample."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, Self

from mainstay.common.texts import fill
from mainstay.common.texts import noop as _

from .calibration import (
    SMALLEST,
    Calibration,
    Known,
    Miss,
    Nonresponse,
    Totals,
    Trimming,
    WeightReport,
    poststratify,
    rake,
)
from .calibration.residuals import Adjustment
from .columns import Columns, Floats
from .given import NEGATIVE

NAMED = 10
"""Classes or totals that a note names, at most."""


class Reweighted(Protocol):
    """New weights with what they changed."""

    @property
    def weights(self) -> Floats:
        """The new weights, one for each row."""

    @property
    def report(self) -> WeightReport:
        """What they changed."""


class Adjustable(ABC):
    """A sample whose weights can be brought to known totals; each method returns a new sample."""

    columns: Columns

    @abstractmethod
    def _reweighted(self, how: Callable[[Floats], Reweighted]) -> Self:
        """Return the sample with `how` applied to its weights (and to each of its replicate weights)."""

    def adjust_nonresponse(
        self, responded: str, classes: str | Sequence[str], *, smallest: int = SMALLEST, join: bool = False
    ) -> Self:
        """Return the sample with respondents standing for all that were selected in their class.

        ``design.adjust_nonresponse("result == 'complete'", ["region", "area"])``; see docs/methods/nonresponse.md.
        Linearised errors take the factors as given; replicates work them out anew.
        """
        task = Nonresponse(self.columns, responded, classes, smallest=smallest, join=join)
        return self._reweighted(task.of)

    def poststratify(
        self, by: str | Sequence[str], totals: Mapping[Any, Any], *, partial: bool = False
    ) -> Self:
        """Return the sample with weights that sum to `totals` in each cell of the columns `by`.

        ``design.poststratify("sex", {"female": 2050, "male": 2250})``; see docs/methods/calibration.md.
        """
        return self._reweighted(
            lambda weights: poststratify(self.columns, weights, by, totals, partial=partial)
        )

    def rake(self, margins: Mapping[str, Mapping[Any, Any]], **limits: Any) -> Self:
        """Return the sample raked to several margins; `limits` as in `calibration.rake`.

        ``design.rake({"sex": {"female": 2050, "male": 2250}, "region": {…}})``
        """
        return self._reweighted(lambda weights: rake(self.columns, weights, margins, **limits))

    def calibrate(
        self,
        formula: str | Sequence[str],
        totals: Totals,
        *,
        distance: str = "linear",
        bounds: tuple[float, float] | None = None,
        **limits: Any,
    ) -> Self:
        """Return the sample calibrated to the known `totals` of the terms of `formula`.

        ``design.calibrate("~ region + income", {"region": {…}, "income": 17500}, distance="logit", bounds=(0.5, 2))``
        """
        task = Calibration(self.columns, formula, totals, distance=distance, bounds=bounds, **limits)
        return self._reweighted(task.of)

    def trim(self, *, lower: float = 0.0, upper: float = float("inf"), strict: bool = False) -> Self:
        """Return the sample with extreme weights cut off, the sum kept; errors are those of the new weights.

        Replicate weights change by the factors of the sample's. A `Design` that was calibrated before meets its totals no
        longer, so its linearised errors leave the calibration out.
        """
        return self._reweighted(Trimming(lower=lower, upper=upper, strict=strict).of)


def notes_of(changes: Sequence[Reweighted]) -> list[str]:
    """Return what is to be read beside every result of weights that were changed so, one change after the other.

    What is said of the weights is said of those after the last change.
    """
    notes = []
    for found in changes:
        if joined := getattr(found, "joined", ()):
            named = [f"{' + '.join(own.names)} ({own.responded}/{own.selected})" for own in joined]
            text = _("Classes with too few answers were joined (answered/selected): {classes}.")
            notes.append(fill(text, {"classes": _listed(named)}))
    if missed := missed_by(changes[-1].weights, changes):
        named = [f"{own.name} ({own.reached:,.7g} / {own.wanted:,.7g})" for own in missed]
        text = _("The weights miss known totals (reached / known): {totals}.")
        notes.append(fill(text, {"totals": _listed(named)}))
    if changes[-1].report.negative:
        notes.append(fill(NEGATIVE, {"count": changes[-1].report.negative}))
    return notes


def missed_by(weights: Floats, changes: Sequence[Reweighted]) -> list[Miss]:
    """Return the totals of forced calibrations among `changes` that `weights` miss, the worst first.

    Where a total was asked for again later, the later number counts.
    """
    told: dict[str, Miss | None] = {}
    for found in changes:
        known = getattr(found, "known", None)
        if isinstance(known, Known):
            told |= dict.fromkeys(known.names)
            told |= {miss.name: miss for miss in (known.missed(weights) if known.forced else ())}
    return sorted((miss for miss in told.values() if miss), key=lambda miss: -miss.relative)


def _listed(named: Sequence[str]) -> str:
    return "; ".join(named[:NAMED]) + ("; …" if len(named) > NAMED else "")


def adjustment_of(found: Reweighted) -> tuple[Adjustment, ...]:
    """Return what variances need to know of an adjustment: nothing for trimmed weights."""
    own = getattr(found, "adjustment", None)
    return (own,) if isinstance(own, Adjustment) else ()
