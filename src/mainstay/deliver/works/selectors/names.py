"""Names that later stages show of works."""

from typing import TYPE_CHECKING

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.deliver.works.models import Site, TaskClass

if TYPE_CHECKING:
    from mainstay.design.models import Project


def site_names(person: Person, project: "Project") -> dict[str, str]:
    """Return code and name of each site of a project that `person` may read, by its code, as facts hold it."""
    rows = visible(Site.objects.filter(project=project), person, "works.read_sites")
    return {code: f"{code} {name}" for code, name in rows.values_list("code", "name")}


def site_addresses(person: Person, project: "Project") -> dict[str, str]:
    """Return the address part of each site of a project that `person` may read, by its code: from figures to sites."""
    rows = visible(Site.objects.filter(project=project), person, "works.read_sites")
    return {code: str(uid) for code, uid in rows.values_list("code", "uid")}


def task_norms(project: "Project") -> dict[str, int]:
    """Return what a day of each task of a project is by its norm, in thousandths of its unit; tasks without one left out."""
    rows = TaskClass.objects.filter(project=project, norm_milli__gt=0).values_list("code", "norm_milli")
    return {code: norm for code, norm in rows if norm}
