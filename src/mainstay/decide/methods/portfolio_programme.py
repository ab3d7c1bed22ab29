"""The choice of countries as an integer programme, solved to proven optimum."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .portfolio_rules import Candidate, Part, Rulebook

#: Portfolios whose values differ by less are level.
LEVEL = 1e-6


@dataclass(frozen=True, slots=True)
class Chosen:
    """A portfolio: its countries in the order of their names, and its value."""

    countries: tuple[str, ...]
    value: float


class Programme:
    """Maximise Σ value_c · x_c, x_c ∈ {0, 1}, under parts of rules that can be lifted one by one.

    Countries stand in the order of their names, so that the order of a file changes nothing. Solved by HiGHS through
    `scipy.optimize.milp` with a relative gap of 0: what comes back is proven to be the best, or that there is none.
    """

    def __init__(self, candidates: Sequence[Candidate], book: Rulebook, parts: Sequence[Part]) -> None:
        self.candidates = candidates
        self.names = tuple(row.name for row in candidates)
        self.count = len(candidates)
        self.book = book
        self.parts = tuple(parts)
        self.values = np.array([row.low for row in candidates], float)
        self.has = np.array(
            [[kind in row.crisis_types for kind in book.kinds] for row in candidates], float
        ).reshape(len(candidates), len(book.kinds))

    def best(
        self,
        *,
        without: Collection[str] = (),
        cuts: Sequence[Collection[str]] = (),
        more: Sequence[Part] = (),
        values: Any = None,
        known: Sequence[Chosen] = (),
    ) -> Chosen | None:
        """Return the best portfolio, or None where the rules leave none.

        `without` names parts that are lifted, `cuts` portfolios that may not come again, `more` parts beside the
        rules. `known` are portfolios from which to begin: the best of them that keeps all this is a bound that
        saves work.
        """
        parts = [part for part in (*self.parts, *more) if part.key not in without]
        given = self.values if values is None else np.asarray(values, float)
        rows, least, most = self._rows(parts, cuts)
        width = self.count + len(self.book.kinds)
        aim = np.concatenate([given, np.zeros(width - self.count)])
        lead = self._lead(given, rows, least, most, known)
        free = np.ones(width, bool)
        fixed = np.zeros(width)
        if lead is not None:
            bound = _relaxed(aim, rows, least, most)
            if bound is not None:
                if bound[0] <= lead.value + LEVEL:
                    return lead
                # A column whose reduced cost passes the gap cannot change in anything better than what is known.
                free = bound[1] <= bound[0] - lead.value + LEVEL
                fixed = np.where(free, 0.0, np.round(bound[2]))
        found = _solved(aim, rows, least, most, free, fixed)
        if found is None:
            return lead
        mine = self._chosen(given, found[: self.count])
        return lead if lead is not None and lead.value >= mine.value - LEVEL else mine

    def better_without(self, part: Part, best: Chosen) -> Chosen | None:
        """Return the best portfolio without one part where it is better than `best`, else None.

        What is better must break the part, or it would have been chosen. So where the relaxation has nothing better
        beyond any row of the part, nothing is, and no integer programme needs to be solved.
        """
        others = [row for row in self.parts if row.key != part.key]
        rows, least, most = self._rows(others, ())
        aim = np.concatenate([self.values, np.zeros(len(self.book.kinds))])
        for row, low, high in zip(part.rows, part.least, part.most, strict=True):
            for side, edge in ((1.0, high), (-1.0, -low)):
                if not np.isfinite(edge):
                    continue
                step = 1.0 if (row == np.round(row)).all() and edge == round(edge) else LEVEL
                beyond = (
                    np.vstack([rows, -side * row]),
                    np.append(least, -np.inf),
                    np.append(most, -edge - step),
                )
                bound = _relaxed(aim, *beyond)
                if bound is not None and bound[0] > best.value + LEVEL:
                    found = self.best(without=[part.key], known=[best])
                    return found if found is not None and found.value > best.value + LEVEL else None
        return None

    def feasible(self, keys: Collection[str]) -> Any:
        """Return a choice (0/1 by country) that keeps the parts with these keys, or None."""
        parts = [part for part in self.parts if part.key in keys]
        rows, least, most = self._rows(parts, ())
        width = self.count + len(self.book.kinds)
        found = _solved(np.zeros(width), rows, least, most, np.ones(width, bool), np.zeros(width))
        return None if found is None else np.round(found[: self.count])

    def reached(self, part: Part, choice: Any) -> Any:
        """Return what the rows of a part come to for a choice (0/1 by country)."""
        return part.rows @ np.concatenate([choice, (choice @ self.has > 0).astype(float)])

    def kept(self, part: Part, choice: Any) -> bool:
        """Return whether a choice (0/1 by country) keeps a part."""
        reached = self.reached(part, choice)
        return bool((reached >= part.least - LEVEL).all() and (reached <= part.most + LEVEL).all())

    def vector(self, countries: Collection[str]) -> Any:
        """Return 1 for each of these countries and 0 for the others."""
        return np.array([float(name in countries) for name in self.names])

    def _rows(self, parts: Sequence[Part], cuts: Sequence[Collection[str]]) -> tuple[Any, Any, Any]:
        links = self.book.links
        rows, least, most = [links], [np.full(len(links), -np.inf)], [np.zeros(len(links))]
        for part in parts:
            rows.append(part.rows)
            least.append(part.least)
            most.append(part.most)
        for cut in cuts:
            # Σ chosen − Σ others ≤ chosen − 1: any portfolio but this one.
            inside = self.vector(cut)
            rows.append(np.concatenate([2 * inside - 1, np.zeros(len(self.book.kinds))])[None])
            least.append(np.array([-np.inf]))
            most.append(np.array([inside.sum() - 1]))
        return np.vstack(rows), np.concatenate(least), np.concatenate(most)

    def _chosen(self, values: Any, choice: Any) -> Chosen:
        taken = np.flatnonzero(choice > 0.5)
        return Chosen(tuple(self.names[at] for at in taken), float(values[taken].sum()))

    def _lead(self, values: Any, rows: Any, least: Any, most: Any, known: Sequence[Chosen]) -> Chosen | None:
        """Return the best of the known portfolios that keeps the rows, or None."""
        if not known:
            return None
        near = np.array([self.vector(row.countries) for row in known])
        reached = np.hstack([near, (near @ self.has > 0).astype(float)]) @ rows.T
        kept = ((reached >= least - LEVEL / 10) & (reached <= most + LEVEL / 10)).all(axis=1)
        if not kept.any():
            return None
        return self._chosen(values, near[np.argmax(np.where(kept, near @ values, -np.inf))])


def forced(
    candidates: Sequence[Candidate], kinds: int, *, inside: Collection[str], outside: Collection[str]
) -> list[Part]:
    """Return parts that keep countries in or out, one for each country, so that a conflict can name it."""
    parts = []
    for at, row in enumerate(candidates):
        for wanted, names in ((1.0, inside), (0.0, outside)):
            if row.name in names:
                line = np.zeros((1, len(candidates) + kinds))
                line[0, at] = 1
                word, edge = "in" if wanted else "out", np.array([wanted])
                parts.append(
                    Part(word, row.name, line, edge, edge, lambda x, at=at: float(x[at]), wanted, not wanted)  # type: ignore[misc]
                )
    return parts


def _relaxed(aim: Any, rows: Any, least: Any, most: Any) -> tuple[float, Any, Any] | None:
    """Return bound, size of each reduced cost and solution of the relaxation with shares of countries."""
    from scipy.optimize import linprog

    above, below = np.isfinite(most), np.isfinite(least)
    found = linprog(
        -aim,
        A_ub=np.vstack([rows[above], -rows[below]]),
        b_ub=np.concatenate([most[above], -least[below]]),
        bounds=(0, 1),
        method="highs",
    )
    if found.status != 0:
        return None
    return -found.fun, np.abs(found.lower.marginals + found.upper.marginals), found.x


def _solved(aim: Any, rows: Any, least: Any, most: Any, free: Any, fixed: Any) -> Any:
    """Return the best 0/1 columns with those that are not free at their fixed values; None where there are none."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    held = rows @ fixed
    if not free.any():
        return fixed if ((held >= least - LEVEL) & (held <= most + LEVEL)).all() else None
    found = milp(
        -aim[free],
        constraints=LinearConstraint(rows[:, free], least - held, most - held),
        integrality=np.ones(int(free.sum())),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0, "presolve": False},
    )
    if found.status == 2:  # proven: no choice keeps all
        return None
    if found.status != 0:
        raise ArithmeticError(found.message)
    whole = fixed.copy()
    whole[free] = np.round(found.x)
    return whole
