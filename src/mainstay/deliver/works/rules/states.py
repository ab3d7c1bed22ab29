"""The states of works' records and the moves between them."""

from mainstay.common.workflow import Workflow, moves

SITE = Workflow(
    "site",
    (
        "SHELVED", "SCREENED", "DESIGNED", "PROCURED", "READY", "ACTIVE", "SUSPENDED", "COMPLETED", "HANDED_OVER",
    ),
    moves(
        ("screen", "SHELVED", "SCREENED"),
        ("design", "SCREENED", "DESIGNED"),
        ("procure", "DESIGNED", "PROCURED"),
        ("ready", "PROCURED", "READY"),
        ("open", "READY", "ACTIVE"),
        ("suspend", "ACTIVE", "SUSPENDED"),
        ("restart", "SUSPENDED", "ACTIVE"),
        ("complete", ("ACTIVE", "SUSPENDED"), "COMPLETED"),
        ("hand_over", "COMPLETED", "HANDED_OVER"),
    ),
)  # fmt: skip

#: A signature that sites start before the design is approved; it ends by its day, by the project's start, or is taken back.
EARLY_START = Workflow(
    "early start",
    ("IN_FORCE", "EXPIRED", "FOLLOWED", "TAKEN_BACK"),
    moves(
        ("expire", "IN_FORCE", "EXPIRED"),
        ("follow", "IN_FORCE", "FOLLOWED"),
        ("take_back", "IN_FORCE", "TAKEN_BACK"),
    ),
)


WORKER = Workflow(
    "worker",
    ("APPLIED", "SELECTED", "CONTRACTED", "ACTIVE", "ROTATED_OUT", "EXITED", "REFERRED"),
    moves(
        ("select", ("APPLIED", "ROTATED_OUT"), "SELECTED"),
        ("contract", ("SELECTED", "ROTATED_OUT", "EXITED"), "CONTRACTED"),
        ("start", "CONTRACTED", "ACTIVE"),
        ("rotate_out", ("CONTRACTED", "ACTIVE"), "ROTATED_OUT"),
        ("exit", ("APPLIED", "SELECTED", "CONTRACTED", "ACTIVE", "ROTATED_OUT"), "EXITED"),
        ("refer", ("APPLIED", "SELECTED", "ACTIVE", "ROTATED_OUT", "EXITED"), "REFERRED"),
        ("return", "REFERRED", "APPLIED"),
    ),
)

ROLL = Workflow(
    "roll",
    ("OPEN", "CLOSED", "MEASURED", "CERTIFIED", "APPROVED", "PAID", "RECONCILED", "REOPENED"),
    moves(
        ("close", ("OPEN", "REOPENED"), "CLOSED"),
        ("measure", "CLOSED", "MEASURED"),
        ("certify", "MEASURED", "CERTIFIED"),
        ("approve", "CERTIFIED", "APPROVED"),
        ("pay", "APPROVED", "PAID"),
        ("reconcile", "PAID", "RECONCILED"),
        ("reopen", ("CLOSED", "MEASURED", "CERTIFIED", "APPROVED"), "REOPENED"),
    ),
)

#: States in which days are still written on a roll.
WRITABLE = ("OPEN", "REOPENED")
#: States whose days are counted in figures.
COUNTED = ("CERTIFIED", "APPROVED", "PAID", "RECONCILED")

#: A worker whom two sites mark on one day.
CLASH = Workflow("clash", ("OPEN", "SETTLED"), moves(("settle", "OPEN", "SETTLED")))

BATCH = Workflow(
    "payment batch",
    ("DRAFT", "APPROVED", "EXPORTED", "CLOSED", "RETURNED"),
    moves(
        ("approve", "DRAFT", "APPROVED"),
        ("return", "DRAFT", "RETURNED"),
        ("export", ("APPROVED", "EXPORTED"), "EXPORTED"),
        ("close", "EXPORTED", "CLOSED"),
    ),
)

PAYMENT = Workflow(
    "payment",
    ("WAITING", "SENT", "PAID", "FAILED", "REVERSED", "DROPPED"),
    moves(
        ("send", "WAITING", "SENT"),
        ("confirm", "SENT", "PAID"),
        ("fail", "SENT", "FAILED"),
        ("reverse", "PAID", "REVERSED"),
        ("drop", "WAITING", "DROPPED"),
    ),
)

#: A payment in one of these states stands for its pay line: there may be one only.
STANDING = ("WAITING", "SENT", "PAID")

INCIDENT = Workflow(
    "incident",
    ("OPEN", "NOTIFIED", "INVESTIGATED", "CLOSED"),
    moves(
        ("notify", "OPEN", "NOTIFIED"),
        ("investigate", ("OPEN", "NOTIFIED"), "INVESTIGATED"),
        ("close", "INVESTIGATED", "CLOSED"),
    ),
)

COMPLAINT = Workflow(
    "complaint",
    ("RECEIVED", "ACKNOWLEDGED", "ROUTED", "ANSWERED", "CLOSED"),
    moves(
        ("acknowledge", "RECEIVED", "ACKNOWLEDGED"),
        ("route", ("RECEIVED", "ACKNOWLEDGED"), "ROUTED"),
        ("answer", ("ACKNOWLEDGED", "ROUTED"), "ANSWERED"),
        ("close", ("ACKNOWLEDGED", "ROUTED", "ANSWERED"), "CLOSED"),
    ),
)

SUSPENSION_REASONS = ("SECURITY", "WEATHER", "HEALTH", "MATERIAL")

#: A case of child or forced labour: handed to a case worker, checked every six months, closed on verified facts.
PROTECTION = Workflow(
    "protection case",
    ("OPEN", "ASSIGNED", "FOLLOWED", "CLOSED"),
    moves(
        ("assign", ("OPEN", "ASSIGNED", "FOLLOWED"), "ASSIGNED"),
        ("follow", ("ASSIGNED", "FOLLOWED"), "FOLLOWED"),
        ("close", ("ASSIGNED", "FOLLOWED"), "CLOSED"),
    ),
)
