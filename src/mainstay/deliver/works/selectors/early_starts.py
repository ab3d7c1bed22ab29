"""Reads about early starts, and how a project stands for its works."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.common import clock
from mainstay.deliver.works.models import EarlyStart
from mainstay.deliver.works.rules.early_starts import Beginning, Cover, Limits
from mainstay.design.selectors.basis import ABOUT
from mainstay.fund.selectors import early_start_grants
from mainstay.partners.selectors import why_not_heard

if TYPE_CHECKING:
    from mainstay.design.models import Project


def early_starts_visible(person: Person) -> QuerySet[EarlyStart]:
    """Return the early starts that `person` may read: whoever may read the sites."""
    rows = visible(EarlyStart.objects.all(), person, "works.read_sites")
    return rows.select_related("project", "grant", "signed_by").prefetch_related("sites")


def early_limits(window: str) -> Limits | None:
    """Return how far works paid from a window of the fund may go before their design is approved; None for not at all."""
    given = playbook.current().fund.windows[window].early_start
    return Limits(given.max_days, given.max_sites, given.max_workers) if given is not None else None


def cover_of(project: "Project") -> Cover:
    """Return what the early starts of a project cover today."""
    rows = list(EarlyStart.objects.filter(project=project).exclude(state="TAKEN_BACK"))
    today = clock.today()
    signed = [row for row in rows if row.state == "IN_FORCE" and row.until >= today]
    paid = set(early_start_grants(project.case).values_list("pk", flat=True)) if signed else set()
    open_now = [row for row in signed if row.grant_id in paid]
    named = EarlyStart.sites.through.objects.filter(earlystart__in=open_now)
    return Cover(
        sites=frozenset(named.values_list("site_id", flat=True)),
        max_workers=max((row.max_workers for row in open_now), default=0),
        until=max((row.until for row in open_now or rows), default=None),
        unpaid=len(open_now) < len(signed),
    )


def beginning_of(project: "Project") -> Beginning:
    """Return how a project stands for works that are to begin, read afresh from the database."""
    project.refresh_from_db(fields=["state", "running"])
    if project.running:
        return Beginning(running=True, state=project.state, cover=Cover())
    return Beginning(
        running=False,
        state=project.state,
        cover=cover_of(project),
        unheard=why_not_heard(ABOUT, str(project.pk)),
    )
