"""Decisions about designs: their states and what each step asks for. Pure."""

from mainstay.common.texts import noop as _  # noqa: F401
from mainstay.common.workflow import Workflow, moves

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
        ("activate", "FUNDED", "ACTIVE"),
        ("revise", ("APPROVED", "FUNDED", "ACTIVE"), "REVISION"),
        ("resume", "APPROVED", "ACTIVE"),
        ("hand_over", "ACTIVE", "HANDED_OVER"),
        ("close", ("HANDED_OVER", "ACTIVE"), "CLOSED"),
        ("drop", ("DRAFT", "IN_CONSULTATION", "IN_REVIEW", "REVISION"), "CLOSED"),
    ),
)

#: States in which what the design says may be edited; before and after, a change needs a revision.
EDITABLE = ("DRAFT", "IN_CONSULTATION", "REVISION")
#: States in which works and spending may go on.
RUNNING = ("ACTIVE", "REVISION")
