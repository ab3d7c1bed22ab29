"""Survey: ten indicators in 200 domains with Taylor errors, beside plain sums of numpy, R `survey` and `svy`.

Run with ``mainstay bench survey [--rows N] [--peer-rows N] [--large N] [--svy PYTHON]``. The limit is the sums by
sampled unit and domain that any Taylor estimator needs, and nothing else: no squares, errors, counts or rows. R takes
minutes, so it computes on fewer rows, and ours on the same. `svy` runs in an environment of its own, `--svy` its
Python; without it one is made with uv. A peer that cannot be had is named as missing.
"""

import argparse
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measuring import Timing, alone, ratios, report, timed

STRATA, UNITS, DOMAINS, RUNS = 100, 2_000, 200, 7
NAMES = tuple(f"y{k}" for k in range(10))
SVY = "svy==0.35.0"
HERE = Path(__file__).parent


def made(rows: int, domains: int = DOMAINS, *, seed: int = 20264) -> dict[str, Any]:
    """Return a synthetic survey: eight indicators of 0 and 1, earnings and hours, rows in no order."""
    draw = np.random.default_rng(seed)
    psu = draw.integers(0, UNITS, rows)
    level = draw.normal(0, 0.05, UNITS)[psu]
    table = {"psu": psu, "stratum": psu % STRATA, "domain": draw.integers(0, domains, rows)}
    table["w"] = draw.uniform(20, 60, rows)
    for k, name in enumerate(NAMES[:8]):
        table[name] = (draw.random(rows) < 0.1 * (k + 1) + level).astype(np.float64)
    table["y8"] = draw.gamma(2, 200, rows) * (1 + level)
    table["y9"] = draw.integers(1, 80, rows).astype(np.float64)
    return table


def design_of(table: Any) -> Any:
    """Return the design of the synthetic survey."""
    from mainstay.statistics.survey import Design

    return Design(table, weights="w", strata="stratum", clusters="psu")


def estimated(design: Any) -> list[Any]:
    """Return the built rows of ten means by domain."""
    return list(design.mean(NAMES, by="domain"))


def plain_sums(table: dict[str, Any]) -> list[Any]:
    """Return the weighted sums by unit and domain, added where they belong."""
    key, wide = table["domain"] * UNITS + table["psu"], (int(table["domain"].max()) + 1) * UNITS
    sums = [np.bincount(key, table["w"], minlength=wide)]
    return sums + [np.bincount(key, table["w"] * table[name], minlength=wide) for name in NAMES]


def block_sums(table: dict[str, Any], size: int = 65_536) -> list[Any]:
    """Return the same, each product added where it belongs while it lies in the cache."""
    key, wide = table["domain"] * UNITS + table["psu"], (int(table["domain"].max()) + 1) * UNITS
    held, found = np.empty(size), []
    for name in ("", *NAMES):
        sums = np.zeros(wide)
        for start in range(0, len(key), size):
            rows = slice(start, start + size)
            weight = table["w"][rows]
            into = held[: len(weight)]
            np.add.at(sums, key[rows], np.multiply(weight, table[name][rows], out=into) if name else weight)
        found.append(sums)
    return found


def sorted_sums(table: dict[str, Any]) -> list[Any]:
    """Return the same of the cells that occur, sorted once and added over neighbours."""
    key = (table["domain"] * UNITS + table["psu"]).astype(np.int32)
    order = np.argsort(key, kind="stable")
    first = np.flatnonzero(np.diff(key[order], prepend=-1))
    weight = table["w"][order]
    return [np.add.reduceat(weight, first)] + [
        np.add.reduceat(weight * table[name][order], first) for name in NAMES
    ]


def limits(rows: int) -> list[Timing]:
    """Measure three ways of adding up, in turn with ours on the same table, so that all meet the same machine.

    Returns the quickest way of adding up (the limit), the others, making the design, the first call, and the call again.
    """
    import pyarrow as pa

    estimated(design_of(made(5_000)))
    table = made(rows)
    arrow, told, kept = pa.table(table), f"{rows:,} rows, {DOMAINS} domains", [design_of(table)]
    acts: dict[str, Callable[[], Any]] = {
        "limit: numpy sums (bincount)": lambda: plain_sums(table),
        "limit: numpy sums (add.at by blocks)": lambda: block_sums(table),
        "limit: numpy sums (sort, reduceat)": lambda: sorted_sums(table),
        "the Design": lambda: kept.append(design_of(arrow)),
        f"ours, first call: {told}": lambda: estimated(kept[-1]),
        f"ours, called again: {told}": lambda: estimated(kept[-1]),
    }
    found: dict[str, list[Timing]] = {name: [] for name in acts}
    for _run in range(RUNS):
        for name, act in acts.items():
            found[name].append(timed(name, act)[0])
        del kept[:-1]
    for one, blocks in zip(plain_sums(table), block_sums(table), strict=True):
        np.testing.assert_allclose(one, blocks, rtol=1e-12)
    for one, other in zip(plain_sums(table), sorted_sums(table), strict=True):
        np.testing.assert_allclose(one[one > 0], other[other > 0], rtol=1e-12)
    lines = [_median(name, runs) for name, runs in found.items()]
    return sorted(lines[:3], key=lambda line: line.cpu) + lines[3:]


