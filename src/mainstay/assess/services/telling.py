"""What an assessment tells the case: where it stands, in a sentence."""

from typing import Any

from mainstay.assess.models import Assessment
from mainstay.cases.services import report_stage
from mainstay.common.texts import noop as _

#: Sentence and next role for each state.
SENTENCES: dict[str, tuple[str, str]] = {
    "SCOPED": (_("{reference} is scoped; the team is to be named."), "CPO"),
    "TEAM_READY": (_("{reference}: the team is ready; the form goes to the field."), "ME"),
    "COLLECTING": (_("{reference}: {done} of {planned} interviews are in."), "ME"),
    "ANALYSED": (_("{reference} is analysed; constituents validate it."), "CPO"),
    "VALIDATED": (_("{reference} is validated; the baseline is to be approved."), "CD"),
    "APPROVED": (_("{reference} is approved; its baseline is frozen."), ""),
    "SUPERSEDED": (_("{reference} was replaced by a newer assessment."), ""),
}


def tell_case(assessment: Assessment, **facts: Any) -> None:
    """Write where the assessment stands into its case, inside the act that moved it."""
    msgid, role = SENTENCES[assessment.state]
    report_stage(
        assessment.case,
        "assess",
        state="DONE" if assessment.state in {"APPROVED", "SUPERSEDED"} else "OPEN",
        record_state=assessment.state,
        next_role=role,
        due_at=None if assessment.state == "APPROVED" else assessment.due_at,
        msgid=msgid,
        reference=assessment.reference,
        done=facts.pop("done", assessment.submissions.filter(consent=True).count()),
        planned=assessment.sample_completed or "–",
        **facts,
    )
