"""Reads about sites and rolls."""

from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.deliver.works.models import Finding, PayLine, PaymentBatch, Payroll, Roll, Site
from mainstay.deliver.works.rules.states import COUNTED
from mainstay.design.selectors import projects_visible

if TYPE_CHECKING:
    from mainstay.design.models import Project


def sites_public() -> QuerySet[Site]:
    """Return the sites that anybody may see: none under a security hold, none before they opened."""
    return Site.objects.filter(security_hold=False, opened_on__isnull=False)


def sites_visible(person: Person) -> QuerySet[Site]:
    """Return the sites that `person` may read, with the worker-days certified on each."""
    # A sum apart, not a join: so that counting sites counts sites and nothing else.
    certified = Roll.objects.filter(site=OuterRef("pk"), state__in=COUNTED).order_by().values("site")
    days = certified.annotate(sum=Sum("days_centi")).values("sum")
    return (
        visible(Site.objects.all(), person, "works.read_sites")
        .select_related("area", "project")
        .annotate(days_centi=Coalesce(Subquery(days), 0))
    )


def projects_with_sites_visible(person: Person) -> "QuerySet[Project]":
    """Return the projects that `person` may read, and those of which she may read a site (her own, say)."""
    seen = projects_visible(person)
    of_sites = visible(Site.objects.all(), person, "works.read_sites").values("project")
    return seen.model._default_manager.filter(Q(pk__in=seen.values("pk")) | Q(pk__in=of_sites))


def rolls_visible(person: Person) -> QuerySet[Roll]:
    """Return the rolls that `person` may read, the latest first."""
    return visible(Roll.objects.all(), person, "works.read_rolls").select_related("site")


def findings_visible(person: Person) -> QuerySet[Finding]:
    """Return safeguard findings without names that `person` may read, open ones first."""
    return (
        visible(Finding.objects.all(), person, "works.read_safeguards")
        .select_related("site")
        .order_by("closed_on", "-found_on")
    )


def payrolls_visible(person: Person) -> QuerySet[Payroll]:
    """Return the payrolls that `person` may read."""
    return visible(Payroll.objects.all(), person, "works.read_payroll")


def batches_visible(person: Person) -> QuerySet[PaymentBatch]:
    """Return the payment batches that `person` may read, with how many of their payments are paid."""
    return visible(PaymentBatch.objects.all(), person, "works.read_payroll").annotate(
        paid=Count("payments", filter=Q(payments__state="PAID", payments__amount_minor__gt=0))
    )


def pay_list(person: Person) -> QuerySet[PayLine]:
    """Return the pay lines of the sites whose list `person` may see."""
    return visible(PayLine.objects.all(), person, "works.read_pay_list").select_related("worker", "payroll")
