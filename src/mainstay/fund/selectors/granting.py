"""What a window asks of an application, and how far a decision is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Max

from mainstay import playbook
from mainstay.cases.models import Case
from mainstay.common import clock
from mainstay.common.errors import Reason
from mainstay.design.rules import RUNNING, why_not_fund
from mainstay.design.selectors import funding_of
from mainstay.fund import rules
from mainstay.fund.models import Grant, GrantVoice

from .money import free_usd_for, free_usd_in, purpose_in

if TYPE_CHECKING:
    from mainstay.design.models import Project


def limit_of(window: str, level: str) -> int:
    """Return the limit of `window` for a case of this level, in whole US dollars."""
    offered = playbook.current().fund.windows[window]
    return rules.ceiling_usd(ceiling=offered.ceiling_usd, by_level=offered.ceiling_by_level, level=level)


def asked_of(
    case: Case,
    window: str,
    amount_usd: int,
    *,
    project: "Project | None" = None,
    leave_out: Grant | None = None,
) -> dict[str, Any]:
    """Return what the rules look at when `amount_usd` cents are asked from a window for a case."""
    book = playbook.current()
    return {
        "amount_usd": -(-amount_usd // 100),
        "limit_usd": limit_of(window, case.level),
        "window": window,
        "needs_design": book.fund.windows[window].needs_design,
        "design_approved": project is not None and project.state in RUNNING,
        "late_report_days": latest_report_delay(case, leave_out=leave_out),
        "late_limit_days": book.fund.allocation.late_report_days,
    }


def latest_report_delay(case: Case, *, leave_out: Grant | None = None) -> int:
    """Return by how many days the latest report on money in the case's countries is late."""
    today = clock.today()
    countries = case.countries.values_list("country_id", flat=True)
    waiting = Grant.objects.filter(
        state__in=["DISBURSED", "REPORTING"], case__countries__country__in=list(countries), report=""
    )
    if leave_out is not None:
        waiting = waiting.exclude(pk=leave_out.pk)
    return max(
        (rules.days_late(due, today) for due in waiting.values_list("report_due_on", flat=True)), default=0
    )


def why_not_needed(grant: Grant) -> Reason | None:
    """Return why the project of a grant cannot take it: its budget is covered already."""
    if grant.project is None or grant.repayable or grant.project.state not in RUNNING:
        return None
    held = funding_of(grant.project)
    return why_not_fund(needed_minor=held.needed, committed_minor=held.firm + grant.amount_usd)


def checks_of(grant: Grant) -> dict[str, Reason | None]:
    """Return what the window asks of an application, each with why it is not met: limits, design, reports, money."""
    asked = asked_of(grant.case, grant.window, grant.amount_usd, project=grant.project, leave_out=grant)
    checks = rules.eligibility(**asked)
    if grant.state in {"DRAFT", "SUBMITTED", "SCREENED"}:
        checks["money"] = rules.why_not_spend(wanted=grant.amount_usd, available=free_usd_for(grant))
        checks["needed"] = why_not_needed(grant)
    return checks


@dataclass(frozen=True, slots=True)
class Offer:
    """A window tested for a case and an amount: its limit there, what it has free for it, and what stands against."""

    window: str
    limit_usd: int
    free_usd: int
    checks: dict[str, Reason | None]

    @property
    def opens(self) -> bool:
        """Whether nothing stands against asking."""
        return not any(self.checks.values())


def offers_for(case: Case, amount_usd: int, project: "Project | None" = None) -> list[Offer]:
    """Return every window tested for `amount_usd` cents for a case, before anything is sent."""
    found = []
    for window in playbook.current().fund.windows:
        free = free_usd_in(purpose_in(case, window))
        asked = asked_of(case, window, amount_usd, project=project)
        checks = rules.eligibility(**asked) | {
            "money": rules.why_not_spend(wanted=amount_usd, available=free)
        }
        found.append(Offer(window, asked["limit_usd"] * 100, max(0, free), checks))
    return found


def slots_of(grant: Grant) -> list[rules.Slot]:
    """Return the places that approve a grant, in the order of its window."""
    offered = playbook.current().fund.windows[grant.window]
    return [rules.Slot(slot.role, slot.seat or "") for slot in offered.approvers]


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who has spoken in which place, who objects, and until when silence is heard."""

    places: Sequence[tuple[rules.Slot, GrantVoice | None]]
    objections: Sequence[GrantVoice]
    silence_until: datetime | None


def hearing_of(grant: Grant) -> Hearing:
    """Return how far the decision on a grant is; the silence runs from the last word while nobody objects."""
    voices = list(grant.voices.select_related("by").order_by("said_at", "pk"))
    by_slot = {voice.slot: voice for voice in voices if not voice.objection}
    objections = [voice for voice in voices if voice.objection]
    offered = playbook.current().fund.windows[grant.window]
    since = grant.voices.aggregate(since=Max("said_at"))["since"]
    until = None
    if grant.state == "SCREENED" and offered.method == "silence" and since and not objections:
        until = rules.silence_ends(since=since, hours=offered.silence_hours or 0)
    return Hearing([(slot, by_slot.get(at)) for at, slot in enumerate(slots_of(grant))], objections, until)
