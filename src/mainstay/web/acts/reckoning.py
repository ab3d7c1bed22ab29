"""Expressions of a service, reckoned with what is known: reading only, and open where something is not known."""

import ast
import builtins
from collections.abc import Callable, Mapping, MutableMapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Manager, Model, QuerySet

from mainstay.common.errors import AppError, Reason
from mainstay.common.texts import noop as _
from mainstay.common.workflow import Workflow


class Open:
    """A value that is not known."""

    def __repr__(self) -> str:
        return "OPEN"


class Refused(Exception):
    """The service would refuse, for `reason`."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(str(reason))


OPEN = Open()
#: What is said where a service refuses in words that are only made when it does.
NOT_NOW = Reason("not_now", _("This cannot be done to this record as it stands now."))


class Changed:
    """What a service would have changed by now: fields of records, and whether anything in the tables."""

    def __init__(self) -> None:
        self.tables = False
        #: The moves that were made: by which workflow, from which state to which.
        self.moves: list[tuple[Workflow, str, str]] = []
        self._fields: dict[tuple[int, str], tuple[Any, Any]] = {}

    def note(self, record: Any, field: str, value: Any) -> None:
        """Note what a field would hold now."""
        self._fields[id(record), field] = (record, value)

    def field(self, record: Any, field: str) -> Any:
        """Return what a field of a record holds now."""
        if (id(record), field) in self._fields:
            return self._fields[id(record), field][1]
        return getattr(record, field)


Given = MutableMapping[str, Any]
#: Answers a call that cannot simply be made: the function, its values by place and by name.
Answers = Callable[[Any, list[Any], Mapping[str, Any]], Any]

#: Built-in functions without an effect.
_PLAIN = {
    getattr(builtins, name)
    for name in (
        "abs", "all", "any", "bool", "dict", "float", "frozenset", "int", "len", "list", "max", "min", "range", "round",
        "set", "sorted", "str", "sum", "tuple", "isinstance",
    )
} | {date, timedelta}  # fmt: skip
#: What reads from a table, and what makes a text or a number from another.
_READS = {
    "filter", "exclude", "exists", "count", "first", "last", "latest", "all", "order_by", "values_list", "values", "get",
    "distinct", "select_related",
}  # fmt: skip
_TEXTS = {
    "strip", "upper", "lower", "split", "startswith", "endswith", "isdigit", "date", "get", "items", "keys", "values",
    "isoformat", "join", "format",
}  # fmt: skip
#: Rooms whose functions have no effect by the plan of the house, and single functions of the same kind.
_PURE = (".rules", ".methods", "mainstay.common.clock", "mainstay.common.texts", "mainstay.playbook")

_OPERATIONS: Mapping[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: lambda a, b: a + b, ast.Sub: lambda a, b: a - b, ast.Mult: lambda a, b: a * b, ast.Div: lambda a, b: a / b,
    ast.FloorDiv: lambda a, b: a // b, ast.Mod: lambda a, b: a % b, ast.BitAnd: lambda a, b: a & b, ast.BitOr: lambda a, b: a | b,
    ast.Eq: lambda a, b: a == b, ast.NotEq: lambda a, b: a != b, ast.Lt: lambda a, b: a < b, ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b, ast.GtE: lambda a, b: a >= b, ast.In: lambda a, b: a in b, ast.NotIn: lambda a, b: a not in b,
    ast.Is: lambda a, b: a is b, ast.IsNot: lambda a, b: a is not b,
}  # fmt: skip


class Reckoner:
    """Reckons expressions of one function."""

    def __init__(self, known: Given, around: Mapping[str, Any], changed: Changed, answers: Answers) -> None:
        self.known, self.around, self.changed, self.answers = known, around, changed, answers

    def value(self, node: ast.expr) -> Any:
        """Return what an expression comes to; `OPEN` where that is not known. A rule that refuses raises."""
        reckon = getattr(self, f"_{type(node).__name__.lower()}", None)
        if reckon is None:
            return OPEN
        try:
            return reckon(node)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, ObjectDoesNotExist):
            return OPEN

    def reason(self, node: ast.expr | None) -> Reason | None:
        """Return the reason that ``raise Error(code, text, **facts)`` gives; None where it is no refusal of ours."""
        if not isinstance(node, ast.Call):
            return None
        if isinstance(node.func, ast.Attribute) and node.func.attr == "of" and node.args:
            found = self.value(node.args[0])
            return found if isinstance(found, Reason) else NOT_NOW
        error = self.value(node.func)
        if not (isinstance(error, type) and issubclass(error, AppError)):
            return None
        return self._reason_of(node)

    def _reason_of(self, node: ast.Call) -> Reason:
        texts = [self.value(part) for part in node.args]
        code, words = [*texts, OPEN, OPEN][:2]
        facts = {part.arg: self.value(part.value) for part in node.keywords if part.arg}
        if len(node.args) > 2 and isinstance(node.args[2], ast.Dict):
            given = zip(node.args[2].keys, node.args[2].values, strict=True)
            facts |= {str(self.value(key)): self.value(value) for key, value in given if key is not None}
        if not isinstance(words, str):
            return NOT_NOW
        return Reason(str(code), words, {name: "…" if fact is OPEN else fact for name, fact in facts.items()})

    def _constant(self, node: ast.Constant) -> Any:
        return node.value

    def _name(self, node: ast.Name) -> Any:
        for names in (self.known, self.around):
            if node.id in names:
                return names[node.id]
        found = getattr(builtins, node.id, OPEN)
        return found if found in _PLAIN else OPEN

    def _attribute(self, node: ast.Attribute) -> Any:
        held = self.value(node.value)
        return OPEN if held is OPEN else self.changed.field(held, node.attr)

    def _subscript(self, node: ast.Subscript) -> Any:
        held, key = self.value(node.value), self.value(node.slice)
        return OPEN if held is OPEN or key is OPEN or isinstance(held, QuerySet) else held[key]

    def _namedexpr(self, node: ast.NamedExpr) -> Any:
        self.known[node.target.id] = value = self.value(node.value)
        return value

    def _boolop(self, node: ast.BoolOp) -> Any:
        """Return the first part that settles it; one that is open leaves it open unless another settles it."""
        settles = isinstance(node.op, ast.Or)
        found, unknown = None, False
        for part in node.values:
            try:
                found = self.value(part)
            except (AppError, Refused):
                if not unknown:
                    raise
                return OPEN  # it is not certain that this part is reached
            if found is OPEN:
                unknown = True
            elif bool(found) is settles:
                return OPEN if unknown and not isinstance(found, bool) else found
        return OPEN if unknown else found

    def _unaryop(self, node: ast.UnaryOp) -> Any:
        value = self.value(node.operand)
        if value is OPEN:
            return OPEN
        return (
            not value if isinstance(node.op, ast.Not) else -value if isinstance(node.op, ast.USub) else OPEN
        )

    def _binop(self, node: ast.BinOp) -> Any:
        left, right = self.value(node.left), self.value(node.right)
        operation = _OPERATIONS.get(type(node.op))
        return OPEN if left is OPEN or right is OPEN or operation is None else operation(left, right)

    def _compare(self, node: ast.Compare) -> Any:
        left, holds = self.value(node.left), True
        for operator, part in zip(node.ops, node.comparators, strict=True):
            right = self.value(part)
            if left is OPEN or right is OPEN:
                return OPEN
            holds = holds and bool(_OPERATIONS[type(operator)](left, right))
            left = right
        return holds

    def _ifexp(self, node: ast.IfExp) -> Any:
        test = self.value(node.test)
        return OPEN if test is OPEN else self.value(node.body if test else node.orelse)

    def _tuple(self, node: ast.Tuple) -> Any:
        parts = self._parts(node.elts)
        return OPEN if parts is OPEN else tuple(parts)

    def _list(self, node: ast.List) -> Any:
        return self._parts(node.elts)

    def _set(self, node: ast.Set) -> Any:
        parts = self._parts(node.elts)
        return OPEN if parts is OPEN else set(parts)

    def _dict(self, node: ast.Dict) -> Any:
        if any(key is None for key in node.keys):
            return OPEN
        keys, values = self._parts([key for key in node.keys if key is not None]), self._parts(node.values)
        return OPEN if keys is OPEN or values is OPEN else dict(zip(keys, values, strict=True))

    def _parts(self, nodes: list[ast.expr]) -> Any:
        values = [self.value(part) for part in nodes]
        return OPEN if any(value is OPEN for value in values) else values

    def _call(self, node: ast.Call) -> Any:
        function = self.value(node.func)
        args = [self.value(part) for part in node.args]
        named = {part.arg: self.value(part.value) for part in node.keywords if part.arg}
        starred = any(isinstance(part, ast.Starred) for part in node.args) or any(
            part.arg is None for part in node.keywords
        )
        if function is OPEN:
            return OPEN
        if function is Reason:
            return self._reason_of(node)
        if starred:
            return OPEN
        if any(value is OPEN for value in (*args, *named.values())):
            _refuse_standstill(function, args)
            return self.answers(function, args, named)
        if getattr(function, "__name__", "") == "select_for_update":
            return function.__self__.all()  # read without the lock: nothing is changed here
        if self._is_harmless(function):
            return self._made(function, args, named)
        return self.answers(function, args, named)

    def _made(self, function: Any, args: list[Any], named: Mapping[str, Any]) -> Any:
        found = function(*args, **named)
        holder = getattr(function, "__self__", None)
        if isinstance(holder, Workflow) and function.__name__ == "move":
            self.changed.moves.append((holder, str(args[0]), str(found)))
        return found

    def _is_harmless(self, function: Any) -> bool:
        """Return whether a call only reads, and reads what the service would read."""
        holder = getattr(function, "__self__", None)
        if isinstance(holder, Manager | QuerySet | Model):
            self.changed.tables |= function.__name__ not in _READS
            return function.__name__ in _READS and not self.changed.tables and not isinstance(holder, Model)
        return _is_pure(function)


def _refuse_standstill(function: Any, args: list[Any]) -> None:
    """Refuse a move of whichever name from a state that no move leads on from."""
    holder = getattr(function, "__self__", None)
    if not isinstance(holder, Workflow) or function.__name__ != "move" or args[0] is OPEN:
        return
    if not holder.open_moves(str(args[0])):
        raise Refused(NOT_NOW)


def _is_pure(function: Any) -> bool:
    """Return whether a call has no effect: a rule, a text made from another."""
    if isinstance(function, type | type(len)) and getattr(function, "__self__", None) in (None, builtins):
        return function in _PLAIN
    holder, name = getattr(function, "__self__", None), getattr(function, "__name__", "")
    if isinstance(holder, Workflow):
        return name in {"move", "why_not", "open_moves"}
    if holder is not None:
        return name in _TEXTS
    module = f"{getattr(function, '__module__', '')}."
    pure = any(f"{room}." in module for room in _PURE)
    return pure or (".selectors." in module and name.startswith("why_not"))
