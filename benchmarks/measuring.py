"""Wall and processor time and peak memory, measured the same way in every benchmark."""

import json
import multiprocessing
import platform
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Timing:
    """Medians over runs, in seconds; peak memory of the process in MiB."""

    what: str
    wall: float
    cpu: float
    runs: int
    peak: float


def timed(what: str, act: Callable[[], Any], *, runs: int = 1) -> tuple[Timing, Any]:
    """Run `act` and return its median times with its last result."""
    walls, cpus, result = [], [], None
    for _ in range(runs):
        wall, cpu = time.perf_counter(), time.process_time()
        result = act()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Timing(what, statistics.median(walls), statistics.median(cpus), runs, peak), result


def alone(act: Callable[..., Any], *given: Any) -> Any:
    """Run `act` in a fresh process, so that its peak memory is its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(act, given)


def ratios(ours: Timing, other: Timing, name: str, *, upside_down: bool = False) -> dict[str, float]:
    """Return how many times ours takes what `other` takes, by the clock and by the processor.

    `upside_down` turns it round where a peer is slower: how many times the peer takes what ours takes.
    """
    over, under, said = (other, ours, f"{name} / ours") if upside_down else (ours, other, f"ours / {name}")
    return {
        f"{said} (wall)": round(over.wall / under.wall, 2),
        f"{said} (CPU)": round(over.cpu / max(under.cpu, 1e-6), 2),
    }


def report(title: str, timings: Sequence[Timing], facts: dict[str, Any], *, ratios: dict[str, float]) -> None:
    """Print the figures as one line of JSON and as a Markdown table; `ratios` compare ours with peer and limit."""
    machine = {"python": platform.python_version(), "processor": platform.machine()}
    told = {"benchmark": title, **facts, **machine, "ratios": ratios, "timings": [asdict(t) for t in timings]}
    print(json.dumps(told))
    print(f"\n| {title} | wall s | CPU s | peak MiB | runs |\n|---|---:|---:|---:|---:|")
    for line in timings:
        print(f"| {line.what} | {line.wall:.3f} | {line.cpu:.3f} | {line.peak:.0f} | {line.runs} |")
    for name, value in {**facts, **ratios}.items():
        print(f"\n{name}: {value}")
