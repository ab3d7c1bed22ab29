"""Conditions on columns, as an analyst writes them: ``status == 'unemployed' and age >= 15``.

Only comparisons of a column with a literal (``15 <= age < 25`` too), tests for an empty cell (``job is None``),
joined by and, or, not: an expression comes from a form, a file or a command line, so nothing else may run.
A missing value leaves a condition open only where the rest does not decide it, as in R: a question that was
skipped because another was answered yes does not undo that yes.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .columns import Columns, Floats
from .condition_tree import texts_in, tree_of, unreadable

ORDER: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: np.equal,
    ast.NotEq: np.not_equal,
    ast.Lt: np.less,
    ast.LtE: np.less_equal,
    ast.Gt: np.greater,
    ast.GtE: np.greater_equal,
}


SHOWN = 20
"""Of a column with more different values than these none is shown: it may hold names."""

MIRRORED: dict[type[ast.cmpop], ast.cmpop] = {
    ast.Eq: ast.Eq(),
    ast.NotEq: ast.NotEq(),
    ast.Lt: ast.Gt(),
    ast.LtE: ast.GtE(),
    ast.Gt: ast.Lt(),
    ast.GtE: ast.LtE(),
}


@dataclass(frozen=True, slots=True)
class _Condition:
    """A condition as it was written, and whether it may name texts that its column does not hold."""

    text: str
    unseen: bool


def truth_of(columns: Columns, expression: str, *, unseen: bool = False) -> Floats:
    """Return 1 where `expression` holds, 0 where not, NaN where missing columns leave it open.

    A value that a column cannot hold is refused, as is a text that it does not hold, unless `unseen` is true (a
    condition that was written for files of which each holds a part of the codes).

    >>> ages = Columns({"age": [14, 15, None], "works": [0, 1, 1]})
    >>> truth_of(ages, "15 <= age < 25").tolist(), truth_of(ages, "age >= 15 or works == 1").tolist()
    ([0.0, 1.0, nan], [0.0, 1.0, 1.0])
    """
    if expression in columns.names:
        return _indicator(columns, expression)
    return _evaluate(columns, tree_of(expression, columns.names).body, _Condition(expression, unseen))


def never_held(columns: Columns, expression: str) -> list[tuple[str, Any]]:
    """Return each column with each value that `expression` names and the column never holds (an empty one aside)."""
    there = columns.names
    named = [] if expression in there else dict.fromkeys(texts_in(tree_of(expression, there)))
    held = {name: set(columns.levels(name).values) - {None} for name, _value in named if name in there}
    return [(name, value) for name, value in named if held.get(name) and value not in held[name]]


def _indicator(columns: Columns, name: str) -> Floats:
    values = columns.numbers(name)
    if not np.isin(values[~np.isnan(values)], (0.0, 1.0)).all():
        raise BadInput(
            "survey.not_an_indicator",
            _("The column {column} is not 0 or 1 everywhere. Write a condition on it, as in {column} >= 15."),
            column=name,
        )
    return values


def _evaluate(columns: Columns, node: ast.AST, whole: _Condition) -> Floats:
    if isinstance(node, ast.BoolOp):
        parts = [_evaluate(columns, part, whole) for part in node.values]
        return _joined(np.stack(parts), every=isinstance(node.op, ast.And))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return 1.0 - _evaluate(columns, node.operand, whole)
    if isinstance(node, ast.Name):
        return _indicator(columns, node.id)
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        links = zip(sides, node.ops, sides[1:], strict=False)
        return _joined(np.stack([_link(columns, *link, whole) for link in links]), every=True)
    raise unreadable(whole.text)


def _joined(parts: Floats, *, every: bool) -> Floats:
    """Return "all" or "any" down the rows; a missing part leaves open only what the others do not decide."""
    decides = 0.0 if every else 1.0
    joined = parts.min(axis=0) if every else parts.max(axis=0)
    return np.where((parts == decides).any(axis=0), decides, joined)


def _link(columns: Columns, left: ast.AST, sign: ast.cmpop, right: ast.AST, whole: _Condition) -> Floats:
    """Return one comparison of a column with a literal; in ``15 <= age < 25`` the column stands on the right."""
    if isinstance(left, ast.Name):
        return _compare(columns, left.id, sign, right, whole)
    if isinstance(right, ast.Name) and type(sign) in MIRRORED:
        return _compare(columns, right.id, MIRRORED[type(sign)], left, whole)
    raise unreadable(whole.text)


def _compare(columns: Columns, name: str, sign: ast.cmpop, right: ast.AST, whole: _Condition) -> Floats:
    try:
        literal = ast.literal_eval(right)
    except ValueError as error:
        raise unreadable(whole.text) from error
    if isinstance(sign, ast.Is | ast.IsNot) and literal is None:
        empty = columns.levels(name).codes < 0
        return (empty if isinstance(sign, ast.Is) else ~empty).astype(np.float64)
    if isinstance(sign, ast.In | ast.NotIn) and isinstance(literal, tuple | list | set):
        return _among(columns, name, list(literal), whole, inside=isinstance(sign, ast.In))
    if type(sign) not in ORDER or isinstance(literal, tuple | list | set | dict):
        raise unreadable(whole.text)
    if columns.is_number(name) and isinstance(literal, int | float):
        values = columns.numbers(name)
        held = ORDER[type(sign)](values, float(literal)).astype(np.float64)
        return np.where(np.isnan(values), np.nan, held)
    if isinstance(sign, ast.Eq | ast.NotEq):
        return _among(columns, name, [literal], whole, inside=isinstance(sign, ast.Eq))
    raise unreadable(whole.text)


def _among(columns: Columns, name: str, wanted: list[Any], whole: _Condition, *, inside: bool) -> Floats:
    levels = columns.levels(name)
    if not all(_can_hold(columns, name, value, unseen=whole.unseen) for value in wanted):
        raise _unseen(name, levels.values, wanted)
    hit = np.array([(value in wanted) == inside for value in levels.values] + [False], dtype=np.float64)
    hit[-1] = np.nan
    return hit[levels.codes]


def _can_hold(columns: Columns, name: str, value: Any, *, unseen: bool) -> bool:
    """Say whether the column can hold `value`: a number any number, others what they hold (or its like: `unseen`)."""
    values = [each for each in columns.levels(name).values if each is not None]
    if columns.is_number(name):
        return isinstance(value, int | float) or not values
    return value in values or not values or (unseen and isinstance(value, type(values[0])))


def _unseen(name: str, levels: list[Any], wanted: list[Any]) -> BadInput:
    """Name the value that is not there, and what is; of a column of many values (names, numbers) only how many."""
    missing = next(value for value in wanted if value not in levels)
    if len(levels) > SHOWN:
        return BadInput(
            "survey.no_such_value",
            _("The column {column} never holds {value}: look among its {count} different values."),
            column=name,
            value=repr(missing),
            count=len(levels),
        )
    return BadInput(
        "survey.no_such_value",
        _("The column {column} never holds {value}. It holds {levels}."),
        column=name,
        value=repr(missing),
        levels=", ".join(repr(value) for value in levels),
    )
