"""Gaps filled, and never silently: the mean of the group, the last value of the same unit, or not at all."""

from typing import Any

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .table import Table

METHODS = ("none", "group_mean", "panel")


def imputed(x: Any, method: str, table: Table, *, group: str = "") -> Any:
    """Return `x` (rows,) with gaps filled.

    *group_mean*: the mean of the units of the same group (column `group`; all units where it is empty) in the same
    period; a group without a known value stays a gap. *panel*: the last known value of the same unit in an earlier
    period. *none*: as it is.
    """
    gaps = np.isnan(x)
    if method == "none" or not gaps.any():
        return x
    return _last_known(x, table) if method == "panel" else _group_means(x, table, group)


def _group_means(x: Any, table: Table, group: str) -> Any:
    if group and group not in table.groups:
        raise BadInput(
            "index.no_group",
            _("Gaps are to be filled by the mean of {group}, and the table has no column {group}. It has: {groups}."),
            group=group, groups=", ".join(table.groups) or "–",
        )  # fmt: skip
    held = np.array(table.groups[group]) if group else np.zeros(len(table), dtype=int)
    found = x.copy()
    for rows in table.blocks():
        for name in np.unique(held[rows]):
            within = rows[held[rows] == name]
            known = x[within][np.isfinite(x[within])]
            if known.size:
                found[within] = np.where(np.isnan(x[within]), known.mean(), x[within])
    return found


def _last_known(x: Any, table: Table) -> Any:
    found = x.copy()
    last: dict[str, float] = {}
    for rows in table.blocks():
        for row in rows:
            unit = table.units[row]
            if np.isnan(found[row]):
                found[row] = last.get(unit, np.nan)
            else:
                last[unit] = found[row]
    return found
