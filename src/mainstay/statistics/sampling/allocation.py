"""How a sample is shared out over strata."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _
from mainstay.statistics.survey.columns import Floats

from .limits import check_between, normal_quantile, refuse_unknown
from .sizes import ExpectedError

RULES = ("equal", "proportional", "neyman", "power")

LEAST = 2
"""Fewest units of a stratum: a variance needs two."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """A part of the population: its units, and what is known of the variable to be measured in it.

    `deviation` is the standard deviation (for a share √(p(1-p))), `mean` the mean, `cost` of one interview.
    """

    name: str
    size: int
    deviation: float = 1.0
    mean: float = 1.0
    cost: float = 1.0


@dataclass(frozen=True, slots=True)
class Allocated:
    """A stratum with its part of the sample; `weight` is how many units each one drawn stands for.

    `minimum` is what was asked for at least; a stratum that has fewer is taken whole.
    """

    name: str
    size: int
    sample: int
    minimum: int = 0

    @property
    def short(self) -> bool:
        """Whether the stratum has fewer units than its minimum, so that everybody is drawn."""
        return self.size < self.minimum

    @property
    def fraction(self) -> float:
        """The share of the stratum that is drawn."""
        return self.sample / self.size

    @property
    def weight(self) -> float | None:
        """Size / sample; None where nobody is drawn."""
        return self.size / self.sample if self.sample else None


def allocate(
    total: int,
    strata: Sequence[Stratum],
    *,
    rule: str = "proportional",
    exponent: float = 0.5,
    minimum: int | Mapping[str, int] = LEAST,
) -> list[Allocated]:
    """Return the sample in each stratum; the numbers sum to `total` exactly.

    equal: the same n. proportional: n ∝ N. neyman: n ∝ N S / √cost, least variance of the whole for the
    money (Neyman 1934; Cochran 1977, 5.5). power: n ∝ N^q · S / mean with q = `exponent`, between good for
    the whole (1) and good for each stratum (0) (Bankier, *American Statistician* 42 (1988), 174-177).
    Each stratum gets at least its `minimum` (2, also where a mapping leaves it out, as a variance needs two) and no
    more than it has; what these limits move is shared among the others by the rule. Rounded by largest remainders, of
    equal ones the earlier stratum.

    >>> strata = [Stratum("north", 6_000), Stratum("south", 3_000), Stratum("isles", 100)]
    >>> [own.sample for own in allocate(400, strata, minimum=30)]
    [247, 123, 30]
    """
    _refuse_bad(strata, means=rule == "power")
    least = _minima(minimum, [own.name for own in strata])
    high = np.array([own.size for own in strata], dtype=np.float64)
    low = np.minimum(np.array(least, dtype=np.float64), high)
    if not low.sum() <= total <= high.sum():
        raise BadInput(
            "sampling.allocation",
            _(
                "{total} interviews cannot be shared out: the strata take from {low} (the minimum in each) to {high} "
                "(all they have). Ask for a number between, or for another minimum."
            ),
            total=total,
            low=int(low.sum()),
            high=int(high.sum()),
        )
    wish = _wishes(strata, rule, exponent)
    parts = _rounded(_bounded(total, wish, low, high), total, high)
    return [
        Allocated(own.name, own.size, int(part), asked)
        for own, part, asked in zip(strata, parts, least, strict=True)
    ]


def expected_error_of_allocation(
    allocated: Sequence[Allocated],
    strata: Sequence[Stratum],
    *,
    deff: float = 1.0,
    confidence: float = 0.95,
) -> ExpectedError:
    """Return the error that the mean of the whole population will have.

    SE² = deff · Σ (N_h/N)² S_h²/n_h (1 - n_h/N_h); Cochran (1977), 5.4. Each stratum needs somebody drawn.

    >>> strata = [Stratum("a", 500, deviation=10, mean=50), Stratum("b", 500, deviation=10, mean=50)]
    >>> round(expected_error_of_allocation(allocate(100, strata), strata).se, 4)
    0.9487
    """
    check_between(deff, 0, math.inf, "deff")
    empty = [own.name for own in allocated if not own.sample]
    if empty:
        raise BadInput(
            "sampling.empty_stratum",
            _("Nobody is drawn in {strata}, so the error of the whole is unknown. Give a minimum of 2."),
            strata=", ".join(empty),
        )
    whole = sum(own.size for own in strata)
    variance = deff * math.fsum(
        (own.size / whole * own.deviation) ** 2 / part.sample * (1 - part.fraction)
        for own, part in zip(strata, allocated, strict=True)
    )
    mean = math.fsum(own.size * own.mean for own in strata) / whole
    se = math.sqrt(variance)
    return ExpectedError(se, normal_quantile(confidence) * se, se / abs(mean) if mean else None)


def _wishes(strata: Sequence[Stratum], rule: str, exponent: float) -> Floats:
    size = np.array([own.size for own in strata], dtype=np.float64)
    deviation = np.array([own.deviation for own in strata], dtype=np.float64)
    mean = np.array([own.mean for own in strata], dtype=np.float64)
    cost = np.array([own.cost for own in strata], dtype=np.float64)
    if rule == "equal":
        return np.ones(len(strata))
    if rule == "proportional":
        return size
    if rule == "neyman":
        return size * deviation / np.sqrt(cost)
    if rule == "power":
        check_between(exponent, -1e-12, 1 + 1e-12, "exponent")
        return np.asarray(size**exponent * deviation / np.abs(mean), dtype=np.float64)
    raise BadInput(
        "sampling.rule",
        _("There is no rule {rule} of allocation. Choose one of {rules}."),
        rule=rule,
        rules=", ".join(RULES),
    )


def _bounded(total: int, wish: Floats, low: Floats, high: Floats) -> Floats:
    """Return parts in proportion to `wish` inside the limits that sum to `total`."""
    floor, ceiling = 0.0, (total + 1) / wish[wish > 0].min() if (wish > 0).any() else 1.0
    most: Floats = np.clip(wish * ceiling, low, high)
    if most.sum() < total:  # strata that the rule gives nothing take the rest
        room = high - most
        return np.asarray(most + (total - most.sum()) * room / room.sum(), dtype=np.float64)
    for _halving in range(200):
        middle = (floor + ceiling) / 2
        if np.clip(wish * middle, low, high).sum() < total:
            floor = middle
        else:
            ceiling = middle
    parts: Floats = np.clip(wish * ceiling, low, high)
    return parts


def _rounded(parts: Floats, total: int, high: Floats) -> Floats:
    """Return whole numbers that sum to `total`: rounded down, the largest remainders up."""
    down = np.floor(parts + 1e-9)
    rest = np.where(down < high, parts - down, -1.0)
    order = np.argsort(-np.round(rest, 9), kind="stable")
    down[order[: int(total - down.sum())]] += 1
    return down


def _minima(minimum: int | Mapping[str, int], names: Sequence[str]) -> list[int]:
    """Return the minimum of each stratum; refuse one below 0, and one for a stratum that there is not."""
    given = dict.fromkeys(names, minimum) if isinstance(minimum, int) else dict(minimum)
    refuse_unknown(given, names)
    wrong = [name for name, least in given.items() if least < 0]
    if wrong:
        raise BadInput(
            "sampling.minimum",
            _("The minimum of the stratum {stratum} is {minimum}; it must be 0 or more."),
            stratum=wrong[0],
            minimum=given[wrong[0]],
        )
    return [given.get(name, LEAST) for name in names]


def _refuse_bad(strata: Sequence[Stratum], *, means: bool) -> None:
    """Refuse strata that cannot take part; a mean of 0 only where the rule divides by it."""
    fault = Reason(
        "sampling.stratum", _("needs a size of 1 or more, and a deviation and a cost that are not negative")
    )
    wrong = [
        own
        for own in strata
        if not (own.size >= 1 and own.deviation >= 0 and own.cost > 0 and (own.mean != 0 or not means))
        or not np.isfinite([own.size, own.deviation, own.cost, own.mean]).all()
    ]
    twice = Reason("sampling.stratum_twice", _("stands among the strata more than once"))
    again = [name for name, times in Counter(own.name for own in strata).items() if times > 1]
    if wrong or again or not strata:
        problems = [Problem(fault, field=own.name) for own in wrong]
        problems += [Problem(twice, field=name) for name in again]
        raise BadInput(
            "sampling.stratum",
            _("{count} strata cannot take part in the allocation. Correct them or leave them out."),
            problems=problems,
            count=len(problems),
        )
