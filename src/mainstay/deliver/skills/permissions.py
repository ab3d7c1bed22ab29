"""How the records of skills answer to scopes."""

from mainstay.accounts.permissions import register
from mainstay.design.permissions import project_scopes

from .models import Certificate, Course, Tracer, Trainee, Vacancy


def course_scopes(prefix: str = "course") -> dict[str, str]:
    """Return the paths by which a record answers through its course."""
    to = f"{prefix}__" if prefix else ""
    return {**project_scopes(f"{to}project"), "course": f"{to}pk"}


register(Course, case="project__case_id", scopes=course_scopes(""))
register(Trainee, case="course__project__case_id", scopes=course_scopes("course"))
register(Certificate, case="trainee__course__project__case_id", scopes=course_scopes("trainee__course"))
register(Tracer, case="trainee__course__project__case_id", scopes=course_scopes("trainee__course"))
register(
    Vacancy,
    scopes={"organisation": "organisation_id", "country": "country_id", "region": "country__region"},
)
