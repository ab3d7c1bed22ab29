"""One call from rows to a table that may be published: rules, companions, attack.

>>> from mainstay.statistics.disclosure import Rules, protect_table
>>> rows = {
...     "region": ["A"] * 3 + ["B"] * 3 + ["C"] * 3,
...     "status": ["works", "seeks", "rests"] * 3,
...     "persons": [20, 4, 17, 50, 19, 32, 10, 22, 12],
... }
>>> safe = protect_table(rows, by=["region", "status"], count="persons", rules=Rules(threshold=5))
>>> [cell.key for cell in safe.cells if cell.status == "sensitive"], len(safe.hidden), safe.method
([('A', 'seeks')], 4, 'optimal')
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput, Reason
from mainstay.common.texts import noop as _
from mainstay.statistics.survey.result import number

from .attack import attack
from .companions import Unprotectable
from .contributions import Contributions, contributions_of
from .lattice import Bools, Floats, Ints
from .pattern import Patience, Pattern, least_pattern, quick_pattern
from .published import COMPLEMENTARY, OPEN, SENSITIVE, Protected, ProtectedCell, Step
from .reader import Sheet
from .sensitivity import Demands, Rules, demands_of

METHODS = ("optimal", "quick")


def protect_table(
    table: Any,
    *,
    by: Sequence[str],
    value: str | None = None,
    count: str | None = None,
    weight: str | None = None,
    respondent: str | None = None,
    hierarchies: Mapping[str, Mapping[str, str]] | None = None,
    structural: Sequence[Sequence[str]] = (),
    rules: Rules | None = None,
    cost: str = "cells",
    margin_cost: float = 5.0,
    method: str = "optimal",
    gap: float = 0.0,
    time_limit: float = 60.0,
    clock: Callable[[], float] | None = None,
    progress: Callable[[Step], bool | None] | None = None,
) -> Protected:
    """Return the table of `by` with its margins, and which of its cells to hide so that none can be worked out.

    `table` is a mapping of columns or any dataframe with the Arrow interface. `by` names one to three
    dimensions. Each row is one contribution of one person or firm (of `respondent`, where it may have several
    rows in a cell), or, with `count`, a finished cell with so many persons behind it. `value` is what is added
    up (none: persons are counted); `weight` multiplies what is published, never the persons that rules count.
    `hierarchies` give for a dimension the parent of each category that has one ({"Kerak": "South"}): sub-totals
    are then published too. `structural` lists combinations that cannot exist: everybody knows that they are 0.

    What is hidden loses least: `cost` "cells" (how many), "value" (how much) or "distance" (companions near the
    sensitive cell in the order of the categories); a margin costs `margin_cost` times. `method` "optimal" proves
    it by an integer programme (Fischetti and Salazar 2001), down to the relative `gap`, within `time_limit`
    seconds by `clock` (such as time.monotonic; none: seconds of each programme alone); "quick" takes companions
    one sensitive cell after the other. `progress` is called with a `Step` and may return False: then the best
    safe pattern found so far is taken. Whatever found it, the pattern is attacked before it is returned.

    Raises BadInput: a missing column or value, a negative amount, a table of more than three dimensions, a tree
    with a circle, a cell that nothing can protect ("disclosure.unprotectable"), a pattern that the attack breaks
    ("disclosure.unsafe").
    """
    behind = contributions_of(
        table, by=by, value=value, count=count, weight=weight, respondent=respondent, hierarchies=hierarchies
    )
    if method not in METHODS:
        raise BadInput(
            "disclosure.method",
            _("There is no method {method}. Choose one of {methods}."),
            method=method,
            methods=", ".join(METHODS),
        )
    rules = rules or Rules()
    impossible = _structural(behind, structural)
    demands = demands_of(behind, rules, impossible)
    costs = _costs(behind, demands, cost, margin_cost)
    sheet = _sheet(behind, demands, impossible, costs, own_value=rules.own_value)
    try:
        find = quick_pattern if method == "quick" else least_pattern
        pattern = find(sheet, Patience(time_limit, gap, clock, progress))
    except Unprotectable as failure:
        raise BadInput(
            "disclosure.unprotectable",
            _(
                "The cell {cell} cannot be protected in this table. Join categories, or leave a dimension out."
            ),
            cell=" × ".join(behind.lattice.keys()[failure.cell]),
        ) from failure
    return _judged(behind, demands, sheet, pattern)


def sheet_of(behind: Contributions, rules: Rules) -> Sheet:
    """Return the programmes' view of these cells under `rules`, each companion costing 1."""
    impossible = np.zeros(behind.lattice.size, dtype=bool)
    demands = demands_of(behind, rules, impossible)
    return _sheet(behind, demands, impossible, np.ones(behind.lattice.size), own_value=rules.own_value)


