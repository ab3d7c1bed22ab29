"""The calendar of the works: which act is played on which day, in its order."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from mainstay.common.periods import Period
from mainstay.rehearsal.generators.contracts import GeneratedSite
from mainstay.rehearsal.plan import Plan
from mainstay.rehearsal.theatre import Theatre

from . import sites, works


@dataclass(frozen=True)
class Scene:
    """One act of the works: its day, its place in the day's order, the stage it counts for, and what is played."""

    day: date
    order: int
    stage: str
    name: str
    play: Callable[[], object]


def calendar(theatre: Theatre, plan: Plan) -> list[Scene]:
    """Return every act of the works in the order in which it is played."""
    scenes = [scene for place in plan.places for scene in _of_site(theatre, plan, place)]
    scenes += _of_months(theatre, plan)
    scenes += _of_suspension(theatre, plan)
    return sorted(scenes, key=lambda scene: (scene.day, scene.order))


def _of_site(theatre: Theatre, plan: Plan, place: GeneratedSite) -> Iterator[Scene]:
    first, number = place.days[0], place.number
    yield Scene(
        first - timedelta(days=15),
        0,
        "deliver: sites",
        f"prepare {number}",
        lambda: sites.prepare_site(theatre, plan, place),
    )
    yield Scene(
        first - timedelta(days=8),
        1,
        "deliver: people",
        f"register {number}",
        lambda: works.register_people(theatre, plan, place),
    )
    yield Scene(first, 2, "deliver: sites", f"open {number}", lambda: sites.open_site(theatre, place))
    for position in plan.cohorts(place):
        yield Scene(
            place.days[position],
            4,
            "deliver: people",
            f"cohort {number} {position}",
            lambda position=position: works.start_cohort(theatre, plan, place, position),  # type: ignore[misc]
        )
    yield Scene(
        place.days[-1] + timedelta(days=45),
        9,
        "deliver: sites",
        f"hand over {number}",
        lambda: works.hand_over(theatre, place),
    )


def _of_months(theatre: Theatre, plan: Plan) -> Iterator[Scene]:
    scenario = theatre.scenario
    for month in works.months(scenario.phases[0].first, scenario.until):
        if not (busy := plan.busy(month)):
            continue
        first = min(day for place in busy for day in place.days if day in month)
        yield Scene(
            first,
            3,
            "deliver: rolls",
            f"open rolls {month.first}",
            lambda month=month, busy=busy: works.open_rolls(theatre, month, busy),  # type: ignore[misc]
        )
        yield from _of_weeks(theatre, plan, month)
        yield Scene(
            month.last + timedelta(days=2),
            7,
            "deliver: pay",
            f"pay {month.first}",
            lambda month=month: works.pay_month(theatre, month),  # type: ignore[misc]
        )
        yield Scene(
            month.last + works.PAID_AFTER,
            8,
            "deliver: pay",
            f"confirm {month.first}",
            lambda month=month: works.confirm_month(theatre, month),  # type: ignore[misc]
        )


def _of_weeks(theatre: Theatre, plan: Plan, month: Period) -> Iterator[Scene]:
    day = month.first
    while day <= month.last:
        week = Period(day, min(day + timedelta(days=6), month.last))
        if busy := plan.busy(week):
            yield Scene(
                week.last,
                5,
                "deliver: rolls",
                f"marks {week.first}",
                lambda week=week, busy=busy: works.mark_week(theatre, plan, week, busy),  # type: ignore[misc]
            )
        day = week.last + timedelta(days=1)


def _of_suspension(theatre: Theatre, plan: Plan) -> Iterator[Scene]:
    if theatre.scenario.suspension is None:
        return
    first, last = theatre.scenario.suspension
    again = last + timedelta(days=1)
    stopped = [place for place in plan.places if place.days[0] < first < place.days[-1]]
    if stopped:
        yield Scene(first, 2, "deliver: sites", "suspend", lambda: works.suspend(theatre, first, stopped))
        yield Scene(again, 2, "deliver: sites", "restart", lambda: works.restart(theatre, again, stopped))
