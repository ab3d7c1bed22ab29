"""Consultation, review, quality gate, waivers, approval."""

from collections.abc import Mapping
from datetime import timedelta

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import holdings
from mainstay.accounts.services import act
from mainstay.assess.selectors import oldest_days
from mainstay.cases.services import meet_target, note
from mainstay.common import clock
from mainstay.common.audit import Draft
from mainstay.common.errors import BadInput, RuleBroken, require
from mainstay.common.texts import noop as _
from mainstay.design import rules
from mainstay.design.models import Comment, Project, QualityScore, Waiver
from mainstay.design.selectors import basis_of, lacks_of, quality_of
from mainstay.design.selectors.basis import ABOUT
from mainstay.partners.selectors import points_open
from mainstay.partners.services import act_first

from .funding import settle_state
from .telling import tell_case
from .versions import keep_version


def consult_design(*, by: Person, project: Project) -> Project:
    """Put the draft before government, employers and workers."""
    with act("design.submit_design", by=by, on=project) as entry:
        move(project, "consult", entry)
        tell_case(project)
        note(
            project.case,
            by=by,
            stage="design",
            msgid=_("{reference} is with the constituents."),
            reference=project.reference,
        )
    return project


def move(project: Project, verb: str, entry: Draft) -> None:
    """Move the project's state, as it lies in the database, and note it in the act's entry."""
    project.refresh_from_db(fields=["state"])
    new_state = rules.PROJECT.move(project.state, verb)
    entry.change("state", project.state, new_state)
    project.state = new_state
    project.save(update_fields=["state"])


def submit_design(*, by: Person, project: Project) -> Project:
    """Hand in the design for review; what it lacks is named, and who was not heard."""
    with act("design.submit_design", by=by, on=project) as entry:
        require(rules.PROJECT.why_not(project.state, "submit"))
        basis = basis_of(project)
        waived = basis.act_first_until is not None and clock.today() <= basis.act_first_until
        require(
            rules.why_not_submit(
                lacks=[str(lack.reason) for lack in lacks_of(project) if lack.stops],
                heard=basis.heard,
                act_first=waived,
                absent=basis.absent_with_plan,
            )
        )
        move(project, "submit", entry)
        project.submitted_by = by
        project.save(update_fields=["submitted_by"])
        meet_target(project.case, "write_design")
        tell_case(project)
        note(
            project.case,
            by=by,
            stage="design",
            msgid=_("{reference} was handed in for review."),
            reference=project.reference,
        )
    return project


def comment_design(*, by: Person, project: Project, field: str, words: str) -> Comment:
    """Return a comment of a constituent or colleague; it waits for an answer until its day."""
    return _comment("design.comment_design", by, project, (field, words), is_review=False)


def review_design(*, by: Person, project: Project, field: str, words: str) -> Comment:
    """Return the review of a technical unit for its own field."""
    return _comment("design.review_design", by, project, (field, words), is_review=True)


def _comment(action: str, by: Person, project: Project, told: tuple[str, str], *, is_review: bool) -> Comment:
    field, words = told
    with act(action, by=by, on=project) as entry:
        if not words.strip():
            raise BadInput("words", _("Write the comment."))
        target = playbook.current().sla["answer_comment"]
        days = target.value * 7 / 5 if target.unit == "wd" else target.value
        comment = Comment.objects.create(
            project=project,
            field=field,
            words=words.strip(),
            by=by,
            said_at=clock.now(),
            due_on=clock.today() + timedelta(days=round(days)),
            is_review=is_review,
        )
        entry.note(comment=comment.pk, field=field)
    return comment


def answer_comment(*, by: Person, comment: Comment, taken: bool, answer: str = "") -> Comment:
    """Say that a comment is taken, or refused and why."""
    with act("design.answer_comment", by=by, on=comment) as entry:
        if not taken and not answer.strip():
            raise BadInput("answer", _("Write why the comment is not taken."))
        comment.taken, comment.answer = taken, answer.strip()
        comment.answered_by, comment.answered_at = by, clock.now()
        comment.save()
        entry.note(comment=comment.pk, taken=taken)
    return comment


