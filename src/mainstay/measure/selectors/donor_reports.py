"""Reports to donors: what they take over from the published figures and from the ledger."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import get_visible, visible
from mainstay.fund.selectors import money_in_project
from mainstay.measure.methods.wholes import is_money, money_of, without_money
from mainstay.measure.models import ActivityFile, DonorReport, Publication

if TYPE_CHECKING:
    from mainstay.design.models import Project
    from mainstay.fund.models import Contribution

#: What a report keeps of each row that was published.
KEPT = ("code", "value", "low", "high", "target", "grade", "hidden", "withheld", "missing_percent")


def donor_reports_visible(person: Person) -> QuerySet[DonorReport]:
    """Return the reports to donors that `person` may read; a donor those that were approved for it."""
    rows = visible(DonorReport.objects.all(), person, "measure.read_donor_reports")
    return rows.select_related(
        "project__case", "contribution__donor", "publication", "submitted_by", "approved_by"
    )


def donor_report_found(person: Person, uid: str) -> DonorReport:
    """Return one report to a donor."""
    rows = DonorReport.objects.select_related(
        "project__case",
        "project__country",
        "contribution__donor",
        "publication",
        "submitted_by",
        "approved_by",
    )
    return get_visible(rows, person, "measure.read_donor_reports", uid=uid)


def activity_files_visible(person: Person) -> QuerySet[ActivityFile]:
    """Return the activity files that were published, of projects whose figures `person` may read."""
    rows = visible(ActivityFile.objects.all(), person, "measure.read_indicators")
    return rows.select_related("project", "published_by").defer("content")


def activity_file_found(person: Person, uid: str) -> ActivityFile:
    """Return one activity file as it was published."""
    return get_visible(ActivityFile.objects.all(), person, "measure.read_indicators", uid=uid)


def newest_publication(project: "Project") -> Publication | None:
    """Return the published version of a project's figures that is in force and counts furthest."""
    rows = Publication.objects.filter(project=project, state="PUBLISHED")
    return rows.order_by("-as_of", "-published_at", "-pk").first()


def report_content(contribution: "Contribution", publication: Publication) -> dict[str, Any]:
    """Return what a report takes over: the whole figures of a published version, its corrections, and the money."""
    told = publication.content["definitions"]
    figures = [
        {
            **{name: row.get(name) for name in KEPT},
            "name": told[row["code"]]["name"],
            "unit": money_of(row["group"]) or told[row["code"]]["unit"],
            "formula": told[row["code"]]["formula"],
            "definition_version": told[row["code"]]["version"],
        }
        for row in publication.content["rows"]
        if not row["group"] or (is_money(row["code"]) and not without_money(row["group"]))
    ]
    versions = Publication.objects.filter(series=publication.series, version__lte=publication.version)
    return {
        "as_of": publication.as_of,
        "version": publication.version,
        "sha256": publication.sha256,
        "method": publication.content["method"],
        "figures": figures,
        "corrections": [
            {"version": row.version, "published_on": row.published_at.date(), "reason": row.reason}
            for row in versions.order_by("version").defer("content")
        ],
        "money": money_in_project(contribution, publication.project_id or 0),
    }
