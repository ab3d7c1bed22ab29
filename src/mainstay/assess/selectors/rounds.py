"""The key figures of two rounds of one case side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from mainstay.assess.methods.share_difference import Difference
from mainstay.assess.models import Assessment

from .exploring import Explored
from .key_figures import KeyFigure, KeyFigures, figures_asking
from .together import InBoth, One, differences_between


@dataclass(frozen=True, slots=True)
class Moved:
    """One figure of all people in both rounds; no difference where one of them has no error that could be told.

    `shared` counts the places of the sample in which both rounds asked.
    """

    before: KeyFigure
    after: KeyFigure
    difference: Difference | None
    shared: int


def round_before(assessment: Assessment) -> Assessment | None:
    """Return the estimated round of the same case before this one, whose readers are the same; else None."""
    held = Assessment.objects.filter(case=assessment.case_id, estimated_at__isnull=False)
    return held.filter(created_at__lt=assessment.created_at).order_by("-created_at", "-pk").first()


def moved(before: KeyFigures, after: KeyFigures) -> Sequence[Moved]:
    """Return the figures of all people that both rounds have, in the order of the second."""
    held = {row.code: row for row in before.overall()}
    rows = [(held[row.code], row) for row in after.overall() if row.code in held]
    pairs = [InBoth(row.module, row.code, "", _one(earlier.made), _one(row.made)) for earlier, row in rows]
    found = differences_between(before.assessment, after.assessment, pairs, figures_asking)
    return [
        Moved(earlier, row, gap, found.shared.get(row.module, 0))
        for (earlier, row), gap in zip(rows, found.differences, strict=True)
    ]


def _one(one: Explored) -> One | None:
    row = one.row
    if row.estimate is None or row.ci_low is None or row.ci_high is None:
        return None
    held = row.estimate, row.ci_low, row.ci_high
    return One(held, row.se, row.n, one.asked.statistic == "proportion")
