"""How the model would have done in past years, beside the benchmarks, on the same cells in the same vintage."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.watch.methods.forecast_scores import difference_interval, ignorance, log_crps, scores

from .benchmarks import model
from .panel import Floats, Panel, month_name, month_number

#: The month of the year before the window at which all information ends, as in the VIEWS challenge.
ORIGIN_MONTH = 10
QUIET = 25
YEAR = 12
COLUMNS = ("log_crps", "crps", "ign", "brier_25", "ap_25", "auc_25", "ece_25")


@dataclass(frozen=True)
class Window:
    """One model in one calendar year: draws and what came in each cell, with the country, lead and quietness of each.

    `quiet` marks countries with less than 25 deaths in each of the twelve months before: what comes there is an onset.
    """

    model: str
    year: int
    draws: Floats
    came: Floats
    lead: NDArray[np.int64]
    country: NDArray[np.int64]
    quiet: NDArray[np.bool_]


def window(panel: Panel, actual: Panel, name: str, year: int, leads: Sequence[int], *, seed: int) -> Window:
    """Return what a model says at the end of October before `year`, and what came `leads` months later in `actual`.

    Cells of which nothing is known later are left out.
    """
    origin, came = month_number(year - 1, ORIGIN_MONTH), came_in(actual, year, leads)
    known = ~np.isnan(came)
    drawn = model(name)(panel, origin, leads, seed)
    quiet = panel.until(origin).filled[:, -YEAR:].max(1) < QUIET
    country, lead = np.nonzero(known)
    return Window(name, year, drawn[known], came[known], np.asarray(leads)[lead], country, quiet[country])


def came_in(actual: Panel, year: int, leads: Sequence[int]) -> Floats:
    """Return what came in the months of a window, countries × leads; raise BadInput where nothing is known of any."""
    origin = month_number(year - 1, ORIGIN_MONTH)
    came = actual.at([origin + lead for lead in leads])
    if np.isnan(came).all():
        raise BadInput(
            "forecast.window",
            _(
                "The window {year} has no months that came: the table goes from {first} to {last}. Leave the window out."
            ),
            year=str(year),
            first=month_name(actual.first),
            last=month_name(actual.last),
        )
    return came


def rows(windows: Sequence[Window]) -> Iterator[dict[str, object]]:
    """Yield the scores of one model: by window and lead, lead `all` first; the window `all` where there are several."""
    years: list[Sequence[Window]] = [[one] for one in windows]
    if len(windows) > 1:
        years.append(windows)
    for chosen in years:
        draws, came = _joined(chosen, "draws"), _joined(chosen, "came")
        lead = _joined(chosen, "lead")
        for step in ("all", *sorted(set(lead.tolist()))):
            cells = np.ones(len(lead), bool) if step == "all" else lead == step
            found = scores(draws[cells], came[cells])
            yield {
                "model": chosen[0].model,
                "window": chosen[0].year if len(chosen) == 1 else "all",
                "lead": step,
                "n": int(cells.sum()),
                **{name: found[name] for name in COLUMNS},
            }


def differences(
    ours: Sequence[Window], others: Sequence[Window], *, seed: int = 1
) -> list[dict[str, object]]:
    """Return by how much ours is better than another model over all windows, with intervals: below 0 is better."""
    found: list[dict[str, object]] = []
    for name, score in (("log_crps", log_crps), ("ign", ignorance)):
        by_country = [
            _by_country(windows, np.concatenate([score(one.draws, one.came) for one in windows]))
            for windows in (ours, others)
        ]
        gap, low, high = difference_interval(*by_country, seed=seed)
        found.append({"score": name, "against": others[0].model, "difference": gap, "low": low, "high": high})
    return found


def run(
    panel: Panel,
    actual: Panel,
    names: Sequence[str],
    years: Sequence[int],
    leads: Sequence[int],
    *,
    seed: int = 1,
    workers: int = 1,
    told: Callable[[str, int], None] = lambda _name, _year: None,
) -> dict[str, list[Window]]:
    """Return the windows of every model; `told` hears each that is done. More workers change nothing but the time."""
    from concurrent.futures import ProcessPoolExecutor

    jobs = [(name, year) for year in years for name in names]
    for _name, year in jobs[:: len(names)]:
        came_in(actual, year, leads)
    found: dict[str, list[Window]] = {name: [] for name in names}
    one = partial(_job, panel, actual, leads, seed)
    pool = ProcessPoolExecutor(workers) if workers > 1 else nullcontext()
    with pool as processes:
        done = map(one, jobs) if processes is None else processes.map(one, jobs)
        for (name, year), made in zip(jobs, done, strict=True):
            found[name].append(made)
            told(name, year)
    return found


def _job(panel: Panel, actual: Panel, leads: Sequence[int], seed: int, job: tuple[str, int]) -> Window:
    return window(panel, actual, *job, leads, seed=seed)


def _joined(windows: Sequence[Window], name: str) -> NDArray:
    return np.concatenate([getattr(one, name) for one in windows])


def _by_country(windows: Sequence[Window], score: Floats) -> dict[int, Floats]:
    country = _joined(windows, "country")
    return {int(one): score[country == one] for one in np.unique(country)}
