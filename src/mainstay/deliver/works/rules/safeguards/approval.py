"""Safeguards that an approval waits for; what is owed stays owed and its clock runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _

from .law import Check

Params = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PayFacts:
    """What a payroll (or a course) shows: in-kind share, largest share deducted, deductions without authority, minors."""

    in_kind_share: float = 0.0
    company_store: bool = False
    deducted_share: float = 0.0
    unauthorised: int = 0
    too_young: int = 0
    hazardous: bool = False


def _in_kind(facts: PayFacts, params: Params) -> Reason | None:
    most = params.get("in_kind_max", 0.0)
    if facts.in_kind_share <= most and not facts.company_store:
        return None
    return Reason(
        "in_kind", _("{share} % of pay is in kind; at most {most} % is lawful ({safeguard}). {remedy} in money."),
        {"share": round(facts.in_kind_share * 100), "most": round(most * 100)},
    )  # fmt: skip


def _deductions(facts: PayFacts, params: Params) -> Reason | None:
    most = params.get("max_share", 0.33)
    if facts.deducted_share <= most and not facts.unauthorised:
        return None
    return Reason(
        "deductions", _("Deductions go beyond {most} % of a wage, or {count} have no written authority ({safeguard}). {remedy} them."),
        {"most": round(most * 100), "count": facts.unauthorised},
    )  # fmt: skip


def _light_work(facts: PayFacts, params: Params) -> Reason | None:
    if not facts.too_young and not facts.hazardous:
        return None
    return Reason(
        "light_work", _("{count} trainees are under {age}, or the occupation is hazardous ({safeguard}). {remedy}."),
        {"count": facts.too_young, "age": params.get("min_age_light", 15)},
    )  # fmt: skip


APPROVAL_CHECKS: Mapping[str, Check[PayFacts]] = {
    "SG-WAGE-03": _in_kind,
    "SG-WAGE-06": _deductions,
    "SG-AGE-02": _light_work,
}
