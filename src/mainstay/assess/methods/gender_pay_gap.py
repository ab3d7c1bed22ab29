"""How much less an hour of women earns than one of men."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.statistics.survey import Estimates
from mainstay.statistics.survey.columns import Bools, Columns, Floats, Ints
from mainstay.statistics.survey.domains import cross

from .survey_rate import By, Draw, linearised, names_of, not_negative
from .weighted_median import median_influence


@dataclass(frozen=True, slots=True)
class _Paid:
    """Hourly earnings with who is a woman, for rows in which both are known."""

    hourly: Floats
    woman: Bools
    known: Bools


def gender_pay_gap(
    table: Any,
    draw: Draw,
    *,
    hourly: str,
    sex: str,
    women: Any,
    men: Any,
    middle: str = "mean",
    by: By = (),
) -> Estimates:
    """Return the gender pay gap by the mean or the median, as a share of what men earn.

    G = (M − F) / M; M and F mean (or median) earnings per hour of men and of women who are employees. `hourly` is
    empty for all others; `women` and `men` are the values of `sex`. Above 0 where women earn less. A domain without
    women or without men has no figure. Errors: G is linearised, z = F z_M / M² − z_F / M, with z of a mean
    (y − Ȳ)/N, and of a median as in `median_influence`; women and men of one sampled unit stay together.
    Sources: ILO, *Decent Work Indicators* (2nd ed., 2013), gender wage gap; Eurostat, unadjusted gender pay gap.
    Unit: share.

    >>> from functools import partial
    >>> from mainstay.statistics.survey import Design
    >>> staff = {"w": [1, 1, 1, 1], "sex": ["f", "f", "m", "m"], "hour": [8.0, 10.0, 9.0, 11.0]}
    >>> draw = partial(Design, weights="w")
    >>> round(gender_pay_gap(staff, draw, hourly="hour", sex="sex", women="f", men="m")[0].estimate, 9)
    0.1
    """
    if middle not in {"mean", "median"}:
        raise BadInput(
            "pay_gap.middle",
            _("The pay gap is by the mean or the median, not by the {middle}."),
            middle=middle,
        )
    paid = _paid(Columns(table), hourly, sex, women=women, men=men)
    influence = _mean_influence if middle == "mean" else median_influence

    def statistic(rows: Ints, weights: Floats) -> tuple[float, Floats]:
        return _gap(paid.hourly[rows], paid.woman[rows], weights, influence=influence)

    return linearised(
        table, draw, name=f"gender_pay_gap_{middle}", of=hourly, valid=paid.known, statistic=statistic, by=by
    )


def factor_weighted_gap(
    table: Any,
    draw: Draw,
    *,
    hourly: str,
    sex: str,
    women: Any,
    men: Any,
    factors: Iterable[str],
    by: By = (),
) -> Estimates:
    """Return the gender pay gap inside groups of like employees, averaged by the size of the groups.

    G = Σ_g s_g (M_g − F_g) / M_g over the crossings g of `factors` (education, age, full or part time, public or
    private) in which both women and men work; M_g, F_g their mean hourly earnings, s_g the group's share of all
    employees in such groups. Groups of one sex alone have no gap: their employees are dropped and counted.
    Source: ILO, *Global Wage Report 2018/19: What lies behind gender pay gaps*, part II. Linearised over groups and
    shares: z = (G_g − G)/N + s_g z_g. Unit: share.

    >>> from functools import partial
    >>> from mainstay.statistics.survey import Design
    >>> staff = {"w": [1] * 6, "sex": ["f", "m", "f", "f", "f", "m"], "school": ["a", "a", "b", "b", "b", "b"],
    ...     "hour": [8.0, 10.0, 18.0, 16.0, 20.0, 20.0]}
    >>> found = factor_weighted_gap(staff, partial(Design, weights="w"), hourly="hour", sex="sex", women="f",
    ...     men="m", factors=["school"])
    >>> round(found[0].estimate, 12) == round((2 * 0.2 + 4 * 0.1) / 6, 12)
    True
    """
    columns, listed = Columns(table), list(factors)
    if not listed:
        raise BadInput("pay_gap.factors", _("Name the factors that make employees alike, such as education."))
    paid = _paid(columns, hourly, sex, women=women, men=men)
    domain = cross(columns, names_of(by)).code
    group = cross(columns, listed).code
    both = _with_both_sexes(domain, group, paid)

    def statistic(rows: Ints, weights: Floats) -> tuple[float, Floats]:
        return _weighted_over(group[rows], paid.hourly[rows], paid.woman[rows], weights)

    name = "gender_pay_gap_factor_weighted"
    alone = paid.known & ~both
    return linearised(
        table, draw, name=name, of=hourly, valid=both, statistic=statistic, by=by, missing=alone
    )


def _paid(columns: Columns, hourly: str, sex: str, *, women: Any, men: Any) -> _Paid:
    levels = columns.levels(sex)
    for value in (women, men):
        if value not in levels.values:
            raise BadInput(
                "pay_gap.sex",
                _("The column {column} never has the value {value}. It has: {values}."),
                column=sex,
                value=value,
                values=", ".join(str(level) for level in levels.values),
            )
    woman = levels.codes == levels.values.index(women)
    man = levels.codes == levels.values.index(men)
    earned = not_negative(columns, hourly)
    return _Paid(earned, woman, (woman | man) & ~np.isnan(earned))


def _mean_influence(values: Floats, weights: Floats) -> tuple[float, Floats]:
    whole = weights.sum()
    mean = float(weights @ values) / whole
    return mean, (values - mean) / whole


def _gap(hourly: Floats, woman: Bools, weights: Floats, *, influence: Any) -> tuple[float, Floats]:
    score = np.zeros(len(hourly))
    if woman.all() or not woman.any():
        return float("nan"), score
    female, z_female = influence(hourly[woman], weights[woman])
    male, z_male = influence(hourly[~woman], weights[~woman])
    if male <= 0:
        return float("nan"), score
    score[woman] = -z_female / male
    score[~woman] = z_male * female / male**2
    return (male - female) / male, score


def _weighted_over(group: Ints, hourly: Floats, woman: Bools, weights: Floats) -> tuple[float, Floats]:
    whole, score, gaps = weights.sum(), np.zeros(len(group)), np.zeros(len(group))
    for code in np.unique(group):
        own = group == code
        gap, z = _gap(hourly[own], woman[own], weights[own], influence=_mean_influence)
        gaps[own] = gap
        score[own] = z * weights[own].sum() / whole
    value = float(weights @ gaps) / whole
    return value, score + (gaps - value) / whole


def _with_both_sexes(domain: Ints, group: Ints, paid: _Paid) -> Bools:
    usable = paid.known & (domain >= 0) & (group >= 0)
    key = np.where(usable, domain * (int(group.max(initial=0)) + 1) + group, -1)
    shared = np.intersect1d(key[usable & paid.woman], key[usable & ~paid.woman])
    return usable & np.isin(key, shared)
