"""Safeguards over sites: what stops work where, which plans put it right by when, how many complaints wait."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.common import clock
from mainstay.deliver.works.models import Complaint, CorrectionPlan, Finding, Incident, Site, Waiver

from .day_grid import counted_by_site
from .sites import findings_visible, sites_visible


@dataclass(frozen=True, slots=True)
class FindingState:
    """A finding as it stands today: its plan, whether that is overdue, whether it is waived, and whether it blocks."""

    finding: Finding
    plan: CorrectionPlan | None
    overdue: bool
    waived: bool

    @property
    def blocks(self) -> bool:
        """Whether it stops something today."""
        held = self.plan is not None and not self.overdue
        return self.finding.stops != "nothing" and not held and not self.waived


@dataclass(frozen=True, slots=True)
class Safety:
    """What says whether sites are safe: findings that stop work, all that are open, accidents, the grave ones of these."""

    stops: int
    findings: int
    accidents: int
    grave: int


def safety_of(sites: QuerySet[Site]) -> Safety:
    """Return how safe sites are that were found through `sites_visible`, in counts without a name; in three queries."""
    keys = list(sites.order_by().values_list("pk", flat=True))
    standing = Finding.objects.filter(site__in=keys, closed_on__isnull=True)
    accidents = Incident.objects.filter(site__in=keys, kind="ACCIDENT").aggregate(
        all=Count("pk"), grave=Count("pk", filter=Q(severity__in=("SERIOUS", "FATAL")))
    )
    return Safety(blocking(standing).count(), standing.count(), accidents["all"], accidents["grave"])


def open_findings(person: Person) -> QuerySet[Finding]:
    """Return the open findings that `person` may read."""
    return findings_visible(person).filter(closed_on__isnull=True)


def blocking(rows: QuerySet[Finding]) -> Any:
    """Return the findings that stop something today: neither waived nor under a plan that is in time."""
    today = clock.today()
    plans = CorrectionPlan.objects.filter(finding=OuterRef("pk"), closed_on__isnull=True, due_on__gte=today)
    waivers = Waiver.objects.filter(
        site=OuterRef("site"), code=OuterRef("code"), starts_on__lte=today, ends_on__gte=today
    )
    return rows.exclude(stops="nothing").exclude(Exists(plans)).exclude(Exists(waivers))


def overdue_plans(rows: QuerySet[Finding]) -> QuerySet[CorrectionPlan]:
    """Return the correction plans of these findings whose day is over and that nobody has closed."""
    return CorrectionPlan.objects.filter(
        finding__in=rows.values("pk"), closed_on__isnull=True, due_on__lt=clock.today()
    )


def states_of_findings(rows: Iterable[Finding]) -> Sequence[FindingState]:
    """Return findings with their plans and waivers, those that block first; in two queries for all."""
    found, today = list(rows), clock.today()
    plans = {
        plan.finding_id: plan
        for plan in CorrectionPlan.objects.filter(finding__in=found, closed_on__isnull=True)
        .select_related("owner")
        .order_by("due_on")
    }
    waived = set(
        Waiver.objects.filter(
            site__in={row.site_id for row in found}, starts_on__lte=today, ends_on__gte=today
        ).values_list("site", "code")
    )
    states = [
        FindingState(
            row, plan := plans.get(row.pk), plan is not None and plan.due_on < today, (row.site_id, row.code) in waived
        )
        for row in found
    ]  # fmt: skip
    return sorted(
        states, key=lambda state: (not state.blocks, state.finding.stops == "nothing", state.finding.found_on)
    )


def sites_with_findings(person: Person) -> QuerySet[Site]:
    """Return the sites that `person` may read with what stands open on each, the worst first."""
    standing = open_findings(person)
    return (
        sites_visible(person)
        .select_related("project__case")
        .annotate(
            blocks=counted_by_site(blocking(standing)),
            warns=counted_by_site(standing.filter(stops="nothing")),
            planned=counted_by_site(
                standing.filter(plans__closed_on__isnull=True, plans__isnull=False).distinct()
            ),
            complaints_open=counted_by_site(complaints_counted(person)),
        )
        .order_by("-blocks", "-warns", "project", "code")
    )


def complaints_counted(person: Person) -> QuerySet[Complaint]:
    """Return the complaints that are not closed and that `person` may count, never read."""
    rows = visible(Complaint.objects.all(), person, "works.read_complaint_counts")
    return rows.exclude(state__in=["ANSWERED", "CLOSED"])


def complaint_sums(rows: QuerySet[Complaint]) -> dict[str, int]:
    """Return how many complaints wait, and how many of them longer than allowed."""
    now = clock.now()
    late = Q(close_by__lt=now) | Q(acknowledged_at__isnull=True, acknowledge_by__lt=now)
    return rows.aggregate(open=Count("pk"), late=Count("pk", filter=late))
