"""From evidence to a frozen baseline: hand in, validate, send back, approve, replace."""

from datetime import date

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.assess import rules
from mainstay.assess.models import Assessment, BaselineValue, Validation
from mainstay.assess.selectors.baselines import approval_facts, baseline_values
from mainstay.cases.services import meet_target, note
from mainstay.common import clock
from mainstay.common.errors import BadInput, RuleBroken, require
from mainstay.common.texts import noop as _

from .scoping import TARGETS
from .telling import tell_case


def submit_report(*, by: Person, assessment: Assessment) -> Assessment:
    """Hand in the report: findings with sources, costed options, estimates of the last answers."""
    with act("assess.submit_report", by=by, on=assessment) as entry:
        if assessment.state == "SCOPED" and assessment.stage == "SNAPSHOT":
            assessment.state = rules.ASSESSMENT.move(assessment.state, "analyse")
        if assessment.state not in {"ANALYSED", "VALIDATED"}:
            require(rules.ASSESSMENT.why_not(assessment.state, "validate"))
        stale = bool(
            assessment.answers_changed_at
            and (assessment.estimated_at is None or assessment.estimated_at < assessment.answers_changed_at)
        )
        require(
            rules.why_not_submit(
                findings=assessment.findings.count(),
                options=assessment.options.count(),
                estimates_stale=stale,
                stage=assessment.stage,
            )
        )
        assessment.submitted_by, assessment.submitted_at = by, clock.now()
        assessment.save(update_fields=["state", "submitted_by", "submitted_at"])
        entry.note(findings=assessment.findings.count(), options=assessment.options.count())
        meet_target(assessment.case, TARGETS.get(assessment.stage, ""))
        tell_case(assessment)
        note(
            assessment.case,
            by=by,
            stage="assess",
            msgid=_("The report of {reference} was handed in."),
            reference=assessment.reference,
        )
    return assessment


def record_validation(
    *,
    by: Person,
    assessment: Assessment,
    body: str,
    organisation: str,
    verdict: str,
    held_on: date,
    words: str = "",
) -> Validation:
    """Record what one constituent said to the findings; ``ABSENT`` says why no such body exists and who was heard."""
    return _validation(
        "assess.record_validation", by, assessment, (body, organisation, verdict, held_on, words)
    )


def validate_report(
    *, by: Person, assessment: Assessment, body: str, organisation: str, verdict: str, words: str = ""
) -> Validation:
    """Confirm or dispute the findings for one's own organisation."""
    if verdict == "ABSENT":
        raise BadInput("verdict", _("A constituent confirms or disputes."))
    return _validation(
        "assess.validate_report", by, assessment, (body, organisation, verdict, clock.today(), words)
    )


def _validation(
    action: str, by: Person, assessment: Assessment, told: tuple[str, str, str, date, str]
) -> Validation:
    body, organisation, verdict, held_on, words = told
    with act(
        action, by=by, on=assessment, met={"own_organisation_row"} if _speaks_for(by, organisation) else set()
    ) as entry:
        if assessment.submitted_at is None:
            raise RuleBroken(
                "not_submitted", _("The report is not handed in yet; there is nothing to validate.")
            )
        if body not in rules.BODIES or verdict not in {"CONFIRMED", "DISPUTED", "ABSENT"}:
            raise BadInput(
                "validation",
                _("Name the body ({bodies}) and whether it confirms or disputes."),
                bodies=", ".join(rules.BODIES),
            )
        if verdict != "CONFIRMED" and not words.strip():
            raise BadInput(
                "validation_words",
                _("Write what is disputed, or why nobody could be heard and who was heard instead."),
            )
        made = Validation.objects.create(
            assessment=assessment,
            body=body,
            organisation=organisation.strip(),
            verdict=verdict,
            words=words,
            held_on=held_on,
            recorded_by=by,
        )
        new_state = rules.ASSESSMENT.move(assessment.state, "validate")
        entry.note(body=body, organisation=organisation, verdict=verdict)
        entry.change("state", assessment.state, new_state)
        assessment.state = new_state
        assessment.save(update_fields=["state"])
        tell_case(assessment)
    return made


def _speaks_for(person: Person, organisation: str) -> bool:
    today = clock.today()
    return (
        person.memberships.filter(organisation__name=organisation, starts_on__lte=today)
        .exclude(ends_on__lt=today)
        .exists()
    )


def return_report(*, by: Person, assessment: Assessment, points: str) -> Assessment:
    """Send a report back with points; collecting and weighing go on."""
    with act("assess.return_report", by=by, on=assessment, reason=points) as entry:
        if not points.strip():
            raise BadInput("points", _("Write what has to be done before the report can be approved."))
        new_state = rules.ASSESSMENT.move(assessment.state, "return")
        entry.change("state", assessment.state, new_state)
        assessment.state = new_state
        assessment.submitted_by, assessment.submitted_at = None, None
        assessment.save(update_fields=["state", "submitted_by", "submitted_at"])
        tell_case(assessment)
    return assessment


def approve_baseline(*, by: Person, assessment: Assessment) -> Assessment:
    """Approve the assessment: its baseline is frozen, and the approved one before it is replaced."""
    with act("assess.approve_baseline", by=by, on=assessment) as entry:
        require(rules.why_not_approve(**approval_facts(assessment)))
        new_state = rules.ASSESSMENT.move(assessment.state, "approve")
        frozen = BaselineValue.objects.bulk_create(baseline_values(assessment))
        _replace_older(assessment)
        entry.change("state", assessment.state, new_state)
        entry.bulk([row.indicator, row.group, row.value, row.n] for row in frozen)
        assessment.state = new_state
        assessment.approved_by, assessment.approved_at = by, clock.now()
        assessment.save(update_fields=["state", "approved_by", "approved_at"])
        tell_case(assessment)
        note(
            assessment.case, by=by, stage="assess", msgid=_("{reference} was approved with {count} baseline values."),
            reference=assessment.reference, count=len(frozen),
        )  # fmt: skip
    return assessment


def _replace_older(assessment: Assessment) -> None:
    """Let the new approval stand for the older one of the same kind and country."""
    older = Assessment.objects.filter(
        case=assessment.case, stage=assessment.stage, country=assessment.country, state="APPROVED"
    )
    older.exclude(pk=assessment.pk).update(state="SUPERSEDED", superseded_by=assessment)


def supersede_assessment(*, by: Person, assessment: Assessment, newer: Assessment, reason: str) -> Assessment:
    """Put a newer assessment of the same case in the place of this one."""
    with act("assess.supersede_assessment", by=by, on=assessment, reason=reason, also=[newer]) as entry:
        if newer.case_id != assessment.case_id or newer.pk == assessment.pk:
            raise BadInput("newer", _("An assessment is replaced by another one of the same case."))
        new_state = rules.ASSESSMENT.move(assessment.state, "supersede")
        entry.change("state", assessment.state, new_state)
        assessment.state, assessment.superseded_by = new_state, newer
        assessment.save(update_fields=["state", "superseded_by"])
        tell_case(newer)
    return assessment
