"""What a project tells its case: where it stands, in a sentence."""

from datetime import datetime
from decimal import Decimal

from mainstay.cases.services import report_stage
from mainstay.common.texts import noop as _
from mainstay.design.models import Project
from mainstay.design.selectors import option_of
from mainstay.design.selectors.budget import money_lines

#: Sentence and next role for each state.
SENTENCES: dict[str, tuple[str, str]] = {
    "DRAFT": (_("{reference} is a draft; a package is to be taken and adapted."), "CPO"),
    "IN_CONSULTATION": (_("{reference} is with government, employers and workers."), "CPO"),
    "IN_REVIEW": (_("{reference} is in review; the quality gate is to be scored."), "ME"),
    "REVISION": (_("{reference} is being revised: {why}"), "CPO"),
    "APPROVED": (_("{reference} is approved; the money is to be found."), "RM"),
    "FUNDED": (_("{reference} is funded and can start."), "CD"),
    "ACTIVE": (_("{reference} is running."), "CPO"),
    "HANDED_OVER": (_("{reference} was handed over to {to}."), "CPO"),
    "CLOSED": (_("{reference} is closed."), ""),
}


def tell_case(project: Project, *, why: str = "", due_at: datetime | None = None) -> None:
    """Write where the project stands into its case, inside the act that moved it."""
    msgid, role = SENTENCES[project.state]
    cents = sum(line.amount for line in money_lines(option_of(project)))
    report_stage(
        project.case,
        "design",
        state="DONE" if project.state in {"ACTIVE", "HANDED_OVER", "CLOSED"} else "OPEN",
        record_state=project.state,
        next_role=role,
        due_at=due_at,
        amount=Decimal(cents) / 100 if cents else None,
        unit="USD" if cents else "",
        msgid=msgid,
        reference=project.reference,
        why=why,
        to=project.handed_to,
    )
