"""Sites: where people work, how far each is."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import get_visible, may_anywhere
from mainstay.cases.selectors import case_head, cases_visible, head_of
from mainstay.common import clock
from mainstay.deliver.works.models import Roll, Site
from mainstay.deliver.works.selectors.day_grid import late_rolls, rolls_listed, sites_listed
from mainstay.deliver.works.selectors.early_starts import early_starts_visible
from mainstay.deliver.works.selectors.sites import findings_visible
from mainstay.deliver.works.tables import ROLL_MARKS, SITE_MARKS, SiteTable
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence_of
from mainstay.page.filters import ListFilter
from mainstay.page.listing import listed
from mainstay.page.words import counted, day


@door("works.read_sites")
def site_list(request: HttpRequest) -> HttpResponse:
    """Show the sites that this person may read, narrowed to a case or a state."""
    person = who(request)
    form = ListFilter(request.GET, marks=SITE_MARKS)
    rows = form.narrowed(sites_listed(person), case="project__case")
    rolls = rolls_listed(person)
    if form.reference:
        rolls = rolls.filter(site__project__case__reference=form.reference)
    active = rows.filter(state="ACTIVE").count()
    words = ngettext("{count} site active.", "{count} sites active.", active)
    parts = [counted(active, words, none=gettext("No site is active."))]
    reads_rolls = may_anywhere(person, "works.read_rolls")
    if reads_rolls:
        parts += _rolls_said(rolls)
    shown = {
        "answer": " ".join(parts),
        "head": head_of(person, form.reference),
        "reads_rolls": reads_rolls,
    }
    return listed(request, "works/sites.html", SiteTable(rows), shown, name="sites", filters=form)


def _rolls_said(rolls: QuerySet[Roll]) -> list[str]:
    late = late_rolls(rolls, today=clock.today()).count()
    waiting = rolls.filter(state__in=["CLOSED", "MEASURED"]).count()
    return [
        counted(
            late,
            ngettext("{count} roll late.", "{count} rolls late.", late),
            none=gettext("No roll is late."),
        ),
        counted(
            waiting,
            ngettext("{count} waits for the engineer.", "{count} wait for the engineer.", waiting),
            none=gettext("None waits for the engineer."),
        ),
    ]


@door("works.read_sites")
def site_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show one site: its state, rolls and open safeguard findings."""
    person = who(request)
    site = get_visible(Site.objects.all(), person, "works.read_sites", uid=uid)
    site = sites_listed(person).get(pk=site.pk)
    case = cases_visible(person).filter(pk=site.project.case_id).first()
    findings = [
        {
            "code": row.code,
            "stops": row.stops,
            "words": sentence_of(row.code, row.msgid, row.facts),
            "on": row.found_on,
        }
        for row in findings_visible(person).filter(site=site, closed_on__isnull=True)[:20]
    ]
    shown = {
        "site": site,
        "mark": SITE_MARKS[site.state],
        "head": case_head(case) if case else None,
        "rolls": [(roll, *ROLL_MARKS[roll.state]) for roll in rolls_listed(person).filter(site=site)[:24]],
        "findings": findings,
        "early": _early_start_said(person, site),
    }
    return render(request, "works/site.html", shown)


def _early_start_said(person: Person, site: Site) -> str:
    """Return, for a site whose project does not run, until when it starts early, or why it cannot open yet."""
    if site.project.running:
        return ""
    early = early_starts_visible(person).filter(sites=site, state="IN_FORCE", until__gte=clock.today()).last()
    if early is not None:
        return gettext("until {until}, up to {workers} workers, signed by {name}; paid by {grant}").format(
            until=day(early.until),
            workers=early.max_workers,
            name=early.signed_by.name,
            grant=early.grant.reference,
        )
    if site.opened_on is None:
        return gettext("none; the site opens when the project runs, or when an early start is signed for it")
    return gettext("over; no further site opens and nobody new starts until the project runs")
