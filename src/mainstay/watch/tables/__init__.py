"""The lists of watch."""

from .listing import (
    ALERT_MARKS,
    ORIGINS,
    READING_MARKS,
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
    "ORIGINS",
    "OUTCOMES",
    "READING_MARKS",
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
