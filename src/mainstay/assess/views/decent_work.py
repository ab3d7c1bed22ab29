"""Decent work on the page of the labour market: what pay is in, what it is held against, what was not asked."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext

from mainstay.assess.methods.decent_work_measures import (
    CASH,
    DEFICITS,
    MONEY,
    PER_100_000,
    SHARE,
    measure_named,
)
from mainstay.assess.selectors.decent_work import Decent
from mainstay.assess.selectors.exploring import Explored
from mainstay.assess.selectors.labour import LabourMarket
from mainstay.common.texts import noop as _
from mainstay.page.errors import sentence
from mainstay.page.words import number, parted

from .estimates import told

#: Notes for who reads the measures; the others are for who keeps the mapping.
TOLD = frozenset(
    {"decent_work.no_pay", "decent_work.deficits", "decent_work.benefits", "decent_work.no_protection"}
)
PERIODS = {
    "hour": _("hour"), "day": _("day"), "week": _("week"), "fortnight": _("two weeks"), "month": _("month"),
    "year": _("year"),
}  # fmt: skip


#: What pay is held against, by the time of the minimum wage: for an hour it is due whatever the hours are.
MINIMUM = {
    "hour": _("Minimum wage: {currency} {amount} per hour ({source})."),
    "day": _("Minimum wage: {currency} {amount} per day of {hours} hours ({source})."),
    "": _("Minimum wage: {currency} {amount} per {period} for {hours} hours a week ({source})."),
}


def decent_told(
    made: LabourMarket | None, lines: Sequence[dict[str, Any]], *, closely: bool
) -> dict[str, Any]:
    """Return what the section shows: its lines, and what is said above them.

    Why a measure was not computed tells of whom there is nobody; so that is for who may read interviews.
    """
    decent = made.decent if made else None
    if decent is None or not (decent.rows or decent.found.not_computed):
        return {"decent": False}
    said = [*_said(decent, lines), *_not_computed(decent, lines, closely=closely)]
    return {"decent": True, "measures": lines, "said": said}


def _said(decent: Decent, lines: Sequence[dict[str, Any]]) -> list[str]:
    """Return in what pay is told and what it is held against, where a line is about pay."""
    limits = decent.found.limits
    said = [sentence(note) for note in decent.found.notes if note.code in TOLD]
    if any(measure_named(line["use"].row.variable).unit == MONEY for line in lines):
        pay = gettext("Pay is in {currency} for an hour of work, before anything is kept back.")
        said.insert(0, pay.format(currency=limits.currency))
        if limits.minimum is None:
            none = gettext(
                "The playbook knows no minimum wage of this country, so who is paid less is not counted."
            )
            said.append(none)
        else:
            period = limits.minimum.period
            said.append(
                gettext(MINIMUM.get(period, MINIMUM[""])).format(
                    currency=limits.currency,
                    amount=number(limits.minimum.amount, 2),
                    period=gettext(PERIODS[period]),
                    hours=number(limits.full_day if period == "day" else limits.full_week),
                    source=decent.minimum_source,
                )
            )
    if not lines:
        said.append(gettext("No rate can be shown."))
    return said


def _not_computed(decent: Decent, lines: Sequence[dict[str, Any]], *, closely: bool) -> list[str]:
    """Return what was asked and has no line: by name with its reason, or that there is something of the kind."""
    found = decent.found
    if not closely:
        some = gettext("Some measures are not shown: too few people stand behind them, or none.")
        return [some] if found.not_computed or len(lines) < len(decent.rows) else []
    names: dict[str, list[str]] = {}
    for code, reason in found.not_computed:
        names.setdefault(sentence(reason), []).append(gettext(found.names[code]))
    line = gettext("Not computed: {names}. {reason}")
    return [line.format(names=parted(held), reason=reason) for reason, held in names.items()]


def value_told(made: LabourMarket, row: Explored, value: float | None) -> str:
    """Return an estimate in its unit: shares in percent, money with its currency."""
    if made.decent is None or not made.is_decent(row) or measure_named(row.row.variable).unit != MONEY:
        return told(row.asked, value)
    return "–" if value is None else f"{number(value, 2)} {made.decent.found.limits.currency}"


def formula_told(code: str) -> tuple[str, str]:
    """Return what stands above and below in words; nothing below where the measure is no quotient."""
    measure = measure_named(code)
    return gettext(measure.above), gettext(measure.below) if measure.below else ""


def unit_told(made: LabourMarket, row: Explored) -> list[tuple[str, str]]:
    """Return the unit of money as a fact; of shares and numbers there is none to tell."""
    if made.decent is None or not made.is_decent(row) or measure_named(row.row.variable).unit != MONEY:
        return []
    currency = made.decent.found.limits.currency
    return [(gettext("Unit"), gettext("{currency} for an hour of work").format(currency=currency))]


def used_in_words(made: LabourMarket) -> list[dict[str, Any]]:
    """Return what the measures rest on, with the deficits and the benefits that are counted in the reader's words."""
    if made.decent is None:
        return []
    found = made.decent.found
    words = {
        "deficits": parted(gettext(DEFICITS[name]) for name in found.deficits),
        "benefits": parted(gettext(CASH[name]) for name in found.benefits),
    }
    return [each | {"codes": words.get(each["concept"], each["codes"])} for each in found.used]


def left_out_of(made: LabourMarket) -> list[dict[str, str]]:
    """Return the measures for which the interviews did not ask enough."""
    return made.decent.found.left_out if made.decent else []


def counts_people(made: LabourMarket, row: Explored) -> bool:
    """Say whether an estimate tells for how many of those asked something holds; a mean and a gap do not."""
    return not made.is_decent(row) or measure_named(row.row.variable).unit in {SHARE, PER_100_000}
