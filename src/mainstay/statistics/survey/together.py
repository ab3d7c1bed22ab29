"""The rows of several calls of one sample as one result, with the covariance between the calls."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .columns import Bools, Floats, Ints
from .influence import Influence, with_errors
from .result import Estimates


def together(calls: Mapping[Any, Estimates], name: str = "call") -> Estimates:
    """Return the rows of several calls of one sample as one result; the column `name` says which call they are of.

    ``together({"women": design.mean("pay", by="sex"), "all": design.mean("pay")})``: contrasts between calls have the
    error that they really have, for the influence of each sampled unit (or replicate) on all rows is kept. A column of
    domains that a call does not have is None in its rows, as in sub-totals. Refused where the calls are not of one
    sample, or where rows were put together by hand.
    """
    columns = list(
        dict.fromkeys(column for found in calls.values() for row in found for column in row.domain)
    )
    parts = _parts(calls)
    if name in columns:
        raise BadInput(
            "survey.call_column",
            _("A column of the domains is called {name} already. Choose another name for the calls."),
            name=name,
        )
    rows = [
        replace(row, domain={name: key, **{column: row.domain.get(column) for column in columns}})
        for key, found in calls.items()
        for row in found
    ]
    given = list(calls.values())
    call = np.repeat(np.arange(len(given)), [len(found) for found in given])
    own = np.concatenate([np.arange(len(found)) for found in given])
    missing = int(np.logical_or.reduce([part.domains.code < 0 for part in parts]).sum())
    notes = list(dict.fromkeys(note for found in given for note in found.notes))
    linked = _Linked(parts, call, own)
    return Estimates(
        rows, given[0].confidence, missing, notes, linked, linked.freedom,
        is_share=given[0].is_share, drawn=given[0].drawn,
    )  # fmt: skip


class _Linked:
    """The covariance of rows of several calls; `call` and `own` say of which call each row is, and where in it."""

    def __init__(self, parts: Sequence[Influence], call: Ints, own: Ints) -> None:
        self.parts, self.call, self.own = parts, call, own
        self.sample = parts[0].sample

    def __call__(self, places: Ints) -> Floats:
        if not len(places):
            return np.zeros((0, 0))
        found = [
            (np.flatnonzero(self.call[places] == number), part) for number, part in enumerate(self.parts)
        ]
        used = [
            (mine, *part.columns(self.own[np.asarray(places)[mine]])) for mine, part in found if len(mine)
        ]
        order = np.argsort(np.concatenate([mine for mine, _sums, _present in used]), kind="stable")
        sums = np.hstack([sums for _mine, sums, _present in used])[:, order]
        known = [present for _mine, _sums, present in used if present is not None]
        present: Bools | None = np.hstack(known)[:, order] if known else None
        matrix = self.sample.joint(sums, present)
        for mine, part in found:
            if part.errors is not None:
                matrix = with_errors(matrix, mine, part.errors[self.own[np.asarray(places)[mine]]])
        return matrix

    def freedom(self, places: Sequence[int]) -> int:
        """Return the degrees of freedom of the rows of the table that stand behind the rows at `places`."""
        chosen = np.asarray(places)
        inside: Bools = np.logical_or.reduce(
            [
                part.within(self.own[chosen[self.call[chosen] == number]].tolist())
                for number, part in enumerate(self.parts)
            ]
        )
        return self.sample.freedom(inside)


def _parts(calls: Mapping[Any, Estimates]) -> list[Influence]:
    parts = [found._covariance for found in calls.values()]
    linked = [part for part in parts if isinstance(part, Influence)]
    if not calls or len(linked) < len(parts) or len({id(part.sample) for part in linked}) != 1:
        raise BadInput(
            "survey.unlike_calls",
            _(
                "What the errors of these results have in common is not known: they must come straight from calls of one "
                "design. Ask all of the same design, after its weights have their last change; samples that were drawn "
                "apart are compared by apart."
            ),
        )
    return linked
