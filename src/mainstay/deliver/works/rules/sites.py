"""Decisions about sites: what each step asks for."""

from collections.abc import Collection, Mapping
from datetime import date

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _

#: What must be answered before a suspended site restarts, for each reason that it stood still.
RESTART: Mapping[str, tuple[str, ...]] = {
    "SECURITY": ("security_cleared", "workers_told", "head_count"),
    "WEATHER": ("ground_safe", "tools_safe", "workers_told"),
    "HEALTH": ("distance", "wash_points", "screening", "sick_pay", "isolation_place", "workers_told"),
    "MATERIAL": ("material_there", "workers_told"),
}


def why_not_procure(*, labour_clauses: bool) -> Reason | None:
    """Return why a contract cannot be awarded: labour clauses are part of every one (C94)."""
    if labour_clauses:
        return None
    return Reason(
        "labour_clauses",
        _("The contract holds no labour clauses (C94). Add wages, hours, safety and complaint terms first."),
    )


def why_not_ready(*, engineer: bool, agreement: bool, policy: bool, rates: bool) -> Reason | None:
    """Return what a site still lacks before it is ready to open."""
    missing = [
        name
        for name, there in (
            ("engineer", engineer),
            ("municipality agreement", agreement),
            ("insurance policy", policy),
            ("wage rates", rates),
        )
        if not there
    ]
    if not missing:
        return None
    return Reason("not_ready", _("The site still lacks: {missing}."), {"missing": ", ".join(missing)})


def why_not_suspend(*, starts_on: date, today: date, opened_on: date | None) -> Reason | None:
    """Return why a suspension cannot start on a day."""
    if opened_on is not None and starts_on < opened_on:
        return Reason(
            "before_opening",
            _("The site opened on {day}; it cannot be suspended before."),
            {"day": opened_on},
        )
    if starts_on > today:
        return Reason(
            "in_future", _("A suspension starts today or earlier, not on {day}."), {"day": starts_on}
        )
    return None


def suspension_code(*, reason: str, paid_suspension: bool) -> str:
    """Return the roll code of days on which the site stands still.

    PS goes on to the end of the contracts where the programme chose so; weather has its own rule otherwise.

    >>> suspension_code(reason="HEALTH", paid_suspension=True), suspension_code(reason="WEATHER", paid_suspension=False)
    ('PS', 'W')
    """
    return "PS" if paid_suspension else "W"


def why_not_restart(*, reason: str, checklist: Mapping[str, object]) -> Reason | None:
    """Return which points of the restart checklist are not answered with yes."""
    missing = [point for point in RESTART[reason] if not checklist.get(point)]
    if not missing:
        return None
    return Reason(
        "restart_checklist", _("Before the site restarts: {missing}."), {"missing": ", ".join(missing)}
    )


def why_not_complete(*, open_rolls: int) -> Reason | None:
    """Return why works cannot be declared complete: days are still open."""
    if not open_rolls:
        return None
    return Reason("rolls_open", _("{count} rolls are still open. Close them first."), {"count": open_rolls})


def why_not_hand_over(*, maintenance: bool, owed: int) -> Reason | None:
    """Return why an asset cannot be handed over: nobody keeps it up, or wages are owed."""
    if not maintenance:
        return Reason(
            "no_maintenance",
            _("Nobody has agreed to keep the asset up. Record the maintenance agreement first."),
        )
    if owed:
        return Reason(
            "wages_owed", _("{count} wages of this site are still owed. Pay them first."), {"count": owed}
        )
    return None


def why_not_plan_day(stops: Collection[tuple[str, str]], *, state: str) -> Reason | None:
    """Return why the next day cannot be planned: (code, sentence) of each open safeguard that stops it."""
    if state != "ACTIVE":
        return Reason(
            "site_not_active", _("This site is {state}; days are planned on active sites."), {"state": state}
        )
    if not stops:
        return None
    return Reason(
        "next_day_stopped",
        _(
            "The next day cannot be planned: {findings} What was worked is recorded and paid. Put it right, or write a correction plan."
        ),
        {
            "findings": " ".join(sentence for _code, sentence in stops),
            "codes": ", ".join(code for code, _s in stops),
        },
    )