def _judged(behind: Contributions, demands: Demands, sheet: Sheet, pattern: Pattern) -> Protected:
    """Return the result, once the attack has failed."""
    keys = behind.lattice.keys()
    tried, unit = attack(sheet, pattern.hidden), _unit(behind)
    if tried.broken:
        raise BadInput(
            "disclosure.unsafe",
            _(
                "The table is not safe: a reader comes too near to {cells}. Join categories, or leave a dimension out."
            ),
            cells=", ".join(" × ".join(keys[cell]) for cell in tried.broken),
        )
    helps = (
        Reason("disclosure.companion", _("It protects other cells, which could be worked out from it.")),
    )
    cells = [
        ProtectedCell(
            key=key,
            value=float(behind.values[at]),
            persons=int(behind.persons[at]),
            status=SENSITIVE if at in demands.why else COMPLEMENTARY if pattern.hidden[at] else OPEN,
            why=tuple(demands.why.get(at, helps if pattern.hidden[at] else ())),
            low=float(tried.low[at] * unit),
            high=number(float(tried.high[at] * unit)),
            inside_low=float(tried.inside_low[at] * unit),
            inside_high=number(float(tried.inside_high[at] * unit)),
            margin=not bool(behind.lattice.inner[at]),
        )
        for at, key in enumerate(keys)
    ]
    names = tuple(axis.name for axis in behind.lattice.axes)
    return Protected(names, cells, pattern.cost, pattern.bound, pattern.method)


def _sheet(
    behind: Contributions, demands: Demands, impossible: Bools, costs: Floats, *, own_value: bool
) -> Sheet:
    sensitive = np.array(sorted(demands.why), dtype=np.int64)
    may_hide = (behind.values > 0) | demands.telling
    may_hide[sensitive] = True
    alone = _own_knowledge(behind, may_hide) if own_value else []
    unit = _unit(behind)
    values = behind.values / unit
    return Sheet(
        matrix=behind.lattice.matrix(),
        values=np.where(np.isclose(values, np.round(values), rtol=0, atol=1e-9), np.round(values), values),
        cost=costs,
        may_hide=may_hide & ~impossible,
        sensitive=sensitive,
        upper=demands.upper / unit,
        lower=demands.lower / unit,
        sliding=demands.sliding / unit,
        alone=alone,
        whole=_are_even(behind) and not behind.lattice.is_network,
    )


def _unit(behind: Contributions) -> float:
    """Return what the programmes count in: a person (or the weight that all have), else the median inner amount."""
    if behind.one is not None and _are_even(behind):
        return float(behind.one.max())
    inner = behind.values[behind.lattice.inner & (behind.values > 0)]
    return float(np.median(inner)) if len(inner) else 1.0


def _are_even(behind: Contributions) -> bool:
    """Say whether the values tell the persons: counts, without weights or with the same weight everywhere."""
    one = behind.one
    return one is not None and bool(np.allclose(one, one.max(), rtol=1e-9, atol=0.0))


def _own_knowledge(behind: Contributions, may_hide: Bools) -> list[Ints]:
    """Return the cells that each lone respondent knows: the own ones, and what lies empty beneath them."""
    known_to = []
    empty = may_hide & (behind.values == 0)
    for own in behind.alone:
        knows = np.zeros(behind.lattice.size, dtype=bool)
        knows[own] = True
        if empty.any():
            knows |= empty & np.logical_or.reduce([behind.lattice.beneath(int(cell)) for cell in own])
        known_to.append(np.flatnonzero(knows & may_hide))
    return [known for known in known_to if len(known)]


def _costs(behind: Contributions, demands: Demands, cost: str, margin_cost: float) -> Floats:
    """Return what hiding each cell loses; values in units of the mean inner cell, distances from 1 up."""
    if cost == "cells":
        costs = np.ones(behind.lattice.size)
    elif cost == "value":
        inner = behind.values[behind.lattice.inner]
        costs = behind.values / max(float(inner.mean()), 1e-12) + 1e-3
    elif cost == "distance":
        costs = 1.0 + _distances(behind, demands)
    else:
        raise BadInput(
            "disclosure.cost",
            _("What is lost is counted by cells, value or distance; {cost} is none of them."),
            cost=cost,
        )
    return np.asarray(np.where(behind.lattice.inner, costs, costs * margin_cost), dtype=np.float64)


def _distances(behind: Contributions, demands: Demands) -> Floats:
    """Return for each cell the steps to the nearest sensitive one, in the order of the categories."""
    places = np.stack(np.unravel_index(np.arange(behind.lattice.size), behind.lattice.shape), axis=1)
    nearest = np.full(behind.lattice.size, float(max(behind.lattice.shape)))
    for cell in demands.why:
        nearest = np.minimum(nearest, np.abs(places - places[cell]).sum(axis=1))
    return nearest


def _structural(behind: Contributions, combinations: Sequence[Sequence[str]]) -> Bools:
    """Return which cells cannot exist."""
    at = {key: place for place, key in enumerate(behind.lattice.keys())}
    impossible = np.zeros(behind.lattice.size, dtype=bool)
    for combination in combinations:
        place = at.get(tuple(combination))
        if place is None or behind.persons[place]:
            raise BadInput(
                "disclosure.structural",
                _(
                    "The combination {cell} is said to be impossible, but it is no cell of the table or has persons."
                ),
                cell=" × ".join(combination),
            )
        impossible[place] = True
    return impossible
