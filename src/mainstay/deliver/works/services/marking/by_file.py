"""Rolls by file: many sites and periods in one table, read by column, reported by cell, written in one step."""

import os
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import require as require_right
from mainstay.accounts.selectors import person_asking
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import BadInput, NotFound, RuleBroken
from mainstay.common.texts import noop as _
from mainstay.deliver.works.forms import ROLLS
from mainstay.deliver.works.models import ImportBatch, Roll, Site
from mainstay.deliver.works.services.staging import finish, require_staged, stage, staging_path
from mainstay.deliver.works.services.telling import tell_stage
from mainstay.exchange.tables import read_arrow
from mainstay.exchange.tables.source import Given

from .checks import Checked, check_marks
from .lookups import lookups
from .writing import day_span, one_roll_per_site, write_marks

if TYPE_CHECKING:
    import pyarrow as pa

    from mainstay.design.models import Project

Late = tuple[Person, str] | None


def stage_rolls(
    *, by: Person, project: "Project", given: Given, filename: str, late: Late = None
) -> ImportBatch:
    """Return a file of daily marks read and checked against workers, contracts, rolls and what stands; nothing changes.

    `late` is the engineer and the reason by which days more than a week back are taken (`works.approve_late_days`
    on each of the sites, and not by who gives the file).
    """
    read = read_arrow(given, filename, ROLLS)
    table = _with_all_columns(read.table)
    require_mark_right(by, project, table)
    require_late_right(by, late, project, table)
    checked = check_table(project, table, late=late is not None)
    problems = sorted((*read.problems, *checked.problems), key=lambda problem: problem.row or 0)
    count = read.problem_count + checked.problem_count
    batch = stage(
        by=by, project=project, kind="ROLLS", filename=read.filename, sha256=read.sha256, rows=table.num_rows,
        problems=problems, problem_count=count,
        summary={
            "fresh": checked.fresh.num_rows if not count else 0, "unchanged": checked.unchanged,
            "late_by": late[0].pk if late else None, "late_reason": late[1] if late else "",
        },
    )  # fmt: skip
    if not count:
        _keep(batch, checked.fresh)
    return batch


def check_table(project: "Project", table: "pa.Table", *, late: bool) -> Checked:
    """Return the given marks checked as of today."""
    today = clock.today()
    back_days = mark_back_days()
    first, last = day_span(table["day"])
    names = {
        key: f"{code} {first_on}–{last_on}"
        for key, code, first_on, last_on in Roll.objects.filter(
            first_on__lte=last, last_on__gte=first
        ).values_list("pk", "site__code", "first_on", "last_on")
    }
    oldest = date.min if late else today - timedelta(days=back_days)
    tables = lookups(project, first, min(last, today) if last > today else last)
    return check_marks(table, tables, today=today, oldest=oldest, back_days=back_days, roll_names=names)


def mark_back_days() -> int:
    """Return how many days back a day may be marked without the engineer."""
    return int(playbook.current().files["attendance.yaml"].mark_back_days)  # type: ignore[attr-defined]


def _with_all_columns(table: "pa.Table") -> "pa.Table":
    import pyarrow as pa

    kinds = {"hours": pa.decimal128(38, 2), "quantity": pa.decimal128(38, 3), "task": pa.string()}
    for name, kind in kinds.items():
        if name not in table.column_names:
            table = table.append_column(name, pa.nulls(table.num_rows, kind))
    return table


def sites_named(project: "Project", table: "pa.Table") -> list[Site]:
    """Return the sites of a project that a table names."""
    import pyarrow.compute as pc

    codes = [code for code in pc.unique(table["site"]).to_pylist() if code]
    return list(Site.objects.filter(project=project, code__in=codes))


def require_mark_right(by: Person, project: "Project", table: "pa.Table") -> None:
    """Raise unless `by` may mark rolls of every site that a table names."""
    for site in sites_named(project, table):
        require_right(by, "works.mark_roll", site, met={"roll_is_open"})


def require_late_right(by: Person, late: Late, project: "Project", table: "pa.Table") -> None:
    """Raise unless the approval of late days is another person's who may give it on every site, with a reason."""
    if late is None:
        return
    approver, reason = late
    if approver == by or not reason.strip():
        raise RuleBroken(
            "late_approval",
            _("Days far back are approved by the site engineer, not by who writes them, and with a reason."),
        )
    for site in sites_named(project, table):
        require_right(approver, "works.approve_late_days", site)


def _keep(batch: ImportBatch, fresh: "pa.Table") -> None:
    import pyarrow.parquet as pq

    path = staging_path(f"{batch.uid}.parquet")
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as stream:
        pq.write_table(fresh, stream)
    batch.staged = path.name
    batch.save(update_fields=["staged"])


def apply_rolls(*, by: Person, batch: ImportBatch) -> Mapping[str, Any]:
    """Write a staged file of marks, whole; return how many were written and how many stood already."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    require_staged(batch, "ROLLS")
    path = staging_path(batch.staged or "-")
    if not path.exists():
        raise NotFound(
            "staging_gone",
            _("The staged rows of {filename} are gone. Give the file once more."),
            filename=batch.filename,
        )
    fresh = pq.read_table(path)
    keys = pc.unique(fresh["roll"]).to_pylist()
    if not keys:
        finish(batch)
        return {"written": 0, "unchanged": batch.summary["unchanged"]}
    rolls = list(Roll.objects.filter(pk__in=keys).select_related("site__project"))
    for_rights = one_roll_per_site(rolls)
    late_by = batch.summary.get("late_by")
    late = (person_asking(late_by), batch.summary["late_reason"]) if late_by else None
    with act("works.mark_roll", by=by, on=for_rights[0], also=for_rights[1:]) as entry:
        written, count, digest = write_marks(fresh, by=by, source="FILE", file=batch, late=late)
        entry.bulk_digest(count, digest)
        entry.note(file=batch.filename, sha256=batch.sha256, rolls=len(rolls), batch=written.pk)
        if late:
            entry.note(late_approved_by=late[0].pk, late_reason=late[1])
        tell_stage(batch.project)
        finish(batch)
    return {"written": count, "unchanged": batch.summary["unchanged"], "rolls": len(rolls)}


def import_rolls(
    *, by: Person, project: "Project", given: Given, filename: str, late: Late = None
) -> Mapping[str, Any]:
    """Read a file of daily marks and write it at once; a file with any fault changes nothing."""
    batch = stage_rolls(by=by, project=project, given=given, filename=filename, late=late)
    if not batch.rows:
        raise BadInput("no_rows", _("{filename} holds no marks."), filename=filename)
    return apply_rolls(by=by, batch=batch)
