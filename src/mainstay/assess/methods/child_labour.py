"""Children in child labour, by the two definitions that stand side by side: SDG 8.7.1 and the global estimates.

The two give different figures for the same children, so that each result carries the name of its definition.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.statistics.survey import Estimates
from mainstay.statistics.survey.columns import Bools, Columns, Floats

from .survey_rate import By, Draw, indicator, not_negative, rate, refuse_rows, within
from .working_hours import MORE_THAN_A_WEEK, WEEK

Named = TypeVar("Named")

#: From here on hours are codes in MICS (97 inconsistent, 98 does not know, 99 no answer), and in no other survey.
MICS_CODE_FROM = 97.0
#: From how many hours of economic activity a week it is child labour: ages up to 11, 12 to 14, 15 to 17.
ECONOMIC_HOURS = (1.0, 14.0, 43.0)
#: From how many hours of household chores a week, ages 5 to 14 (since 2019; before, MICS took 28, and 43 at 15-17).
CHORES_HOURS = 21.0

SDG_A = _("SDG 8.7.1 a: economic activity at or above the hours of the age")
SDG_B = _("SDG 8.7.1 b: economic activity or household chores at or above the hours of the age")
GLOBAL = _("ILO global estimates: economic activity, with hazardous work (18th ICLS)")
HAZARDOUS = _("ILO global estimates: hazardous work of children (18th ICLS)")
DEFINITIONS = {"a": SDG_A, "b": SDG_B, "global": GLOBAL, "hazardous": HAZARDOUS}


@dataclass(frozen=True, slots=True)
class ChildLabour:
    """The children in child labour as shares of all children of 5 to 17, and the definition that was used.

    `coded` counts the children with a code in place of hours, which was taken as no hours.
    """

    definition: str
    shares: Estimates
    coded: int


def child_labour(
    table: Any,
    draw: Draw,
    *,
    definition: str,
    age: str,
    economic_hours: str,
    code_from: float | None,
    chores_hours: str | Sequence[str] | None = None,
    hazardous: str | None = None,
    by: By = (),
) -> ChildLabour:
    """Return the share of children of 5 to 17 in child labour by `definition`: a, b, global or hazardous.

    P = Σ w · in child labour / Σ w · aged 5 to 17. See `sdg_marks` and `global_marks` for what counts. Columns: `age`
    in years; `economic_hours` of last week (empty: none); `chores_hours` likewise: several columns are the parts as
    they were asked, which are added, one column is their sum; `hazardous` 1 where the work is hazardous by its
    branch, occupation or conditions. `code_from` says from which number on hours are codes for "not known", in MICS
    97 (`MICS_CODE_FROM`), and None where there are none: a code counts as no hours, and its child in `coded`; a sum
    of parts holds no codes. More than 168 hours are refused. In MICS one child of each household is asked: weigh
    with `fsweight` (household weight × number of children of 5 to 17), not with the weight of the household or of
    the person.
    """
    columns = Columns(table)
    years = columns.numbers(age)
    hours, coded = _hours(columns, economic_hours, years, code_from)
    if definition == "a":
        marks = sdg_marks(years, hours)
    elif definition == "b":
        parts = _needed(chores_hours, "chores_hours", definition)
        chores, in_parts = _chores(columns, parts, years, code_from)
        marks, coded = sdg_marks(years, hours, chores), coded | in_parts
    elif definition in {"global", "hazardous"}:
        dangers = indicator(columns, _needed(hazardous, "hazardous", definition))
        marks = global_marks(years, hours, dangers)[definition]
    else:
        raise BadInput(
            "child_labour.definition",
            _("There is no definition {given} of child labour. Choose one of: {known}."),
            given=definition,
            known=", ".join(DEFINITIONS),
        )
    added = {"child_labour": marks, "children_5_17": _children(years)}
    shares = rate(table, draw, added, over=("child_labour", "children_5_17"), by=by, share=True)
    return ChildLabour(DEFINITIONS[definition], shares, int((coded & (_children(years) == 1)).sum()))


def economic_activity_hours(hours: Floats, *, code_from: float | None) -> Floats:
    """Return hours with codes (`code_from` and over) and empty cells as 0, as the standard tables of MICS6 do.

    A child whose hours are not known stays among the children and does not count as in child labour.

    >>> economic_activity_hours(np.array([5.0, 97, 98, np.nan]), code_from=97).tolist()
    [5.0, 0.0, 0.0, 0.0]
    """
    return np.where(np.isnan(hours) | _codes(hours, code_from), 0.0, hours)


def chores_hours_together(*parts: Floats, code_from: float | None) -> Floats:
    """Return the hours of all household chores: water, wood and the rest, each cleaned of its codes before the sum.

    >>> chores_hours_together(np.array([3.0, 98]), np.array([np.nan, 4]), code_from=97).tolist()
    [3.0, 4.0]
    """
    cleaned = np.array([economic_activity_hours(part, code_from=code_from) for part in parts])
    return np.asarray(cleaned.sum(axis=0), dtype=np.float64)


def sdg_marks(age: Floats, economic_hours: Floats, chores_hours: Floats | None = None) -> Floats:
    """Return 1 for each child of 5 to 17 in child labour by SDG 8.7.1, 0 for all others, NaN without an age.

    Economic activity last week: at 5 to 11 from 1 hour, at 12 to 14 from 14, at 15 to 17 from 43. With
    `chores_hours` (indicator b) also household chores at 5 to 14 from 21 hours; at 15 to 17 no number of hours of
    chores counts. Hazardous conditions are shown apart and do not count. Source: metadata of SDG 8.7.1; standard
    tables of MICS6 since 2019.

    >>> age, work, home = np.array([8.0, 12, 13, 16]), np.array([1.0, 13, 0, 42]), np.array([0.0, 0, 21, 60])
    >>> sdg_marks(age, work).tolist(), sdg_marks(age, work, home).tolist()
    ([1.0, 0.0, 0.0, 0.0], [1.0, 0.0, 1.0, 0.0])
    """
    labour = economic_hours >= _threshold(age)
    if chores_hours is not None:
        labour |= (age < 15) & (chores_hours >= CHORES_HOURS)
    return within(_children(age), labour.astype(np.float64))


def global_marks(age: Floats, economic_hours: Floats, hazardous: Floats) -> dict[str, Floats]:
    """Return ``global`` and ``hazardous``: 1 where a child of 5 to 17 is in child labour, and in hazardous work.

    Hazardous work: in economic activity (1 hour or more) with `hazardous` = 1 (branch or occupation designated as
    such, or hazardous conditions), or for 43 hours or more at any age. Child labour: every employed child of 5 to
    11; at 12 to 14 all but light work (fewer than 14 hours, not hazardous); at 15 to 17 hazardous work. Household
    chores do not count. Source: resolution on statistics of child labour, 18th ICLS (2008), amended by the 20th;
    method of the ILO's global estimates. A child at work of whose hazards nothing is known has NaN, unless its
    hours alone decide.

    >>> marks = global_marks(np.array([13.0, 13, 16]), np.array([5.0, 5, 43]), np.array([0.0, 1, 0]))
    >>> marks["global"].tolist(), marks["hazardous"].tolist()
    ([0.0, 1.0, 1.0], [0.0, 1.0, 1.0])
    """
    employed, long = economic_hours >= 1, economic_hours >= ECONOMIC_HOURS[2]
    danger = employed & ((hazardous == 1) | long)
    unknown = employed & ~long & np.isnan(hazardous)
    sure = economic_hours >= _threshold(age)
    children = _children(age)
    labour = np.where(unknown & ~sure, np.nan, (sure | danger).astype(np.float64))
    at_risk = np.where(unknown, np.nan, danger.astype(np.float64))
    return {"global": within(children, labour), "hazardous": within(children, at_risk)}


def _children(age: Floats) -> Floats:
    inside: Bools = (age >= 5) & (age < 18)
    return np.where(np.isnan(age), np.nan, inside.astype(np.float64))


def _threshold(age: Floats) -> Floats:
    low, middle, high = ECONOMIC_HOURS
    return np.where(age < 12, low, np.where(age < 15, middle, high))


def _codes(hours: Floats, code_from: float | None) -> Bools:
    return np.zeros(len(hours), dtype=np.bool_) if code_from is None else hours >= code_from


def _hours(columns: Columns, name: str, age: Floats, code_from: float | None) -> tuple[Floats, Bools]:
    """Return the hours of a column without its codes, and where it has a code."""
    told = not_negative(columns, name)
    coded = _codes(told, code_from)
    refuse_rows((told > WEEK) & ~coded & (_children(age) == 1), name, MORE_THAN_A_WEEK)
    return economic_activity_hours(told, code_from=code_from), coded


def _chores(
    columns: Columns, names: str | Sequence[str], age: Floats, code_from: float | None
) -> tuple[Floats, Bools]:
    """Return the hours of all chores, and where a part has a code: 60 and 40 hours are 100, and 100 is no code."""
    if isinstance(names, str):
        return _hours(columns, names, age, None)
    parts = [_hours(columns, name, age, code_from) for name in names]
    together = chores_hours_together(*(hours for hours, _code in parts), code_from=None)
    return together, np.logical_or.reduce([coded for _part, coded in parts])


def _needed(name: Named | None, role: str, definition: str) -> Named:
    if not name:
        raise BadInput(
            "child_labour.column",
            _("The definition {definition} needs the column {role}. Name it, or choose another definition."),
            definition=definition,
            role=role,
        )
    return name
