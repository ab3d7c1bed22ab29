"""Reports to donors and published activity files: what went out to those who gave."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from mainstay.accounts.permissions import may
from mainstay.cases.selectors import head_of
from mainstay.common import clock
from mainstay.common.errors import NotFound
from mainstay.common.texts import noop
from mainstay.measure.documents import write_donor_report
from mainstay.measure.documents.donor_report import figure_rows, money_words
from mainstay.measure.selectors.donor_reports import (
    activity_file_found,
    activity_files_visible,
    donor_report_found,
    donor_reports_visible,
    newest_publication,
)
from mainstay.measure.selectors.pages import project_of
from mainstay.measure.tables import PUBLICATION_MARKS, REPORT_MARKS
from mainstay.measure.tables.donor_reports import DonorReportTable
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.words import counted

FILES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@door("measure.read_indicators")
def reports_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show the reports to donors of a project, and its activity files that were published."""
    person = who(request)
    project = project_of(person, uid)
    rows = donor_reports_visible(person).filter(project=project)
    count = rows.count()
    words = ngettext("{count} report to a donor.", "{count} reports to donors.", count)
    links = [(reverse("figures", args=[project.uid]), gettext("The results framework"))]
    shown = {
        "title": gettext("Reports to donors"),
        "question": gettext("What did we tell those who gave?"),
        "answer": counted(count, words, none=gettext("No report to a donor is written yet.")),
        "head": head_of(person, project.case.reference),
        "links": links,
        "acts_on": project,
        "acts_only": "draft-donor-report",
        "files": activity_files_visible(person).filter(project=project)[:50],
        "project": project,
    }
    name = f"{project.reference}-donor-reports"
    return listed(request, "measure/reports.html", DonorReportTable(rows), shown, name=name)


@door("measure.read_donor_reports")
def report_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show a report to a donor: its words, the figures it took over with their version, the money, what is next."""
    person = who(request)
    report = donor_report_found(person, uid)
    newest = newest_publication(report.project)
    shown: dict[str, Any] = {
        "report": report,
        "mark": REPORT_MARKS[report.state],
        "told": report.content,
        "figures": figure_rows(report.content["figures"]),
        "as_of": date.fromisoformat(report.content["as_of"]),
        "corrections": [
            {**row, "published_on": date.fromisoformat(row["published_on"])}
            for row in report.content["corrections"]
        ],
        "money": money_words(report.content["money"]),
        "publication_mark": PUBLICATION_MARKS[report.publication.state],
        "newer": newest if newest is not None and newest.pk != report.publication_id else None,
        "late": report.state != "APPROVED" and report.due_on is not None and report.due_on < clock.today(),
        "inside": may(person, "measure.read_indicators", report.project),
    }
    return render(request, "measure/donor_report.html", shown)


@door("measure.read_donor_reports")
def report_file(request: HttpRequest, uid: str, kind: str) -> HttpResponse:
    """Return a report to a donor as PDF or DOCX, in the reader's language."""
    report = donor_report_found(who(request), uid)
    if kind not in FILES:
        raise NotFound("no_document", noop("A report to a donor comes as PDF or DOCX."))
    made = write_donor_report(report, kind=kind, locale=(get_language() or "en")[:2])
    name = f"{report.contribution.reference}-{report.content['as_of']}".replace("/", "-")
    return _file(made, FILES[kind], f"{name}.{kind}")


@door("measure.read_indicators")
def activity_file(request: HttpRequest, uid: str) -> HttpResponse:
    """Return an activity file as it was published, to the byte."""
    found = activity_file_found(who(request), uid)
    return _file(found.content.encode(), "application/xml", f"{found.identifier}.xml")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
