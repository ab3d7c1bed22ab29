"""From a file of the content folder to plain mappings and lists, with the line of each fault.

YAML is read by the safe C loader with three differences, each against a silent error: a key that stands twice
is refused; only `true` and `false` are booleans (``no`` stays Norwegian); times such as ``05:00`` stay text.
"""

from __future__ import annotations

import csv
import io
import re
from functools import cache
from typing import Any

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _

NOT_UTF8 = Reason("playbook.not_utf8", _("it is not written in UTF-8"))


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


def read_yaml(body: bytes, *, name: str) -> dict[str, Any]:
    """Return what a YAML file holds; raise `BadInput` with its name and line if it cannot be read."""
    import yaml

    try:
        held = yaml.load(body.decode("utf-8-sig"), Loader=_loader())  # noqa: S506 (it is the safe one)
    except _Doubled as fault:
        what = Reason("playbook.doubled", _("the key “{key}” stands twice"), {"key": fault.key})
        raise _unreadable(name, fault.line, what) from None
    except UnicodeDecodeError:
        raise _unreadable(name, None, NOT_UTF8) from None
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        said = getattr(fault, "problem", None) or str(fault)
        what = Reason("playbook.not_yaml", _("this is not YAML: {said}"), {"said": said})
        raise _unreadable(name, mark.line + 1 if mark else None, what) from None
    if held is None:
        return {}
    if not isinstance(held, dict):
        raise _unreadable(
            name, 1, Reason("playbook.no_mapping", _("it must be a mapping (name: value) at the top"))
        )
    return held


def read_table(body: bytes, section: str, *, name: str) -> dict[str, Any]:
    """Return the rows of a CSV file as a list under `section`; empty cells are left out."""
    try:
        reader = csv.DictReader(io.StringIO(body.decode("utf-8-sig")), strict=True)
        rows: list[dict[str, Any]] = []
        for row in reader:
            if None in row or None in row.values():
                what = Reason("playbook.ragged", _("the row has not as many cells as the header"))
                raise _unreadable(name, reader.line_num, what)
            rows.append({column: cell for column, cell in row.items() if cell != ""})
    except UnicodeDecodeError:
        raise _unreadable(name, None, NOT_UTF8) from None
    except csv.Error as fault:
        what = Reason("playbook.not_csv", _("this is not CSV: {said}"), {"said": str(fault)})
        raise _unreadable(name, reader.line_num, what) from None
    return {section: rows}


def _unreadable(name: str, line: int | None, what: Reason) -> BadInput:
    return BadInput(
        "playbook.unreadable",
        _("The file {file} cannot be read. Correct the line named here, then try again."),
        file=name,
        problems=[Problem(what, row=line)],
    )
