"""The observatory and the queue, one function for each piece.

Run with ``python -m benchmarks.observatory [PIECE …]``; without a name all pieces run.
"""

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from benchmarks.measuring import report, timed

RUNS = 5


def portfolio() -> None:
    """60 candidates to proven optimum with the price of each rule, and five next-best; limit: 2 seconds.

    The limit holds for best and prices; beside it one plain solve of the same programme: what the solver takes at least.
    """
    from mainstay.decide.methods.portfolio_choice import portfolio_choice, portfolio_programme

    rules: dict[str, dict[str, float]] = {
        "P1": {"min_active": 7, "max_active": 10, "cap": 12},
        "P2": {"min_each_region": 1, "max_region_share": 0.4},
        "P3": {"small_below_population": 5e6, "large_above_population": 25e6, "min_small": 2, "min_large": 2},
        "P4": {"min_crisis_types": 3},
        "P5": {"start_usd_each": 3e6, "start_usd_most": 5e6},
        "P6": {"min_g7plus_share": 0.5},
        "P7": {"min_demand_share": 1},
        "P8": {"min_assessed_share": 1},
        "P9": {},
    }
    timings, bars, found = [], [], {}
    for seed in range(1, 6):
        programme = portfolio_programme(_candidates(seed), rules=rules, money_usd=33e6, staff=30)
        plain, best = timed(f"one solve, world {seed}", programme.best, runs=RUNS)
        priced, choice = timed(
            f"best and prices, world {seed}", partial(portfolio_choice, programme, following=0), runs=RUNS
        )
        whole, _all = timed(
            f"and five next-best, world {seed}", partial(portfolio_choice, programme), runs=RUNS
        )
        if abs(best.value - choice.best.value) > 1e-6:
            raise AssertionError("the two answers differ")
        timings += [plain, priced, whole]
        bars.append(priced)
        found[f"value {seed}"] = round(best.value, 1)
    wall, cpu = max(row.wall for row in bars), max(row.cpu for row in bars)
    times = {
        "slowest with prices / 2 s (wall)": round(wall / 2, 2),
        "slowest with prices / 2 s (CPU)": round(cpu / 2, 2),
    }
    report("portfolio", timings, {"candidates": 60, "limit with prices, s": 2, **found}, ratios=times)


def _candidates(seed: int) -> list[Any]:
    """Return 60 synthetic candidates: regions, sizes, kinds of crisis, money and people as they may be."""
    from mainstay.decide.methods.portfolio_choice import Candidate

    draw = np.random.default_rng(seed)
    regions = ("Africa", "Arab States", "Asia and the Pacific", "Europe and Central Asia", "Americas")
    kinds = ("CONFLICT", "DISASTER_RAPID", "EPIDEMIC", "DISPLACEMENT", "ECON_DOWNTURN")
    return [
        Candidate(
            f"C{at:02d}", score := round(float(draw.uniform(30, 85)), 1), score, regions[draw.choice(5, p=[0.4, 0.15, 0.2, 0.1, 0.15])],
            float(np.exp(draw.normal(16, 1.6))),
            frozenset(draw.choice(kinds, size=int(draw.integers(1, 3)), p=[0.5, 0.2, 0.1, 0.15, 0.05], replace=False).tolist()),
            bool(draw.random() < 0.35), bool(draw.random() < 0.85), bool(draw.random() < 0.8), float(draw.uniform(3e6, 5e6)),
            float(draw.integers(1, 6)),
        )
        for at in range(60)
    ]  # fmt: skip


PIECES: dict[str, Callable[[], None]] = {"portfolio": portfolio}


def main(given: Sequence[str] | None = None) -> None:
    """Measure and print the pieces that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pieces", nargs="*", choices=[[], *PIECES])
    for name in parser.parse_args(given).pieces or PIECES:
        PIECES[name]()


if __name__ == "__main__":
    main()
