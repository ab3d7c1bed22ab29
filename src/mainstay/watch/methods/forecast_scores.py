"""How good forecasts by draws were: distances, surprise, intervals, chances of an event, calibration.

Scores are those of the VIEWS Prediction Challenge 2023/24 (CRPS, ignorance, interval score) and, because one war decides
the mean of the raw CRPS, the CRPS of ln(1 + deaths). `draws` is cells × draws, `came` what came in each cell.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from .conflict_forecast.panel import Floats

#: Inner ends of the eleven classes of the challenge's ignorance score.
CLASS_ENDS = np.asarray([0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5])
#: Deaths in a month from which the chance of conflict is scored.
CONFLICT = 25
BINS = 10
#: The share outside of the interval that is scored.
OUTSIDE = 0.1


def crps(draws: Floats, came: Floats) -> Floats:
    """Return the continuous ranked probability score of each cell, in deaths; the lower the better.

    mean |x − y| − ½ mean |x − x′| over all pairs of draws (Gneiting & Raftery 2007, JASA 102: 359–378), the form of the
    empirical distribution with 1/m².

    >>> crps(np.asarray([[0.0, 2.0]]), np.asarray([1.0])).tolist()
    [0.5]
    """
    ordered = np.sort(draws, axis=1)
    many = ordered.shape[1]
    places = 2 * np.arange(1, many + 1) - many - 1
    found: Floats = np.abs(ordered - came[:, None]).mean(1) - (ordered * places).sum(1) / many**2
    return found


def log_crps(draws: Floats, came: Floats) -> Floats:
    """Return the CRPS of ln(1 + deaths) of each cell."""
    return crps(np.log1p(draws), np.log1p(came))


def ignorance(draws: Floats, came: Floats) -> Floats:
    """Return −log2 of the chance of the class that came, in bits, with one draw more in each of the eleven classes."""
    classes = len(CLASS_ENDS) + 1
    hit = np.searchsorted(CLASS_ENDS, draws) == np.searchsorted(CLASS_ENDS, came)[:, None]
    found: Floats = -np.log2((hit.sum(1) + 1) / (draws.shape[1] + classes))
    return found


def interval_score(draws: Floats, came: Floats) -> Floats:
    """Return the interval score at 90 %: width plus 2/0.1 times how far outside it what came lies."""
    low, high = np.quantile(draws, (OUTSIDE / 2, 1 - OUTSIDE / 2), axis=1)
    found: Floats = high - low + 2 / OUTSIDE * (np.maximum(low - came, 0) + np.maximum(came - high, 0))
    return found


def brier(chance: Floats, event: NDArray[np.bool_]) -> Floats:
    """Return the squared distance of each chance to what came (G. W. Brier 1950)."""
    return (chance - event) ** 2


def average_precision(chance: Floats, event: NDArray[np.bool_]) -> float:
    """Return the mean precision over the recall steps, equal chances taken together; NaN without an event.

    >>> average_precision(np.asarray([0.9, 0.8, 0.1]), np.asarray([True, False, True]))
    0.8333333333333333
    """
    if not event.any():
        return float("nan")
    order = np.argsort(-chance, kind="stable")
    hits = np.cumsum(event[order])
    ends = np.flatnonzero(np.append(np.diff(chance[order]) != 0, True))
    precision = hits[ends] / (ends + 1)
    return float((np.diff(hits[ends], prepend=0) * precision).sum() / hits[-1])


def area_under_curve(chance: Floats, event: NDArray[np.bool_]) -> float:
    """Return the chance that an event was given a higher chance than a cell without one, ties as half; NaN if none.

    >>> area_under_curve(np.asarray([0.9, 0.1, 0.1]), np.asarray([True, True, False]))
    0.75
    """
    from scipy.stats import rankdata

    events, others = int(event.sum()), int((~event).sum())
    if not events or not others:
        return float("nan")
    return float((rankdata(chance)[event].sum() - events * (events + 1) / 2) / (events * others))


def calibration_error(chance: Floats, event: NDArray[np.bool_]) -> float:
    """Return the expected calibration error: by tenths of chance, |mean chance − share that came|, weighted by cells."""
    inside = np.minimum((chance * BINS).astype(int), BINS - 1)
    cells = np.bincount(inside, minlength=BINS)
    told, came = (np.bincount(inside, one, minlength=BINS) for one in (chance, event.astype(float)))
    return float(np.abs(told - came).sum() / cells.sum())


def reliability(chance: Floats, event: NDArray[np.bool_]) -> list[dict[str, float]]:
    """Return by tenths of chance the cells, their mean chance and the share that came; empty tenths are left out."""
    inside = np.minimum((chance * BINS).astype(int), BINS - 1)
    return [
        {
            "from": one / BINS,
            "n": int((inside == one).sum()),
            "chance": float(chance[inside == one].mean()),
            "came": float(event[inside == one].mean()),
        }
        for one in range(BINS)
        if (inside == one).any()
    ]


def transformed(draws: Floats, came: Floats, generator: np.random.Generator) -> Floats:
    """Return the randomised probability integral transform of each cell: even on 0 to 1 where the draws are calibrated."""
    below, same = (draws < came[:, None]).mean(1), (draws == came[:, None]).mean(1)
    found: Floats = below + generator.random(len(came)) * same
    return found


def scores(draws: Floats, came: Floats) -> dict[str, float]:
    """Return the mean scores over all cells, and those of the chance of 25 deaths and more.

    `coverage` is the share of cells with deaths inside the 90 % interval; `above` the share of what came above the 95 %
    quantile, of the cells where at least one death was as likely as not; `msle` that of the mean of ln(1 + deaths).
    """
    event, chance = came >= CONFLICT, (draws >= CONFLICT).mean(1)
    low, high = np.quantile(draws, (OUTSIDE / 2, 1 - OUTSIDE / 2), axis=1)
    some, likely = came > 0, (draws >= 1).mean(1) >= 1 / 2
    return {
        "log_crps": float(log_crps(draws, came).mean()),
        "crps": float(crps(draws, came).mean()),
        "ign": float(ignorance(draws, came).mean()),
        "brier_25": float(brier(chance, event).mean()),
        "ap_25": average_precision(chance, event),
        "auc_25": area_under_curve(chance, event),
        "ece_25": calibration_error(chance, event),
        "mis_90": float(interval_score(draws, came).mean()),
        "msle": float(((np.log1p(draws).mean(1) - np.log1p(came)) ** 2).mean()),
        "coverage": float(((low <= came) & (came <= high))[some].mean()) if some.any() else float("nan"),
        "above": float((came > high)[likely].mean()) if likely.any() else float("nan"),
    }


def difference_interval(
    one: Mapping[int, Floats], other: Mapping[int, Floats], *, seed: int = 1, times: int = 2000
) -> tuple[float, float, float]:
    """Return the mean difference of a score, one − other, with its 95 % interval.

    Both hold the scores of all cells of a country by country: whole countries are drawn with replacement, because the
    months of one country go together (a block bootstrap).
    """
    gaps = [(float((one[key] - other[key]).sum()), len(one[key])) for key in one]
    sums, cells = (np.asarray(column, float) for column in zip(*gaps, strict=True))
    drawn = np.random.default_rng(seed).integers(len(sums), size=(times, len(sums)))
    means = sums[drawn].sum(1) / cells[drawn].sum(1)
    low, high = np.quantile(means, (0.025, 0.975))
    return float(sums.sum() / cells.sum()), float(low), float(high)
