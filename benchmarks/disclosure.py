"""Disclosure: a table protected at the least loss, beside companions one after the other and the attack alone.

Run with ``mainstay bench disclosure [--shape 20x30] [--threshold N] [--seconds S]``. Counts with margins from a
seed. The limit is the attack on the finished pattern, which any method must pass before it may publish; the peer
takes companions one sensitive cell after the other. Both hide the same sensitive cells and pass the same attack.
"""

import argparse
import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.measuring import alone, ratios, report, timed

MEAN = 40


def table_of(shape: Sequence[int], seed: int = 1) -> dict[str, list[Any]]:
    """Make counts that differ as those of districts, sectors and groups do."""
    rng = np.random.default_rng(seed)
    mean = np.full(shape, float(MEAN))
    for axis, size in enumerate(shape):
        effect = np.exp(rng.normal(0, 0.7, size))
        mean *= effect.reshape([-1 if place == axis else 1 for place in range(len(shape))])
    counts = rng.poisson(mean * np.exp(rng.normal(0, 1, shape)))
    places = np.indices(shape).reshape(len(shape), -1)
    columns = {f"d{axis}": [f"{at:03d}" for at in line] for axis, line in enumerate(places)}
    return {**columns, "n": counts.reshape(-1).tolist()}


def measure(shape: Sequence[int], threshold: int, seconds: float) -> tuple[list[Any], dict[str, Any]]:
    """Protect the table both ways, and attack what came out."""
    from mainstay.statistics.disclosure import Rules, protect_table
    from mainstay.statistics.disclosure.attack import attack
    from mainstay.statistics.disclosure.contributions import contributions_of
    from mainstay.statistics.disclosure.protection import sheet_of

    table, by = table_of(shape), [f"d{axis}" for axis in range(len(shape))]
    rules = Rules(threshold=threshold)
    asked: dict[str, Any] = {
        "by": by,
        "count": "n",
        "rules": rules,
        "time_limit": seconds,
        "clock": time.monotonic,
    }
    protect_table({"d0": ["a", "b"], "n": [20, 30]}, by=["d0"], count="n")  # libraries are loaded once
    quick, one_by_one = timed(
        "one after the other, with the attack", lambda: protect_table(table, method="quick", **asked)
    )
    ours, best = timed("least loss, with the attack", lambda: protect_table(table, **asked))
    behind = contributions_of(
        table, by=by, value=None, count="n", weight=None, respondent=None, hierarchies=None
    )
    sheet = sheet_of(behind, rules)
    hidden = np.array([cell.status != "open" for cell in best.cells])
    limit, tried = timed("the attack alone", lambda: attack(sheet, hidden))
    sensitive = [
        {cell.key for cell in made.cells if cell.status == "sensitive"} for made in (one_by_one, best)
    ]
    dearer = best.method == "optimal" and best.cost > one_by_one.cost + 1e-6
    if sensitive[0] != sensitive[1] or tried.broken or dearer:
        raise AssertionError((one_by_one.cost, best.cost, tried.broken))
    return [limit, quick, ours], told(one_by_one, best)


def told(one_by_one: Any, best: Any) -> dict[str, Any]:
    """Say what each way hides and loses."""
    return {
        "cells": len(best.cells),
        "sensitive": sum(cell.status == "sensitive" for cell in best.cells),
        "hidden, least loss": len(best.hidden),
        "hidden, one after the other": len(one_by_one.hidden),
        "lost, least loss": best.cost,
        "lost, one after the other": one_by_one.cost,
        "proved bound": round(best.bound, 3),
        "found": best.method,
    }


def main(given: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shape", default="20x30")
    parser.add_argument("--threshold", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=60.0)
    asked = parser.parse_args(given)
    shape = tuple(int(size) for size in asked.shape.split("x"))
    timings, facts = alone(measure, shape, asked.threshold, asked.seconds)
    limit, quick, ours = timings
    report(
        f"disclosure, {asked.shape} with margins", timings, facts,
        ratios={**ratios(ours, limit, "attack alone"), **ratios(ours, quick, "one after the other")},
    )  # fmt: skip


if __name__ == "__main__":
    main()
