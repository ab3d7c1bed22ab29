"""The clearances of a deployment, as a graph: asked in parallel where nothing comes before them."""

from collections.abc import Collection
from datetime import date, timedelta

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import BadInput, require
from mainstay.common.texts import noop as _
from mainstay.staff import rules
from mainstay.staff.models import Clearance, Deployment

#: What happens on the mission or after it, not before travel.
AFTER_TRAVEL = ("CL-CHK", "CL-DEB")
SETTLED = ("GRANTED", "WAIVED")


def lay_out(deployment: Deployment) -> None:
    """Write the clearances that apply to this person, taking over what was cleared beforehand and still holds."""
    items = playbook.current().clearances
    held = {
        row.code: row
        for row in Clearance.objects.filter(
            expert=deployment.expert, deployment__isnull=True, state="GRANTED"
        )
        if row.expires_on is None or row.expires_on >= deployment.starts_on
    }
    Clearance.objects.bulk_create(
        Clearance(
            deployment=deployment,
            expert=deployment.expert,
            code=code,
            blocking=item.blocking,
            state="GRANTED" if code in held else rules.CLEARANCE.start,
            decided_at=held[code].decided_at if code in held else None,
            decided_by=held[code].decided_by if code in held else None,
            expires_on=held[code].expires_on if code in held else None,
        )
        for code, item in items.items()
        if deployment.expert.kind in item.applies_to and code not in AFTER_TRAVEL
    )


def waiting_for(clearance: Clearance) -> list[str]:
    """Return which clearances come before this one and are not settled yet."""
    before = playbook.current().clearances[clearance.code].prerequisites
    if clearance.deployment is None:
        return []
    rows = clearance.deployment.clearances.filter(code__in=before).exclude(state__in=SETTLED)
    return sorted(rows.values_list("code", flat=True))


def request_clearance(*, by: Person, clearance: Clearance) -> None:
    """Ask for a clearance; its owner's time starts now."""
    with act("staff.request_clearance", by=by, on=clearance) as entry:
        new = rules.CLEARANCE.move(clearance.state, "request")
        require(rules.why_not_request(code=clearance.code, waiting_for=waiting_for(clearance)))
        item = playbook.current().clearances[clearance.code]
        tier = clearance.deployment.request.tier if clearance.deployment else "T3"
        entry.change("state", clearance.state, new)
        clearance.state, clearance.asked_at = new, clock.now()
        clearance.due_at = clock.now() + timedelta(hours=item.hours[tier])
        clearance.save(update_fields=["state", "asked_at", "due_at"])


def grant_clearance(*, by: Person, clearance: Clearance, expires_on: date | None = None) -> None:
    """Grant a clearance as its owner; without a date it holds as long as the playbook says."""
    with act("staff.grant_clearance", by=by, on=clearance) as entry:
        new = rules.CLEARANCE.move(clearance.state, "grant")
        months = playbook.current().clearances[clearance.code].validity_months
        if expires_on is None and months is not None:
            expires_on = clock.today() + timedelta(days=round(months * 30.44))
        entry.change("state", clearance.state, new)
        clearance.state, clearance.decided_by, clearance.decided_at = new, by, clock.now()
        clearance.expires_on = expires_on
        clearance.save(update_fields=["state", "decided_by", "decided_at", "expires_on"])
        if clearance.code == "CL-CON" and clearance.deployment is not None:
            clearance.deployment.contract_signed_by = by
            clearance.deployment.save(update_fields=["contract_signed_by"])


def refuse_clearance(*, by: Person, clearance: Clearance, reason: str) -> None:
    """Refuse a clearance with a reason that tells nothing about health."""
    with act("staff.grant_clearance", by=by, on=clearance, reason=reason) as entry:
        if not reason.strip():
            raise BadInput("reason_missing", _("Say why, without anything about health."))
        new = rules.CLEARANCE.move(clearance.state, "refuse")
        entry.change("state", clearance.state, new)
        clearance.state, clearance.decided_by, clearance.decided_at = new, by, clock.now()
        clearance.reason = reason
        clearance.save(update_fields=["state", "decided_by", "decided_at", "reason"])


def waive_clearance(*, by: Person, clearance: Clearance, reason: str) -> None:
    """Waive a clearance that may be waived, with a reason and what is done instead."""
    with act("staff.waive_clearance", by=by, on=clearance, reason=reason) as entry:
        book = playbook.current()
        never = clearance.code in book.clearance_rules.never_waived
        waivable = book.clearances[clearance.code].waivable and not never
        require(rules.why_not_waive(code=clearance.code, waivable=waivable, reason=reason))
        new = rules.CLEARANCE.move(clearance.state, "waive")
        entry.change("state", clearance.state, new)
        clearance.state, clearance.decided_by, clearance.decided_at = new, by, clock.now()
        clearance.reason = reason
        clearance.save(update_fields=["state", "decided_by", "decided_at", "reason"])


def unsettled(deployment: Deployment, on: date) -> tuple[list[str], list[str]]:
    """Return the blocking clearances that are missing, and those that would have run out by `on`."""
    rows: Collection[Clearance] = deployment.clearances.filter(blocking=True)
    missing = sorted(row.code for row in rows if row.state not in SETTLED)
    expired = sorted(
        row.code for row in rows if row.state == "GRANTED" and row.expires_on and row.expires_on < on
    )
    return missing, expired
