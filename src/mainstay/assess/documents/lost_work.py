"""What papers say of lost work beside jobs lost: jobs at risk, the loss by production, and both ways in the same days."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mainstay.assess.methods.losses_gap import LossesGap
from mainstay.assess.models import Assessment, LossEstimate, ProductionLoss
from mainstay.assess.selectors.losses import losses_both_ways
from mainstay.page.errors import sentence
from mainstay.page.words import day, fact, money, number

from . import words

if TYPE_CHECKING:
    from mainstay.assess.methods.estimate_range import Range
    from mainstay.exchange.documents import Section, Table


def lost_beside(assessment: Assessment, *, level: int = 2) -> "list[Section]":
    """Return the sections on jobs at risk, the loss by production and the gap of both ways, of what is on record."""
    from mainstay.exchange.documents import Section

    at_risk = [row for row in assessment.losses.all() if row.at_risk_high]
    produced = list(assessment.production_losses.all())
    found = []
    if at_risk:
        found.append(Section(_("Jobs at risk"), table=_at_risk(at_risk), level=level))
    if produced:
        found.append(Section(_("Work lost, by what was produced"), table=_produced(produced), level=level))
        found += _both_ways(assessment, level)
    return found


def _at_risk(rows: list[LossEstimate]) -> "Table":
    from mainstay.exchange.documents import Table

    return Table(
        headers=[_("Sector"), _("Sex"), _("Jobs at risk"), _("Low"), _("High")],
        rows=[
            [
                fact(row.sector), str(words.SEXES.get(row.sex, row.sex)), number(row.at_risk, 0),
                number(row.at_risk_low, 0), number(row.at_risk_high, 0),
            ]
            for row in rows
        ],
        numeric=[2, 3, 4],
        caption=_("Jobs at risk still exist, with less work; they are never added to jobs lost."),
    )  # fmt: skip


def _produced(rows: list[ProductionLoss]) -> "Table":
    from mainstay.exchange.documents import Table

    return Table(
        headers=[
            _("Sector"), _("Days"), _("Production lost"), _("Workdays lost"), _("Income lost"), _("Source"),
        ],
        rows=[
            [
                fact(row.sector), f"{number(row.first_day)}–{number(row.last_day)}",
                money(row.before_minor - row.after_minor, row.currency), number(row.workdays, 0),
                money(row.income_minor, row.currency), f"{row.source}, {day(row.as_of)}",
            ]
            for row in rows
        ],
        numeric=[2, 3, 4],
    )  # fmt: skip


def _both_ways(assessment: Assessment, level: int) -> "list[Section]":
    """Return a section for each period in which both ways tell something, with their gap in words."""
    from mainstay.exchange.documents import Section, Table

    return [
        Section(
            _("Both ways side by side, day %(first)s to %(last)s")
            % {"first": number(found.period.first), "last": number(found.period.last)},
            table=Table(
                headers=[_("Sector"), _("By people"), _("By production"), _("Gap")],
                rows=[
                    [
                        fact(line.sector), _ranged(line.below), "–" if line.above is None else number(line.above, 0),
                        _told(line),
                    ]
                    for line in found.lines
                ],
                numeric=[1, 2],
                caption=_("Workdays lost in the same days: by people who lost their work, and by what was produced. No mean of the two is made."),
            ),
            level=level,
        )
        for found in losses_both_ways(assessment)
    ]  # fmt: skip


def _ranged(lost: "Range | None") -> str:
    if lost is None:
        return "–"
    return f"{number(lost.central, 0)} ({number(lost.low, 0)}–{number(lost.high, 0)})"


def _told(line: LossesGap) -> str:
    """Return the gap with its possible reasons; where both agree there is nothing to explain."""
    said = gap_said(line)
    return said if _agree(line) else " ".join([said, *(str(sentence(why)) for why in line.reasons)]).strip()


def _agree(line: LossesGap) -> bool:
    return (
        line.below is not None and line.above is not None and line.below.low <= line.above <= line.below.high
    )


def gap_said(line: LossesGap) -> str:
    """Return the gap in words: which of the two says more, by how many workdays; nothing where one of them is missing."""
    if line.gap is None or line.below is None:
        return ""
    gap = number(abs(line.gap), 0)
    if _agree(line):
        return _("Both agree.")
    if line.gap > 0:
        return _("Production says {gap} workdays more than people do.").format(gap=gap)
    return _("Production says {gap} workdays less than people do.").format(gap=gap)
