"""How projects, and every record below one, answer to scopes."""

from collections.abc import Collection, Mapping

from mainstay.accounts.permissions import register
from mainstay.cases.permissions import case_scopes

from .models import Comment, Precaution, Project, Waiver


def project_scopes(prefix: str = "project") -> dict[str, str]:
    """Return the paths by which a record answers through its project; `prefix` leads there (``site__project``)."""
    to = f"{prefix}__" if prefix else ""
    return {**case_scopes(f"{to}case"), "project": f"{to}pk", "programme": f"{to}programme"}


def _acts(project: Project) -> Mapping[str, Collection[int | None]]:
    scorers = project.scores.filter(round=project.round).values_list("scored_by", flat=True)
    return {
        "design.submit_design": {project.written_by_id, project.submitted_by_id},
        "design.score_quality": set(scorers),
        "design.approve_design": {project.approved_by_id},
        "project_lead": {project.lead_id},
    }


register(Project, case="case_id", scopes=project_scopes(""), acts=_acts)
for _model in (Comment, Waiver):
    register(_model, case="project__case_id", scopes=project_scopes())
register(Precaution, case="project__case_id", scopes=project_scopes(), reads="design.read_designs")
