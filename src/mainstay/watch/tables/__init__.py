"""The lists of watch."""

from .listing import (
    ALERT_MARKS,
    AlertTable,
    BoardTable,
    CountryTable,
    EditionTable,
    PreparednessTable,
    ReadingTable,
    SourceTable,
    period_shown,
)
from .triggers import OUTCOMES, STAGES, AlarmTable, TriggerTable

__all__ = [
    "ALERT_MARKS",
    "OUTCOMES",
    "STAGES",
    "AlarmTable",
    "AlertTable",
    "BoardTable",
    "CountryTable",
    "EditionTable",
    "PreparednessTable",
    "ReadingTable",
    "SourceTable",
    "TriggerTable",
    "period_shown",
]
