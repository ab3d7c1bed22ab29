"""Forms: built from the playbook's questions, checked for reviewed texts, released to the field."""

import hashlib
import json
from collections.abc import Sequence
from typing import BinaryIO

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.assess import rules
from mainstay.assess.models import Assessment, Form
from mainstay.assess.selectors.questionnaires import exchange_form, questions_held
from mainstay.assess.selectors.questions import why_not_texts
from mainstay.cases.services import note
from mainstay.common import clock
from mainstay.common.errors import BadInput, RuleBroken, require
from mainstay.common.texts import noop as _

from .evidence import check_open
from .telling import tell_case


def build_form(
    *, by: Person, assessment: Assessment, module: str, languages: Sequence[str] = ("en",)
) -> Form:
    """Return the form of one question module, frozen as it is asked: later playbooks do not change its answers."""
    with act("assess.build_form", by=by, on=assessment) as entry:
        check_open(assessment)
        if module not in assessment.modules:
            raise BadInput(
                "module_not_chosen",
                _("{module} is not among the modules of this assessment: {modules}."),
                module=module,
                modules=", ".join(assessment.modules),
            )
        spoken = list(dict.fromkeys(languages)) or ["en"]
        held = questions_held(module, assessment.stage, spoken)
        number = assessment.forms.count() + 1
        form = Form.objects.create(
            assessment=assessment,
            number=number,
            module=module,
            languages=spoken,
            questions=held,
            sha256=hashlib.sha256(json.dumps(held, sort_keys=True, ensure_ascii=False).encode()).hexdigest(),
            playbook_version=playbook.current().version,
            built_by=by,
            built_at=clock.now(),
        )
        entry.note(
            form=number, module=module, languages=spoken, questions=len(held["questions"]), sha256=form.sha256
        )
    return form


def field_form(*, by: Person, form: Form) -> Form:
    """Release a form to the field; refused while its consent or its questions are not reviewed in every language."""
    reason = why_not_texts(form.module, form.languages)
    met = {"texts_reviewed"} if reason is None else set()
    if reason is not None:
        raise RuleBroken.of(reason)
    with act("assess.field_form", by=by, on=form, met=met) as entry:
        assessment = form.assessment
        if form.fielded_at is not None:
            raise RuleBroken(
                "already_fielded", _("This form is in the field since {day}."), day=form.fielded_at.date()
            )
        require(rules.why_not_field(method=assessment.method, stage=assessment.stage))
        form.fielded_by, form.fielded_at = by, clock.now()
        form.save(update_fields=["fielded_by", "fielded_at"])
        entry.note(form=form.number, module=form.module, sha256=form.sha256)
        entry.change("state", assessment.state, rules.ASSESSMENT.move(assessment.state, "collect"))
        assessment.state = rules.ASSESSMENT.move(assessment.state, "collect")
        assessment.save(update_fields=["state"])
        tell_case(assessment)
        note(
            assessment.case, by=by, stage="assess", msgid=_("{reference}: the form {module} went to the field."),
            reference=assessment.reference, module=form.module,
        )  # fmt: skip
    return form


def write_form(*, by: Person, form: Form, to: str | BinaryIO) -> None:
    """Write the form's XLSForm workbook to `to`, as KoboToolbox and ODK take it in."""
    from mainstay.exchange.xlsform import write_xlsform

    with act("assess.read_form", by=by, on=form) as entry:
        write_xlsform(exchange_form(form), to=to)
        entry.note(form=form.number, sha256=form.sha256)
