"""How likely it is that somebody is found in a file by what others know of them."""

from dataclasses import dataclass

import numpy as np

from mainstay.common.texts import noop as _
from mainstay.statistics.survey.columns import Floats, Ints, summed

from .blanks import class_of

SERIES_FROM, SERIES_TERMS = 10, 400
"""From this frequency on the series is used: its terms fall as n^-f."""
SAMPLE = _("negative binomial: F given f, with p = f / sum of weights")
POPULATION = _("the file is the population: 1 / f")


@dataclass(frozen=True, slots=True)
class Risk:
    """The risk of a file of `rows`, given what others know (the key variables).

    `sample_uniques`: rows alone in their combination; `below_k`: rows in combinations of fewer than k;
    `population_uniques`: how many of the rows are expected to be alone in the population too; `expected`: how
    many rows somebody who tries each would find right; `mean` and `highest`: the chance for one row. `model`
    names the model.
    """

    rows: int
    sample_uniques: int
    below_k: int
    population_uniques: float
    expected: float
    mean: float
    highest: float
    model: str


def individual_risk(frequency: Floats, weight_sum: Floats | None = None) -> Floats:
    """Return the chance that a row is linked to the right person: E(1/F | f), F people share its combination.

    `frequency` f: rows of the sample with the row's combination; `weight_sum`: the sum of their weights. With
    weights F given f is negative binomial with p = f / Σw (Benedetti and Franconi 1998; Franconi and Polettini
    2004): E(1/F | f) = p / f · ₂F₁(1, 1; f + 1; 1 − p). Without, the file is the population and it is 1 / f.

    >>> individual_risk(np.array([1.0, 2.0]), np.array([17.0, 100.0])).round(6).tolist()
    [0.177076, 0.018779]
    """
    if weight_sum is None:
        return 1.0 / frequency
    share = np.minimum(frequency / weight_sum, 1.0)
    return np.asarray(share / frequency * _hypergeometric(frequency, 1 - share), dtype=np.float64)


def _hypergeometric(frequency: Floats, rest: Floats) -> Floats:
    """Return ₂F₁(1, 1; f + 1; z); by its own series for large f, where scipy's gives up."""
    from scipy.special import hyp2f1

    few = frequency <= SERIES_FROM
    found = np.empty_like(rest)
    f, z = frequency[few], rest[few]
    found[few] = (1 - z) ** (f - 1) * hyp2f1(f, f, f + 1, z)
    f, z = frequency[~few], rest[~few]
    term, total = np.ones_like(z), np.ones_like(z)
    for n in range(SERIES_TERMS):
        term = term * (n + 1) / (f + 1 + n) * z
        total += term
    found[~few] = total
    return found


def risk_of(codes: Ints, weights: Floats | None, k: int) -> Risk:
    """Return the risk of a file whose rows have these combinations of key codes (rows × keys)."""
    where, rows = class_of(codes)
    frequency = rows[where].astype(np.float64)
    behind = None if weights is None else summed(where, weights, len(rows))[where]
    chance = individual_risk(frequency, behind)
    alone = frequency == 1
    unique = alone.sum() if behind is None else np.minimum(1.0 / behind[alone], 1.0).sum()
    return Risk(
        rows=len(codes),
        sample_uniques=int(alone.sum()),
        below_k=int((frequency < k).sum()),
        population_uniques=float(unique),
        expected=float(chance.sum()),
        mean=float(chance.mean()),
        highest=float(chance.max()),
        model=POPULATION if weights is None else SAMPLE,
    )
