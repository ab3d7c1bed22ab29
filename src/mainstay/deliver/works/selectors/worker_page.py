"""The register as a list, and everything that one worker's page shows: contracts, days by month, pay, what was changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncMonth

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.common import clock, crypto
from mainstay.deliver.works.methods.name_sound import name_sound, plain_name
from mainstay.deliver.works.models import (
    AgeCheck,
    Contract,
    DuplicatePair,
    Mark,
    MarkCorrection,
    PayLine,
    Payment,
    Worker,
)
from mainstay.design.selectors import projects_visible

from .workers import workers_visible

if TYPE_CHECKING:
    from mainstay.design.models import Project


def workers_listed(person: Person, *, action: str = "works.read_workers") -> QuerySet[Worker]:
    """Return the workers that `person` may read, with the site of the contract that runs now."""
    running = Contract.objects.filter(worker=OuterRef("pk"), state="RUNNING").order_by("-starts_on")
    return (
        visible(Worker.objects.all(), person, action)
        .select_related("project")
        .annotate(site_code=Subquery(running.values("site__code")[:1]))
        .defer("household", "phone", "account")
        .order_by("project", "card")
    )


def found_by(rows: QuerySet[Worker], words: str) -> QuerySet[Worker]:
    """Return the workers with a card that begins so, or whose name is or sounds so, or with that telephone number.

    Names lie encrypted: whole names are compared by their keyed digests, never parts of them.
    """
    words = words.strip()
    plain = "".join(words.split()).casefold()
    return rows.filter(
        Q(card__istartswith=words)
        | Q(name_digest=crypto.lookup_digest(plain_name(words)))
        | Q(sound_digest=crypto.lookup_digest(name_sound(words)))
        | Q(phone_digest=crypto.lookup_digest(plain))
    )


def register_counts(rows: QuerySet[Worker]) -> dict[str, int]:
    """Return how many people a list of the register holds, how many women, and how many stand in each state of work."""
    running = Contract.objects.filter(worker=OuterRef("pk"), state="RUNNING", ends_on__gte=clock.today())
    return rows.filter(merged_into__isnull=True).aggregate(
        people=Count("pk"),
        women=Count("pk", filter=Q(sex="F")),
        working=Count("pk", filter=Q(Exists(running), state="ACTIVE")),
    )


def doubts(person: Person, project: "Project | None" = None) -> dict[str, int]:
    """Return how many doubts about age and possible duplicates wait among the workers that `person` may read."""
    workers = workers_visible(person)
    if project is not None:
        workers = workers.filter(project=project)
    return {
        "ages": AgeCheck.objects.filter(worker__in=workers.values("pk"), settled_at__isnull=True).count(),
        "pairs": DuplicatePair.objects.filter(first__in=workers.values("pk"), state="OPEN").count(),
    }


def projects_with_workers(person: Person) -> QuerySet["Project"]:
    """Return the projects of which `person` may read workers."""
    mine = visible(Worker.objects.all(), person, "works.read_workers").values("project").distinct()
    model = projects_visible(person).model
    return model._default_manager.filter(pk__in=mine).order_by("-pk")


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a worker: how many days of each code, and the days worked, half ones counted as half."""

    first: date
    codes: Sequence[tuple[str, int]]
    worked: float


@dataclass(frozen=True, slots=True)
class WorkerPage:
    """What the page of one worker shows; pay only to those who may read it."""

    contracts: Sequence[Contract]
    months: Sequence[Month]
    pay: Sequence[tuple[PayLine, Payment | None]]
    corrections: Sequence[MarkCorrection]
    age_check: AgeCheck | None
    pairs: Sequence[DuplicatePair]
    prepared: dict[str, Any] = field(default_factory=dict)

    @property
    def worked(self) -> float:
        """All days worked."""
        return sum(month.worked for month in self.months)


def worker_page(person: Person, worker: Worker) -> WorkerPage:
    """Return what is known of a worker that was found through `workers_visible`; in nine queries."""
    contracts = worker.contracts.select_related("site", "task").order_by("-starts_on")
    corrections = MarkCorrection.objects.filter(old__worker=worker).select_related(
        "old", "new", "by", "signed_by"
    )
    return WorkerPage(
        contracts=list(contracts),
        months=_months(worker),
        pay=_pay(person, worker),
        corrections=list(corrections.order_by("-at")[:50]),
        age_check=worker.age_checks.filter(settled_at__isnull=True).first(),
        pairs=list(
            DuplicatePair.objects.filter(Q(first=worker) | Q(second=worker), state="OPEN").select_related(
                "first", "second"
            )
        ),
        prepared=_prepared(worker),
    )


def _months(worker: Worker) -> list[Month]:
    worth = {entry.code: entry.worked_fraction for entry in playbook.current().attendance.values()}
    rows = (
        Mark.objects.filter(worker=worker, superseded=False)
        .annotate(month=TruncMonth("day"))
        .values_list("month", "code")
        .annotate(days=Count("pk"))
        .order_by("-month", "code")
    )
    found: dict[date, list[tuple[str, int]]] = {}
    for month, code, days in rows:
        found.setdefault(month, []).append((code, days))
    return [
        Month(month, codes, sum(worth.get(code, 0.0) * days for code, days in codes))
        for month, codes in found.items()
    ]


def _pay(person: Person, worker: Worker) -> list[tuple[PayLine, Payment | None]]:
    lines = visible(PayLine.objects.filter(worker=worker), person, "works.read_payroll")
    rows = list(lines.select_related("payroll", "site").order_by("-payroll__first_on")[:60])
    payments = {
        payment.line_id: payment
        for payment in Payment.objects.filter(line__in=rows, amount_minor__gt=0).order_by("attempt")
    }
    return [(row, payments.get(row.pk)) for row in rows]


def _prepared(worker: Worker) -> dict[str, Any]:
    """Return since when a worker is insured and inducted, and what equipment she was given last."""
    insured = (
        worker.insured.filter(policy__ends_on__gte=clock.today())
        .order_by("from_on")
        .annotate(number=F("policy__number"))
    )
    return {
        "insured": insured.first(),
        "inducted": worker.inductions.order_by("-held_on").first(),
        "ppe": worker.ppe.order_by("-issued_on").first(),
        "consent": worker.consents.filter(withdrawn_at__isnull=True).order_by("-given_on").first(),
    }
