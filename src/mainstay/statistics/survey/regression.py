"""Regression on a sample survey: coefficients for the population, with errors that the design really has.

The slopes solve Σ w x (y - μ) = 0; their covariance is that of the totals of these scores, seen through the inverse
information ("sandwich"): Binder, *International Statistical Review* 51 (1983), 279-292; Fuller, *Sankhyā* C 37 (1975),
117-132. Replicate designs fit the model anew under every replicate.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .calibration import Auxiliary, auxiliary_matrix
from .calibration.auxiliary import Column, level_text
from .calibration.formula import Formula, parse_formula
from .columns import Bools, Columns, Floats
from .expression import truth_of
from .likelihoods import FAMILIES, Family, Model
from .regression_result import Regression

if TYPE_CHECKING:
    from .sample import Sample

INTERCEPT = "(intercept)"


@dataclass(frozen=True, slots=True)
class Plan:
    """The rows and columns of a regression: `rows` of the table are used, `missing` of its part are not.

    `known` are the rows used with those of weight 0.
    """

    rows: Bools
    known: Bools
    missing: int
    answers: Floats
    answer: str
    matrix: Auxiliary
    formula: Formula
    order: list[int]
    names: list[str]
    terms: list[str]


def regression(sample: "Sample", formula: str, *, family: str, where: str | None) -> Regression:
    """Return the regression of `formula` among the rows where the condition `where` holds."""
    kind = _family(family)
    sample.refuse_negative()
    plan = planned(sample, formula, kind, where)
    slopes, variance, unfitted = _estimated(sample, plan, kind)
    return Regression(
        answer=plan.answer,
        model=kind.model,
        family=kind.name,
        terms=tuple(plan.terms),
        names=tuple(plan.names),
        slopes=slopes,
        variance=variance,
        df=sample.freedom(plan.rows) + 1 - len(slopes),
        confidence=sample.confidence,
        n=int(plan.rows.sum()),
        missing=plan.missing,
        method=sample.method + (f", {unfitted} of them without a fit" if unfitted else ""),
        notes=sample.notes,
    )


def _estimated(sample: "Sample", plan: Plan, kind: Family) -> tuple[Floats, Floats, int]:
    """Return the slopes in the order of the formula, their covariance, and how many replicates had no fit."""
    weights = sample.weights[plan.rows]
    centred, taken = plan.matrix.centred(weights)
    names = [plan.names[plan.order.index(place)] for place in range(centred.width)]
    model = Model(centred, plan.answers, kind, tuple(names))
    fitted = model.fit(weights)
    unfitted: list[BadInput] = []

    def theta(replicate: Floats) -> Floats:
        try:
            return model.fit(replicate[plan.rows], fitted.slopes).slopes
        except BadInput as error:
            unfitted.append(error)
            return np.full(centred.width, np.nan)

    def scores() -> Floats:
        found = np.zeros((len(plan.rows), centred.width))
        found[plan.rows] = rows_of(centred, weights * (plan.answers - fitted.mean)) @ fitted.inverse
        return found

    back = np.eye(centred.width)
    back[0] -= taken
    moved = back @ sample.covariance(theta, scores, rows=plan.known)[0] @ back.T
    order = np.asarray(plan.order)
    return (back @ fitted.slopes)[order], moved[np.ix_(order, order)], len(unfitted)


def rows_of(matrix: Auxiliary, factor: Floats) -> Floats:
    """Return diag(factor) · X in full (rows × columns)."""
    full = np.zeros((len(factor), matrix.width))
    full[:, : matrix.dense.shape[1]] = matrix.dense * factor[:, None]
    for start, block in zip(matrix.starts, matrix.blocks, strict=True):
        inside = np.flatnonzero(block.codes < block.width)
        full[inside, start + block.codes[inside]] = block.weighted(factor)[inside]
    return full


def planned(sample: "Sample", formula: str, family: Family, where: str | None) -> Plan:
    """Return which rows `formula` uses and the matrix of its right side, rows without weight left out."""
    refuse_purposive(sample)
    left, sign, right = formula.partition("~")
    if not sign or not left.strip():
        raise BadInput(
            "survey.formula_sides",
            _(
                "The formula {formula} has no two sides. Write what is explained, then ~, then what explains it."
            ),
            formula=formula,
        )
    parsed = parse_formula("~" + right)
    inside, meant = part_of(sample, where)
    answer, values = _answers(sample.columns, left.strip(), family)
    known = ~np.isnan(values)
    names = list(dict.fromkeys(name for term in parsed.terms for name in term.names))
    for name in names:
        known &= sample.columns.present(name)
    known &= inside
    rows = known & (sample.weights != 0)
    _refuse_none(rows, formula)
    matrix = _matrix(sample.columns, names, rows, "~" + right)
    order, shown, terms = _ordered(matrix, parsed)
    missing = int((meant & ~known).sum())
    return Plan(rows, known, missing, values[rows], answer, matrix, parsed, order, shown, terms)


def part_of(sample: "Sample", where: str | None) -> tuple[Bools, Bools]:
    """Return the rows where `where` holds, and those with the rows that leave it open (all rows without one)."""
    if where is None:
        everyone = np.ones(len(sample.columns), dtype=bool)
        return everyone, everyone
    truth = truth_of(sample.columns, where)
    return np.asarray(truth == 1), np.asarray((truth == 1) | np.isnan(truth))


def refuse_purposive(sample: "Sample") -> None:
    """Refuse a test on a sample that was not drawn by chance."""
    if sample.purposive:
        raise BadInput(
            "survey.purposive_test",
            _(
                "A purposive sample has no design error, so nothing can be tested with it. Describe those asked "
                "by means and shares, or give the design by which they were drawn."
            ),
        )


def _matrix(columns: Columns, names: list[str], rows: Bools, right: str) -> Auxiliary:
    used = columns.taken(names or columns.names[:1], rows)
    return auxiliary_matrix(used, right, np.ones(len(used), dtype=bool))


def _answers(columns: Columns, left: str, family: Family) -> tuple[str, Floats]:
    if family.name != "binomial":
        values = columns.numbers(left)
        if family.name == "poisson" and (values < 0).any():
            raise BadInput(
                "survey.negative_count",
                _("The column {column} has negative numbers, but a Poisson regression explains counts."),
                column=left,
            )
        return left, values
    if left in columns.names and not columns.is_number(left):
        levels = columns.levels(left)
        if len(levels.values) != 2:
            raise BadInput(
                "survey.not_two_levels",
                _(
                    "The column {column} has {count} values, not two. Write a condition, as in {column} == 'yes'."
                ),
                column=left,
                count=len(levels.values),
            )
        return f"{left} = {levels.values[1]}", np.where(levels.codes < 0, np.nan, levels.codes)
    return left, truth_of(columns, left)


def _ordered(matrix: Auxiliary, formula: Formula) -> tuple[list[int], list[str], list[str]]:
    """Return the columns of `matrix` in the order of the formula, their names, and the term of each."""
    places = {frozenset(term.names): number for number, term in enumerate(formula.terms)}
    own = [frozenset((*(name for name, _level in c.levels), *c.numbers)) for c in matrix.columns]
    order = sorted(range(matrix.width), key=lambda place: places.get(own[place], -1))
    shown = [_named(matrix.columns[place], formula, places.get(own[place])) for place in order]
    terms = [
        INTERCEPT if own[place] not in places else ":".join(formula.terms[places[own[place]]].names)
        for place in order
    ]
    return order, shown, terms


def _named(column: Column, formula: Formula, place: int | None) -> str:
    if place is None:
        return INTERCEPT
    levels = dict(column.levels)
    parts: list[Any] = [
        f"{name} = {level_text(levels[name])}" if name in levels else name
        for name in formula.terms[place].names
    ]
    return " : ".join(parts)


def _family(name: str) -> Family:
    if name not in FAMILIES:
        raise BadInput(
            "survey.family",
            _("There is no family {family}. Choose one of {families}."),
            family=name,
            families=", ".join(FAMILIES),
        )
    return FAMILIES[name]


def _refuse_none(rows: Bools, formula: str) -> None:
    if not rows.any():
        raise BadInput(
            "survey.no_rows",
            _("No row has a weight and all that {formula} names, so there is nothing to compute from."),
            formula=formula,
        )
