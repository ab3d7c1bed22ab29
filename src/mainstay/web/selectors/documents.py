"""The documents of a case: attached, in the library, written by its stages, published from it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may, visible
from mainstay.accounts.selectors import persons_by_key
from mainstay.assess.selectors import assessments_visible
from mainstay.cases.models import Case
from mainstay.common.models import Attachment
from mainstay.decide.models import Letter
from mainstay.decide.selectors import requests_visible
from mainstay.design.selectors import projects_visible
from mainstay.learn.library.selectors import documents_visible
from mainstay.measure.models import Publication
from mainstay.page.words import day, named


def case_files(person: Person, case: Case) -> list[dict[str, Any]]:
    """Return a row for each document: what it is, its name, by whom, when, and where it opens; the newest first."""
    rows = [
        *_attached(person, case),
        *_filed(person, case),
        *_letters(person, case),
        *_reports(person, case),
        *_plans(person, case),
        *_published(person, case),
    ]
    return sorted(rows, key=lambda row: row["at"], reverse=True)


def attached_to(case: Case) -> Any:
    """Return the files attached to a case itself, those for the house alone left to its readers."""
    own = Attachment.objects.filter(record_kind=case._meta.label_lower, record_id=str(case.pk))
    return own.filter(data_class__in=["PUBLIC", "INTERNAL"])


def _attached(person: Person, case: Case) -> list[dict[str, Any]]:
    if not may(person, "cases.read_files", case):
        return []
    rows = list(attached_to(case))
    people = persons_by_key({row.added_by_id for row in rows if row.added_by_id})
    return [
        {
            "kind": gettext("Attached to the case"),
            "name": row.name,
            "by": people[row.added_by_id].name if row.added_by_id in people else "",
            "at": row.added_at,
            "link": reverse("case_file", args=[case.reference, row.uid]),
        }
        for row in rows
    ]


def _filed(person: Person, case: Case) -> list[dict[str, Any]]:
    return [
        {
            "kind": named("reference_lists.knowledge_types", row.kind),
            "name": row.title,
            "by": row.added_by.name,
            "at": row.added_at,
            "link": reverse("document", args=[row.uid]),
        }
        for row in documents_visible(person).filter(case=case).select_related("added_by")
    ]


def _letters(person: Person, case: Case) -> list[dict[str, Any]]:
    """Return the letters that answered the requests of a case; each stands on its request."""
    rows = Letter.objects.filter(
        decision__request__in=requests_visible(person).filter(case=case), sent_at__isnull=False
    )
    return [
        {
            "kind": gettext("Letter"),
            "name": gettext("Answer to {reference}").format(reference=row.decision.request.reference),
            "by": row.sent_by.name if row.sent_by else "",
            "at": row.sent_at,
            "link": reverse("request", args=[row.decision.request.reference]),
        }
        for row in rows.select_related("decision__request", "sent_by")
    ]


def _reports(person: Person, case: Case) -> list[dict[str, Any]]:
    """Return reports and snapshots of the case's assessments that were handed in; each is made anew when opened."""
    rows = assessments_visible(person).filter(case=case, submitted_at__isnull=False)
    papers = (
        (gettext("Assessment report, PDF"), "assess_document"),
        (gettext("Snapshot of two pages, PDF"), "assess_snapshot"),
    )
    return [
        {
            "kind": kind,
            "name": row.title,
            "by": row.submitted_by.name if row.submitted_by else "",
            "at": row.approved_at or row.submitted_at,
            "link": reverse(address, args=[row.uid, "pdf"]),
        }
        for row in rows.select_related("submitted_by")
        for kind, address in papers
    ]


def _plans(person: Person, case: Case) -> list[dict[str, Any]]:
    """Return the project documents of the case; each is made anew when it is opened."""
    return [
        {
            "kind": gettext("Project document, PDF"),
            "name": row.title,
            "by": row.written_by.name,
            "at": row.approved_at or row.created_at,
            "link": reverse("design_document", args=[row.uid, "pdf"]),
        }
        for row in projects_visible(person).filter(case=case).select_related("written_by")
        if may(person, "design.read_designs", row)
    ]


def _published(person: Person, case: Case) -> list[dict[str, Any]]:
    rows = visible(Publication.objects.filter(project__case=case), person, "measure.read_published")
    return [
        {
            "kind": gettext("Published figures, version {version}").format(version=row.version),
            "name": gettext("Figures to {day}").format(day=day(row.as_of)),
            "by": row.published_by.name,
            "at": row.published_at,
            "link": reverse("public_figures", args=[row.uid]),
        }
        for row in rows.select_related("published_by").defer("content")
    ]
