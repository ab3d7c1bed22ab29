"""SMAA-2: on how many tastes, and on what is not known, each place of each option rests."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from .score_table import DECIMALS, ScoreTable, places

#: How many draws stand in memory at once.
CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class Acceptability:
    """What the draws say of each option, rows as in the table.

    `shares[i, r]`: share of draws in which option i has place r + 1 (each row and each column sums to 1; options that
    tie share their places). `first`, `last`, `low`, `high`: best and worst place in any draw, and the 5th and 95th
    percentile. `central`: mean weights of the draws in which it is first (NaN where it never is). `confidence`: how
    often it is first with those very weights, over what is not known of the scores.
    """

    shares: Any
    first: Any
    last: Any
    low: Any
    high: Any
    central: Any
    confidence: Any
    draws: int
    seed: int


def drawn_weights(draw: np.random.Generator, given: Any, count: int, *, within: float | None) -> Any:
    """Return `count` weightings that sum to 1: any at all (uniform on the simplex), or near the given ones.

    With `within` = 0.25 each weight is taken evenly from 75 % to 125 % of what is given, and all made to sum to 1.
    """
    if within is None:
        return draw.dirichlet(np.ones(len(given)), size=count)
    near = np.asarray(given, float) * draw.uniform(1 - within, 1 + within, size=(count, len(given)))
    return near / near.sum(axis=1, keepdims=True)


def rank_acceptability(
    table: ScoreTable, *, draws: int = 10_000, seed: int, within: float | None = None
) -> Acceptability:
    """Return rank acceptability indices, central weights, confidence factors and rank intervals.

    Value of an option = Σ_j w_j · share of the scale (0 worst, 1 best). Weights are drawn uniformly from all that are
    possible (Dirichlet with ones), or near the given ones by `within`; scores that are missing or a range are drawn
    evenly from their range, anew in each draw. The seed makes it repeatable.

    Lahdelma, Hokkanen and Salminen 1998, European Journal of Operational Research 106; Lahdelma and Salminen 2001,
    SMAA-2, Operations Research 49(3). Their acceptability leaves ties open; here options that tie share the places.
    """
    draw = np.random.default_rng(seed)
    options, count = len(table.names), len(table.measures)
    shares = np.zeros((options, options))
    spread = np.zeros((options, options), int)  # how often each has each place, the best of shared ones
    lowest = np.zeros(options, int)
    weighed, leading = np.zeros((options, count)), np.zeros(options)
    fixed = table.on_scale(table.low) if table.exact else None
    for begun in range(0, draws, CHUNK):
        size = min(CHUNK, draws - begun)
        weights = drawn_weights(draw, table.weights, size, within=within)
        scores = fixed if fixed is not None else table.on_scale(table.drawn(draw, size))
        totals = weights @ fixed.T if fixed is not None else np.einsum("dj,dij->di", weights, scores)
        place, shared = places(totals)
        _share(shares, place, shared)
        for option in range(options):
            spread[option] += np.bincount(place[:, option] - 1, minlength=options)
        lowest = np.maximum(lowest, (place + shared - 1).max(axis=0))
        first = np.where(place == 1, 1 / shared, 0.0)
        leading += first.sum(axis=0)
        weighed += first.T @ weights
    empty = leading == 0
    central = np.where(empty[:, None], np.nan, weighed / np.where(empty, 1, leading)[:, None])
    reached = spread.cumsum(axis=1) / draws
    return Acceptability(
        shares=shares / draws,
        first=(spread > 0).argmax(axis=1) + 1,
        last=lowest,
        low=(reached >= 0.05).argmax(axis=1) + 1,
        high=(reached >= 0.95).argmax(axis=1) + 1,
        central=central,
        confidence=_confidence(table, central, draws, draw),
        draws=draws,
        seed=seed,
    )


def _share(shares: Any, place: Any, shared: Any) -> None:
    """Add to `shares` one for each draw and option, spread over the places that it shares."""
    options = shares.shape[0]
    for step in range(int(shared.max())):
        rows, option = np.nonzero(shared > step)
        at = option * options + place[rows, option] - 1 + step
        weight = 1 / shared[rows, option]
        shares += np.bincount(at, weights=weight, minlength=options * options).reshape(options, options)


def _confidence(table: ScoreTable, central: Any, draws: int, draw: np.random.Generator) -> Any:
    """Return for each option the share of draws of the scores in which its central weights put it first."""
    found = np.full(len(table.names), np.nan)
    once = table.exact
    known = np.flatnonzero(~np.isnan(central[:, 0]))
    leading, done = np.zeros(len(found)), 0
    for begun in range(0, 1 if once else draws, CHUNK):
        size = 1 if once else min(CHUNK, draws - begun)
        scores = table.on_scale(table.low[None] if once else table.drawn(draw, size))
        totals = np.round(scores @ central[known].T, DECIMALS)  # draws × options × whose central weights
        top = totals == totals.max(axis=1, keepdims=True)
        own = top[:, known, np.arange(len(known))]
        leading[known] += (own / top.sum(axis=1)).sum(axis=0)
        done += size
    found[known] = leading[known] / done
    return found
