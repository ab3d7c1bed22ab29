"""What the measures of decent work do not tell, and why: not asked, not known of anybody, known of a part."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _
from mainstay.statistics.survey.columns import Floats

from .decent_work_limits import Limits
from .decent_work_measures import (
    CASH,
    DEFICITS,
    FAMILIES,
    FEWEST_DEFICITS,
    MEASURES,
    MONEY,
    deficits_asked,
    measure_named,
    sexes_told,
)  # fmt: skip
from .hourly_pay import tells_pay, times_of_pay
from .labour_table import LabourTable

_UNTOLD: Mapping[str, tuple[str, ...]] = {
    "no_period": (
        _("It is not known for what time the pay is: map pay_period, or pay_days with day_hours, or give one pay_period for the survey."),
    ),
    "no_hours": (
        _("Of pay for this time the hours were not asked: {times}. Map pay_hours, hours_usual or hours_actual; for a day day_hours."),
    ),
    "no_minimum": (
        _("No minimum wage is known, so who is paid less is not counted. Give one with its time, such as 2500/month."),
        "BELOW_MINIMUM", "MINIMUM_SHORT", "MINIMUM_DEPTH",
    ),
    "no_sex": (
        _("Women and men cannot be told apart: map the concept sex, or a domain sex with the words Women and Men."),
        "PAY_GAP_MEAN", "PAY_GAP_MEDIAN", "PAY_GAP_ALIKE",
    ),
    "no_line": (
        _("No poverty line is known, so the working poor are not counted. Give the line per head."),
        "WORKING_POOR",
    ),
    "no_pay": (_("{count} employees have no pay, or no hours of it; they are in no measure of pay."),),
    "deficits": (_("Not counted among the deficits of a job, since it is known of no employee: {deficits}."),),
    "benefits": (
        _("Everybody's protection counts who pays in or receives: {asked}. SDG 1.3.1 counts also, and it was not asked: {missing}."),
    ),
    "no_protection": (
        _("Of {count} persons it is not known whether they pay in or receive a benefit; they are not in everybody's protection. Where a question was for some only, say under `among` for whom."),
    ),
}  # fmt: skip
"""What is said where something beside the answers is not known, and the measures that it keeps from the table."""

_NO_PAY = _("The pay for an hour is known of no employee.")
_NO_PAIR = _("Nowhere is the pay of women and of men known together.")
_NO_PAIR_ALIKE = _("No group of like employees has women and men whose pay is known.")
_FEW_DEFICITS = _("Of no employee enough deficits are known: it takes {fewest}.")
_NOBODY = _("Nobody stands in its denominator: {denominator}.")


def notes_of(
    made: LabourTable,
    columns: Mapping[str, Floats],
    limits: Limits,
    codes: Collection[str],
    deficits: Collection[str],
) -> list[Reason]:
    """Return what keeps a measure from the table though its questions were asked, and of whom something is not known.

    `codes` are the measures for which enough was asked, `deficits` those that are known of somebody.
    """
    answers, survey = made.source.answers, made.source.survey
    paid = answers.asked("pay") and answers.asked("status")
    times, told = times_of_pay(answers, limits.pay_period), tells_pay(answers, limits.pay_period)
    asked = [concept for concept in CASH if answers.asked(concept)]
    missing = [concept for concept in CASH if concept not in asked]
    untold = int(((columns["employee"] == 1) & np.isnan(columns["hourly"])).sum())
    protected = "PROTECTED" in codes
    unprotected = unknown_protection(columns, asked) if protected else 0
    unknown = [name for name in deficits_asked(answers, codes) if name not in deficits]
    holds: dict[str, tuple[bool | int, dict[str, Any]]] = {
        "no_pay": (paid and untold, {"count": untold}),
        "no_period": (paid and not told and not times, {}),
        "no_hours": (paid and not told and bool(times), {"times": ", ".join(times)}),
        "no_minimum": (paid and limits.minimum is None, {}),
        "no_sex": (paid and not sexes_told(answers, survey), {}),
        "no_line": (
            answers.asked("income_per_head", "household_income")
            and limits.poverty_line is None
            and not answers.asked("poverty_line", "poor"),
            {},
        ),
        "deficits": (len(unknown), {"deficits": _words(DEFICITS, unknown)}),
        "benefits": (
            protected and len(missing),
            {"asked": _words(CASH, asked), "missing": _words(CASH, missing)},
        ),
        "no_protection": (unprotected, {"count": unprotected}),
    }
    return [
        Reason(f"decent_work.{code}", _UNTOLD[code][0], facts)
        for code, (held, facts) in holds.items()
        if held
    ]


def unknown_protection(columns: Mapping[str, Floats], asked: Sequence[str]) -> int:
    """Return of how many persons it is not known whether they pay in or receive one of the benefits `asked`."""
    marks = np.array([columns[f"any {concept}"] for concept in ("contributes", *asked)])
    unknown = np.isnan(marks).any(axis=0) & ~(marks == 1).any(axis=0)
    return int((unknown & (columns["population"] == 1)).sum())


def left_out_of(codes: Collection[str], notes: Sequence[Reason]) -> list[dict[str, str]]:
    """Return the measures for which the survey did not ask enough; those that a note speaks of are not among them."""
    spoken = {code for note in notes for code in _UNTOLD[note.code.removeprefix("decent_work.")][1:]}
    return [{"code": m.code, "name": m.name} for m in MEASURES if m.code not in {*codes, *spoken}]


def not_computed(
    wanted: Sequence[str], told: Collection[str], columns: Mapping[str, Floats], deficits: Sequence[str]
) -> list[tuple[str, Reason]]:
    """Return each measure of `wanted` that has no row (is not `told`), and why; `deficits` are those known."""
    paid = bool(np.isfinite(columns["hourly"]).any())
    return [(code, _why(code, deficits, paid=paid)) for code in wanted if code not in told]


def _why(code: str, deficits: Sequence[str], *, paid: bool) -> Reason:
    family = FAMILIES.get(code, code)
    of_pay = family in {"PAY_GAP", "MINIMUM"} or code == "LOW_PAY" or measure_named(code).unit == MONEY
    fewest = 2 if code == "DEFICITS" else FEWEST_DEFICITS
    if of_pay and not paid:
        return Reason("decent_work.nobodys_pay", _NO_PAY)
    if code == "PAY_GAP_ALIKE":
        return Reason("decent_work.nobody_alike", _NO_PAIR_ALIKE)
    if family == "PAY_GAP":
        return Reason("decent_work.one_sex", _NO_PAIR)
    if family == "DEFICITS" and len(deficits) < fewest:
        return Reason("decent_work.few_deficits", _FEW_DEFICITS, {"fewest": fewest})
    return Reason("decent_work.nobody", _NOBODY, {"denominator": measure_named(code).below})


def _words(names: Mapping[str, str], codes: Sequence[str]) -> str:
    return ", ".join(names[code] for code in codes)
