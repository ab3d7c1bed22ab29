"""Complaints answered in time; those about abuse go their own, restricted way and are told without content."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Max

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.selectors import holders_of
from mainstay.accounts.services import act
from mainstay.common import clock, notices
from mainstay.common.audit import Draft
from mainstay.common.errors import BadInput, RuleBroken
from mainstay.common.texts import noop as _
from mainstay.deliver.works import rules
from mainstay.deliver.works.models import Complaint, ProtectionCase, SeaCase, Site
from mainstay.deliver.works.permissions import SEA
from mainstay.deliver.works.selectors.law import laws

from .protection import open_protection_case

if TYPE_CHECKING:
    from mainstay.design.models import Project


#: What is complained of and is a protection case from its first word.
LABOUR = {"child_labour": "CHILD_LABOUR", "forced_labour": "FORCED_LABOUR"}


def log_complaint(
    *,
    by: Person,
    project: "Project",
    category: str,
    words: str,
    channel: str,
    site: Site | None = None,
    contact: str | None = None,
) -> Complaint | SeaCase | ProtectionCase:
    """Return a complaint with its two clocks; one about abuse or a child at work becomes a restricted case, and only that."""
    if category == SEA:
        return open_sea_case(by=by, project=project, words=words)
    if category in LABOUR:
        return open_protection_case(by=by, project=project, risk=LABOUR[category], words=words)
    known = playbook.current().lists.grievance_categories
    if category not in known or not words.strip():
        raise BadInput(
            "category", _("Choose what the complaint is about, and write it down in the person's words.")
        )
    with act("works.log_complaint", by=by, on=project, met={"not_sea"}) as entry:
        limits, now = laws()["SG-GRM-01"].params, clock.now()
        number = (Complaint.objects.filter(project=project).aggregate(last=Max("pk"))["last"] or 0) + 1
        complaint = Complaint.objects.create(
            project=project, site=site, reference=f"{project.pk}-C{number:05d}", category=category, channel=channel,
            words=words, contact=contact, received_at=now, logged_by=by,
            acknowledge_by=now + timedelta(days=limits.get("ack_days", 2)), close_by=now + timedelta(days=limits.get("close_days", 30)),
        )  # fmt: skip
        entry.on(complaint)
        entry.note(category=category, reference=complaint.reference)
    return complaint


def acknowledge_complaint(*, by: Person, complaint: Complaint) -> Complaint:
    """Tell who complained that the complaint was received."""
    with act("works.route_complaint", by=by, on=complaint) as entry:
        _move(complaint, "acknowledge", entry)
        complaint.acknowledged_at = clock.now()
        complaint.save(update_fields=["state", "acknowledged_at"])
    return complaint


def route_complaint(*, by: Person, complaint: Complaint, to: Person) -> Complaint:
    """Send a complaint to who must answer it."""
    with act("works.route_complaint", by=by, on=complaint) as entry:
        _move(complaint, "route", entry)
        complaint.routed_to = to
        complaint.acknowledged_at = complaint.acknowledged_at or clock.now()
        complaint.save(update_fields=["state", "routed_to", "acknowledged_at"])
        notices.tell(
            [to.pk],
            "complaint",
            _("A complaint waits for your answer."),
            key=f"complaint:{complaint.pk}:{to.pk}",
            without_content=True,
        )
    return complaint


def answer_complaint(*, by: Person, complaint: Complaint, answer: str) -> Complaint:
    """Answer a complaint that was sent to oneself."""
    with act("works.answer_complaint", by=by, on=complaint) as entry:
        _move(complaint, "answer", entry)
        complaint.answer = answer
        complaint.save(update_fields=["state", "answer"])
    return complaint


def close_complaint(*, by: Person, complaint: Complaint) -> Complaint:
    """Close a complaint once it is answered and the answer was given."""
    with act("works.close_complaint", by=by, on=complaint) as entry:
        if not complaint.answer:
            raise RuleBroken(
                "no_answer", _("Nobody has answered yet. A complaint is closed with its answer.")
            )
        _move(complaint, "close", entry)
        complaint.closed_at = clock.now()
        complaint.save(update_fields=["state", "closed_at"])
    return complaint


def _move(complaint: Complaint, verb: str, entry: Draft) -> None:
    new = rules.COMPLAINT.move(complaint.state, verb)
    entry.change("state", complaint.state, new)
    complaint.state = new


def open_sea_case(*, by: Person, project: "Project", words: str) -> SeaCase:
    """Return a restricted case: on no timeline, in the restricted chain, told without content to the focal points."""
    with act("works.open_sea_case", by=by, on=project) as entry:
        case = new_sea_case(project=project, words=words, by=by)
        entry.on(case)
    return case


def new_sea_case(*, project: "Project", words: str, by: Person | None) -> SeaCase:
    """Return a new restricted case inside the act of whoever opens it; the focal points are told without content."""
    hours, now = laws()["SG-GRM-02"].params.get("refer_h", 24), clock.now()
    case = SeaCase.objects.create(
        project=project, words=words, opened_at=now, opened_by=by, refer_by=now + timedelta(hours=hours)
    )
    notices.tell(
        holders_of(["PSEA"], [("country", project.country_id)]),
        "restricted",
        _("Something restricted waits for you."),
        key=f"sea:{case.pk}",
        without_content=True,
        due_at=None,
    )
    return case


def refer_survivor(*, by: Person, case: SeaCase, to: str) -> SeaCase:
    """Record to which care a survivor was referred, as she wished."""
    with act("works.refer_survivor", by=by, on=case):
        case.referred_to, case.referred_at, case.state = to, clock.now(), "REFERRED"
        case.save(update_fields=["referred_to", "referred_at", "state"])
    return case


def close_sea_case(*, by: Person, case: SeaCase, outcome: str) -> SeaCase:
    """Close a restricted case; it is kept for a year."""
    with act("works.close_sea_case", by=by, on=case):
        if case.referred_at is None:
            raise RuleBroken(
                "not_referred",
                _("The survivor was not offered care yet. Refer first, or write that she declined."),
            )
        case.outcome, case.closed_at, case.state = outcome, clock.now(), "CLOSED"
        case.save(update_fields=["outcome", "closed_at", "state"])
    return case


def remind_of_complaints() -> int:
    """Tell who keeps complaints of those not acknowledged, not answered or not referred in time; without content."""
    told, now = 0, clock.now()
    for complaint in Complaint.objects.exclude(state="CLOSED").select_related("project"):
        unseen = complaint.acknowledged_at is None and complaint.acknowledge_by <= now
        late = complaint.close_by <= now
        if not unseen and not late:
            continue
        answering = [complaint.routed_to_id] if complaint.routed_to_id and late else []
        told += notices.tell(
            [
                *answering,
                *holders_of(["GRM", *(["CD"] if late else [])], [("country", complaint.project.country_id)]),
            ],
            "complaint_late" if late else "complaint_unseen",
            _("Complaint {reference} is late. Acknowledge, answer or close it."),
            key=f"complaint:{complaint.pk}:{'late' if late else 'unseen'}",
            without_content=True,
            reference=complaint.reference,
        )
    for case in (
        SeaCase.objects.filter(referred_at__isnull=True, refer_by__lte=now)
        .exclude(state="CLOSED")
        .select_related("project")
    ):
        told += notices.tell(
            holders_of(["PSEA"], [("country", case.project.country_id)]),
            "restricted",
            _("Something restricted waits for you."),
            key=f"sea:{case.pk}:late",
            without_content=True,
        )
    return told
