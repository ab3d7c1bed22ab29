"""The clearances of a deployment, as a graph: asked in parallel where nothing comes before them."""

from datetime import date, timedelta

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.selectors import holders_of
from mainstay.accounts.services import act
from mainstay.common import audit, clock, notices
from mainstay.common.errors import BadInput, RuleBroken, require
from mainstay.common.texts import noop as _
from mainstay.staff import rules
from mainstay.staff.models import Clearance, Deployment, Expert
from mainstay.staff.rules import AFTER_TRAVEL, SETTLED
from mainstay.staff.selectors import unsettled


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
    """Ask for a clearance, or again for one that has run out; its owner's time starts now."""
    with act("staff.request_clearance", by=by, on=clearance) as entry:
        _not_by_hand(clearance)
        start_clearance(clearance, entry)


def start_clearance(clearance: Clearance, entry: audit.Draft) -> None:
    """Start the time of a clearance's owner once what comes before is settled; part of the surrounding act."""
    if clearance.state == "GRANTED" and _runs_out(clearance):
        entry.change("state", clearance.state, "EXPIRED")
        clearance.state = rules.CLEARANCE.move(clearance.state, "expire")
    new = rules.CLEARANCE.move(clearance.state, "request")
    require(rules.why_not_request(code=clearance.code, waiting_for=waiting_for(clearance)))
    item = playbook.current().clearances[clearance.code]
    tier = clearance.deployment.request.tier if clearance.deployment else "T3"
    entry.change("state", clearance.state, new)
    clearance.state, clearance.asked_at = new, clock.now()
    clearance.due_at = clock.now() + timedelta(hours=item.hours[tier])
    clearance.expires_on = clearance.decided_at = clearance.decided_by = None
    clearance.save()
    settle(clearance)


def _not_by_hand(clearance: Clearance) -> None:
    """Refuse to move by hand what the head of a unit answers."""
    if clearance.code == rules.RELEASED_BY_UNIT:
        raise RuleBroken(
            "released_by_unit",
            _("{code} is given by the unit: ask it on the mission, with a proposal; its head answers there."),
            code=clearance.code,
        )


def _runs_out(clearance: Clearance) -> bool:
    """Return whether a clearance has run out, or will have by the day of travel."""
    needed = max(clock.today(), clearance.deployment.starts_on) if clearance.deployment else clock.today()
    return clearance.expires_on is not None and clearance.expires_on < needed


def preclear_expert(*, by: Person, expert: Expert, code: str) -> Clearance:
    """Return a clearance asked for before there is a mission, such as medical or training; missions take it over."""
    with act("staff.request_clearance", by=by, on=expert) as entry:
        item = playbook.current().clearances.get(code)
        if item is None:
            raise BadInput("unknown_clearance", _("There is no clearance {code}."), code=code)
        applies = expert.kind in item.applies_to
        require(rules.why_not_preclear(allowed=item.can_pre_clear, applies=applies, code=code))
        found = Clearance.objects.filter(expert=expert, deployment__isnull=True, code=code).first()
        clearance = found or Clearance.objects.create(expert=expert, code=code, blocking=item.blocking)
        entry.on(clearance)
        if clearance.state in SETTLED and not _runs_out(clearance):
            raise RuleBroken(
                "still_valid", _("{code} holds until {until}."), code=code, until=clearance.expires_on or "–"
            )
        if clearance.state in {"GRANTED", "WAIVED"}:
            clearance.state = rules.CLEARANCE.move(clearance.state, "expire")
        entry.change("state", clearance.state, "REQUESTED")
        clearance.state = rules.CLEARANCE.move(clearance.state, "request")
        clearance.asked_at = clock.now()
        clearance.due_at = clock.now() + timedelta(hours=item.hours["T3"])
        clearance.save()
    return clearance


