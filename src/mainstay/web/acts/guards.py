"""What a service itself would refuse: its guards, read with the record in hand and without doing anything.

A guard is what a service demands before and beside its changes: ``require(rules.why_not_…(…))``, ``if …: raise …``,
``WORKFLOW.move(record.state, …)``, in the service or in a helper that it calls. Here a service is read with two values
known, the record and the person; whatever depends on something else stays open, and what the service would change is
only noted. So an act is shut only where the service would refuse it whatever is typed into its form, and the reason is
the service's own.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from django.db.models import Model

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common.errors import AppError, Reason, require
from mainstay.common.workflow import Workflow

from .deeds import Deed
from .reckoning import OPEN, Changed, Given, Reckoner, Refused

#: How deep helpers are followed.
DEEPEST = 4
#: The rooms whose helpers are read in turn.
_FOLLOWED = (".services.", ".rules.")
_HELD = (list, dict, set)


class _Unsure(Exception):
    """Nothing certain can be said beyond this line."""


class _Returned(Exception):
    """A helper hands a value back."""

    def __init__(self, value: Any) -> None:
        self.value = value
        super().__init__()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a service says of a record: why it would refuse; else which moves it makes."""

    reason: Reason | None = None
    moves: tuple[tuple[Workflow, str, str], ...] = ()


def reading(deed: Deed, name: str, record: Model, person: Person) -> Reading:
    """Return what the service of an act says of a record and a person, whatever else is given."""
    if deed.words_of:
        return Reading()
    changed = Changed()
    try:
        _Reader(DEEPEST, changed).call(deed.service, {name: record, "by": person})
    except Refused as refused:
        return Reading(refused.reason)
    return Reading(moves=tuple(changed.moves))


