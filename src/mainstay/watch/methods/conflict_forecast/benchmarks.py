"""Forecasts that any model must beat: those of the VIEWS challenge, as draws."""

from collections.abc import Callable, Sequence

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .ensemble import Forecast, conflict_forecast
from .panel import Floats, Panel

DRAWS = 1000
YEAR, POOLED = 12, 240
Draws = Callable[[Panel, int, Sequence[int], int], Floats]


def _everywhere(one: Floats, leads: Sequence[int]) -> Floats:
    return np.repeat(one[:, None, :], len(leads), 1)


def zero(panel: Panel, _origin: int, leads: Sequence[int], _seed: int) -> Floats:
    """Return peace: no death anywhere."""
    return np.zeros((len(panel.countries), len(leads), 1))


def last(panel: Panel, origin: int, leads: Sequence[int], seed: int) -> Floats:
    """Return draws of a Poisson distribution with the mean of the last month known."""
    rate = panel.until(origin).filled[:, -1]
    drawn = np.random.default_rng(seed).poisson(rate[:, None], (len(rate), DRAWS))
    return _everywhere(drawn.astype(float), leads)


def bootstrap(panel: Panel, origin: int, leads: Sequence[int], seed: int) -> Floats:
    """Return draws from all country-months of the last 240 months, the same for every country."""
    known = panel.until(origin).deaths[:, -POOLED:]
    drawn = np.random.default_rng(seed).choice(known[~np.isnan(known)], DRAWS)
    return np.broadcast_to(drawn, (len(panel.countries), len(leads), DRAWS))


def conflictology(panel: Panel, origin: int, leads: Sequence[int], _seed: int) -> Floats:
    """Return the country's own last twelve months as twelve draws."""
    return _everywhere(panel.until(origin).filled[:, -YEAR:], leads)


def mainstay(panel: Panel, origin: int, leads: Sequence[int], seed: int) -> Floats:
    """Return our own draws."""
    forecast: Forecast = conflict_forecast(panel, origin, leads, draws=DRAWS, seed=seed)
    return forecast.draws


MODELS: dict[str, Draws] = {
    "mainstay": mainstay,
    "zero": zero,
    "last": last,
    "bootstrap240": bootstrap,
    "conflictology": conflictology,
}


def model(name: str) -> Draws:
    """Return a model by its name; raise BadInput for one that is not known."""
    if name not in MODELS:
        raise BadInput(
            "forecast.model",
            _("There is no model {name}; there are {known}."),
            name=name,
            known=", ".join(MODELS),
        )
    return MODELS[name]
