"""Whom social protection reaches, for each function and altogether (SDG 1.3.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.statistics.survey import Estimates
from mainstay.statistics.survey.columns import Columns, Floats

from .survey_rate import By, Draw, indicator, rate, truth, within

#: Each function, with whom it is for and who of them is covered.
FUNCTIONS: dict[str, tuple[str, str]] = {
    "children": (
        _("children"),
        _("children, or their households, who receive a child or family cash benefit"),
    ),
    "maternity": (_("women who gave birth"), _("women who received a cash benefit at a birth")),
    "disability": (_("persons with a severe disability"), _("those who receive a cash benefit for it")),
    "unemployment": (_("unemployed persons"), _("those who receive an unemployment benefit")),
    "work_injury": (_("employed persons"), _("those who are covered for injury at work")),
    "old_age": (_("persons at or above the age of retirement"), _("those who receive a pension")),
    "vulnerable": (
        _("persons who neither contribute nor receive a contributory benefit"),
        _("those who receive a non-contributory cash benefit"),
    ),
}


@dataclass(frozen=True, slots=True)
class Function:
    """The columns of one function: 1 for those whom it is for, and 1 for those who are covered."""

    population: str
    covered: str


def function_coverage(
    table: Any, draw: Draw, functions: Mapping[str, Function], *, by: By = ()
) -> dict[str, Estimates]:
    """Return for each function the share of its own population that is covered (SDG 1.3.1 by function).

    C_f = Σ w · (in population f) · (covered by f) / Σ w · (in population f). Keys are those of `FUNCTIONS`, which
    also say who is meant. The population of ``vulnerable`` is everybody less those who contribute and those who
    receive contributory pensions (`vulnerable_population`). A benefit that a household receives reaches all its
    members only if you say so: mark them with `reaching_household`. Source: ILO, *World Social Protection Report*,
    annex on methods; metadata of SDG 1.3.1. Unit: share of the function's population.

    >>> from functools import partial
    >>> from mainstay.statistics.survey import Design
    >>> people = {"w": [1, 1, 2], "old": [1, 1, 0], "pension": [1, 0, 0]}
    >>> found = function_coverage(people, partial(Design, weights="w"), {"old_age": Function("old", "pension")})
    >>> found["old_age"][0].estimate
    0.5
    """
    _refuse_unknown(functions)
    columns = Columns(table)
    shares: dict[str, Estimates] = {}
    for name, function in functions.items():
        for_whom, reached = indicator(columns, function.population), indicator(columns, function.covered)
        known = truth(reached >= 0, reached)
        above, below = f"covered_{name}", f"population_{name}"
        added = {above: within(for_whom, reached), below: within(for_whom, known)}
        shares[name] = rate(table, draw, added, over=(above, below), by=by, share=True)
    return shares


def any_coverage(
    table: Any,
    draw: Draw,
    *,
    receives: list[str],
    contributes: list[str],
    population: str | None = None,
    by: By = (),
) -> Estimates:
    """Return the share of the population with at least one cash benefit or an active contribution (SDG 1.3.1).

    C = Σ w · max(all marks) / Σ w over everybody, or over those whose column `population` is 1. `receives` and `contributes` name columns of 0 and 1; health is
    not among them. A person with several is one person. A row in which one mark is 1 counts, whatever else is not
    known; a row in which none is 1 and some are missing is dropped and counted. Unit: share of the population.

    >>> from functools import partial
    >>> from mainstay.statistics.survey import Design
    >>> people = {"w": [1, 1, 1, 1], "pension": [1, 0, 0, 0], "grant": [1, 1, 0, None], "pays": [0, 0, 0, 1]}
    >>> draw = partial(Design, weights="w")
    >>> any_coverage(people, draw, receives=["pension", "grant"], contributes=["pays"])[0].estimate
    0.75
    """
    names = [*receives, *contributes]
    if not names:
        raise BadInput("social_protection.marks", _("Name the columns of benefits or contributions."))
    columns = Columns(table)
    marks = np.array([indicator(columns, name) for name in names])
    some, unknown = (marks == 1).any(axis=0), np.isnan(marks).any(axis=0)
    covered = np.where(some, 1.0, np.where(unknown, np.nan, 0.0))
    whole = indicator(columns, population) if population else np.ones(len(columns))
    known = np.where(np.isnan(covered), np.nan, 1.0)
    added = {"covered_any": within(whole, covered), "population_asked": within(whole, known)}
    return rate(table, draw, added, over=("covered_any", "population_asked"), by=by, share=True)


def vulnerable_population(contributes: Floats, contributory_pension: Floats) -> Floats:
    """Return 1 for those who neither contribute nor receive a contributory pension; NaN where that is not known.

    >>> vulnerable_population(np.array([1.0, 0, 0]), np.array([0.0, 1, 0])).tolist()
    [0.0, 0.0, 1.0]
    """
    either = (contributes == 1) | (contributory_pension == 1)
    unknown = np.isnan(contributes) | np.isnan(contributory_pension)
    return np.where(either, 0.0, np.where(unknown, np.nan, 1.0))


def reaching_household(table: Any, *, receives: str, household: str) -> Floats:
    """Return 1 for every member of a household in which somebody receives: the rule "a benefit reaches all".

    `household` identifies households over the whole table. Where nobody receives and somebody's answer is missing
    the whole household is NaN. Say beside the figure that this rule was used: it raises coverage.

    >>> table = {"home": [1, 1, 2, 2], "grant": [1, 0, 0, None]}
    >>> reaching_household(table, receives="grant", household="home").tolist()
    [1.0, 1.0, nan, nan]
    """
    columns = Columns(table)
    marks, homes = indicator(columns, receives), columns.levels(household)
    count = len(homes.values) + 1
    some = np.bincount(homes.codes + 1, marks == 1, minlength=count) > 0
    unknown = np.bincount(homes.codes + 1, np.isnan(marks), minlength=count) > 0
    reached = np.where(some, 1.0, np.where(unknown, np.nan, 0.0))
    reached[0] = np.nan
    return np.asarray(reached[homes.codes + 1], dtype=np.float64)


def _refuse_unknown(functions: Mapping[str, Function]) -> None:
    stray = sorted(set(functions) - set(FUNCTIONS))
    if stray:
        raise BadInput(
            "social_protection.function",
            _("There is no function {stray} of social protection. Choose from: {known}."),
            stray=", ".join(stray),
            known=", ".join(FUNCTIONS),
        )
