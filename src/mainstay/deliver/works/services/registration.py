"""Registering workers: a file is read and reported cell by cell, then taken in whole."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import require as require_right
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import Problem, Reason
from mainstay.common.models import Area
from mainstay.common.texts import noop as _
from mainstay.deliver.works.forms import WORKERS
from mainstay.deliver.works.models import ImportBatch, Worker
from mainstay.deliver.works.rules.workers import why_not_register
from mainstay.deliver.works.selectors.law import least_age
from mainstay.deliver.works.selectors.workers import current_rows
from mainstay.exchange.payments import why_not_iban
from mainstay.exchange.tables import Changes, Row, Staged, diff, read_table, write_error_workbook
from mainstay.exchange.tables.source import Given

from .duplicates import find_candidates
from .registering import insert_workers, update_workers
from .staging import finish, keep_rows, kept_rows, require_staged, stage, staging_path
from .telling import tell

if TYPE_CHECKING:
    from mainstay.design.models import Project


def stage_workers(*, by: Person, project: "Project", given: Given, filename: str) -> ImportBatch:
    """Return a file of workers read, checked cell by cell and compared with what is registered; nothing is changed.

    The report names each fault; `summary` says how many rows are new, changed, unchanged. A faulty file comes back
    as a workbook with the faults marked (`error_workbook`).
    """
    require_right(by, "works.register_workers", project)
    staged = read_table(given, filename, WORKERS)
    staged = staged.with_problems(_row_problems(staged.rows))
    changes = compare_workers(project, staged)
    staged = staged.with_problems(changes.stale)
    batch = stage(
        by=by,
        project=project,
        kind="WORKERS",
        filename=staged.filename,
        sha256=staged.sha256,
        rows=len(staged.rows),
        problems=staged.problems,
        problem_count=staged.problem_count,
        summary=_summary(changes),
    )
    if staged.problem_count:
        write_error_workbook(staged, to=error_workbook(batch))
    else:
        keep_rows(
            batch, (row.values for row in (*changes.insert, *(update.row for update in changes.update)))
        )
    return batch


def error_workbook(batch: ImportBatch) -> Any:
    """Return where the marked copy of a faulty file lies."""
    return staging_path(f"{batch.uid}-errors.xlsx")


def compare_workers(project: "Project", staged: Staged) -> Changes:
    """Return what taking a file in would insert and change; a column that the file lacks changes nothing."""
    given = {str(row.values.get("card")) for row in staged.rows if row.values.get("card")}
    current = current_rows(project, cards=given)
    return diff(staged.good_rows, current, sheet=WORKERS, version="version", ignore=("consent",))


def _summary(changes: Changes) -> dict[str, Any]:
    return {
        "new": len(changes.insert),
        "changed": len(changes.update),
        "unchanged": len(changes.unchanged),
        "fields": sorted({name for update in changes.update for name in update.fields}),
    }


def apply_workers(*, by: Person, batch: ImportBatch) -> Mapping[str, int]:
    """Take a staged file of workers in, whole: new ones registered, known ones corrected, doubts opened."""
    require_staged(batch, "WORKERS")
    rows = kept_rows(batch)
    for row in rows:
        if row.get("birth_date"):
            row["birth_date"] = date.fromisoformat(row["birth_date"])
    with act("works.register_workers", by=by, on=batch.project) as entry:
        known = set(Worker.objects.filter(project=batch.project).values_list("card", flat=True))
        made = insert_workers(batch, [row for row in rows if row.get("card") not in known], by=by)
        changed = update_workers(batch.project, [row for row in rows if row.get("card") in known])
        pairs = find_candidates(batch.project, [worker.pk for worker in made])
        entry.bulk([worker.card, worker.name_digest, worker.sex] for worker in (*made, *changed))
        entry.note(file=batch.filename, sha256=batch.sha256, new=len(made), changed=len(changed), pairs=pairs)
        tell(batch.project, by=by, msgid=_("Workers registered: {count}."), count=len(made))
        finish(batch)
    return {"new": len(made), "changed": len(changed), "pairs": pairs}


def import_workers(*, by: Person, project: "Project", given: Given, filename: str) -> Mapping[str, int]:
    """Read a file of workers and take it in at once; a file with any fault changes nothing."""
    return apply_workers(by=by, batch=stage_workers(by=by, project=project, given=given, filename=filename))


def _row_problems(rows: Iterable[Row]) -> Iterator[Problem]:
    areas = set(Area.objects.values_list("pcode", flat=True))
    today, least = clock.today(), least_age()
    for row in rows:
        values = row.values
        if "birth_date" not in row.bad and "birth_year" not in row.bad:
            yield from _age_problem(row, today, least)
        area = values.get("area")
        if area and area not in areas:
            yield _problem(
                row,
                "area",
                "unknown_area",
                _("{area} is no area that we know. Load the country's areas by P-code, or correct the code."),
                area=area,
            )
        yield from _account_problems(row)


def _age_problem(row: Row, today: date, least: int) -> Iterator[Problem]:
    born, year = row.values.get("birth_date"), row.values.get("birth_year")
    if born is not None and year is not None and born.year != year:
        yield _problem(
            row,
            "birth_year",
            "birth_disagrees",
            _("Date of birth {born} and year of birth {year} disagree. Keep the right one."),
            born=born,
            year=year,
        )
        return
    reason = why_not_register(
        name=row.values.get("name") or "–", born=born, birth_year=year, on=today, least_age=least
    )
    if reason is not None:
        yield Problem(reason, row=row.number, field="birth_date" if born is not None else "birth_year")


def _account_problems(row: Row) -> Iterator[Problem]:
    channel, account = row.values.get("channel"), row.values.get("account")
    if channel in {"BANK", "MOBILE"} and not account and "account" not in row.bad:
        yield _problem(
            row,
            "account",
            "account_missing",
            _("Pay by {channel} needs an account or wallet. Enter it, or pay in cash."),
            channel=channel,
        )
    if channel == "BANK" and account and account[:2].isalpha() and account[2:4].isdigit():
        reason = why_not_iban(account)
        if reason is not None:
            yield Problem(reason, row=row.number, field="account")


def _problem(row: Row, field: str, code: str, msgid: str, **facts: Any) -> Problem:
    return Problem(Reason(code, msgid, facts), row=row.number, field=field)
