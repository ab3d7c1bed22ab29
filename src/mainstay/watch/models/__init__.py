"""Sources and what they said, warnings and what was decided about them, how ready a country stands."""

from .alerts import (
    AccuracyPublication,
    Alert,
    AlertDriver,
    AlertNews,
    AlertReminder,
    BoardAlert,
    RiskBoard,
)
from .readiness import (
    PreparednessItem,
    SystemContact,
    TriggerBackcast,
    TriggerDrill,
    TriggerResponse,
    WarningSystem,
)
from .sources import (
    CountryThreshold,
    ItemFault,
    RawItem,
    Reading,
    Series,
    Source,
    Vintage,
)

__all__ = [
    "AccuracyPublication",
    "Alert",
    "AlertDriver",
    "AlertNews",
    "AlertReminder",
    "BoardAlert",
    "CountryThreshold",
    "ItemFault",
    "PreparednessItem",
    "RawItem",
    "Reading",
    "RiskBoard",
    "Series",
    "Source",
    "SystemContact",
    "TriggerBackcast",
    "TriggerDrill",
    "TriggerResponse",
    "Vintage",
    "WarningSystem",
]
