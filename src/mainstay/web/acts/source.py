"""What the source of a stage's services says of each: whether it opens an act, of which actions, by which moves."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mainstay.common.workflow import Workflow

_ACTION = re.compile(r"[a-z]+\.[a-z_]+")


class Source:
    """The functions of a stage's services with what they call."""

    def __init__(self, trees: Sequence[ast.Module]) -> None:
        self._functions = {
            function.name: function
            for tree in trees
            for function in tree.body
            if isinstance(function, ast.FunctionDef)
        }
        self._calls = {
            name: [call for call in ast.walk(function) if isinstance(call, ast.Call)]
            for name, function in self._functions.items()
        }
        self._called = {name: {_name(call) for call in calls} for name, calls in self._calls.items()}
        self.acting = self._acting()

    def _acting(self) -> set[str]:
        """Return the functions that open an act, themselves or through another of them."""
        acting = {"act"}
        while more := {name for name, called in self._called.items() if called & acting} - acting:
            acting |= more
        return acting - {"act"}

    def actions_of(self, name: str) -> tuple[str, ...]:
        """Return the actions of the rights data that a function opens itself, or else through those it calls."""
        seen: set[str] = set()
        names = [name]
        while names:
            found = [action for one in names for action in self._own_actions(one)]
            found = found or [action for one in names for action in self._handed_on(one)]
            if found:
                return tuple(dict.fromkeys(found))
            seen.update(names)
            names = [called for one in names for called in sorted(self._called[one] & self.acting - seen)]
        return ()

    def _own_actions(self, name: str) -> Iterator[str]:
        for call in self._calls[name]:
            if _name(call) == "act" and call.args:
                yield from (text for text in _texts(call.args[0]) if "." in text)

    def _handed_on(self, name: str) -> Iterator[str]:
        """Yield the actions that a function hands to another one that opens the act for it."""
        for call in self._calls[name]:
            if _name(call) in self.acting:
                given = [*call.args, *(keyword.value for keyword in call.keywords)]
                yield from (text for node in given for text in _texts(node) if _ACTION.fullmatch(text))

    def moves_of(self, name: str, names: Mapping[str, Any]) -> dict[str, tuple[Workflow, tuple[str, ...]]]:
        """Return which moves a function makes in any case, by the name of the record that it moves."""
        found: dict[str, tuple[Workflow, tuple[str, ...]]] = {}
        for call in _always(self._functions[name].body):
            if (
                _name(call) not in {"move", "why_not"}
                or len(call.args) != 2
                or not isinstance(call.func, ast.Attribute)
            ):
                continue
            state, verbs = call.args[0], tuple(_texts(call.args[1]))
            workflow = _resolved(call.func.value, names)
            if (
                isinstance(state, ast.Attribute)
                and state.attr == "state"
                and isinstance(state.value, ast.Name)
                and isinstance(workflow, Workflow)
                and verbs
            ):
                found.setdefault(state.value.id, (workflow, verbs))
        return found


def _name(call: ast.Call) -> str:
    return str(getattr(call.func, "id", getattr(call.func, "attr", "")))


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)


def _always(body: Sequence[ast.stmt]) -> Iterator[ast.Call]:
    """Yield the calls that are made whatever the values are: those below no condition and in no loop."""
    for statement in body:
        if isinstance(statement, ast.With):
            yield from _always(statement.body)
        elif isinstance(statement, ast.Assign | ast.Expr | ast.AnnAssign | ast.Return):
            yield from (call for call in ast.walk(statement) if isinstance(call, ast.Call))


def _resolved(node: ast.expr, names: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute):
        return getattr(_resolved(node.value, names), node.attr, None)
    return None
