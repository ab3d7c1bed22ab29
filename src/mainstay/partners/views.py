"""Registers: what do we keep count of? One set of pages for every register."""

import io
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may, may_anywhere
from mainstay.common import clock, files
from mainstay.common.errors import AppError, BadInput
from mainstay.common.models import Attachment
from mainstay.page.doors import SIGNED_IN, View, door, who
from mainstay.page.errors import place_and_sentence, sentence
from mainstay.page.listing import KINDS, listed
from mainstay.page.words import counted, named, number
from mainstay.partners.forms import EvidenceForm, FileForm, LineFilter
from mainstay.partners.models import Event, FocalPoint, Researcher
from mainstay.partners.selectors import participants_visible
from mainstay.partners.selectors.cells import shown_label, shown_value
from mainstay.partners.selectors.registers import Register, case_names, own_registers, registers
from mainstay.partners.services import attach_evidence, import_register
from mainstay.partners.services.keeping import open_evidence
from mainstay.partners.services.register_files import sheet_of
from mainstay.partners.tables import lines_table

MOST_PROBLEMS = 100
#: Registers whose lines are texts for others to read.
TEXTS = frozenset({"messages", "positions"})


@door(SIGNED_IN)
def register_index(request: HttpRequest) -> HttpResponse:
    """Show the registers that this person may read, each with its number in words."""
    person, today = who(request), clock.today()
    rows: list[dict[str, Any]] = []
    for register in registers():
        if may_anywhere(person, register.reads):
            lines = register.lines(person).order_by()
            rows.append(
                {
                    "register": register,
                    "address": reverse(f"register_{register.code}"),
                    "count": lines.count(),
                    "late": register.late(lines, today=today).count(),
                    "figure": register.figure(lines),
                }
            )
    late = sum(row["late"] for row in rows)
    count = sum(row["count"] for row in rows)
    words = [
        counted(
            count,
            ngettext("{count} line in the registers.", "{count} lines in the registers.", count),
            none=gettext("Nothing is kept count of here yet, or nothing that is yours to see."),
        ),
        counted(late, ngettext("{count} is late.", "{count} are late.", late), none=""),
    ]
    return render(request, "partners/registers.html", {"rows": rows, "answer": " ".join(words).strip()})


def register_list(register: Register) -> View:
    """Return the view of a register's list: its number on top, its lines narrowed by the address."""

    @door(register.reads)
    def shown(request: HttpRequest) -> HttpResponse:
        person, today = who(request), clock.today()
        form = LineFilter(request.GET, register=register)
        seen = register.lines(person)
        lines = list(form.lines(seen, person, today=today))
        names = case_names(person, [register.case_key(line) for line in lines])
        late = sum(register.is_late(line, today=today) for line in lines)
        context = {
            "register": register,
            "answer": _list_answer(len(lines), late),
            "figure": register.figure(seen.order_by()),
            "indicators": [(code, named("indicators", code)) for code in register.counts_for],
            "board": register.board(person) if register.board else None,
            "links": _links(register, person),
        }
        table = lines_table(register, lines, names)
        return listed(request, "partners/register.html", table, context, name=register.code, filters=form)

    return shown


def _list_answer(count: int, late: int) -> str:
    words = [
        counted(count, ngettext("{count} line.", "{count} lines.", count), none=""),
        counted(late, ngettext("{count} is late.", "{count} are late.", late), none=""),
    ]
    return " ".join(words).strip()


def _links(register: Register, person: Person) -> list[tuple[str, str]]:
    """Return the ways to enter a line: by a form, and by a file."""
    if not may_anywhere(person, register.enters):
        return []
    links = [
        (
            reverse("act", args=[register.stage.rpartition(".")[2], register.verb]),
            str(register.adds or gettext("Enter one")),
        )
    ]
    if register in own_registers():
        links.append((reverse(f"file_{register.code}"), gettext("Import a file")))
    return links


def register_line(register: Register) -> View:
    """Return the view of one line: what it says, how far it is, what shows it."""

    @door(register.reads)
    def shown(request: HttpRequest, key: str) -> HttpResponse:
        person = who(request)
        return _line_page(request, register, register.found(person, key), EvidenceForm())

    return shown


