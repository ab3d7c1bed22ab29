"""What works show of a case, and the rolls that wait for a person."""

from collections.abc import Sequence

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may_anywhere, visible
from mainstay.cases.models import Case
from mainstay.common import clock
from mainstay.deliver.works.models import MarkClash, PaymentBatch, Roll, Site
from mainstay.deliver.works.rules.states import COUNTED, WRITABLE
from mainstay.deliver.works.selectors.day_grid import rolls_listed, rolls_to_mark
from mainstay.page.panels import Panel, PanelFigure, Wait, Waiting, panel, wait
from mainstay.page.words import day, money, number

#: How many things of a kind the situation room names; the rest are behind the link.
SHOWN = 8


@panel("works", order=70)
def works_panel(person: Person, case: Case) -> Panel | None:
    """Return active sites, late rolls and certified worker-days of the case; in two queries."""
    if not may_anywhere(person, "works.read_sites"):
        return None
    sites = visible(Site.objects.filter(project__case=case), person, "works.read_sites").aggregate(
        all=Count("pk", distinct=True),
        active=Count("pk", filter=Q(state="ACTIVE"), distinct=True),
        days=Sum("rolls__days_centi", filter=Q(rolls__state__in=COUNTED), default=0),
    )
    if not sites["all"]:
        return None
    link = f"{reverse('works')}?case={case.reference}"
    figures = [
        PanelFigure(
            str(sites["active"]),
            ngettext("site active", "sites active", sites["active"]),
            f"{link}&state=ACTIVE",
        ),
        PanelFigure(number(sites["days"] / 100), gettext("worker-days certified"), link),
    ]
    words = ngettext("{count} site in all.", "{count} sites in all.", sites["all"]).format(
        count=number(sites["all"])
    )
    if may_anywhere(person, "works.read_rolls"):
        rolls = rolls_listed(person).filter(site__project__case=case)
        late = rolls.filter(last_on__lt=clock.today(), state__in=WRITABLE).count()
        lists = f"{reverse('works_rolls')}?case={case.reference}&state=late"
        figures.insert(1, PanelFigure(str(late), ngettext("roll late", "rolls late", late), lists))
    return Panel(gettext("Works"), words, figures, link)


@wait("works.mark", order=10)
def rolls_of_today(person: Person) -> Wait | None:
    """Return the rolls on which this person has workers to mark today; in three queries."""
    if not may_anywhere(person, "works.mark_roll"):
        return None
    found = rolls_to_mark(person, today=clock.today())
    rows = [
        Waiting(
            _place(roll),
            reverse("works_roll", args=[roll.uid]),
            ngettext("{count} to mark", "{count} to mark", left).format(count=number(left)),
        )
        for roll, left in found[:SHOWN]
    ]
    words = ngettext("{count} roll to mark today", "{count} rolls to mark today", len(found))
    return Wait(gettext("Rolls of today"), words.format(count=number(len(found))), len(found), rows, reverse("works_rolls"))  # fmt: skip


@wait("works.close", order=11)
def rolls_to_close(person: Person) -> Wait | None:
    """Return the rolls whose days are over and that this person has not closed; in two queries."""
    over = Roll.objects.filter(state__in=WRITABLE, last_on__lt=clock.today())
    found = _found(person, over, "works.close_roll")
    words = ngettext("{count} roll late", "{count} rolls late", len(found))
    return _rolls(gettext("Rolls that are over and not closed"), words, found, late=True)


@wait("works.certify", order=12)
def rolls_to_certify(person: Person) -> Wait | None:
    """Return the closed rolls that wait for this engineer; in two queries."""
    closed = Roll.objects.filter(state__in=["CLOSED", "MEASURED"])
    found = _found(person, closed, "works.certify_roll")
    words = ngettext("{count} roll to certify", "{count} rolls to certify", len(found))
    return _rolls(gettext("Rolls to certify"), words, found)


@wait("works.settle", order=12)
def clashes_to_settle(person: Person) -> Wait | None:
    """Return the days that two sites claim and this person may settle; in two queries."""
    if not may_anywhere(person, "works.settle_clash"):
        return None
    rows = (
        MarkClash.objects.filter(state="OPEN").exclude(claimed_by=person).exclude(against__batch__by=person)
    )
    found = list(
        visible(rows, person, "works.settle_clash").select_related(
            "worker", "roll__site", "against__roll__site"
        )[:500]
    )
    waiting = [
        Waiting(
            f"{row.worker.card}: {row.against.roll.site.code} · {row.roll.site.code}",
            reverse("works_clash", args=[row.pk]),
            day(row.day),
        )
        for row in found[:SHOWN]
    ]
    words = ngettext("{count} worker marked by two sites", "{count} workers marked by two sites", len(found))
    return Wait(gettext("Marked by two sites"), words.format(count=len(found)), len(found), waiting, reverse("works_rolls"))  # fmt: skip


@wait("works.sign", order=13)
def batches_to_sign(person: Person) -> Wait | None:
    """Return the payment batches that wait for this person's signature: made by another, not signed by her; in two queries."""
    if not may_anywhere(person, "works.approve_batch"):
        return None
    drafts = (
        PaymentBatch.objects.filter(state="DRAFT").exclude(created_by=person).exclude(approvals__by=person)
    )
    found = list(visible(drafts, person, "works.approve_batch").order_by("created_at")[:200])
    rows = [
        Waiting(row.reference, reverse("works_batch", args=[row.uid]), money(row.total_minor, row.currency))
        for row in found[:SHOWN]
    ]
    words = ngettext("{count} payment batch to sign", "{count} payment batches to sign", len(found))
    return Wait(
        gettext("Pay to sign"),
        words.format(count=number(len(found))),
        len(found),
        rows,
        reverse("works_payrolls"),
    )


def _found(person: Person, rolls: QuerySet[Roll], action: str) -> list[Roll]:
    if not may_anywhere(person, action):
        return []
    return list(visible(rolls, person, action).select_related("site").order_by("last_on", "site__code")[:500])


def _rolls(title: str, words: str, found: Sequence[Roll], *, late: bool = False) -> Wait:
    rows = [
        Waiting(_place(roll), reverse("works_roll", args=[roll.uid]), _span(roll), late=late)
        for roll in found[:SHOWN]
    ]
    return Wait(title, words.format(count=number(len(found))), len(found), rows, reverse("works_rolls"))


def _place(roll: Roll) -> str:
    return f"{roll.site.code} {roll.site.name}"


def _span(roll: Roll) -> str:
    return f"{day(roll.first_on)} – {day(roll.last_on)}"
