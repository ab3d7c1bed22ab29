"""What was done with the money? Read in a minute, without signing in, from published figures alone."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext

from mainstay.common.errors import NotFound
from mainstay.common.models import Country
from mainstay.common.texts import noop
from mainstay.fund.selectors import money_published, projects_spending
from mainstay.measure.selectors import public
from mainstay.measure.selectors.messages import messages_public
from mainstay.measure.selectors.public import HEADLINES
from mainstay.measure.selectors.publications import publication_found, publications_open
from mainstay.page import numerals
from mainstay.page.doors import door, who
from mainstay.page.units import measured, plural
from mainstay.page.words import country_name, day, money, named, number

from .shown import figure_rows, hidden_of, problems_of


@door("measure.read_published")
def first_page(request: HttpRequest) -> HttpResponse:
    """Show what was done: jobs, days, women, places, unit cost, problems; real figures first, synthetic ones apart."""
    return _wholes_page(request)


@door("measure.read_published")
def country_page(request: HttpRequest, iso3: str) -> HttpResponse:
    """Show what was done in one country."""
    with numerals.about(lambda: _place(iso3.upper())):
        return _wholes_page(request, country=iso3.upper())


def _wholes_page(request: HttpRequest, *, country: str = "") -> HttpResponse:
    reader = who(request)
    found = public.wholes(reader, country=country)
    if country and not found:
        raise NotFound("nothing_published", noop("Nothing is published about this country yet."))
    projects = {row.project.pk: row.project for whole in found for row in whole.accounts if row.project}
    sites = public.sites_by_place(reader, projects)
    given = {} if country else money_published(reader)
    parts = [_whole_shown(whole, sites, given.get(whole.synthetic, {})) for whole in found]
    known = {whole.synthetic for whole in found}
    shown = {
        "parts": parts,
        "money_only": [
            {"synthetic": kind, "words": _money_words(told)}
            for kind, told in given.items()
            if kind not in known
        ],
        "country": _country(found[0].accounts[0].project.country) if country else "",
        "title": gettext("What was done with the money?"),
        "said": messages_public(country=country),
    }
    return render(request, "measure/public/first.html", shown)


def _place(iso3: str) -> str:
    return str(Country.objects.filter(pk=iso3).values_list("iso2", flat=True).first() or "")


def _place_of(project: Any) -> str:
    return str(project.country.iso2) if project else ""


def _country(country: Any) -> str:
    return country_name(country.names, country.name)


def _whole_shown(
    whole: public.Whole, sites: list[dict[str, Any]], given: Mapping[str, int]
) -> dict[str, Any]:
    projects = {row.project.pk for row in whole.accounts if row.project}
    places = [row for row in sites if row["project"] in projects]
    spending = projects_spending(projects)
    roles = public.publisher_roles(row.publication for row in whole.accounts)
    return {
        "synthetic": whole.synthetic,
        "answer": answer(whole),
        "money": _money_words(given),
        "figures": figures(whole, places),
        "countries": [(country.pk, _country(country)) for country in whole.countries],
        "problems": [problem for row in whole.accounts for problem in problems_of(row)],
        "hidden": hidden_of(whole.accounts),
        "accounts": [
            {**_account_shown(row, places, spending), "role": _role_named(roles.get(row.publication.pk, ""))}
            for row in whole.accounts
        ],
        "as_of": whole.as_of,
        "checked": _checked(whole, roles),
    }


def _checked(whole: public.Whole, roles: Mapping[int, str]) -> str:
    latest = max((row.publication for row in whole.accounts), key=lambda row: row.published_at)
    return gettext("Last checked and signed off on {day} by the role: {role}.").format(
        day=day(latest.published_at), role=_role_named(roles.get(latest.pk, ""))
    )


def _role_named(code: str) -> str:
    return named("roles", code) if code else "–"


def answer(whole: public.Whole) -> str:
    """Return what was done in two or three sentences; what is not published is said to be so."""
    days, people = whole.totals["JB-01"], whole.totals["JB-02"]
    words = []
    if days.value is None:
        words.append(gettext("No number of worker-days is published yet."))
    elif people.value is None or people.known < days.known:
        words.append(gettext("{days} days of paid work.").format(days=number(days.value)))
    else:
        words.append(
            gettext("{days} days of paid work for {people} people.").format(
                days=number(days.value), people=number(people.value)
            )
        )
    women, cost = whole.totals["JB-06"], whole.totals["JB-13"].value
    if women.value is not None and women.known == women.of:
        words.append(gettext("Women worked {share} % of the days.").format(share=number(women.value, 0)))
    elif women.value is not None:
        text = gettext(
            "Where it is published ({known} of {all} projects), women worked {share} % of the days."
        )
        words.append(
            text.format(share=number(women.value, 0), known=number(women.known), all=number(women.of))
        )
    if cost is not None:
        words.append(gettext("A day cost USD {cost}, everything included.").format(cost=number(cost)))
    short = sum(len(row.short) for row in whole.accounts)
    aimed = sum(row.aimed for row in whole.accounts)
    if aimed and not short:
        words.append(_all_reached(aimed))
    elif aimed:
        text = ngettext(
            "{count} of {all} figures with a target is short of it.",
            "{count} of {all} figures with a target are short of it.",
            short,
        )
        words.append(text.format(count=number(short), all=number(aimed)))
    return " ".join(words)


def _all_reached(aimed: int) -> str:
    if aimed == 2:
        return gettext("Both targets are reached.")
    text = ngettext("The one target is reached.", "All {all} targets are reached.", aimed)
    return text.format(all=number(aimed))


def _money_words(given: Mapping[str, int]) -> str:
    if not given:
        return ""
    count = given.get("contributions", 0)
    text = ngettext(
        "{count} contribution is signed; {received} came in and {spent} is spent.",
        "{count} contributions are signed; {received} came in and {spent} is spent.",
        count,
    )
    return text.format(
        count=number(count), received=money(given.get("received", 0)), spent=money(given.get("spent", 0))
    )


def figures(whole: public.Whole, places: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Return the figures of the first minute: value, what it is, and of how many projects where not of all."""
    made = []
    for code in HEADLINES:
        total = whole.totals[code]
        if total.value is None:
            continue
        value, unit = _headline(code, total.value)
        of = gettext("of {known} of {all} projects").format(known=total.known, all=total.of)
        made.append({"value": value, "unit": unit, "of": of if total.known < total.of else "", "code": code})
    sites = sum(row["sites"] for row in places)
    if sites:
        districts = len({(row["project"], row["place"]) for row in places})
        counts = (
            (sites, ngettext("site of works", "sites of works", sites)),
            (districts, ngettext("place", "places", districts)),
        )
        made += [{"value": number(count), "unit": unit, "of": "", "code": ""} for count, unit in counts]
    return made


