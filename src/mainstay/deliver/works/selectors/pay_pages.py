"""What the pages of payrolls and batches show: sums from stored totals and one grouped question each, never line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from mainstay.accounts.models import Person
from mainstay.deliver.works.models import PayLine, Payment, PaymentBatch, Payroll, Roll
from mainstay.deliver.works.rules.states import STANDING

from .sites import payrolls_visible

#: A wage is no longer owed once its payment is confirmed; one taken back is owed by an arrear, not by its line.
SETTLED = ("PAID", "REVERSED")


def payrolls_listed(person: Person) -> QuerySet[Payroll]:
    """Return the payrolls that `person` may read, the latest first, each with what is still owed on it."""
    settled = (
        Payment.objects.filter(batch__payroll=OuterRef("pk"), state__in=SETTLED, amount_minor__gt=0)
        .order_by()
        .values("batch__payroll")
        .annotate(sum=Sum("amount_minor"))
    )
    return (
        payrolls_visible(person)
        .select_related("project__case", "project__country", "calculated_by")
        .annotate(settled_minor=Coalesce(Subquery(settled.values("sum")), 0))
        .annotate(owed_minor=F("net_minor") - F("settled_minor"))
        .order_by("-first_on", "-pk")
    )


def settled_of(payroll: Payroll) -> int:
    """Return how much of a payroll is paid and confirmed, in minor units."""
    rows = Payment.objects.filter(batch__payroll=payroll, state__in=SETTLED, amount_minor__gt=0)
    return int(rows.aggregate(sum=Sum("amount_minor"))["sum"] or 0)


def owed_by_currency(rows: Any) -> Sequence[tuple[str, int, int]]:
    """Return currency, payrolls and amount still owed of a list of payrolls."""
    sums: dict[str, tuple[int, int]] = {}
    for currency, owed in rows.order_by().values_list("currency", "owed_minor"):
        count, total = sums.get(currency, (0, 0))
        sums[currency] = (count + 1, total + owed)
    return [(currency, count, total) for currency, (count, total) in sorted(sums.items())]


@dataclass(frozen=True, slots=True)
class ChannelPay:
    """The people of a payroll who are paid one way: how many, how much, and what still stands between them and it."""

    channel: str
    people: int
    net_minor: int
    unconfirmed: int
    waiting: int
    waiting_minor: int
    failed: int


def pay_by_channel(payroll: Payroll) -> Sequence[ChannelPay]:
    """Return a payroll by way of pay; `waiting` are those without a payment that stands, `failed` those tried before."""
    stands = Payment.objects.filter(
        line=OuterRef("pk"), state__in=[*STANDING, "REVERSED"], amount_minor__gt=0
    )
    failed = Payment.objects.filter(line=OuterRef("pk"), state="FAILED")
    waits = Q(stands=False, net_minor__gt=0)
    rows = (
        PayLine.objects.filter(payroll=payroll)
        .annotate(stands=Exists(stands), failed=Exists(failed))
        .values("worker__channel")
        .annotate(
            people=Count("worker", distinct=True),
            net=Sum("net_minor"),
            unconfirmed=Count("worker", distinct=True, filter=Q(worker__account_verified=False)),
            waiting=Count("pk", filter=waits),
            waiting_minor=Sum("net_minor", filter=waits, default=0),
            tried=Count("pk", filter=waits & Q(failed=True)),
        )
        .order_by("worker__channel")
    )
    return [
        ChannelPay(
            row["worker__channel"], row["people"], row["net"],
            row["unconfirmed"] if row["worker__channel"] != "CASH" else 0,
            row["waiting"], row["waiting_minor"], row["tried"],
        )
        for row in rows
    ]  # fmt: skip


def pay_by_site(payroll: Payroll) -> Any:
    """Return the sites of a payroll with people, days paid, what was earned and what is owed."""
    return (
        PayLine.objects.filter(payroll=payroll)
        .values("site__uid", "site__code", "site__name")
        .annotate(
            people=Count("worker", distinct=True), days=Sum("paid_centi"), topup=Sum("floor_topup_milli"),
            overtime=Sum("overtime_milli"), gross=Sum("gross_minor"), deductions=Sum("deductions_minor"), net=Sum("net_minor"),
        )
        .order_by("site__code")
    )  # fmt: skip


def rolls_of(payroll: Payroll) -> QuerySet[Roll]:
    """Return the certified rolls that a payroll was calculated from."""
    return Roll.objects.filter(payroll=payroll).select_related("site").order_by("site__code", "first_on")


def lines_listed(payroll: Payroll) -> QuerySet[PayLine]:
    """Return the lines of a payroll that was found through `payrolls_visible`, each with where its money is."""
    last = Payment.objects.filter(line=OuterRef("pk"), amount_minor__gt=0).order_by("-attempt")
    state = Coalesce(Subquery(last.values("state")[:1]), Value("OWED"))
    return (
        PayLine.objects.filter(payroll=payroll)
        .select_related("site", "payroll")
        .annotate(card=F("worker__card"), worker_uid=F("worker__uid"), money=state)
        .order_by("site__code", "card")
    )


def payment_states(batch: PaymentBatch) -> Mapping[str, tuple[int, int]]:
    """Return for each state of a batch's payments how many stand in it and how much money."""
    rows = batch.payments.filter(amount_minor__gt=0).values_list("state")
    sums = rows.annotate(count=Count("pk"), sum=Sum("amount_minor")).order_by()
    return {state: (count, total) for state, count, total in sums}


def payments_listed(batch: PaymentBatch) -> QuerySet[Payment]:
    """Return the payments of a batch that was found through `batches_visible`: what failed first, then by card."""
    first = Case(When(state="FAILED", then=Value(0)), default=Value(1), output_field=IntegerField())
    return (
        batch.payments.filter(amount_minor__gt=0)
        .select_related("line__site", "batch")
        .annotate(
            card=F("worker__card"), worker_uid=F("worker__uid"), site_code=F("line__site__code"), first=first
        )
        .order_by("first", "card")
    )


def accounts_unconfirmed(batch: PaymentBatch) -> int:
    """Return how many people of a batch have an account or wallet that nobody has confirmed; none where cash is paid."""
    if batch.channel == "CASH":
        return 0
    return batch.payments.filter(amount_minor__gt=0, worker__account_verified=False).count()


def people_to_pay(batch: PaymentBatch) -> QuerySet[Payment]:
    """Return the payments that a list on paper names: those that wait to be paid, by site and card."""
    rows = batch.payments.filter(state__in=["WAITING", "SENT"], amount_minor__gt=0)
    return rows.select_related("worker", "line__site").order_by("line__site__code", "worker__card")


def retry_lines(payroll: Payroll, channel: str) -> Any:
    """Return the lines that a new batch would pay: owed, by this way, without a payment that stands, with why it failed before."""
    stands = Payment.objects.filter(
        line=OuterRef("pk"), state__in=[*STANDING, "REVERSED"], amount_minor__gt=0
    )
    last = Payment.objects.filter(line=OuterRef("pk"), state="FAILED").order_by("-attempt")
    return (
        PayLine.objects.filter(payroll=payroll, net_minor__gt=0, worker__channel=channel)
        .exclude(Exists(stands))
        .select_related("worker", "site")
        .annotate(why=Subquery(last.values("failure")[:1]))
        .order_by("site__code", "worker__card")
    )
