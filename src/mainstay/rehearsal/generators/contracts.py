"""Sites, contracts and their days: totals equal to the scenario's, everything else from the seed.

A contract works a run of its site's working days. Some of them are absences and pairs of half days; days of a
suspension are paid and not worked. Lengths are drawn and then moved until the sum of worked days is exact.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.rehearsal.scenario import Phase, Scenario

LEAST_DAYS = 40
#: People start in cohorts: contracts begin every so many working days of a site, four weeks of six days.
COHORT = 24
MOST_DAYS = 110
#: The part of a site's working days that the longest contract works: absences need room too.
FULLEST = 0.85
Ints = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(frozen=True)
class GeneratedSite:
    """One site: its phase, area and the days on which it works."""

    number: int
    phase: str
    pcode: str
    days: tuple[date, ...]
    by_agreement: bool


@dataclass
class Contracts:
    """Contracts as columns: site, first working day (its position), worked, paid-suspension, absent and half days.

    `short` marks those planned below the threshold; `person` is the worker's number. A contract spans
    ``worked + suspended + absent + halves / 2`` working days, because two half days make one worked day.
    """

    site: Ints
    start: Ints
    worked: Ints
    suspended: Ints
    absent: Ints
    halves: Ints
    short: np.ndarray[tuple[int], np.dtype[np.bool_]]
    person: Ints

    @property
    def span(self) -> Ints:
        """Return how many working days each contract runs over."""
        return self.worked + self.suspended + self.absent + self.halves // 2

    @property
    def paid(self) -> Ints:
        """Return the paid days of each contract: worked and suspended."""
        return self.worked + self.suspended


def sites(scenario: Scenario, scale: Decimal) -> list[GeneratedSite]:
    """Return the sites of a rehearsal: as many as there are agreements, but at least two, spread over the phases."""
    agreements = scenario.target("municipal_agreements", scale)
    wanted = max(agreements, 2)
    share = _largest_remainder(wanted, [phase.sites for phase in scenario.phases])
    made: list[GeneratedSite] = []
    for phase, count in zip(scenario.phases, share, strict=True):
        for index in range(count):
            number = len(made) + 1
            pcode = phase.governorates[index % len(phase.governorates)]
            days = _working_days(phase, rest=int(scenario.spread["rest_weekday"]))
            made.append(GeneratedSite(number, phase.code, pcode, days, number <= agreements))
    return made


def _working_days(phase: Phase, *, rest: int) -> tuple[date, ...]:
    span = (phase.last - phase.first).days + 1
    days = (phase.first + timedelta(days=step) for step in range(span))
    return tuple(day for day in days if day.weekday() != rest)


def _largest_remainder(total: int, weights: list[int]) -> list[int]:
    """Return whole numbers that sum to `total` in proportion to `weights` (Hamilton's method).

    >>> _largest_remainder(5, [1, 1, 2])
    [1, 1, 3]
    """
    exact = [total * weight / sum(weights) for weight in weights]
    whole = [int(value) for value in exact]
    order = sorted(range(len(weights)), key=lambda index: (whole[index] - exact[index], -index))
    for index in order[: total - sum(whole)]:
        whole[index] += 1
    return whole


def contracts(scenario: Scenario, scale: Decimal, places: list[GeneratedSite]) -> Contracts:
    """Return contracts whose worked days sum to the published worker-days at `scale`, exactly.

    As many have 40 or more paid days as are published; the persons employed by the day on which
    they were counted are as many as are published. Raises `BadInput` where the scenario's figures cannot hold together.
    """
    lots = np.random.default_rng(scenario.seed)
    long = scenario.target("contracts_40_days", scale)
    short = round(int(scenario.spread["short_contracts"]) * scale)
    is_short = np.zeros(long + short, bool)
    is_short[long:] = True
    late = _late_contracts(scenario, scale, long)
    site = _spread_over_sites(scenario, places, long, short, late, lots)
    worked = lots.integers(LEAST_DAYS, 84, long + short)
    worked[is_short] = lots.integers(4, LEAST_DAYS - 8, short)
    worked = np.minimum(worked, _longest(places)[site])
    absent = lots.binomial(worked, float(scenario.spread["absence_share"]))
    halves = 2 * lots.binomial(worked // 2, float(scenario.spread["half_day_share"]))
    made = Contracts(
        site, np.zeros_like(site), worked, np.zeros_like(site), absent, halves, is_short, np.zeros_like(site)
    )
    is_late = np.zeros(long + short, bool)
    is_late[long - late : long] = True
    _place(made, places, scenario, is_late, lots)
    _suspend(made, places, scenario)
    _settle(made, places, scenario.target("worker_days", scale), scenario)
    made.person = _persons(made, scenario, scale, places)
    return made


def _late_contracts(scenario: Scenario, scale: Decimal, long: int) -> int:
    return min(long, round(int(scenario.spread["contracts_after_count"]) * scale))


def _spread_over_sites(
    scenario: Scenario,
    places: list[GeneratedSite],
    long: int,
    short: int,
    late: int,
    lots: np.random.Generator,
) -> Ints:
    """Return the site of each contract; those after the count stand last among the long ones, in the last phase."""
    last = places[-1].phase
    weight = {phase.code: phase.weight for phase in scenario.phases}
    per_phase = {code: sum(place.phase == code for place in places) for code in weight}
    early = [place for place in places if place.phase != last or not late] or places
    chances = np.array([weight[place.phase] / per_phase[place.phase] for place in early])
    ending = np.array([place.number - 1 for place in places if place.phase == last])
    early_numbers = np.array([place.number - 1 for place in early])
    first = lots.choice(early_numbers, long - late, p=chances / chances.sum())
    few = lots.choice(early_numbers, short, p=chances / chances.sum())
    return np.concatenate([first, lots.choice(ending, late), few]).astype(np.int64)


def _lengths(places: list[GeneratedSite]) -> Ints:
    return np.array([len(place.days) for place in places], np.int64)


def _longest(places: list[GeneratedSite]) -> Ints:
    """Return the longest contract that each site has room for; raise where none of the least length fits."""
    longest = (_lengths(places) * FULLEST).astype(np.int64)
    for place, days in zip(places, longest.tolist(), strict=True):
        if days < LEAST_DAYS:
            raise BadInput(
                "short_phase",
                _(
                    "Phase {phase} has {days} working days; contracts of {least} worked days need more. Lengthen it."
                ),
                phase=place.phase,
                days=len(place.days),
                least=LEAST_DAYS,
            )
    return longest


def _place(
    made: Contracts,
    places: list[GeneratedSite],
    scenario: Scenario,
    is_late: np.ndarray[tuple[int], np.dtype[np.bool_]],
    lots: np.random.Generator,
) -> None:
    """Give each contract its first day: the start of a cohort, early enough for the longest it may become."""
    lengths = _lengths(places)[made.site]
    room = np.maximum(lengths - made.span - (MOST_DAYS - made.worked), 1)
    anywhere = (lots.random(len(made.site)) * room).astype(np.int64)
    # Long contracts of the last phase begin after the day on which persons were counted.
    late_from = np.array([_first_after(place, scenario.persons_counted_on) for place in places], np.int64)[
        made.site
    ]
    later = late_from + (lots.random(len(made.site)) * np.maximum(room - late_from, 1)).astype(np.int64)
    start = np.where(is_late, later, anywhere) // COHORT * COHORT
    made.start = np.where(is_late & (start < late_from), start + COHORT, start)


def _first_after(place: GeneratedSite, counted_on: date) -> int:
    return sum(day <= counted_on for day in place.days) if place.days[-1] > counted_on else 0


def _suspend(made: Contracts, places: list[GeneratedSite], scenario: Scenario) -> None:
    """Turn the days of a suspension into paid suspension: wages go on to the end of the contract."""
    if scenario.suspension is None:
        return
    from_day, to_day = scenario.suspension
    first = np.array([sum(day < from_day for day in place.days) for place in places], np.int64)
    after = np.array([sum(day <= to_day for day in place.days) for place in places], np.int64)
    ends = made.start + made.span
    hit = np.minimum(ends, after[made.site]) - np.maximum(made.start, first[made.site])
    hit = np.where((made.start < first[made.site]) & (hit > 0), hit, 0)
    # A contract that would begin during the suspension begins with the first cohort after it.
    inside = (made.start >= first[made.site]) & (made.start < after[made.site]) & (first < after)[made.site]
    restart = -(-after // COHORT) * COHORT
    made.start = np.where(inside, restart[made.site], made.start)
    # Whole days only: absences and halves of those days fall away with the work.
    touched = hit > 0
    made.absent = np.where(touched, 0, made.absent)
    made.halves = np.where(touched, 0, made.halves)
    ends = made.start + made.worked
    hit = np.where(
        touched,
        np.clip(np.minimum(ends, after[made.site]) - np.maximum(made.start, first[made.site]), 0, None),
        0,
    )
    made.suspended = hit
    made.worked = made.worked - hit


def _settle(made: Contracts, places: list[GeneratedSite], total: int, scenario: Scenario) -> None:
    """Lengthen or shorten contracts that no suspension touched, one day a round, until the sum is exact."""
    lengths = _lengths(places)[made.site]
    most = np.minimum(MOST_DAYS, lengths)
    free = (made.suspended == 0) & ~made.short
    if scenario.suspension is not None:
        before = np.array([sum(day < scenario.suspension[0] for day in place.days) for place in places])
        crosses = np.array([place.days[0] < scenario.suspension[0] < place.days[-1] for place in places])
        free &= ~(crosses[made.site] & (made.start < before[made.site]))
    while (missing := total - int(made.worked.sum())) != 0:
        if missing > 0:
            able = np.flatnonzero(free & (made.worked < most) & (made.start + made.span < lengths))
            step = 1
        else:
            able = np.flatnonzero(free & (made.worked > LEAST_DAYS) & (made.worked * 2 > made.halves))
            step = -1
        if not len(able):
            raise _misfit("worker_days", _("the contracts cannot be made so long or so short"))
        made.worked[able[: abs(missing)]] += step


def _persons(made: Contracts, scenario: Scenario, scale: Decimal, places: list[GeneratedSite]) -> Ints:
    """Return the worker of each contract: as many different persons by the day of the count as are published.

    Contracts beyond that number are second contracts of people whose first ended earlier at another site.
    """
    wanted = scenario.target("persons", scale)
    first_day = _days_of(places, made.site, made.start)
    last_day = _days_of(places, made.site, made.start + made.span - 1)
    counted = first_day <= scenario.persons_counted_on.toordinal()
    order = np.argsort(first_day, kind="stable")
    early = order[counted[order]]
    if not wanted <= len(early) <= 2 * wanted:
        raise _misfit("persons", _("one person has one or two contracts"))
    person = np.empty(len(order), np.int64)
    again = _second_contracts(early, first_day, last_day, len(early) - wanted)
    number = 0
    for index in order:
        if index in again:
            person[index] = person[again[index]]
        else:
            person[index] = number
            number += 1
    return person


def _days_of(places: list[GeneratedSite], site: Ints, position: Ints) -> Ints:
    """Return the ordinal of the working day at each position of each site."""
    calendars = [np.array([day.toordinal() for day in place.days], np.int64) for place in places]
    return np.array(
        [
            calendars[s][min(p, len(calendars[s]) - 1)]
            for s, p in zip(site.tolist(), position.tolist(), strict=True)
        ],
        np.int64,
    )


def _second_contracts(early: Ints, first_day: Ints, last_day: Ints, count: int) -> dict[int, int]:
    """Return which contract (the latest ones) is the second of which (the earliest ended), at least a week apart."""
    by_end = early[np.argsort(last_day[early], kind="stable")][:count]
    latest = early[len(early) - count :]
    pairs: dict[int, int] = {}
    for second, first in zip(latest, by_end, strict=True):
        if first_day[second] <= last_day[first] + 7 or second == first:
            raise _misfit("persons", _("the phases leave no room for so many second contracts"))
        pairs[int(second)] = int(first)
    return pairs


def _misfit(figure: str, why: str) -> BadInput:
    return BadInput(
        "misfit",
        _(
            "The scenario's figures do not fit each other: {figure}, because {why}. Change that figure or the spread."
        ),
        figure=figure,
        why=why,
    )
