"""The way from a shortlist to travel: who is ready in how many hours, the clearance board as lanes, who is called."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.accounts.selectors import holders_of, persons_by_key
from mainstay.common import clock
from mainstay.common.models import Country
from mainstay.staff.methods.critical_path import CriticalPath, Step, critical_path
from mainstay.staff.models import (
    AvailabilityAsk,
    CheckIn,
    Clearance,
    Deployment,
    Expert,
    ShortlistEntry,
    TeamRequest,
)
from mainstay.staff.rules import AFTER_TRAVEL, SETTLED

from . import shortlist_visible, time_to_go, unsettled

#: The lanes of the board: what is stuck, what can be asked for now, what its owner has, what comes after others, what is done.
LANES = ("stuck", "now", "asked", "later", "settled")


@dataclass(frozen=True, slots=True)
class Ranked:
    """One person of a shortlist: her place, her points, and the hours until she could travel."""

    entry: ShortlistEntry
    path: CriticalPath
    ask: AvailabilityAsk | None

    @property
    def longest(self) -> str:
        """The step of her way that takes longest."""
        return _longest(self.path)


@dataclass(frozen=True, slots=True)
class Shortlist:
    """A shortlist with hours: who can go, who was left out and why, and how the two stand by sex and region."""

    ranked: Sequence[Ranked]
    left_out: Sequence[ShortlistEntry]
    women: int
    regions: int

    def first_ready(self, headcount: int) -> tuple[int, float, str]:
        """Return how many are ready within the hours that the first `headcount` of the list need, those hours, the longest step."""
        if not self.ranked:
            return 0, 0, ""
        slowest = max(self.ranked[:headcount], key=lambda one: one.path.hours)
        return (
            sum(one.path.hours <= slowest.path.hours for one in self.ranked),
            slowest.path.hours,
            slowest.longest,
        )


def shortlist_of(person: Person, request: TeamRequest) -> Shortlist:
    """Return the shortlist of a request that was found through `requests_visible`, for those who may read it; in four queries."""
    rows = list(
        shortlist_visible(person, request)
        .select_related("expert__nationality")
        .defer("expert__name", "expert__email")
    )
    ranked = [row for row in rows if row.rank is not None]
    held = _held([row.expert_id for row in ranked], request.starts_on)
    asks = {ask.expert_id: ask for ask in request.asks.all()}
    shown = [
        Ranked(row, _path(row.expert, request.tier, held.get(row.expert_id, set())), asks.get(row.expert_id))
        for row in ranked
    ]
    places = {row.expert.nationality.region for row in ranked if row.expert.nationality}
    return Shortlist(
        ranked=shown, left_out=[row for row in rows if row.rank is None],
        women=sum(row.expert.sex == "F" for row in ranked), regions=len(places),
    )  # fmt: skip


def _held(experts: Iterable[int], on: date) -> Mapping[int, set[str]]:
    """Return the clearances that each expert holds beforehand and that last until `on`."""
    found: dict[int, set[str]] = {}
    rows = Clearance.objects.filter(expert__in=list(experts), deployment__isnull=True, state="GRANTED")
    still = rows.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=on))
    for expert, code in still.values_list("expert", "code"):
        found.setdefault(expert, set()).add(code)
    return found


def _path(expert: Expert, tier: str, held: set[str]) -> CriticalPath:
    items = playbook.current().clearances
    return critical_path(
        [
            Step(code, tuple(item.prerequisites), 0 if code in held else item.hours[tier])
            for code, item in items.items()
            if item.blocking and expert.kind in item.applies_to and code not in AFTER_TRAVEL
        ]
    )


def _longest(path: CriticalPath) -> str:
    """Return the step of a path that takes longest; nothing where none is left."""
    before, longest, most = 0.0, "", 0.0
    for code in path.steps:
        took = path.ends[code] - before
        before = path.ends[code]
        if took > most:
            longest, most = code, took
    return longest


@dataclass(frozen=True, slots=True)
class Lane:
    """One clearance on the board: in which lane, whether it decides the hours, what it waits for."""

    clearance: Clearance
    lane: str
    hours: float
    decides: bool
    late: bool
    waits_for: Sequence[str]
    owners: Sequence[str]


@dataclass(frozen=True, slots=True)
class Board:
    """The clearances of one mission as lanes, the hours still to go, and what blocks the travel."""

    lanes: Mapping[str, Sequence[Lane]]
    path: CriticalPath
    missing: Sequence[str]
    expired: Sequence[str]
    #: What is granted now and runs out while the person is there, the first to do so first.
    running_out: Sequence[Clearance] = ()

    @property
    def green(self) -> bool:
        """Whether every blocking clearance is granted and holds on the day of travel."""
        return not self.missing and not self.expired

    @property
    def longest(self) -> str:
        """The step that takes longest of what is left."""
        return _longest(self.path)


def board_of(person: Person, deployment: Deployment) -> Board:
    """Return the clearance board of a mission that was found through `deployments_visible`; in four queries."""
    rows = list(
        visible(Clearance.objects.filter(deployment=deployment), person, "staff.read_clearances").order_by(
            "pk"
        )
    )
    items, now, path = playbook.current().clearances, clock.now(), time_to_go(deployment)
    states = {row.code: row.state for row in rows}
    lanes: dict[str, list[Lane]] = {name: [] for name in LANES}
    for row in rows:
        waits = [code for code in items[row.code].prerequisites if states.get(code) not in {None, *SETTLED}]
        late = bool(row.due_at and row.due_at < now and row.state not in SETTLED)
        lane = Lane(
            row, _lane(row, waits), 0 if row.state in SETTLED else items[row.code].hours[deployment.request.tier],
            row.code in path.steps and row.state not in SETTLED, late, waits, items[row.code].owner_roles,
        )  # fmt: skip
        lanes[lane.lane].append(lane)
    first = max(clock.today(), deployment.starts_on)
    missing, expired = unsettled(deployment, first)
    ending = [
        row
        for row in rows
        if row.state == "GRANTED" and row.expires_on and first <= row.expires_on < deployment.ends_on
    ]
    return Board(lanes, path, missing, expired, sorted(ending, key=lambda row: (row.expires_on, row.code)))


def _lane(row: Clearance, waits: Sequence[str]) -> str:
    if row.state in SETTLED:
        return "settled"
    if row.state in {"REQUESTED", "IN_REVIEW"}:
        return "asked"
    if row.state in {"REFUSED", "EXPIRED", "INFO_NEEDED"}:
        return "stuck"
    return "later" if waits else "now"


def check_ins_of(person: Person, deployment: Deployment) -> Sequence[CheckIn]:
    """Return the signs of life of a mission that `person` may read, the latest first; places are coarse."""
    rows = visible(CheckIn.objects.filter(deployment=deployment), person, "staff.read_check_ins")
    return list(rows.order_by("-at")[:30])


@dataclass(frozen=True, slots=True)
class Away:
    """Who is on mission in one country: how many, of how many a sign of life is missed, and the latest one read."""

    country: Country
    people: int
    missed: int
    last_sign: datetime | None


def away_by_country(person: Person) -> Sequence[Away]:
    """Return the people on mission that `person` may see by country of their case, nobody named."""
    rows = visible(Deployment.objects.filter(state="ON_MISSION"), person, "staff.read_deployments")
    signs = visible(CheckIn.objects.filter(deployment__in=rows), person, "staff.read_check_ins")
    latest = dict(signs.order_by().values_list("deployment").annotate(Max("at")))
    found: dict[Country, list[Deployment]] = {}
    for mission in rows.prefetch_related("request__case__countries__country"):
        for place in mission.request.case.countries.all():
            found.setdefault(place.country, []).append(mission)
    return [
        Away(
            country,
            people=len(there),
            missed=sum(mission.alarm_at is not None for mission in there),
            last_sign=max((latest[one.pk] for one in there if one.pk in latest), default=None),
        )
        for country, there in sorted(found.items(), key=lambda one: one[0].name)
    ]


def call_tree(deployment: Deployment) -> Sequence[tuple[str, str]]:
    """Return who is called in which order when a check-in is missed: role and name of each."""
    case = deployment.request.case
    scopes = [("case", str(case.pk))]
    scopes += [("country", key) for key in case.countries.values_list("country_id", flat=True)]
    found: list[tuple[str, str]] = []
    for role in ("SEC", "CD", "TT_COORD"):
        names = sorted(one.name for one in persons_by_key(holders_of([role], scopes)).values())
        found += [(role, name) for name in names[:3]]
    return found


def insured(person: Person) -> "list[Deployment]":
    """Return the people who are on mission or about to go, for the insurer: name, days, country, and nothing else."""
    rows = visible(
        Deployment.objects.filter(state__in=["ACCEPTED", "CLEARED", "ON_MISSION"]),
        person,
        "staff.read_insurance",
    )
    found = rows.select_related("expert", "request__case").prefetch_related(
        "request__case__countries__country"
    )
    return list(found.order_by("starts_on", "pk"))
