"""What verification found so far."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from mainstay.measure.methods.catalogue import MEASURES
from mainstay.measure.methods.proportion_interval import proportion_interval
from mainstay.measure.models import VerificationSample

if TYPE_CHECKING:
    from mainstay.design.models import Project


def verified_shares(project: "Project | None") -> Mapping[str, float]:
    """Return the share of looked-at rows that were as recorded: by code, and by the population it is counted from."""
    closed = VerificationSample.objects.filter(project=project, closed_at__isnull=False)
    found: dict[str, float] = {}
    for sample in closed.annotate(good=Count("rows", filter=Q(rows__finding="CONFIRMED"))).order_by(
        "closed_at"
    ):
        share = sample.good / sample.size
        found[sample.code] = share
        if sample.code in MEASURES:
            found[MEASURES[sample.code].population] = share
    return found


def sample_result(sample: VerificationSample) -> dict[str, float | int | str]:
    """Return how many rows were confirmed, with the interval in which the share of true rows lies."""
    good = sample.rows.filter(finding="CONFIRMED").count()
    looked = sample.rows.exclude(finding="").count()
    low, high = proportion_interval(good, looked) if looked else (0.0, 1.0)
    return {
        "looked": looked,
        "of": sample.size,
        "confirmed": good,
        "low": round(low, 4),
        "high": round(high, 4),
    }
