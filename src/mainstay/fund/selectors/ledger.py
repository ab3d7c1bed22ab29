"""The ledger opened: lines with their running balance, entries, what stands on accounts."""

from typing import Any

from django.db.models import Case as When
from django.db.models import Count, F, Max, Q, QuerySet, Sum, Window
from django.db.models import When as If
from django.db.models.functions import Coalesce

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import require
from mainstay.common.errors import NotFound
from mainstay.common.texts import noop as _
from mainstay.fund import rules
from mainstay.fund.models import Account, Contribution, ExchangeRate, LedgerEntry, LedgerLine

from .money import own_scopes


def ledger_lines(
    person: Person, *, kind: str = "", contribution: str = "", grant: str = ""
) -> QuerySet[LedgerLine]:
    """Return the lines of the ledger for those who may read it, newest first, each with its `running` balance.

    The running balance, in US cents, is that of the line's kind of account over the lines that are shown.
    """
    lines = _lines(person, kind=kind, contribution=contribution, grant=grant).select_related(
        "entry__by", "account__contribution__donor", "account__grant", "rate"
    )
    sign = When(If(account__kind__in=rules.DEBIT_NORMAL, then=F("amount_usd")), default=-F("amount_usd"))
    running = Window(
        Sum(sign), partition_by=[F("account__kind")], order_by=[F("entry_id").asc(), F("pk").asc()]
    )
    return lines.annotate(grown_usd=sign, running=running).order_by("-entry_id", "pk")


def _lines(person: Person, *, kind: str, contribution: str, grant: str) -> QuerySet[LedgerLine]:
    require(person, "fund.read_ledger", own_scopes(person))
    asked = {
        "account__kind": kind,
        "account__contribution__reference": contribution,
        "account__grant__reference": grant,
    }
    return LedgerLine.objects.filter(**{path: value for path, value in asked.items() if value})


def ledger_sums(person: Person, *, kind: str = "", contribution: str = "", grant: str = "") -> dict[str, Any]:
    """Return of the same lines how many entries they belong to, the newest day, and what came in and was paid out, US cents."""
    return _lines(person, kind=kind, contribution=contribution, grant=grant).aggregate(
        entries=Count("entry", distinct=True),
        newest=Max("entry__value_on"),
        came_usd=Sum("amount_usd", filter=Q(account__kind="CASH", entry__verb="receive"), default=0),
        paid_usd=Sum("amount_usd", filter=Q(account__kind="ADVANCE", entry__verb="disburse"), default=0),
    )


def ledger_entry(person: Person, pk: int) -> LedgerEntry:
    """Return one booking for those who may read the ledger."""
    require(person, "fund.read_ledger", own_scopes(person))
    found = LedgerEntry.objects.select_related("by", "reverses").filter(pk=pk).first()
    if found is None:
        raise NotFound("no_entry", _("The ledger has no such entry."))
    return found


def accounts_of(contribution: Contribution) -> dict[str, int]:
    """Return what stands on the accounts of a contribution, in US cents, by kind."""
    rows = contribution.accounts.values_list("kind").annotate(usd=Sum("balance_usd")).order_by()
    return dict(rows)


def money_by_window() -> dict[str, dict[str, int]]:
    """Return for each window what is set aside, paid out and spent, in US cents."""
    found: dict[str, dict[str, int]] = {code: {} for code in playbook.current().fund.windows}
    rows = Account.objects.filter(grant__isnull=False).values_list("grant__window", "kind")
    for window, kind, usd in rows.annotate(usd=Coalesce(Sum("balance_usd"), 0)).order_by():
        found.setdefault(window, {})[kind] = usd
    return found


def rates_newest() -> list[ExchangeRate]:
    """Return every dated exchange rate, the newest of each currency first."""
    return list(ExchangeRate.objects.order_by("currency", "-day"))


def earmarked_free(person: Person) -> list[dict[str, Any]]:
    """Return the free money of each contribution with its earmark, oldest first: the order in which it is spent."""
    from .money import sources_free

    require(person, "fund.read_balance", own_scopes(person))
    sources = {source.key: source for source in sources_free()}
    held = Contribution.objects.select_related("donor").in_bulk(list(sources))
    rows = [
        {"contribution": held[key], "free_usd": source.free_usd, "received_on": source.received_on, "earmark": source.earmark, "earmark_key": source.earmark_key}
        for key, source in sources.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row["received_on"], row["contribution"].pk))
