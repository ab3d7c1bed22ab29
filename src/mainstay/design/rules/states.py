"""States and moves of a project, and when its plan may be changed."""

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _
from mainstay.common.workflow import Workflow, moves

#: Who must have been heard: the three constituents.
BODIES = ("government", "employers", "workers")

#: One record from first draft to closed project document; a project that is changed comes back through review.
PROJECT = Workflow(
    "project",
    (
        "DRAFT",
        "IN_CONSULTATION",
        "IN_REVIEW",
        "REVISION",
        "APPROVED",
        "FUNDED",
        "ACTIVE",
        "HANDED_OVER",
        "CLOSED",
    ),
    moves(
        ("consult", ("DRAFT", "REVISION"), "IN_CONSULTATION"),
        ("submit", ("DRAFT", "IN_CONSULTATION", "REVISION"), "IN_REVIEW"),
        ("return", "IN_REVIEW", "REVISION"),
        ("approve", "IN_REVIEW", "APPROVED"),
        ("fund", "APPROVED", "FUNDED"),
        ("release", "FUNDED", "APPROVED"),
        ("activate", "FUNDED", "ACTIVE"),
        ("revise", ("APPROVED", "FUNDED", "ACTIVE"), "REVISION"),
        ("resume", "APPROVED", "ACTIVE"),
        ("hand_over", "ACTIVE", "HANDED_OVER"),
        ("close", ("HANDED_OVER", "ACTIVE"), "CLOSED"),
        ("drop", ("DRAFT", "IN_CONSULTATION", "IN_REVIEW", "REVISION"), "CLOSED"),
    ),
)

#: States in which what the design says may be edited freely; later a small change is possible, a large one reopens it.
EDITABLE = ("DRAFT", "IN_CONSULTATION", "REVISION")
#: States of an approved project in which small changes are possible.
RUNNING = ("APPROVED", "FUNDED", "ACTIVE")


def why_not_change(*, state: str, share: float, what: str, limit: float, reason: str) -> Reason | None:
    """Return why the plan may not be changed so: in review, closed, or by more than the limit since its approval."""
    if state in EDITABLE:
        return None
    if state not in RUNNING:
        return Reason(
            "not_editable",
            _("A design that is {state} is not changed. Have it sent back first."),
            {"state": state},
        )
    if share > limit + 1e-9:
        return Reason(
            "reopens_review",
            _(
                "This changes {what} by {share} % since the approval; more than {limit} % reopens the review. Open a revision."
            ),
            {"what": what, "share": round(share * 100), "limit": round(limit * 100)},
        )
    if not reason.strip():
        return Reason("reason_missing", _("Write why the approved plan is changed."))
    return None
