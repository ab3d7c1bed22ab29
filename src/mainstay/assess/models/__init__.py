"""Tables of the assessment stage."""

from .answers import Correction, Import, RestrictedAnswer, Submission
from .assessment import Assessment, Form, TeamSeat
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
from .needs import NeedCover, RecoveryCosting, RecoveryNeed, WorksScheme

__all__ = [
    "Assessment",
    "BaselineValue",
    "Correction",
    "Estimate",
    "Finding",
    "FindingSource",
    "Form",
    "Import",
    "LossEstimate",
    "NeedCover",
    "Option",
    "ProductionLoss",
    "RecoveryCosting",
    "RecoveryNeed",
    "RestrictedAnswer",
    "Submission",
    "TeamSeat",
    "Validation",
    "WorksScheme",
]
