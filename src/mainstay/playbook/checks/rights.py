"""The rights data: each grant names what exists, each line of prose is accounted for, limits hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mainstay.common.texts import noop as _

from .fault import Fault, fault, unknown

if TYPE_CHECKING:
    from mainstay.playbook.book import Playbook

ACTION_CODE = re.compile(r"^[a-z]+\.[a-z0-9]+(_[a-z0-9]+)+$")
GUARDED = ("SENSITIVE", "RESTRICTED")


def rights_faults(book: Playbook) -> Iterator[Fault]:
    """Yield everything in which the rights files disagree."""
    yield from _roles(book)
    yield from _actions(book)
    yield from _grants(book)
    yield from _limits(book)
    yield from _separations(book)
    yield from _prose(book)


def _roles(book: Playbook) -> Iterator[Fault]:
    file = "rights/roles.yaml"
    for role in book.roles.values():
        yield from unknown(
            file, role.code, (role.scope, *role.holds_at), book.scope_kinds, "the kind of scope"
        )
    for group in book.role_groups.values():
        yield from unknown(file, group.code, group.roles, book.roles, "the role")
        if group.code in book.roles:
            yield fault(
                file, group.code, "double_name", _("is a role and a group of roles. Rename the group.")
            )
    for kind in book.scope_kinds.values():
        yield from unknown(
            "rights/scopes.yaml", kind.code, filter(None, [kind.within]), book.scope_kinds, "the kind"
        )


def _actions(book: Playbook) -> Iterator[Fault]:
    granted = {grant.action for grant in book.grants}
    for stage, held in book.rights.items():
        file = f"rights/{stage}.yaml"
        if held.stage != stage:
            yield fault(
                file,
                "stage",
                "wrong_stage",
                _("says stage {stage}. It must be the name of the file."),
                stage=held.stage,
            )
        for action in held.actions.values():
            if action.stage != stage or not ACTION_CODE.match(action.code):
                yield fault(
                    file, action.code, "action_code", _("must be named {stage}.verb_noun."), stage=stage
                )
            if action.code not in granted:
                yield fault(
                    file, action.code, "granted_to_nobody", _("is granted to nobody. Grant it or remove it.")
                )


def _grants(book: Playbook) -> Iterator[Fault]:
    for stage, held in book.rights.items():
        file = f"rights/{stage}.yaml"
        for number, row in enumerate(held.grants, start=1):
            place = f"grants/{number}"
            yield from unknown(file, place, row.roles, {*book.roles, *book.role_groups}, "the role")
            yield from unknown(file, place, row.actions, held.actions, "the action")
            yield from unknown(file, place, [row.scope], {*book.scope_kinds, "natural"}, "the kind of scope")
            yield from unknown(file, place, filter(None, [row.condition]), book.conditions, "the condition")
    for grant in book.grants:
        action = book.actions.get(grant.action)
        if action is None or grant.role != "PUBLIC" or grant.condition is not None:
            continue
        if action.reads and action.data_class != "PUBLIC":
            yield fault(
                f"rights/{action.stage}.yaml",
                grant.action,
                "open_to_all",
                _("is granted to anybody though its class is {data_class}."),
                data_class=action.data_class,
            )


def _limits(book: Playbook) -> Iterator[Fault]:
    file = "rights/limits.yaml"
    by_record = {limit.record: limit for limit in book.limits.values()}
    records = {action.record for action in book.actions.values()}
    for limit in book.limits.values():
        yield from unknown(file, limit.code, limit.readers, book.roles, "the role")
        yield from unknown(file, limit.code, [limit.record], records, "the kind of record")
    for action in book.actions.values():
        if action.reads and action.data_class in GUARDED and action.record not in by_record:
            yield fault(
                file,
                action.record,
                "no_limit",
                _("is read by {action} and is {data_class}, but no limit says who alone may read it."),
                action=action.code,
                data_class=action.data_class,
            )
    for grant in book.grants:
        read = book.actions.get(grant.action)
        held = by_record.get(read.record) if read is not None else None
        if read is None or held is None or not read.reads or grant.scope == "own":
            continue
        if grant.role not in held.readers:
            yield fault(
                f"rights/{read.stage}.yaml",
                grant.action,
                "beyond_limit",
                _("is granted to {role}, but {limit} lets only {readers} read it."),
                role=grant.role,
                limit=held.code,
                readers=", ".join(held.readers),
            )


def _separations(book: Playbook) -> Iterator[Fault]:
    file = "rights/separations.yaml"
    for group in book.separations.values():
        yield from unknown(file, group.code, group.acts, book.actions, "the action")
        yield from unknown(file, group.code, group.signatures, group.acts, "the act")
        needed = sum(group.signatures.get(act, 1) for act in group.acts) + len(group.holders)
        if group.persons != needed:
            yield fault(
                file,
                group.code,
                "wrong_count",
                _("says {said} persons, but its acts need {needed}."),
                said=group.persons,
                needed=needed,
            )
        if group.exception is not None:
            yield from unknown(file, group.code, group.exception.may_coincide, group.acts, "the act")
            if group.exception.persons >= group.persons:
                yield fault(
                    file, group.code, "no_exception", _("has an exception that needs as many persons.")
                )


def _prose(book: Playbook) -> Iterator[Fault]:
    file = "rights/unmapped.yaml"
    expected = {(role.code, "can", line) for role in book.roles.values() for line in role.can}
    expected |= {(role.code, "cannot", line) for role in book.roles.values() for line in role.cannot}
    expected |= {("", "rule", line) for line in book.prose.rules}
    found = {(line.role, line.kind, line.line) for line in book.prose.lines}
    for role, kind, text in sorted(expected - found):
        yield fault(
            file,
            role or "rules",
            "prose_lost",
            _("the line “{line}” ({kind}) is not accounted for."),
            line=text,
            kind=kind,
        )
    for role, kind, text in sorted(found - expected):
        yield fault(
            file,
            role or "rules",
            "prose_strange",
            _("“{line}” ({kind}) is no line of the role."),
            line=text,
            kind=kind,
        )
    yield from _prose_against_grants(book)


def _prose_against_grants(book: Playbook) -> Iterator[Fault]:
    file = "rights/unmapped.yaml"
    may = {(grant.role, grant.action) for grant in book.grants}
    for line in book.prose.lines:
        place = f"{line.role or 'rules'}: {line.line}"
        yield from unknown(file, place, (*line.granted, *line.denied), book.actions, "the action")
        yield from unknown(file, place, filter(None, [line.separation]), book.separations, "the separation")
        if not (line.granted or line.denied or line.separation or line.because):
            yield fault(file, place, "prose_empty", _("names neither acts nor a reason why there are none."))
        for action in line.granted if line.role else ():
            if (line.role, action) not in may:
                yield fault(
                    file,
                    place,
                    "prose_untrue",
                    _("says that the role may {action}; no grant gives it."),
                    action=action,
                )
        for action in line.denied:
            if (line.role, action) in may:
                yield fault(
                    file, place, "prose_broken", _("forbids {action}, yet a grant gives it."), action=action
                )