def score_quality(
    *, by: Person, project: Project, scores: Mapping[str, tuple[int, str]]
) -> list[QualityScore]:
    """Return the scores of a quality officer who did not write the design: 0 to 3 and words for each point."""
    with act("design.score_quality", by=by, on=project) as entry:
        authors = {project.written_by_id, project.submitted_by_id}
        require(rules.why_not_score(state=project.state, scorer=by.pk, authors=authors))
        criteria = playbook.current().qa_criteria
        strange = [code for code in scores if code not in criteria]
        if strange:
            raise BadInput("criteria", _("The quality gate has no points {codes}."), codes=", ".join(strange))
        wrong = [
            code
            for code, (score, words) in scores.items()
            if score not in range(4) or (score < 2 and not words.strip())
        ]
        if wrong:
            raise BadInput(
                "scores",
                _("Points are scored 0 to 3, with words where below 2: {codes}."),
                codes=", ".join(wrong),
            )
        QualityScore.objects.filter(project=project, round=project.round, criterion__in=list(scores)).delete()
        made = QualityScore.objects.bulk_create(
            QualityScore(
                project=project,
                round=project.round,
                criterion=code,
                score=score,
                words=words,
                scored_by=by,
                scored_at=clock.now(),
            )
            for code, (score, words) in scores.items()
        )
        entry.note(round=project.round, scores={code: score for code, (score, _words) in scores.items()})
    return made


def waive_assessment(*, by: Person, project: Project, reason: str, days: int = 60) -> Waiver:
    """Sign that the design may go on before its assessment is approved, until a day."""
    return _waiver("design.waive_assessment", "ASSESSMENT", by, project, (reason, days))


def waive_consultation(*, by: Person, project: Project, reason: str) -> Waiver:
    """Sign to act first where life is at stake; the consultation is due within the playbook's days."""
    return _waiver(
        "design.waive_consultation",
        "CONSULTATION",
        by,
        project,
        (reason, playbook.current().dialogue.act_first_days),
    )


def _waiver(action: str, kind: str, by: Person, project: Project, told: tuple[str, int]) -> Waiver:
    reason, days = told
    with act(action, by=by, on=project, reason=reason) as entry:
        if not reason.strip():
            raise BadInput("reason", _("Write why it cannot wait; the signature stands under these words."))
        if by.pk in {project.written_by_id, project.submitted_by_id}:
            raise RuleBroken("own_waiver", _("Who writes a design does not waive what it has to stand on."))
        if project.waivers.filter(kind=kind, until__gte=clock.today()).exists():
            raise RuleBroken("waiver_there", _("Such a waiver is in force already."))
        if project.waivers.filter(kind=kind).exists():
            raise RuleBroken(
                "waiver_spent", _("The waiver of this design has run out. Do now what it put off.")
            )
        waiver = Waiver.objects.create(
            project=project,
            kind=kind,
            signed_by=by,
            role=", ".join(sorted({held.role for held in holdings(by)}))[:60],
            reason=reason.strip(),
            signed_at=clock.now(),
            until=clock.today() + timedelta(days=days),
        )
        if kind == "CONSULTATION":
            act_first(
                by=by,
                about_kind=ABOUT,
                about_key=str(project.pk),
                country=project.country_id,
                reason=reason,
                case_key=project.case_id,
            )
        entry.note(kind=kind, until=waiver.until)
        note(
            project.case, by=by, stage="design", msgid=_("{reference}: {kind} was waived until {until}."),
            reference=project.reference, kind=kind.lower(), until=waiver.until.isoformat(),
        )  # fmt: skip
    return waiver


def return_design(*, by: Person, project: Project, points: str) -> Project:
    """Send the design back with points; the next round is scored afresh."""
    with act("design.return_design", by=by, on=project, reason=points) as entry:
        if not points.strip():
            raise BadInput("points", _("Write what has to change."))
        move(project, "return", entry)
        project.round += 1
        project.save(update_fields=["round"])
        tell_case(project, why=points)
    return project


def approve_design(*, by: Person, project: Project) -> Project:
    """Approve the design: assessed, consulted, complete, answered and of quality; its version is kept."""
    with act("design.approve_design", by=by, on=project) as entry:
        require(rules.PROJECT.why_not(project.state, "approve"))
        basis = basis_of(project)
        against = rules.Open(
            lacks=[str(lack.reason) for lack in lacks_of(project) if lack.stops],
            unanswered=project.comments.filter(taken__isnull=True).count()
            + points_open(ABOUT, str(project.pk)),
        )
        require(
            rules.why_not_approve(
                basis=basis,
                quality=quality_of(project),
                against=against,
                today=clock.today(),
                oldest_days=oldest_days(),
            )
        )
        version = keep_version(project, by=by, why="")
        project.approved_by, project.approved_at = by, clock.now()
        project.save(update_fields=["approved_by", "approved_at"])
        move(project, "approve", entry)
        settle_state(project, by=by)
        entry.note(
            version=version.number,
            sha256=version.sha256,
            heard=sorted(basis.heard),
            assessed_until=basis.assessed_until,
        )
        meet_target(project.case, "approve_design")
        tell_case(project)
        note(
            project.case,
            by=by,
            stage="design",
            msgid=_("{reference} was approved."),
            reference=project.reference,
        )
    return project
