"""Tables for the tests, and an attacker who was not written with the code: plain programmes over all cells."""

import itertools

import numpy as np
from scipy.optimize import linprog

from mainstay.statistics.disclosure import protect_table


def rows_of(grid, names=("a", "b", "c")):
    """Return the cells of an array as rows: one column for each axis, and the count n."""
    grid = np.asarray(grid)
    places = np.indices(grid.shape).reshape(grid.ndim, -1)
    rows = {name: [f"{name}{at:02d}" for at in line] for name, line in zip(names, places, strict=False)}
    return rows | {"n": grid.reshape(-1).tolist()}


def protected(grid, **given):
    """Protect an array of counts."""
    by = ["a", "b", "c"][: np.asarray(grid).ndim]
    return protect_table(rows_of(grid), by=by, count="n", **given)


def sums_of(cells):
    """Return the equations (total, parts) between cells of flat axes, as lists of places, from their keys."""
    place = {cell.key: at for at, cell in enumerate(cells)}
    found = []
    for axis in range(len(cells[0].key)):
        lines = {}
        for key in place:
            lines.setdefault((key[:axis], key[axis + 1 :]), []).append(key)
        for line in lines.values():
            total = next(key for key in line if key[axis] == "Total")
            found.append((place[total], [place[key] for key in line if key != total]))
    return found


def reach(cells, hidden, target, known=(), *, whole=False):
    """Return the (least, greatest) value of `target` that fits what is not hidden: two programmes over all cells."""
    equations = []
    for total, parts in sums_of(cells):
        line = np.zeros(len(cells))
        line[parts], line[total] = 1, -1
        equations.append(line)
    limits = [
        (0, None) if at in hidden and at not in known else (cell.value, cell.value)
        for at, cell in enumerate(cells)
    ]
    ends = []
    for sign in (1, -1):
        goal = np.zeros(len(cells))
        goal[target] = sign
        found = linprog(
            goal,
            A_eq=np.array(equations),
            b_eq=np.zeros(len(equations)),
            bounds=limits,
            integrality=int(whole),
        )
        ends.append(found.x[target] if found.status == 0 else (np.inf if sign < 0 else 0.0))
    return ends[0], ends[1]


def is_safe(cells, hidden, threshold):
    """Say whether no outsider and no lone respondent tells a small count from the threshold or within it."""
    small = [at for at, cell in enumerate(cells) if 0 < cell.persons < threshold]
    lone = lone_groups(cells)
    for target in small:
        for known in [(), *(group for group in lone if target not in group)]:
            low, high = reach(cells, hidden, target, known)
            if high < threshold - 1e-6 or high - low < threshold - 1e-6:
                return False
    return True


def lone_groups(cells):
    """Return for each inner cell of one person the cells that this person fills alone."""
    inner = [at for at, cell in enumerate(cells) if not cell.margin and cell.persons == 1]
    return [
        [
            at
            for at, cell in enumerate(cells)
            if cell.persons == 1
            and all(own in {mine, "Total"} for own, mine in zip(cell.key, cells[lone].key, strict=True))
        ]
        for lone in inner
    ]


def cheaper_patterns(cells, cost, costs):
    """Yield every pattern that hides the sensitive cells and companions of less than `cost`."""
    must = {at for at, cell in enumerate(cells) if cell.status == "sensitive"}
    free = [at for at, cell in enumerate(cells) if at not in must and cell.value > 0]
    for size in range(len(free) + 1):
        if size * min(costs) >= cost - 1e-9:
            return
        for extra in itertools.combinations(free, size):
            if sum(costs[at] for at in extra) < cost - 1e-9:
                yield must | set(extra)