def ask_about_clearance(*, by: Person, clearance: Clearance, words: str) -> None:
    """Ask, as its owner, for what is missing; nothing about health is written here."""
    with act("staff.grant_clearance", by=by, on=clearance, reason=words) as entry:
        if not words.strip():
            raise BadInput("words_missing", _("Say what is missing."))
        _not_by_hand(clearance)
        new = rules.CLEARANCE.move(clearance.state, "ask_more")
        entry.change("state", clearance.state, new)
        clearance.state, clearance.reason = new, words.strip()[:300]
        clearance.save(update_fields=["state", "reason"])


def answer_about_clearance(*, by: Person, clearance: Clearance, words: str) -> None:
    """Give what the owner of a clearance asked for; the review goes on."""
    with act("staff.request_clearance", by=by, on=clearance, reason=words) as entry:
        if not words.strip():
            raise BadInput("words_missing", _("Say what was missing."))
        new = rules.CLEARANCE.move(clearance.state, "answer")
        entry.change("state", clearance.state, new)
        clearance.state = new
        clearance.save(update_fields=["state"])


def settle(clearance: Clearance) -> None:
    """Say on the mission whether its last blocking clearance is settled; part of the surrounding act."""
    mission = clearance.deployment
    if mission is None or mission.state not in {"ACCEPTED", "CLEARED"}:
        return
    missing, expired = unsettled(mission, max(clock.today(), mission.starts_on))
    verb = "unclear" if missing or expired else "clear"
    if rules.DEPLOYMENT.why_not(mission.state, verb) is None:
        mission.state = rules.DEPLOYMENT.move(mission.state, verb)
        mission.save(update_fields=["state"])


def grant_clearance(*, by: Person, clearance: Clearance, expires_on: date | None = None) -> None:
    """Grant a clearance as its owner; without a date it holds as long as the playbook says."""
    with act("staff.grant_clearance", by=by, on=clearance) as entry:
        _not_by_hand(clearance)
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
        settle(clearance)


def refuse_clearance(*, by: Person, clearance: Clearance, reason: str) -> None:
    """Refuse a clearance with a reason that tells nothing about health."""
    with act("staff.grant_clearance", by=by, on=clearance, reason=reason) as entry:
        if not reason.strip():
            raise BadInput("reason_missing", _("Say why, without anything about health."))
        _not_by_hand(clearance)
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
        if clearance.code == rules.RELEASED_BY_UNIT and clearance.deployment is not None:
            clearance.deployment.releases.filter(state="ASKED").update(state="WITHDRAWN")
        settle(clearance)


def remind_of_clearances() -> int:
    """Tell owners at 75 % of their time, and the coordinator when it has run out; return how many were told."""
    told, now = 0, clock.now()
    for clearance in (
        Clearance.objects.filter(
            state__in=["REQUESTED", "IN_REVIEW", "INFO_NEEDED"], due_at__isnull=False, asked_at__isnull=False
        )
        .exclude(code=rules.RELEASED_BY_UNIT)
        .select_related("deployment__request__case", "expert")
    ):
        assert clearance.asked_at is not None
        assert clearance.due_at is not None
        warned = clearance.asked_at + (clearance.due_at - clearance.asked_at) * 0.75
        if now < warned:
            continue
        late = now >= clearance.due_at
        owners = playbook.current().clearances[clearance.code].owner_roles
        told += notices.tell(
            holders_of([*owners, *(["TT_COORD", "ROSTER"] if late else [])], _places(clearance)),
            "clearance_late" if late else "clearance_due",
            _("{code} of {number} was due {due}. Grant it, refuse it, or ask what is missing.")
            if late
            else _("{code} of {number} is due {due}."),
            key=f"clearance:{clearance.pk}:{clearance.asked_at:%Y%m%d%H%M}:{'late' if late else 'due'}",
            code=clearance.code,
            number=clearance.expert.number,
            due=clearance.due_at.isoformat(timespec="minutes"),
        )
    return told


def _places(clearance: Clearance) -> list[tuple[str, str]]:
    if clearance.deployment is None:
        return []
    countries = clearance.deployment.request.case.countries
    return [("country", key) for key in countries.values_list("country_id", flat=True)]
