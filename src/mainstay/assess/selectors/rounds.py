"""The key figures of two rounds of one case side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from mainstay.assess.methods.share_difference import Difference, Held, known_ends, share_difference
from mainstay.assess.models import Assessment

from .exploring import Explored
from .key_figures import KeyFigure, KeyFigures


@dataclass(frozen=True, slots=True)
class Moved:
    """One figure of all people in both rounds; no difference where one of them has no error that could be told."""

    before: KeyFigure
    after: KeyFigure
    difference: Difference | None


def round_before(assessment: Assessment) -> Assessment | None:
    """Return the estimated round of the same case before this one, whose readers are the same; else None."""
    held = Assessment.objects.filter(case=assessment.case_id, estimated_at__isnull=False)
    return held.filter(created_at__lt=assessment.created_at).order_by("-created_at", "-pk").first()


def moved(before: KeyFigures, after: KeyFigures) -> Sequence[Moved]:
    """Return the figures of all people that both rounds have, in the order of the second."""
    held = {row.code: row for row in before.overall()}
    return [
        Moved(held[row.code], row, _difference(held[row.code].made, row.made))
        for row in after.overall()
        if row.code in held
    ]


def _difference(before: Explored, after: Explored) -> Difference | None:
    first, second = _held(before), _held(after)
    return None if first is None or second is None else share_difference(first, second)


def _held(one: Explored) -> Held | None:
    row = one.row
    if row.estimate is None or row.ci_low is None or row.ci_high is None:
        return None
    held = row.estimate, row.ci_low, row.ci_high
    return known_ends(held, n=row.n) if one.asked.statistic == "proportion" else held
