"""Losses from below and from above side by side, with the gap between them and what may stand behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _

from .estimate_range import Range


@dataclass(frozen=True, slots=True)
class LossesGap:
    """One sector's loss by the two ways. `gap` is from above less from below; None where one way has no figure.

    `ratio` is from above over from below (None where that is 0). The figures stay apart: no mean of the two is made.
    """

    sector: str
    below: Range | None
    above: float | None
    gap: float | None
    ratio: float | None
    reasons: Sequence[Reason]


def losses_gap(below: Mapping[str, Range], above: Mapping[str, float]) -> list[LossesGap]:
    """Return for each sector the two figures, their gap and its possible reasons.

    `below` comes from survey strata (`losses_of_strata`), `above` from production (`losses_of_production`); both in
    one unit (workdays, or money) and over the same period. Where the figure from above lies within the range of the
    one from below, the two agree; else each reason is one to look into, not a finding. Source: *Post-Disaster Needs
    Assessment, Guidelines*, volume B (2014), which asks for both.

    >>> found = losses_gap({"trade": Range(80, 100, 120), "care": Range(5, 9, 9)}, {"trade": 150, "mines": 30})
    >>> [(line.sector, line.gap, [reason.code for reason in line.reasons]) for line in found]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('trade', 50, ['losses_gap.kept_on', 'losses_gap.productive_units']),
     ('care', None, ['losses_gap.no_chapter']), ('mines', None, ['losses_gap.no_survey'])]
    """
    return [_line(sector, below.get(sector), above.get(sector)) for sector in dict.fromkeys([*below, *above])]


def _line(sector: str, below: Range | None, above: float | None) -> LossesGap:
    if below is None:
        reason = Reason(
            "losses_gap.no_survey",
            _("Nobody of the sector {sector} was asked, or the survey names it otherwise."),
            {"sector": sector},
        )
        return LossesGap(sector, None, above, None, None, [reason])
    if above is None:
        reason = Reason(
            "losses_gap.no_chapter",
            _(
                "No chapter gives a production loss for {sector}: work for own use, homes or unrecorded units."
            ),
            {"sector": sector},
        )
        return LossesGap(sector, below, None, None, None, [reason])
    ratio = above / below.central if below.central else None
    return LossesGap(sector, below, above, above - below.central, ratio, _reasons(below, above))


def _reasons(below: Range, above: float) -> list[Reason]:
    if below.low <= above <= below.high:
        within = _(
            "The figure from production lies within the range of the figure from the survey: they agree."
        )
        return [Reason("losses_gap.within", within)]
    if above > below.high:
        return [
            Reason(
                "losses_gap.kept_on",
                _("Employers may have kept people at work or on the payroll while they produced less."),
            ),
            Reason(
                "losses_gap.productive_units",
                _(
                    "The units hit may make more per worker than their sector: less work is lost per unit of output."
                ),
            ),
        ]
    return [
        Reason(
            "losses_gap.unrecorded",
            _("Work of informal units and for own use may be missing from the chapter's production."),
        ),
        Reason(
            "losses_gap.from_stocks",
            _("Units may have sold from stocks or made up for lost time while their people lost days."),
        ),
    ]
