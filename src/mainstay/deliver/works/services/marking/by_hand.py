"""A day marked by hand: the same checks as a file, the row being the place in the list."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common.errors import BadInput, RuleBroken
from mainstay.common.rows import Columns
from mainstay.common.texts import noop as _
from mainstay.deliver.works.models import Roll, Site
from mainstay.deliver.works.services.day_findings import judge_rolls
from mainstay.deliver.works.services.telling import tell_stage

from .by_file import Late, check_table, require_late_right
from .writing import write_marks

#: What a mark says.
MARKS = Columns(card=str, code=str, may={"hours": Decimal, "quantity": Decimal, "task": str})


def mark_day(
    *,
    by: Person,
    site: Site,
    day: date,
    marks: Annotated[Sequence[Mapping[str, Any]], MARKS],
    device: str = "",
    late: Late = None,
) -> int:
    """Write the marks of one day on a site's roll; return how many are new.

    Each mark has `card` and `code`, and where taken `hours`, `quantity`, `task`. A day that is too long is written
    as it was: what it breaks becomes a finding that stops the next day.
    """
    import pyarrow as pa

    roll = Roll.objects.filter(site=site, first_on__lte=day, last_on__gte=day).first()
    if roll is None:
        raise RuleBroken(
            "no_roll",
            _("No roll of {site} covers {day}. Open the roll of that period first."),
            site=site.code,
            day=day,
        )
    size = len(marks)
    table = pa.table(
        {
            "_row": pa.array(range(1, size + 1), pa.int64()),
            "site": pa.array([site.code] * size, pa.string()),
            "card": pa.array([mark["card"] for mark in marks], pa.string()),
            "day": pa.array([day] * size, pa.date32()),
            "code": pa.array([mark["code"] for mark in marks], pa.string()),
            "hours": pa.array([_number(mark.get("hours"), 2) for mark in marks], pa.decimal128(38, 2)),
            "quantity": pa.array([_number(mark.get("quantity"), 3) for mark in marks], pa.decimal128(38, 3)),
            "task": pa.array([mark.get("task") for mark in marks], pa.string()),
        }
    )
    with act("works.mark_roll", by=by, on=roll) as entry:
        require_late_right(by, late, site.project, table)
        checked = check_table(site.project, table, late=late is not None)
        if checked.problem_count:
            raise BadInput(
                "marks",
                _("{count} faults: nothing was written for this day."),
                count=checked.problem_count,
                problems=checked.problems,
            )
        if checked.fresh.num_rows:
            batch, count, digest = write_marks(checked.fresh, by=by, source="HAND", device=device, late=late)
            entry.bulk_digest(count, digest)
            entry.note(day=day, batch=batch.pk)
        judge_rolls([roll], by=by)
        tell_stage(site.project)
    return int(checked.fresh.num_rows)


def _number(value: Any, places: int) -> Decimal | None:
    return None if value is None else round(Decimal(str(value)), places)
