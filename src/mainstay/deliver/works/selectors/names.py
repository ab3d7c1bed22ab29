"""Names that later stages show of works."""

from typing import TYPE_CHECKING

from mainstay.deliver.works.models import Site, TaskClass

if TYPE_CHECKING:
    from mainstay.design.models import Project


def site_names(project: "Project") -> dict[str, str]:
    """Return code and name of each site of a project by its key as text, as facts hold it."""
    rows = Site.objects.filter(project=project).values_list("pk", "code", "name")
    return {str(key): f"{code} {name}" for key, code, name in rows}


def site_addresses(project: "Project") -> dict[str, str]:
    """Return the address part of each site of a project by its key as text: for links from figures to their sites."""
    rows = Site.objects.filter(project=project).values_list("pk", "uid")
    return {str(key): str(uid) for key, uid in rows}


def task_norms(project: "Project") -> dict[str, int]:
    """Return what a day of each task of a project is by its norm, in thousandths of its unit; tasks without one left out."""
    rows = TaskClass.objects.filter(project=project, norm_milli__gt=0).values_list("code", "norm_milli")
    return {code: norm for code, norm in rows if norm}
