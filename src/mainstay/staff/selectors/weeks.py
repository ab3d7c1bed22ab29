"""Week by week: the places that open requests leave to be filled, against the people who stand ready for them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import QuerySet

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import holdings, require
from mainstay.common import clock
from mainstay.common.errors import Reason
from mainstay.staff import rules
from mainstay.staff.methods.capacity_gap import places_filled
from mainstay.staff.models import Deployment, Expert

from . import requests_visible, with_places_left
from .depth import roster_members, why_not_ready

#: So many weeks are looked at, from the running one.
WEEKS = 12
WEEK = timedelta(days=7)


class Profile(NamedTuple):
    """What a place asks for: a field, its lowest level, a language or none."""

    area: str
    level: int
    language: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One profile in one week: places that are open, people who fit and are free all week."""

    week: date
    needed: int
    ready: int

    @property
    def short(self) -> int:
        """How many places nobody who stands ready could fill."""
        return max(self.needed - self.ready, 0)


@dataclass(frozen=True, slots=True)
class ProfileWeeks:
    """One profile over the weeks."""

    profile: Profile
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Gap:
    """All profiles over the weeks, and all together, where each person goes to one place only."""

    weeks: Sequence[date]
    rows: Sequence[ProfileWeeks]
    together: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class WeekOfProfile:
    """One cell opened: its open requests, who is free, and what keeps the others of that profile."""

    cell: Cell
    requests: QuerySet[Any]
    free: Sequence[Expert]
    kept: Sequence[tuple[Reason, int]]


def monday_of(day: date) -> date:
    """Return the first day of the week of `day`.

    >>> monday_of(date(2026, 3, 18))
    datetime.date(2026, 3, 16)
    """
    return day - timedelta(days=day.weekday())


def needs_by_week(person: Person) -> Gap:
    """Return open places against ready people by profile and week, without a name; in six queries."""
    require(person, "staff.read_depth", [holding.scope for holding in holdings(person)])
    today = clock.today()
    first = monday_of(today)
    weeks = [first + WEEK * place for place in range(WEEKS)]
    needed: dict[Profile, Counter[date]] = {}
    for row in _open(person).filter(starts_on__lt=weeks[-1] + WEEK, ends_on__gte=today):
        counts = needed.setdefault(_profile(row), Counter())
        for week in weeks:
            if row.starts_on < week + WEEK and row.ends_on >= max(week, today):
                counts[week] += row.left
    able = _able(list(needed), weeks, today)
    rows = [
        ProfileWeeks(
            profile,
            [
                Cell(week, needed[profile][week], sum(count for fits, count in able[week].items() if profile in fits))
                for week in weeks
            ],
        )
        for profile in sorted(needed)
    ]  # fmt: skip
    return Gap(weeks, rows, [_together(week, needed, able[week]) for week in weeks])


def _together(
    week: date, needed: Mapping[Profile, Counter[date]], able: Mapping[frozenset[Profile], int]
) -> Cell:
    places = {profile: counts[week] for profile, counts in needed.items() if counts[week]}
    return Cell(week, sum(places.values()), sum(places_filled(places, able).values()))


def _open(person: Person) -> QuerySet[Any]:
    """Return the open requests that `person` may see, with `left`: the places that nobody is named for."""
    return with_places_left(requests_visible(person)).filter(left__gt=0)


def _profile(row: Any) -> Profile:
    return Profile(row.functional_area, row.min_level, row.language)


def _able(
    profiles: Sequence[Profile], weeks: Sequence[date], today: date
) -> dict[date, Counter[frozenset[Profile]]]:
    """Return for each week how many people fit exactly which profiles and are free."""
    found: dict[date, Counter[frozenset[Profile]]] = {week: Counter() for week in weeks}
    if not profiles:
        return found
    away = _away(weeks[0], weeks[-1] + WEEK)
    for one in roster_members().prefetch_related("availability"):
        fits = frozenset(profile for profile in profiles if fits_profile(one, profile))
        if not fits or one.open_misconduct or why_not_ready(one, today) is not None:
            continue
        for week in weeks:
            if _why_not(one, week, today, ready=True, away=away.get(one.pk, ())) is None:
                found[week][fits] += 1
    return found


def fits_profile(one: Expert, profile: Profile) -> bool:
    """Return whether an expert has the level and speaks the language; from prefetched rows."""
    if not any(
        skill.functional_area == profile.area and skill.level >= profile.level for skill in one.skills.all()
    ):
        return False
    level = playbook.current().competencies.languages.mission_level
    return not profile.language or any(
        spoken.language == profile.language and spoken.level >= level for spoken in one.languages.all()
    )  # CEFR levels sort by their letters


def _away(first: date, end: date) -> dict[int, list[tuple[date, date]]]:
    """Return the days for which each expert is on a mission or named for one."""
    found: dict[int, list[tuple[date, date]]] = {}
    rows = Deployment.objects.filter(state__in=rules.ACTIVE, starts_on__lt=end, ends_on__gte=first)
    for expert, begins, ends in rows.values_list("expert", "starts_on", "ends_on"):
        found.setdefault(expert, []).append((begins, ends))
    return found


def _why_not(
    one: Expert, week: date, today: date, *, ready: bool, away: Sequence[tuple[date, date]]
) -> Reason | None:
    first, last = max(week, today), week + WEEK - timedelta(days=1)
    return rules.why_not_free(
        ready=ready,
        away=any(begins <= last and ends >= first for begins, ends in away),
        rests_until=one.rests_until,
        free=[(span.first, span.last) for span in one.availability.all()],
        first=first,
        last=last,
    )


def week_of_profile(person: Person, profile: Profile, week: date) -> WeekOfProfile:
    """Return one cell opened: the requests, who is free that week, and how many are kept by what; in six queries."""
    require(person, "staff.read_depth", [holding.scope for holding in holdings(person)])
    today = clock.today()
    requests = (
        _open(person)
        .filter(
            functional_area=profile.area,
            min_level=profile.level,
            language=profile.language,
            starts_on__lt=week + WEEK,
            ends_on__gte=max(week, today),
        )
        .order_by("starts_on", "pk")
    )
    away = _away(week, week + WEEK)
    free: list[Expert] = []
    kept: Counter[str] = Counter()
    reasons: dict[str, Reason] = {}
    for one in roster_members().prefetch_related("availability"):
        if not fits_profile(one, profile):
            continue
        ready = why_not_ready(one, today) is None and not one.open_misconduct
        reason = _why_not(one, week, today, ready=ready, away=away.get(one.pk, ()))
        if reason is None:
            free.append(one)
        else:
            reasons[reason.code] = reason
            kept[reason.code] += 1
    cell = Cell(week, sum(row.left for row in requests), len(free))
    told = [(reasons[code], count) for code, count in kept.most_common()]
    return WeekOfProfile(cell, requests, sorted(free, key=lambda one: one.number), told)
