"""Tables of the assessment stage."""

from .answers import Correction, Import, RestrictedAnswer, Submission
from .assessment import Assessment, Form, TeamSeat
from .conflict import (
    ConflictReading,
    ConflictSecret,
    ConflictUnread,
    Connector,
    DisputeBody,
    HarmMeasure,
    Stake,
)
from .evidence import (
    BaselineValue,
    Estimate,
    Finding,
    FindingSource,
    LossEstimate,
    Option,
    ProductionLoss,
    Validation,
)
from .institutions import Institution
from .needs import NeedCover, RecoveryCosting, RecoveryNeed, WorksScheme
from .talks import GroupTalk, TalkPoint, WomenUnheard

__all__ = [
    "Assessment",
    "BaselineValue",
    "ConflictReading",
    "ConflictSecret",
    "ConflictUnread",
    "Connector",
    "Correction",
    "DisputeBody",
    "Estimate",
    "Finding",
    "FindingSource",
    "Form",
    "GroupTalk",
    "HarmMeasure",
    "Import",
    "Institution",
    "LossEstimate",
    "NeedCover",
    "Option",
    "ProductionLoss",
    "RecoveryCosting",
    "RecoveryNeed",
    "RestrictedAnswer",
    "Stake",
    "Submission",
    "TalkPoint",
    "TeamSeat",
    "Validation",
    "WomenUnheard",
    "WorksScheme",
]
