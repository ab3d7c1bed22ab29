"""The trees that are shipped, by name, and anybody's own from a file."""

from collections.abc import Hashable
from functools import cache
from pathlib import Path
from typing import Any

from mainstay.common.errors import BadInput, NotFound
from mainstay.common.texts import noop as _

from .reading import tree_of
from .tree import Tree

MODELS = Path(__file__).parents[2] / "reference" / "indices"


def model_names() -> list[str]:
    """Return the names of the trees that are shipped."""
    return sorted(path.stem for path in MODELS.glob("*.yaml"))


@cache
def model(name: str) -> Tree:
    """Return a shipped tree; NotFound names those that there are."""
    place = MODELS / f"{name}.yaml"
    if name not in model_names():
        raise NotFound(
            "index.no_model",
            _("There is no model {name}. There are: {names}; or name a YAML file of your own."),
            name=name, names=", ".join(model_names()),
        )  # fmt: skip
    return tree_in(place)


def tree_in(place: Path) -> Tree:
    """Return the tree in a YAML file; a file that cannot be read as YAML is refused with the line."""
    return tree_of(yaml_in(place))


def yaml_in(place: Path) -> Any:
    """Return what a YAML file holds; a name that stands twice in one mapping is refused."""
    import yaml

    class Once(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """Reads a mapping in which each name stands once."""

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
            names = [key.value for key, _value in node.value]
            twice = next((name for name in names if names.count(name) > 1), None)
            if twice is not None:
                line = node.start_mark.line + 1
                raise BadInput(
                    "index.twice_in_tree",
                    _("{file}: {name} stands twice in the mapping that begins in line {line}. Keep one."),
                    file=place.name, name=str(twice), line=line,
                )  # fmt: skip
            found: dict[Hashable, Any] = super().construct_mapping(node, deep)
            return found

    try:
        return yaml.load(place.read_text(encoding="utf-8"), Loader=Once)  # noqa: S506  # a safe loader, made stricter
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        raise BadInput(
            "index.no_yaml",
            _("{file} cannot be read as YAML, line {line}: {why}"),
            file=place.name, line=mark.line + 1 if mark else "?", why=getattr(error, "problem", None) or str(error)[:100],
        ) from None  # fmt: skip
    except OSError:
        raise BadInput("index.no_file", _("{file} cannot be opened."), file=place.name) from None
