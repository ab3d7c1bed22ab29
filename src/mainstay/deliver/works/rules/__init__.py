"""Decisions about works: states, moves, and why something may not be done. Pure."""

from .states import BATCH, CLASH, COMPLAINT, EARLY_START, INCIDENT, PAYMENT, PROTECTION, ROLL, SITE, WORKER

__all__ = [
    "BATCH", "CLASH", "COMPLAINT", "EARLY_START", "INCIDENT", "PAYMENT", "PROTECTION", "ROLL", "SITE", "WORKER",
]  # fmt: skip
