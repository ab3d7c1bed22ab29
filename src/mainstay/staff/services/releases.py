"""A unit lets one of its people go: asked with a proposal for her work, answered by its head, never by silence."""

from datetime import date, timedelta

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.selectors import holders_of
from mainstay.accounts.services import act
from mainstay.common import clock, notices
from mainstay.common.errors import BadInput, require
from mainstay.common.models import Country
from mainstay.common.texts import noop as _
from mainstay.staff import rules
from mainstay.staff.models import Deployment, Release
from mainstay.staff.permissions import head_role

from .clearances import settle, start_clearance


def ask_release(*, by: Person, deployment: Deployment, proposal: str, country: str = "") -> Release:
    """Return the question to a unit whether it lets one of its people go, with the proposal who does her work meanwhile.

    `country` is where her office lies, nothing at headquarters. The head of the office answers within the hours of
    the clearance; after that also whoever stands above. Silence releases nobody.
    """
    clearance = deployment.clearances.filter(code=rules.RELEASED_BY_UNIT).first()
    with act("staff.request_clearance", by=by, on=clearance or deployment) as entry:
        require(
            rules.why_not_ask_release(
                needed=clearance is not None,
                open_ask=deployment.releases.filter(state="ASKED").exists(),
                settled=clearance is not None and clearance.state in rules.SETTLED,
                proposal=proposal,
            )
        )
        assert clearance is not None
        office = Country.objects.filter(pk=country).first() if country else None
        if country and office is None:
            raise BadInput("country", _("There is no country {country}."), country=country)
        if clearance.state != "REQUESTED":
            start_clearance(clearance, entry)
        made = Release.objects.create(
            deployment=deployment, office=office, proposal=proposal.strip(), first=deployment.starts_on,
            last=deployment.ends_on, asked_by=by, asked_at=clock.now(),
            due_at=clearance.due_at or clock.now() + timedelta(hours=24),
        )  # fmt: skip
        entry.on(made)
        _tell(made, [head_role(made)], "release_asked", _("Can {number} go on mission from {first} to {last}? Answer by {due}."))  # fmt: skip
    return made


def answer_release(
    *,
    by: Person,
    release: Release,
    released: bool,
    reason: str = "",
    conditions: str = "",
    until: date | None = None,
) -> None:
    """Let somebody of one's unit go, until a day and on conditions, or say why not; a shorter leave shortens the mission."""
    with act("staff.release_person", by=by, on=release, reason=reason) as entry:
        new = rules.RELEASE.move(release.state, "release" if released else "refuse")
        mission = release.deployment
        require(
            rules.why_not_answer_release(
                asker=release.asked_by_id == by.pk,
                herself=mission.expert.account_id == by.pk,
                released=released,
                reason=reason,
                until=until,
                first=mission.starts_on,
            )
        )
        entry.change("state", release.state, new)
        release.state, release.answered_by, release.answered_at = new, by, clock.now()
        release.reason, release.conditions, release.until = reason.strip(), conditions.strip(), until
        release.save()
        _settle_clearance(release, by)
        if released and until is not None and until < mission.ends_on:
            entry.change("ends_on", mission.ends_on, until)
            mission.ends_on = until
            mission.save(update_fields=["ends_on"])
        _tell_asker(release)


def _settle_clearance(release: Release, by: Person) -> None:
    """Carry the answer over to the clearance for which travel waits; part of the surrounding act."""
    clearance = release.deployment.clearances.get(code=rules.RELEASED_BY_UNIT)
    verb = "grant" if release.state == "RELEASED" else "refuse"
    clearance.state = rules.CLEARANCE.move(clearance.state, verb)
    clearance.decided_by, clearance.decided_at = by, clock.now()
    clearance.reason = release.reason[:300]
    clearance.expires_on = release.until or release.last if verb == "grant" else None
    clearance.save()
    # The same mission that the answer may shorten: two copies of it would overwrite each other.
    clearance.deployment = release.deployment
    settle(clearance)


def withdraw_releases(deployment: Deployment) -> None:
    """End the questions to units that nobody needs answered any more; part of the surrounding act."""
    for release in deployment.releases.filter(state="ASKED"):
        release.state = rules.RELEASE.move(release.state, "withdraw")
        release.save(update_fields=["state"])


def remind_of_releases() -> int:
    """Remind the unit at three quarters of its time, then tell those above, then the chair; return how many were told."""
    told, now, steps = 0, clock.now(), playbook.current().clock_rules
    for release in Release.objects.filter(state="ASKED").select_related("deployment__expert", "office"):
        share = (now - release.asked_at) / max(release.due_at - release.asked_at, timedelta(minutes=1))
        if share >= steps.escalate_again_at:
            told += _tell(release, ["TT_CHAIR"], "release_silent", _("The unit of {number} is silent since {due}. Answer in its place, or waive the release with a substitute."))  # fmt: skip
        elif share >= steps.escalate_at:
            told += _tell(release, ["RO", "ROSTER", head_role(release)], "release_late", _("The release of {number} was due {due}. Silence releases nobody: those above may answer now."))  # fmt: skip
        elif share >= steps.remind_at:
            told += _tell(release, [head_role(release)], "release_due", _("The release of {number} is due {due}."))  # fmt: skip
    return told


def _tell(release: Release, roles: list[str], kind: str, msgid: str) -> int:
    places = []
    if release.office is not None:
        places = [("country", release.office.pk), ("region", release.office.region)]
    return notices.tell(
        holders_of(roles, places), kind, msgid, key=f"{kind}:{release.pk}", link=f"/records/staff/release/{release.pk}/",
        number=release.deployment.expert.number, first=release.first.isoformat(), last=release.last.isoformat(),
        due=release.due_at.isoformat(timespec="minutes"),
    )  # fmt: skip


def _tell_asker(release: Release) -> None:
    expert = release.deployment.expert
    people = {release.asked_by_id, release.deployment.selected_by_id}
    people |= {expert.account_id} if expert.account_id else set()
    yes = release.state == "RELEASED"
    notices.tell(
        people, "release_answered",
        _("{number} is released by the unit.") if yes else _("The unit does not release {number}: {reason}"),
        key=f"release_answered:{release.pk}", number=expert.number, reason=release.reason,
    )  # fmt: skip
