"""Samples beside one another: rounds that share units, and samples drawn apart."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .columns import Floats, Ints, as_arrow
from .result import Estimates


def apart(samples: Mapping[Any, Estimates], name: str = "round") -> Estimates:
    """Return the rows of samples that were drawn apart as one result; the column `name` says which they are of.

    Their covariance is that of each sample, with nothing between them; degrees of freedom of what joins several follow
    Satterthwaite. For samples that share units (a panel) use `rounds`, which keeps what they share; results of one table
    are refused, for their errors go together: `together` knows how.
    """
    _refuse_unlike(samples, name)
    _refuse_shared(samples)
    rows = [replace(row, domain={name: key, **row.domain}) for key, found in samples.items() for row in found]
    groups = [key for key, found in samples.items() for _row in found]
    parts = list(samples.values())

    def covariance(places: Ints) -> Floats:
        whole, first = np.zeros((len(rows), len(rows))), 0
        for found in parts:
            last = first + len(found)
            whole[first:last, first:last] = found.covariance()
            first = last
        return whole[np.ix_(places, places)]

    missing = sum(found.missing for found in parts)
    notes = list(dict.fromkeys(note for found in parts for note in found.notes))
    return Estimates(rows, parts[0].confidence, missing, notes, covariance, None, groups)


def _refuse_unlike(samples: Mapping[Any, Estimates], name: str) -> None:
    """Refuse results that do not belong side by side: other intervals, other domains, or a column `name` already."""
    levels = {found.confidence for found in samples.values()}
    columns = {tuple(row.domain) for found in samples.values() for row in found}
    if len(levels) != 1 or len(columns) > 1 or any(name in own for own in columns):
        raise BadInput(
            "survey.unlike_samples",
            _(
                "These results cannot stand beside one another: give each the same confidence and the same columns of "
                "domains, none of them called {name}."
            ),
            name=name,
        )


def _refuse_shared(samples: Mapping[Any, Estimates]) -> None:
    """Refuse results of one table: they rest on the same sampled units."""
    drawn = [(key, found.drawn) for key, found in samples.items() if found.drawn is not None]
    for (first, one), (second, other) in combinations(drawn, 2):
        if one.same_table(other):
            raise BadInput(
                "survey.not_apart",
                _(
                    "{first} and {second} are estimates from one table, so they were not drawn apart and their errors go "
                    "together. Compare groups inside one call; in Python, together() puts calls of one design side by side."
                ),
                first=first,
                second=second,
            )


def rounds(tables: Mapping[Any, Any], name: str = "round") -> Any:
    """Return the tables of several rounds under each other (pyarrow), with a column `name` that says the round.

    A `Design` of it with the strata and clusters of the panel sees that rounds share sampled units, so that
    ``design.mean("employed", by=["round"]).differences("round")`` has the right, smaller, error.
    """
    import pyarrow as pa

    parts = []
    for key, given in tables.items():
        table = as_arrow(given)
        if name in table.column_names:
            raise BadInput(
                "survey.round_column",
                _("The table of {round} has a column {name} already. Choose another name for the rounds."),
                round=key,
                name=name,
            )
        parts.append(table.append_column(name, pa.array([str(key)] * len(table), pa.string())))
    return pa.concat_tables(parts, promote_options="permissive")
