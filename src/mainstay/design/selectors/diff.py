"""How a design differs from its standard package, and why."""

from typing import Any

from mainstay.design.models import Project
from mainstay.page.words import named


def package_diff(project: Project) -> list[dict[str, Any]]:
    """Return a row for each module: kept, changed, removed or added, with the reason."""
    return [
        {
            "module": row.code,
            "title": named("modules", row.code),
            "phase": row.phase,
            "change": _change(from_package=row.from_package, removed=row.removed, changed=row.changed),
            "what": row.what_changed,
            "reason": row.reason,
        }
        for row in project.modules.all()
    ]


def _change(*, from_package: bool, removed: bool, changed: bool) -> str:
    if removed:
        return "removed"
    if not from_package:
        return "added"
    return "changed" if changed else "kept"
