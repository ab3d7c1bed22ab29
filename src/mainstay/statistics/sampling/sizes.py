"""How many to ask, for an estimate or for a difference; and what error a given number will have."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_UP, Context
from statistics import NormalDist
from typing import Any

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .limits import check_between, normal_quantile, rounded_up


@dataclass(frozen=True, slots=True)
class SampleSize:
    """`completed` interviews are needed; `selected` units must be drawn to get them."""

    completed: int
    selected: int


@dataclass(frozen=True, slots=True)
class TwoSizes:
    """The samples of two groups, or of two rounds, whose difference is to be seen."""

    first: SampleSize
    second: SampleSize


@dataclass(frozen=True, slots=True)
class ExpectedError:
    """The error that a sample will have: standard error, half-width of the interval, CV (None for 0)."""

    se: float
    margin: float
    cv: float | None


def sample_size_for_proportion(
    *,
    margin: float,
    share: float = 0.5,
    confidence: float = 0.95,
    deff: float = 1.0,
    population: int | None = None,
    response: float = 1.0,
) -> SampleSize:
    """Return the interviews for a share known to ± `margin` (as a share: 0.05 for 5 points).

    n0 = deff · z² p(1-p) / margin²; n = n0 / (1 + (n0-1)/N); selected = n / response. Cochran,
    *Sampling Techniques* (1977), 4.2. With `share` unknown 0.5 is the safe choice.

    >>> sample_size_for_proportion(margin=0.05)
    SampleSize(completed=385, selected=385)
    >>> sample_size_for_proportion(margin=0.05, deff=1.5, population=8_000, response=0.9)
    SampleSize(completed=538, selected=598)
    """
    check_between(margin, 0, 1, "margin")
    check_between(share, 0, 1, "share")
    first = deff * normal_quantile(confidence) ** 2 * share * (1 - share) / margin**2
    _refuse_nobody(population)
    needed = first if population is None else first / (1 + (first - 1) / population)

    def left(completed: int) -> float:
        return expected_error_of_proportion(
            completed=completed, share=share, confidence=confidence, deff=deff, population=population
        ).margin

    return _size(needed, response, deff, population, left)


def sample_size_for_mean(
    *,
    margin: float,
    deviation: float,
    confidence: float = 0.95,
    deff: float = 1.0,
    population: int | None = None,
    response: float = 1.0,
) -> SampleSize:
    """Return the interviews for a mean known to ± `margin`, in the unit of the standard `deviation`.

    n0 = deff · z² s² / margin²; n = n0 / (1 + n0/N); selected = n / response. Cochran (1977), 4.6.

    >>> sample_size_for_mean(margin=10, deviation=80, population=1_000)
    SampleSize(completed=198, selected=198)
    """
    check_between(margin, 0, math.inf, "margin")
    check_between(deviation, 0, math.inf, "deviation")
    first = deff * (normal_quantile(confidence) * deviation / margin) ** 2

    def left(completed: int) -> float:
        return expected_error_of_mean(
            completed=completed,
            mean=0,
            deviation=deviation,
            confidence=confidence,
            deff=deff,
            population=population,
        ).margin

    return _size(_finite(first, population), response, deff, population, left)


def sample_size_for_difference_of_proportions(
    *,
    first: float,
    second: float,
    power: float = 0.8,
    confidence: float = 0.95,
    ratio: float = 1.0,
    deff: float = 1.0,
    overlap: float = 0.0,
    correlation: float = 0.0,
    population: int | None = None,
    response: float = 1.0,
) -> TwoSizes:
    """Return the interviews by which a change from `first` to `second` (shares) is seen with the `power`.

    n1 = deff · (z_α √((1 + 1/r) p̄ q̄) + z_β √(p1 q1 + p2 q2 / r))² / (p1 - p2)², two-sided, with
    p̄ = (p1 + r p2) / (1 + r) and n2 = r n1 (`ratio` r); Fleiss, Levin, Paik, *Statistical Methods for Rates and
    Proportions* (2003), 4.2. Where a share `overlap` of the sample is asked in both rounds and answers go
    together with `correlation`, the variance is 1 - overlap · correlation of it (Kish 1965, 12.4). N, the
    `population` of each group: n = n0 / (1 + n0/N).

    >>> sample_size_for_difference_of_proportions(first=0.5, second=0.75, power=0.9).first
    SampleSize(completed=77, selected=77)
    """
    for value, name in ((first, "first"), (second, "second")):
        check_between(value, 0, 1, name)
    check_between(ratio, 0, math.inf, "ratio")
    check_between(abs(first - second), 0, 1, "difference")
    wide, strong = normal_quantile(confidence), _one_sided(power)
    middle = (first + ratio * second) / (1 + ratio)
    alike = math.sqrt((1 + 1 / ratio) * middle * (1 - middle))
    apart = math.sqrt(first * (1 - first) + second * (1 - second) / ratio)
    needed = (wide * alike + strong * apart) ** 2 / (first - second) ** 2
    needed *= deff * _kept(overlap, correlation)
    return _two(needed, ratio=ratio, population=population, response=response, deff=deff)


def sample_size_for_difference_of_means(
    *,
    difference: float,
    deviation: float,
    second_deviation: float | None = None,
    power: float = 0.8,
    confidence: float = 0.95,
    ratio: float = 1.0,
    deff: float = 1.0,
    overlap: float = 0.0,
    correlation: float = 0.0,
    population: int | None = None,
    response: float = 1.0,
) -> TwoSizes:
    """Return the interviews by which means that lie `difference` apart are seen to differ.

    n1 = deff · (z_α + z_β)² (s1² + s2²/r) / difference², two-sided; n2 = r n1. `overlap`, `correlation`,
    `population` as for proportions. Cochran (1977), 4.6; Chow, Shao, Wang, *Sample Size Calculations in
    Clinical Research* (2008), 3.2.

    >>> sample_size_for_difference_of_means(difference=5, deviation=10).first
    SampleSize(completed=63, selected=63)
    """
    check_between(abs(difference), 0, math.inf, "difference")
    check_between(deviation, 0, math.inf, "deviation")
    other = deviation if second_deviation is None else second_deviation
    check_between(other, 0, math.inf, "second_deviation")
    check_between(ratio, 0, math.inf, "ratio")
    reach = normal_quantile(confidence) + _one_sided(power)
    needed = reach**2 * (deviation**2 + other**2 / ratio) / difference**2
    needed *= deff * _kept(overlap, correlation)
    return _two(needed, ratio=ratio, population=population, response=response, deff=deff)


def expected_error_of_proportion(
    *,
    completed: int,
    share: float = 0.5,
    confidence: float = 0.95,
    deff: float = 1.0,
    population: int | None = None,
) -> ExpectedError:
    """Return the error that a share from `completed` interviews will have.

    SE² = deff · p(1-p)/n · (N-n)/(N-1): the sample size turned round, so that the margin asked for comes back.

    >>> round(expected_error_of_proportion(completed=385).margin, 4)
    0.0499
    """
    check_between(share, 0, 1, "share")
    return _expected(share * (1 - share), share, completed, confidence, deff, population, small=1)


def expected_error_of_mean(
    *,
    completed: int,
    mean: float,
    deviation: float,
    confidence: float = 0.95,
    deff: float = 1.0,
    population: int | None = None,
) -> ExpectedError:
    """Return the error that a mean from `completed` interviews will have: SE² = deff · s²/n · (1 - n/N).

    >>> expected_error_of_mean(completed=400, mean=120, deviation=80, deff=2.25).cv
    0.05
    """
    check_between(deviation, 0, math.inf, "deviation")
    return _expected(deviation**2, mean, completed, confidence, deff, population, small=0)


def _expected(
    variance: float,
    estimate: float,
    completed: int,
    confidence: float,
    deff: float,
    population: int | None,
    *,
    small: int,
) -> ExpectedError:
    check_between(completed, 0, math.inf, "completed")
    check_between(deff, 0, math.inf, "deff")
    n = completed / deff
    left = 1.0
    if population is not None:
        check_between(completed, 0, population + 0.5, "completed")
        # The sizes correct n0, which has the design effect in it; so n and not n/deff meets N here.
        left = (population - completed) / (population - small) if population > small else 0.0
    se = math.sqrt(variance / n * left)
    return ExpectedError(se, normal_quantile(confidence) * se, se / abs(estimate) if estimate else None)


def _two(needed: float, *, ratio: float, population: int | None, response: float, deff: float) -> TwoSizes:
    sizes = [
        _size(_finite(part, population), response, deff, population) for part in (needed, needed * ratio)
    ]
    return TwoSizes(*sizes)


def _kept(overlap: float, correlation: float) -> float:
    check_between(overlap, -1e-12, 1 + 1e-12, "overlap")
    check_between(correlation, -1, 1, "correlation")
    return 1 - overlap * correlation


def _one_sided(power: float) -> float:
    check_between(power, 0, 1, "power")
    return NormalDist().inv_cdf(power)


def _finite(needed: float, population: int | None) -> float:
    _refuse_nobody(population)
    return needed if population is None else needed / (1 + needed / population)


def _refuse_nobody(population: int | None) -> None:
    if population is not None:
        check_between(population, 0, math.inf, "population")


def _size(
    needed: float,
    response: float,
    deff: float,
    population: int | None,
    left: Callable[[int], float] | None = None,
) -> SampleSize:
    """Return the size; refuse where too few would answer, with the margin that is `left` if all are asked."""
    check_between(response, 0, 1 + 1e-12, "response")
    check_between(deff, 0, math.inf, "deff")
    completed = rounded_up(needed)
    selected = rounded_up(completed / response)
    if population is None or selected <= population:
        return SampleSize(completed, selected)
    reached = max(1, math.floor(population * response + 1e-9))
    known: dict[str, Any] = {
        "completed": completed,
        "selected": selected,
        "population": population,
        "reached": reached,
    }
    if left is None:
        raise BadInput(
            "sampling.too_few",
            _(
                "{completed} interviews need {selected} units, but the population has {population}. If all are asked "
                "{reached} will answer; plan for a larger difference, or for less power."
            ),
            **known,
        )
    raise BadInput(
        "sampling.too_few",
        _(
            "{completed} interviews need {selected} units, but the population has {population}. If all are asked "
            "{reached} will answer, which leaves a margin of {margin}: ask for that or more."
        ),
        margin=float(Context(prec=3, rounding=ROUND_UP).create_decimal_from_float(left(reached))),
        **known,
    )
