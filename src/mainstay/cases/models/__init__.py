"""The case and all that keeps it together: places, phases, clocks, stages, team, decisions, tasks, timeline."""

from .boards import Criticality, Idea, RuleWaiver
from .case import Case, CaseArea, CaseCountry, CaseCrisisType, CaseNumber, CasePhase, CaseTrack
from .clocks import CaseTask, ClockTarget
from .road import StageState, TimelineEntry
from .team import Decision, DecisionVoice, Lead, RollAnswer, RollCall, Seat

__all__ = [
    "Case",
    "CaseArea",
    "CaseCountry",
    "CaseCrisisType",
    "CaseNumber",
    "CasePhase",
    "CaseTask",
    "CaseTrack",
    "ClockTarget",
    "Criticality",
    "Decision",
    "DecisionVoice",
    "Idea",
    "Lead",
    "RollAnswer",
    "RollCall",
    "RuleWaiver",
    "Seat",
    "StageState",
    "TimelineEntry",
]
