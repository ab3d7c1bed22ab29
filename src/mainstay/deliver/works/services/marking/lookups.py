"""What given marks are looked up in, as columns: workers, sites, rolls, contracts, what stands already."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.db.models.functions import Coalesce

from mainstay.deliver.works.models import Contract, Mark, Roll, Site, Suspension, TaskClass, Worker
from mainstay.deliver.works.selectors.law import roll_codes

if TYPE_CHECKING:
    import pyarrow as pa

    from mainstay.design.models import Project


def _columns(rows: Iterable[Sequence[Any]], schema: "pa.Schema") -> "pa.Table":
    import pyarrow as pa

    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )


def lookups(project: "Project", first: date, last: date) -> dict[str, "pa.Table"]:
    """Return the tables that marks of `project` between two days are checked against."""
    import pyarrow as pa

    key, text, day = pa.int64(), pa.string(), pa.date32()
    workers = Worker.objects.filter(project=project).values_list("card", "pk", "merged_into__card")
    sites = Site.objects.filter(project=project).values_list("code", "pk", "state", "opened_on")
    rolls = Roll.objects.filter(site__project=project, first_on__lte=last, last_on__gte=first)
    tasks = TaskClass.objects.filter(project=project).values_list("code", "pk")
    stops = Suspension.objects.filter(site__project=project, starts_on__lte=last)
    told = {
        "workers": (workers.iterator(chunk_size=10_000), {"card": text, "worker": key, "kept": text}),
        "sites": (sites, {"code": text, "site": key, "state": text, "opened": day}),
        "rolls": (
            rolls.values_list("pk", "site_id", "first_on", "last_on", "state"),
            {"roll": key, "site": key, "first": day, "last": day, "state": text},
        ),
        "contracts": (
            _contracts(project, first, last),
            {"contract": key, "worker": key, "site": key, "task": key, "starts": day, "ends": day},
        ),
        "tasks": (tasks, {"code": text, "task": key}),
        "stops": (
            stops.values_list("site_id", "starts_on", "ends_on", "pay_code"),
            {"site": key, "starts": day, "ends": day, "pay_code": text},
        ),
        "codes": ([(code,) for code in roll_codes()], {"code": text}),
    }
    tables = {name: _columns(rows, pa.schema(list(schema.items()))) for name, (rows, schema) in told.items()}
    return {**tables, "standing": standing_marks(project, first, last)}


def _contracts(project: "Project", first: date, last: date) -> Iterator[tuple[Any, ...]]:
    running = Contract.objects.filter(site__project=project, starts_on__lte=last, ends_on__gte=first)
    until = running.annotate(until=Coalesce(F("ended_on"), F("ends_on")))
    columns = ("pk", "worker_id", "site_id", "task_id", "starts_on", "until")
    yield from until.values_list(*columns).iterator(chunk_size=10_000)


def standing_marks(project: "Project", first: date, last: date) -> "pa.Table":
    """Return the marks that stand between two days, whatever their roll."""
    import pyarrow as pa

    rows = (
        Mark.objects.filter(worker__project=project, day__gte=first, day__lte=last, superseded=False)
        .values_list("worker_id", "day", "roll_id", "code", "minutes", "quantity_milli")
        .iterator(chunk_size=50_000)
    )
    key = pa.int64()
    return _columns(
        rows,
        pa.schema(
            [
                ("worker", key),
                ("day", pa.date32()),
                ("roll", key),
                ("code", pa.string()),
                ("minutes", key),
                ("quantity", key),
            ]
        ),
    )
