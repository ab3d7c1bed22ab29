"""The first of two steps of every import: what was read lies in a staging file, with its problems, and waits."""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from mainstay.accounts.models import Person
from mainstay.common import clock, crypto
from mainstay.common.audit import canonical
from mainstay.common.errors import BadInput, NotFound, Problem, Reason, RuleBroken
from mainstay.common.texts import noop as _
from mainstay.deliver.works.models import ImportBatch

if TYPE_CHECKING:
    from mainstay.design.models import Project

#: How many problems are kept with a file; all are counted.
KEPT = 2000


def staging_path(name: str) -> Path:
    """Return where a staging file lies; the folder is the owner's alone."""
    folder = Path(settings.STAGING_FOLDER)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / name


def stage(
    *,
    by: Person,
    project: "Project",
    kind: str,
    filename: str,
    sha256: str,
    rows: int,
    problems: Sequence[Problem],
    problem_count: int,
    summary: Mapping[str, Any],
) -> ImportBatch:
    """Return the record of a file that was read, with its problems; nothing is taken in yet."""
    kept = [_told(problem) for problem in problems[:KEPT]]
    return ImportBatch.objects.create(
        project=project, kind=kind, filename=filename[:200], sha256=sha256, rows=rows, problem_count=problem_count,
        problems=json.dumps(kept, default=str) if kept else None, summary=dict(summary),
        state="REFUSED" if problem_count else "STAGED", staged_by=by, staged_at=clock.now(),
    )  # fmt: skip


def _told(problem: Problem) -> dict[str, Any]:
    return {
        "row": problem.row,
        "field": problem.field,
        "code": problem.reason.code,
        "msgid": problem.reason.msgid,
        "facts": dict(problem.reason.facts),
    }


def problems_of(batch: ImportBatch) -> list[Problem]:
    """Return the problems that were found in a file."""
    told = json.loads(str(batch.problems)) if batch.problems else []
    return [
        Problem(Reason(one["code"], one["msgid"], one["facts"]), one["row"], one["field"]) for one in told
    ]


def require_staged(batch: ImportBatch, kind: str) -> None:
    """Raise what forbids to take a file in: problems (all of them named), or that it was taken in before."""
    if batch.kind != kind or batch.state == "APPLIED":
        raise RuleBroken(
            "already_applied", _("{filename} was taken in before. Give a new file."), filename=batch.filename
        )
    if batch.problem_count:
        raise BadInput(
            "table_has_problems",
            _(
                "{filename}: {count} problems were found and nothing was taken in. Correct the cells named below, or download the same file with them marked."
            ),
            filename=batch.filename,
            count=batch.problem_count,
            problems=problems_of(batch),
        )


def keep_rows(batch: ImportBatch, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write the rows of a file into its staging file, encrypted: they are about persons."""
    content = crypto.encrypt(canonical(list(rows)).decode())
    path = staging_path(f"{batch.uid}.rows")
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    ImportBatch.objects.filter(pk=batch.pk).update(staged=path.name)
    batch.staged = path.name


def kept_rows(batch: ImportBatch) -> list[dict[str, Any]]:
    """Return the rows that were staged for a file."""
    path = staging_path(batch.staged or "-")
    if not batch.staged or not path.exists():
        raise NotFound(
            "staging_gone",
            _("The staged rows of {filename} are gone. Give the file once more."),
            filename=batch.filename,
        )
    return list(json.loads(crypto.decrypt(path.read_bytes())))


def finish(batch: ImportBatch) -> None:
    """Mark a file as taken in and take its staging file away once the transaction holds."""
    from django.db import transaction

    ImportBatch.objects.filter(pk=batch.pk).update(state="APPLIED", applied_at=clock.now())
    batch.state = "APPLIED"
    if batch.staged:
        path = staging_path(batch.staged)
        transaction.on_commit(lambda: path.unlink(missing_ok=True))
