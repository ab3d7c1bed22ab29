"""What is owed to workers, since when."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, Max, OuterRef, QuerySet

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.common import clock
from mainstay.deliver.works.methods.pay_delay import ageing
from mainstay.deliver.works.models import PayLine, Payment, Roll

if TYPE_CHECKING:
    from mainstay.design.models import Project


def lines_owed(project: "Project") -> QuerySet[PayLine]:
    """Return the pay lines of a project whose money has not been confirmed as paid."""
    paid = Payment.objects.filter(line=OuterRef("pk"), state__in=["PAID", "REVERSED"], amount_minor__gt=0)
    return PayLine.objects.filter(payroll__project=project, net_minor__gt=0).exclude(Exists(paid))


def owed_by_age(person: Person, project: "Project") -> dict[str, tuple[int, int]]:
    """Return how many wages are owed and how much, by how late they are, counted from the closing of the roll."""
    lines = visible(PayLine.objects.all(), person, "works.read_payroll").filter(
        pk__in=lines_owed(project).values("pk")
    )
    closed = dict(
        Roll.objects.filter(payroll__project=project)
        .values_list("payroll_id")
        .annotate(at=Max("closed_at"))
        .order_by()
    )
    rows: list[tuple[date, int]] = [
        (closed[payroll].date(), net)
        for payroll, net in lines.values_list("payroll_id", "net_minor")
        if closed.get(payroll)
    ]
    return ageing(rows, today=clock.today())


def rolls_unpaid(project: "Project") -> QuerySet[Roll]:
    """Return rolls that are closed and whose pay has not gone out."""
    return Roll.objects.filter(site__project=project, closed_at__isnull=False).exclude(
        state__in=["PAID", "RECONCILED"]
    )
