"""Two blind scores, the discussion of where they differ, and scoring again."""

from collections.abc import Mapping

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.selectors import holders_of
from mainstay.accounts.services import act
from mainstay.common import clock, notices
from mainstay.common.errors import BadInput, Problem, Reason, RuleBroken, require
from mainstay.common.texts import noop as _
from mainstay.decide import rules
from mainstay.decide.models import CriterionScore, Discussion, Request, Scoring
from mainstay.decide.permissions import sealed_of
from mainstay.decide.selectors.gates import gates_standing
from mainstay.decide.selectors.proposals import proposed_scores

from .targets import meet, start_targets

#: A score with its evidence; a score of None says that the criterion was not assessed.
Given = tuple[int | None, str]


def score_request(*, by: Person, request: Request, scores: Mapping[str, Given], seal: bool = True) -> Scoring:
    """Return one officer's blind scores; sealed, they cannot be changed, and both together can then be read.

    A criterion that is not assessed is given as None; it stays visible as such and is never an average.
    """
    book = playbook.current().eligibility
    _check(scores, book.criteria)
    mine = Scoring.objects.filter(request=request, round=request.round, scorer=by).first()
    standing = gates_standing(request)
    require(
        rules.why_not_score(
            state=request.state,
            stopping=standing.stopping,
            unanswered=standing.unanswered,
            sealed=bool(mine and mine.sealed_at),
        )
    )
    with act("decide.score_request", by=by, on=request, met=["own_until_sealed"]) as entry:
        if sealed_of(request) >= book.scoring.scorers:
            raise RuleBroken(
                "scores_in", _("Both scores are in. Discuss them, or open the request for scoring again.")
            )
        scoring = mine or Scoring.objects.create(
            request=request, round=request.round, scorer=by, started_at=clock.now(),
            weights={code: rule.weight for code, rule in book.criteria.items()}, playbook_version=playbook.current().version,
        )  # fmt: skip
        _write(scoring, scores, request)
        # The entry says that a score was given and nothing of what it is: the audit must not unblind.
        entry.note(criteria=len(scores), sealed=seal)
        if seal:
            _seal(scoring, request)
    return scoring


def discuss_scores(
    *, by: Person, request: Request, criterion: str, words: str, agreed: int | None = None
) -> Discussion:
    """Return what was said where two scores differ; `agreed` is the score that both then stand by."""
    if criterion not in playbook.current().eligibility.criteria or not words.strip():
        raise BadInput("discussion", _("Name the criterion and write what was said."))
    if agreed is not None and not 0 <= agreed <= 5:
        raise BadInput("score", _("A score is 0 to 5."))
    with act("decide.discuss_scores", by=by, on=request) as entry:
        if request.state != "SCORED":
            raise RuleBroken(
                "not_scored", _("Scores are discussed when both are in and nothing is decided yet.")
            )
        note = Discussion.objects.create(
            request=request, round=request.round, criterion=criterion, words=words.strip(), agreed=agreed,
            written_by=by, written_at=clock.now(),
        )  # fmt: skip
        entry.note(criterion=criterion, agreed=agreed)
    return note


def rescore_request(*, by: Person, request: Request, reason: str) -> Request:
    """Return the request opened for two new blind scores; the earlier rounds stay as they were."""
    if not reason.strip():
        raise BadInput("reason_missing", _("Say which facts have changed."))
    with act("decide.rescore_request", by=by, on=request, reason=reason) as entry:
        before = request.state
        request.state = rules.REQUEST.move(request.state, "rescore")
        request.round += 1
        request.ended_at = None
        request.save(update_fields=["state", "round", "ended_at"])
        start_targets(request, ["score_request", "decide_request"], since=clock.now())
        entry.change("state", before, request.state)
        entry.note(round=request.round)
    return request


def _check(scores: Mapping[str, Given], criteria: Mapping[str, object]) -> None:
    problems = [
        Problem(
            Reason("criterion", _("Score a known criterion from 0 to 5, or leave it not assessed.")),
            field=code,
        )
        for code, (score, _evidence) in scores.items()
        if code not in criteria or (score is not None and (isinstance(score, bool) or score not in range(6)))
    ]
    if problems:
        raise BadInput("scores", _("Some scores cannot be taken."), problems=problems)


def _write(scoring: Scoring, scores: Mapping[str, Given], request: Request) -> None:
    proposed = proposed_scores(request)
    rows = [
        CriterionScore(
            scoring=scoring, criterion=code, score=score, evidence=evidence.strip(),
            proposed=proposed[code].score if code in proposed else None,
        )
        for code, (score, evidence) in scores.items()
    ]  # fmt: skip
    CriterionScore.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["scoring", "criterion"],
        update_fields=["score", "evidence", "proposed"],
    )


def _seal(scoring: Scoring, request: Request) -> None:
    rules_of = playbook.current().eligibility
    held = {row.criterion: row for row in scoring.scores.all()}
    bare = [code for code, row in held.items() if row.score is not None and not row.evidence]
    require(rules.why_not_seal(scored=held, without_evidence=sorted(bare), criteria=rules_of.criteria))
    scoring.sealed_at = clock.now()
    scoring.save(update_fields=["sealed_at"])
    if sealed_of(request) < rules_of.scoring.scorers:
        return
    request.state = rules.REQUEST.move(request.state, "score")
    request.save(update_fields=["state"])
    meet(request, "score_request")
    notices.tell(
        holders_of(["TT_COORD"], []), "request_scored", _("{reference}: both scores are in. Discuss them and decide."),
        key=f"request:{request.pk}:scored:{request.round}", reference=request.reference,
    )  # fmt: skip
