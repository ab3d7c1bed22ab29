"""`mainstay jobs`: long work in the background, started, watched, stopped, resumed."""

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from mainstay.page.terminal import As, Format, FormatOption, acting, emit, ready, say

if TYPE_CHECKING:
    from mainstay.accounts.models import Person
    from mainstay.common.models import Job

app = typer.Typer(no_args_is_help=True, help="Long work in the background: start, watch, stop, resume.")

Uid = Annotated[UUID, typer.Argument(help="The job, as `mainstay jobs list` names it.")]


@app.command()
def tasks() -> None:
    """List the tasks that can be started."""
    ready()
    from mainstay.common.jobs import registered

    for name in registered():
        print(name)


@app.command()
def start(
    task: Annotated[str, typer.Argument(help="The task, such as measure.facts.")],
    parameters: Annotated[list[str] | None, typer.Argument(help="What it needs, as name=value.")] = None,
    here: Annotated[
        bool, typer.Option("--here", help="Run it now, in this terminal, not by the worker.")
    ] = False,
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Start long work in your own name; your rights are checked again when it runs."""
    with acting(as_) as person:
        from mainstay.common import jobs
        from mainstay.common.errors import BadInput
        from mainstay.common.texts import noop as _

        wrong = [text for text in parameters or [] if "=" not in text]
        if wrong:
            raise BadInput("parameters", _("Write name=value, not {text}."), text=wrong[0])
        given = dict(text.split("=", 1) for text in parameters or [])
        job = jobs.start(task, by=person.pk, **given)
        emit([_row(jobs.execute(job.uid) if here else job)], format)


@app.command("list")
def list_(as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """List your jobs, the latest first; an administrator sees everybody's."""
    with acting(as_) as person:
        from mainstay.accounts.permissions import may
        from mainstay.common.models import Job

        found = Job.objects.order_by("-asked_at")
        if not may(person, "accounts.read_jobs"):
            found = found.filter(person_id=person.pk)
        emit(map(_row, found[:100]), format)


@app.command()
def cancel(uid: Uid, as_: As = "") -> None:
    """Ask a job to stop at its next step; what it did stands."""
    with acting(as_) as person:
        from mainstay.common import jobs

        jobs.cancel(_job(person, uid))
        say("It stops at its next step.")


@app.command()
def resume(uid: Uid, as_: As = "") -> None:
    """Let a job that was stopped or failed go on where it was."""
    with acting(as_) as person:
        from mainstay.common import jobs

        jobs.resume(_job(person, uid))
        say("It goes on.")


def _job(person: "Person", uid: UUID) -> "Job":
    from mainstay.accounts.permissions import require
    from mainstay.common.errors import NotFound
    from mainstay.common.models import Job
    from mainstay.common.texts import noop as _

    job = Job.objects.filter(uid=uid).first()
    if job is None:
        raise NotFound("no_job", _("There is no job {uid}."), uid=str(uid))
    require(person, "accounts.cancel_job", [("own", str(job.person_id))])
    return job


def _row(job: "Job") -> dict[str, Any]:
    from mainstay.page.errors import sentence_of

    error = job.error or {}
    return {
        "job": str(job.uid), "task": job.task, "state": job.state, "done": job.done, "of": job.total,
        "doing": job.doing, "asked": job.asked_at,
        "outcome": sentence_of(error["code"], error["msgid"], error["facts"]) if error else job.outcome,
    }  # fmt: skip
