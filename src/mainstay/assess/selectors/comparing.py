"""Two surveys with the same questions side by side: what was answered before and after."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.assess.methods.share_difference import Difference, Together
from mainstay.assess.models import Assessment, Estimate, Submission

from .answers import BY_CHANCE, Measured, asked_of, estimates_of, tables_of
from .together import Asked, One, correlation_of_rounds, difference_of, joint_design, shared_units

if TYPE_CHECKING:
    from mainstay.statistics.survey import Design, Estimates

#: How many earlier surveys are offered to be compared with.
MOST = 50


Key = tuple[str, str, str, str, str]
Pair = tuple[Estimate, Estimate]


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
    """Return what lies between the estimates of each pair: by one design where both rounds asked in the same places.

    The interviews are read for what the rounds share, and only where they share something.
    """
    known: dict[Key, Together] = {}
    shared: dict[str, int] = {}
    by_chance = all(one.method in BY_CHANCE for one in (before, after))
    for module in dict.fromkeys(row.module for _earlier, row in pairs) if by_chance else ():
        mine = [row for _earlier, row in pairs if row.module == module]
        shared[module], found = _together(before, after, module, mine)
        known |= found
    rows = [
        Compared(earlier, row, difference_of(_one(earlier), _one(row), known.get(_key(row))))
        for earlier, row in pairs
    ]
    return Comparison(rows, shared, any(_is_stale(one) for one in (before, after)))


def _is_stale(assessment: Assessment) -> bool:
    changed, computed = assessment.answers_changed_at, assessment.estimated_at
    return changed is not None and computed is not None and changed > computed


def _together(
    before: Assessment, after: Assessment, module: str, rows: Sequence[Estimate]
) -> tuple[int, dict[Key, Together]]:
    """Return in how many units both rounds asked one module, and how its estimates go together."""
    if before.case_id != after.case_id or not _units(before, module) & _units(after, module):
        return 0, {}
    tables = [next(tables_of(one, with_restricted=False, module=module), None) for one in (before, after)]
    first, second = tables
    if first is None or second is None or not (shared := shared_units(first, second)):
        return 0, {}
    fields = {row.field for row in rows}
    (asked, columns), (_earlier, others) = asked_of(second, _asked(fields)), asked_of(first, _asked(fields))
    design = joint_design(first, second, (others, columns))
    known = set(others) & set(columns)
    wanted = {(row.field, row.statistic, row.level, row.domain.partition("=")[0]) for row in rows}
    found: dict[Key, Together] = {}
    for field, statistic, level, by in wanted:
        ask = _call(field, statistic, level, asked, known)
        if ask is not None:
            for group, one in correlation_of_rounds(design, ask, by).items():
                found[module, field, statistic, level, f"{by}={group}"[:60] if by else ""] = one
    return len(shared), found


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


def _units(assessment: Assessment, module: str) -> set[tuple[str, str]]:
    rows = Submission.objects.filter(assessment=assessment, form__module=module, consent=True).order_by()
    return set(rows.exclude(cluster="").values_list("stratum", "cluster").distinct())


def _nobody(before: Estimate, after: Estimate) -> bool:
    """Return whether nobody gave an answer in either survey: there is nothing to compare."""
    return after.statistic == "proportion" and not before.value and not after.value


def _key(row: Estimate) -> Key:
    return row.module, row.field, row.statistic, row.level, row.domain


def _one(row: Estimate) -> One | None:
    if row.value is None or row.low is None or row.high is None:
        return None
    return One((row.value, row.low, row.high), row.se, row.n, row.statistic == "proportion")
