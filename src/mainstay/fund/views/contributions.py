"""Contributions: who gave what, and for what?"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.permissions import get_visible, may_anywhere
from mainstay.fund import selectors
from mainstay.fund.models import Contribution
from mainstay.fund.tables import ACCOUNT_WORDS, GRANT_MARKS, PLEDGE_MARKS, ContributionTable, earmark_words
from mainstay.page.doors import door, who
from mainstay.page.filters import ListFilter
from mainstay.page.listing import listed
from mainstay.page.words import enumerated, money, number

from .shown import tabs

#: The accounts of a contribution in the order in which its money goes through them.
STATIONS = ("RECEIVABLE", "FREE", "RESERVED", "ADVANCE", "EXPENSE", "REPAYABLE")


@door("fund.read_contributions")
def contribution_list(request: HttpRequest) -> HttpResponse:
    """Show the contributions that this person may see; a donor its own."""
    form = ListFilter(request.GET, marks=PLEDGE_MARKS)
    del form.fields["case"]
    rows: Any = selectors.contributions_visible(who(request))
    if form.wanted:
        rows = rows.filter(state=form.wanted)
    shown = {
        "title": gettext("Contributions"),
        "question": gettext("Who gave what, and for what?"),
        "answer": _list_answer(rows),
        "tabs": tabs(who(request), "contributions"),
    }
    return listed(
        request, "fund/list.html", ContributionTable(rows), shown, name="contributions", filters=form
    )


def _list_answer(rows: Any) -> str:
    """Return how many donors give how much, and how far it has come."""
    sums = list(rows.order_by().values_list("state", "currency").annotate(sum=Sum("amount")))
    if not sums:
        return gettext("No contribution here.")
    donors = rows.order_by().values("donor").distinct().count()
    words = ngettext("{count} donor gives {sums}: {states}.", "{count} donors give {sums}: {states}.", donors)
    states = [
        gettext("{state} {sums}").format(
            state=word, sums=_sums((currency, usd) for code, currency, usd in sums if code == state)
        )
        for state, (_mark, word) in PLEDGE_MARKS.items()
        if any(code == state for code, *_rest in sums)
    ]
    return words.format(
        count=number(donors), states=enumerated(states),
        sums=_sums((currency, usd) for state, currency, usd in sums if state != "WITHDRAWN"),
    )  # fmt: skip


def _sums(amounts: Iterable[tuple[str, int]]) -> str:
    """Return amounts added up by currency: “EUR 4,000,000 + USD 20,000”."""
    whole: dict[str, int] = {}
    for currency, minor in amounts:
        whole[currency] = whole.get(currency, 0) + minor
    return " + ".join(money(minor, currency) for currency, minor in sorted(whole.items()))


@door("fund.read_contributions")
def contribution_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show one contribution: what was promised and came, where its money is now, which grants it paid."""
    person = who(request)
    rows = Contribution.objects.select_related("donor", "recorded_by")
    given = get_visible(rows, person, "fund.read_contributions", uid=uid)
    held = selectors.accounts_of(given)
    opens = may_anywhere(person, "fund.read_ledger")
    link = f"{reverse('ledger')}?contribution={given.reference}" if opens else ""
    grants = (
        selectors.grants_visible(person).filter(accounts__contribution=given).distinct().order_by("reference")
    )
    if given.earmark == "NONE":
        words = gettext("{donor} gives {amount}, not earmarked. {spent} is spent and reported.")
    else:
        words = gettext("{donor} gives {amount}, earmarked for {tied}. {spent} is spent and reported.")
    shown = {
        "given": given,
        "mark": PLEDGE_MARKS[given.state],
        "tabs": tabs(person, "contributions"),
        "amount": money(given.amount, given.currency),
        "tied": earmark_words(given.earmark, given.earmark_key),
        "share": 100 * given.management_share,
        "answer": words.format(
            donor=given.donor.name, amount=money(given.amount, given.currency),
            tied=earmark_words(given.earmark, given.earmark_key), spent=money(held.get("EXPENSE", 0)),
        ),
        "stations": [
            (money(held[kind]), ACCOUNT_WORDS[kind], f"{link}&kind={kind}" if link else "") for kind in STATIONS if held.get(kind)
        ],
        "ledger": link,
        "grants": [(grant, GRANT_MARKS[grant.state]) for grant in grants] if may_anywhere(person, "fund.read_grants") else [],
    }  # fmt: skip
    return render(request, "fund/contribution.html", shown)
