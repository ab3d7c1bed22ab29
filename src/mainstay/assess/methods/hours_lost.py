"""Working hours lost between two rounds of a survey, as a share and as full-time jobs."""

from dataclasses import dataclass
from math import hypot, sqrt

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

#: Hours a week of one full-time job.
FULL_TIME = 48.0
#: Standard errors on each side of an interval of 95 %.
WIDTH = 1.959963984540054


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


def hours_lost(
    before: HoursRound, after: HoursRound, *, full_time: float = FULL_TIME, covariance: float = 0.0
) -> HoursLost:
    """Return the hours lost from `before` to `after`, with intervals of 95 %.

    Share = 1 − H₁/H₀, H hours per head: growth of the population is no loss. Full-time jobs = N₁ (H₀ − H₁) / 48, N₁
    people of 15 to 64 in the second round, 48 (or 40) hours a week. Compare the same quarter of two years, or
    seasonally adjusted rounds: otherwise the season is in the loss. Errors: variances of the two ratios less twice
    their `covariance` (0 for samples drawn apart; a panel that asks the same people again has one above 0); the
    share by the delta method; N₁ as known. After the ILO's nowcasts (*ILO Monitor: COVID-19 and
    the world of work*, 2020); not compared with figures published there. A job of 48 hours is no person.

    >>> lost = hours_lost(HoursRound(25, 0, 1_000_000), HoursRound(20, 0, 1_200_000))
    >>> round(lost.share[1], 9), lost.full_time_jobs[1]
    (0.2, 125000.0)
    """
    if before.hours_per_head <= 0 or after.hours_per_head < 0 or min(before.people, after.people) <= 0:
        raise BadInput(
            "hours_lost.round",
            _("Hours per head and people are above 0 in both rounds (hours may be 0 after)."),
        )
    if not 0 < full_time <= 168 or min(before.se, after.se) < 0:
        raise BadInput(
            "hours_lost.full_time",
            _("A full-time week has 1 to 168 hours; standard errors are not negative."),
        )
    kept = after.hours_per_head / before.hours_per_head
    apart = hypot(after.se, kept * before.se) ** 2 - 2 * kept * covariance
    of_share = sqrt(max(0.0, apart)) / before.hours_per_head
    of_hours = sqrt(max(0.0, before.se**2 + after.se**2 - 2 * covariance))
    jobs = after.people / full_time
    fallen = before.hours_per_head - after.hours_per_head
    return HoursLost(_band(1 - kept, of_share), _band(jobs * fallen, jobs * of_hours))


def _band(value: float, se: float) -> tuple[float, float, float]:
    return value - WIDTH * se, value, value + WIDTH * se
