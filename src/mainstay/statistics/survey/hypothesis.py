"""A statistical test's answer: what was asked, what came out, and how sure one can be."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .columns import Floats
from .result import digits


@dataclass(frozen=True)
class HypothesisTest:
    """One test. None stands where a quantity does not exist.

    `hypothesis` is what the test doubts. `statistic` names the test statistic and `value` is it; `df` and
    `df_error` are its degrees of freedom (`df` alone for t and chi-square). `estimate`, `se` and the interval belong
    to what is tested where that is one number. `n` counts rows with a weight, `missing` those left out; `notes` are to
    be read.
    """

    hypothesis: str
    statistic: str
    value: float | None
    df: float | None
    df_error: float | None
    p: float | None
    estimate: float | None
    se: float | None
    ci_low: float | None
    ci_high: float | None
    n: int
    missing: int
    method: str
    details: Mapping[str, float] = field(default_factory=dict)
    notes: Sequence[str] = field(default=(), compare=False)
    _covariance: Callable[[], Floats] | None = field(default=None, repr=False, compare=False)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the test as a list of one dict with its fields."""
        return [{key: dict(self.details) if key == "details" else getattr(self, key) for key in KEYS}]

    def to_arrow(self) -> Any:
        """Return a pyarrow Table of one row; `details` is a map from text to number."""
        import pyarrow as pa

        row = self.to_dicts()[0]
        kinds = {"n": pa.int64(), "missing": pa.int64(), "details": pa.map_(pa.string(), pa.float64())}
        kinds |= dict.fromkeys(("hypothesis", "statistic", "method"), pa.string())
        row["details"] = list(row["details"].items())
        return pa.table({key: pa.array([row[key]], kinds.get(key, pa.float64())) for key in KEYS})

    def covariance(self) -> Floats:
        """Return the covariance matrix of what is tested (1 × 1 for one number)."""
        if self._covariance is None:
            raise BadInput(
                "survey.test_without_covariance", _("This test rests on no estimates that have a covariance.")
            )
        return self._covariance()

    def __str__(self) -> str:
        freedom = ", ".join(f"{value:.6g}" for value in (self.df, self.df_error) if value is not None)
        lines = [
            self.hypothesis,
            f"{self.statistic}({freedom}) = {digits(self.value)}, p = {_chance(self.p)}",
        ]
        if self.estimate is not None:
            ends = f"{digits(self.ci_low)} to {digits(self.ci_high)}"
            lines.append(f"estimate {digits(self.estimate)} (SE {digits(self.se)}, interval {ends})")
        lines += [f"{name}: {digits(value)}" for name, value in self.details.items()]
        foot = f"{self.method}; n = {self.n:,}, {self.missing:,} rows dropped"
        return "\n".join([*lines, foot, *self.notes])

    __repr__ = __str__


KEYS = tuple(own.name for own in fields(HypothesisTest) if own.name not in {"notes", "_covariance"})


def _chance(value: float | None) -> str:
    if value is None:
        return "–"
    return "< 0.0001" if value < 0.0001 else f"{value:.4f}"
