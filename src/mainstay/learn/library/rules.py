"""Decisions about documents. Pure."""

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _
from mainstay.common.workflow import Workflow, moves

DOCUMENT = Workflow(
    "document",
    ("DRAFT", "PUBLISHED", "WITHDRAWN"),
    moves(
        ("publish", ("DRAFT", "WITHDRAWN"), "PUBLISHED"),
        ("withdraw", "PUBLISHED", "WITHDRAWN"),
    ),
)

#: How far a document is in one language: a machine or human draft is read by somebody before it is published.
TRANSLATION = Workflow(
    "translation",
    ("DRAFT", "REVIEWED", "OUTDATED"),
    moves(
        ("review", ("DRAFT", "OUTDATED"), "REVIEWED"),
        ("outdate", "REVIEWED", "OUTDATED"),
        ("redraft", ("DRAFT", "REVIEWED", "OUTDATED"), "DRAFT"),
    ),
)

#: What was done with a tool: used, asked for, built into somebody's own procedures.
USES = ("USE", "REQUEST", "INTEGRATION")
LICENCES = (
    "CC BY 4.0",
    "CC BY-SA 4.0",
    "CC BY-NC 4.0",
    "CC BY-NC-SA 4.0",
    "CC0 1.0",
    "Apache-2.0",
    "All rights reserved",
)


def why_not_publish(*, licence: str, versions: int, public: bool) -> Reason | None:
    """Return why a document cannot be published."""
    if not versions:
        return Reason("no_version", _("Upload the document first."))
    if licence not in LICENCES:
        return Reason("no_licence", _("State the licence: {licences}."), {"licences": ", ".join(LICENCES)})
    if public and licence == "All rights reserved":
        return Reason(
            "not_ours", _("A document with all rights reserved is kept inside. Link to its owner instead.")
        )
    return None


def why_not_use(*, kind: str, evidence: str) -> Reason | None:
    """Return why a use cannot be recorded."""
    if kind not in USES:
        return Reason("unknown_use", _("A use is one of: {kinds}."), {"kinds": ", ".join(USES)})
    if not evidence.strip():
        return Reason(
            "no_evidence", _("Name the evidence: the report, the training, the procedure that cites it.")
        )
    return None
