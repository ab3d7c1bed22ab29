"""The project as amounts and content: what a version keeps and a change is measured against."""

from decimal import Decimal
from typing import Any

from django.forms.models import model_to_dict

from mainstay.design.models import Project

from .budget import money_lines, option_of

#: Texts of the project that a version keeps.
TEXTS = (
    "title",
    "goal",
    "root_causes",
    "opportunity",
    "contact",
    "grievance",
    "levels_reason",
    "exit_plan",
    "package",
)


def amounts_of(project: Project) -> dict[str, float]:
    """Return the budget in US cents and each target by indicator and group."""
    budget = sum(line.amount for line in money_lines(option_of(project)))
    targets = {f"{row.indicator} {row.group}": float(row.value) for row in project.targets.all()}
    return {"budget": float(budget), **targets}


def approved_amounts(project: Project) -> dict[str, float] | None:
    """Return the amounts of the last approval; None before the first."""
    version = project.versions.last()
    return version.amounts if version else None


def content_of(project: Project) -> dict[str, Any]:
    """Return all that the project says, as plain values."""
    parts = {
        "modules": project.modules.all(),
        "options": project.options.all(),
        "targets": project.targets.all(),
        "risks": project.risks.all(),
        "blocks": project.blocks.all(),
        "conflict_points": project.conflict_points.all(),
        "precautions": project.precautions.all(),
        "missing_constituents": project.missing_constituents.all(),
    }
    held: dict[str, Any] = {name: getattr(project, name) for name in TEXTS}
    held |= {name: [_plain(model_to_dict(row)) for row in rows] for name, rows in parts.items()}
    held["lines"] = [
        _plain(model_to_dict(row)) for option in project.options.all() for row in option.lines.all()
    ]
    held["markers"], held["tags"] = project.markers, project.tags
    return held


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: str(value) if isinstance(value, Decimal) or hasattr(value, "isoformat") else value
        for name, value in row.items()
    }
