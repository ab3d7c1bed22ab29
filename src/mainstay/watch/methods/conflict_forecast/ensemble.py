"""The forecast: draws of a forest, of a regression on classes and of the country's own two years, in one pool."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .classes import class_chances, class_of
from .features import features
from .forest import forest_draws
from .panel import Floats, Panel, month_name
from .past import WARM_UP, past

#: Shares of the pool: regression on classes, own past; the forest has the rest. Chosen on the windows 2009 to 2017.
CLASSES, OWN_PAST = 0.35, 0.15
OWN_MONTHS = 24
#: Draws of the forest within a class from which it tells the shape of the class.
ENOUGH = 5
#: Months that must be known before the origin.
LEAST_MONTHS = WARM_UP + 36


@dataclass(frozen=True)
class Forecast:
    """`draws` of deaths: countries × leads × draws, whole numbers.

    A state that was not yet there at the origin is forecast like one that had peace.
    """

    origin: int
    leads: tuple[int, ...]
    countries: tuple[int, ...]
    iso3: tuple[str, ...]
    draws: Floats

    def chance(self, least: float) -> Floats:
        """Return the chance of at least so many deaths, countries × leads."""
        found: Floats = (self.draws >= least).mean(2)
        return found

    def quantile(self, *shares: float) -> Floats:
        """Return quantiles of the draws, shares × countries × leads."""
        return np.quantile(self.draws, shares, axis=2)


def conflict_forecast(
    panel: Panel, origin: int, leads: Sequence[int], *, draws: int = 1000, seed: int = 1
) -> Forecast:
    """Return the predictive distribution of state-based deaths in each country, `leads` months after `origin`.

    Only what `panel` holds until the end of month `origin` is used. Half of the draws come from a forest on growth, 35
    of 100 from a regression on classes of deaths, 15 from the country's own last 24 months (see docs/methods). The
    same panel, seed and draws give the same result. Raise BadInput for an origin without enough history.
    """
    chosen = tuple(sorted(set(leads)))
    if not chosen or chosen[0] < 1:
        raise BadInput("forecast.leads", _("A lead is a number of months from 1 on."))
    known = panel.until(origin)
    if origin > panel.last or known.deaths.shape[1] < LEAST_MONTHS or np.isnan(known.at(origin)).all():
        raise BadInput(
            "forecast.origin",
            _(
                "A forecast from {origin} needs that month and {months} before it; the history goes from {first} to {last}."
            ),
            origin=month_name(origin),
            months=LEAST_MONTHS - 1,
            first=month_name(panel.first),
            last=month_name(panel.last),
        )
    generator = np.random.default_rng(seed)
    learned = past(known, origin, chosen, generator)
    now = features(known, origin)
    steps = np.asarray(chosen, np.float32)
    of_classes, of_own = round(draws * CLASSES), round(draws * OWN_PAST)
    grown = forest_draws(learned, now, steps, draws=draws - of_classes - of_own, seed=seed)
    chances = class_chances(learned, now, steps)
    drawn = _within_classes(chances, grown, learned.deaths, learned.weight, of_classes, generator)
    own = known.filled[:, -OWN_MONTHS:]
    spread = own[:, np.arange(of_own) * OWN_MONTHS // max(of_own, 1)]
    pool = np.concatenate([grown, drawn, np.repeat(spread[:, None, :], len(chosen), 1)], axis=2)
    return Forecast(origin, chosen, panel.countries, panel.iso3, pool)


def _within_classes(
    chances: Floats,
    shape: Floats,
    deaths: Floats,
    weight: Floats,
    number: int,
    generator: np.random.Generator,
) -> Floats:
    """Return `number` draws a cell: evenly over the classes by their chances, and within a class as the forest has it.

    Where the forest has fewer than ENOUGH draws in a class, its shape is that of all outcomes of the past.
    """
    summed = np.cumsum(chances, axis=2)
    points = (np.arange(number) + 0.5) / number
    classes = (points[None, None, :, None] > summed[:, :, None, :-1]).sum(3)
    everywhere = [
        _sample(deaths, weight, class_of(deaths) == one, generator) for one in range(chances.shape[2])
    ]
    found = np.empty(classes.shape)
    known = class_of(shape)
    for cell in np.ndindex(classes.shape[:2]):
        for one, times in zip(*np.unique(classes[cell], return_counts=True), strict=True):
            own = shape[cell][known[cell] == one]
            pool = np.sort(own) if len(own) >= ENOUGH else everywhere[one]
            found[cell][classes[cell] == one] = pool[_even(len(pool), int(times))]
    return found


def _sample(
    deaths: Floats, weight: Floats, inside: NDArray[np.bool_], generator: np.random.Generator
) -> Floats:
    if not inside.any():
        return np.zeros(1)
    return np.sort(generator.choice(deaths[inside], 500, p=weight[inside] / weight[inside].sum()))


def _even(length: int, times: int) -> NDArray[np.int64]:
    """Return `times` places spread evenly over `length`."""
    return ((np.arange(times) + 0.5) * length / times).astype(int)
