"""Draws from a forest of randomised trees whose leaves hold how much fighting grew or fell after a like past."""

import numpy as np
from numpy.typing import NDArray

from .features import Features
from .panel import Floats
from .past import Past

TREES = 60
LEAF = 20
#: Share of the features that each split looks at, and of the rows that each tree sees.
FEATURES, ROWS = 0.6, 0.6
#: How many times as much a row of the country's own past counts in a leaf.
OWN = 21.0
#: Growth is told from means of logarithms, a forest for each: an arithmetic mean would be led by its highest month.
BASES = ("mean_6", "mean_12", "mean_24")


def forest_draws(
    learned: Past, now: Features, leads: NDArray[np.float32], *, draws: int, seed: int
) -> Floats:
    """Return `draws` deaths for each country and lead, countries × leads × draws, whole numbers.

    Extremely randomised trees (Geurts, Ernst & Wehenkel 2006) are grown on ln(1 + deaths) less its mean of the last 6, 12
    and 24 months, a third of the draws from each; the distribution is that of the rows in the leaves a cell falls into (Meinshausen 2006, quantile
    regression forests), where rows of the same country count OWN times as much.
    """
    countries = len(now.values)
    asked = np.column_stack([np.repeat(now.values, len(leads), 0), np.tile(leads, countries)])
    own = np.repeat(np.arange(countries), len(leads))
    shares = np.array_split(np.arange(draws), len(BASES))
    found = [
        _of_base(learned, asked, own, learned.names.index(base), draws=len(share), seed=seed + number)
        for number, (base, share) in enumerate(zip(BASES, shares, strict=True))
    ]
    return np.concatenate(found, axis=1).reshape(countries, len(leads), draws)


def _of_base(
    learned: Past, asked: NDArray[np.float32], own: NDArray, base: int, *, draws: int, seed: int
) -> Floats:
    from sklearn.ensemble import ExtraTreesRegressor
    from threadpoolctl import threadpool_limits

    generator = np.random.default_rng(seed)
    growth = np.log1p(learned.deaths) - learned.values[:, base]
    with threadpool_limits(1):
        grown = ExtraTreesRegressor(
            TREES, min_samples_leaf=LEAF, max_features=FEATURES, bootstrap=True, max_samples=ROWS, random_state=seed
        ).fit(learned.inputs, growth, sample_weight=learned.weight)  # fmt: skip
        there, here = grown.apply(learned.inputs), grown.apply(asked)
    found = np.empty((len(asked), draws))
    for tree in range(TREES):
        mine = np.arange(tree, draws, TREES)
        rows = _drawn(there[:, tree], here[:, tree], learned, own, len(mine), generator)
        found[:, mine] = growth[rows] + asked[:, [base]]
    return np.rint(np.expm1(np.maximum(found, 0.0)))


def _drawn(
    there: NDArray, here: NDArray, learned: Past, own: NDArray, number: int, generator: np.random.Generator
) -> NDArray:
    """Return rows drawn from the leaf of each cell by their weights, those of its own country counting OWN times."""
    many = int(learned.country.max()) + 1
    key = there.astype(np.int64) * many + learned.country
    order = np.argsort(key, kind="stable")
    summed = np.concatenate([[0.0], np.cumsum(learned.weight[order])])
    sorted_key = key[order]
    leaf = here.astype(np.int64) * many

    def span(low: NDArray, high: NDArray) -> tuple[NDArray, NDArray]:
        return summed[np.searchsorted(sorted_key, low)], summed[np.searchsorted(sorted_key, high)]

    low, high = span(leaf, leaf + many)
    own_low, own_high = span(leaf + own, leaf + own + 1)
    extra = (OWN - 1) * (own_high - own_low)
    from_own = generator.random((len(here), number)) * (high - low + extra)[:, None] < extra[:, None]
    start = np.where(from_own, own_low[:, None], low[:, None])
    length = np.where(from_own, (own_high - own_low)[:, None], (high - low)[:, None])
    point = start + length * generator.random((len(here), number))
    rows: NDArray = order[np.clip(np.searchsorted(summed, point, side="right") - 1, 0, len(order) - 1)]
    return rows
