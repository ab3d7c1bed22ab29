"""Tables of partners."""

from .agreements import Agreement, PartnerReview
from .consultation import ActFirst, Consultation, ConsultationPoint, ConsultedBody
from .dialogue import (
    DialogueAgreement,
    DialogueSession,
    Dispute,
    Maturity,
    Mechanism,
    MechanismSeat,
    SessionAttendance,
)
from .organisations import (
    CapacityScore,
    Contact,
    IndependenceNote,
    InternalNote,
    Membership,
    Organisation,
    PartnerCheck,
    SupportPlan,
)
from .registers import Forum, ForumAction, HireReport, Roadmap, RoadmapSignature

__all__ = [
    "ActFirst",
    "Agreement",
    "CapacityScore",
    "Consultation",
    "ConsultationPoint",
    "ConsultedBody",
    "Contact",
    "DialogueAgreement",
    "DialogueSession",
    "Dispute",
    "Forum",
    "ForumAction",
    "HireReport",
    "IndependenceNote",
    "InternalNote",
    "Maturity",
    "Mechanism",
    "MechanismSeat",
    "Membership",
    "Organisation",
    "PartnerCheck",
    "PartnerReview",
    "Roadmap",
    "RoadmapSignature",
    "SessionAttendance",
    "SupportPlan",
]
