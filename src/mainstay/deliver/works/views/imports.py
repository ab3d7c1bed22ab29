"""A file of workers: read and reported cell by cell first, taken in whole when somebody says so."""

import io
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import get_visible, may, require
from mainstay.common import clock, jobs
from mainstay.common.errors import AppError, NotFound
from mainstay.common.texts import noop as _
from mainstay.deliver.works.forms import WORKERS
from mainstay.deliver.works.forms.register import FileForm
from mainstay.deliver.works.models import ImportBatch
from mainstay.deliver.works.selectors.sites import projects_with_sites_visible
from mainstay.deliver.works.selectors.worker_page import projects_with_workers
from mainstay.deliver.works.selectors.workers import export_rows
from mainstay.deliver.works.services.registration import apply_workers, error_workbook, stage_workers
from mainstay.deliver.works.services.staging import problems_of
from mainstay.deliver.works.views.heads import works_head
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence
from mainstay.page.listing import KINDS
from mainstay.page.words import counted, number

if TYPE_CHECKING:
    from mainstay.design.models import Project

#: A longer file is taken in by the worker, so that nobody waits before a page that stands still.
AT_ONCE = 2000
#: So many faults are named on the page; the marked file has them all.
NAMED = 200


def _project(person: Person, uid: str) -> "Project":
    rows = projects_with_sites_visible(person) | projects_with_workers(person).order_by()
    project = rows.filter(uid=uid).select_related("case", "country").first()
    if project is None:
        raise NotFound("no_project", _("There is no such project, or it is not yours to see."))
    require(person, "works.register_workers", project)
    return project


@door("works.register_workers", methods=["GET", "HEAD", "POST"])
def give(request: HttpRequest, uid: str) -> HttpResponse:
    """Ask for a file of workers; it is read and checked, and nothing is taken in yet."""
    person = who(request)
    project = _project(person, uid)
    form, refused, status = FileForm(request.POST or None, request.FILES or None), "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data["file"]
            try:
                batch = stage_workers(by=person, project=project, given=given.read(), filename=given.name)
            except AppError as error:
                refused, status = sentence(error.reason), error.status
            else:
                return redirect("works_imported", uid=batch.uid)
    shown = {
        **works_head(person, project),
        "form": form,
        "refused": refused,
        "exports": may(person, "works.export_workers", project),
        "columns": [column for column in WORKERS.columns if not column.hidden],
        "given": ImportBatch.objects.filter(project=project, kind="WORKERS").select_related("staged_by").order_by("-staged_at")[:10],
    }  # fmt: skip
    return render(request, "works/import.html", shown, status=status)


@door("works.register_workers")
def form_file(request: HttpRequest, uid: str) -> HttpResponse:
    """Return the workbook of the register: empty, to be filled."""
    return _workbook(_project(who(request), uid), [])


@door("works.export_workers")
def current_file(request: HttpRequest, uid: str) -> HttpResponse:
    """Return the register of a project as it stands, to be corrected and given back; restricted fields never go out."""
    person = who(request)
    rows = projects_with_workers(person).filter(uid=uid)
    project = rows.first()
    if project is None:
        raise NotFound("no_project", _("There is no such project, or it is not yours to see."))
    require(person, "works.export_workers", project)
    return _workbook(project, export_rows(person, project))


def _workbook(project: "Project", rows: Iterable[Mapping[str, Any]]) -> HttpResponse:
    from mainstay.exchange.tables import write_xlsx

    out = io.BytesIO()
    write_xlsx(
        WORKERS, rows, to=out, title=project.reference, locale=get_language() or "en", translate=gettext
    )
    answer = HttpResponse(out.getvalue(), content_type=KINDS["xlsx"])
    name = f"workers-{project.reference}-{clock.today():%Y-%m-%d}.xlsx".replace("/", "-")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _batch(person: Person, uid: str) -> ImportBatch:
    rows = ImportBatch.objects.filter(kind="WORKERS").select_related(
        "project__case", "project__country", "staged_by"
    )
    return get_visible(rows, person, "works.register_workers", uid=uid)


@door("works.register_workers")
def report(request: HttpRequest, uid: str) -> HttpResponse:
    """Show what a file would change, or each cell that is wrong in it."""
    person = who(request)
    batch = _batch(person, uid)
    problems = problems_of(batch)
    shown = {
        **works_head(person, batch.project),
        "batch": batch,
        "answer": _answer(batch),
        "problems": [(problem.row, problem.field, sentence(problem.reason)) for problem in problems[:NAMED]],
        "more": max(batch.problem_count - NAMED, 0),
        "marked": error_workbook(batch).exists(),
    }
    return render(request, "works/imported.html", shown)


def _answer(batch: ImportBatch) -> str:
    found = batch.summary
    if batch.problem_count:
        words = ngettext("{count} cell is wrong; nothing was taken in.", "{count} cells are wrong; nothing was taken in.", batch.problem_count)  # fmt: skip
        return counted(batch.problem_count, words, none="")
    if batch.state == "APPLIED":
        words = gettext("Taken in: {new} new, {changed} corrected.")
    else:
        words = gettext(
            "{new} people would be new, {changed} corrected, {unchanged} stay as they are. Nothing is taken in yet."
        )
    return words.format(**{name: number(found.get(name, 0)) for name in ("new", "changed", "unchanged")})


@door("works.register_workers")
def marked_file(request: HttpRequest, uid: str) -> FileResponse:
    """Return the same file with its faults marked, to be corrected and given again."""
    batch = _batch(who(request), uid)
    path = error_workbook(batch)
    if not path.exists():
        raise NotFound(
            "no_marked_file", _("There is no marked copy of this file any more. Give the file again.")
        )
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=f"corrected-{batch.filename.rsplit('.', 1)[0]}.xlsx"
    )


@door("works.register_workers", methods=["POST"])
def take_in(request: HttpRequest, uid: str) -> HttpResponse:
    """Take a file in, whole; a long one is taken in behind the page."""
    person = who(request)
    batch = _batch(person, uid)
    if batch.rows > AT_ONCE:
        jobs.start("works.apply_workers", by=person.pk, batch=batch.pk)
        messages.info(
            request, gettext("The file is long: it is taken in now, and this page says so when it is done.")
        )
    else:
        done = apply_workers(by=person, batch=batch)
        words = gettext("{new} people are registered, {changed} corrected, {pairs} pairs may be one person.")
        messages.success(request, words.format(**done))
    return redirect("works_imported", uid=uid)
