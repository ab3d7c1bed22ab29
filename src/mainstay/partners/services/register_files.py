"""Lines of a register from a file: read cell by cell, judged like those entered by hand, saved whole or not at all."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import why_not
from mainstay.accounts.rules import Scope
from mainstay.accounts.selectors import persons_by_emails
from mainstay.accounts.services import act
from mainstay.common import crypto
from mainstay.common.errors import BadInput, Problem, Reason, RuleBroken
from mainstay.common.models import Country
from mainstay.common.texts import noop as _
from mainstay.exchange.tables import Row, Sheet, read_table
from mainstay.exchange.tables.source import Given
from mainstay.partners.models import Contact, Organisation, RegisterLine
from mainstay.partners.selectors.cells import file_value
from mainstay.partners.selectors.registers import (
    UID,
    Register,
    case_keys,
    own_registers,
    register_named,
)

from .keeping import new_line
from .places import scopes_in

#: Columns that name another record, and what kind it is.
PEOPLE = ("owner", "holder", "alternate")
PLACES = ("country", "held_in")
BODIES = ("organisation", "convened_by")


@dataclass(frozen=True)
class Imported:
    """What an import did: lines that are new, changed, and as they were."""

    new: int
    changed: int
    same: int


@dataclass(frozen=True)
class Linked:
    """The records that the cells of a file name."""

    persons: Mapping[str, Person]
    contacts: Mapping[str, Contact]
    countries: Mapping[str, Country]
    bodies: Mapping[str, Organisation]
    cases: Mapping[str, int]


@dataclass
class Plan:
    """What an import would do, and what is wrong with it."""

    new: list[RegisterLine]
    changed: list[tuple[RegisterLine, dict[str, Any]]]
    same: int
    problems: list[Problem]
    scopes: set[Scope]


def sheet_of(register: Register) -> Sheet:
    """Return the shape of a register's file; headers may be written in English or the reader's language."""
    columns = [
        replace(column, required=column.required and column.name not in register.told)
        for column in register.all_columns()
    ]
    sheet = Sheet(register.code, (UID, *columns), key=("uid",), label=str(register.title))
    return sheet.with_aliases({column.name: (gettext(column.label),) for column in sheet.columns})


def import_register(
    *, by: Person, register: str, given: Given, filename: str, dry_run: bool = False
) -> Imported:
    """Return what a CSV or XLSX file brought into a register; a fault in any row refuses the whole file.

    A line with an identity is changed, one without is new and begins in the register's first state. States, and what
    acts record, are never changed by a file. With `dry_run` everything is judged and nothing is saved.
    """
    kept = register_named(register)
    if kept not in own_registers():
        raise RuleBroken(
            "register_kept_elsewhere",
            _("“{title}” is entered where it happens, not by a file."),
            title=str(kept.title),
        )
    staged = read_table(given, filename, sheet_of(kept))
    plan = _plan(by, kept, staged.rows, staged.columns)
    staged = staged.with_problems(plan.problems)
    staged.require_clean()
    if not staged.rows:
        raise BadInput("no_rows", _("{filename} holds no lines."), filename=filename)
    done = Imported(len(plan.new), len(plan.changed), plan.same)
    if not dry_run and (plan.new or plan.changed):
        _save(by, kept, plan, filename=filename, sha256=staged.sha256)
    return done


def _save(by: Person, register: Register, plan: Plan, *, filename: str, sha256: str) -> None:
    fields = sorted({name for _line, changes in plan.changed for name in changes})
    try:
        with transaction.atomic(), act(register.enters, by=by, on=plan.scopes, met=register.met) as entry:
            for line, changes in plan.changed:
                for name, value in changes.items():
                    setattr(line, name, value)
            register.model._default_manager.bulk_create(plan.new)
            if fields:
                register.model._default_manager.bulk_update([line for line, _changes in plan.changed], fields)
            entry.note(register=register.code, file=filename, sha256=sha256, new=len(plan.new))
            entry.bulk([str(line.uid) for line in (*plan.new, *(line for line, _changes in plan.changed))])
    except IntegrityError:
        raise RuleBroken(
            "line_there",
            _("A line of the file is in the register already, or contradicts itself. Nothing was saved."),
        ) from None


def _plan(by: Person, register: Register, rows: Sequence[Row], columns: Collection[str]) -> Plan:
    linked = _linked(by, rows)
    uids = [row.values["uid"] for row in rows if row.values.get("uid")]
    known = {line.uid: line for line in register.lines(by).filter(uid__in=uids)}
    plan = Plan([], [], 0, [], set())
    for row in rows:
        fields, problems = _fields(register, row, linked, columns)
        uid = row.values.get("uid")
        line = known.get(uid) if uid else None
        if uid and line is None:
            problems.append(_problem("no_line", _("This line is not in the register, or not yours to see. Leave the identity empty for a new one."), "uid"))  # fmt: skip
        elif line is None:
            problems += _add(by, register, fields, plan, row)
        else:
            problems += _change(by, register, line, fields, plan, row)
        plan.problems += [replace(problem, row=row.number) for problem in problems]
    return plan


def _problem(code: str, msgid: str, name: str, **facts: Any) -> Problem:
    return Problem(Reason(code, msgid, facts), field=name)


def _linked(by: Person, rows: Sequence[Row]) -> Linked:
    def named(names: Iterable[str]) -> set[str]:
        return {str(row.values[name]).strip() for row in rows for name in names if row.values.get(name)}

    emails = {email.lower() for email in named(PEOPLE)}
    digests = {crypto.lookup_digest(email): email for email in emails}
    contacts = Contact.objects.filter(email_digest__in=list(digests), ended_on__isnull=True)
    codes = {code.upper() for code in named(PLACES)}
    bodies = Organisation.objects.filter(name__in=named(BODIES), merged_into__isnull=True)
    return Linked(
        persons=persons_by_emails(emails),
        contacts={digests[contact.email_digest]: contact for contact in contacts},
        countries=Country.objects.in_bulk(sorted(codes)),
        bodies={body.name: body for body in bodies},
        cases=case_keys(by, named(("case",))),
    )


def _fields(
    register: Register, row: Row, linked: Linked, columns: Collection[str]
) -> tuple[dict[str, Any], list[Problem]]:
    """Return the fields of a line as a row gives them, and which of its cells name nothing."""
    fields: dict[str, Any] = {}
    problems: list[Problem] = []
    for name in columns:
        if name in {"uid", "state"} or name in register.told:
            continue
        value = row.values.get(name)
        target, found = _link(name, value, linked)
        if value is not None and found is None and name not in row.bad:
            reason = _("“{value}” is not known here. Name an account's e-mail, a three-letter code, an organisation's name or a case you may see.")  # fmt: skip
            problems.append(_problem("unknown_link", reason, name, value=str(value)))
        fields[target] = found
        if name in {"holder", "alternate"}:
            fields.pop(target, None)
            fields.update(_either(name, found))
    return fields, problems


def _either(name: str, found: Any) -> dict[str, Any]:
    """Return a holder or alternate as an account or as a named contact."""
    other = {"holder": "contact", "alternate": "alternate_contact"}[name]
    if isinstance(found, Contact):
        return {name: None, other: found}
    return {name: found, other: None}


def _link(name: str, value: Any, linked: Linked) -> tuple[str, Any]:
    """Return the field of a column, and what its cell stands for."""
    text = str(value).strip() if value is not None else ""
    if name == "case":
        return "case_key", linked.cases.get(text.upper())
    if name in PLACES:
        return name, linked.countries.get(text.upper())
    if name in BODIES:
        return name, linked.bodies.get(text)
    if name == "owner":
        return name, linked.persons.get(text.lower())
    if name in PEOPLE:
        return name, linked.persons.get(text.lower()) or linked.contacts.get(text.lower())
    return name, value


def _told(register: Register, row: Row, line: Any) -> list[Problem]:
    """Return which cells of a row would change what only acts record."""
    found = []
    first = register.marks[register.workflow.start][1]
    for column in register.all_columns():
        value = row.values.get(column.name)
        if column.name not in {*register.told, "state"} or value in (None, ""):
            continue
        if line is None and column.name == "state":
            same = str(value) in {str(first), register.workflow.start}
        elif line is None:
            same = column.name in {"title", "due_on"}
        else:
            there = {str(file_value(register, line, column)), str(register.value(line, column.name))}
            same = str(value) in there or value == register.value(line, column.name)
        if not same:
            reason = _("“{column}” is recorded by an act on the line's page, never by a file. Leave it as it was exported; leave it empty in a new line.")  # fmt: skip
            found.append(_problem("told_by_acts", reason, column.name, column=column.label))
    return found


def _add(by: Person, register: Register, fields: dict[str, Any], plan: Plan, row: Row) -> list[Problem]:
    given = register.complete({name: value for name, value in fields.items() if value is not None})
    line = new_line(by, register.model, given)
    scopes = _scopes(fields)
    refused = why_not(by, register.enters, scopes, met=register.met)
    plan.new.append(line)
    plan.scopes.update(scopes)
    found = [*_told(register, row, None), *register.faults(line)]
    bad = {*row.bad, *(problem.field for problem in found if problem.reason.code != "required")}
    found = [p for p in found if p.reason.code != "required" or p.field not in bad]
    return [*found, *([Problem(refused)] if refused else [])]


def _scopes(fields: Mapping[str, Any]) -> list[Scope]:
    scopes = scopes_in(fields.get("country"), case_key=fields.get("case_key"))
    if fields.get("region") and not fields.get("country"):
        scopes.append(("region", fields["region"]))
    return scopes


def _change(
    by: Person, register: Register, line: Any, fields: Mapping[str, Any], plan: Plan, row: Row
) -> list[Problem]:
    found = _told(register, row, line)
    changes = {name: _same_kind(line, name, value) for name, value in fields.items()}
    changes = {name: value for name, value in changes.items() if getattr(line, name) != value}
    for kept in ("owner", "case_key"):  # An empty cell may hide what its reader may not see.
        if changes.get(kept, line) is None:
            changes.pop(kept)
    if not changes:
        plan.same += 1
        return found
    editable = register.editable or frozenset(register.workflow.states) - register.settled
    if line.state not in editable:
        found.append(_problem("line_settled", _("This line is settled: a file does not change it any more."), "state"))  # fmt: skip
    if "due_on" in changes:
        changes["told_late_on"] = None
    for on in (line, _scopes({"country": line.country, "case_key": line.case_key, **changes})):
        refused = why_not(by, register.enters, on, met=register.met)
        found += [Problem(refused)] if refused else []
    before = {name: getattr(line, name) for name in changes}
    for name, value in changes.items():
        setattr(line, name, value)
    found += register.faults(line)
    for name, value in before.items():
        setattr(line, name, value)
    plan.changed.append((line, changes))
    plan.scopes.update(_scopes({"country": line.country, "case_key": line.case_key}))
    return found


def _same_kind(line: Any, name: str, value: Any) -> Any:
    """Return an empty cell as its field keeps emptiness."""
    if value is not None:
        return value
    field = line._meta.get_field(name)
    return None if field.null else field.get_default()
