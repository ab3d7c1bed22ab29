"""What is done in decide, named as the buttons."""

from .activating import open_case_from_request
from .consulting import record_consultation
from .deciding import decide_request, decline_request, override_band
from .merging import merge_requests, unmerge_requests
from .requesting import (
    acknowledge_request,
    add_evidence,
    save_draft,
    send_request,
    start_initiative,
    withdraw_request,
)
from .scoring import discuss_scores, rescore_request, score_request
from .telling import refer_request, send_letter
from .triaging import check_gates, triage_request

__all__ = [
    "acknowledge_request",
    "add_evidence",
    "check_gates",
    "decide_request",
    "decline_request",
    "discuss_scores",
    "merge_requests",
    "open_case_from_request",
    "override_band",
    "record_consultation",
    "refer_request",
    "rescore_request",
    "save_draft",
    "score_request",
    "send_letter",
    "send_request",
    "start_initiative",
    "triage_request",
    "unmerge_requests",
    "withdraw_request",
]
