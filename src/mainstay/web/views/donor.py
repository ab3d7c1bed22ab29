"""A donor follows one contribution to the sites where people worked, without seeing any of them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext

from mainstay.deliver.works.selectors.outside import projects_paid_early, sites_followed
from mainstay.fund.selectors import contribution_followed, contributions_visible
from mainstay.fund.tables import earmark_words
from mainstay.measure.selectors.donor_reports import donor_reports_visible
from mainstay.measure.selectors.outside import Told, told_by_site
from mainstay.measure.selectors.public import publications_newest
from mainstay.page.doors import door, who
from mainstay.page.words import counted, day, money, number
from mainstay.web.selectors.home import needs_me_now

NOTHING = Told({}, frozenset())


@door("fund.read_contributions")
def donor_home(request: HttpRequest) -> HttpResponse:
    """Show each contribution that this person may read, the latest first, each leading down to its sites."""
    rows = list(contributions_visible(who(request)).order_by("-pledged_on", "-pk")[:200])
    pledged: dict[str, int] = {}
    for row in rows:
        pledged[row.currency] = pledged.get(row.currency, 0) + row.amount
    words = ngettext(
        "{count} contribution, {sums} pledged. Open it to see what became of it.",
        "{count} contributions, {sums} pledged. Open one to see what became of it.",
        len(rows),
    )
    words = words.replace(
        "{sums}", " + ".join(money(total, currency) for currency, total in sorted(pledged.items()))
    )
    room = needs_me_now(who(request))
    shown = {
        "notices": room["notices"],
        "counts": room["counts"],
        "rows": [
            (row, money(row.amount, row.currency), earmark_words(row.earmark, row.earmark_key))
            for row in rows
        ],
        "answer": counted(len(rows), words, none=gettext("No contribution of yours is recorded yet.")),
    }
    return render(request, "web/donor.html", shown)


@door("fund.read_contributions")
def followed(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show where the money of one contribution is: grants, projects, sites, days, women, cost, safeguards."""
    person = who(request)
    found = contribution_followed(person, uid)
    projects = _projects(found["grants"])
    told = told_by_site(projects)
    sites = list(sites_followed(projects))
    papers = {row.project_id: row for row in publications_newest(person) if row.project_id in projects}
    shown = {
        **found,
        "reports": [
            (report, day(report.publication.as_of))
            for report in donor_reports_visible(person).filter(
                contribution=found["contribution"], state="APPROVED"
            )
        ],
        "amount": money(found["contribution"].amount, found["contribution"].currency),
        "tied": earmark_words(found["contribution"].earmark, found["contribution"].earmark_key),
        "projects": [
            _project(project, told, [site for site in sites if site.project_id == key], papers.get(key))
            for key, project in projects.items()
        ],
        "answer": _answer(found, projects, told),
    }
    return render(request, "web/donor_followed.html", shown)


def _projects(grants: list[dict[str, Any]]) -> dict[int, Any]:
    """Return the projects that grants went to, and let each grant know its own: asked for it, or let it start early."""
    early = projects_paid_early(row["grant"].pk for row in grants)
    for row in grants:
        row["project"] = row["grant"].project or early.get(row["grant"].pk)
    return {row["project"].pk: row["project"] for row in grants if row["project"]}


def _project(
    project: Any, told: Mapping[tuple[int, str], Told], sites: list[Any], paper: Any
) -> dict[str, Any]:
    whole = told.get((project.pk, ""), NOTHING)
    return {
        "project": project,
        "whole": _figures(whole),
        "counted": bool(whole.values or whole.hidden),
        "paper": paper,
        "sites": [{"site": site, **_figures(told.get((project.pk, site.code), NOTHING))} for site in sites],
        "kept_back": any(told[key].hidden for key in told if key[0] == project.pk),
    }


def _figures(told: Told) -> dict[str, Any]:
    names = {"days": "JB-01", "people": "JB-02", "women": "JB-06", "cost": "JB-13"}
    return {
        name: ("hidden" if code in told.hidden else told.values.get(code)) for name, code in names.items()
    }


def _answer(
    found: Mapping[str, Any], projects: Mapping[int, Any], told: Mapping[tuple[int, str], Told]
) -> str:
    words = [
        gettext("{received} came in; {spent} is spent, {paid_out} is with projects, {free} is not given yet.").format(
            received=money(found["received"]), spent=money(found["spent"]), paid_out=money(found["paid_out"]),
            free=money(found["free"]),
        )
    ]  # fmt: skip
    days = [
        told[key, ""].values["JB-01"] for key in projects if "JB-01" in told.get((key, ""), NOTHING).values
    ]
    if days:
        text = ngettext(
            "The project it went to, with others' money, made {days} days of paid work.",
            "The {count} projects it went to, with others' money, made {days} days of paid work.",
            len(days),
        )
        words.append(text.format(count=number(len(days)), days=number(sum(days))))
    return " ".join(words)
