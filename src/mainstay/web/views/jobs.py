"""Long work of one's own: how far it is, how long still; stopped, and gone on with where it stood."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext

from mainstay.common import clock, jobs
from mainstay.common.errors import NotFound, Reason
from mainstay.common.models import Job
from mainstay.common.texts import noop
from mainstay.page.doors import SIGNED_IN, door, who
from mainstay.page.errors import sentence
from mainstay.page.listing import listed
from mainstay.page.words import counted, number
from mainstay.web.acts.words import label_of
from mainstay.web.tables import JOB_MARKS, JobTable, job_called

RUNNING = (Job.State.WAITING, Job.State.RUNNING)
#: Seconds after which a page of running work is loaded again, without a script.
AGAIN = 5


def _own(request: HttpRequest) -> Any:
    return Job.objects.filter(person_id=who(request).pk).order_by("-asked_at", "-pk")


def _found(request: HttpRequest, uid: str) -> Job:
    found: Job | None = _own(request).filter(uid=uid).first()
    if found is None:
        raise NotFound("no_job", noop("There is no such work of yours. Look at the list of your jobs."))
    return found


@door(SIGNED_IN)
def job_list(request: HttpRequest) -> HttpResponse:
    """Show one's own long work, the latest first; loaded again by itself while something runs."""
    rows = _own(request)
    running = rows.filter(state__in=RUNNING).count()
    text = ngettext("{count} job is running or waits to.", "{count} jobs are running or wait to.", running)
    shown = {
        "title": gettext("My long work"),
        "question": gettext("What is still being done for me?"),
        "answer": counted(running, text, none=gettext("Nothing of yours is running.")),
        "again": AGAIN if running else 0,
    }
    return listed(request, "web/jobs.html", JobTable(rows), shown, name="jobs")


@door(SIGNED_IN)
def job_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show one job: what is being done, how much, how long still, how it ended."""
    found = _found(request, uid)
    error = found.error or {}
    shown = {
        "job": found,
        "title": job_called(found.task),
        "mark": JOB_MARKS[found.state],
        "answer": _answer(found),
        "percent": round(100 * found.done / found.total) if found.total else None,
        "error": sentence(Reason(error["code"], error["msgid"], error.get("facts", {}))) if error else "",
        "outcome": [
            (
                label_of(str(name)),
                number(value) if isinstance(value, int) and not isinstance(value, bool) else value,
            )
            for name, value in (found.outcome or {}).items()
        ],
        "again": AGAIN if found.state in RUNNING else 0,
        "stops": found.state in RUNNING and not found.cancel_asked,
        "resumes": found.state in {Job.State.CANCELLED, Job.State.FAILED},
    }
    return render(request, "web/job.html", shown)


def _answer(found: Job) -> str:
    if found.cancel_asked and found.state in RUNNING:
        return gettext("It stops at its next step.")
    if found.state == Job.State.WAITING:
        return gettext("It waits for its turn. You can leave this page and come back.")
    if found.state == Job.State.RUNNING:
        return _how_far(found)
    if found.state == Job.State.DONE:
        return gettext("Done.")
    if found.state == Job.State.CANCELLED:
        return gettext("Stopped. What was done stands; it goes on from there.")
    return gettext("It failed. What was done stands; mend the cause and let it go on.")


def _how_far(found: Job) -> str:
    if not found.total or not found.started_at:
        return gettext("{done} done so far.").format(done=number(found.done))
    words = [gettext("{done} of {total} done.").format(done=number(found.done), total=number(found.total))]
    if found.done:
        passed = (clock.real_now() - found.started_at).total_seconds()
        minutes = max(1, round(passed * (found.total - found.done) / found.done / 60))
        text = ngettext("About {count} minute still.", "About {count} minutes still.", minutes)
        words.append(text.format(count=number(minutes)))
    return " ".join(words)


@door(SIGNED_IN, methods=["POST"])
def job_cancel(request: HttpRequest, uid: str) -> HttpResponse:
    """Ask one's own job to stop at its next step; what it did stands."""
    jobs.cancel(_found(request, uid))
    messages.success(request, gettext("It stops at its next step."))
    return redirect("job", uid=uid)


@door(SIGNED_IN, methods=["POST"])
def job_resume(request: HttpRequest, uid: str) -> HttpResponse:
    """Let one's own job go on from where it stood."""
    jobs.resume(_found(request, uid))
    messages.success(request, gettext("It goes on from where it stood."))
    return redirect("job", uid=uid)
