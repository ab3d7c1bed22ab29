"""The fund: what can I spend?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may_anywhere
from mainstay.common import clock
from mainstay.fund import rules, selectors
from mainstay.fund.tables import (
    ACCOUNT_WORDS,
    PURPOSE_WORDS,
    EarmarkTable,
    RateTable,
    earmark_words,
    rate_words,
)
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.words import counted, currency_name, day, enumerated, money, named, number

from .shown import balance_of, spendable, tabs


@door("fund.read_grants")
def windows_page(request: HttpRequest) -> HttpResponse:
    """Show what can be spent, where each sum lies, and each window with what it gives and to whom."""
    if request.GET.get("case"):
        return redirect(f"{reverse('grants')}?{request.GET.urlencode()}")
    person = who(request)
    known = balance_of(person)
    grants = selectors.grants_visible(person)
    waiting = grants.filter(state__in=["SUBMITTED", "SCREENED"]).count()
    words = ngettext(
        "{count} application waits for a decision.", "{count} applications wait for a decision.", waiting
    )
    held = selectors.money_by_window() if known else None
    shown = {
        "tabs": tabs(person, "fund"),
        "answer": f"{spendable(known)} {counted(waiting, words, none='')}".strip() or gettext("The balance is not yours to see. The grants are."),
        "figures": _figures(person, known) if known else [],
        "tied": _tied(known) if known else "",
        "windows": [_window(window, held) for window in playbook.current().fund.windows.values()],
        "donor": _concentration() if known else "",
        "asks": may_anywhere(person, "fund.apply_grant"),
    }  # fmt: skip
    return render(request, "fund/windows.html", shown)


def _figures(person: Person, known: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return each sum with its words and where it opens: the ledger, or the contributions that it consists of."""
    opens = may_anywhere(person, "fund.read_ledger")
    rows = [
        ("FREE", known["free_usd"], gettext("free, reserve included")),
        ("RESERVED", known["reserved_usd"], ACCOUNT_WORDS["RESERVED"]),
        ("ADVANCE", known["advanced_usd"], ACCOUNT_WORDS["ADVANCE"]),
        ("EXPENSE", known["spent_usd"], ACCOUNT_WORDS["EXPENSE"]),
        ("RECEIVABLE", known["receivable_usd"], ACCOUNT_WORDS["RECEIVABLE"]),
    ]
    found = []
    for kind, usd, words in rows:
        link = (
            f"{reverse('ledger')}?kind={kind}" if opens else (reverse("earmarks") if kind == "FREE" else "")
        )
        found.append((money(usd), str(words), link))
    return found


def _tied(known: dict[str, Any]) -> str:
    """Return what the free money is earmarked for."""
    marks = [mark.partition(":") for mark, usd in known["earmarked_usd"].items() if mark != "NONE" and usd]
    return enumerated(earmark_words(kind, key) for kind, _colon, key in marks)


def _window(window: Any, every: dict[str, dict[str, int]] | None) -> dict[str, Any]:
    held = every.get(window.code, {}) if every is not None else None
    free = max(0, selectors.free_usd_in(rules.Purpose(window.code))) if every is not None else None
    return {
        "window": window,
        "name": named("windows", window.code),
        "purposes": enumerated(str(PURPOSE_WORDS.get(purpose, purpose)) for purpose in window.purposes),
        "ceiling": window.ceiling_usd * 100,
        "levels": [
            (named("reference_lists.crisis_levels", level), usd * 100)
            for level, usd in window.ceiling_by_level.items()
        ],
        "free": free,
        "reserved": held.get("RESERVED", 0) if held is not None else None,
        "advanced": held.get("ADVANCE", 0) if held is not None else None,
        "spent": held.get("EXPENSE", 0) if held is not None else None,
        "approvers": [
            named("seats", slot.seat) if slot.seat else named("roles", slot.role) for slot in window.approvers
        ],
    }


def _concentration() -> str:
    found = selectors.donor_concentration()
    if found is None or not found["warning"]:
        return ""
    return gettext("{share} % of the money comes from one donor: {donor}.").format(
        share=round(100 * found["share"]), donor=found["donor"]
    )


@door("fund.read_balance")
def earmark_list(request: HttpRequest) -> HttpResponse:
    """Show the free money of each contribution with its earmark, in the order in which it is spent."""
    person = who(request)
    opened = {*selectors.contributions_visible(person).values_list("pk", flat=True)}
    rows = [
        row
        | {
            "opens": row["contribution"].pk in opened,
            "tied": earmark_words(row["earmark"], row["earmark_key"]),
            "donor": row["contribution"].donor,
        }
        for row in selectors.earmarked_free(person)
    ]
    tied = sum(row["free_usd"] for row in rows if row["earmark"] != "NONE")
    free = sum(row["free_usd"] for row in rows)
    reserve = selectors.reserve_usd()
    words = (
        gettext("{free} lie free, the reserve of {reserve} included; {tied} of it is earmarked.")
        if reserve
        else gettext("{free} lie free; {tied} of it is earmarked.")
    )
    shown = {
        "title": gettext("Earmarks"),
        "question": gettext("What is the free money for?"),
        "answer": words.format(free=money(free), tied=money(tied), reserve=money(reserve)),
        "tabs": tabs(person, "earmarks"),
    }
    return listed(request, "fund/list.html", EarmarkTable(rows), shown, name="earmarks")


@door("fund.read_balance")
def rate_list(request: HttpRequest) -> HttpResponse:
    """Show every dated exchange rate with its source; one that is too old says so."""
    limit = playbook.current().fund.allocation.rate_max_age_days
    today, seen = clock.today(), set[str]()
    rows: list[dict[str, Any]] = []
    for rate in selectors.rates_newest():
        newest = rate.currency not in seen
        seen.add(rate.currency)
        old = (today - rate.day).days > limit
        mark = ("late", gettext("too old, enter a new one")) if old else ("done", gettext("in use"))
        rows.append({"currency": currency_name(rate.currency), "day": rate.day, "usd": rate.usd, "source": rate.source,
                     "use": mark if newest else ("ahead", gettext("older"))})  # fmt: skip
    old_ones = sum(row["use"][0] == "late" for row in rows)
    words = ngettext(
        "{count} currency has no rate young enough.",
        "{count} currencies have no rate young enough.",
        old_ones,
    )
    none = (
        gettext("{rates} Every rate in use is at most {days} days old.").format(
            rates=_rates_said(rows), days=number(limit)
        )
        if rows
        else gettext("No rate is entered.")
    )
    shown = {
        "title": gettext("Exchange rates"),
        "question": gettext("At which rate is money counted?"),
        "answer": counted(old_ones, words, none=none),
        "tabs": tabs(who(request), "rates"),
    }
    return listed(request, "fund/list.html", RateTable(rows), shown, name="rates")


def _rates_said(rows: list[dict[str, Any]]) -> str:
    """Return the rates in use as sentences."""
    said = gettext("{currency}: 1 counts as USD {usd}, since {day}.")
    return " ".join(
        said.format(currency=row["currency"], usd=rate_words(row["usd"]), day=day(row["day"]))
        for row in rows
        if row["use"][0] == "done"
    )
