"""Which cells outsiders may read: small ones hidden, and those from which a small one could be worked out."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mainstay.common.errors import BadInput
from mainstay.statistics.disclosure import is_small, suppress

from .catalogue import measure_of
from .groups import group_text
from .measure import Group

Key = tuple[str, str]
"""Code and group of a cell, as text."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure that might be published; `persons` stand behind the numerator, `out_of` behind the denominator."""

    code: str
    group: Group
    numerator: float
    persons: int
    out_of: int = 0

    @property
    def key(self) -> Key:
        """What names it."""
        return self.code, group_text(self.group)

    @property
    def fixed(self) -> Group:
        """The part of the group that is no dimension: the variant, and the currency."""
        measure = measure_of(self.code)
        names = {*measure.always_by, *(name for name, _, _ in measure.variants)}
        return tuple(pair for pair in self.group if pair[0] in names)

    @property
    def place(self) -> Group:
        """The dimensions of the group."""
        return tuple(pair for pair in self.group if pair not in self.fixed)

    @property
    def others(self) -> int:
        """The persons of the denominator that the numerator does not hold."""
        return max(self.out_of - self.persons, 0) if self.out_of else 0


def hidden_cells(cells: Iterable[Cell], *, least: int) -> set[Key]:
    """Return the cells that must not be published: each stands for the same rule and the same reader.

    A cell is hidden when fewer than `least` persons stand behind it, or behind what a share leaves out; when it is
    needed to protect another one (complementary suppression); and when its total tells a hidden cell. The counts of
    a population share one mask for each dimension, so that no quotient of two of them gives a hidden number away;
    a share hides more where its own numerator asks for it. Cells of more than one dimension are never published.
    """
    listed = list(cells)
    hidden = {cell.key for cell in listed if len(cell.place) > 1 or _is_sensitive(cell, least)}
    masks: dict[tuple[str, str], set[str]] = {}
    for (population, dimension), part in _tables(listed).items():
        counts = [cell for cell in part if measure_of(cell.code).rule != "ratio"]
        masks[population, dimension] = mask = _mask(counts, least, set())
        hidden |= {cell.key for cell in counts if cell.place[0][1] in mask}
        for line in _series(cell for cell in part if measure_of(cell.code).rule == "ratio").values():
            own = _mask(list(line.values()), least, mask)
            hidden |= {cell.key for name, cell in line.items() if name in own}
    for cell in listed:
        told = measure_of(cell.code).tells.get(group_text(cell.fixed))
        if told is not None and not cell.place:
            dimension, values = told
            if masks.get((measure_of(cell.code).population, dimension), set()) & set(values):
                hidden.add(cell.key)
    return hidden


def _is_sensitive(cell: Cell, least: int) -> bool:
    return is_small(cell.persons, threshold=least) or is_small(cell.others, threshold=least)


def _tables(cells: Iterable[Cell]) -> dict[tuple[str, str], list[Cell]]:
    found: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for cell in cells:
        if len(cell.place) == 1:
            found[measure_of(cell.code).population, cell.place[0][0]].append(cell)
    return found


def _series(cells: Iterable[Cell]) -> dict[tuple[str, Group], dict[str, Cell]]:
    found: dict[tuple[str, Group], dict[str, Cell]] = defaultdict(dict)
    for cell in cells:
        found[cell.code, cell.fixed][cell.place[0][1]] = cell
    return found


def _mask(cells: Sequence[Cell], least: int, known: set[str]) -> set[str]:
    """Return the categories of one dimension that these measures hide, until hiding more changes nothing."""
    mask = known | {cell.place[0][1] for cell in cells if _is_sensitive(cell, least)}
    while mask:
        wider = mask.union(*(_protected(line, mask, least) for line in _series(cells).values()))
        if wider == mask:
            break
        mask = wider
    return mask


def _protected(line: dict[str, Cell], mask: set[str], least: int) -> set[str]:
    names = sorted(line)
    marked = [[name in mask for name in names]]
    hidden: set[str] = set()
    for counts in ([line[name].persons for name in names], [line[name].others for name in names]):
        if not any(counts):
            continue
        try:
            made = suppress([counts], sensitive=marked, threshold=least)
        except BadInput:  # too little in the whole line to hide anything in
            return set(names)
        places = [*made.primary, *made.complementary]
        hidden |= {names[column] for row, column in places if row == 0 and column < len(names)}
        if (0, len(names)) in places:
            return set(names)
    return hidden


def small_differences(now: Iterable[Cell], before: Iterable[Cell], *, least: int) -> list[Key]:
    """Return the totals that differ from published ones by so few persons that the difference tells of them."""
    known = {cell.key: cell for cell in before}
    return [
        cell.key
        for cell in now
        if not cell.place
        and cell.key in known
        and is_small(abs(cell.persons - known[cell.key].persons), threshold=least)
    ]
