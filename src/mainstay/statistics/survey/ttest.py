"""Student's t for means of a sample survey: one mean, two groups, two columns of the same persons.

The difference of two groups is the slope of a regression on the group's indicator; Lumley, *Complex Surveys* (2010),
2.4. Degrees of freedom are those of the design, of the rows that count, less one, as in R's `svyttest`.
"""

from typing import TYPE_CHECKING

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .columns import Bools, Floats
from .hypothesis import HypothesisTest
from .intervals import student_t
from .regression import part_of, refuse_purposive
from .regression_result import two_sided
from .result import number

ROUNDING = 1e-15
"""An error below this share of its estimate is that of the last digits: there is none to test with."""

if TYPE_CHECKING:
    from .sample import Sample


def t_test(
    sample: "Sample", asked: str, group: str | None, *, paired: str | None, mu: float, where: str | None
) -> HypothesisTest:
    """Return the t-test of the mean of a column against `mu`, between two groups, or between two columns.

    `asked` is a column, or a formula: ``"income ~ sex"`` for groups, ``"income ~ 1"`` for one mean.
    """
    refuse_purposive(sample)
    left, sign, right = (part.strip() for part in asked.partition("~"))
    if sign and right not in {"0", "1"}:
        group = right
    if group is not None and paired is not None:
        raise BadInput(
            "survey.paired_groups",
            _("A test is between two groups or between two columns, not both. Give group or paired."),
        )
    part = part_of(sample, where)
    if group is not None:
        return _two_groups(sample, left, group, part)
    return _one_mean(sample, left, paired, part, mu)


def _one_mean(
    sample: "Sample", name: str, paired: str | None, part: tuple[Bools, Bools], mu: float
) -> HypothesisTest:
    values = sample.columns.numbers(name) - (0.0 if paired is None else sample.columns.numbers(paired))
    rows = part[0] & ~np.isnan(values)
    own = np.where(rows, values, 0.0)

    def theta(weights: Floats) -> Floats:
        held = np.where(rows, weights, 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray([held @ own / held.sum()])

    mean = _known(theta(sample.weights), name)

    def scores() -> Floats:
        held = np.where(rows, sample.weights, 0.0)
        return np.asarray((held * (own - mean[0]) / held.sum())[:, None], dtype=np.float64)

    shown = name if paired is None else f"{name} - {paired}"
    variance = sample.covariance(theta, scores, rows=rows, named=shown)
    hypothesis = f"mean of {shown} is {mu:g}"
    return _tested(sample, hypothesis, mean[0], mu, variance, rows, part[1], {})


def _two_groups(sample: "Sample", name: str, group: str, part: tuple[Bools, Bools]) -> HypothesisTest:
    values, levels = sample.columns.numbers(name), sample.columns.levels(group)
    rows = part[0] & ~np.isnan(values) & (levels.codes >= 0)
    present = np.flatnonzero(
        np.bincount(levels.codes[rows & (sample.weights != 0)], minlength=len(levels.values))
    )
    if len(present) != 2:
        raise BadInput(
            "survey.two_groups",
            _("The column {column} has {count} groups in the rows used, and a t-test compares two."),
            column=group,
            count=len(present),
        )
    own = np.where(rows, values, 0.0)
    member = [(levels.codes == code) & rows for code in present]

    def means(weights: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray([weights[part] @ own[part] / weights[part].sum() for part in member])

    def theta(weights: Floats) -> Floats:
        first, second = means(weights)
        return np.asarray([second - first])

    centre = means(sample.weights)

    def scores() -> Floats:
        held = sample.weights
        parts = [
            part * held * (own - mean) / held[part].sum() for part, mean in zip(member, centre, strict=True)
        ]
        return np.asarray((parts[1] - parts[0])[:, None], dtype=np.float64)

    variance = sample.covariance(theta, scores, rows=rows, named=name)
    first, second = (levels.values[code] for code in present)
    details = {
        f"mean of {group} = {first}": float(centre[0]),
        f"mean of {group} = {second}": float(centre[1]),
    }
    hypothesis = f"mean of {name} is the same for {group} = {second} and {group} = {first}"
    return _tested(sample, hypothesis, centre[1] - centre[0], 0.0, variance, rows, part[1], details)


def _tested(
    sample: "Sample",
    hypothesis: str,
    estimate: float,
    mu: float,
    told: tuple[Floats, list[str]],
    rows: Bools,
    meant: Bools,
    details: dict[str, float],
) -> HypothesisTest:
    df, variance = sample.freedom(rows) - 1, told[0]
    se = float(np.sqrt(variance[0, 0]))
    t = np.float64((estimate - mu) / se if se > ROUNDING * abs(estimate) else np.nan)
    reach = float(student_t(np.asarray([df]), sample.confidence)[0])
    return HypothesisTest(
        hypothesis=hypothesis,
        statistic="t",
        value=number(float(t)),
        df=df,
        df_error=None,
        p=number(float(two_sided(t, df))),
        estimate=float(estimate),
        se=number(se),
        ci_low=number(estimate - reach * se),
        ci_high=number(estimate + reach * se),
        n=int((rows & (sample.weights != 0)).sum()),
        missing=int((meant & ~rows).sum()),
        method=f"design-based t-test, {sample.method}, {sample.confidence:.0%} confidence",
        details=details,
        notes=[*sample.notes, *told[1]],
        _covariance=lambda: variance,
    )


def _known(mean: Floats, name: str) -> Floats:
    if not np.isfinite(mean).all():
        raise BadInput(
            "survey.no_rows",
            _("No row has a weight and all that {formula} names, so there is nothing to compute from."),
            formula=name,
        )
    return mean