def _headline(code: str, value: Decimal) -> tuple[str, str]:
    """Return a figure of the first minute as its number, with a sign where it has one, and what it is."""
    count = plural(value)
    if code == "JB-06":
        return measured(value, "percent"), gettext("of the days worked by women")
    if code == "JB-13":
        return measured(value, "USD"), gettext("for a day, everything included")
    words = {
        "JB-01": ngettext("day of paid work", "days of paid work", count),
        "JB-02": ngettext("person with paid work", "people with paid work", count),
        "JB-03": ngettext("person with 40 days or more", "people with 40 days or more", count),
        "SK-01": ngettext("person who completed a training", "people who completed a training", count),
    }
    return number(value), words[code]


def _account_shown(
    row: public.Account, places: list[dict[str, Any]], spending: Mapping[int, Mapping[str, int]]
) -> dict[str, Any]:
    own = [place for place in places if place["project"] == row.project.pk]
    return {
        "row": row,
        "country": _country(row.project.country),
        "days": row.values.get("JB-01"),
        "people": row.values.get("JB-02"),
        "women": row.values.get("JB-06"),
        "cost": row.values.get("JB-13"),
        "sites": sum(place["sites"] for place in own),
        "spent": spending.get(row.project.pk, {}).get("spent"),
    }


@door("measure.read_published")
def project_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one project: its latest published figures, places, money, versions."""
    reader = who(request)
    rows = [row for row in public.publications_newest(reader) if row.project and row.project.uid == uid]
    if not rows:
        raise NotFound("nothing_published", noop("Nothing is published about this project yet."))
    with numerals.about(lambda: _place_of(rows[0].project)):
        return _publication_shown(request, rows[0].uid)


@door("measure.read_published")
def figures_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one version of published figures; an old one goes on working and says by what it was corrected."""
    with numerals.about(lambda: _place_of(public.publication_by(who(request), uid).project)):
        return _publication_shown(request, uid)


def _publication_shown(request: HttpRequest, uid: UUID) -> HttpResponse:
    reader = who(request)
    found = publication_found(reader, uid)
    publication = public.publication_by(reader, uid)
    project = publication.project
    accounts = [] if found["content"] is None else public.accounts_of([publication])
    whole = public.Whole(accounts, synthetic=publication.synthetic, totals=public.totals(accounts))
    places = public.sites_by_place(reader, [project.pk] if project else [])
    versions = list(public.versions_of(publication))
    roles = public.publisher_roles(versions)
    spent = projects_spending([project.pk]).get(project.pk, {}) if project else {}
    shown = {
        "found": found,
        "project": project,
        "country": _country(project.country) if project else "",
        "answer": answer(whole) if accounts else "",
        "figures": figures(whole, places) if accounts else [],
        "rows": figure_rows(found["content"]) if found["content"] else [],
        "problems": problems_of(accounts[0]) if accounts else [],
        "hidden": hidden_of(accounts),
        "places": places,
        "spent": money(spent["spent"]) if spent.get("spent") else "",
        "versions": [(row, _role_named(roles[row.pk])) for row in versions],
        "role": _role_named(roles.get(publication.pk, "")),
        "others": _other_series(reader, publication),
        "current": publication,
    }
    return render(request, "measure/public/figures.html", shown)


def _other_series(reader: Any, publication: Any) -> list[Any]:
    if publication.project_id is None:
        return []
    rows = publications_open(reader).filter(project=publication.project_id).exclude(series=publication.series)
    return list(rows.defer("content").order_by("-as_of")[:12])
