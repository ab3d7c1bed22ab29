"""Reads of decide: requests, how they stand, the queue, the portfolio."""

from .blind import gate_answers, own_scoring, score_lines, scorings_open
from .gates import GatesStanding, gates_standing
from .likely import likely_duplicates
from .portfolio import portfolio_findings
from .proposals import proposed_scores
from .queue import (
    QueueLine,
    merge_in_force,
    queue_sensitivity,
    ranked_queue,
    request_by_reference,
    request_standing,
    requests_received,
    requests_visible,
)
from .standing import Standing

__all__ = [
    "GatesStanding",
    "QueueLine",
    "Standing",
    "gate_answers",
    "gates_standing",
    "likely_duplicates",
    "merge_in_force",
    "own_scoring",
    "portfolio_findings",
    "proposed_scores",
    "queue_sensitivity",
    "ranked_queue",
    "request_by_reference",
    "request_standing",
    "requests_received",
    "requests_visible",
    "score_lines",
    "scorings_open",
]
