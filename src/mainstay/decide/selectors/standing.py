"""Where a request stands by its scores, now or at any past moment."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from mainstay import playbook
from mainstay.common import clock
from mainstay.decide import rules
from mainstay.decide.methods.priority_score import (
    Criterion,
    Priority,
    combined_score,
    differences,
    priority_score,
)
from mainstay.decide.models import BandOverride, Discussion, Request, Scoring

from .gates import gates_standing


@dataclass(frozen=True, slots=True)
class Standing:
    """Scores, axes and bands of a request as both scorers and the discussion left them."""

    request: Request
    round: int
    scores: Mapping[str, float | None] = field(default_factory=dict)
    priority: Priority | None = None
    bands: tuple[str, ...] = ()
    band: str | None = None
    computed_band: str | None = None
    overridden: bool = False
    undiscussed: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    proposed: str = ""
    feasibility_alone: bool = False
    weights: Mapping[str, float] = field(default_factory=dict)

    def basis(self) -> dict[str, Any]:
        """Return what a decision stores of it."""
        if self.priority is None:
            return {}
        return {
            "scores": dict(self.scores),
            "weights": dict(self.weights),
            "total": asdict(self.priority.total),
            "need": asdict(self.priority.need),
            "feasibility": asdict(self.priority.feasibility),
            "not_assessed": list(self.priority.not_assessed),
            "bands": list(self.bands),
            "computed_band": self.computed_band,
            "overridden": self.overridden,
            "differing": list(self.differing),
        }


def standing_of(request: Request, *, at: datetime | None = None) -> Standing:
    """Return where `request` stands at a moment (now, when none is given); before both scores are in it has none.

    For services: it shows what blind scorers may not see. Pages and terminal ask `request_standing`.
    """
    moment = at or clock.now()
    sealed = [row for row in request.scorings.all() if row.sealed_at is not None and row.sealed_at <= moment]
    return _standing(
        request,
        sealed,
        [row for row in request.discussions.all() if row.written_at <= moment],
        [row for row in request.overrides.all() if row.at <= moment],
    )


def _standing(
    request: Request, sealed: Iterable[Scoring], talks: Iterable[Discussion], moved: Iterable[BandOverride]
) -> Standing:
    book = playbook.current().eligibility
    rounds: dict[int, list[Scoring]] = {}
    for row in sealed:
        rounds.setdefault(row.round, []).append(row)
    full = [number for number, rows in rounds.items() if len(rows) >= book.scoring.scorers]
    if not full:
        return Standing(request, request.round)
    number = max(full)
    pair = sorted(rounds[number], key=lambda row: row.sealed_at or row.started_at)
    given = [{row.criterion: row.score for row in scoring.scores.all()} for scoring in pair]
    said = [row for row in talks if row.round == number]
    agreed = {row.criterion: row.agreed for row in said if row.agreed is not None}
    weights = pair[-1].weights or {code: rule.weight for code, rule in book.criteria.items()}
    criteria = [
        Criterion(code, float(weight), book.criteria[code].axis if code in book.criteria else "need")
        for code, weight in weights.items()
    ]
    scores = {
        rule.code: combined_score([one.get(rule.code) for one in given], agreed=agreed.get(rule.code))
        for rule in criteria
    }
    differing = differences(given[0], given[1], more_than=book.scoring.discuss_difference)
    priority = priority_score(scores, criteria)
    return _judged(
        request, number, scores, priority, differing, {row.criterion for row in said}, list(moved), weights
    )


def _judged(
    request: Request, number: int, scores: Mapping[str, float | None], priority: Priority, differing: tuple[str, ...],
    talked: set[str], moved: list[BandOverride], weights: Mapping[str, float],
) -> Standing:  # fmt: skip
    book = playbook.current().eligibility
    floors = {code: float(band.min) for code, band in book.bands.items()}
    bands = rules.bands_possible(priority, floors=floors)
    computed = bands[0] if len(bands) == 1 else None
    move = next((row for row in moved if row.round == number), None)
    band = move.band if move else computed
    below = book.scoring.remote_option_below
    alone = rules.feasibility_alone(priority, scores, high_need=floors["B"], remote_below=below)
    hard = any(scores.get(code) is not None and (scores[code] or 0) < line for code, line in below.items())
    proposed = rules.proposed_answer(
        band=band or bands[-1], alone=alone, hard_place=hard, only_w1=gates_standing(request).only_w1
    )
    return Standing(
        request, number, scores, priority, bands, band, computed, move is not None,
        tuple(code for code in differing if code not in talked), differing, proposed, alone, weights,
    )  # fmt: skip
