"""Local suppression: which values to blank so that each combination stands in at least k rows.

A blank counts as a value of its own. So a row whose keys somebody knows looks like at least k rows whatever was
blanked in it, and nobody is found as the only row that was blanked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from mainstay.statistics.survey.columns import Bools, Floats, Ints, compact

EPSILON = 1e-4
"""What each blank costs beside its bits, so that a column of one value is not blanked for nothing."""
SECONDS = 10.0


@dataclass(frozen=True)
class Classes:
    """The combinations of the keys: codes (classes × keys), rows of each, what blanking a value costs, blanks."""

    codes: Ints
    rows: Ints
    cost: Floats
    blank: Ints

    @property
    def is_blank(self) -> Bools:
        """Which values are missing or blank."""
        return np.asarray(self.codes == self.blank)


@dataclass(frozen=True)
class Move:
    """`rows` rows of class `of` lose the values of the keys `without`."""

    of: int
    without: tuple[int, ...]
    rows: int


def class_of(codes: Ints) -> tuple[Ints, Ints]:
    """Return (class of each row, rows of each class) of these combinations (rows × keys)."""
    where = np.zeros(len(codes), dtype=np.int64)
    for column in codes.T:
        where = compact(where * (int(column.max(initial=0)) + 1) + column)[1]
    return where, np.bincount(where).astype(np.int64)


def grouped(codes: Ints) -> tuple[Ints, Ints]:
    """Return (class of each row, the combination of each class)."""
    where, rows = class_of(codes)
    first = np.zeros(len(rows), dtype=np.int64)
    first[where[::-1]] = np.arange(len(where))[::-1]
    return where, codes[first]


def blanks(classes: Classes, k: int, *, exact: int) -> tuple[list[Move], float]:
    """Return the moves that leave no combination with fewer than `k` rows, and their cost in bits.

    Least-cost by an integer programme where classes × subsets of keys are at most `exact` (and found in time);
    else the cheapest sets of keys first. At least `k` rows are needed in all.
    """
    moves = _greedy(classes, k)
    cost = _cost(classes, moves)
    if moves and len(classes.rows) * 2 ** classes.codes.shape[1] <= exact:
        better = _least(classes, k)
        if better is not None and _cost(classes, better) < cost - 1e-9:
            return better, _cost(classes, better)
    return moves, cost


def _cost(classes: Classes, moves: list[Move]) -> float:
    lost: dict[tuple[int, ...], list[Move]] = {}
    for move in moves:
        lost.setdefault(move.without, []).append(move)
    return float(
        sum(
            np.array([move.rows for move in some])
            @ classes.cost[[move.of for move in some]][:, list(without)].sum(axis=1)
            for without, some in lost.items()
        )
    )


def _subsets(keys: int) -> Iterator[tuple[int, ...]]:
    for size in range(1, keys + 1):
        yield from combinations(range(keys), size)


def _without(classes: Classes, which: Ints, without: tuple[int, ...]) -> Ints:
    codes = classes.codes[which].copy()
    for key in without:
        codes[:, key] = classes.blank[key]
    return codes


def _greedy(classes: Classes, k: int) -> list[Move]:
    """Blank the cheapest sets of keys first, each where it makes enough rows alike."""
    small = np.flatnonzero(classes.rows < k)
    have = {
        tuple(code): int(n) for code, n in zip(classes.codes.tolist(), classes.rows, strict=True) if n >= k
    }
    moves: list[Move] = []
    if not len(small):
        return moves
    mean = classes.cost[small].mean(axis=0)
    for without in sorted(
        _subsets(classes.codes.shape[1]), key=lambda keys: (float(mean[list(keys)].sum()), keys)
    ):
        if not len(small):
            break
        group, codes = grouped(_without(classes, small, without))
        joined = np.bincount(group, classes.rows[small], minlength=len(codes)).astype(int)
        total = np.array([have.get(tuple(code), 0) for code in codes.tolist()]) + joined
        fits = (total >= k)[group]
        moves += [Move(int(one), without, int(classes.rows[one])) for one in small[fits]]
        have |= {tuple(code): int(n) for code, n in zip(codes.tolist(), total, strict=True) if n >= k}
        small = small[~fits]
    return moves + _filled_up(classes, k, small, moves) if len(small) else moves


def _filled_up(classes: Classes, k: int, small: Ints, moves: list[Move]) -> list[Move]:
    """Blank the remaining rows wholly, and as many others as make them k: the cheapest that can be spared."""
    everything = tuple(range(classes.codes.shape[1]))
    made = [Move(int(one), everything, int(classes.rows[one])) for one in small]
    short = k - sum(move.rows for move in made)
    moved = {move.of for move in moves} | set(small.tolist())
    whole = [one for one in np.argsort(classes.cost.sum(axis=1), kind="stable").tolist() if one not in moved]
    for one in whole:
        spare = int(classes.rows[one]) - k
        if spare >= short:
            return [*made, Move(one, everything, short)]
    for one in whole:
        made.append(Move(one, everything, int(classes.rows[one])))
        short -= int(classes.rows[one])
        if short <= 0:
            return made
    moves.clear()  # too few rows are left whole: blank all
    return [Move(one, everything, int(n)) for one, n in enumerate(classes.rows)]


def _least(classes: Classes, k: int) -> list[Move] | None:
    """Return the cheapest moves: how many rows of each class lose which keys, groups empty or of k at least."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

    ways, group, groups = _ways(classes)
    many, places = len(ways), np.arange(len(ways))
    origin = np.array([way.of for way in ways])
    cost = np.array([classes.cost[way.of, list(way.without)].sum() for way in ways])
    most = np.bincount(group, [way.rows for way in ways], minlength=groups)
    row = np.concatenate([origin, len(classes.rows) + group, len(classes.rows) + groups + group])
    used = np.arange(groups)
    row = np.concatenate([row, len(classes.rows) + used, len(classes.rows) + groups + used])
    column = np.concatenate([places, places, places, many + used, many + used])
    entry = np.concatenate([np.ones(many), np.ones(many), -np.ones(many), -float(k) * np.ones(groups), most])
    matrix = coo_array((entry, (row, column)), shape=(len(classes.rows) + 2 * groups, many + groups)).tocsc()
    low = np.concatenate([classes.rows, np.zeros(2 * groups)])
    high = np.concatenate([classes.rows, np.full(2 * groups, np.inf)])
    top = np.concatenate([classes.rows[origin], np.ones(groups)])
    found = milp(
        np.concatenate([cost, np.zeros(groups)]),
        constraints=LinearConstraint(matrix, low, high),
        bounds=Bounds(0.0, top),
        integrality=np.ones(many + groups),
        options={"time_limit": SECONDS, "mip_rel_gap": 0.0},
    )
    if found.x is None:
        return None
    taken = np.round(found.x[:many]).astype(int)
    return [
        Move(way.of, way.without, int(n)) for way, n in zip(ways, taken, strict=True) if n and way.without
    ]


