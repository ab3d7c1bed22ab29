"""A corrected answer: the new value counts, the old one stays."""

import json
from typing import Any

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import require as require_right
from mainstay.accounts.services import act
from mainstay.assess import rules
from mainstay.assess.models import Correction, Submission
from mainstay.assess.selectors.questionnaires import class_of, fields_asked, sensitivity_by_name
from mainstay.common import clock
from mainstay.common.errors import BadInput, RuleBroken
from mainstay.common.texts import noop as _


def correct_answer(*, by: Person, submission: Submission, field: str, value: Any, reason: str) -> Correction:
    """Return the correction of one answer; restricted answers ask for the right to read them as well."""
    with act("assess.correct_answer", by=by, on=submission, reason=reason) as entry:
        assessment = submission.assessment
        if assessment.state not in rules.OPEN:
            raise RuleBroken("not_open", _("This assessment is closed; its answers stand."))
        if not reason.strip() or not submission.consent:
            raise BadInput(
                "correction", _("Write why the answer is corrected; a refusal has no answer to correct.")
            )
        names = {asked.name for asked in fields_asked(submission.form)}
        if field not in names:
            raise BadInput("correction_field", _("The form has no field {field}."), field=field)
        data_class = class_of(field, sensitivity_by_name(submission.form))
        if data_class == "restricted":
            require_right(by, "assess.read_restricted_answers", assessment)
        old = _replace(submission, data_class, field, value)
        made = Correction.objects.create(
            submission=submission,
            field=field,
            old=json.dumps(old, ensure_ascii=False),
            new=json.dumps(value, ensure_ascii=False),
            reason=reason.strip(),
            by=by,
            at=clock.now(),
        )
        assessment.answers_changed_at = clock.now()
        assessment.save(update_fields=["answers_changed_at"])
        entry.change_personal(f"submission:{submission.uid}", field, old, value)
    return made


def _replace(submission: Submission, data_class: str, field: str, value: Any) -> Any:
    """Put the new value in its place and return the old one."""
    if data_class == "ordinary":
        old = submission.answers.get(field)
        submission.answers = {**submission.answers, field: value}
        submission.save(update_fields=["answers"])
        return old
    if data_class == "restricted":
        kept = submission.restricted
        held = json.loads(str(kept.content))
        old, kept.content = held.get(field), json.dumps({**held, field: value}, ensure_ascii=False)
        kept.save(update_fields=["content"])
        return old
    held = json.loads(str(submission.sensitive_answers or "{}"))
    old = held.get(field)
    submission.sensitive_answers = json.dumps({**held, field: value}, ensure_ascii=False)
    submission.save(update_fields=["sensitive_answers"])
    return old
