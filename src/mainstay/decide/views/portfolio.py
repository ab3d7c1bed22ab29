"""The portfolio: which countries we are in, whether its rules are kept, and what one more or one less would change."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mainstay.common.models import Country
from mainstay.decide.rules import OPEN_STATES
from mainstay.decide.selectors import requests_visible
from mainstay.decide.selectors.portfolio import portfolio_beside
from mainstay.decide.tables import PortfolioTable
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.maps import Place
from mainstay.page.words import counted, country_name, money, named, number, percent, said

MONEY = 2_000_000_000


class WhatIfForm(forms.Form):
    """Countries more, countries less, and the money that is expected: all in the address, so that it can be sent on."""

    add = forms.ModelMultipleChoiceField(
        required=False, label=_("Add"), queryset=Country.objects.none(), widget=forms.CheckboxSelectMultiple,
        help_text=_("Countries with an open request, and those that you have tried."),
    )  # fmt: skip
    more = forms.ModelChoiceField(
        required=False, label=_("Add another country"), queryset=Country.objects.none(), empty_label=_("None")
    )
    remove = forms.ModelMultipleChoiceField(
        required=False,
        label=_("Leave out"),
        queryset=Country.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    money = forms.IntegerField(
        required=False, label=_("Money expected in 12 months, USD"), min_value=0, max_value=MONEY
    )

    def __init__(self, given: QueryDict, *, active: Collection[str], asking: Collection[str]) -> None:
        asked = _joined(given)
        super().__init__(asked if given else None)
        near = {*asking, *asked.getlist("add")}
        others = Country.objects.exclude(pk__in=active)
        for name, rows in (
            ("add", others.filter(pk__in=near)),
            ("more", others.exclude(pk__in=near)),
            ("remove", Country.objects.filter(pk__in=active)),
        ):
            field: Any = self.fields[name]
            field.queryset = rows
            field.label_from_instance = lambda row: country_name(row.names, row.name)
        for name in ("add", "remove"):
            self.fields[name].widget.attrs["class"] = "across"


def _joined(given: QueryDict) -> QueryDict:
    """Return what is asked with the one country more among those that are tried: it can be taken out again."""
    joined = given.copy()
    more = joined.get("more", "")
    if more:
        joined.setlist("add", [*dict.fromkeys([*joined.getlist("add"), more])])
        joined["more"] = ""
    return joined


@door("decide.read_portfolio")
def portfolio_page(request: HttpRequest) -> HttpResponse:
    """Show the active countries against each rule of the portfolio, as it is and as it would be."""
    person = who(request)
    held = portfolio_beside(person)
    asking = requests_visible(person).filter(state__in=OPEN_STATES).values_list("country", flat=True)
    form = WhatIfForm(request.GET, active=[row.country for row in held.members], asking=set(asking))
    given = form.cleaned_data if form.is_valid() else {}
    add, remove = ([row.pk for row in given.get(name) or ()] for name in ("add", "remove"))
    tried = portfolio_beside(person, add=add, remove=remove, money_usd=given.get("money"))
    rows = _rules(held.findings, tried.findings)
    tries = bool(add or remove or given.get("money"))
    shown = {
        "title": gettext("Portfolio"),
        "question": gettext("Where are we, is it balanced, and what would one more change?"),
        "answer": _answer(rows, tried.members, tries=bool(add or remove)),
        "places": _places(tried.members, add),
        "members": _members(tried.members, add),
        "gone": [country_name(row.names, row.name) for row in given.get("remove") or ()],
        "links": [(reverse("decide"), gettext("Requests"))],
        "choose": f"{reverse('portfolio_choice')}?{request.GET.urlencode()}",
    }
    return listed(
        request,
        "decide/portfolio.html",
        PortfolioTable(rows, exclude=() if tries else ("before",)),
        shown,
        name="portfolio",
        filters=form,
    )


def _rules(before: Any, after: Any) -> list[dict[str, Any]]:
    """Return each rule as it stands and as it would stand; the money is judged only when an amount is given."""
    stood: dict[tuple[str, int], Any] = {}
    for finding in before:
        stood[finding.rule, sum(1 for key in stood if key[0] == finding.rule)] = finding
    rows: list[dict[str, Any]] = []
    seen: dict[str, int] = {}
    for finding in after:
        place = seen[finding.rule] = seen.get(finding.rule, -1) + 1
        earlier = stood.get((finding.rule, place))
        rows.append(
            {
                "rule": finding.rule,
                "name": named("portfolio", finding.rule),
                "before": earlier,
                "now": finding,
                "changed": earlier is not None and earlier.kept != finding.kept,
                "words": _words(finding),
            }
        )
    return rows


def _words(finding: Any) -> str:
    """Return what a rule found, in words with numbers as they are read: “1 active country; at least 7”."""
    value, limit = finding.value, finding.limit
    if finding.rule == "P5":
        return gettext("{needed} needed, {expected} expected").format(
            needed=money(int(value * 100)), expected=money(int(limit * 100))
        )
    if finding.subject == "regions":
        return gettext("{value} of {limit} regions have a country").format(
            value=number(value), limit=number(limit)
        )
    shares = {
        "share": gettext("{region} holds {value}").format(region=said(finding.about), value=percent(value)),
        "g7plus": gettext("{value} are of the g7+").format(value=percent(value)),
    }
    if finding.subject in shares:
        return _held(shares[finding.subject], percent(limit), most=finding.most)
    count = int(value)
    counts = {
        "active": ngettext("{count} active country", "{count} active countries", count),
        "small": ngettext("{count} small country", "{count} small countries", count),
        "large": ngettext("{count} large country", "{count} large countries", count),
        "types": ngettext("{count} kind of crisis", "{count} kinds of crisis", count),
    }
    words = counts[finding.subject].format(count=number(count))
    return _held(words, number(limit), most=finding.most)


def _held(words: str, limit: str, *, most: bool) -> str:
    """Return what was found beside its limit."""
    text = gettext("{found}; at most {limit}") if most else gettext("{found}; at least {limit}")
    return text.format(found=words, limit=limit)


def _answer(rows: list[dict[str, Any]], members: Any, *, tries: bool) -> str:
    judged = {row["rule"] for row in rows}
    broken = len({row["rule"] for row in rows if not row["now"].kept})
    count = len(members)
    text = ngettext("{count} active country.", "{count} active countries.", count)
    words = [counted(count, text, none=gettext("No country is active."))]
    if tries:
        words.insert(0, gettext("If it were so:"))
    text = ngettext("{count} of {all} rules is not kept.", "{count} of {all} rules are not kept.", broken)
    words.append(
        text.format(count=number(broken), all=number(len(judged)))
        if broken
        else gettext("Every rule is kept.")
    )
    return " ".join(words)


def _names(members: Any) -> dict[str, Country]:
    return Country.objects.in_bulk([row.country for row in members])


def _places(members: Any, add: list[str]) -> list[Place]:
    rows = _names(members)
    found = []
    for row in members:
        country = rows.get(row.country)
        if country is not None and country.m49 is not None:
            mark = "waiting" if row.country in add else "open"
            name = country_name(country.names, country.name)
            found.append(Place(country.m49, name, reverse("country", args=[row.country]), mark, name))
    return found


def _members(members: Any, add: list[str]) -> list[dict[str, Any]]:
    rows = _names(members)
    return [
        {
            "country": rows[row.country],
            "name": country_name(rows[row.country].names, rows[row.country].name),
            "region": row.region,
            "population": row.population,
            "types": [named("crisis_types", code) for code in sorted(row.crisis_types)],
            "g7plus": row.g7plus,
            "added": row.country in add,
        }
        for row in members
        if row.country in rows
    ]
