"""How many open places people who stand ready could fill at once, each going to one place only."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

Kind = TypeVar("Kind", bound=Hashable)


def places_filled(places: Mapping[Kind, int], able: Mapping[frozenset[Kind], int]) -> dict[Kind, int]:
    """Return how many places of each kind a largest assignment fills, everybody going to at most one place.

    `places` says how many are open of each kind; `able` how many people fit exactly these kinds. Counting for each
    kind who fits it counts a person twice who fits two; this does not. The sum is the largest possible; how it
    splits among kinds is one of the ways to reach it.

    Source: augmenting paths (H. W. Kuhn, The Hungarian method for the assignment problem, Naval Research Logistics
    Quarterly 2, 1955), with people who fit the same kinds taken together.
    Units: people. Kinds without an open place are left out.

    >>> places_filled({"works": 1, "skills": 1}, {frozenset({"works", "skills"}): 1})
    {'works': 1, 'skills': 0}
    >>> places_filled({"works": 1, "skills": 1}, {frozenset({"works", "skills"}): 1, frozenset({"works"}): 1})
    {'works': 1, 'skills': 1}
    """
    held: dict[Kind, dict[frozenset[Kind], int]] = {kind: {} for kind, count in places.items() if count > 0}
    left = {group: count for group, count in able.items() if count > 0}
    for kind in held:
        for _place in range(places[kind]):
            if not _place_one(kind, held, left, set()):
                break
    return {kind: sum(groups.values()) for kind, groups in held.items()}


def _place_one(
    kind: Kind,
    held: dict[Kind, dict[frozenset[Kind], int]],
    left: dict[frozenset[Kind], int],
    tried: set[frozenset[Kind]],
) -> bool:
    """Fill one more place of `kind`: with somebody who is free, or who goes elsewhere because another takes her place."""
    for group in sorted(left, key=len):
        if kind not in group or group in tried:
            continue
        tried.add(group)
        if left[group]:
            left[group] -= 1
            held[kind][group] = held[kind].get(group, 0) + 1
            return True
        for other, groups in held.items():
            if other != kind and groups.get(group) and _place_one(other, held, left, tried):
                groups[group] -= 1
                held[kind][group] = held[kind].get(group, 0) + 1
                return True
    return False
