"""Reads of decide: requests, how they stand, the queue, the portfolio."""

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
    "gates_standing",
    "likely_duplicates",
    "merge_in_force",
    "portfolio_findings",
    "proposed_scores",
    "queue_sensitivity",
    "ranked_queue",
    "request_by_reference",
    "request_standing",
    "requests_received",
    "requests_visible",
]
