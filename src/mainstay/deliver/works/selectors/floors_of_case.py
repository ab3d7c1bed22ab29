"""The wage floors that works of a case have on record, for whoever sizes works of the same case anew."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from mainstay.assess.methods.emergency_employment import WageFloor as Floor
from mainstay.assess.selectors.wage_floors import knows_floors
from mainstay.common.constraints import in_force
from mainstay.deliver.works.models import WageFloor

if TYPE_CHECKING:
    from mainstay.assess.models import Assessment


@knows_floors
def floors_of_case(assessment: "Assessment", currency: str, day: date) -> Iterator[Floor]:
    """Return the floors of every kind of work that hold on `day` in projects of the case and country, in `currency`."""
    rows = WageFloor.objects.filter(
        in_force(day),
        project__case=assessment.case_id,
        project__country=assessment.country_id,
        project__works_terms__currency=currency,
        task=None,
    )
    for row in rows.order_by("pk"):
        yield Floor(row.source, row.day_minor)
