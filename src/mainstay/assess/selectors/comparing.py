"""Two surveys with the same questions side by side: what was answered before and after."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.assess.methods.share_difference import Difference
from mainstay.assess.models import Assessment, Estimate

from .answers import Measured, asked_of, estimates_of
from .together import Asked, Asking, InBoth, One, Shared, differences_between

if TYPE_CHECKING:
    from mainstay.statistics.survey import Design, Estimates

#: How many earlier surveys are offered to be compared with.
MOST = 50


Key = tuple[str, str, str, str, str]
Pair = tuple[Estimate, Estimate]
#: A stored estimate by its field, its statistic and its answer.
What = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Compared:
    """One estimate of both surveys; no difference where one of them has no error that could be told."""

    before: Estimate
    after: Estimate
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The estimates of two surveys side by side; `shared` says by module in how many places of the sample both asked.

    A module stands in `shared` only where people were chosen by lot in both surveys. `stale` where answers came in
    after the estimates of one of them: what is shared is read from the answers as they stand.
    """

    rows: Sequence[Compared]
    shared: Mapping[str, int]
    stale: bool


def earlier_surveys(person: Person, assessment: Assessment) -> Sequence[Assessment]:
    """Return the surveys of the same country that `person` may read and that asked the same before: those of its case, the latest first."""
    own = Estimate.objects.filter(assessment=assessment).values("field")
    same = Estimate.objects.filter(assessment=OuterRef("pk"), field__in=own)
    rows: QuerySet[Assessment] = visible(Assessment.objects.all(), person, "assess.read_assessments")
    rows = rows.filter(Exists(same), country=assessment.country_id, created_at__lte=assessment.created_at)
    found = list(rows.exclude(pk=assessment.pk).order_by("-created_at", "-pk")[:MOST])
    return sorted(found, key=lambda one: one.case_id != assessment.case_id)


def paired(before: Sequence[Estimate], after: Sequence[Estimate]) -> list[Pair]:
    """Return the estimates that both surveys have, in the order of the second."""
    held = {_key(row): row for row in before if row.value is not None}
    return [
        (held[_key(row)], row)
        for row in after
        if row.value is not None and _key(row) in held and not _nobody(held[_key(row)], row)
    ]


def compared(before: Assessment, after: Assessment, pairs: Sequence[Pair]) -> Comparison:
    """Return what lies between the estimates of each pair: by one design where both rounds asked in the same places."""
    told = [
        InBoth(row.module, (row.field, row.statistic, row.level), row.domain, _one(earlier), _one(row))
        for earlier, row in pairs
    ]
    found = differences_between(before, after, told, _asking)
    rows = [Compared(*pair, gap) for pair, gap in zip(pairs, found.differences, strict=True)]
    return Comparison(rows, found.shared, any(_is_stale(one) for one in (before, after)))


def _is_stale(assessment: Assessment) -> bool:
    changed, computed = assessment.answers_changed_at, assessment.estimated_at
    return changed is not None and computed is not None and changed > computed


def _asking(shared: Shared, wanted: Collection[What]) -> Asking:
    """Return how stored estimates are computed from the answers of both rounds."""
    fields = _asked({field for field, _statistic, _level in wanted})
    (asked, columns), (_earlier, others) = asked_of(shared.after, fields), asked_of(shared.before, fields)
    known = set(others) & set(columns)
    calls = {what: _call(*what, asked, known) for what in wanted}
    return Asking((others, columns), {what: call for what, call in calls.items() if call is not None})


def _asked(fields: Collection[str]) -> set[str]:
    """Return the fields behind those that were estimated: both ends of a ratio of before and now."""
    stems = [field.removesuffix("_ratio") for field in fields if field.endswith("_ratio")]
    return {*fields, *(f"{stem}_{when}" for stem in stems for when in ("before", "now"))}


def _call(field: str, statistic: str, level: str, asked: Sequence[Measured], known: set[str]) -> Asked | None:
    """Return how a stored estimate is computed; None where a round lacks a column for it."""
    if statistic == "ratio":
        stem = field.removesuffix("_ratio")
        now, before = f"{stem}_now", f"{stem}_before"
        return (lambda design, by: design.ratio(now, before, by=by)) if {now, before} <= known else None
    key = field, level, statistic
    held = (one for one in asked if (one.field[:40], one.level[:60], one.statistic) == key)
    measured = next((one for one in held if one.column in known), None)
    return None if measured is None else partial(_estimated, measured)


def _estimated(asked: Measured, design: "Design", by: Sequence[str]) -> "Estimates":
    return estimates_of(design, asked, by)


def _nobody(before: Estimate, after: Estimate) -> bool:
    """Return whether nobody gave an answer in either survey: there is nothing to compare."""
    return after.statistic == "proportion" and not before.value and not after.value


def _key(row: Estimate) -> Key:
    return row.module, row.field, row.statistic, row.level, row.domain


def _one(row: Estimate) -> One | None:
    if row.value is None or row.low is None or row.high is None:
        return None
    return One((row.value, row.low, row.high), row.se, row.n, row.statistic == "proportion")
