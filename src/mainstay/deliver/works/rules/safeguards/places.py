"""Safeguards of a place: what must stand before it opens, and what is watched while it runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _

from .law import Check

Params = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What is known of a site: the answers of its checks by code, and counts; None where nothing is known."""

    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    workers: int = 0
    women: int = 0
    carers: int = 0
    running_days: int = 0
    labour_share: int | None = None
    day_minor: int | None = None
    market_minor: int | None = None
    shares: Mapping[str, float | None] = field(default_factory=dict)
    extra_per_household: int = 0
    selections: int = 0
    applicants: int = 0
    late_pay: int = 0
    unclaimed: int = 0
    missed_task_share: float | None = None
    suspension_unpaid: int = 0

    def answer(self, code: str) -> Mapping[str, Any]:
        """Return the latest answer of a check, empty when it was never made."""
        return self.answers.get(code, {})


def _hazards(facts: SiteFacts, params: Params) -> Reason | None:
    if not facts.answer("hazard_assessment").get("approved"):
        return Reason(
            "no_hazard_assessment", _("The site has no approved hazard assessment ({safeguard}). {remedy}.")
        )
    dangers = facts.answer("explosives")
    if dangers.get("relevant", False) and not dangers.get("cleared"):
        return Reason("not_cleared", _("Explosives or asbestos are not cleared ({safeguard}). {remedy}."))
    return None