def _median(name: str, runs: Sequence[Timing]) -> Timing:
    wall, cpu = (float(np.median([getattr(run, kind) for run in runs])) for kind in ("wall", "cpu"))
    return Timing(name, wall, cpu, len(runs), runs[-1].peak)


def ours(rows: int, domains: int = DOMAINS) -> Timing:
    """Measure the first call of a design."""
    import pyarrow as pa

    estimated(design_of(made(5_000)))
    table = pa.table(made(rows, domains))
    waiting = [design_of(table) for _run in range(RUNS)]
    told = f"ours, first call: {rows:,} rows, {domains:,} domains"
    timing, found = timed(told, lambda: estimated(waiting.pop()), runs=RUNS)
    if len(found) > domains * len(NAMES):
        raise AssertionError(len(found))
    return timing


def write_parquet(place: Path, rows: int) -> None:
    """Write a survey of `rows` rows in groups of 500,000, so that it never lies in memory whole."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    writer = None
    for seed, first in enumerate(range(0, rows, 500_000)):
        part = pa.table(made(min(500_000, rows - first), seed=seed))
        writer = writer or pq.ParquetWriter(place, part.schema)
        writer.write_table(part)
    if writer is not None:
        writer.close()


def from_parquet(place: Path, rows: int) -> Timing:
    """Measure reading the file, making the design and estimating, in a process that did nothing else."""
    import pyarrow.parquet as pq

    def whole() -> list[Any]:
        return estimated(design_of(pq.read_table(place)))

    return timed(f"ours, {rows:,} rows from Parquet, all of it", whole)[0]


def our_figures(table: Any) -> dict[tuple[str, str], list[float]]:
    """Return estimate, error and design effect by domain and variable."""
    rows = estimated(design_of(table))
    return {(str(r.domain["domain"]), r.variable): [r.estimate, r.se, r.deff] for r in rows}


def agree(ours: dict[tuple[str, str], list[float]], rows: Sequence[dict[str, Any]]) -> float:
    """Return how far a peer's figures lie from ours at most, relatively; more than 1e-9 is refused."""
    far = 0.0
    for row in rows:
        mine = np.array(ours[str(row["domain"]), row["variable"]], dtype=np.float64)
        other = np.array([row[key] for key in ("estimate", "se", "deff")], dtype=np.float64)
        apart = np.where(np.abs(mine - other) < 1e-14, 0.0, np.abs(mine - other) / np.abs(other))
        far = max(far, float(np.nanmax(apart)))
    if len(rows) != len(ours) or far > 1e-9:
        raise AssertionError((len(rows), len(ours), far))
    return far


def spent(what: str, command: Sequence[str], folder: str) -> Timing | str:
    """Run a peer; return what it says it took, with its peak memory, or why there is none."""
    try:
        told = subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder)
    except (OSError, subprocess.CalledProcessError) as fault:
        return f"not measured: {str(getattr(fault, 'stderr', '') or fault).strip().splitlines()[-1]}"
    cpu, wall = map(float, told.stdout.split()[-2:])
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Timing(what, wall, cpu, 1, peak)


def beside_r(folder: str, rows: int) -> tuple[list[Timing], str]:
    """Run R and ours on the same table; return both timings and how far they lie apart."""
    import pyarrow as pa
    from pyarrow import csv

    table = pa.table(made(rows))
    csv.write_csv(table, f"{folder}/peer.csv")
    program = shutil.which("Rscript")
    if program is None:
        return [], "not measured: there is no Rscript"
    command = [program, str(HERE / "survey.R"), "peer.csv", "r.csv"]
    peer = spent(f"R survey: {rows:,} rows, {DOMAINS} domains", command, folder)
    if isinstance(peer, str):
        return [], peer
    far = agree(our_figures(table), csv.read_csv(f"{folder}/r.csv").to_pylist())
    return [peer, ours(rows)], f"within {far:.1e}"


