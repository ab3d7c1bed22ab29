"""The board of safeguards: where is somebody in danger, what stops work, who puts it right by when."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.permissions import may_anywhere
from mainstay.cases.selectors import head_of
from mainstay.deliver.works.selectors.safeguard_board import (
    blocking,
    complaint_sums,
    complaints_counted,
    open_findings,
    overdue_plans,
    sites_with_findings,
    states_of_findings,
)
from mainstay.deliver.works.tables import SITE_MARKS, SafeguardTable
from mainstay.deliver.works.views.heads import state_shown
from mainstay.page.doors import door, who
from mainstay.page.filters import ListFilter
from mainstay.page.listing import listed
from mainstay.page.words import counted

#: So many findings are written out below the table of sites.
NAMED = 40


@door("works.read_safeguards")
def board(request: HttpRequest) -> HttpResponse:
    """Show the open findings by site, what blocks first, with plans and complaints; no person is named."""
    person = who(request)
    form = ListFilter(request.GET, marks=SITE_MARKS)
    sites = form.narrowed(sites_with_findings(person), case="project__case")
    findings, complaints = open_findings(person), complaints_counted(person)
    if form.reference:
        findings = findings.filter(site__project__case__reference=form.reference)
        complaints = complaints.filter(project__case__reference=form.reference)
    stop, late = blocking(findings), overdue_plans(findings).count()
    count, places = stop.count(), stop.order_by().values("site").distinct().count()
    sums = complaint_sums(complaints)
    where = ngettext("on {sites} site", "on {sites} sites", places).format(sites=places)
    said = [
        counted(count, ngettext("{count} finding stops work {where}.", "{count} findings stop work {where}.", count).replace("{where}", where), none=gettext("Nothing stops work.")),
        counted(late, ngettext("{count} correction plan is overdue.", "{count} correction plans are overdue.", late), none=""),
        counted(sums["open"], ngettext("{count} complaint is open.", "{count} complaints are open.", sums["open"]), none=""),
        counted(sums["late"], ngettext("{count} of them is late.", "{count} of them are late.", sums["late"]), none=""),
    ]  # fmt: skip
    counts = may_anywhere(person, "works.read_complaint_counts")
    shown = {
        "answer": " ".join(part for part in said if part),
        "head": head_of(person, form.reference),
        "findings": [state_shown(state) for state in states_of_findings(findings.select_related("site", "roll")[:NAMED])],
    }  # fmt: skip
    table = SafeguardTable(sites, exclude=() if counts else ("complaints_open",))
    return listed(request, "works/safeguards.html", table, shown, name="safeguards", filters=form)
