"""Companions one sensitive cell after the other: quick, safe, but not proved to lose least.

For each sensitive cell that a pattern leaves unprotected, one programme finds the cheapest pair of changes that
carries the cell as far as asked; the cells that they move are hidden (Kelly, Golden, Assad 1992; Castro 2012).
Last, each companion is shown again where all stay safe without it.
"""

from collections.abc import Callable

import numpy as np

from .lattice import Bools, Ints
from .reader import NOBODY, STEP_PRICE, TINY, Reader, Sheet

Weakness = tuple[int, Ints]
"""A sensitive cell and what the reader knows who comes too near."""


class Unprotectable(Exception):
    """Hiding everything that may be hidden does not protect this cell."""

    def __init__(self, cell: int) -> None:
        self.cell = cell
        super().__init__(f"cell {cell} cannot be protected")


class Guard:
    """Tells which cells of a pattern are not protected; remembers the changes that it has seen.

    A change stays possible where more is hidden, so a cell whose remembered cells are all hidden is safe.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._seen: dict[int, list[Bools]] = {}
        self._failed: dict[int, int] = {}

    def weaknesses(self, hidden: Bools, *, only: Ints | None = None) -> list[Weakness]:
        """Return one weakness of each unprotected cell (among `only`) of the pattern `hidden`."""
        reader, found = None, []
        for cell in self.sheet.sensitive if only is None else only:
            if any(bool(hidden[moved].all()) for moved in self._seen.get(int(cell), ())):
                continue
            reader = reader or Reader(self.sheet, hidden)
            known = self._weakness(reader, int(cell))
            if known is not None:
                found.append((int(cell), known))
        return found

    def holds(self, hidden: Bools, cells: Ints) -> bool:
        """Say whether the pattern `hidden` protects all of `cells`; those that failed last are tried first."""
        reader = Reader(self.sheet, hidden)
        for cell in sorted(map(int, cells), key=lambda one: -self._failed.get(one, 0)):
            if any(bool(hidden[moved].all()) for moved in self._seen.get(cell, ())):
                continue
            if self._weakness(reader, cell) is not None:
                self._failed[cell] = self._failed.get(cell, 0) + 1
                return False
        return True

    def _weakness(self, reader: Reader, cell: int) -> Ints | None:
        """Return what the reader knows who comes too near to `cell`, None where nobody does.

        Who knows cells that the changes of an outsider leave alone is no nearer than the outsider; of the others
        first all together are tried, who know more than each.
        """
        outside = reader.swing(cell)
        if not self.sheet.is_met(cell, outside.up, outside.down):
            return NOBODY
        others = [known for known in self.sheet.alone if cell not in known]
        touched = [known for known in others if outside.moved[known].any()]
        moved = outside.moved
        if touched:
            together = reader.swing(cell, np.unique(np.concatenate(touched)))
            moved = moved | together.moved
            if not self.sheet.is_met(cell, together.up, together.down):
                for known in touched:
                    alone = reader.swing(cell, known)
                    if not self.sheet.is_met(cell, alone.up, alone.down):
                        return known
                    moved = moved | alone.moved
        self._remember(cell, moved)
        return None

    def _remember(self, cell: int, moved: Bools) -> None:
        self._seen.setdefault(cell, []).append(moved)

    def uses(self, hidden: Bools, place: int) -> Ints:
        """Return the sensitive cells whose remembered changes all need `place` to be hidden."""
        shown = hidden.copy()
        shown[place] = False
        needed = [
            cell
            for cell in map(int, self.sheet.sensitive)
            if not any(bool(shown[moved].all()) for moved in self._seen.get(cell, ()))
        ]
        return np.array(needed, dtype=np.int64)


def start(sheet: Sheet) -> Bools:
    """Return the pattern that hides the sensitive cells alone."""
    hidden = np.zeros(len(sheet.values), dtype=bool)
    hidden[sheet.sensitive] = True
    return hidden


def with_companions(sheet: Sheet, guard: Guard, hidden: Bools) -> Bools:
    """Return `hidden` with the companions that make it safe."""
    hidden = hidden.copy()
    order = sheet.sensitive[
        np.argsort(-(sheet.upper + sheet.lower + sheet.sliding)[sheet.sensitive], kind="stable")
    ]
    for cell in order:
        only = np.array([cell], dtype=np.int64)
        while weak := guard.weaknesses(hidden, only=only):
            hidden |= _needed(sheet, hidden, *weak[0])
    return hidden


def _needed(sheet: Sheet, hidden: Bools, cell: int, known: Ints) -> Bools:
    """Return what the cheapest changes move; in whole numbers only where fractions ask for nothing new."""
    for whole in (False, True)[: 1 + sheet.whole]:
        moved = _cheapest(sheet, hidden, cell, known, whole=whole)
        if moved is None:
            break
        if not hidden[moved].all():
            return moved
    raise Unprotectable(cell)


def thinned(sheet: Sheet, guard: Guard, hidden: Bools, *, is_late: Callable[[], bool]) -> Bools:
    """Return `hidden` without the companions that nobody needs, until it is late; the dearest are shown first, of
    equal ones those that the fewest cells need.
    """
    hidden = hidden.copy()
    extra = np.setdiff1d(np.flatnonzero(hidden), sheet.sensitive)
    needed_by = np.array([len(guard.uses(hidden, int(place))) for place in extra])
    for place in extra[np.lexsort((needed_by, -sheet.cost[extra]))]:
        if is_late():
            break
        concerned = guard.uses(hidden, int(place))
        hidden[place] = False
        if len(concerned) and (is_plain(sheet, hidden) or not guard.holds(hidden, concerned)):
            hidden[place] = True
    return hidden


def is_plain(sheet: Sheet, hidden: Bools) -> bool:
    """Say whether a sensitive cell follows by plain subtraction: the last unknown of a sum, again and again."""
    hidden = hidden.copy()
    sums = sheet.sums
    while True:
        unknown = sums @ hidden
        last = sums[unknown == 1].indices if (unknown == 1).any() else ()
        told = [cell for cell in last if hidden[cell]]
        if not told:
            return False
        if np.isin(told, sheet.sensitive).any():
            return True
        hidden[told] = False


def _cheapest(sheet: Sheet, hidden: Bools, cell: int, known: Ints, *, whole: bool) -> Bools | None:
    """Return the cells of the cheapest rise and fall that give `cell` what is asked, for who knows `known`."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import block_diag, csc_array, hstack, vstack

    places = np.flatnonzero(sheet.may_hide)
    m, at = len(places), int(np.searchsorted(places, cell))
    top = np.concatenate([np.full(m, np.inf), sheet.values[places]])
    fixed = np.isin(places, known)
    top[np.concatenate([fixed, fixed])] = 0.0
    top = np.concatenate([top, top])
    top[[m + at, 2 * m + at]] = 0.0  # the rise does not fall, the fall does not rise
    price = np.where(hidden[places], 0.0, sheet.cost[places] / max(*sheet.limits(cell), TINY)) + STEP_PRICE
    part = sheet.matrix[:, places]
    both_ways = hstack([part, -part])
    asked = csc_array(
        ([1.0, 1.0, 1.0, 1.0], ([0, 2, 1, 2], [at, at, 3 * m + at, 3 * m + at])), shape=(3, 4 * m)
    )
    sums = block_diag([both_ways, both_ways])
    need = np.array([sheet.upper[cell], sheet.lower[cell], sheet.sliding[cell]])
    low = np.concatenate([np.zeros(sums.shape[0]), need])
    high = np.concatenate([np.zeros(sums.shape[0]), np.full(3, np.inf)])
    found = milp(
        np.tile(price, 4),
        constraints=LinearConstraint(vstack([sums, asked], format="csc"), low, high),
        bounds=Bounds(0.0, top),
        integrality=np.full(4 * m, int(whole)),
    )
    if found.x is None:
        return None
    moved = np.zeros(len(sheet.values), dtype=bool)
    moved[places] = found.x.reshape(4, m).max(axis=0) > TINY
    return moved
