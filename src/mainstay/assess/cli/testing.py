"""Tests and regressions on a survey file, for everybody or in each group of a crossing."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .conditions import columns_in, in_codes, is_condition
from .request import TableRequest
from .rows import labelled_value, plain

if TYPE_CHECKING:
    from mainstay.exchange.surveys import Survey
    from mainstay.statistics.survey.hypothesis import HypothesisTest
    from mainstay.statistics.survey.regression_result import Regression
    from mainstay.statistics.survey.sample import Sample

MOST_GROUPS = 500
"""In how many groups of a crossing the same test or regression is computed."""
_MEAN = re.compile(r"(?P<name>.+?)\s*=\s*(?P<mu>[-+]?\d+(\.\d+)?)$")


@dataclass(frozen=True, slots=True)
class Asked:
    """A test: a t-test of `name` against `mu`, between the groups of `group` or the columns `name` and `other`; or
    whether `name` and `other` are independent.
    """

    kind: str
    name: str
    other: str = ""
    group: str = ""
    mu: float = 0.0

    @property
    def columns(self) -> list[str]:
        """The columns that it names."""
        return [each for each in (self.name, self.other, self.group) if each]


@dataclass(frozen=True, slots=True)
class Inference:
    """A test or a regression of one table, in one group of its crossing."""

    table: str
    domain: Mapping[str, Any]
    asked: str
    result: "HypothesisTest | Regression"


def asked_of(text: str) -> Asked:
    """Return the test that a text asks for.

    >>> asked_of("income ~ sex").group, asked_of("income = 300").mu, asked_of("after - before").other
    ('sex', 300.0, 'before')
    >>> asked_of("status * region").kind
    'chi-square'
    """
    mean = _MEAN.match(text.strip())
    for mark in (" * ", "~", " - "):
        left, found, right = (part.strip() for part in text.partition(mark))
        if found and left and right:
            if mark == "~":
                return Asked("t", left, group="" if right in {"0", "1"} else right)
            return Asked("chi-square" if mark == " * " else "t", left, right)
    if mean is not None:
        return Asked("t", mean["name"], mu=float(mean["mu"]))
    raise BadInput(
        "estimate.test",
        _(
            "The test «{given}» cannot be read. Write income ~ sex (two groups), income = 300 (one mean), "
            "after - before (two columns of the same persons) or status * region (are they independent)."
        ),
        given=text,
    )


def sides_of(formula: str) -> tuple[str, list[str]]:
    """Return what a formula explains, and the columns that explain it."""
    from mainstay.statistics.survey.calibration.formula import parse_formula

    left, sign, right = (part.strip() for part in formula.partition("~"))
    if not (sign and left and right):
        raise BadInput(
            "survey.formula_sides",
            _(
                "The formula {formula} has no two sides. Write what is explained, then ~, then what explains it."
            ),
            formula=formula,
        )
    return left, list(dict.fromkeys(name for term in parse_formula("~" + right).terms for name in term.names))


def inferred_columns(table: TableRequest, there: Sequence[str]) -> list[str]:
    """Return the columns that the tests and regressions of a table use."""
    names = [name for text in table.test for name in asked_of(text).columns]
    for formula in table.regress:
        left, right = sides_of(formula)
        names += columns_in(left, there) if is_condition(left, there) else [left]
        names += right
    return names


def numbers_of(table: TableRequest) -> list[str]:
    """Return the columns of which tests need numbers."""
    asked = [asked_of(text) for text in table.test]
    return [name for each in asked if each.kind == "t" for name in (each.name, each.other) if name]


def worded_names(table: TableRequest) -> list[str]:
    """Return the columns whose labels stand in the place of codes: groups, and what explains."""
    asked = [asked_of(text) for text in table.test]
    names = [name for each in asked for name in (each.columns if each.kind == "chi-square" else [each.group])]
    names += [name for formula in table.regress for name in sides_of(formula)[1]]
    return [name for name in dict.fromkeys(names) if name]


def inferred(
    table: TableRequest, sample: "Sample", survey: "Survey", where: str | None
) -> Iterator[tuple[str, Callable[[], "HypothesisTest | Regression"]]]:
    """Yield each test and regression that `table` asks for, to be made among the rows where the column `where` is 1."""
    for text in table.test:
        asked = asked_of(text)
        if asked.kind == "chi-square":
            statistic = table.test_statistic or "F"
            yield text, partial(sample.chisq, asked.name, asked.other, statistic=statistic, where=where)
            continue
        words: dict[str, Any] = {"group": asked.group or None, "paired": asked.other or None}
        yield text, partial(sample.ttest, asked.name, mu=asked.mu, where=where, **words)
    for formula in table.regress:
        left, _sign, right = formula.partition("~")
        left = left.strip()
        answer = in_codes(left, survey) if is_condition(left, survey.table.column_names) else left
        family = table.family or "gaussian"
        yield formula, partial(sample.regress, f"{answer} ~ {right}", family=family, where=where)


def inference_rows(found: Inference, labels: Mapping[str, Mapping[Any, str]]) -> list[dict[str, Any]]:
    """Return a test as one row, a regression as one for each coefficient, with the keys of an estimate and their own."""
    domain = {name: labelled_value(value, labels.get(name, {})) for name, value in found.domain.items()}
    coded = {name: plain(value) for name, value in found.domain.items() if name in labels}
    rows = _of_test(found) if hasattr(found.result, "hypothesis") else _of_regression(found)
    more = {"domain_codes": coded} if coded else {}
    return [row | {"domain": domain} | more for row in rows]


def _of_test(found: Inference) -> list[dict[str, Any]]:
    own: Any = found.result
    return [
        {
            "statistic": "test",
            "variable": found.asked,
            "level": None,
            "domain": {},
            "estimate": own.estimate,
            "se": own.se,
            "ci_low": own.ci_low,
            "ci_high": own.ci_high,
            "cv": None,
            "deff": None,
            "n": own.n,
            "df": own.df,
            "df_error": own.df_error,
            "test": own.statistic,
            "value": own.value,
            "p": own.p,
            "hypothesis": own.hypothesis,
            "missing": own.missing,
            "method": own.method,
        }
    ]


def _of_regression(found: Inference) -> list[dict[str, Any]]:
    own: Any = found.result
    return [
        {
            "statistic": "coefficient",
            "variable": own.answer,
            "level": each.name,
            "domain": {},
            "estimate": each.estimate,
            "se": each.se,
            "ci_low": each.ci_low,
            "ci_high": each.ci_high,
            "cv": None,
            "deff": None,
            "n": own.n,
            "df": each.df,
            "t": each.t,
            "p": each.p,
            "ratio": each.ratio,
            "ratio_low": each.ratio_low,
            "ratio_high": each.ratio_high,
            "missing": own.missing,
            "method": f"{own.model} regression, {own.method}",
        }
        for each in own.rows
    ]


def inference_text(found: Inference, rows: Sequence[Mapping[str, Any]]) -> str:
    """Return a test or a regression as text, under the group that it is of."""
    words = ", ".join(f"{name} = {value}" for name, value in rows[0]["domain"].items()) if rows else ""
    head = " · ".join(part for part in (found.table, found.asked, words) if part)
    return f"{head}\n{found.result}"
