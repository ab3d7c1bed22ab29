"""Which things a person can do in a stage: the services that open an act of their own, with what each needs."""

import ast
import inspect
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType
from typing import Any

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


@cache
def deeds_of(stage: str) -> Mapping[str, Deed]:
    """Return the deeds of a stage (such as ``mainstay.fund``) by name: services that open an act, directly or not."""
    modules = list(_modules(f"{stage}.services"))
    acting = _acting([ast.parse(inspect.getsource(module)) for module in modules])
    found: dict[str, Deed] = {}
    for module in modules:
        for name, service in vars(module).items():
            if name in acting - ASKED_FIRST and _is_service(service, module):
                found[name.replace("_", "-")] = _deed(name.replace("_", "-"), service, module)
    return dict(sorted(found.items()))


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


def _acting(trees: list[ast.Module]) -> set[str]:
    """Return the functions of these modules that open an act, themselves or through another of them."""
    calls = {
        function.name: {
            getattr(call.func, "id", getattr(call.func, "attr", ""))
            for call in ast.walk(function)
            if isinstance(call, ast.Call)
        }
        for tree in trees
        for function in tree.body
        if isinstance(function, ast.FunctionDef)
    }
    acting = {"act"}
    while more := {name for name, called in calls.items() if called & acting} - acting:
        acting |= more
    return acting - {"act"}


def _deed(name: str, service: Callable[..., Any], module: ModuleType) -> Deed:
    hints = typing.get_type_hints(service, {**vars(module), **_names_for_types(module)})
    values, more = [], None
    for parameter in inspect.signature(service).parameters.values():
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            more = hints.get(parameter.name, Any)
        elif parameter.name not in GIVEN:
            values.append(Value(parameter.name, hints.get(parameter.name, Any), parameter.default))
    does = " ".join((service.__doc__ or "").strip().split("\n\n")[0].split())
    return Deed(name, service, does, tuple(values), more)


def _names_for_types(module: ModuleType) -> dict[str, Any]:
    """Return what a module imports for its types alone."""
    found: dict[str, Any] = {}
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            for line in node.body:
                exec(compile(ast.Module([line], []), module.__name__, "exec"), found)  # noqa: S102 - imports of our own
    return found
