"""Working hours lost between two rounds of a survey, as a share and as full-time jobs."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, sqrt
from statistics import NormalDist
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.statistics.survey import Estimate, Estimates
from mainstay.statistics.survey.columns import Columns, Floats, as_arrow

from .survey_rate import Draw, not_negative, rate

#: Hours a week of one full-time job.
FULL_TIME = 48.0
#: Hours of a week: nobody works more.
WEEK = 168.0


@dataclass(frozen=True, slots=True)
class HoursRound:
    """One round: weekly hours actually worked per person of 15 to 64 with standard error, and how many these are.

    Hours per head are a ratio of totals, Σ w · hours of all jobs / Σ w over all people of 15 to 64, so that people
    without work count with 0 hours.
    """

    hours_per_head: float
    se: float
    people: float


@dataclass(frozen=True, slots=True)
class HoursLost:
    """The share of hours lost and the full-time jobs that they are, each as (low, value, high); below 0: gained."""

    share: tuple[float, float, float]
    full_time_jobs: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class SurveyedHours:
    """What two rounds of a survey say: hours per head of each with the design's error, and what was lost.

    `before` and `after` are the estimates (hours of a week per person), `rounds` the same as `hours_lost` takes them;
    `covariance` is that of the two; `missing` counts people of each round whose hours are not known.
    """

    before: Estimate
    after: Estimate
    rounds: tuple[HoursRound, HoursRound]
    covariance: float
    missing: int
    lost: HoursLost


def hours_lost(
    before: HoursRound,
    after: HoursRound,
    *,
    full_time: float = FULL_TIME,
    covariance: float = 0.0,
    confidence: float = 0.95,
) -> HoursLost:
    """Return the hours lost from `before` to `after`, with intervals.

    Share = 1 − H₁/H₀, H hours per head: growth of the population is no loss. Full-time jobs = N₁ (H₀ − H₁) / 48, N₁
    people of 15 to 64 in the second round, 48 (or 40) hours a week. Compare the same quarter of two years, or
    seasonally adjusted rounds: otherwise the season is in the loss. Errors: variances of the two ratios less twice
    their `covariance` (0 for samples drawn apart; a panel that asks the same people again has one above 0); the
    share by the delta method; N₁ as known. After the ILO's nowcasts (*ILO Monitor: COVID-19 and
    the world of work*, 2020); not compared with figures published there. A full-time job of 48 hours is no person.

    >>> lost = hours_lost(HoursRound(25, 0, 1_000_000), HoursRound(20, 0, 1_200_000))
    >>> round(lost.share[1], 9), lost.full_time_jobs[1]
    (0.2, 125000.0)
    """
    if before.hours_per_head <= 0 or after.hours_per_head < 0 or min(before.people, after.people) <= 0:
        raise BadInput(
            "hours_lost.round",
            _("Hours per head and people are above 0 in both rounds (hours may be 0 after)."),
        )
    if not 0 < full_time <= WEEK or min(before.se, after.se) < 0 or not 0 < confidence < 1:
        raise BadInput(
            "hours_lost.full_time",
            _(
                "A full-time week has 1 to 168 hours; standard errors are not negative; confidence is a share."
            ),
        )
    kept = after.hours_per_head / before.hours_per_head
    apart = hypot(after.se, kept * before.se) ** 2 - 2 * kept * covariance
    of_share = sqrt(max(0.0, apart)) / before.hours_per_head
    of_hours = sqrt(max(0.0, before.se**2 + after.se**2 - 2 * covariance))
    jobs = after.people / full_time
    fallen = before.hours_per_head - after.hours_per_head
    width = NormalDist().inv_cdf((1 + confidence) / 2)
    return HoursLost(_band(1 - kept, of_share * width), _band(jobs * fallen, jobs * of_hours * width))


def hours_lost_between(
    table: Any,
    draw: Draw,
    *,
    round: str,
    before: Any,
    after: Any,
    hours: str,
    within: str = "",
    full_time: float = FULL_TIME,
) -> SurveyedHours:
    """Return the hours lost between two rounds in one table, from its rows and with the errors of its design.

    `round` is the column that tells the rounds, `before` and `after` two of its values; `hours` the weekly hours
    actually worked in all jobs (`weekly_hours`): 0 for people without work, empty where they are not known, which
    are dropped and counted; `within` a column of zeros and ones, 1 for the people meant (15 to 64), else all. Units
    that the design draws in both rounds, by one number, give the two a covariance, as in a panel; units numbered anew
    have none.
    N₁ counts everybody meant in the second round, also those whose hours are not known. See `hours_lost`.

    >>> from functools import partial
    >>> from mainstay.statistics.survey import Design
    >>> rounds = {"w": [1.0] * 4, "round": ["b", "b", "a", "a"], "hours": [40.0, 40, 40, 24]}
    >>> found = hours_lost_between(rounds, partial(Design, weights="w"), round="round", before="b", after="a", hours="hours")
    >>> round(found.lost.share[1], 9), found.after.estimate
    (0.2, 32.0)
    """
    made = as_arrow(table)
    columns = Columns(made)
    worked = not_negative(columns, hours)
    _refuse_too_many(worked, hours)
    meant = columns.numbers(within) == 1 if within else np.ones(len(columns), bool)
    of_round = {
        each: np.array([value == each for value in made.column(round).to_pylist()])
        for each in (before, after)
    }
    _refuse_round(of_round, meant, worked, round, made.column(round).to_pylist())
    meant &= of_round[before] | of_round[after]
    persons = np.where(meant, np.where(np.isnan(worked), np.nan, 1.0), 0.0)
    added = {"hours_of_all_jobs": np.where(meant, worked, 0.0), "persons_asked": persons}
    found = rate(made, draw, added, over=("hours_of_all_jobs", "persons_asked"), by=round)
    weights = draw(made).weights
    rounds, rows, covariance = _rounds(
        found, round, (before, after), [weights[meant & of_round[each]].sum() for each in (before, after)]
    )
    lost = hours_lost(*rounds, full_time=full_time, covariance=covariance, confidence=found.confidence)
    missing = int((meant & np.isnan(worked)).sum())
    return SurveyedHours(rows[0], rows[1], rounds, covariance, missing, lost)


def weekly_hours(
    columns: Columns, names: Sequence[str], *, worked: Floats, missing: Sequence[float] = ()
) -> Floats:
    """Return the weekly hours of all jobs of each row: the sum of the columns `names`, 0 where nobody worked.

    `worked` is 1 for who was at work, 0 for who was not, NaN where it is not known (so are then the hours). Codes in
    `missing`, such as 999, are not known, nor are empty cells of the first column; in further columns empty means none.

    >>> held = Columns({"main": [40.0, 999, None, None], "other": [None, 5.0, None, 3.0]})
    >>> weekly_hours(held, ["main", "other"], worked=np.array([1.0, 1, 0, 1]), missing=[999]).tolist()
    [40.0, nan, 0.0, nan]
    """
    total = np.zeros(len(columns))
    for place, name in enumerate(names):
        values = columns.numbers(name)
        values = np.where(
            np.isin(values, list(missing)), np.nan, np.where(np.isnan(values) & (place > 0), 0.0, values)
        )
        total = total + values
    return np.where(np.isnan(worked), np.nan, np.where(worked == 0, 0.0, total))


def _rounds(
    found: Estimates, round: str, wanted: tuple[Any, Any], people: Sequence[float]
) -> tuple[tuple[HoursRound, HoursRound], list[Estimate], float]:
    places = [next(at for at, row in enumerate(found) if row.domain[round] == each) for each in wanted]
    rows = [found[place] for place in places]
    if any(row.se is None or row.estimate is None for row in rows):
        raise BadInput(
            "hours_lost.no_error",
            _(
                "The two rounds give no standard error ({method}): hours lost are then no estimate with a range."
            ),
            method=rows[0].method,
        )
    made = [
        HoursRound(row.estimate or 0.0, row.se or 0.0, float(count))
        for row, count in zip(rows, people, strict=True)
    ]
    return (made[0], made[1]), rows, float(found.covariance()[places[0], places[1]])


def _refuse_round(
    of_round: dict[Any, Any], meant: Any, worked: Floats, round: str, there: Sequence[Any]
) -> None:
    for each, rows in of_round.items():
        if not (rows & meant & ~np.isnan(worked)).any():
            raise BadInput(
                "hours_lost.no_round",
                _("The column {column} has no row with known hours of the round {round}. It has {there}."),
                column=round,
                round=each,
                there=", ".join(str(value) for value in list(dict.fromkeys(there))[:12]),
            )
    if len(of_round) < 2:
        raise BadInput("hours_lost.one_round", _("Name two rounds: hours are lost from one to the other."))


def _refuse_too_many(worked: Floats, name: str) -> None:
    rows = np.flatnonzero(worked > WEEK)
    if len(rows):
        raise BadInput(
            "hours_lost.week",
            _(
                "The column {column} has more hours than a week in {count} rows, first in row {row}. Say which codes "
                "mean that the hours are not known."
            ),
            column=name,
            count=len(rows),
            row=int(rows[0]) + 1,
        )


def _band(value: float, half: float) -> tuple[float, float, float]:
    return value - half, value, value + half
