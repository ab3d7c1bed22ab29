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
from .kept import (
    Advice,
    Event,
    EventParticipant,
    FocalPoint,
    HouseRisk,
    JointMission,
    Message,
    Position,
    Researcher,
)
from .lines import RegisterLine
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
    "Advice",
    "Agreement",
    "CapacityScore",
    "Consultation",
    "ConsultationPoint",
    "ConsultedBody",
    "Contact",
    "DialogueAgreement",
    "DialogueSession",
    "Dispute",
    "Event",
    "EventParticipant",
    "FocalPoint",
    "Forum",
    "ForumAction",
    "HireReport",
    "HouseRisk",
    "IndependenceNote",
    "InternalNote",
    "JointMission",
    "Maturity",
    "Mechanism",
    "MechanismSeat",
    "Membership",
    "Message",
    "Organisation",
    "PartnerCheck",
    "PartnerReview",
    "Position",
    "RegisterLine",
    "Researcher",
    "Roadmap",
    "RoadmapSignature",
    "SessionAttendance",
    "SupportPlan",
]
