"""Decisions about money: states, limits, earmarks, the balance that cannot go below zero. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _
from mainstay.common.workflow import Workflow, moves

GRANT = Workflow(
    "grant",
    (
        "DRAFT",
        "SUBMITTED",
        "SCREENED",
        "APPROVED",
        "REJECTED",
        "DISBURSED",
        "REPORTING",
        "CLOSED",
        "RETURNED",
        "WITHDRAWN",
    ),
    moves(
        ("submit", "DRAFT", "SUBMITTED"),
        ("screen", "SUBMITTED", "SCREENED"),
        ("send_back", ("SUBMITTED", "SCREENED"), "DRAFT"),
        ("approve", "SCREENED", "APPROVED"),
        ("reject", ("SUBMITTED", "SCREENED"), "REJECTED"),
        ("disburse", "APPROVED", "DISBURSED"),
        ("report", ("DISBURSED", "REPORTING"), "REPORTING"),
        ("close", "REPORTING", "CLOSED"),
        ("return", ("DISBURSED", "REPORTING"), "RETURNED"),
        ("withdraw", ("DRAFT", "SUBMITTED", "SCREENED"), "WITHDRAWN"),
    ),
)

PLEDGE = Workflow(
    "contribution",
    ("PLEDGED", "COMMITTED", "PART_RECEIVED", "RECEIVED", "OVERDUE", "WITHDRAWN"),
    moves(
        ("commit", ("PLEDGED", "OVERDUE"), "COMMITTED"),
        ("receive_part", ("COMMITTED", "PART_RECEIVED", "OVERDUE"), "PART_RECEIVED"),
        ("receive_all", ("COMMITTED", "PART_RECEIVED", "OVERDUE"), "RECEIVED"),
        ("mark_overdue", ("PLEDGED", "COMMITTED", "PART_RECEIVED"), "OVERDUE"),
        ("withdraw", ("PLEDGED", "COMMITTED", "OVERDUE"), "WITHDRAWN"),
    ),
)

LEAD = Workflow(
    "lead",
    ("LEAD", "QUALIFIED", "CONCEPT", "PROPOSAL", "NEGOTIATION", "PLEDGED", "SIGNED", "RECEIVED", "LOST"),
    moves(
        ("qualify", "LEAD", "QUALIFIED"),
        ("send_concept", "QUALIFIED", "CONCEPT"),
        ("send_proposal", ("QUALIFIED", "CONCEPT"), "PROPOSAL"),
        ("negotiate", ("PROPOSAL", "PLEDGED"), "NEGOTIATION"),
        ("pledge", ("LEAD", "QUALIFIED", "CONCEPT", "PROPOSAL", "NEGOTIATION"), "PLEDGED"),
        ("sign", ("NEGOTIATION", "PLEDGED", "PROPOSAL"), "SIGNED"),
        ("receive", "SIGNED", "RECEIVED"),
        ("lose", ("LEAD", "QUALIFIED", "CONCEPT", "PROPOSAL", "NEGOTIATION", "PLEDGED"), "LOST"),
        ("take_up_again", "LOST", "LEAD"),
    ),
)

EARMARKS = ("NONE", "REGION", "COUNTRY", "CRISIS_TYPE", "COMPONENT", "WINDOW")

#: Accounts of the ledger. Assets grow by debit, claims on them by credit; none of them may go below zero.
DEBIT_NORMAL = ("RECEIVABLE", "CASH", "ADVANCE", "EXPENSE", "REPAYABLE")
CREDIT_NORMAL = ("PROMISED", "FREE", "RESERVED", "DISBURSED", "SPENT", "OWED_BACK")


@dataclass(frozen=True, slots=True)
class Purpose:
    """What money is wanted for, in the words of earmarks."""

    window: str
    countries: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    crisis_types: frozenset[str] = frozenset()
    components: frozenset[str] = frozenset()


def earmark_fits(kind: str, key: str, purpose: Purpose) -> bool:
    """Return whether money earmarked so may be spent on `purpose`.

    >>> earmark_fits("COUNTRY", "SDN", Purpose("W1", countries=frozenset({"COM"})))
    False
    """
    wanted: Mapping[str, Collection[str]] = {
        "REGION": purpose.regions,
        "COUNTRY": purpose.countries,
        "CRISIS_TYPE": purpose.crisis_types,
        "COMPONENT": purpose.components,
        "WINDOW": (purpose.window,),
    }
    return kind == "NONE" or key in wanted[kind]


def ceiling_usd(*, ceiling: int, by_level: Mapping[str, int], level: str) -> int:
    """Return the limit of a window for a case of this level, in whole US dollars."""
    return by_level.get(level, ceiling)


def eligibility(
    *,
    amount_usd: int,
    limit_usd: int,
    window: str,
    needs_design: bool,
    design_approved: bool,
    late_report_days: int,
    late_limit_days: int,
) -> dict[str, Reason | None]:
    """Return what a window asks of an application, in its order, each with why it is not met.

    Amounts in whole US dollars.
    """
    nothing = Reason("amount", _("Ask for an amount above zero."))
    over = Reason(
        "over_ceiling",
        _(
            "“{window}” gives at most USD {limit} here; USD {amount} were asked. Ask for less, or for another window."
        ),
        {"window": window, "limit": limit_usd, "amount": amount_usd},
    )
    design = Reason(
        "design_missing",
        _("“{window}” needs an approved design. The window for assessments opens before there is one."),
        {"window": window},
    )
    late = Reason(
        "report_late",
        _("A report on an earlier grant is {days} days late. Send it first; the limit is {limit} days."),
        {"days": late_report_days, "limit": late_limit_days},
    )
    return {
        "amount": nothing if amount_usd <= 0 else None,
        "ceiling": over if amount_usd > limit_usd else None,
        "design": design if needs_design and not design_approved else None,
        "report": late if late_report_days > late_limit_days else None,
    }


def why_not_submit(
    *,
    amount_usd: int,
    limit_usd: int,
    window: str,
    needs_design: bool,
    design_approved: bool,
    late_report_days: int,
    late_limit_days: int,
) -> Reason | None:
    """Return why an application cannot go in: over the limit, no approved design, or an earlier report is late.

    Amounts in whole US dollars.
    """
    asked = eligibility(
        amount_usd=amount_usd, limit_usd=limit_usd, window=window, needs_design=needs_design,
        design_approved=design_approved, late_report_days=late_report_days, late_limit_days=late_limit_days,
    )  # fmt: skip
    return next((reason for reason in asked.values() if reason is not None), None)


def why_not_spend(*, wanted: int, available: int, currency: str = "USD") -> Reason | None:
    """Return why an amount in minor units cannot be taken: the balance would go below zero."""
    if wanted > available:
        return Reason(
            "not_enough",
            _(
                "{wanted} {currency} are wanted and {available} are free whose earmark fits and that are not the reserve."
            ),
            {
                "wanted": f"{wanted / 100:,.2f}",
                "available": f"{max(available, 0) / 100:,.2f}",
                "currency": currency,
            },
        )
    return None


@dataclass(frozen=True, slots=True)
class Slot:
    """A place that approves with the coordinator: a role, and the seat it must hold."""

    role: str
    seat: str = ""


def free_slots(
    slots: Sequence[Slot], taken: Collection[int], *, roles: Collection[str], seats: Collection[str]
) -> list[int]:
    """Return which slots a person with these roles and seats could fill, of those that are not taken."""
    return [
        index
        for index, slot in enumerate(slots)
        if index not in taken and slot.role in roles and (not slot.seat or slot.seat in seats)
    ]


def silence_ends(*, since: datetime, hours: int) -> datetime:
    """Return when the silence after an approval has run out."""
    return since + timedelta(hours=hours)


def silence_has_run(*, since: datetime, hours: int, now: datetime) -> bool:
    """Return whether the silence after the coordinator's approval has run out."""
    return now >= silence_ends(since=since, hours=hours)


def days_late(due: date | None, today: date) -> int:
    """Return by how many days a report is late; zero when it is not."""
    return max(0, (today - due).days) if due else 0


def why_not_repay(*, wanted: int, bridged: int) -> Reason | None:
    """Return why an amount in US cents cannot be repaid: no more than what still bridges."""
    if wanted > bridged:
        return Reason(
            "more_than_bridged",
            _("USD {wanted} would be repaid and USD {bridged} still bridges."),
            {"wanted": f"{wanted / 100:,.2f}", "bridged": f"{bridged / 100:,.2f}"},
        )
    return None
