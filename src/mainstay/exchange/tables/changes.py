"""What an import would do, before it does it: rows to insert, fields to change, rows that the file lacks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mainstay.common.errors import Problem, Reason
from mainstay.common.texts import noop as _

from .reading import Row
from .sheets import Sheet

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Update:
    """A row that exists and differs: old and new value of each field that would change."""

    row: Row
    key: Key
    fields: dict[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Changes:
    """The difference between a file and what is there now.

    `stale` are rows that somebody else changed after the file was exported: they are not among `update`.
    `missing` are keys that are there now and not in the file; nothing is ever deleted for being missing.
    """

    insert: tuple[Row, ...]
    update: tuple[Update, ...]
    unchanged: tuple[Row, ...]
    missing: tuple[Key, ...]
    stale: tuple[Problem, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.insert or self.update)


def diff(
    rows: Iterable[Row],
    current: Mapping[Key, Mapping[str, Any]],
    *,
    sheet: Sheet,
    version: str | None = None,
    ignore: Sequence[str] = (),
) -> Changes:
    """Return what taking in `rows` would change in `current`, which maps each key to its present values.

    Only fields that stand in both are compared; a column that the file lacks changes nothing. `version`
    names the hidden column that an export wrote and that rises with each change.
    """
    apart = {*sheet.key, *ignore, *([version] if version else [])}
    insert: list[Row] = []
    update: list[Update] = []
    unchanged: list[Row] = []
    stale: list[Problem] = []
    seen: set[Key] = set()
    for row in rows:
        key = tuple(row.values.get(name) for name in sheet.key)
        seen.add(key)
        now = current.get(key)
        if now is None:
            insert.append(row)
            continue
        fields = {
            name: (now[name], value)
            for name, value in row.values.items()
            if name not in apart and name in now and now[name] != value
        }
        if not fields:
            unchanged.append(row)
        elif version and row.values.get(version) is not None and row.values[version] != now.get(version):
            stale.append(_stale(row, version, fields))
        else:
            update.append(Update(row, key, fields))
    missing = tuple(key for key in current if key not in seen)
    return Changes(tuple(insert), tuple(update), tuple(unchanged), missing, tuple(stale))


def _stale(row: Row, version: str, fields: Mapping[str, Any]) -> Problem:
    reason = Reason(
        "changed_since_export",
        _(
            "Somebody changed this row after the file was exported ({fields}). Export again, and make your "
            "change in the new file."
        ),
        {"fields": ", ".join(fields)},
    )
    return Problem(reason, row=row.number, field=version)
