"""Which file of the content holds what, and under which name the playbook gives it.

A line of `FILES` is: path, module and class of its schema. A line of `NAMES` is: the name on the playbook, the file,
and the section of the file (none for the whole file). Adding a file is a line here, a schema and the content.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .schemas.entry import ContentFile

RIGHTS_STAGES = (
    "accounts", "cases", "partners", "watch", "decide", "assess", "design", "fund", "staff", "works", "skills",
    "measure", "learn", "playbook", "web",
)  # fmt: skip

FILES: dict[str, tuple[str, str]] = {
    "playbook.yaml": ("head", "HeadFile"),
    "attendance.yaml": ("works", "AttendanceFile"),
    "clocks.yaml": ("clocks", "ClocksFile"),
    "fund.yaml": ("fund", "FundFile"),
    "rights/roles.yaml": ("rights", "RolesFile"),
    "rights/scopes.yaml": ("rights", "ScopesFile"),
    "rights/separations.yaml": ("rights", "SeparationsFile"),
    "rights/limits.yaml": ("rights", "LimitsFile"),
    "rights/unmapped.yaml": ("rights", "ProseFile"),
    **{f"rights/{stage}.yaml": ("rights", "StageRightsFile") for stage in RIGHTS_STAGES},
}

NAMES: dict[str, tuple[str, str | None]] = {
    "head": ("playbook.yaml", None),
    "attendance": ("attendance.yaml", "codes"),
    "clocks": ("clocks.yaml", "clocks"),
    "sla": ("clocks.yaml", "targets"),
    "fund": ("fund.yaml", None),
    "roles": ("rights/roles.yaml", "roles"),
    "role_groups": ("rights/roles.yaml", "role_groups"),
    "scope_kinds": ("rights/scopes.yaml", "scope_kinds"),
    "conditions": ("rights/scopes.yaml", "conditions"),
    "separations": ("rights/separations.yaml", "separations"),
    "limits": ("rights/limits.yaml", "limits"),
    "prose": ("rights/unmapped.yaml", None),
}


@cache
def schema_of(path: str) -> type[ContentFile]:
    """Return the schema class of a content file (imports pydantic, hence not at start)."""
    module, name = FILES[path]
    schema: Any = getattr(import_module(f"{__package__}.schemas.{module}"), name)
    return schema  # type: ignore[no-any-return]


@cache
def table_section(path: str) -> str:
    """Return the section that the rows of a CSV file fill."""
    return path.rpartition("/")[2].removesuffix(".csv")
