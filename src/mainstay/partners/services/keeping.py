"""The frame of every act on a line of a register: entered, moved on, changed, shown by a file."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, BinaryIO, TypeVar

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock, files
from mainstay.common.audit import Draft
from mainstay.common.errors import BadInput, NotFound, Problem
from mainstay.common.models import Attachment
from mainstay.common.texts import noop as _
from mainstay.partners.models import RegisterLine
from mainstay.partners.selectors.registers import Register, register_named, register_of

from .places import country_of, scopes_in

L = TypeVar("L", bound=RegisterLine)


def enter_line(
    by: Person,
    model: type[L],
    action: str,
    *,
    country: str = "",
    case_key: int | None = None,
    region: str = "",
    met: Collection[str] = (),
    **fields: Any,
) -> L:
    """Return a new line of a register, judged as its columns say; `fields` are the columns of its table."""
    place = country_of(country) if country else None
    scopes = scopes_in(place, case_key=case_key)
    if region:
        fields["region"] = region
        scopes += [] if place else [("region", region)]
    with act(action, by=by, on=scopes, met=met) as entry:
        line = new_line(by, model, {**fields, "country": place, "case_key": case_key})
        refuse(register_of(model).faults(line))
        line.save()
        entry.on(line)
        note_line(entry, line)
    return line


def new_line(by: Person, model: type[L], fields: Mapping[str, Any]) -> L:
    """Return a line as it will be saved: texts trimmed, an owner named, its author kept."""
    given = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in fields.items()
        if value is not None
    }
    given.setdefault("owner", by)
    return model(**given, entered_by=by, entered_at=clock.now(), synthetic=by.synthetic)


def note_line(entry: Draft, line: RegisterLine) -> None:
    """Write into the audit what was entered; what is personal as a digest only."""
    register = register_of(type(line))
    subject = f"{line._meta.model_name}:{line.pk}"
    for name in register.personal:
        entry.change_personal(subject, name, None, getattr(line, name))
    if "title" not in register.personal:
        entry.note(title=line.title)
    entry.note(register=register.code, state=line.state)


def refuse(problems: Iterable[Problem]) -> None:
    """Raise `BadInput` with every problem, the first as its sentence; do nothing when there is none."""
    found = list(problems)
    if found:
        first = found[0].reason
        raise BadInput(first.code, first.msgid, problems=found, **first.facts)


def move_line(
    by: Person, line: RegisterLine, action: str, state: str, *, reason: str = "", **changes: Any
) -> None:
    """Move a line on to `state`, the answer of its workflow to a verb, with what changes in it."""
    with act(action, by=by, on=line, reason=reason) as entry:
        write_line(entry, line, {**changes, "state": state})


def change_line(by: Person, line: RegisterLine, action: str, **changes: Any) -> None:
    """Change what is named (owner, due day, evidence …); what is None stays as it is."""
    given = {name: value for name, value in changes.items() if value is not None}
    if not given:
        raise BadInput("nothing_changed", _("Say what changes: the owner, the day, the evidence."))
    with act(action, by=by, on=line) as entry:
        write_line(entry, line, given)


def write_line(entry: Draft, line: RegisterLine, changes: Mapping[str, Any]) -> None:
    """Write changes into a line and into the audit; a new due day is reminded of anew."""
    register = register_of(type(line))
    subject, changed = f"{line._meta.model_name}:{line.pk}", dict(changes)
    if "due_on" in changed and changed["due_on"] != line.due_on:
        changed["told_late_on"] = None
    for name, value in changed.items():
        trimmed = value.strip() if isinstance(value, str) else value
        old = getattr(line, name)
        if name in register.personal:
            entry.change_personal(subject, name, old, trimmed)
        else:
            entry.change(name, _said(old), _said(trimmed))
        setattr(line, name, trimmed)
    refuse(register.faults(line))
    line.save(update_fields=[*changed])


def _said(value: Any) -> Any:
    """Return a value as the audit keeps it."""
    if isinstance(value, Person):
        return value.pk
    if value is None or isinstance(value, str | int | bool):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def open_evidence(by: Person, register: Register, line: str, uid: str) -> Attachment:
    """Return a file of a line that `by` may read; where the register keeps personal data the reading is in the audit."""
    found = register.found(by, line)
    held = Attachment.objects.filter(
        record_kind=found._meta.label_lower, record_id=str(found.pk), uid=uid
    ).first()
    if held is None or not files.path_of(held.sha256).exists():
        raise NotFound("no_file", _("There is no such file on this line, or it is not yours to open."))
    if register.personal:
        with act(register.reads, by=by, on=found) as entry:
            entry.note(opened=held.sha256)
    return held


def attach_evidence(*, by: Person, register: str, line: str, stream: BinaryIO, name: str) -> Attachment:
    """Return the file that shows what a line says; `line` is its identity as its page shows it."""
    kept = register_named(register)
    found = kept.found(by, line)
    with act(kept.enters, by=by, on=found) as entry:
        made = files.attach(stream, name=name, record=found, by=by.pk)
        entry.note(file=made.name, sha256=made.sha256)
    return made
