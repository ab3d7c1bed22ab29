"""From a file of the content folder to plain mappings and lists, with the line of each fault.

YAML is read by the safe C loader with three differences, each against a silent error: a key that stands twice
is refused; only `true` and `false` are booleans (``no`` stays Norwegian); times such as ``05:00`` stay text.
"""

from __future__ import annotations

import csv
import io
import re
from functools import cache
from pathlib import Path
from typing import Any

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _


class _Doubled(Exception):
    """A key that stands twice in one mapping."""

    def __init__(self, key: object, line: int) -> None:
        self.key, self.line = key, line
        super().__init__(str(key))


@cache
def _loader() -> Any:
    import yaml

    class Loader(yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader):  # type: ignore[misc]
        """Safe, strict about doubled keys, and plain about booleans, times and dates."""

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
            seen: set[str] = set()
            for key, _value in node.value:
                if key.value in seen:
                    raise _Doubled(key.value, key.start_mark.line + 1)
                seen.add(key.value)
            return dict(super().construct_mapping(node, deep=deep))

    Loader.yaml_implicit_resolvers = {
        first: [
            (tag, pattern)
            for tag, pattern in resolvers
            if tag.rsplit(":", 1)[-1] not in {"bool", "int", "float", "timestamp"}
        ]
        for first, resolvers in Loader.yaml_implicit_resolvers.items()
    }
    plain = "tag:yaml.org,2002:"
    Loader.add_implicit_resolver(plain + "bool", re.compile(r"^(?:true|false)$"), list("tf"))
    Loader.add_implicit_resolver(plain + "int", re.compile(r"^[-+]?(?:0|[1-9][0-9]*)$"), list("-+0123456789"))
    Loader.add_implicit_resolver(
        plain + "float", re.compile(r"^[-+]?(?:0|[1-9][0-9]*)\.[0-9]+$"), list("-+0123456789")
    )
    return Loader


def read_yaml(path: Path) -> dict[str, Any]:
    """Return what the YAML file at `path` holds; raise `BadInput` with the line if it cannot be read."""
    import yaml

    try:
        held = yaml.load(path.read_text(encoding="utf-8"), Loader=_loader())  # noqa: S506 (it is the safe one)
    except _Doubled as fault:
        raise _unreadable(path, fault.line, f"the key “{fault.key}” stands twice") from None
    except UnicodeDecodeError:
        raise _unreadable(path, None, "it is not written in UTF-8") from None
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        what = getattr(fault, "problem", None) or str(fault)
        raise _unreadable(path, mark.line + 1 if mark else None, what) from None
    if not isinstance(held, dict):
        raise _unreadable(path, 1, "it must be a mapping (name: value) at the top")
    return held


def read_table(path: Path, section: str) -> dict[str, Any]:
    """Return the rows of the CSV file at `path` as a list under `section`; empty cells are left out."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise _unreadable(path, None, "it is not written in UTF-8") from None
    reader = csv.DictReader(io.StringIO(text), strict=True)
    rows: list[dict[str, Any]] = []
    try:
        for row in reader:
            if None in row or None in row.values():
                raise _unreadable(path, reader.line_num, "the row has not as many cells as the header")
            rows.append({name: cell for name, cell in row.items() if cell != ""})
    except csv.Error as fault:
        raise _unreadable(path, reader.line_num, str(fault)) from None
    return {section: rows}


def _unreadable(path: Path, line: int | None, what: str) -> BadInput:
    reason = Reason("playbook.unreadable", _("{what}"), {"what": what})
    return BadInput(
        "playbook.unreadable",
        _("The playbook file {file} cannot be read. Correct the line named here, then try again."),
        file=path.name,
        problems=[Problem(reason, row=line)],
    )
