"""Why there is no portfolio: the smallest set of rules that cannot hold together, and what could be lifted."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from .portfolio_programme import Programme


@dataclass(frozen=True, slots=True)
class Conflict:
    """Keys of parts that cannot hold together (none could be left out of the list), and of those whose lifting helps.

    `ways_out`: each is a smallest set of parts without which a portfolio exists; empty where more than three would be
    needed.
    """

    parts: tuple[str, ...]
    ways_out: tuple[tuple[str, ...], ...]


def smallest_conflict(programme: Programme) -> Conflict | None:
    """Return the smallest set of parts that no choice keeps together, or None where a portfolio exists.

    By hitting sets (Reiter 1987; Ignatiev, Previti, Liffiton and Marques-Silva 2015, “Smallest MUS extraction with
    minimal hitting set dualization”): a smallest set that meets every set of broken parts found so far is a
    candidate; where a choice keeps it, what that choice breaks is one more set to meet; where none does, it is the
    conflict, and no smaller one exists. Of several of one size the first in the order of the rules is given.
    """
    keys = [part.key for part in programme.parts]
    if programme.feasible(keys) is not None:
        return None
    broken: list[frozenset[str]] = []
    while True:
        candidate = _smallest_meeting(keys, broken)
        choice = programme.feasible(candidate)
        if choice is None:
            return Conflict(tuple(candidate), _ways_out(programme, keys))
        kept = {part.key for part in programme.parts if programme.kept(part, choice)} | set(candidate)
        for key in keys:  # a choice that keeps more makes a smaller set to meet, and fewer rounds
            if key not in kept:
                wider = programme.feasible({*kept, key})
                if wider is not None:
                    kept |= {part.key for part in programme.parts if programme.kept(part, wider)} | {key}
        broken.append(frozenset(keys) - kept)


def _smallest_meeting(keys: Sequence[str], broken: Sequence[frozenset[str]]) -> tuple[str, ...]:
    """Return the first smallest selection of `keys` that has a member in each set."""
    for size in range(len(keys) + 1):
        for picked in combinations(keys, size):
            if all(found.intersection(picked) for found in broken):
                return picked
    return tuple(keys)


def _ways_out(programme: Programme, keys: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    for size in (1, 2, 3):
        found = [
            lifted
            for lifted in combinations(keys, size)
            if programme.feasible(set(keys) - set(lifted)) is not None
        ]
        if found:
            return tuple(found)
    return ()
