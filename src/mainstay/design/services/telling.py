"""What a project tells its case: where it stands, in a sentence."""

from datetime import datetime
from decimal import Decimal

from mainstay.cases.services import report_stage
from mainstay.common.texts import noop as _
from mainstay.design.models import Project
from mainstay.design.selectors import option_of
from mainstay.design.selectors.budget import money_lines

#: Sentence and next role for each state, and the sentence where the case has more than one project.
SENTENCES: dict[str, tuple[str, str, str]] = {
    "DRAFT": (
        _("The project is a draft; a package is to be taken and adapted."),
        "CPO",
        _("{reference} is a draft; a package is to be taken and adapted."),
    ),
    "IN_CONSULTATION": (
        _("The project is with government, employers and workers."),
        "CPO",
        _("{reference} is with government, employers and workers."),
    ),
    "IN_REVIEW": (
        _("The project is in review; the quality gate is to be scored."),
        "ME",
        _("{reference} is in review; the quality gate is to be scored."),
    ),
    "REVISION": (
        _("The project is being revised: {why}"),
        "CPO",
        _("{reference} is being revised: {why}"),
    ),
    "APPROVED": (
        _("The project is approved; the money is to be found."),
        "RM",
        _("{reference} is approved; the money is to be found."),
    ),
    "FUNDED": (
        _("The project is funded and can start."),
        "CD",
        _("{reference} is funded and can start."),
    ),
    "ACTIVE": (_("The project is running."), "CPO", _("{reference} is running.")),
    "HANDED_OVER": (
        _("The project was handed over to {to}."),
        "CPO",
        _("{reference} was handed over to {to}."),
    ),
    "CLOSED": (_("The project is closed."), "", _("{reference} is closed.")),
}


def tell_case(project: Project, *, why: str = "", due_at: datetime | None = None) -> None:
    """Write where the project stands into its case, inside the act that moved it."""
    alone, role, among = SENTENCES[project.state]
    others = Project.objects.filter(case=project.case_id).exclude(pk=project.pk).exists()
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
        msgid=among if others else alone,
        reference=project.reference,
        why=why,
        to=project.handed_to,
    )
