"""What a page says of lost work: jobs lost and at risk, the loss by production beside it, and the gap in plain words."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from mainstay.assess.documents.lost_work import gap_said
from mainstay.assess.methods.employment_losses import PERIODS
from mainstay.assess.methods.losses_gap import LossesGap
from mainstay.assess.models import Assessment, LossEstimate, ProductionLoss
from mainstay.assess.selectors.losses import BothWays, losses_both_ways, span_of
from mainstay.assess.services.losing import losses_total
from mainstay.assess.tables import PATH_WORDS
from mainstay.common.texts import noop
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence
from mainstay.page.words import money, number, percent

from .shown import found, on_top

#: Sectors that losses are often told by, as they are stored: translated where they are shown.
SECTORS = (
    noop("agriculture"), noop("fishing"), noop("mining"), noop("manufacturing"), noop("construction"), noop("trade"),
    noop("transport"), noop("tourism"), noop("services"),
)  # fmt: skip


@door("assess.read_assessments")
def losses_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show the losses by sector and sex, those by production, and both ways in the same days."""
    assessment = found(request, uid)
    losses = list(assessment.losses.all())
    told = losses_shown(assessment, losses)
    shown = {
        **on_top(who(request), assessment, "assess_losses"),
        "answer": taken_told(losses) or gettext("Nothing yet: it is not worked out how much was lost."),
        "losses": told["losses"],
        "production": told["production"],
        "both_ways": told["both_ways"],
        "at_risk": any(row.at_risk for row in losses),
        "ends": (0, max((row.jobs_high for row in losses), default=0)),
    }
    return render(request, "assess/losses.html", shown)


def losses_shown(assessment: Assessment, rows: Sequence[LossEstimate]) -> dict[str, Any]:
    """Return the losses by sector and sex, those by production, and both ways in the same days."""
    production = list(assessment.production_losses.all())
    return {
        "losses": [_below(row) for row in rows],
        "production": [_above(row) for row in production],
        "both_ways": [_both(each) for each in losses_both_ways(assessment)] if production else [],
    }


def taken_told(losses: Sequence[LossEstimate]) -> str:
    """Return “41,000 jobs lost (33,000–49,000), 66 % of them held by women.”; empty where nothing is worked out."""
    if not losses:
        return ""
    total = losses_total(losses)
    jobs = total["jobs"]
    facts = {"jobs": number(jobs.central, 0), "low": number(jobs.low, 0), "high": number(jobs.high, 0)}
    if total["women_share"] is None:
        return gettext("{jobs} jobs lost ({low}–{high}).").format(**facts)
    words = gettext("{jobs} jobs lost ({low}–{high}), {women} of them held by women.")
    return words.format(**facts, women=percent(total["women_share"], 0))


def _below(row: LossEstimate) -> dict[str, Any]:
    """Return a row with the sentences that say how its jobs and its workdays were computed."""
    if row.days is None:
        return {"row": row, "how_jobs": "", "how_days": ""}
    span = span_of(row)
    last = max(PERIODS[-1].last, span.days + span.recovery_days)
    each, part = (span.path(row.shape, start).days_lost(0, last) for start in (1.0, row.partial))
    jobs = gettext(
        "Of {employed} who worked here before, {lost} lost their job and {risk} still have it and work less: the share of the "
        "people hit, times the share of those hit in this sector."
    )
    days = gettext(
        "{lost} jobs lost × {each} days each + {risk} jobs at risk × {part} days each, of which {week} in 7 are worked. Work "
        "stands still for {still} days and is back by day {until}: {path}. Jobs at risk lose {partial} of their time at first; "
        "{stays} of what was lost stays lost. Counted until day {last}."
    )
    facts = {
        "employed": number(row.employed, 0), "lost": number(row.jobs, 0), "risk": number(row.at_risk, 0),
        "each": number(each, 0), "part": number(part, 0), "week": number(row.days_a_week), "still": number(span.days, 0),
        "until": number(span.days + span.recovery_days, 0), "path": str(PATH_WORDS[row.shape]),
        "partial": percent(row.partial, 0), "stays": percent(row.stays_lost, 0), "last": number(last, 0),
    }  # fmt: skip
    return {"row": row, "how_jobs": jobs.format(**facts), "how_days": days.format(**facts)}


def _above(row: ProductionLoss) -> dict[str, Any]:
    """Return a sector's loss of production with the sentences that say how its workdays and income follow from it."""
    lost = row.before_minor - row.after_minor
    facts = {
        "lost": money(lost, row.currency), "output": money(row.output_minor, row.currency),
        "income": money(row.labour_income_minor, row.currency), "workers": number(row.workers, 0),
        "days": number(row.days_per_worker, 0), "elasticity": number(row.elasticity),
    }  # fmt: skip
    days = gettext(
        "Production lost {lost} ÷ production of a normal year {output} × {workers} workers × {days} days each × elasticity "
        "{elasticity}."
    )
    income = gettext(
        "Production lost {lost} ÷ production of a normal year {output} × what its work earns in a year, {income}."
    )
    return {"row": row, "lost": lost, "how_days": days.format(**facts), "how_income": income.format(**facts)}


def _both(found: BothWays) -> dict[str, Any]:
    return {
        "first": found.period.first,
        "last": found.period.last,
        "lines": [_line(line) for line in found.lines],
        "currency": found.currency,
        "income": found.income,
    }


def _line(line: LossesGap) -> dict[str, Any]:
    return {
        "sector": line.sector,
        "below": line.below,
        "above": line.above,
        "said": gap_said(line),
        "reasons": [sentence(reason) for reason in line.reasons],
    }
