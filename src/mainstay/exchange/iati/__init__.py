"""Activity files of the International Aid Transparency Initiative, version 2.03: written and checked."""

from .activities import (
    Activity,
    ActivityDate,
    Budget,
    Condition,
    DocumentLink,
    HumanitarianScope,
    Indicator,
    Location,
    Measure,
    Organisation,
    Participant,
    Period,
    PlannedDisbursement,
    PolicyMarker,
    Recipient,
    Result,
    Sector,
    Tag,
    Transaction,
)
from .rules import ruleset_problems
from .validation import validate_iati
from .writing import write_iati

__all__ = [
    "Activity",
    "ActivityDate",
    "Budget",
    "Condition",
    "DocumentLink",
    "HumanitarianScope",
    "Indicator",
    "Location",
    "Measure",
    "Organisation",
    "Participant",
    "Period",
    "PlannedDisbursement",
    "PolicyMarker",
    "Recipient",
    "Result",
    "Sector",
    "Tag",
    "Transaction",
    "ruleset_problems",
    "validate_iati",
    "write_iati",
]
