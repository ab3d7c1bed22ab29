"""What the source of a page says of it: its table, what narrows it, what stands on it and of what type."""

import ast
import inspect
import textwrap
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django import forms

from mainstay.page.tables import ListTable

#: What an address says about the list itself; what the page adds around its figures.
OWN = {"export", "page", "per_page", "sort", "next", "copy"}


@dataclass(frozen=True, slots=True)
class PageSource:
    """A page as its view is written."""

    table: type[ListTable] | None
    #: By name: what the page can be narrowed by, and whether several values can be given.
    asks: Mapping[str, bool]
    #: By name: what stands on the page, and its type where that is known.
    figures: Mapping[str, Any]
    #: Whether rows come only in the file of the page.
    rows_in_file: bool


@cache
def source_of(view: Callable[..., Any]) -> PageSource:
    """Return what the source of `view`, and of what it calls in its own module, says of the page."""
    inner = inspect.unwrap(view)
    known = {**inner.__globals__, **inspect.getclosurevars(inner).nonlocals}
    trees = [*_functions(inner, known, set())]
    names = [known.get(node.id) for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Name)]
    tables = dict.fromkeys(found for found in names if _is(found, ListTable) and found is not ListTable)
    asks: dict[str, bool] = {}
    for form in dict.fromkeys(found for tree in trees for found in _filters(tree, known)):
        for name, field in form.base_fields.items():
            asks[name] = isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
    literal = {text for tree in trees for text in _asked(tree)}
    asks |= dict.fromkeys(sorted(literal - OWN - {*asks}), False)
    return PageSource(
        next(iter(tables)) if len(tables) == 1 else None,
        {name: many for name, many in asks.items() if name not in OWN},
        _figures(trees[0], known),
        "export" in literal,
    )


def _is(found: Any, kind: type) -> bool:
    return isinstance(found, type) and issubclass(found, kind)


def _functions(function: Any, known: Mapping[str, Any], seen: set[Any]) -> Iterator[ast.AST]:
    """Yield the tree of a function and of those that it calls in its own module."""
    seen.add(function)
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    yield tree
    for node in ast.walk(tree):
        called = known.get(node.id) if isinstance(node, ast.Name) else None
        if inspect.isfunction(called) and called.__module__ == function.__module__ and called not in seen:
            yield from _functions(called, known, seen)


def _asked(tree: ast.AST) -> Iterator[str]:
    """Yield the names that are read from the address: ``request.GET.get("by")``, ``"export" in request.GET``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_get(node.func.value):
            yield from (
                given.value
                for given in node.args[:1]
                if isinstance(given, ast.Constant) and isinstance(given.value, str)
            )
        if (
            isinstance(node, ast.Compare)
            and isinstance(node.ops[0], ast.In)
            and _is_get(node.comparators[0])
            and isinstance(node.left, ast.Constant)
        ):
            yield str(node.left.value)


def _filters(tree: ast.AST, known: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the forms that are filled from the address."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and any(
            _is_get(part) for given in node.args for part in ast.walk(given)
        ):
            form = _resolved(node.func, known)
            if _is(form, forms.BaseForm):
                yield form


def _is_get(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "GET"


def _figures(tree: ast.AST, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return what stands in the context of a page by name, with its type where a call says it."""
    called = {
        target.id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found: dict[str, Any] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict) and _is_context(node, tree):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    held = called.get(value.id, value) if isinstance(value, ast.Name) else value
                    found[key.value] = _type_of(held, known)
    return found


def _is_context(node: ast.Dict, tree: ast.AST) -> bool:
    """Return whether a dictionary is what a page is made of: assigned as a whole, or handed to its template."""
    for parent in ast.walk(tree):
        if isinstance(parent, ast.Assign | ast.AnnAssign) and parent.value is node:
            target = parent.targets[0] if isinstance(parent, ast.Assign) else parent.target
            return isinstance(target, ast.Name) and target.id in {"shown", "context", "more", "page"}
        if isinstance(parent, ast.Call) and node in parent.args:
            return getattr(parent.func, "id", "") in {"render", "listed"}
    return False


def _type_of(node: ast.AST, known: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.Constant | ast.JoinedStr):
        return str if isinstance(getattr(node, "value", ""), str) else Any
    if not isinstance(node, ast.Call):
        return Any
    called = _resolved(node.func, known)
    if not inspect.isfunction(called):
        return Any
    try:
        return typing.get_type_hints(inspect.unwrap(called)).get("return", Any)
    except NameError:  # a name that is imported for its types alone
        return Any


def _resolved(node: ast.AST, known: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.Name):
        return known.get(node.id)
    if isinstance(node, ast.Attribute):
        return getattr(_resolved(node.value, known), node.attr, None)
    return None
