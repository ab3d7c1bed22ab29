"""Writing checked marks: rights for each site, one batch, one insert, one digest."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, connection, transaction

from mainstay.accounts.models import Person
from mainstay.common import clock
from mainstay.common.errors import RuleBroken
from mainstay.common.texts import noop as _
from mainstay.deliver.works.models import ImportBatch, Mark, MarkBatch, Roll, RollEntry
from mainstay.deliver.works.rules.states import WRITABLE
from mainstay.deliver.works.services.bulk import insert_many

if TYPE_CHECKING:
    import pyarrow as pa

_SLICE = 50_000
COLUMNS = (
    "roll_id", "worker_id", "day", "code", "minutes", "quantity_milli", "contract_id", "task_id", "batch_id", "superseded",
)  # fmt: skip


def one_roll_per_site(rolls: Sequence[Roll]) -> list[Roll]:
    """Return one roll of each site: rights are the same on all rolls of a site."""
    return list({roll.site_id: roll for roll in rolls}.values())


def write_marks(
    fresh: "pa.Table",
    *,
    by: Person,
    source: str,
    file: ImportBatch | None = None,
    device: str = "",
    late: tuple[Person, str] | None = None,
) -> tuple[MarkBatch, int, str]:
    """Return the batch of marks written, how many, and their SHA-256; part of the surrounding act.

    A mark that somebody else wrote since the check is refused by the constraint; nothing is then written.
    """
    import pyarrow.compute as pc

    rolls = [int(key) for key in pc.unique(fresh["roll"]).to_pylist()]
    require_writable(rolls)
    batch = MarkBatch.objects.create(
        by=by, at=clock.now(), source=source, file=file, rows=fresh.num_rows, device=device,
        late_approved_by=late[0] if late else None, late_reason=late[1] if late else "",
    )  # fmt: skip
    counts = fresh.group_by("roll").aggregate([("roll", "count")]).to_pylist()
    RollEntry.objects.bulk_create(
        RollEntry(batch=batch, roll_id=row["roll"], rows=row["roll_count"]) for row in counts
    )
    digest = hashlib.sha256()
    try:
        with transaction.atomic():
            insert_many(Mark, COLUMNS, _tuples(fresh, batch.pk, digest))
    except IntegrityError:
        raise RuleBroken(
            "marked_meanwhile",
            _(
                "Somebody marked one of these workers and days while the file was checked. Nothing was written; check the file again."
            ),
        ) from None
    return batch, fresh.num_rows, digest.hexdigest()


def require_writable(rolls: Collection[int]) -> None:
    """Raise when one of the rolls was closed since the check."""
    closed = Roll.objects.filter(pk__in=list(rolls)).exclude(state__in=WRITABLE).first()
    if closed is not None:
        raise RuleBroken(
            "roll_closed",
            _("The roll {roll} is {state}. Open it again with a reason."),
            roll=str(closed),
            state=closed.state,
        )


def _tuples(fresh: "pa.Table", batch: int, digest: Any) -> Iterator[Sequence[Any]]:
    """Yield the rows as the database keeps them, and feed the digest with their canonical lines."""
    import pyarrow as pa

    superseded: Any = False if connection.vendor == "postgresql" else 0
    for at in range(0, fresh.num_rows, _SLICE):
        part = fresh.slice(at, _SLICE)
        columns = [
            part[name]
            for name in ("roll", "worker", "day", "code", "minutes", "quantity_milli", "contract", "task")
        ]
        columns[2] = columns[2].cast(pa.string())
        rows = list(zip(*(column.to_pylist() for column in columns), strict=True))
        digest.update(repr(rows).encode())
        for row in rows:
            yield (*row, batch, superseded)


def day_span(days: "pa.ChunkedArray") -> tuple[date, date]:
    """Return the first and last day among the given ones; today where there is none."""
    import pyarrow.compute as pc

    found = pc.min_max(days)
    first, last = found["min"].as_py(), found["max"].as_py()
    return first or clock.today(), last or clock.today()


__all__ = ["COLUMNS", "day_span", "one_roll_per_site", "require_writable", "write_marks"]
