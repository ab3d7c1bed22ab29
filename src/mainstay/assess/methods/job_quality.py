"""How many deficits jobs have at once, and how many workers bear too many of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.statistics.survey import Estimates
from mainstay.statistics.survey.columns import Columns, Floats

from .survey_rate import By, Draw, indicator, rate, rates, with_columns, within

#: A score this close below the cutoff reaches it: weights such as 1/6 do not add up exactly.
CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class JobQuality:
    """The measures of Alkire and Foster over workers, each with its errors.

    `headcount` H: the share of workers whose deficits reach the cutoff; `intensity` A: the mean share of deficits
    that these bear; `adjusted` M0 = H · A; `censored` by indicator: the share of workers who are among them and have
    the deficit; `contribution` by indicator: its part of M0 over all domains, `of_domain` the part of each domain (both add up to 1).
    """

    headcount: Estimates
    intensity: Estimates
    adjusted: Estimates
    censored: Mapping[str, Estimates]
    contribution: Mapping[str, float]
    of_domain: Sequence[tuple[Mapping[str, Any], float]]
    cutoff: float


def deficit_count(
    table: Any, draw: Draw, *, employed: str, deficits: Sequence[str], by: By = ()
) -> Estimates:
    """Return the mean number of deficits per worker: informal, below the minimum wage, too many hours, and so on.

    D = Σ w · Σ_j g_j / Σ w over the employed; g_j 1 where the job has deficit j. A worker with an answer missing is
    dropped and counted. Unit: deficits per worker.

    >>> from functools import partial
    >>> from mainstay.statistics.survey import Design
    >>> people = {"w": [1, 1], "job": [1, 1], "informal": [1, 1], "unsafe": [0, 1]}
    >>> draw = partial(Design, weights="w")
    >>> deficit_count(people, draw, employed="job", deficits=["informal", "unsafe"])[0].estimate
    1.5
    """
    works, marks = _marks(Columns(table), employed, deficits)
    number = marks.sum(axis=0)
    added = {"deficits": within(works, number), "workers": within(works, _known(number))}
    return rate(table, draw, added, over=("deficits", "workers"), by=by)


def job_quality(
    table: Any,
    draw: Draw,
    *,
    employed: str,
    deficits: Mapping[str, float],
    cutoff: float,
    by: By = (),
) -> JobQuality:
    """Return headcount H, intensity A and adjusted headcount M0 = H · A of workers with many deficits.

    `deficits` gives each column of 0 and 1 its weight; weights are brought to sum 1. c_i = Σ_j ω_j g_ij is the score
    of worker i, who counts where c_i ≥ `cutoff` (k, above 0, at most 1: a third, a half). H = Σ w · (c ≥ k) / Σ w;
    A = Σ w · c · (c ≥ k) / Σ w · (c ≥ k); M0 = Σ w · c · (c ≥ k) / Σ w. By domain, M0 of the whole is the mean of
    the domains' M0 weighted with their workers; by indicator, M0 = Σ_j ω_j · censored_j. Source: Alkire and Foster,
    "Counting and multidimensional poverty measurement", *Journal of Public Economics* 95 (2011) 476-487.

    >>> from functools import partial
    >>> from mainstay.statistics.survey import Design
    >>> jobs = {"w": [1] * 4, "job": [1] * 4, "informal": [0, 0, 1, 0], "low": [0, 1, 1, 1],
    ...     "long": [0, 0, 1, 0], "unsafe": [0, 1, 1, 0]}
    >>> equal = dict.fromkeys(["informal", "low", "long", "unsafe"], 1)
    >>> found = job_quality(jobs, partial(Design, weights="w"), employed="job", deficits=equal, cutoff=0.5)
    >>> found.headcount[0].estimate, found.intensity[0].estimate, found.adjusted[0].estimate
    (0.5, 0.75, 0.375)
    """
    weights = _weights(deficits, cutoff)
    works, marks = _marks(Columns(table), employed, list(weights))
    score = np.array(list(weights.values())) @ marks
    many = np.where(np.isnan(score), np.nan, score >= cutoff - CLOSE)
    added = {
        "many_deficits": within(works, many),
        "deficit_score": within(works, many * score),
        "workers": within(works, _known(score)),
    }
    added |= {
        f"many_and_{name}": within(works, many * mark) for name, mark in zip(weights, marks, strict=True)
    }

    overs = {
        "headcount": ("many_deficits", "workers"),
        "intensity": ("deficit_score", "many_deficits"),
        "adjusted": ("deficit_score", "workers"),
    }
    censored = {f"censored {name}": (f"many_and_{name}", "workers") for name in weights}
    found = rates(table, draw, added, overs | censored, by=by, shares=["headcount", *censored])
    totals = draw(with_columns(table, added)).total(list(added), by=by)
    return JobQuality(
        **{name: found[name] for name in overs},
        censored={name: found[f"censored {name}"] for name in weights},
        contribution=_contributions(totals, weights),
        of_domain=_of_domains(totals),
        cutoff=cutoff,
    )


def _contributions(totals: Estimates, weights: Mapping[str, float]) -> dict[str, float]:
    def whole(name: str) -> float:
        return sum(row.estimate or 0.0 for row in totals if row.variable == name)

    score = whole("deficit_score")
    return {
        name: weight * whole(f"many_and_{name}") / score if score else 0.0 for name, weight in weights.items()
    }


def _of_domains(totals: Estimates) -> list[tuple[Mapping[str, Any], float]]:
    held = [(row.domain, row.estimate or 0.0) for row in totals if row.variable == "deficit_score"]
    whole = sum(total for _domain, total in held)
    return [(domain, total / whole if whole else 0.0) for domain, total in held]


def _weights(deficits: Mapping[str, float], cutoff: float) -> dict[str, float]:
    whole = sum(deficits.values())
    if not deficits or any(weight <= 0 for weight in deficits.values()):
        raise BadInput("job_quality.weights", _("Name the deficits, each with a weight above 0."))
    if not 0 < cutoff <= 1:
        raise BadInput(
            "job_quality.cutoff",
            _("The cutoff is a share of all deficits, above 0 and at most 1, not {cutoff}."),
            cutoff=cutoff,
        )
    return {name: weight / whole for name, weight in deficits.items()}


def _marks(columns: Columns, employed: str, deficits: Sequence[str]) -> tuple[Floats, Floats]:
    if not deficits:
        raise BadInput("job_quality.weights", _("Name the deficits, each with a weight above 0."))
    return indicator(columns, employed), np.array([indicator(columns, name) for name in deficits])


def _known(values: Floats) -> Floats:
    return np.where(np.isnan(values), np.nan, 1.0)
