"""The source as the architecture tests see it: files, syntax trees, floors and rooms."""

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

STAGES = ("watch", "decide", "assess", "design", "fund", "staff", "deliver", "measure", "learn")
SPINE = ("cases", "partners", "accounts")
APPS_WITHIN = {
    "deliver": ("works", "skills", "enterprise", "placement", "protection"),
    "learn": ("lessons", "library", "training", "voice"),
}
PURE_FLOORS = ("statistics", "exchange")
#: What makes the synthetic people and days of a rehearsal: the same from the same seed.
PURE_GENERATORS = ("rehearsal", "generators")
PURE_COMMON = ("errors", "texts", "money", "periods", "workflow")


@cache
def parsed(text: str) -> ast.Module:
    """Return the syntax tree of `text`; a copy of the source is not parsed again."""
    return ast.parse(text)


@dataclass(frozen=True)
class Module:
    """One Python file."""

    path: Path
    root: Path

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """Its place under src/mainstay, without the ending: ``("deliver", "works", "rules")``."""
        return self.path.relative_to(self.root / "src" / "mainstay").with_suffix("").parts

    @property
    def shown(self) -> str:
        """Its path as a person names it."""
        return str(self.path.relative_to(self.root))

    @cached_property
    def text(self) -> str:
        """What stands in it."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def app(self) -> tuple[str, ...]:
        """The app that it belongs to: ``("deliver", "works")``, ``("fund",)``."""
        return app_of(self.parts)

    @property
    def room(self) -> str:
        """The room of its app that it lies in: ``rules``, ``methods``; empty for the app's own file."""
        rest = self.parts[len(self.app) :]
        return rest[0] if rest and rest[0] != "__init__" else ""

    @property
    def is_pure(self) -> bool:
        """Whether it may import no Django, read no clock, draw no unseeded number."""
        if self.parts[0] == "common":
            return self.room in PURE_COMMON
        return (
            self.parts[0] in PURE_FLOORS
            or self.parts[:2] == PURE_GENERATORS
            or self.room in {"rules", "methods"}
        )

    @property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return parsed(self.text)

    def imports(self, *, top_only: bool = False) -> Iterator[tuple[int, str]]:
        """Yield line and full name of each import; type-checking blocks are left out."""
        for node in import_nodes(self.text, into_functions=not top_only):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            else:
                source = self._absolute(node)
                yield from ((node.lineno, f"{source}.{alias.name}") for alias in node.names)

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = ("mainstay", *self.parts)[: -node.level]
        return ".".join((*package, *([node.module] if node.module else [])))


def app_of(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the app to which a place under src/mainstay belongs."""
    within = APPS_WITHIN.get(parts[0], ())
    return parts[:2] if len(parts) > 1 and parts[1] in within else parts[:1]


@cache
def import_nodes(text: str, *, into_functions: bool) -> list[ast.Import | ast.ImportFrom]:
    """Return the import statements of `text`."""
    nodes = walk(parsed(text), into_functions=into_functions)
    return [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]


def walk(tree: ast.AST, *, into_functions: bool) -> Iterator[ast.AST]:
    """Yield the nodes of `tree`, without what only a type checker reads."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)) and not into_functions:
            continue
        yield node
        yield from walk(node, into_functions=into_functions)


def modules(root: Path) -> list[Module]:
    """Return every module under src/mainstay of the clone at `root`, migrations left out."""
    found = sorted((root / "src" / "mainstay").rglob("*.py"))
    return [Module(path, root) for path in found if "migrations" not in path.parts]


def once(look: Callable[[Module], Iterable[tuple[int, str]]]) -> Callable[[Module], list[tuple[int, str]]]:
    """Return `look`, which reads nothing but a module: what it finds is found once for each place and text.

    A test that plants a fault then looks into the planted file alone; the others are those of the clone.
    """
    found: dict[tuple[tuple[str, ...], str], list[tuple[int, str]]] = {}

    def looked(module: Module) -> list[tuple[int, str]]:
        key = (module.parts, module.text)
        if key not in found:
            found[key] = [*look(module)]
        return found[key]

    return looked