def _ways(classes: Classes) -> tuple[list[Move], Ints, int]:
    """Return every way to blank each class (nothing blanked twice), the group it leads to, and how many groups."""
    ways, codes = [], []
    blank = classes.is_blank
    for without in ((), *_subsets(classes.codes.shape[1])):
        new = (
            np.flatnonzero(~blank[:, list(without)].any(axis=1)) if without else np.arange(len(classes.rows))
        )
        ways += [Move(int(one), without, int(classes.rows[one])) for one in new]
        codes.append(_without(classes, new, without))
    group, groups = grouped(np.concatenate(codes))
    return ways, group, len(groups)


def apply(moves: list[Move], class_of: Ints, keys: int) -> Bools:
    """Return which values of which rows are blanked (rows × keys): the first rows of each class that moves."""
    blanked = np.zeros((len(class_of), keys), dtype=bool)
    order = np.argsort(class_of, kind="stable")
    start = np.searchsorted(class_of[order], np.arange(int(class_of.max()) + 2 if len(class_of) else 1))
    done: dict[int, int] = {}
    for move in moves:
        first = int(start[move.of]) + done.get(move.of, 0)
        done[move.of] = done.get(move.of, 0) + move.rows
        blanked[np.ix_(order[first : first + move.rows], np.array(move.without))] = True
    return blanked