class _Reader:
    """Reads the statements of one function with what is known of its values."""

    def __init__(self, deepest: int, changed: Changed) -> None:
        self.deepest, self.changed = deepest, changed
        self.known: Given = {}
        self.reckon = Reckoner({}, {}, changed, self._called)

    def call(self, function: Callable[..., Any], given: Mapping[str, Any]) -> Any:
        """Return what a function hands back; `OPEN` where that depends on what is not known."""
        function = inspect.unwrap(function)
        tree = _parsed(function)
        if tree is None:
            return OPEN
        names = [one.arg for one in (*tree.args.posonlyargs, *tree.args.args, *tree.args.kwonlyargs)]
        self.known = dict.fromkeys(names, OPEN) | dict(given)
        self.known |= {one.arg: OPEN for one in (tree.args.vararg, tree.args.kwarg) if one}
        self.reckon = Reckoner(self.known, function.__globals__, self.changed, self._called)
        try:
            self._read(tree.body)
        except _Returned as returned:
            return returned.value
        except _Unsure:
            return OPEN
        return None

    def _called(self, function: Any, args: list[Any], named: Mapping[str, Any]) -> Any:
        """Answer a call that cannot simply be made: a demand, or a helper that is read in turn."""
        if function is require and args:
            if isinstance(args[0], Reason):
                raise Refused(args[0])
            return None
        if self.deepest == 0 or function is act or not _is_followed(function):
            return OPEN
        try:
            given = inspect.signature(function).bind(*args, **named)
        except TypeError:
            return OPEN
        given.apply_defaults()
        return _Reader(self.deepest - 1, self.changed).call(function, given.arguments)

    def _read(self, body: list[ast.stmt]) -> None:
        for statement in body:
            read = getattr(self, f"_{type(statement).__name__.lower()}", None)
            if read is None:
                raise _Unsure
            read(statement)

    def _value(self, node: ast.expr | None) -> Any:
        if node is None:
            return None
        if isinstance(node, ast.Yield):  # the block of a context manager begins: its guards are all read
            raise _Returned(OPEN)
        try:
            return self.reckon.value(node)
        except AppError as refusal:
            raise Refused(refusal.reason) from None

    def _expr(self, statement: ast.Expr) -> None:
        self._value(statement.value)
        self._forget(statement)

    def _assign(self, statement: ast.Assign) -> None:
        value = self._value(statement.value)
        for target in statement.targets:
            self._keep(target, value)

    def _annassign(self, statement: ast.AnnAssign) -> None:
        self._keep(statement.target, self._value(statement.value))

    def _augassign(self, statement: ast.AugAssign) -> None:
        self._keep(statement.target, OPEN)

    def _keep(self, target: ast.expr, value: Any) -> None:
        if isinstance(target, ast.Name):
            self.known[target.id] = value
        elif isinstance(target, ast.Tuple | ast.List):
            parts = list(value) if isinstance(value, tuple | list) else []
            fits = len(parts) == len(target.elts)
            for at, one in enumerate(target.elts):
                self._keep(one, parts[at] if fits else OPEN)
        elif isinstance(target, ast.Attribute):
            self.changed.note(self._value(target.value), target.attr, value)
        else:
            self._forget(target)

    def _forget(self, *nodes: ast.AST) -> None:
        """Hold as open whatever these lines may change: names, fields of records, what lies in a list."""
        for node in (part for one in nodes for part in ast.walk(one)):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                self.known[node.id] = OPEN
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                self.changed.note(self._value(node.value), node.attr, OPEN)
            elif isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.value, ast.Name):
                held = self.known.get(node.value.id)
                self.known.update({node.value.id: OPEN} if isinstance(held, _HELD) else {})

    def _if(self, statement: ast.If) -> None:
        holds = self._value(statement.test)
        if holds is OPEN:
            self._either(*statement.body, *statement.orelse)
        else:
            self._read(statement.body if holds else statement.orelse)

    def _either(self, *lines: ast.stmt) -> None:
        """Go on behind lines that may be done or not: only where each way comes back here or refuses."""
        nodes = [node for line in lines for node in ast.walk(line)]
        if any(isinstance(node, ast.Return) and not _refuses(node) for node in nodes):
            raise _Unsure
        if any(isinstance(node, ast.Call) for node in nodes):
            self.changed.tables = True
        self._forget(*lines)

    def _for(self, statement: ast.For) -> None:
        self._value(statement.iter)
        self._either(statement)

    def _with(self, statement: ast.With) -> None:
        for item in statement.items:
            self._value(item.context_expr)
            if item.optional_vars is not None:
                self._keep(item.optional_vars, OPEN)
        self._read(statement.body)

    def _raise(self, statement: ast.Raise) -> None:
        reason = self.reckon.reason(statement.exc)
        if reason is None:
            raise _Unsure
        raise Refused(reason)

    def _return(self, statement: ast.Return) -> None:
        raise _Returned(self._value(statement.value))

    def _importfrom(self, statement: ast.ImportFrom) -> None:
        module = import_module(statement.module) if statement.module and not statement.level else None
        for name in statement.names:
            self.known[name.asname or name.name] = getattr(module, name.name, OPEN)

    def _import(self, statement: ast.Import) -> None:
        for name in statement.names:
            self.known[(name.asname or name.name).partition(".")[0]] = OPEN

    def _pass(self, statement: ast.Pass) -> None:
        """Nothing stands here."""


def _refuses(node: ast.Return) -> bool:
    """Return whether a rule hands back why something may not be done."""
    return isinstance(node.value, ast.Call) and getattr(node.value.func, "id", "") == "Reason"


def _is_followed(function: Any) -> bool:
    module = f"{getattr(function, '__module__', '')}."
    return inspect.isfunction(function) and any(room in module for room in _FOLLOWED)


@cache
def _parsed(function: Callable[..., Any]) -> ast.FunctionDef | None:
    """Return the tree of a function; None where its source is not to be had."""
    with suppress(OSError, TypeError, SyntaxError):
        tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
        return tree if isinstance(tree, ast.FunctionDef) else None
    return None
