"""Long work: started by name after commit, shows its progress, can be cancelled and resumed.

A stage's ``tasks.py`` registers a function with `task`; a service or page starts it with `start`. The function gets
a `Run` and checks its person's rights again, because they may have changed since it was asked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from . import clock
from .errors import AppError, NotFound
from .models import Job
from .texts import noop as _

log = structlog.get_logger(__name__)

Task = Callable[["Run"], Mapping[str, Any] | None]
_tasks: dict[str, Task] = {}


class Cancelled(Exception):
    """The person asked the job to stop; what it did so far stands and it can be resumed."""


@dataclass
class Run:
    """One run as its task sees it."""

    job: Job

    @property
    def parameters(self) -> Mapping[str, Any]:
        """What the job was started with."""
        return dict(self.job.parameters)

    @property
    def person_id(self) -> int:
        """Who asked for it; the task checks this person's rights again."""
        return self.job.person_id

    @property
    def cursor(self) -> Any:
        """Where the run before this one stopped, or None."""
        return self.job.cursor

    def progress(self, done: int, total: int | None = None, *, doing: str = "", cursor: Any = None) -> None:
        """Store how far the work is; raise `Cancelled` when the person asked it to stop."""
        fresh: dict[str, Any] = {"done": done, "doing": doing, "total": total}
        if cursor is not None:
            fresh["cursor"] = cursor
        Job.objects.filter(pk=self.job.pk).update(**fresh)
        if Job.objects.filter(pk=self.job.pk, cancel_asked=True).exists():
            raise Cancelled


def task(name: str) -> Callable[[Task], Task]:
    """Register the decorated function as the task `name`, such as ``works.import_workers``."""

    def register(function: Task) -> Task:
        if name in _tasks and _tasks[name].__qualname__ != function.__qualname__:
            raise ValueError(f"two tasks are called {name}")
        _tasks[name] = function
        return function

    return register


def registered() -> list[str]:
    """Return the names of all tasks, sorted."""
    return sorted(_tasks)


def start(name: str, *, by: int, **parameters: Any) -> Job:
    """Return the job that will run task `name` for person `by` once the open transaction has committed."""
    if name not in _tasks:
        raise NotFound("unknown_task", _("There is no task called {task}."), task=name)
    job = Job.objects.create(task=name, person_id=by, parameters=parameters, asked_at=clock.real_now())
    transaction.on_commit(lambda: _enqueue(job.uid))
    return job


def _enqueue(uid: UUID) -> None:
    from .queue import run_job

    run_job.enqueue(str(uid))


def cancel(job: Job) -> None:
    """Ask a job to stop at its next step."""
    Job.objects.filter(pk=job.pk, state__in=[Job.State.WAITING, Job.State.RUNNING]).update(cancel_asked=True)


def resume(job: Job) -> None:
    """Let a cancelled or failed job go on from its cursor."""
    stopped = [Job.State.CANCELLED, Job.State.FAILED]
    changed = Job.objects.filter(pk=job.pk, state__in=stopped).update(
        state=Job.State.WAITING, cancel_asked=False, error=None
    )
    if changed:
        transaction.on_commit(lambda: _enqueue(job.uid))


def note_interrupted() -> int:
    """Mark jobs that were running when their worker died as failed, so that they can be resumed; return how many.

    Called where there is one worker, as it starts: whatever runs then, runs nowhere.
    """
    msgid = _("The worker was stopped while this ran. What was done stands; resume it to go on.")
    return Job.objects.filter(state=Job.State.RUNNING).update(
        state=Job.State.FAILED,
        ended_at=clock.real_now(),
        error={"code": "interrupted", "msgid": msgid, "facts": {}},
    )


def execute(uid: UUID) -> Job:
    """Run the job `uid` here and now; return it as it ended. Used by the worker and by the terminal."""
    job = Job.objects.get(uid=uid)
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, started_at=clock.real_now())
    outcome: dict[str, Any] = {}
    try:
        result = _tasks[job.task](Run(job))
        outcome = {"state": Job.State.DONE, "outcome": dict(result) if result else None}
    except Cancelled:
        outcome = {"state": Job.State.CANCELLED}
    except AppError as error:
        facts = {name: str(value) for name, value in error.facts.items()}
        outcome = {
            "state": Job.State.FAILED,
            "error": {"code": error.code, "msgid": error.reason.msgid, "facts": facts},
        }
    except Exception as error:
        log.exception("job_failed", task=job.task, job=str(job.uid))
        outcome = {
            "state": Job.State.FAILED,
            "error": {"code": "fault", "msgid": type(error).__name__, "facts": {}},
        }
    Job.objects.filter(pk=job.pk).update(ended_at=clock.real_now(), **outcome)
    job.refresh_from_db()
    return job
