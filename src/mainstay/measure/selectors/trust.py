"""Can a figure be trusted: what was looked at again, what is odd, what outsiders have read of it."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import get_visible, visible
from mainstay.measure.methods.catalogue import MEASURES
from mainstay.measure.methods.wholes import total_of
from mainstay.measure.models import Anomaly, EvaluationPack, Publication, VerificationSample

if TYPE_CHECKING:
    from mainstay.design.models import Project


def samples_of(person: Person, project: "Project") -> QuerySet[VerificationSample]:
    """Return the samples drawn in a project that `person` may read, the newest first, with how far each is looked at."""
    rows = visible(VerificationSample.objects.filter(project=project), person, "measure.read_indicators")
    return rows.select_related("drawn_by").annotate(
        looked=Count("rows", filter=~Q(rows__finding="")),
        confirmed=Count("rows", filter=Q(rows__finding="CONFIRMED")),
    )


def sample_found(person: Person, uid: UUID | str) -> VerificationSample:
    """Return the sample with this address, for those who record what the looks find."""
    samples = VerificationSample.objects.select_related("project__case", "drawn_by")
    return get_visible(samples, person, "measure.read_rows", uid=uid)


def verified_of(project: "Project", code: str) -> tuple[int, int] | None:
    """Return of how many rows how many were looked at again behind an indicator of a project; None where none was.

    A sample of any indicator of the same population counts: the rows behind them are the same.
    """
    closed = VerificationSample.objects.filter(project=project, closed_at__isnull=False)
    population = MEASURES[code].population if code in MEASURES else ""
    for sample in closed.order_by("-closed_at", "-pk"):
        same = sample.code in MEASURES and MEASURES[sample.code].population == population
        if sample.code == code or same:
            return sample.size, sample.frame
    return None


def anomalies_of(person: Person, project: "Project") -> QuerySet[Anomaly]:
    """Return the odd data of a project that `person` may read, open ones first."""
    rows = visible(Anomaly.objects.filter(project=project), person, "measure.read_indicators")
    return rows.select_related("settled_by").order_by("settled_at", "-found_at", "-pk")


def packs_of(person: Person, project: "Project") -> QuerySet[EvaluationPack]:
    """Return the packs of rows that were given to evaluators of a project, the longest held first."""
    rows = visible(EvaluationPack.objects.filter(project=project), person, "measure.issue_pack")
    return rows.select_related("agreement", "made_by").order_by("-until", "-made_at")


def publications_of(person: Person, project: "Project") -> QuerySet[Publication]:
    """Return every published version of a project's figures, the newest first; old ones stay."""
    rows = visible(Publication.objects.filter(project=project), person, "measure.read_published")
    return rows.select_related("published_by", "replaces").order_by("-published_at", "-pk")


def versions_of(person: Person, project: "Project", code: str) -> list[dict[str, Any]]:
    """Return what outsiders have read of one indicator, version by version: value, date, reason of the correction."""
    found = []
    for publication in publications_of(person, project)[:12]:
        rows = {row["group"]: row for row in publication.content["rows"] if row["code"] == code}
        unit = str(publication.content["definitions"].get(code, {}).get("unit", ""))
        values = {
            group: None if row["value"] is None else Decimal(row["value"]) for group, row in rows.items()
        }
        total = total_of(code, unit, values)
        if total is not None:
            found.append({"publication": publication, "row": rows[total.groups[0]], "total": total})
    return found
