"""Tables of the design stage."""

from .checks import BlockCell, ConflictPoint, MissingConstituent, Risk
from .planning import BudgetLine, PlannedModule, PlanOption, Target
from .project import Project
from .review import Comment, QualityScore, Version, Waiver

__all__ = [
    "BlockCell",
    "BudgetLine",
    "Comment",
    "ConflictPoint",
    "MissingConstituent",
    "PlanOption",
    "PlannedModule",
    "Project",
    "QualityScore",
    "Risk",
    "Target",
    "Version",
    "Waiver",
]
