"""What a roll still lacks before it is closed: gaps, absences, long days, insurance, ages, signatures; one roll at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet, Subquery

from mainstay.common import clock
from mainstay.deliver.works.models import (
    AgeCheck,
    Contract,
    Finding,
    InsuredWorker,
    Mark,
    MarkCorrection,
    Roll,
    Terms,
    Worker,
)

from .law import laws
from .site_facts import stopping_findings


@dataclass(frozen=True, slots=True)
class Gap:
    """A worker who is marked on no roll on days on which others of this roll are: how many, the first of them."""

    worker: Worker
    days: int
    first: date


@dataclass(frozen=True, slots=True)
class Absence:
    """A worker who was absent: on how many days, from when to when."""

    worker: Worker
    days: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class LongDay:
    """A day of a worker that was longer than a normal one; above the limit it is a breach."""

    worker: Worker
    day: date
    hours: float
    over_limit: bool


@dataclass(frozen=True, slots=True)
class RollLook:
    """All that is looked at before a roll is closed."""

    gaps: Sequence[Gap]
    absences: Sequence[Absence]
    long_days: Sequence[LongDay]
    uninsured: Sequence[Worker]
    age_doubts: Sequence[AgeCheck]
    unsigned: int
    marks: int
    stops: Sequence[Finding]

    @property
    def clean(self) -> bool:
        """Whether nothing is left to look into."""
        return not (self.gaps or self.long_days or self.uninsured or self.age_doubts or self.unsigned)


def roll_look(roll: Roll) -> RollLook:
    """Return what a roll that was found through `rolls_visible` still lacks; in nine queries."""
    standing = Mark.objects.filter(roll=roll, superseded=False)
    there = Worker.objects.filter(pk__in=standing.values("worker"))
    return RollLook(
        gaps=_gaps(roll),
        absences=_absences(standing),
        long_days=_long_days(roll, standing),
        uninsured=list(_uninsured(roll, there).order_by("card")),
        age_doubts=list(
            AgeCheck.objects.filter(worker__in=there, settled_at__isnull=True)
            .select_related("worker")
            .order_by("due_on")
        ),
        unsigned=corrections_unsigned(roll).count(),
        marks=standing.count(),
        stops=stopping_findings(roll.site, "approval"),
    )


def corrections_unsigned(roll: Roll) -> QuerySet[MarkCorrection]:
    """Return the corrections of a roll that wait for their second signature."""
    return MarkCorrection.objects.filter(roll=roll, signed_by__isnull=True)


def corrections_of_day(roll: Roll, day: date) -> QuerySet[MarkCorrection]:
    """Return the corrections of one day of a roll, the latest first; the old value stays in each."""
    rows = MarkCorrection.objects.filter(roll=roll, old__day=day).order_by("-at")
    return rows.select_related("old__worker", "new", "by", "signed_by")


def last_day_codes(roll: Roll, day: date) -> tuple[date | None, dict[int, str]]:
    """Return the last day before `day` on which this site was marked, and the code of each worker on it."""
    marks = Mark.objects.filter(roll__site=roll.site_id, superseded=False)
    last = marks.filter(
        day__lt=day, day__gte=day - timedelta(days=14), roll__last_on__gte=day - timedelta(days=14)
    ).aggregate(last=Max("day"))["last"]
    return last, dict(marks.filter(day=last).values_list("worker_id", "code")) if last else {}


def _gaps(roll: Roll) -> list[Gap]:
    last_on = min(roll.last_on, clock.today())
    on_roll = Mark.objects.filter(roll=roll, superseded=False)
    days = sorted(set(on_roll.order_by().values_list("day", flat=True).distinct()))
    contracts = Contract.objects.filter(
        site=roll.site_id, starts_on__lte=last_on, ends_on__gte=roll.first_on
    ).select_related("worker")
    people = [row.worker_id for row in contracts]
    marked = set(
        Mark.objects.filter(
            worker__in=people, day__gte=roll.first_on, day__lte=last_on, superseded=False
        ).values_list("worker_id", "day")
    )
    found: list[Gap] = []
    for row in contracts.order_by("worker__card"):
        end = min(row.ends_on, row.ended_on or row.ends_on, last_on)
        open_days = [
            day for day in days if row.starts_on <= day <= end and (row.worker_id, day) not in marked
        ]
        if open_days:
            found.append(Gap(row.worker, len(open_days), open_days[0]))
    return found


def _absences(standing: QuerySet[Mark]) -> list[Absence]:
    rows = list(
        standing.filter(code__in=["A", "D"])
        .values("worker")
        .annotate(days=Count("pk"), first=Min("day"), last=Max("day"))
        .order_by("-days")
    )
    people = Worker.objects.in_bulk([row["worker"] for row in rows])
    return [Absence(people[row["worker"]], row["days"], row["first"], row["last"]) for row in rows]


def _long_days(roll: Roll, standing: QuerySet[Mark]) -> list[LongDay]:
    normal = (
        Terms.objects.filter(project=roll.site.project_id).values_list("normal_minutes", flat=True).first()
    )
    limit = int(laws()["SG-HRS-01"].params.get("day_max", 8)) * 60
    rows = standing.filter(minutes__gt=normal or 480).select_related("worker").order_by("-minutes", "day")
    return [
        LongDay(row.worker, row.day, (row.minutes or 0) / 60, (row.minutes or 0) > limit)
        for row in rows[:200]
    ]


def _uninsured(roll: Roll, there: QuerySet[Worker]) -> QuerySet[Worker]:
    """Return who worked a day of the roll before an accident policy covered her."""
    worked = Mark.objects.filter(roll=roll, worker=OuterRef("pk"), superseded=False).order_by("day")
    covered = InsuredWorker.objects.filter(
        worker=OuterRef("pk"), from_on__lte=OuterRef("first_worked"), policy__ends_on__gte=roll.first_on
    )
    return there.annotate(first_worked=Subquery(worked.values("day")[:1])).exclude(Exists(covered))
