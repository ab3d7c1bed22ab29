"""Contributions: who gave what, and for what?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.permissions import get_visible, may_anywhere
from mainstay.fund import selectors
from mainstay.fund.models import Contribution
from mainstay.fund.tables import ACCOUNT_WORDS, GRANT_MARKS, PLEDGE_MARKS, ContributionTable
from mainstay.page.doors import door, who
from mainstay.page.filters import ListFilter
from mainstay.page.listing import listed
from mainstay.page.words import counted, money

from .shown import earmark_words, tabs

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
    count = rows.count()
    words = ngettext("{count} contribution.", "{count} contributions.", count)
    answer = counted(count, words, none=gettext("No contribution here."))
    shown = {
        "title": gettext("Contributions"),
        "question": gettext("Who gave what, and for what?"),
        "answer": answer,
        "tabs": tabs(who(request), "contributions"),
    }
    return listed(
        request, "fund/list.html", ContributionTable(rows), shown, name="contributions", filters=form
    )


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
    spent = held.get("EXPENSE", 0)
    words = gettext("{donor} gives {amount}, {tied}. {spent} are spent and reported.")
    shown = {
        "given": given,
        "mark": PLEDGE_MARKS[given.state],
        "tabs": tabs(person, "contributions"),
        "amount": money(given.amount, given.currency),
        "tied": earmark_words(given.earmark, given.earmark_key),
        "share": 100 * given.management_share,
        "answer": words.format(
            donor=given.donor.name, amount=money(given.amount, given.currency),
            tied=earmark_words(given.earmark, given.earmark_key), spent=money(spent),
        ),
        "stations": [
            (money(held[kind]), ACCOUNT_WORDS[kind], f"{link}&kind={kind}" if link else "") for kind in STATIONS if held.get(kind)
        ],
        "ledger": link,
        "grants": [(grant, GRANT_MARKS[grant.state]) for grant in grants] if may_anywhere(person, "fund.read_grants") else [],
    }  # fmt: skip
    return render(request, "fund/contribution.html", shown)
