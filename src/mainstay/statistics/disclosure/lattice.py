"""The cells of a table of one to three dimensions with all its sub-totals and totals, and how they add up."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]

TOTAL = "Total"
MOST_DIMENSIONS = 3


@dataclass(frozen=True)
class Axis:
    """One dimension: its categories, then groups of them, the total last.

    `above[k]` is the node that category or group k is part of (-1 for the total); `leaves` of the nodes are
    categories and come first.
    """

    name: str
    nodes: tuple[str, ...]
    above: tuple[int, ...]
    leaves: int

    @cached_property
    def sums(self) -> list[tuple[int, list[int]]]:
        """Each group with its parts."""
        parts: dict[int, list[int]] = {}
        for node, parent in enumerate(self.above):
            if parent >= 0:
                parts.setdefault(parent, []).append(node)
        return sorted(parts.items())

    @cached_property
    def ancestors(self) -> Ints:
        """For each leaf the nodes that hold it, itself first; -1 where its branch is shorter. Leaves × depth."""
        chains = []
        for leaf in range(self.leaves):
            chain = [leaf]
            while self.above[chain[-1]] >= 0:
                chain.append(self.above[chain[-1]])
            chains.append(chain)
        depth = max(map(len, chains))
        return np.array([chain + [-1] * (depth - len(chain)) for chain in chains], dtype=np.int64)

    def holds(self, group: int, node: int) -> bool:
        """Say whether `node` is `group` or lies in it."""
        while node >= 0 and node != group:
            node = self.above[node]
        return node == group

    @property
    def is_flat(self) -> bool:
        """Say whether it has no groups between its categories and the total."""
        return len(self.nodes) == self.leaves + 1


def axis_of(name: str, categories: Sequence[str], parents: Mapping[str, str] | None = None) -> Axis:
    """Return the dimension of these categories; `parents` gives the group of a category or of a group."""
    tree = dict(parents or {})
    _check_names(name, categories, tree)
    groups: list[str] = []
    for category in categories:
        chain = _chain(name, category, tree)
        groups += [group for group in chain if group not in groups]
    depth = {group: len(_chain(name, group, tree)) for group in groups}
    groups.sort(key=lambda group: -depth[group])
    nodes = (*categories, *groups, TOTAL)
    at = {node: place for place, node in enumerate(nodes)}
    above = tuple(-1 if node == TOTAL else at[tree.get(node, TOTAL)] for node in nodes)
    return Axis(name, nodes, above, len(categories))


def _chain(name: str, node: str, tree: Mapping[str, str]) -> list[str]:
    chain: list[str] = []
    while node in tree:
        node = tree[node]
        if node in chain:
            raise BadInput(
                "disclosure.circle",
                _(
                    "The groups of {dimension} run in a circle at {category}. Give each group one parent above it."
                ),
                dimension=name,
                category=node,
            )
        chain.append(node)
    return chain


def _check_names(name: str, categories: Sequence[str], tree: Mapping[str, str]) -> None:
    groups = set(tree.values())
    wrong = [category for category in categories if category in groups or category == TOTAL]
    wrong += [group for group in sorted(groups) if group == TOTAL]
    if wrong:
        reason = _(
            "{category} is a group or the total, but rows stand in it. Give the rows their finest category; "
            "sub-totals are made here."
        )
        raise BadInput(
            "disclosure.group_in_rows",
            _("The dimension {dimension} mixes categories with their sums."),
            dimension=name,
            problems=[
                Problem(Reason("disclosure.group_in_rows", reason, {"category": it}), field=name)
                for it in wrong
            ],
        )


@dataclass(frozen=True)
class Lattice:
    """All cells: one for each combination of nodes, counted with the last axis running fastest."""

    axes: tuple[Axis, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """How many nodes each axis has."""
        return tuple(len(axis.nodes) for axis in self.axes)

    @cached_property
    def size(self) -> int:
        """How many cells there are."""
        return int(np.prod(self.shape))

    @cached_property
    def inner(self) -> Bools:
        """Which cells are no margin."""
        grid = np.zeros(self.shape, dtype=bool)
        grid[tuple(slice(axis.leaves) for axis in self.axes)] = True
        return grid.reshape(-1)

    @property
    def is_network(self) -> bool:
        """Say whether the corners of what a reader can reach are whole numbers: two axes, at most one a tree."""
        return len(self.axes) <= 2 and sum(not axis.is_flat for axis in self.axes) <= 1

    def keys(self) -> list[tuple[str, ...]]:
        """Return the categories of each cell."""
        return list(product(*(axis.nodes for axis in self.axes)))

    def lines(self, axis: int) -> Iterator[tuple[Ints, Ints]]:
        """Yield for each group of `axis` its cells (one for each line) and their parts (lines × parts)."""
        place = np.moveaxis(np.arange(self.size).reshape(self.shape), axis, -1)
        for parent, parts in self.axes[axis].sums:
            yield place[..., parent].reshape(-1), place[..., parts].reshape(-1, len(parts))

    def beneath(self, cell: int) -> Bools:
        """Return which cells are `cell` or part of it."""
        grid = np.ones(self.shape, dtype=bool)
        for at, (axis, node) in enumerate(zip(self.axes, np.unravel_index(cell, self.shape), strict=True)):
            part = np.array([axis.holds(int(node), other) for other in range(len(axis.nodes))])
            grid &= part.reshape([-1 if place == at else 1 for place in range(len(self.axes))])
        return grid.reshape(-1)

    def matrix(self) -> Any:
        """Return the sparse matrix A with A·x = 0 for each table of these cells: parts +1, their sum -1."""
        from scipy.sparse import csc_array

        row, column, sign, done = [], [], [], 0
        for axis in range(len(self.axes)):
            for whole, parts in self.lines(axis):
                lines = np.arange(done, done + len(whole))
                row += [np.repeat(lines, parts.shape[1]), lines]
                column += [parts.reshape(-1), whole]
                sign += [np.ones(parts.size), -np.ones(len(whole))]
                done += len(whole)
        joined = (np.concatenate(row), np.concatenate(column))
        return csc_array((np.concatenate(sign), joined), shape=(done, self.size))

    def expand(self, leaves: Sequence[Ints]) -> tuple[Ints, Ints]:
        """Return (cell, row) for every cell that holds a row whose category on each axis is given by `leaves`."""
        chains = [axis.ancestors[codes] for axis, codes in zip(self.axes, leaves, strict=True)]
        cells, rows = [], []
        for levels in product(*(range(chain.shape[1]) for chain in chains)):
            nodes = [chain[:, level] for chain, level in zip(chains, levels, strict=True)]
            good = np.flatnonzero(np.logical_and.reduce([node >= 0 for node in nodes]))
            picked = tuple(node[good] for node in nodes)
            cells.append(np.ravel_multi_index(picked, self.shape))
            rows.append(good)
        return np.concatenate(cells).astype(np.int64), np.concatenate(rows).astype(np.int64)
