"""Differences and quotients of estimates, with the covariance that the estimates have among themselves.

A linear contrast Σ c θ has the variance c'Vc. A quotient Π θ^c is taken on the logarithm, Σ c log θ, with the
variance g'Vg, g = c/θ (delta method); its interval is transformed back. Estimates of one sample have a covariance
where their domains share sampled units; samples drawn apart have none. Wolter (2007), ch. 6; Lumley (2010), 2.5.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .columns import Floats, Ints

if TYPE_CHECKING:
    from .result import Estimate, Estimates
    from .sample import Sample

STATISTICS = ("mean", "total", "proportion", "ratio", "quantile", "variance")
"""What a sample can be asked contrasts of."""

KINDS = ("difference", "quotient")
"""A sum of coefficient times estimate; or a product of estimates raised to their coefficients."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """One contrast. `null` is its value where there is no difference (0, of a quotient 1), which `t` and `p` test.

    `se` is in the unit of the estimate. None stands where a quantity does not exist.
    """

    name: str
    kind: str
    domain: Mapping[str, Any]
    variable: str
    level: Any
    estimate: float | None
    se: float | None
    ci_low: float | None
    ci_high: float | None
    t: float | None
    p: float | None
    df: float
    null: float


KEYS = tuple(field.name for field in fields(Contrast))


@dataclass(frozen=True)
class Contrasts:
    """The contrasts of one call; `variances` is their covariance matrix (of a quotient: of its logarithm)."""

    rows: Sequence[Contrast]
    confidence: float
    variances: Floats
    notes: Sequence[str] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Contrast]:
        return iter(self.rows)

    def __getitem__(self, place: int) -> Contrast:
        return self.rows[place]

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return each row as a dict with the keys of `Contrast`; `domain` is itself a dict."""
        return [
            {key: dict(row.domain) if key == "domain" else getattr(row, key) for key in KEYS}
            for row in self.rows
        ]

    def to_arrow(self) -> Any:
        """Return a pyarrow Table with the keys of `Contrast`; domain is a map of texts, level a text."""
        import pyarrow as pa

        text = pa.string()
        kinds = {"name": text, "kind": text, "variable": text, "level": text, "domain": pa.map_(text, text)}
        columns = {key: [getattr(row, key) for row in self.rows] for key in KEYS}
        columns["domain"] = [[(name, str(value)) for name, value in row.domain.items()] for row in self.rows]
        columns["level"] = [None if row.level is None else str(row.level) for row in self.rows]
        return pa.table({key: pa.array(columns[key], kinds.get(key, pa.float64())) for key in KEYS})

    def covariance(self) -> Floats:
        """Return the covariance matrix of the contrasts, in their order (of quotients: of their logarithms)."""
        return self.variances

    def __str__(self) -> str:
        head = ("contrast", "estimate", "se", "low", "high", "t", "p", "df")
        lines = [head, *(_printed(row) for row in self.rows)]
        widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
        table = [
            "  ".join(
                cell.rjust(width) if place else cell.ljust(width)
                for place, (cell, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
            for line in lines
        ]
        return "\n".join([*table, "", f"{self.confidence:.0%} confidence", *self.notes])

    __repr__ = __str__


def contrast(
    found: "Estimates", wanted: Mapping[str, Mapping[Any, float] | Sequence[float]], *, kind: str
) -> Contrasts:
    """Return the contrasts `wanted`: a name, and for each the coefficients of the rows of `found`.

    Coefficients are one for each row in their order, or a mapping of rows to coefficients, where a row is named by
    its place, by the values of its domain (one value, or a tuple of all), or by (variable, level) or variable. A whole
    number that is the place of one row and the value of another is refused; (1,) is always the value.
    """
    _known(kind)
    named = {name: _coefficients(found, name, given) for name, given in wanted.items()}
    parts = [_Part(name, coefficients, {}, "", None) for name, coefficients in named.items()]
    return _contrasts(found, parts, kind)


def differences(found: "Estimates", over: str, *, against: Any = None, kind: str = "difference") -> Contrasts:
    """Return how far each value of the column `over` lies from `against` (its first value), all else equal.

    A row is compared with the row of the same variable, level and other domain. Rows without a partner are left out.
    """
    _known(kind)
    levels = list(dict.fromkeys(row.domain[over] for row in found if row.domain.get(over) is not None))
    base = levels[0] if against is None and levels else against
    if base not in levels:
        raise BadInput(
            "survey.no_domain",
            _("No row has {value} in {column}, which has {count} values in the rows."),
            value=base, column=over, count=len(levels),
        )  # fmt: skip
    held = {_key(row, over): place for place, row in enumerate(found) if row.domain.get(over) == base}
    parts: list[_Part] = []
    for place, row in enumerate(found):
        value, first = row.domain.get(over), held.get(_key(row, over))
        if value is None or value == base or first is None:
            continue
        coefficients = np.zeros(len(found))
        coefficients[place], coefficients[first] = 1.0, -1.0
        rest = {name: known for name, known in row.domain.items() if name != over}
        sign = "/" if kind == "quotient" else "-"
        parts.append(_Part(f"{value} {sign} {base}", coefficients, rest, row.variable, row.level))
    return _contrasts(found, parts, kind)


def contrast_of(
    sample: "Sample",
    call: tuple[str, Sequence[str], Sequence[str]],
    wanted: Mapping[str, Mapping[Any, float] | Sequence[float]] | None,
    *,
    over: str | None,
    against: Any,
    kind: str,
    asked: Mapping[str, Any],
) -> Contrasts:
    """Return the contrasts of what `call` (statistic, variables, by) estimates; see `Sample.contrast`."""
    statistic, variables, by = call
    if statistic not in STATISTICS:
        raise BadInput(
            "survey.contrast_statistic",
            _("There are no contrasts of {statistic}. Choose one of {statistics}."),
            statistic=statistic,
            statistics=", ".join(STATISTICS),
        )
    if (wanted is None) == (over is None):
        raise BadInput(
            "survey.contrast_asked",
            _(
                "Name either the column whose values are compared (over), or the contrasts with their coefficients."
            ),
        )
    columns = list(by) if over is None or over in by else [*by, over]
    given = tuple(variables) if statistic == "ratio" else (variables,)
    found: Estimates = getattr(sample, statistic)(*given, by=columns, **asked)
    if wanted is not None:
        return contrast(found, wanted, kind=kind)
    return differences(found, str(over), against=against, kind=kind)


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    coefficients: Floats
    domain: Mapping[str, Any]
    variable: str
    level: Any


def _contrasts(found: "Estimates", parts: Sequence[_Part], kind: str) -> Contrasts:
    theta = np.array([math.nan if row.estimate is None else row.estimate for row in found], dtype=np.float64)
    given = np.array([part.coefficients for part in parts]).reshape(len(parts), len(found))
    used = np.flatnonzero((given != 0).any(axis=0))
    given, own, whole = given[:, used], theta[used], found.covariance_of(used)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = kind == "quotient"
        values = np.where(given != 0, given * (np.log(own) if logs else own), 0.0).sum(axis=1)
        slopes = np.where(given != 0, given / own, 0.0) if logs else given
    variances = _spread(slopes, whole)
    rows = []
    for place, part in enumerate(parts):
        mine = used[given[place] != 0]
        df = _freedom(found, mine.tolist(), slopes[place], whole, used)
        rows.append(
            _row(part, kind, float(values[place]), float(variances[place, place]), df, found.confidence)
        )
    return Contrasts(rows, found.confidence, variances, found.notes)


def _spread(slopes: Floats, whole: Floats) -> Floats:
    """Return slopes · whole · slopes'; a row without an error leaves open only the contrasts that use it."""
    unknown, used = np.isnan(whole), (slopes != 0).astype(np.float64)
    with np.errstate(invalid="ignore", over="ignore"):
        known = slopes @ np.where(unknown, 0.0, whole) @ slopes.T
    return np.where(used @ unknown @ used.T > 0, np.nan, known)


def _freedom(found: "Estimates", places: Sequence[int], slopes: Floats, whole: Floats, used: Ints) -> float:
    """Return the degrees of freedom: of the units that stand behind the rows; of samples drawn apart Satterthwaite's."""
    if found.groups is None:
        if found._freedom is not None:
            return float(found._freedom(places))
        return float(min((found[place].df for place in places), default=0))
    above, below = 0.0, 0.0
    for group in dict.fromkeys(found.groups[place] for place in places):
        own = np.array([found.groups[place] == group for place in used]) * slopes
        variance = float(_spread(own[None, :], whole)[0, 0])
        df = min(found[place].df for place in places if found.groups[place] == group)
        above, below = above + variance, below + (variance**2 / df if df else math.inf)
    return above**2 / below if below else math.nan


def _row(part: _Part, kind: str, value: float, variance: float, df: float, level: float) -> Contrast:
    from scipy.special import stdtr, stdtrit

    se = math.sqrt(max(variance, 0.0)) if math.isfinite(variance) else math.nan
    reach = float(stdtrit(df, (1 + level) / 2)) * se if df > 0 else math.nan
    statistic = value / se if se > 0 else math.nan
    chance = 2 * float(stdtr(df, -abs(statistic))) if df > 0 and math.isfinite(statistic) else math.nan
    shown = [value, se, value - reach, value + reach]
    if kind == "quotient":
        with np.errstate(over="ignore"):
            quotient, lower, upper = (float(np.exp(end)) for end in (value, value - reach, value + reach))
        shown = [quotient, quotient * se, lower, upper]
    estimate, error, low, high, t, p = (_known_number(number) for number in (*shown, statistic, chance))
    null = 1.0 if kind == "quotient" else 0.0
    return Contrast(
        part.name, kind, part.domain, part.variable, part.level, estimate, error, low, high, t, p, df, null
    )


def _known_number(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _coefficients(found: "Estimates", name: str, given: Mapping[Any, float] | Sequence[float]) -> Floats:
    if not isinstance(given, Mapping):
        if len(given) != len(found):
            raise BadInput(
                "survey.contrast_length",
                _("The contrast {name} has {given} coefficients for {rows} rows. Give one for each row."),
                name=name, given=len(given), rows=len(found),
            )  # fmt: skip
        return np.asarray(given, dtype=np.float64)
    coefficients = np.zeros(len(found))
    for key, coefficient in given.items():
        coefficients[_place(found, name, key)] += coefficient
    return coefficients


def _place(found: "Estimates", name: str, key: Any) -> int:
    places = _named(found, key)
    if isinstance(key, int) and not isinstance(key, bool) and 0 <= key < len(found):
        if places not in ([], [key]):
            raise BadInput(
                "survey.contrast_place",
                _(
                    "The contrast {name} names {row}, which is the place of one row and the value of another. Write "
                    "({row},) for the value, or give one coefficient for each row."
                ),
                name=name, row=key,
            )  # fmt: skip
        return key
    if len(places) != 1:
        raise BadInput(
            "survey.contrast_row",
            _(
                "The contrast {name} names {row}, which {count} rows answer to. Name a row by its place, by the values of "
                "its domain, or by its variable."
            ),
            name=name, row=str(key), count=len(places),
        )  # fmt: skip
    return places[0]


def _named(found: "Estimates", key: Any) -> list[int]:
    wanted = key if isinstance(key, tuple) else (key,)
    return [
        place
        for place, row in enumerate(found)
        if (row.domain and tuple(row.domain.values()) == wanted)
        or wanted in {(row.variable, row.level), (row.variable,)}
        or (*row.domain.values(), row.variable) == wanted
        or (*row.domain.values(), row.variable, row.level) == wanted
    ]


def _key(row: "Estimate", over: str) -> tuple[Any, ...]:
    rest = tuple((name, value) for name, value in row.domain.items() if name != over)
    return row.statistic, row.variable, row.level, rest


def _known(kind: str) -> None:
    if kind not in KINDS:
        raise BadInput(
            "survey.contrast_kind",
            _("There is no contrast {kind}. Choose one of {kinds}."),
            kind=kind,
            kinds=", ".join(KINDS),
        )


def _printed(row: Contrast) -> tuple[str, ...]:
    from .result import digits

    words = [*(str(value) for value in row.domain.values()), row.variable, row.name]
    numbers = (row.estimate, row.se, row.ci_low, row.ci_high, row.t)
    p = "–" if row.p is None else f"{row.p:.4f}"
    return (" ".join(word for word in words if word), *map(digits, numbers), p, f"{row.df:.4g}")