def register_evidence(register: Register) -> View:
    """Return the view that takes a file which shows what a line says."""

    @door(register.enters, methods=["POST"])
    def taken(request: HttpRequest, key: str) -> HttpResponse:
        person = who(request)
        line, form = register.found(person, key), EvidenceForm(request.POST, request.FILES)
        if form.is_valid():
            given = form.cleaned_data["file"]
            try:
                attach_evidence(
                    by=person, register=register.code, line=key, stream=given.file, name=given.name
                )
                messages.success(request, gettext("The file is kept with the line."))
                return redirect(register.address(line))
            except BadInput as error:
                form.add_error("file", sentence(error.reason))
        return _line_page(request, register, line, form, status=422)

    return taken


def register_evidence_file(register: Register) -> View:
    """Return the view that gives a file which is attached to a line."""

    @door(register.reads)
    def given(request: HttpRequest, key: str, uid: UUID) -> FileResponse:
        found = open_evidence(who(request), register, key, str(uid))
        stream = files.path_of(found.sha256).open("rb")
        return FileResponse(stream, as_attachment=True, filename=found.name, content_type=found.content_type)

    return given


def _line_page(
    request: HttpRequest, register: Register, line: Any, form: EvidenceForm, *, status: int = 200
) -> HttpResponse:
    person, today = who(request), clock.today()
    names = case_names(person, [register.case_key(line)])
    case = names.get(register.case_key(line) or 0)
    evidence = str(register.value(line, "evidence") or "")
    attached = Attachment.objects.filter(record_kind=line._meta.label_lower, record_id=str(line.pk))
    context = {
        "register": register,
        "list": reverse(f"register_{register.code}"),
        "line": line,
        "title": str(register.headed).format(title=register.value(line, "title")),
        "text": _text(register, line),
        "mark": register.marks[line.state],
        "late": register.is_late(line, today=today),
        "road": _road(register, line.state),
        "owner": register.value(line, "owner"),
        "due_on": register.value(line, "due_on"),
        "due_called": register.faces.get("due_on", (gettext("Due"), None))[0],
        "case": case,
        "fields": [
            (shown_label(register, column), shown_value(register, line, column))
            for column in _own(register)
            if _is_told(register, line, column)
        ],
        "country": register.value(line, "country"),
        "evidence": evidence,
        "evidence_link": evidence
        if evidence.startswith(("https://", "http://")) and " " not in evidence
        else "",
        "files": [
            (file, reverse(f"evidence_file_{register.code}", args=[getattr(line, register.key), file.uid]))
            for file in attached.order_by("-added_at")
            if register.takes_files
        ],
        "form": form if register.takes_files and may(person, register.enters, line) else None,
        "form_address": f"{register.address(line)}evidence/",
        "indicators": [(code, named("indicators", code)) for code in register.counts_for],
        "contact": _contact(person, line),
        "participants": _participants(person, line),
    }
    return render(request, "partners/register_line.html", context, status=status)


def _text(register: Register, line: Any) -> str:
    """Return what a line says to the public, which stands before the facts about it."""
    return str(register.value(line, "text") or "") if register.code in TEXTS else ""


def _is_told(register: Register, line: Any, column: Any) -> bool:
    """Return whether a column says something yet: what acts tell is empty before the first of them."""
    untold = column.name in register.told and register.value(line, column.name) in {None, 0, ""}
    return not (untold and line.state == register.workflow.start)


def _own(register: Register) -> list[Any]:
    hidden = {"title", "state", "owner", "country", "case", "due_on", "evidence"}
    hidden |= {"text"} if register.code in TEXTS else set()
    return [column for column in register.all_columns() if column.name not in hidden]


def _road(register: Register, state: str) -> list[dict[str, Any]]:
    """Return the states of a line's straight way, which are behind it and where it stands."""
    marks, way = register.marks, list(register.marks)
    if marks[state][0] in {"skipped", "late"}:
        return []
    way = [code for code in way if marks[code][0] not in {"skipped", "late"}]
    if len(way) < 2:
        return []
    at = way.index(state)
    return [
        {"word": marks[code][1], "done": place < at, "here": place == at} for place, code in enumerate(way)
    ]


