"""How projects, and every record below one, answer to scopes."""

from mainstay.accounts.permissions import register
from mainstay.cases.permissions import case_scopes

from .models import Project


def project_scopes(prefix: str = "project") -> dict[str, str]:
    """Return the paths by which a record answers through its project; `prefix` leads there (``site__project``)."""
    to = f"{prefix}__" if prefix else ""
    return {**case_scopes(f"{to}case"), "project": f"{to}pk", "programme": f"{to}programme"}


register(
    Project,
    case="case_id",
    scopes=project_scopes(""),
    acts=lambda project: {
        "design.submit_design": {project.written_by_id, project.submitted_by_id},
        "design.approve_design": {project.approved_by_id},
    },
    conditions={"no_office_in_country": lambda _person, project: not project.country.has_office},
)
