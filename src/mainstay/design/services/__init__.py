"""What is done to a project."""

from .drafting import start_design

__all__ = ["start_design"]
