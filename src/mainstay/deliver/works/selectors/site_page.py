"""What the page of one site shows beside its rolls: output against plan, people, what stands still, accidents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.common import clock
from mainstay.deliver.works.methods.norm_output import norm_output
from mainstay.deliver.works.models import Incident, Measurement, Roll, Site, Suspension, TaskClass
from mainstay.deliver.works.rules.states import COUNTED

from .site_facts import participation


@dataclass(frozen=True, slots=True)
class Output:
    """One task on a site: what was measured, what of it a second person checked, and the days it stands for."""

    task: TaskClass
    measured_milli: int
    checked_milli: int
    days_at_norm: float | None


@dataclass(frozen=True, slots=True)
class SiteWork:
    """How far a site is: worker-days certified of those planned, and what was measured against the bill."""

    days_centi: int
    planned_days: int | None
    rolls: Sequence[tuple[Roll, float]]
    outputs: Sequence[Output]
    bill: Sequence[Mapping[str, Any]]

    @property
    def share(self) -> float | None:
        """Of the planned days, how much is certified."""
        return self.days_centi / 100 / self.planned_days if self.planned_days else None


def site_work(site: Site) -> SiteWork:
    """Return the work of a site that was found through `sites_visible`, from sums that are stored; in three queries."""
    rolls = list(Roll.objects.filter(site=site, state__in=COUNTED).order_by("-first_on")[:24])
    days = Roll.objects.filter(site=site, state__in=COUNTED).aggregate(sum=Sum("days_centi"))["sum"] or 0
    sums = list(
        Measurement.objects.filter(roll__site=site)
        .values("task")
        .annotate(all=Sum("quantity_milli"), checked=Sum("quantity_milli", filter=Q(checked_by__isnull=False), default=0))
        .order_by()
    )  # fmt: skip
    tasks = TaskClass.objects.in_bulk([row["task"] for row in sums])
    outputs = [_output(tasks[row["task"]], row["all"], row["checked"]) for row in sums]
    return SiteWork(
        days_centi=days,
        planned_days=site.planned_days,
        rolls=[(roll, (roll.days_centi or 0) / 100) for roll in reversed(rolls)],
        outputs=sorted(outputs, key=lambda one: one.task.code),
        bill=[line for line in site.bill if isinstance(line, dict)],
    )


def _output(task: TaskClass, measured: int, checked: int) -> Output:
    worth = norm_output(quantity_milli=measured, worked_centi=0, norm_milli=task.norm_milli)
    return Output(task, measured, checked, worth.tasks)


def people_of(site: Site) -> dict[str, int | None]:
    """Return how many work on a site now, and which share of them are women, and young, in percent."""
    found = participation(site)
    whole = found["workers"]
    return {
        "workers": whole,
        "women": round(100 * found["women"] / whole) if whole else None,
        "youth": round(100 * found["youth"] / whole) if whole else None,
    }


def standing_still(site: Site) -> Suspension | None:
    """Return the suspension under which a site stands still now."""
    return site.suspensions.filter(ends_on__isnull=True).select_related("suspended_by").first()


def past_suspensions(site: Site) -> QuerySet[Suspension]:
    """Return the times a site stood still and works again."""
    return site.suspensions.filter(ends_on__isnull=False).order_by("-starts_on")


def accident_counts(site: Site) -> Mapping[str, int]:
    """Return how many accidents a site had by severity, and the days lost; no name, no story."""
    rows = Incident.objects.filter(site=site, kind="ACCIDENT")
    severities = ("NEAR", "MINOR", "SERIOUS", "FATAL")
    return rows.aggregate(
        all=Count("pk"), lost=Sum("lost_days", default=0),
        **{severity: Count("pk", filter=Q(severity=severity)) for severity in severities},
    )  # fmt: skip


def incidents_open(person: Person, site: Site) -> Sequence[tuple[Incident, bool]]:
    """Return the open accidents that `person` may read, each with whether one of its clocks has run out."""
    rows = visible(Incident.objects.filter(site=site), person, "works.read_incidents").exclude(state="CLOSED")
    now = clock.now()
    return [(row, _late(row, now)) for row in rows.order_by("-happened_at")[:20]]


def _late(row: Incident, now: Any) -> bool:
    told = row.notified_at is None and row.notify_by is not None and row.notify_by < now
    claimed = row.claimed_at is None and row.claim_by is not None and row.claim_by < now
    return bool(told or claimed)
