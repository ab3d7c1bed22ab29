"""One day of one roll: who is contracted, who is marked, who stands on another roll; and rolls as lists show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.common import clock
from mainstay.deliver.works.models import Contract, Finding, Mark, Roll, Site
from mainstay.deliver.works.rules.states import WRITABLE

from .sites import rolls_visible, sites_visible


@dataclass(frozen=True, slots=True)
class GridRow:
    """One worker on one day: the mark that stands on this roll, or the site of another roll that has her."""

    worker: int
    card: str
    name: str
    code: str = ""
    elsewhere: str = ""
    minutes: int | None = None
    mark: int | None = None

    @property
    def hours(self) -> float | None:
        """The hours that were written; None stands for a normal day of its code."""
        return None if self.minutes is None else self.minutes / 60


@dataclass(frozen=True, slots=True)
class DayGrid:
    """The day of a roll."""

    roll: Roll
    day: date
    rows: Sequence[GridRow]

    @property
    def marked(self) -> int:
        """How many are marked on this roll."""
        return sum(1 for row in self.rows if row.code)

    @property
    def elsewhere(self) -> int:
        """How many stand on another roll that day."""
        return sum(1 for row in self.rows if row.elsewhere)

    @property
    def open(self) -> list[GridRow]:
        """Those who are marked nowhere."""
        return [row for row in self.rows if not row.code and not row.elsewhere]


def day_grid(roll: Roll, day: date) -> DayGrid:
    """Return the day of a roll that was found through `rolls_visible`; in two queries."""
    contracts = (
        Contract.objects.filter(site=roll.site_id, starts_on__lte=day, ends_on__gte=day)
        .filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day))
        .select_related("worker")
        .order_by("worker__card")
    )
    people = {row.worker_id: row.worker for row in contracts}
    marks = {
        mark.worker_id: mark
        for mark in Mark.objects.filter(worker__in=list(people), day=day, superseded=False).select_related(
            "roll__site"
        )
    }
    return DayGrid(roll, day, [_row(worker, marks.get(key), roll) for key, worker in people.items()])


def _row(worker: Any, mark: Mark | None, roll: Roll) -> GridRow:
    if mark is None:
        return GridRow(worker.pk, worker.card, worker.name)
    if mark.roll_id == roll.pk:
        return GridRow(
            worker.pk, worker.card, worker.name, code=mark.code, minutes=mark.minutes, mark=mark.pk
        )
    return GridRow(worker.pk, worker.card, worker.name, elsewhere=mark.roll.site.code)


def days_marked(roll: Roll) -> dict[date, int]:
    """Return how many marks stand on each day of a roll."""
    rows = Mark.objects.filter(roll=roll, superseded=False).values_list("day").annotate(count=Count("pk"))
    return dict(rows.order_by())


def findings_of_roll(roll: Roll) -> QuerySet[Finding]:
    """Return what the days of a roll break and is not put right, without names: who may read the roll may read this."""
    return roll.findings.filter(closed_on__isnull=True).order_by("-found_on", "code")


def first_day_of_work(roll: Roll) -> date:
    """Return the first day of a roll on which somebody has a contract; its own first day where nobody has one."""
    starts = Contract.objects.filter(
        site=roll.site_id, starts_on__lte=roll.last_on, ends_on__gte=roll.first_on
    )
    first = starts.aggregate(first=Min("starts_on"))["first"]
    return max(first, roll.first_on) if first else roll.first_on


def rolls_to_mark(person: Person, *, today: date) -> list[tuple[Roll, int]]:
    """Return the open rolls of today that `person` marks, each with how many workers are not marked yet."""
    rolls = visible(
        Roll.objects.filter(
            state__in=WRITABLE, first_on__lte=today, last_on__gte=today, site__state="ACTIVE"
        ),
        person,
        "works.mark_roll",
    ).select_related("site")
    under = Q(site__contracts__starts_on__lte=today, site__contracts__ends_on__gte=today) & (
        Q(site__contracts__ended_on__isnull=True) | Q(site__contracts__ended_on__gte=today)
    )
    there = dict(rolls.annotate(count=Count("site__contracts__worker", filter=under, distinct=True)).values_list("pk", "count"))  # fmt: skip
    standing = Mark.objects.filter(day=today, superseded=False, roll__in=list(there))
    marked = dict(standing.values_list("roll").annotate(count=Count("pk")).order_by())
    left = [(roll, there.get(roll.pk, 0) - marked.get(roll.pk, 0)) for roll in rolls.order_by("site__code")]
    return [(roll, count) for roll, count in left if count > 0]


def rolls_listed(person: Person) -> QuerySet[Roll]:
    """Return the rolls that `person` may read with their project's case, the latest first."""
    return rolls_visible(person).select_related("site__project__case").order_by("-first_on", "site__code")


def sites_listed(person: Person) -> QuerySet[Site]:
    """Return the sites that `person` may read with their case, running contracts, and open findings."""
    return (
        sites_visible(person)
        .select_related("project__case")
        .annotate(
            contracted=counted_by_site(Contract.objects.filter(state="RUNNING", ends_on__gte=clock.today())),
            findings_open=counted_by_site(Finding.objects.filter(closed_on__isnull=True)),
        )
        .order_by("project", "code")
    )


def counted_by_site(rows: QuerySet[Any]) -> Coalesce:
    """Return how many rows each site has, counted apart: joined, contracts and findings would multiply."""
    counts = rows.filter(site=OuterRef("pk")).order_by().values("site").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counts), 0)


def late_rolls(rolls: QuerySet[Roll], *, today: date) -> QuerySet[Roll]:
    """Return the rolls whose period is over and that are not closed yet."""
    return rolls.filter(last_on__lt=today, state__in=["OPEN", "REOPENED"])
