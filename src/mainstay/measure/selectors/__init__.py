"""Reads of measure: facts, figures, frameworks, publications."""

from .figures import figure_rows, figures_live, project_found, values_stored
from .framework import definitions_in_force, framework_progress
from .publications import publication_found, publications_open

__all__ = [
    "definitions_in_force",
    "figure_rows",
    "figures_live",
    "framework_progress",
    "project_found",
    "publication_found",
    "publications_open",
    "values_stored",
]
