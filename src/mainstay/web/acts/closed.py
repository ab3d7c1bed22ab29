"""What closes an act beside what its service refuses: states in which it makes no sense, or asks for more than one thing.

A guard of a service that asks about the record alone is read where it stands (`guards`). Here stand the others: an
answer that was given, an end that has come, a list that must be there before somebody is chosen from it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Model

from mainstay.common import clock
from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _

from .deeds import Deed

Test = Callable[[Any], bool]


def _in(*states: str) -> Test:
    return lambda record: record.state in states


def _has(field: str) -> Test:
    return lambda record: getattr(record, field) is not None


def _over(record: Any) -> bool:
    return record.ends_on is not None and record.ends_on <= clock.today()


def _still_taught(course: Any) -> bool:
    """Return whether the last day of a course is to come; who records the end of a course late may go on at once."""
    return course.state in {"APPROVED", "RUNNING"} and course.ends_on > clock.today()


_DONE = _in("HANDED_OVER", "CLOSED")
_APPROVED = _in("APPROVED", "FUNDED", "ACTIVE", "HANDED_OVER", "CLOSED")
_BEFORE = _in("SHELVED", "SCREENED", "DESIGNED", "PROCURED")
_AFTER = _in("COMPLETED", "HANDED_OVER")
_CASE_ACTS = (
    "add-areas add-countries add-task apply-grant confirm-lead confirm-onset convene-team draft-decision enter-phase "
    "fill-seat hand-over-lead nominate-seat post-idea propose-level rate-criticality request-rule-waiver request-team "
    "scope-assessment set-crisis-types set-tracks start-checklist start-design vacate-seat"
)

#: By kind of record: the acts, when they are closed, and the sentence that says why.
CLOSED: Mapping[str, tuple[tuple[str, Test, str], ...]] = {
    "accounts.Person": (
        ("deactivate-person", lambda person: not person.is_active, _("This account is closed already.")),
        ("reactivate-person", lambda person: person.is_active, _("This account is open.")),
    ),
    "accounts.RoleAssignment": (("end-role", _over, _("This role has ended.")),),
    "accounts.Delegation": (("end-delegation", _over, _("This delegation has ended.")),),
    "accounts.RestrictedGrant": (
        ("grant-restricted", _has("given_at"), _("This access was given already.")),
        ("end-restricted", _has("ended_at"), _("This access has ended.")),
    ),
    "accounts.DataRequest": (
        ("erase-as-asked", _has("answered_at"), _("This request was answered already.")),
    ),
    "accounts.ApiToken": (("revoke-token", _has("revoked_at"), _("This key was withdrawn already.")),),
    "accounts.Breach": (("tell-authority", _has("authority_told_at"), _("The authority was told already.")),),
    "partners.ConsultedBody": (
        ("hear-body", _has("heard_at"), _("This body was heard. Write down a further point instead.")),
        ("confirm-consultation", lambda body: body.heard_at is None, _("Nothing was heard from this body yet.")),
        ("confirm-consultation", _has("confirmed_at"), _("This record was confirmed already.")),
    ),
    "partners.Contact": (("end-contact", _has("ended_on"), _("We do not write to this contact any more.")),),
    "partners.Membership": (("end-member", _over, _("This membership has ended.")),),
    "partners.Forum": (("record-forum-action", _in("CLOSED"), _("This forum has ended.")),),
    "partners.Mechanism": (
        ("rate-mechanism record-consultation", _in("CLOSED"), _("This mechanism is closed.")),
    ),
    "partners.Message": (
        ("record-result", lambda message: message.published_at is None, _("This message is not public yet.")),
    ),
    "assess.Option": (
        ("design-option", lambda option: option.assessment.case.state == "CLOSED", _("This case is closed. Open it again first.")),
    ),
    "cases.Case": ((_CASE_ACTS, _in("CLOSED"), _("This case is closed. Open it again first.")),),
    "design.Project": (
        (
            "adopt-variant choose-indicators comment-design plan-course shelve-site sign-agreement upload-insurance",
            _DONE, _("This project is handed over or closed."),
        ),
        ("add-task-class", _DONE, _("This project is handed over or closed.")),
        ("review-design waive-assessment waive-consultation", _APPROVED, _("This design is approved already.")),
    ),
    "staff.TeamRequest": (
        (
            "select-candidate", lambda request: not request.shortlist.filter(rank__isnull=False).exists(),
            _("Nobody is on the shortlist yet. Draw it up first."),
        ),
        ("ask-availability", _in("FILLED", "REFUSED", "WITHDRAWN"), _("Nobody is looked for on this request any more.")),
    ),
    "staff.Deployment": (
        ("brief-person", lambda mission: mission.briefings.filter(kind="BRIEF").exists(), _("This person is briefed.")),
        ("brief-person", _in("RETURNED", "DEBRIEFED", "DECLINED", "CANCELLED"), _("This mission is over.")),
        ("check-in", lambda mission: mission.state != "ON_MISSION", _("Only who is on mission checks in.")),
    ),
    "staff.Expert": (
        ("confirm-availability preclear-expert", _in("REMOVED"), _("This person is off the roster.")),
    ),
    "works.Incident": (("claim-insurance", _has("claimed_at"), _("The claim was sent already.")),),
    "works.Site": (
        ("mark-day start-workers", _BEFORE, _("Work on this site has not begun.")),
        (
            "choose-site contract-workers hold-talk import-contracts induct-workers issue-ppe select-workers start-workers",
            _AFTER, _("The works of this site are complete."),
        ),
    ),
    "works.Roll": (
        ("record-measurement verify-roll", _in("PAID", "RECONCILED"), _("This roll is paid.")),
    ),
    "skills.Course": (
        ("import-enrolments", _in("PLANNED", "COMPLETED", "CLOSED", "CANCELLED"), _("Nobody is enrolled on this course now.")),
        (
            "drop-trainees grade-trainees import-grades issue-certificates mark-attendance recognise-learning",
            _in("PLANNED", "CLOSED", "CANCELLED"), _("This course does not run now."),
        ),
        ("trace-trainees", _in("PLANNED", "CANCELLED"), _("This course does not run now.")),
        ("trace-trainees", _still_taught, _("This course has not ended yet.")),
    ),
    "measure.Definition": (
        ("map-logframe set-baseline set-target", _in("ENDED"), _("A newer version of this definition is in use.")),
    ),
    "lessons.Recommendation": (
        ("answer-recommendation", lambda asked: asked.state != "ASKED", _("Management has answered this already.")),
    ),
}  # fmt: skip


def why_closed(deed: Deed, record: Model) -> Reason | None:
    """Return why an act is closed for a record; None where it is not, or where its service says so itself."""
    for names, closed, words in CLOSED.get(record._meta.label, ()):
        if deed.name in names.split() and closed(record):
            return Reason("closed", words)
    return None
