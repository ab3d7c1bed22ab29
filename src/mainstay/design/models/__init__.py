"""Tables of the design stage."""

from .checks import BlockCell, ConflictPoint, MissingConstituent, Precaution, Risk
from .funding import Commitment
from .planning import BudgetLine, PlannedModule, PlanOption, Target
from .project import Project
from .review import Comment, QualityScore, Version, Waiver

__all__ = [
    "BlockCell",
    "BudgetLine",
    "Comment",
    "Commitment",
    "ConflictPoint",
    "MissingConstituent",
    "PlanOption",
    "PlannedModule",
    "Precaution",
    "Project",
    "QualityScore",
    "Risk",
    "Target",
    "Version",
    "Waiver",
]
