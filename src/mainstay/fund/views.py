"""The fund: what can I spend?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may_anywhere
from mainstay.cases.selectors import head_of
from mainstay.common.errors import NotAllowed
from mainstay.fund import selectors
from mainstay.fund.tables import GRANT_MARKS, PLEDGE_MARKS, ContributionTable, GrantTable
from mainstay.page.doors import door, who
from mainstay.page.filters import ListFilter
from mainstay.page.listing import listed
from mainstay.page.words import counted, money


@door("fund.read_grants")
def grant_list(request: HttpRequest) -> HttpResponse:
    """Show what can be spent and the grants that this person may see."""
    person = who(request)
    form = ListFilter(request.GET, marks=GRANT_MARKS)
    rows = form.narrowed(selectors.grants_visible(person), case="case")
    count = rows.count()
    words = ngettext("{count} grant.", "{count} grants.", count)
    grants = counted(count, words, none=gettext("No grant here."))
    shown = {
        "title": gettext("Fund"),
        "question": gettext("What can I spend?"),
        "answer": f"{_spendable(person)} {grants}".strip(),
        "head": head_of(person, form.reference),
        "links": _links(person),
    }
    return listed(request, "page/list.html", GrantTable(rows), shown, name="grants", filters=form)


def _links(person: Person) -> list[tuple[str, str]]:
    if not may_anywhere(person, "fund.read_contributions"):
        return []
    return [(reverse("contributions"), gettext("Contributions"))]


def _spendable(person: Person) -> str:
    try:
        known = selectors.balance(person)
    except NotAllowed:
        return ""
    words = gettext("{amount} free").format(amount=money(known["spendable_usd"]))
    marked = sum(usd for earmark, usd in known["earmarked_usd"].items() if earmark != "NONE")
    if marked:
        words += gettext(", of it {amount} earmarked").format(
            amount=money(min(marked, known["spendable_usd"]))
        )
    if known["reserve_usd"]:
        words += gettext("; {amount} is kept as reserve").format(amount=money(known["reserve_usd"]))
    return f"{words}."


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
    }
    return listed(
        request, "page/list.html", ContributionTable(rows), shown, name="contributions", filters=form
    )
