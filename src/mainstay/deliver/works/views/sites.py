"""Sites: where people work, how far each is."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may, may_anywhere
from mainstay.cases.selectors import head_of
from mainstay.common import clock
from mainstay.deliver.works.forms.standing import REASONS
from mainstay.deliver.works.models import Roll, Site, Suspension
from mainstay.deliver.works.selectors.day_grid import late_rolls, rolls_listed, sites_listed
from mainstay.deliver.works.selectors.early_starts import early_starts_visible
from mainstay.deliver.works.selectors.safeguard_board import (
    complaint_sums,
    complaints_counted,
    open_findings,
    safety_of,
    states_of_findings,
)
from mainstay.deliver.works.selectors.site_page import (
    SiteWork,
    accident_counts,
    incidents_open,
    past_suspensions,
    people_of,
    site_work,
    standing_still,
)
from mainstay.deliver.works.tables import ROLL_MARKS, SITE_MARKS, SiteTable
from mainstay.deliver.works.views.heads import safety_said, state_shown, works_head
from mainstay.deliver.works.views.standing import may_stop, site_of, told
from mainstay.page.doors import door, who
from mainstay.page.filters import ListFilter
from mainstay.page.listing import listed
from mainstay.page.words import counted, day, number, percent


@door("works.read_sites")
def site_list(request: HttpRequest) -> HttpResponse:
    """Show the sites that this person may read, narrowed to a case or a state."""
    person = who(request)
    form = ListFilter(request.GET, marks=SITE_MARKS)
    rows = form.narrowed(sites_listed(person), case="project__case")
    rolls = rolls_listed(person)
    if form.reference:
        rolls = rolls.filter(site__project__case__reference=form.reference)
    active, count = rows.filter(state="ACTIVE").count(), rows.count()
    words = ngettext("{count} site active.", "{count} sites active.", active)
    none = ngettext("{count} site; none is active.", "{count} sites; none is active.", count)
    parts = [counted(active, words, none=counted(count, none, none=gettext("No site is active.")))]
    if count:
        parts += safety_said(safety_of(rows))
    reads_rolls = may_anywhere(person, "works.read_rolls")
    if reads_rolls:
        parts += _rolls_said(rolls)
    shown = {
        "answer": " ".join(parts),
        "head": head_of(person, form.reference),
        "reads_rolls": reads_rolls,
        "links": [
            (reverse(name), words)
            for name, words, action in (
                ("works_workers", gettext("Workers"), "works.read_workers"),
                ("works_payrolls", gettext("Payrolls"), "works.read_payroll"),
                ("works_safeguards", gettext("Safeguards"), "works.read_safeguards"),
                ("courses", gettext("Courses"), "skills.read_courses"),
            )
            if may_anywhere(person, action)
        ],
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
    """Show one site: output against plan, people, what stops work and who puts it right, rolls, accidents."""
    person = who(request)
    site = sites_listed(person).get(pk=site_of(person, uid).pk)
    work, stopped = site_work(site), standing_still(site)
    findings = [
        state_shown(state)
        for state in states_of_findings(open_findings(person).filter(site=site).select_related("roll")[:60])
    ]
    people = people_of(site)
    shown = {
        **works_head(person, site.project),
        "site": site,
        "mark": SITE_MARKS[site.state],
        "answer": " ".join(_said(site, people, work, stopped)),
        "work": work,
        "points": [(day(roll.first_on), days) for roll, days in work.rolls] if len(work.rolls) > 1 else [],
        "designed": may(person, "design.read_designs", site.project),
        "people": people,
        "rolls": [(roll, *ROLL_MARKS[roll.state]) for roll in rolls_listed(person).filter(site=site)[:24]],
        "findings": findings,
        "reads_findings": may_anywhere(person, "works.read_safeguards"),
        "reads_rolls": may_anywhere(person, "works.read_rolls"),
        "reads_workers": may_anywhere(person, "works.read_workers"),
        "stopped": stopped,
        "stopped_for": REASONS.get(stopped.reason, "") if stopped else "",
        "text": told(site, stopped) if stopped else "",
        "stoppable": may_stop(person, site),
        "restartable": stopped is not None and may(person, "works.restart_site", site),
        "past": [(row, REASONS.get(row.reason, row.reason)) for row in past_suspensions(site)[:10]],
        "accidents": accident_counts(site),
        "incidents": incidents_open(person, site),
        "complaints": _complaints(person, site),
        "early": _early_start_said(person, site),
    }
    return render(request, "works/site.html", shown)


def _said(
    site: Site,
    people: Mapping[str, int | None],
    work: SiteWork,
    stopped: Suspension | None,
) -> list[str]:
    """Return the answer on top: who works here, how far it is, and whether it is safe."""
    count = people["workers"] or 0
    women = people["women"]
    words = ngettext("{count} worker under contract", "{count} workers under contract", count)
    said = [
        counted(count, f"{words}." if women is None else gettext("{workers}, {women} % women.").format(workers=words, women=women), none=gettext("Nobody is under contract."))
    ]  # fmt: skip
    days = number(work.days_centi / 100)
    if work.share is not None:
        words = gettext("{days} of {planned} planned worker-days are certified ({share}).")
        said.append(words.format(days=days, planned=number(work.planned_days), share=percent(work.share)))
    elif work.days_centi:
        said.append(gettext("{days} worker-days are certified.").format(days=days))
    if stopped:
        words = gettext("The site stands still since {since}: {reason}.")
        said.append(
            words.format(since=day(stopped.starts_on), reason=REASONS.get(stopped.reason, stopped.reason))
        )
    return said + safety_said(safety_of(Site.objects.filter(pk=site.pk)))


def _complaints(person: Person, site: Site) -> dict[str, int] | None:
    if not may_anywhere(person, "works.read_complaint_counts"):
        return None
    return complaint_sums(complaints_counted(person).filter(site=site))


def _early_start_said(person: Person, site: Site) -> str:
    """Return, for a site whose project does not run, until when it starts early, or why it cannot open yet."""
    if site.project.running:
        return ""
    early = early_starts_visible(person).filter(sites=site, state="IN_FORCE", until__gte=clock.today()).last()
    if early is not None:
        return gettext(
            "until {until}, up to {workers} workers, signed by {name}; paid by the grant {grant}"
        ).format(
            until=day(early.until),
            workers=early.max_workers,
            name=early.signed_by.name,
            grant=early.grant.reference,
        )
    if site.opened_on is None:
        return gettext("none; the site opens when the project runs, or when an early start is signed for it")
    return gettext("over; no further site opens and nobody new starts until the project runs")