def _welfare(facts: SiteFacts, params: Params) -> Reason | None:
    per, litres, toilet = (
        params.get("first_aider_per", 50),
        params.get("water_l", 3),
        params.get("toilet_per", 25),
    )
    aiders, toilets = -(-facts.workers // per) or 1, -(-facts.workers // toilet) or 1
    aid = facts.answer("first_aid")
    missing = []
    if not aid.get("kit") or aid.get("aiders", 0) < aiders:
        missing.append("first_aid")
    if facts.answer("water").get("litres_per_worker", 0) < litres:
        missing.append("water")
    places = facts.answer("toilets")
    if places.get("count", 0) < toilets or not places.get("by_sex"):
        missing.append("toilets")
    if not facts.answer("shade").get("there"):
        missing.append("shade")
    if not missing:
        return None
    return Reason(
        "welfare_missing",
        _(
            "For {workers} workers the site lacks: {missing} ({safeguard}). It needs {aiders} first aiders, {litres} l of water each, {toilets} toilets by sex, shade."
        ),
        {
            "workers": facts.workers,
            "missing": ", ".join(missing),
            "aiders": aiders,
            "litres": litres,
            "toilets": toilets,
        },
    )


def _channels(facts: SiteFacts, params: Params) -> Reason | None:
    open_ = facts.answer("complaint_channels")
    if len(open_.get("channels", ())) >= 2 and open_.get("women_by_women") and open_.get("poster_language"):
        return None
    return Reason(
        "complaint_channels",
        _(
            "Two complaint channels, one for women by women, and a poster in the local language are needed ({safeguard}). {remedy}."
        ),
    )


def _conduct(facts: SiteFacts, params: Params) -> Reason | None:
    answer = facts.answer("code_of_conduct")
    if answer.get("signed_by_all") and answer.get("referral"):
        return None
    return Reason(
        "code_of_conduct",
        _(
            "All staff and foremen sign the code of conduct, and the way to care within a day is known, before a site opens ({safeguard})."
        ),
    )


def _children(facts: SiteFacts, params: Params) -> Reason | None:
    many = facts.carers >= params.get("children_threshold", 5) or facts.women >= params.get(
        "women_threshold", 20
    )
    if not many or facts.answer("childcare").get("there"):
        return None
    return Reason(
        "childcare", _("{carers} workers have children under six and {women} are women: open childcare ({safeguard})."),
        {"carers": facts.carers, "women": facts.women},
    )  # fmt: skip


def _drain(facts: SiteFacts, params: Params) -> Reason | None:
    factor = params.get("ceiling_factor", 1.1)
    if (
        facts.day_minor is None
        or facts.market_minor is None
        or facts.day_minor <= facts.market_minor * factor
    ):
        return None
    return Reason(
        "over_market",
        _(
            "The day rate {rate} is more than {factor} times the market's {market}: it draws people from normal jobs ({safeguard}). Give a reason, or shorten hours; never go under the floor."
        ),
        {"rate": facts.day_minor, "factor": factor, "market": facts.market_minor},
    )


def _paid_late(facts: SiteFacts, params: Params) -> Reason | None:
    if not facts.late_pay:
        return None
    return Reason(
        "paid_late", _("{count} wages are owed for more than {days} days ({safeguard}). {remedy}."),
        {"count": facts.late_pay, "days": params.get("warn_days", 7)},
    )  # fmt: skip


def _suspension(facts: SiteFacts, params: Params) -> Reason | None:
    if not facts.suspension_unpaid:
        return None
    return Reason(
        "suspension_unpaid", _("{count} days of suspension stand on no roll ({safeguard}). Write them as PS."),
        {"count": facts.suspension_unpaid},
    )  # fmt: skip


def _task_norm(facts: SiteFacts, params: Params) -> Reason | None:
    most = params.get("miss_share", 0.2)
    if facts.missed_task_share is None or facts.missed_task_share <= most:
        return None
    return Reason(
        "norm_too_high",
        _(
            "{share} % of task days did not reach the norm ({safeguard}). Try the norm on site again and lower it."
        ),
        {"share": round(facts.missed_task_share * 100)},
    )


def _night(facts: SiteFacts, params: Params) -> Reason | None:
    shifts = facts.answer("night_shifts")
    if not shifts.get("planned") or shifts.get("approved_plan"):
        return None
    return Reason(
        "night_work", _("Shifts between {start} and {end} have no approved plan ({safeguard}). {remedy}."),
        {"start": params.get("start", "20:00"), "end": params.get("end", "05:00")},
    )  # fmt: skip


def _shares(facts: SiteFacts, params: Params) -> Reason | None:
    if facts.workers < 1:
        return None
    missed = [
        group
        for group in ("women", "youth", "pwd")
        if (share := facts.shares.get(group)) is not None and share * 100 < params.get(group, 0)
    ]
    outsiders = facts.shares.get("outsiders")
    if outsiders is not None and outsiders * 100 > params.get("outsiders", 100):
        missed.append("outsiders")
    if facts.extra_per_household:
        missed.append("household")
    if not missed:
        return None
    return Reason(
        "participation",
        _("Participation is off its targets: {groups} ({safeguard}). {remedy}."),
        {"groups": ", ".join(missed)},
    )


def _accommodation(facts: SiteFacts, params: Params) -> Reason | None:
    answer = facts.answer("accommodation")
    waiting = answer.get("asked", 0) - answer.get("given", 0)
    if waiting <= 0:
        return None
    return Reason(
        "accommodation",
        _("{count} workers wait for a light or adapted task ({safeguard}). {remedy}."),
        {"count": waiting},
    )


def _women_replaced(facts: SiteFacts, params: Params) -> Reason | None:
    answer = facts.answer("women_replaced")
    without = answer.get("count", 0) - answer.get("with_consent", 0)
    if without <= 0:
        return None
    return Reason(
        "women_replaced",
        _("{count} women were replaced by men without their consent ({safeguard}). {remedy}."),
        {"count": without},
    )


def _epidemic(facts: SiteFacts, params: Params) -> Reason | None:
    answer = facts.answer("epidemic")
    if not answer.get("alert"):
        return None
    missing = [
        part
        for part in ("distance", "wash_points", "screening", "sick_pay", "isolation")
        if not answer.get(part)
    ]
    if not missing:
        return None
    return Reason(
        "epidemic",
        _("An epidemic alert is on and the site lacks: {missing} ({safeguard})."),
        {"missing": ", ".join(missing)},
    )


def _representatives(facts: SiteFacts, params: Params) -> Reason | None:
    due = facts.workers > params.get("workers", 50) or facts.running_days > params.get("days", 30)
    if not due or facts.answer("representatives").get("elected"):
        return None
    return Reason(
        "representatives",
        _(
            "The workers of this site have not elected representatives ({safeguard}). {remedy}; the time is paid."
        ),
    )


def _selection(facts: SiteFacts, params: Params) -> Reason | None:
    if facts.selections or not facts.applicants:
        return None
    return Reason(
        "selection_unrecorded",
        _(
            "{applicants} people were taken on and no selection is recorded ({safeguard}). Publish criteria, store list or seed, name witnesses."
        ),
        {"applicants": facts.applicants},
    )


def _environment(facts: SiteFacts, params: Params) -> Reason | None:
    answer = facts.answer("environment")
    whole = answer.get("category") in {"A", "B", "C"} and answer.get("waste_plan")
    if whole and not (answer.get("protected_area") and not answer.get("permit")):
        return None
    return Reason(
        "environment",
        _(
            "The environmental screening is not whole: category, waste plan, permit in protected areas ({safeguard})."
        ),
    )


def _conflict(facts: SiteFacts, params: Params) -> Reason | None:
    if facts.answer("conflict").get("reviewed"):
        return None
    return Reason(
        "conflict_review", _("Nobody has asked who gains and who loses at this site ({safeguard}). {remedy}.")
    )


def _right_person(facts: SiteFacts, params: Params) -> Reason | None:
    if not facts.unclaimed:
        return None
    return Reason(
        "unclaimed", _("{count} wages are unclaimed for more than {days} days ({safeguard}). {remedy}."),
        {"count": facts.unclaimed, "days": params.get("unclaimed_days", 90)},
    )  # fmt: skip


def _local(facts: SiteFacts, params: Params) -> Reason | None:
    least = round(params.get("labour_share", 0.35) * 100)
    if (
        facts.labour_share is None
        or facts.labour_share >= least
        or facts.answer("labour_share").get("justified")
    ):
        return None
    return Reason(
        "labour_share", _("Labour is {share} % of cost, under {least} % ({safeguard}). Justify it, or redesign with more hands."),
        {"share": facts.labour_share, "least": least},
    )  # fmt: skip


SITE_CHECKS: Mapping[str, Check[SiteFacts]] = {
    "SG-OSH-01": _hazards,
    "SG-OSH-04": _welfare,
    "SG-GRM-01": _channels,
    "SG-GRM-02": _conduct,
    "SG-AGE-03": _children,
    "SG-WAGE-02": _drain,
    "SG-WAGE-04": _paid_late,
    "SG-WAGE-07": _suspension,
    "SG-HRS-03": _task_norm,
    "SG-NGT-01": _night,
    "SG-EQ-02": _shares,
    "SG-EQ-03": _accommodation,
    "SG-EQ-04": _women_replaced,
    "SG-OSH-07": _epidemic,
    "SG-FOA-01": _representatives,
    "SG-SEL-01": _selection,
    "SG-ENV-01": _environment,
    "SG-CS-01": _conflict,
    "SG-PAY-01": _right_person,
    "SG-LOC-01": _local,
}
