"""What an estimation gives back: rows that print as a table and can be asked for everything."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .columns import Bools, Columns, Floats, Ints
from .contrasts import Contrasts, contrast, differences


@dataclass(frozen=True, slots=True)
class Estimate:
    """One estimate with its error. None stands where a quantity does not exist, never NaN.

    `se`, `ci_low` and `ci_high` are in the unit of the estimate; `cv` is se / |estimate|; `deff` the
    design variance over that of a simple random sample (without replacement unless the sample says otherwise);
    `n` counts rows with a weight, `n_eff` is n / deff and `n_kish` (Σw)² / Σw²; `missing` counts the rows of the
    domain that were dropped.
    """

    statistic: str
    variable: str
    level: Any
    domain: Mapping[str, Any]
    estimate: float | None
    se: float | None
    ci_low: float | None
    ci_high: float | None
    cv: float | None
    deff: float | None
    n: int
    n_eff: float | None
    missing: int
    df: int
    strata: int
    psus: int
    method: str
    n_kish: float | None = None


KEYS = tuple(field.name for field in fields(Estimate))
_ALL = "(all)"


@dataclass(frozen=True)
class Estimates:
    """The rows of one call. `missing` counts dropped rows of the whole table; `notes` are to be read."""

    rows: Sequence[Estimate]
    confidence: float
    missing: int
    notes: Sequence[str] = ()
    _covariance: Callable[[Ints], Floats] | None = None
    _freedom: Callable[[Sequence[int]], int] | None = None
    #: Which sample each row is of, where several that were drawn apart are put together.
    groups: Sequence[Any] | None = None
    #: Where a row of the table was used; None for rows that were put together by hand.
    used: Bools | None = None
    #: Says of the name of a variable whether it is a column of 0 and 1, of which the mean is a share.
    is_share: Callable[[str], bool] | None = None
    #: The table of the sample that the rows are of.
    drawn: Columns | None = None

    def covariance(self) -> Floats:
        """Return the covariance matrix of the rows' estimates, in their order (rows × rows).

        Raises `BadInput` where there is none: a purposive sample, or rows that were put together by hand.
        """
        return self.covariance_of(np.arange(len(self.rows)))

    def covariance_of(self, places: Ints) -> Floats:
        """Return the covariance of the rows at `places` alone; nothing is worked out for the others."""
        if self._covariance is None:
            raise BadInput(
                "survey.no_covariance",
                _("These estimates have no covariance: they come from a sample without a design error."),
            )
        return self._covariance(places)

    def contrast(
        self, wanted: Mapping[str, Mapping[Any, float] | Sequence[float]], *, kind: str = "difference"
    ) -> Contrasts:
        """Return contrasts between rows: ``found.contrast({"gap": {"male": 1, "female": -1}})``.

        Each is a name with the coefficients of rows, named by place, domain or variable. `kind` is difference (the
        sum of coefficient · estimate) or quotient (the product of estimates raised to their coefficients).
        """
        return contrast(self, wanted, kind=kind)

    def differences(self, over: str, *, against: Any = None, kind: str = "difference") -> Contrasts:
        """Return how far each value of the column `over` lies from the value `against` (left out: the first)."""
        return differences(self, over, against=against, kind=kind)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Estimate]:
        return iter(self.rows)

    def __getitem__(self, place: int) -> Estimate:
        return self.rows[place]

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return each row as a dict with the keys of `Estimate`; `domain` is itself a dict."""
        return [
            {key: dict(row.domain) if key == "domain" else getattr(row, key) for key in KEYS}
            for row in self.rows
        ]

    def to_arrow(self) -> Any:
        """Return a pyarrow Table with the keys of `Estimate`; domain is a map of texts, level a text."""
        import pyarrow as pa

        number, whole, text = pa.float64(), pa.int64(), pa.string()
        kinds = dict.fromkeys(
            ("estimate", "se", "ci_low", "ci_high", "cv", "deff", "n_eff", "n_kish"), number
        )
        kinds |= dict.fromkeys(("n", "missing", "df", "strata", "psus"), whole)
        kinds |= {"domain": pa.map_(text, text)}
        columns = {key: [getattr(row, key) for row in self.rows] for key in KEYS}
        columns["domain"] = [
            [(name, str(value)) for name, value in row.domain.items() if value is not None]
            for row in self.rows
        ]
        columns["level"] = [None if row.level is None else str(row.level) for row in self.rows]
        return pa.table({key: pa.array(columns[key], kinds.get(key, text)) for key in KEYS})

    def __str__(self) -> str:
        names = list(self.rows[0].domain) if self.rows else []
        head = [*names, "variable", "estimate", "se", "low", "high", "cv %", "deff", "n", "df"]
        lines = [head, *(_printed(row, names) for row in self.rows)]
        widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
        words = len(names) + 1
        table = [
            "  ".join(
                cell.ljust(width) if place < words else cell.rjust(width)
                for place, (cell, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
            for line in lines
        ]
        return "\n".join([*table, "", *self._foot()])

    __repr__ = __str__

    def _foot(self) -> list[str]:
        methods = ", ".join(dict.fromkeys(row.method for row in self.rows))
        shown = [f"{methods}; {self.confidence:.0%} confidence" if methods else "no rows"]
        if self.missing:
            shown.append(f"{self.missing} rows dropped: a value is missing")
        return [*shown, *self.notes]


def number(value: float) -> float | None:
    """Return `value`, or None where it is not a finite number."""
    return float(value) if math.isfinite(value) else None


def _printed(row: Estimate, names: Sequence[str]) -> list[str]:
    variable = row.variable if row.level is None else f"{row.variable} = {row.level}"
    percent = None if row.cv is None else 100 * row.cv
    return [
        *(_ALL if row.domain[name] is None else str(row.domain[name]) for name in names),
        variable,
        *(digits(value) for value in (row.estimate, row.se, row.ci_low, row.ci_high)),
        "–" if percent is None else f"{percent:.1f}",
        "–" if row.deff is None else f"{row.deff:.2f}",
        f"{row.n:,}",
        str(row.df),
    ]


def digits(value: float | None) -> str:
    """Return `value` with about five digits that count; a dash where there is none."""
    if value is None or not math.isfinite(value):
        return "–"
    if value == 0:
        return "0"
    places = max(0, min(6, 4 - math.floor(math.log10(abs(value)))))
    return f"{value:,.{places}f}"
