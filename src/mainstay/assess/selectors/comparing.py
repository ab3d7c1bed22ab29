"""Two surveys with the same questions side by side: what was answered before and after."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.assess.methods.share_difference import Difference, Held, known_ends, share_difference
from mainstay.assess.models import Assessment, Estimate

#: How many earlier surveys are offered to be compared with.
MOST = 50


@dataclass(frozen=True, slots=True)
class Compared:
    """One estimate of both surveys; no difference where one of them has no error that could be told."""

    before: Estimate
    after: Estimate
    difference: Difference | None


def earlier_surveys(person: Person, assessment: Assessment) -> Sequence[Assessment]:
    """Return the surveys of the same country that `person` may read and that asked the same before: those of its case, the latest first."""
    own = Estimate.objects.filter(assessment=assessment).values("field")
    same = Estimate.objects.filter(assessment=OuterRef("pk"), field__in=own)
    rows: QuerySet[Assessment] = visible(Assessment.objects.all(), person, "assess.read_assessments")
    rows = rows.filter(Exists(same), country=assessment.country_id, created_at__lte=assessment.created_at)
    found = list(rows.exclude(pk=assessment.pk).order_by("-created_at", "-pk")[:MOST])
    return sorted(found, key=lambda one: one.case_id != assessment.case_id)


def compared(before: Sequence[Estimate], after: Sequence[Estimate]) -> list[Compared]:
    """Return the estimates that both surveys have, in the order of the second."""
    held = {_key(row): row for row in before if row.value is not None}
    return [
        Compared(held[_key(row)], row, _difference(held[_key(row)], row))
        for row in after
        if row.value is not None and _key(row) in held and not _nobody(held[_key(row)], row)
    ]


def _nobody(before: Estimate, after: Estimate) -> bool:
    """Return whether nobody gave an answer in either survey: there is nothing to compare."""
    return after.statistic == "proportion" and not before.value and not after.value


def _key(row: Estimate) -> tuple[str, str, str, str, str]:
    return row.module, row.field, row.statistic, row.level, row.domain


def _difference(before: Estimate, after: Estimate) -> Difference | None:
    first, second = _held(before), _held(after)
    return None if first is None or second is None else share_difference(first, second)


def _held(row: Estimate) -> Held | None:
    if row.value is None or row.low is None or row.high is None:
        return None
    held = row.value, row.low, row.high
    return known_ends(held, n=row.n) if row.statistic == "proportion" else held
