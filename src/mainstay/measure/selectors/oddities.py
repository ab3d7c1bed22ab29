"""The rows behind odd data, for those who may open figures to their rows."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import get_visible, may, require
from mainstay.common import clock
from mainstay.common.models import AuditEntry
from mainstay.deliver.works.selectors.names import task_norms
from mainstay.measure.methods.fact_views import Span
from mainstay.measure.methods.odd_rows import odd_rows
from mainstay.measure.models import Anomaly

from .figures import MOST_ROWS, reading

if TYPE_CHECKING:
    from mainstay.design.models import Project


def looked_through_at(project: "Project") -> datetime | None:
    """Return when the data of a project were looked through for odd ones the last time; None where nobody did."""
    entries = AuditEntry.objects.filter(
        record_kind=project._meta.label_lower, record_id=str(project.pk), action="measure.flag_anomaly"
    )
    return entries.order_by("-at").values_list("case_at", flat=True).first()


def anomaly_found(person: Person, key: int) -> Anomaly:
    """Return the odd data at this address, for those who may open figures to their rows."""
    rows = Anomaly.objects.select_related("project__case", "settled_by")
    return get_visible(rows, person, "measure.read_rows", pk=key)


def rows_of_anomaly(person: Person, anomaly: Anomaly) -> list[dict[str, Any]]:
    """Return the pseudonymised rows that make something odd as the facts stand now; none where they were put right."""
    project = anomaly.project
    require(person, "measure.read_rows", project)
    sees = may(person, "measure.read_restricted_facts", project)
    look = reading([project], Span(None, clock.today()), restricted=sees)
    table = odd_rows(look, anomaly.kind, norms=task_norms(project))
    if table is None:
        return []
    table = table.filter(table.place.cast("string") == anomaly.place).drop("place")
    found: list[dict[str, Any]] = table.order_by(table.columns[0]).limit(MOST_ROWS).to_pyarrow().to_pylist()
    return found