def _contact(person: Person, line: Any) -> dict[str, str] | None:
    """Return how a focal point is reached, and the work contact of a researcher for those who may read it."""
    if isinstance(line, FocalPoint):
        somebody = line.holder or line.contact
        return {
            "email": str(getattr(somebody, "email", "") or ""),
            "phone": str(getattr(somebody, "phone", "") or ""),
        }
    if not isinstance(line, Researcher) or not may(person, "partners.read_researcher_contacts", line):
        return None
    return {"email": str(line.work_email or ""), "phone": str(line.work_phone or "")}


def _participants(person: Person, line: Any) -> Any:
    """Return who took part in an event, for those who may read it."""
    if not isinstance(line, Event) or not may_anywhere(person, "learn.read_participants"):
        return None
    return participants_visible(person).filter(event=line)


def register_file(register: Register) -> View:
    """Return the view that brings a file into a register: all of it or nothing, each fault by row and field."""

    @door(register.enters, methods=["GET", "HEAD", "POST"])
    def taken(request: HttpRequest) -> HttpResponse:
        form = FileForm(request.POST or None, request.FILES or None)
        problems: list[str] = []
        if request.method == "POST" and form.is_valid():
            given, dry = form.cleaned_data["file"], form.cleaned_data["dry_run"]
            try:
                done = import_register(
                    by=who(request),
                    register=register.code,
                    given=given.read(),
                    filename=given.name,
                    dry_run=dry,
                )
                messages.success(request, _done_words(done, dry=dry))
                if not dry:
                    return redirect(f"register_{register.code}")
            except AppError as error:
                form.add_error(None, sentence(error.reason))
                found = error.problems if isinstance(error, BadInput) else ()
                problems = [place_and_sentence(problem) for problem in found[:MOST_PROBLEMS]]
        context = {
            "register": register,
            "list": reverse(f"register_{register.code}"),
            "template": reverse(f"template_{register.code}"),
            "form": form,
            "problems": problems,
            "columns": _columns_told(register),
        }
        return render(
            request,
            "partners/register_file.html",
            context,
            status=422 if form.errors and form.is_bound else 200,
        )

    return taken


def _done_words(done: Any, *, dry: bool) -> str:
    facts = {"new": number(done.new), "changed": number(done.changed), "same": number(done.same)}
    if dry:
        return gettext("It would enter {new} lines, change {changed}, and leave {same} as they are.").format(
            **facts
        )
    return gettext("Lines entered: {new}; changed: {changed}; as they were: {same}.").format(**facts)


def _columns_told(register: Register) -> list[Mapping[str, Any]]:
    """Return each column of the file with what it takes."""
    told = {*register.told, "state"}
    return [
        {
            "label": gettext(column.label),
            "required": column.required,
            "dated": column.kind == "date",
            "cased": column.name == "case",
            "choices": [labels[0] for labels in column.choice_labels().values()],
            "told": column.name in told,
        }
        for column in sheet_of(register).columns
        if not column.hidden
    ]


def register_template(register: Register) -> View:
    """Return the view that gives an empty file of a register, with its headers and lists to choose from."""

    @door(register.enters)
    def given(request: HttpRequest) -> HttpResponse:
        from mainstay.exchange.tables import Sheet, write_xlsx

        sheet = sheet_of(register)
        open_columns = tuple(
            column for column in sheet.columns if column.name not in {*register.told, "state", "uid"}
        )
        out = io.BytesIO()
        write_xlsx(
            Sheet(sheet.name, open_columns, label=sheet.label),
            [],
            to=out,
            locale=get_language() or "en",
            translate=gettext,
        )
        answer = HttpResponse(out.getvalue(), content_type=KINDS["xlsx"])
        answer["Content-Disposition"] = f'attachment; filename="{register.code}.xlsx"'
        return answer

    return given