def beside_svy(folder: str, rows: int, python: str) -> tuple[list[Timing], str]:
    """Run `svy` on the table that ours has; return its timing and how far they lie apart."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table(made(rows))
    pq.write_table(table, f"{folder}/peer.parquet")
    command = [
        python or environment(folder), str(HERE / "survey_svy.py"), "peer.parquet", "svy.parquet",
    ]  # fmt: skip
    peer = spent(f"{SVY}: {rows:,} rows, {DOMAINS} domains", command, folder)
    if isinstance(peer, str):
        return [], peer
    far = agree(our_figures(table), pq.read_table(f"{folder}/svy.parquet").to_pylist())
    return [peer], f"within {far:.1e}"


def environment(folder: str) -> str:
    """Return the Python of a new environment with `svy`; where that fails a path that is none."""
    program, place = shutil.which("uv") or "uv", f"{folder}/svy"
    try:
        subprocess.run([program, "venv", "-q", place], check=True, capture_output=True)
        install = [program, "pip", "install", "-q", "-p", f"{place}/bin/python", SVY]
        subprocess.run(install, check=True, capture_output=True, timeout=600)
    except (OSError, subprocess.SubprocessError):
        return "svy (no environment with it)"
    return f"{place}/bin/python"


def replicated(rows: int) -> Timing:
    """Measure ten means by domain under 80 replicate weights of a jackknife."""
    import pyarrow as pa

    from mainstay.statistics.survey.replicates import ReplicateDesign

    table = made(rows)
    group = table["psu"] % 80
    for k in range(80):
        table[f"r{k}"] = np.where(group == k, 0.0, table["w"] * 80 / 79)
    arrow = pa.table(table)

    def whole() -> list[Any]:
        names = [f"r{k}" for k in range(80)]
        return estimated(ReplicateDesign(arrow, weights="w", replicates=names, kind="JK1"))

    return timed(f"ours, {rows:,} rows, 80 replicates, design and call", whole)[0]


def calibrated(rows: int) -> Timing:
    """Measure a calibration to 50 margins and the ten means that follow, with their errors."""
    import pyarrow as pa

    table = made(rows)
    draw = np.random.default_rng(7)
    table |= {f"m{k}": draw.integers(0, 10, rows) for k in range(5)}
    totals = {}
    for k in range(5):
        sums = np.bincount(table[f"m{k}"], table["w"])
        totals[f"m{k}"] = dict(enumerate((sums * draw.uniform(0.95, 1.05, 10)).tolist()))
        scale = table["w"].sum() / sum(totals[f"m{k}"].values())
        totals[f"m{k}"] = {level: value * scale for level, value in totals[f"m{k}"].items()}
    design = design_of(pa.table(table))

    def whole() -> Any:
        return list(design.rake(totals).mean(NAMES))

    return timed(f"ours, {rows:,} rows raked to 50 margins, and means", whole)[0]


def later(act: Callable[[int], Timing], rows: int) -> tuple[list[Timing], str]:
    """Measure what may not be there yet."""
    try:
        return [alone(act, rows)], "measured"
    except ImportError as fault:
        return [], f"not measured: {fault}"


def growth(rows: int) -> list[Timing]:
    """Measure the first call with a tenth and ten times the domains, and with half, twice and four times the rows."""
    asked = [(rows, DOMAINS // 10), (rows, DOMAINS * 10)]
    asked += [(rows // 2, DOMAINS), (rows * 2, DOMAINS), (rows * 4, DOMAINS)]
    return [alone(ours, *one) for one in asked]


def main(given: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--peer-rows", type=int, default=50_000, help="rows that R is given")
    parser.add_argument("--large", type=int, default=10_000_000, help="rows of the Parquet file")
    parser.add_argument("--svy", default="", help="the Python of an environment with svy")
    asked = parser.parse_args(given)
    with tempfile.TemporaryDirectory() as folder:
        least, *others, made_, first, again = alone(limits, asked.rows)
        grown = growth(asked.rows)
        file = Path(folder) / "large.parquet"
        alone(write_parquet, file, asked.large)
        large = alone(from_parquet, file, asked.large)
        svy, said_svy = alone(beside_svy, folder, asked.rows, asked.svy)
        r, said_r = alone(beside_r, folder, asked.peer_rows)
        jackknife, said_jackknife = later(replicated, asked.rows)
        raked, said_raked = later(calibrated, asked.rows)
    report(
        "survey",
        [least, *others, made_, first, again, *grown, large, *jackknife, *raked, *svy, *r],
        {"R survey": said_r, SVY: said_svy, "replicates": said_jackknife, "calibration": said_raked},
        ratios={
            **ratios(first, least, "the limit, first call"),
            **ratios(again, least, "the limit, called again"),
            **ratios(grown[-1], grown[-2], "half its rows (4 and 2 times --rows)"),
            **(ratios(first, svy[0], "svy", upside_down=True) if svy else {}),
            **(ratios(r[1], r[0], "R survey, on its rows", upside_down=True) if r else {}),
        },
    )


if __name__ == "__main__":
    main()
