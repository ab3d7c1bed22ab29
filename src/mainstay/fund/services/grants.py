"""Asking the fund for money."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.cases.models import Case
from mainstay.cases.services import note, report_stage
from mainstay.common import clock
from mainstay.common.errors import BadInput, require
from mainstay.common.texts import noop as _
from mainstay.fund import rules
from mainstay.fund.models import Grant
from mainstay.fund.selectors import asked_of

if TYPE_CHECKING:
    from mainstay.design.models import Project


def apply_grant(
    *,
    by: Person,
    case: Case,
    window: str,
    purpose: str,
    what_for: str,
    amount_usd: int,
    project: "Project | None" = None,
    components: Sequence[str] = (),
) -> Grant:
    """Return a draft application for `amount_usd` cents; `submit_grant` sends it in."""
    book = playbook.current()
    if window not in book.fund.windows:
        raise BadInput("unknown_window", _("There is no window {window}."), window=window)
    offered = book.fund.windows[window]
    if purpose not in offered.purposes:
        raise BadInput(
            "purpose",
            _("“{window}” is for: {purposes}."),
            window=window,
            purposes=", ".join(offered.purposes),
        )
    with act("fund.apply_grant", by=by, on=case) as entry:
        number = Grant.objects.filter(case=case).count() + 1
        grant = Grant.objects.create(
            reference=f"{case.reference}/G{number}",
            case=case,
            project=project,
            window=window,
            purpose=purpose,
            what_for=what_for,
            components=list(components),
            amount_usd=amount_usd,
            applied_by=by,
            repayable=offered.repayable,
            playbook_version=book.version,
        )
        entry.on(grant)
        entry.note(window=window, amount_usd=amount_usd)
    return grant


def submit_grant(*, by: Person, grant: Grant) -> None:
    """Send an application in, after its window's limits and conditions were checked."""
    with act("fund.apply_grant", by=by, on=grant) as entry:
        asked = asked_of(grant.case, grant.window, grant.amount_usd, project=grant.project, leave_out=grant)
        require(rules.why_not_submit(**asked))
        new = rules.GRANT.move(grant.state, "submit")
        entry.change("state", grant.state, new)
        grant.state, grant.submitted_at = new, clock.now()
        grant.save(update_fields=["state", "submitted_at"])
        report_stage(
            grant.case,
            "fund",
            state="WAITING",
            record_state=new,
            next_role="FUND",
            msgid=_("USD {usd} asked from “{window}”; the fund screens it."),
            usd=round(grant.amount_usd / 100),
            window=grant.window,
        )
        note(
            grant.case,
            by=by,
            stage="fund",
            msgid=_("USD {usd} asked from “{window}”."),
            usd=round(grant.amount_usd / 100),
            window=grant.window,
        )


def withdraw_grant(*, by: Person, grant: Grant, reason: str) -> None:
    """Take an application back."""
    with act("fund.withdraw_grant", by=by, on=grant, reason=reason) as entry:
        new = rules.GRANT.move(grant.state, "withdraw")
        entry.change("state", grant.state, new)
        grant.state, grant.decision_reason = new, reason
        grant.save(update_fields=["state", "decision_reason"])
