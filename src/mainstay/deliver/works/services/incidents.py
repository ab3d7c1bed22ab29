"""Accidents and dangers: reported in one act, with the clocks that they start."""

from datetime import datetime, timedelta

from mainstay.accounts.models import Person
from mainstay.accounts.selectors import holders_of
from mainstay.accounts.services import act
from mainstay.common import clock, notices
from mainstay.common.errors import BadInput, RuleBroken
from mainstay.common.texts import noop as _
from mainstay.deliver.works import rules
from mainstay.deliver.works.models import Incident, Site, Worker
from mainstay.deliver.works.selectors.law import laws

SERIOUS = frozenset(("SERIOUS", "FATAL"))


def open_incident(
    *,
    by: Person,
    site: Site,
    severity: str,
    words: str,
    happened_at: datetime | None = None,
    worker: Worker | None = None,
    lost_days: int = 0,
) -> Incident:
    """Return the report of an accident: a serious one starts the clock of a day and the insurance claim of two."""
    with act("works.open_incident", by=by, on=site) as entry:
        incident = _report(by, site, "ACCIDENT", severity, words, happened_at, worker, lost_days)
        entry.on(incident)
        entry.note(severity=severity)
    return incident


def refuse_danger(*, by: Person, site: Site, words: str, worker: Worker | None = None) -> Incident:
    """Return the record of a worker who left imminent danger: nobody loses pay, and the next day waits for a review."""
    with act("works.refuse_danger", by=by, on=site) as entry:
        incident = _report(by, site, "REFUSAL", "NEAR", words, None, worker, 0)
        entry.on(incident)
    return incident


def _report(
    by: Person,
    site: Site,
    kind: str,
    severity: str,
    words: str,
    happened_at: datetime | None,
    worker: Worker | None,
    lost_days: int,
) -> Incident:
    now = clock.now()
    if severity not in {"NEAR", "MINOR", "SERIOUS", "FATAL"} or not words.strip():
        raise BadInput(
            "incident", _("Say what happened, and how bad it was: near miss, minor, serious, fatal.")
        )
    if happened_at is not None and happened_at > now:
        raise BadInput("in_future", _("It cannot have happened in the future."))
    serious = severity in SERIOUS
    known = laws()
    told, claim = known["SG-OSH-06"].params.get("serious_h", 24), known["SG-OSH-05"].params.get("claim_h", 48)
    at = happened_at or now
    incident = Incident.objects.create(
        site=site, kind=kind, severity=severity, happened_at=at, reported_at=now, reported_by=by, worker=worker,
        words=words, lost_days=lost_days, notify_by=at + timedelta(hours=told) if serious else None,
        claim_by=at + timedelta(hours=claim) if kind == "ACCIDENT" and severity != "NEAR" else None,
    )  # fmt: skip
    notices.tell(
        holders_of(["SAF_OFF"], [("country", site.project.country_id)]),
        "incident",
        _("An incident was reported on site {site}. Open it."),
        key=f"incident:{incident.pk}",
        without_content=True,
        site=site.code,
    )
    return incident


def notify_incident(*, by: Person, incident: Incident, told: str) -> Incident:
    """Record that the labour inspectorate and headquarters were told."""
    return _step(by, incident, "works.notify_incident", "notify", "notified_at", told)


def investigate_incident(*, by: Person, incident: Incident, causes: str) -> Incident:
    """Record why it happened; a serious accident is told first."""
    if incident.notify_by is not None and incident.notified_at is None:
        raise RuleBroken("not_notified", _("Tell the inspectorate and headquarters first (SG-OSH-06)."))
    incident.causes = causes
    return _step(by, incident, "works.investigate_incident", "investigate", "investigated_at", "")


def close_incident(*, by: Person, incident: Incident) -> Incident:
    """Close an incident that was investigated."""
    return _step(by, incident, "works.close_incident", "close", "closed_at", "")


def claim_insurance(*, by: Person, incident: Incident) -> Incident:
    """Record that the insurance claim of an injured worker was sent."""
    with act("works.claim_insurance", by=by, on=incident) as entry:
        incident.claimed_at = clock.now()
        incident.save(update_fields=["claimed_at"])
        entry.note(in_time=incident.claim_by is None or incident.claimed_at <= incident.claim_by)
    return incident


def _step(by: Person, incident: Incident, action: str, verb: str, stamp: str, told: str) -> Incident:
    with act(action, by=by, on=incident) as entry:
        new = rules.INCIDENT.move(incident.state, verb)
        entry.change("state", incident.state, new)
        entry.note(told=told)
        incident.state = new
        setattr(incident, stamp, clock.now())
        incident.save(update_fields=["state", stamp, "causes"])
    return incident
