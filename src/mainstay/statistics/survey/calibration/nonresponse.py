"""Weights of those who answered, made to stand for those who did not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _
from mainstay.statistics.survey.columns import Bools, Columns, Floats, Ints, summed
from mainstay.statistics.survey.domains import cross
from mainstay.statistics.survey.expression import truth_of

from .auxiliary import level_text
from .report import WeightReport, checked_weights, weight_report

SMALLEST = 20
"""Fewest respondents in a class [J]: below it the factor is too unsteady (Kalton and Flores-Cervantes,
*Journal of Official Statistics* 19 (2003), 81-97, name 20 to 50)."""


@dataclass(frozen=True, slots=True)
class ResponseClass:
    """A class of the adjustment: the classes joined in it, who was selected, who answered, the factor."""

    names: tuple[str, ...]
    selected: int
    responded: int
    rate: float
    factor: float


@dataclass(frozen=True, slots=True)
class Responded:
    """Weights after nonresponse adjustment (0 for those who did not answer), by class, and what changed."""

    weights: Floats
    classes: tuple[ResponseClass, ...]
    report: WeightReport

    @property
    def joined(self) -> tuple[ResponseClass, ...]:
        """The classes that were too small alone."""
        return tuple(own for own in self.classes if len(own.names) > 1)


def adjust_nonresponse(
    table: Any,
    weights: Floats,
    responded: str,
    classes: str | Sequence[str],
    *,
    smallest: int = SMALLEST,
    join: bool = False,
) -> Responded:
    """Return weights of respondents times Σ w of all / Σ w of respondents in their class.

    `responded` is a 0/1 column or a condition (``"result == 'complete'"``); `classes` cross one or more
    columns known for everybody selected. The classes' sums of weights stay as they are. A class with fewer
    than `smallest` respondents is refused by name, or with `join=True` joined to its neighbour: the class
    before or after it that shares most of its leading columns, of two alike the one with fewer
    respondents. Brick, *Journal of Official Statistics* 29 (2013), 329-353.

    >>> table = {"area": ["n", "n", "n", "s", "s"], "done": [1, 1, 0, 1, 1]}
    >>> adjust_nonresponse(table, [2, 2, 2, 5, 5], "done", "area", smallest=1).weights.tolist()
    [3.0, 3.0, 0.0, 5.0, 5.0]
    """
    columns = table if isinstance(table, Columns) else Columns(table)
    return Nonresponse(columns, responded, classes, smallest=smallest, join=join).of(weights)


class Nonresponse:
    """An adjustment that is asked for once and done for many weights, as for replicates.

    Which classes are large enough, and which are joined, is decided by the first weights and kept for the others.
    """

    def __init__(
        self, columns: Columns, responded: str, classes: str | Sequence[str], *, smallest: int, join: bool
    ) -> None:
        self.columns, self.responded = columns, responded
        self.by = [classes] if isinstance(classes, str) else list(classes)
        self.smallest, self.join = smallest, join
        self._made: tuple[Bools, Ints, list[list[str]]] | None = None

    def of(self, weights: Floats) -> Responded:
        """Return the weights of respondents; refuse a class in which nobody answered."""
        before = checked_weights(weights, len(self.columns))
        if self._made is None:
            self._made = self._grouped(before != 0)
        answered, group, names = self._made
        return _weighted(before, answered, group, names)

    def _grouped(self, held: Bools) -> tuple[Bools, Ints, list[list[str]]]:
        domains, answered = cross(self.columns, self.by), truth_of(self.columns, self.responded)
        _refuse_unknown(domains.code < 0, np.isnan(answered), held, ", ".join(self.by), self.responded)
        domain = np.maximum(domains.code, 0)
        labels = [tuple(label.values()) for label in domains.labels]
        counts = summed(domain, (answered == 1) & held, len(labels))
        groups = [[k] for k in range(len(labels))]
        if self.join:
            groups = _grouped(labels, counts.astype(int).tolist(), self.smallest)
        selected = summed(domain, held, len(labels))
        _refuse_small(groups, labels, counts, selected, smallest=1 if self.join else self.smallest)
        group_of = np.empty(len(labels), dtype=np.int64)
        for number, members in enumerate(groups):
            group_of[members] = number
        return answered == 1, group_of[domain], [[_shown(labels[k]) for k in own] for own in groups]


def _weighted(before: Floats, answered: Bools, group: Ints, names: list[list[str]]) -> Responded:
    held = before != 0
    everyone, theirs = summed(group, before, len(names)), summed(group, before * answered, len(names))
    lost = np.flatnonzero((everyone > 0) & (theirs == 0))
    if len(lost):
        raise _too_small([(" + ".join(names[k]), 0) for k in lost.tolist()], 1)
    factor = np.divide(everyone, theirs, out=np.zeros_like(theirs), where=theirs > 0)
    after = np.where(answered, before * factor[group], 0.0)
    selected, counted = summed(group, held, len(names)), summed(group, held & answered, len(names))
    classes = tuple(
        ResponseClass(
            tuple(own), int(selected[k]), int(counted[k]), float(theirs[k] / everyone[k]), float(factor[k])
        )
        for k, own in enumerate(names)
        if everyone[k]
    )
    return Responded(after, classes, weight_report(np.where(answered, before, 0.0), after))


def _grouped(labels: Sequence[tuple[Any, ...]], counts: list[int], smallest: int) -> list[list[int]]:
    """Return the classes joined until each group has enough respondents or only one group is left."""
    groups, sizes = [[k] for k in range(len(labels))], list(counts)
    while len(groups) > 1 and min(sizes) < smallest:
        small = sizes.index(min(sizes))
        beside = [k for k in (small - 1, small + 1) if 0 <= k < len(groups)]
        near = max(beside, key=lambda k: (_shared(labels, groups[small], groups[k]), -sizes[k]))
        low, high = sorted((small, near))
        groups[low : high + 1] = [groups[low] + groups[high]]
        sizes[low : high + 1] = [sizes[low] + sizes[high]]
    return groups


def _shared(labels: Sequence[tuple[Any, ...]], first: list[int], second: list[int]) -> int:
    """Return how many leading columns all classes of two groups have in common."""
    known = [labels[k] for k in (*first, *second)]
    same = 0
    for values in zip(*known, strict=True):
        if len(set(values)) > 1:
            break
        same += 1
    return same


def _shown(label: tuple[Any, ...]) -> str:
    return " / ".join(level_text(value) for value in label) or "(all)"


def _refuse_small(
    groups: list[list[int]],
    labels: Sequence[tuple[Any, ...]],
    counts: Floats,
    selected: Floats,
    *,
    smallest: int,
) -> None:
    small = [
        (" + ".join(_shown(labels[k]) for k in members), int(counts[members].sum()))
        for members in groups
        if counts[members].sum() < max(smallest, 1) and selected[members].any()
    ]
    if small:
        raise _too_small(small, max(smallest, 1))


def _too_small(classes: Sequence[tuple[str, int]], smallest: int) -> BadInput:
    fault = _("{count} respondents")
    return BadInput(
        "nonresponse.small",
        _(
            "{count} classes have fewer than {smallest} respondents, so their factors would be unsteady. "
            "Use fewer classes, let neighbours be joined (join=True), or lower the limit knowingly."
        ),
        problems=[
            Problem(Reason("nonresponse.small", fault, {"count": found}), field=name)
            for name, found in classes
        ],
        count=len(classes),
        smallest=smallest,
    )


def _refuse_unknown(no_class: Bools, no_answer: Bools, held: Bools, classes: str, responded: str) -> None:
    problems = []
    for wrong, name in ((no_class, classes), (no_answer, responded)):
        fault = Reason("nonresponse.unknown", _("is empty"))
        problems += [
            Problem(fault, row=int(row) + 1, field=name) for row in np.flatnonzero(wrong & held)[:20]
        ]
    if problems:
        raise BadInput(
            "nonresponse.unknown",
            _(
                "Class and response must be known for everybody who was selected. Fill the rows below, or "
                "give a class 'unknown'."
            ),
            problems=problems,
        )
