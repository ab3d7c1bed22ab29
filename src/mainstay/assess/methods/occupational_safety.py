"""How often people are hurt at work, and how badly."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.statistics.survey import Estimates
from mainstay.statistics.survey.columns import Columns

from .survey_rate import By, Draw, indicator, rate, within

PER_HOURS = 1_000_000
PER_PERSONS = 100_000
#: Hours of 100,000 people who work 40 hours in 50 weeks: the base of the rates of the United States.
HOURS_OF_FULL_TIMERS = 200_000_000

NO_PERSONS = _("This rate needs the number of people in the reference group, which is not given or is 0.")
NO_HOURS = _("This rate needs the hours worked, which are not given or are 0.")
NO_INJURIES = _("Days lost per injury need at least one non-fatal injury.")


@dataclass(frozen=True, slots=True)
class Injuries:
    """New cases of a period among a reference group, the days that they lost, and what the group worked.

    `days_lost` counts calendar days unfit for work after the day of the accident, of non-fatal cases. `persons` is
    the average number of people in the reference group: those whom the source of the cases covers (the insured, the
    employees of notifying establishments), never all employed where the source covers only some.
    """

    fatal: float
    non_fatal: float
    persons: float
    hours: float = 0.0
    days_lost: float = 0.0

    def __post_init__(self) -> None:
        given = (self.fatal, self.non_fatal, self.persons, self.hours, self.days_lost)
        if any(value < 0 for value in given):
            raise BadInput("injuries.negative", _("Injuries, days, persons and hours are not negative."))


def fatal_rate(injuries: Injuries) -> float:
    """Return fatal injuries per 100,000 people of the reference group in the period (SDG 8.8.1).

    F / N · 100,000. Deaths within a year of the accident count in the year of the accident. Source: metadata of SDG
    8.8.1; resolution on statistics of occupational injuries, 16th ICLS (1998). Deaths come from registers: nobody
    who died answers a household survey.

    >>> round(fatal_rate(Injuries(fatal=12, non_fatal=900, persons=400_000)), 9)
    3.0
    """
    return _per(injuries.fatal, injuries.persons, PER_PERSONS, NO_PERSONS)


def non_fatal_rate(injuries: Injuries) -> float:
    """Return non-fatal injuries per 100,000 people of the reference group in the period (SDG 8.8.1).

    >>> round(non_fatal_rate(Injuries(fatal=12, non_fatal=900, persons=400_000)), 9)
    225.0
    """
    return _per(injuries.non_fatal, injuries.persons, PER_PERSONS, NO_PERSONS)


def frequency_rate(injuries: Injuries) -> float:
    """Return new cases, fatal and not, per 1,000,000 hours worked (16th ICLS, frequency rate).

    >>> frequency_rate(Injuries(fatal=1, non_fatal=9, persons=500, hours=1_000_000))
    10.0
    """
    cases = injuries.fatal + injuries.non_fatal
    return _per(cases, injuries.hours, PER_HOURS, NO_HOURS)


def severity_rate(injuries: Injuries) -> float:
    """Return days lost per 1,000,000 hours worked (16th ICLS, severity rate).

    >>> severity_rate(Injuries(fatal=0, non_fatal=4, persons=500, hours=1_000_000, days_lost=80))
    80.0
    """
    return _per(injuries.days_lost, injuries.hours, PER_HOURS, NO_HOURS)


def days_lost_per_injury(injuries: Injuries) -> float:
    """Return the mean number of days lost per non-fatal injury (16th ICLS, days lost per case).

    >>> days_lost_per_injury(Injuries(fatal=0, non_fatal=4, persons=500, days_lost=80))
    20.0
    """
    return _per(injuries.days_lost, injuries.non_fatal, 1, NO_INJURIES)


def full_time_equivalent_rate(cases: float, *, hours: float) -> float:
    """Return cases per 100,000 full-time workers: N / EH · 200,000,000, as the United States publish them.

    N cases of the year, EH hours worked by all in the year; 200,000,000 hours are those of 100,000 people at 40
    hours a week in 50 weeks. Source: US Bureau of Labor Statistics, *Handbook of Methods*, census of fatal
    occupational injuries. It counts exposure by hours, so that it differs from SDG 8.8.1 where hours do.

    >>> full_time_equivalent_rate(5, hours=200_000_000)
    5.0
    """
    if cases < 0:
        raise BadInput("injuries.negative", _("Injuries, days, persons and hours are not negative."))
    return _per(cases, hours, HOURS_OF_FULL_TIMERS, NO_HOURS)


def injury_rate_of_survey(
    table: Any, draw: Draw, *, employed: str, injuries: str, commuting: str | None = None, by: By = ()
) -> Estimates:
    """Return non-fatal injuries of the last 12 months per 100,000 employed, as they tell in a household survey.

    R = 100,000 · Σ w · injuries at work / Σ w · employed. `injuries` counts each person's new cases; `commuting`
    those of them on the way to or from work, which are left out. Fatal injuries cannot be measured so. People
    forget over 12 months, and those whom an injury drove out of work are not among the employed: the figure is a
    lower bound and is not put beside registers unsaid. Source: 16th ICLS (1998), household surveys.

    >>> from functools import partial
    >>> from mainstay.statistics.survey import Design
    >>> people = {"w": [1, 1, 1, 1], "job": [1, 1, 1, 1], "hurt": [2, 0, 0, 0], "way": [1, 0, 0, 0]}
    >>> draw = partial(Design, weights="w")
    >>> injury_rate_of_survey(people, draw, employed="job", injuries="hurt", commuting="way")[0].estimate
    25000.0
    """
    columns = Columns(table)
    works, cases = indicator(columns, employed), columns.numbers(injuries)
    own = cases - columns.numbers(commuting) if commuting else cases
    if (own < 0).any():
        row = int(np.flatnonzero(own < 0)[0]) + 1
        raise BadInput(
            "injuries.commuting",
            _(
                "Row {row} has fewer injuries in all than on the way to work, or a negative number. Correct it."
            ),
            row=row,
        )
    known = np.where(np.isnan(own), np.nan, 1.0)
    added = {"injuries_per_100_000": within(works, own * PER_PERSONS), "employed_asked": within(works, known)}
    return rate(table, draw, added, over=("injuries_per_100_000", "employed_asked"), by=by)


def _per(cases: float, exposure: float, base: float, lacking: str) -> float:
    if exposure <= 0:
        raise BadInput("injuries.exposure", lacking)
    return cases / exposure * base
