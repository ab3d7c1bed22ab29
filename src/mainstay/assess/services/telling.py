"""What an assessment tells the case: where it stands, in a sentence."""

from typing import Any

from mainstay.assess.models import Assessment
from mainstay.cases.services import report_stage
from mainstay.common.texts import noop as _

#: Sentence and next role for each state, and the sentence where the case has more than one assessment.
SENTENCES: dict[str, tuple[str, str, str]] = {
    "SCOPED": (
        _("The assessment is scoped; the team is to be named."),
        "CPO",
        _("{reference} is scoped; the team is to be named."),
    ),
    "TEAM_READY": (
        _("The team of the assessment is ready; the form goes to the field."),
        "ME",
        _("{reference}: the team is ready; the form goes to the field."),
    ),
    "COLLECTING": (
        _("{done} of {planned} interviews are in."),
        "ME",
        _("{reference}: {done} of {planned} interviews are in."),
    ),
    "ANALYSED": (
        _("The assessment is analysed; constituents validate it."),
        "CPO",
        _("{reference} is analysed; constituents validate it."),
    ),
    "VALIDATED": (
        _("The assessment is validated; the baseline is to be approved."),
        "CD",
        _("{reference} is validated; the baseline is to be approved."),
    ),
    "APPROVED": (
        _("The assessment is approved; its baseline is frozen."),
        "",
        _("{reference} is approved; its baseline is frozen."),
    ),
    "SUPERSEDED": (
        _("The assessment was replaced by a newer one."),
        "",
        _("{reference} was replaced by a newer assessment."),
    ),
}


def tell_case(assessment: Assessment, **facts: Any) -> None:
    """Write where the assessment stands into its case, inside the act that moved it."""
    alone, role, among = SENTENCES[assessment.state]
    others = Assessment.objects.filter(case=assessment.case_id).exclude(pk=assessment.pk).exists()
    report_stage(
        assessment.case,
        "assess",
        state="DONE" if assessment.state in {"APPROVED", "SUPERSEDED"} else "OPEN",
        record_state=assessment.state,
        next_role=role,
        due_at=None if assessment.state == "APPROVED" else assessment.due_at,
        msgid=among if others else alone,
        reference=assessment.reference,
        done=facts.pop("done", assessment.submissions.filter(consent=True).count()),
        planned=assessment.sample_completed or "–",
        **facts,
    )
