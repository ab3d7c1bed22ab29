"""The documents of a case: what was attached to it, what is in the library about it, what was published from it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may, visible
from mainstay.accounts.selectors import persons_by_key
from mainstay.cases.models import Case
from mainstay.common.models import Attachment
from mainstay.learn.library.selectors import documents_visible
from mainstay.measure.models import Publication
from mainstay.page.words import named


def case_files(person: Person, case: Case) -> list[dict[str, Any]]:
    """Return a row for each document: what it is, its name, by whom, when, and where it opens; the newest first."""
    rows = [*_attached(person, case), *_filed(person, case), *_published(person, case)]
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


def _published(person: Person, case: Case) -> list[dict[str, Any]]:
    rows = visible(Publication.objects.filter(project__case=case), person, "measure.read_published")
    return [
        {
            "kind": gettext("Published figures, version {version}").format(version=row.version),
            "name": row.title,
            "by": row.published_by.name,
            "at": row.published_at,
            "link": reverse("public_figures", args=[row.uid]),
        }
        for row in rows.select_related("published_by").defer("content")
    ]
