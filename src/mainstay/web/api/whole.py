"""What belongs to no stage: who one is, what is found, and one's own long work."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from ninja import NinjaAPI, Query, Schema
from pydantic import Field

from mainstay.accounts.permissions import holdings
from mainstay.common import jobs
from mainstay.common.errors import NotFound
from mainstay.common.models import Job
from mainstay.common.texts import noop as _
from mainstay.page.doors import SIGNED_IN, who
from mainstay.web.acts.shown import plain
from mainstay.web.selectors.search import found

from .shapes import require_text

#: The names of these operations and the actions that open them.
ACTIONS = {
    "whole-me": SIGNED_IN, "whole-search": "web.search_records", "whole-jobs": SIGNED_IN, "whole-job": SIGNED_IN,
    "whole-job-stop": SIGNED_IN, "whole-job-resume": SIGNED_IN,
}  # fmt: skip


class Asked(Schema):
    """What is looked for: words, perhaps of one kind."""

    q: str = Field(min_length=1, max_length=200)
    kind: str = Field("", max_length=60)
    page: int = Field(1, ge=1, le=1000)


class JobRow(Schema):
    """One piece of long work."""

    uid: UUID
    task: str
    state: str
    done: int
    total: int | None
    doing: str
    asked_at: str
    ended_at: str | None
    outcome: Any = None
    error: Any = None


def add_whole(api: NinjaAPI) -> None:
    """Give the API what belongs to no stage."""
    api.get(
        "/me",
        url_name="whole-me",
        tags=["whole"],
        operation_id="me",
        summary="Who one is, and which roles one holds",
    )(_me)
    api.get(
        "/search",
        url_name="whole-search",
        tags=["whole"],
        operation_id="search",
        summary="Find what one may see",
    )(_search)
    api.get(
        "/jobs", url_name="whole-jobs", tags=["whole"], operation_id="jobs", response=list[JobRow], summary="One's own long work, the latest first"
    )(_jobs)  # fmt: skip
    api.get("/jobs/{uuid:uid}", url_name="whole-job", tags=["whole"], operation_id="job", response=JobRow, summary="One job of one's own")(_job)  # fmt: skip
    for verb, act in (("stop", jobs.cancel), ("resume", jobs.resume)):
        api.post(
            f"/jobs/{{uuid:uid}}/{verb}", url_name=f"whole-job-{verb}", tags=["whole"], operation_id=f"job_{verb}", response=JobRow,
            summary="Ask a job to stop at its next step" if verb == "stop" else "Let a job go on where it stood",
        )(_acting(act))  # fmt: skip


def _me(request: HttpRequest) -> Any:
    person = who(request)
    roles = [{"role": held.role, "place": {held.scope[0]: held.scope[1]}} for held in holdings(person)]
    return JsonResponse({"name": person.name, "language": person.language, "roles": roles})


def _search(request: HttpRequest, asked: Query[Asked]) -> Any:
    require_text(asked.q, "q")
    require_text(asked.kind, "kind")
    hits = found(who(request), asked.q, kind=asked.kind, page=asked.page)
    rows = [
        {"kind": str(hit.kind), "title": hit.title, "note": hit.note, "link": hit.link} for hit in hits.hits
    ]
    kinds = [{"kind": facet.code, "name": str(facet.name), "count": facet.count} for facet in hits.facets]
    return JsonResponse({"rows": rows, "kinds": kinds})


def _jobs(request: HttpRequest) -> Any:
    rows = Job.objects.filter(person_id=who(request).pk).order_by("-asked_at", "-pk")[:200]
    return JsonResponse([_row(job) for job in rows], safe=False)


def _own(request: HttpRequest, uid: UUID) -> Job:
    job = Job.objects.filter(person_id=who(request).pk, uid=uid).first()
    if job is None:
        raise NotFound("no_job", _("There is no such work of yours. Look at the list of your jobs."))
    return job


def _job(request: HttpRequest, uid: UUID) -> Any:
    return JsonResponse(_row(_own(request, uid)))


def _acting(act: Any) -> Any:
    def operation(request: HttpRequest, uid: UUID) -> Any:
        act(_own(request, uid))
        return JsonResponse(_row(_own(request, uid)))

    return operation


def _row(job: Job) -> dict[str, Any]:
    names = ("uid", "task", "state", "done", "total", "doing", "asked_at", "ended_at", "outcome", "error")
    return {name: plain(getattr(job, name)) for name in names}
