"""Tables of the design stage."""

from .project import Project

__all__ = ["Project"]
