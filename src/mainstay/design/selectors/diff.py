"""How a design differs from its standard package, and why."""

from typing import Any

from mainstay import playbook
from mainstay.design.models import Project


def package_diff(project: Project) -> list[dict[str, Any]]:
    """Return a row for each module: kept, changed, removed or added, with the reason."""
    modules = playbook.current().modules
    return [
        {
            "module": row.code,
            "title": modules[row.code].title if row.code in modules else row.code,
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
