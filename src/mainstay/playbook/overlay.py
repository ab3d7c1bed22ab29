"""How an organisation's folder is laid over ours, and what it changes.

The overlay has the same file names. Mappings are merged; lists of coded entries are merged by code (`removed: true`
takes one out); `grants` are added to; everything else is replaced.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

Raw = dict[str, Any]


class Change(NamedTuple):
    """One thing that an overlay changes: the file, the place in it, what we ship and what it says instead."""

    file: str
    place: str
    shipped: Any
    overlaid: Any


def merged(shipped: Any, overlaid: Any) -> Any:
    """Return `shipped` with `overlaid` laid over it.

    >>> merged({"a": 1, "b": [{"code": "X", "n": 1}]}, {"b": [{"code": "X", "n": 2}, {"code": "Y"}]})
    {'a': 1, 'b': [{'code': 'X', 'n': 2}, {'code': 'Y'}]}
    >>> merged([{"code": "X"}], [{"code": "X", "removed": True}])
    []
    """
    if isinstance(shipped, dict) and isinstance(overlaid, dict):
        both = {
            key: _laid(key, value, overlaid[key]) if key in overlaid else value
            for key, value in shipped.items()
        }
        return both | {key: value for key, value in overlaid.items() if key not in shipped}
    if _coded(shipped) and _coded(overlaid):
        over = {entry["code"]: entry for entry in overlaid}
        kept = [merged(entry, over[entry["code"]]) if entry["code"] in over else entry for entry in shipped]
        known = {entry["code"] for entry in shipped}
        added = [entry for entry in overlaid if entry["code"] not in known]
        return [entry for entry in (*kept, *added) if not entry.get("removed")]
    return overlaid


def _laid(key: str, shipped: Any, overlaid: Any) -> Any:
    return [*shipped, *overlaid] if key == "grants" else merged(shipped, overlaid)


def changes(file: str, shipped: Any, result: Any, place: str = "") -> Iterator[Change]:
    """Yield each difference between what we ship and the merged `result`, down to single fields."""
    if isinstance(shipped, dict) and isinstance(result, dict):
        for key in (*shipped, *(key for key in result if key not in shipped)):
            yield from changes(
                file, shipped.get(key), result.get(key), f"{place}/{key}" if place else str(key)
            )
    elif _coded(shipped) and _coded(result):
        yield from changes(file, _by_code(shipped), _by_code(result), place)
    elif shipped != result:
        yield Change(file, place, shipped, result)


def _mappings(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _coded(value: Any) -> bool:
    return _mappings(value) and all("code" in item for item in value)


def _by_code(entries: list[Raw]) -> Raw:
    return {str(entry["code"]): entry for entry in entries}
