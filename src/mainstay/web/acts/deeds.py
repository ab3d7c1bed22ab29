"""Which things a person can do in a stage: the services that open an act of their own, with what each needs."""

import ast
import inspect
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType
from typing import Any

from mainstay.common.rows import Columns
from mainstay.common.workflow import Workflow

from .source import Source

#: What a service gets from the terminal itself, and what nobody should type where it can be seen.
GIVEN = ("by", "progress", "password")
#: What has a command that asks first, or that keeps a password off the screen.
ASKED_FIRST = {"erase_person", "set_password"}


@dataclass(frozen=True, slots=True)
class Value:
    """One value that a deed takes: its name, its type, and what it is when nobody names it."""

    name: str
    type: Any
    default: Any = inspect.Parameter.empty
    #: The columns of its rows, where the service names them.
    columns: Columns | None = None

    @property
    def required(self) -> bool:
        """Whether the deed cannot be done without it."""
        return self.default is inspect.Parameter.empty


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that can be done: its name as on the button, the service, what it does, what it takes."""

    name: str
    service: Callable[..., Any]
    does: str
    values: tuple[Value, ...]
    #: The type of further named values, where the service takes any.
    more: Any = None
    #: The actions of the rights data that it opens; none where they are only known when it is done.
    actions: tuple[str, ...] = ()
    #: By the name of a record among its values: the workflow and the verbs of which one must be open in its state.
    moves: Mapping[str, tuple[Workflow, tuple[str, ...]]] = field(default_factory=dict)
    #: The type of what comes of it.
    returns: Any = None
    #: The act whose words it has, and what it is about beside them, where one service serves several.
    words_of: str = ""
    about: Any = ""


@cache
def deeds_of(stage: str) -> Mapping[str, Deed]:
    """Return the deeds of a stage (such as ``mainstay.fund``) by name: services that open an act, directly or not."""
    trees = {module: ast.parse(inspect.getsource(module)) for module in _modules(f"{stage}.services")}
    source = Source(list(trees.values()))
    found: dict[str, Deed] = {}
    for module, tree in trees.items():
        types = _names_for_types(module, tree)
        for name, service in vars(module).items():
            if name in source.acting - ASKED_FIRST and _is_service(service, module):
                found[name.replace("_", "-")] = _deed(name, service, {**vars(module), **types}, source)
    from .spread import spread

    return spread(found)


def _modules(path: str) -> Iterator[ModuleType]:
    package = import_module(path)
    yield package
    for entry in walk_packages(getattr(package, "__path__", ()), f"{path}."):
        yield import_module(entry.name)


def _is_service(found: Any, module: ModuleType) -> bool:
    if not inspect.isfunction(found) or found.__module__ != module.__name__ or found.__name__.startswith("_"):
        return False
    by = inspect.signature(found).parameters.get("by")
    return by is not None and by.kind is inspect.Parameter.KEYWORD_ONLY and not hasattr(found, "__wrapped__")


def _deed(name: str, service: Callable[..., Any], names: dict[str, Any], source: Source) -> Deed:
    hints = typing.get_type_hints(service, names)
    told = typing.get_type_hints(service, names, include_extras=True)
    values, more = [], None
    for parameter in inspect.signature(service).parameters.values():
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            more = hints.get(parameter.name, Any)
        elif parameter.name not in GIVEN:
            columns = _columns(told.get(parameter.name))
            values.append(Value(parameter.name, hints.get(parameter.name, Any), parameter.default, columns))
    does = " ".join((service.__doc__ or "").strip().split("\n\n")[0].split())
    moves = source.moves_of(name, names)
    return Deed(
        name.replace("_", "-"), service, does, tuple(values), more, source.actions_of(name),
        {record: move for record, move in moves.items() if any(value.name == record for value in values)},
        hints.get("return"),
    )  # fmt: skip


def _columns(kind: Any) -> Columns | None:
    """Return the columns that stand beside a type."""
    return next((one for one in getattr(kind, "__metadata__", ()) if isinstance(one, Columns)), None)


def _names_for_types(module: ModuleType, tree: ast.Module) -> dict[str, Any]:
    """Return what a module imports for its types alone."""
    found: dict[str, Any] = {}
    for node in tree.body:
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            for line in node.body:
                exec(compile(ast.Module([line], []), module.__name__, "exec"), found)  # noqa: S102 - imports of our own
    return found
