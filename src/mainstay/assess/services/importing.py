"""Answers from a file: read and checked first without a lock, then taken in at once."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import require as require_right
from mainstay.accounts.services import act
from mainstay.assess import rules
from mainstay.assess.models import Assessment, Form, Import, RestrictedAnswer, Submission
from mainstay.assess.selectors.questionnaires import RESPONDENT, class_of, exchange_form, sensitivity_by_name
from mainstay.common import clock
from mainstay.common.errors import BadInput, Problem, Reason, RuleBroken
from mainstay.common.texts import noop as _

from .telling import tell_case

if TYPE_CHECKING:
    from mainstay.exchange.tables import Row
    from mainstay.exchange.xlsform import Submissions

#: Columns of an export that are no answers.
META = {
    "_uuid",
    "_index",
    "_submission_time",
    "start",
    "end",
    "today",
    "__version__",
    "consent",
    "consent_time",
    "interviewer",
    "consent_language",
}


def read_answers(
    *, by: Person, form: Form, given: Any, filename: str, repeats: Mapping[str, Any] | None = None
) -> "Submissions":
    """Return what a file of submissions holds, with a problem for each cell that cannot stand; nothing is stored."""
    from dataclasses import replace

    from mainstay.exchange.xlsform import read_submissions

    require_right(by, "assess.import_submissions", form.assessment)
    if form.fielded_at is None:
        raise RuleBroken(
            "not_fielded", _("This form was not released to the field; its answers cannot be taken in.")
        )
    found = read_submissions(given, filename, exchange_form(form), repeats=repeats)
    more = [*_own_problems(form, found.rows)]
    if not more:
        return found
    problems = sorted([*found.problems, *more], key=lambda problem: problem.row or 0)
    return replace(found, problems=tuple(problems), problem_count=found.problem_count + len(more))


def import_submissions(
    *,
    by: Person,
    form: Form,
    given: Any,
    filename: str,
    repeats: Mapping[str, Any] | None = None,
    only_good: bool = False,
) -> Import:
    """Return the import of a file: all of it or, with `only_good`, its rows without a problem.

    A submission that was taken in before is passed over, so that the same file can come again. Who refused is
    counted and leaves no answer. Sensitive answers are stored encrypted, restricted ones apart from the rest.
    """
    found = read_answers(by=by, form=form, given=given, filename=filename, repeats=repeats)
    if found.problem_count and not only_good:
        raise BadInput(
            "submissions_have_problems",
            _(
                "{filename}: {count} problems were found and nothing was taken in. Correct the cells, or take in the good rows only."
            ),
            filename=filename,
            count=found.problem_count,
            problems=found.problems,
        )
    rows = _first_of_each(found.good_rows)
    with act("assess.import_submissions", by=by, on=form.assessment) as entry:
        assessment = Assessment.objects.select_for_update().get(pk=form.assessment_id)
        new_state = rules.ASSESSMENT.move(assessment.state, "collect")
        known = _known(assessment, [_uid(row) for row in rows])
        fresh = [row for row in rows if _uid(row) not in known]
        batch = Import.objects.create(
            assessment=assessment,
            form=form,
            name=filename[:200],
            sha256=found.sha256,
            rows=len(fresh),
            refused=sum(not _consented(row) for row in fresh),
            repeated=len(rows) - len(fresh),
            by=by,
            at=clock.now(),
        )
        _store(batch, fresh, _repeats_by_submission(found.repeats))
        entry.bulk_digest(len(fresh), found.sha256)
        entry.note(
            file=batch.name,
            refused=batch.refused,
            repeated=batch.repeated,
            faulty=len(found.rows) - len(found.good_rows),
        )
        entry.change("state", assessment.state, new_state)
        _mark_changed(assessment, new_state, fresh)
    form.assessment.refresh_from_db()
    return batch


def _mark_changed(assessment: Assessment, new_state: str, fresh: list["Row"]) -> None:
    assessment.state = new_state
    if fresh:
        last = max(day for row in fresh if (day := _day(row)))
        assessment.collected_until = max(filter(None, (assessment.collected_until, last)))
        assessment.answers_changed_at = clock.now()
    assessment.save(update_fields=["state", "collected_until", "answers_changed_at"])
    tell_case(assessment)


def _own_problems(form: Form, rows: Iterable["Row"]) -> Iterable[Problem]:
    codes = set(form.assessment.team.exclude(code="").values_list("code", flat=True))
    for row in rows:
        if not row.values.get("_uuid"):
            continue
        if not _is_uuid(row.values["_uuid"]):
            reason = Reason(
                "no_identifier",
                _("«{value}» is no identifier of a submission. Export again with the column _uuid."),
                {"value": row.values["_uuid"]},
            )
            yield Problem(reason, row=row.number, field="_uuid")
        age = row.values.get("RESP_AGE") if _consented(row) else None
        reason_why = rules.why_not_answer(
            module=form.module, age=age, collected_on=_day(row), today=clock.today()
        )
        if reason_why is not None:
            yield Problem(
                reason_why, row=row.number, field="RESP_AGE" if reason_why.code == "child_asked" else "today"
            )
        code = row.values.get("interviewer")
        if codes and code and code not in codes:
            reason = Reason(
                "unknown_interviewer",
                _("Nobody in the team has the code {code}. Correct it, or add the interviewer."),
                {"code": code},
            )
            yield Problem(reason, row=row.number, field="interviewer")


def _is_uuid(text: str) -> bool:
    try:
        UUID(str(text))
    except ValueError:
        return False
    return True


def _uid(row: "Row") -> str:
    return str(UUID(str(row.values["_uuid"])))


def _consented(row: "Row") -> bool:
    return bool(row.values.get("consent") == "yes")


def _day(row: "Row") -> date | None:
    for name in ("today", "start", "_submission_time"):
        value = row.values.get(name)
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
    return None


def _first_of_each(rows: Iterable["Row"]) -> list["Row"]:
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(_uid(row), row)
    return list(first.values())


def _known(assessment: Assessment, uids: list[str]) -> set[str]:
    held: set[str] = set()
    for start in range(0, len(uids), 500):
        part = Submission.objects.filter(assessment=assessment, uid__in=uids[start : start + 500])
        held.update(str(uid) for uid in part.values_list("uid", flat=True))
    return held


def _repeats_by_submission(
    repeats: Mapping[str, Iterable["Row"]],
) -> dict[str, dict[str, list[dict[str, Any]]]]:
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for name, rows in repeats.items():
        for row in rows:
            values = {
                key: _plain(value)
                for key, value in row.values.items()
                if value is not None and not key.startswith("_")
            }
            found.setdefault(str(UUID(row.values["_parent"])), {}).setdefault(name, []).append(values)
    return found


def _store(batch: Import, rows: list["Row"], repeats: Mapping[str, Mapping[str, Any]]) -> None:
    classes = sensitivity_by_name(batch.form)
    made, secrets = [], {}
    for row in rows:
        uid = _uid(row)
        answers = _answers(row, repeats.get(uid, {}), classes)
        if answers["restricted"]:
            secrets[uid] = answers["restricted"]
        made.append(_submission(batch, row, answers))
    Submission.objects.bulk_create(made, batch_size=500)
    kept = [
        RestrictedAnswer(
            submission=submission, content=json.dumps(secrets[str(submission.uid)], ensure_ascii=False)
        )
        for submission in made
        if str(submission.uid) in secrets
    ]
    RestrictedAnswer.objects.bulk_create(kept, batch_size=500)


def _answers(row: "Row", repeats: Mapping[str, Any], classes: dict[str, str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {"ordinary": {}, "personal": {}, "sensitive": {}, "restricted": {}}
    if not _consented(row):
        return found
    for name, value in (*row.values.items(), *repeats.items()):
        if value is None or name in META or name in RESPONDENT:
            continue
        found[class_of(name, classes)][name] = _plain(value)
    return found


def _submission(batch: Import, row: "Row", answers: Mapping[str, dict[str, Any]]) -> Submission:
    values = row.values
    asked = _consented(row)
    day = _day(row)
    assert day is not None
    return Submission(
        assessment_id=batch.assessment_id,
        form_id=batch.form_id,
        batch=batch,
        uid=UUID(_uid(row)),
        collected_on=day,
        consent=asked,
        interviewer=str(values.get("interviewer") or "")[:20],
        language=str(values.get("consent_language") or "")[:10],
        place=str(values.get("RESP_PLACE") or "")[:40],
        stratum=str(values.get("RESP_STRATUM") or "")[:40],
        cluster=str(values.get("RESP_CLUSTER") or "")[:40],
        sex=str(values.get("RESP_SEX") or "") if asked else "",
        age=values.get("RESP_AGE") if asked else None,
        answers=answers["ordinary"],
        sensitive_answers=json.dumps({**answers["personal"], **answers["sensitive"]}, ensure_ascii=False)
        if answers["personal"] or answers["sensitive"]
        else None,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
