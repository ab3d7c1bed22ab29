"""Blind scores: one's own while they are written, everybody's once both are in."""

from dataclasses import dataclass

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.decide.models import GateAnswer, Request, Scoring


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One criterion: what each scorer gave (None: not assessed), with the evidence; and the score that stands."""

    code: str
    given: tuple[tuple[int | None, str], ...]
    stands: float | None
    differs: bool


def own_scoring(person: Person, request: Request) -> Scoring | None:
    """Return the scores that `person` has written in this round, sealed or not."""
    return Scoring.objects.filter(request=request, round=request.round, scorer=person).first()


def scorings_open(person: Person, request: Request, *, round: int) -> list[Scoring]:
    """Return the sealed scorings of a round that `person` may read: none while another is still blind."""
    sealed = visible(Scoring.objects.filter(request=request, round=round), person, "decide.read_scores")
    return list(
        sealed.filter(sealed_at__isnull=False)
        .select_related("scorer")
        .prefetch_related("scores")
        .order_by("sealed_at")
    )


def score_lines(scorings: list[Scoring], scores: dict[str, float | None], differing: tuple[str, ...]) -> list[ScoreLine]:  # fmt: skip
    """Return criterion for criterion what the scorers gave and what stands."""
    given = [{row.criterion: (row.score, row.evidence) for row in one.scores.all()} for one in scorings]
    return [
        ScoreLine(code, tuple(one.get(code, (None, "")) for one in given), stands, code in differing)
        for code, stands in scores.items()
    ]


def gate_answers(request: Request) -> list[tuple[str, GateAnswer | None]]:
    """Return each gate with the answer that stands, in the order of the playbook."""
    rows = GateAnswer.objects.filter(request=request, replaced_at__isnull=True).select_related("answered_by")
    known = {row.gate: row for row in rows}
    return [(code, known.get(code)) for code in playbook.current().eligibility.gates]
