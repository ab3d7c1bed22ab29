"""A condition as a tree in which every column stands by its name, however the name is written."""

import ast
import keyword
import re
from collections.abc import Collection, Iterator
from typing import Any
from unicodedata import normalize

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

_PIECES = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`([^`]+)`""")


def tree_of(condition: str, columns: Collection[str]) -> ast.Expression:
    """Return the tree of a condition; BadInput where it cannot be read.

    A name that is no word by itself (spaces, points, a figure in front) stands between backticks, or in quotation
    marks where a column is expected: of two texts that are compared the one that names a column is the column.
    """
    quoted: dict[str, str] = {}

    def stand_in(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0]
        word = f"_column_{len(quoted)}_"
        quoted[word] = found[1]
        return word

    try:
        tree = ast.parse(_PIECES.sub(stand_in, condition).strip(), mode="eval")
    except (SyntaxError, ValueError):
        raise unreadable(condition) from None
    for node in list(ast.walk(tree)):
        if isinstance(node, ast.Name):
            node.id = quoted.get(node.id) or _as_in_file(node.id, columns)
    return _Quoted(columns).of(tree)


def text_of(tree: ast.Expression) -> str:
    """Return a tree of `tree_of` as a condition again, names that are no words between backticks."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = node.id if _is_word(node.id) else f"`{node.id}`"
    return ast.unparse(tree)


def names_in(condition: str, columns: Collection[str]) -> list[str]:
    """Return the names that a condition uses, each once; it is itself one where a column has that name.

    >>> names_in("'hours, main' > 35 and sex == 'f'", ["hours, main", "sex"])
    ['sex', 'hours, main']
    """
    if condition in columns:
        return [condition]
    used = [node.id for node in ast.walk(tree_of(condition, columns)) if isinstance(node, ast.Name)]
    return list(dict.fromkeys(used))


def texts_in(tree: ast.Expression) -> Iterator[tuple[str, Any]]:
    """Yield each column with each value that it is said to be or not to be: ``==``, ``!=``, ``in``, ``not in``."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare) or len(node.ops) > 1:
            continue
        sides = [node.left, node.comparators[0]]
        name = next((side.id for side in sides if isinstance(side, ast.Name)), None)
        if name is None or not isinstance(node.ops[0], ast.Eq | ast.NotEq | ast.In | ast.NotIn):
            continue
        for side in sides:
            parts = side.elts if isinstance(side, ast.Tuple | ast.List | ast.Set) else [side]
            yield from ((name, value) for value in map(_literal, parts) if value is not None)


def unreadable(condition: str) -> BadInput:
    """Return the refusal of a condition that is none."""
    return BadInput(
        "survey.expression",
        _(
            "The condition {expression} cannot be read. Compare a column with a value, as in age >= 15 and "
            "status == 'employed' or region in ('north', 'south'). A name with spaces or points stands in quotation "
            "marks, as in 'hours worked' > 35."
        ),
        expression=condition,
    )


class _Quoted(ast.NodeTransformer):
    """Makes a name of each text that stands in a column's place."""

    def __init__(self, columns: Collection[str]) -> None:
        self.columns = columns

    def of(self, tree: ast.Expression) -> ast.Expression:
        """Return the tree with names in place of the texts that are columns."""
        self.visit(tree)
        tree.body = self._named(tree.body)
        return tree

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        sides = [node.left, *node.comparators]
        texts = [
            k
            for k, side in enumerate(sides)
            if isinstance(side, ast.Constant) and isinstance(side.value, str)
        ]
        if texts and not any(isinstance(side, ast.Name) for side in sides):
            place = next((k for k in texts if self._named(sides[k]) is not sides[k]), texts[0])
            sides[place] = ast.Name(ast.literal_eval(sides[place]), ast.Load())
            node.left, node.comparators = sides[0], sides[1:]
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        self.generic_visit(node)
        node.values = [self._named(value) for value in node.values]
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        self.generic_visit(node)
        node.operand = self._named(node.operand)
        return node

    def _named(self, node: ast.expr) -> ast.expr:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in self.columns:
            return ast.Name(node.value, ast.Load())
        return node


def _as_in_file(word: str, columns: Collection[str]) -> str:
    """Return the column that is meant by a word: Python writes names in one form of letters, the file in any."""
    if word in columns:
        return word
    return next((name for name in columns if normalize("NFKC", name) == word), word)


def _is_word(name: str) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name) and normalize("NFKC", name) == name


def _literal(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None
