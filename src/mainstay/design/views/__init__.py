"""Doors of design: projects, and the workbench on which one is written."""

from .budget import adopt, budget_page, forget_lines, keep_lines
from .harm import harm_page
from .package import package_page
from .projects import project_document, project_list, project_page
from .side_by_side import options_page
from .voices import voices_page

__all__ = [
    "adopt",
    "budget_page",
    "forget_lines",
    "harm_page",
    "keep_lines",
    "options_page",
    "package_page",
    "project_document",
    "project_list",
    "project_page",
    "voices_page",
]
