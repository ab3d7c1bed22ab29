"""By which criteria a file is ranked: a table of criteria, the playbook's codes, or every column of scores alike."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _
from mainstay.decide.methods.promethee import SHAPES, Preference
from mainstay.decide.methods.score_table import Measure, ScoreTable, score_table
from mainstay.exchange.tables import Column, Sheet, read_table
from mainstay.page.terminal import say

from .score_files import Score, Table, score_of, scores_of

TOP = 5.0
COLUMNS = (
    Column("criterion", "criterion", required=True, aliases=("code",)),
    Column("weight", "weight", "decimal", required=True, minimum=Decimal(0)),
    Column("best", "best", "choice", choices=("high", "low")),
    Column("least", "least", "decimal"),
    Column("most", "most", "decimal"),
    Column("preference", "preference", "choice", choices=tuple(SHAPES)),
    Column("indifference", "indifference", "decimal", minimum=Decimal(0)),
    Column("strict", "strict", "decimal", minimum=Decimal(0)),
    Column("inflection", "inflection", "decimal", minimum=Decimal(0)),
)


def scored_table(table: Table, criteria: Path | None) -> tuple[ScoreTable, list[Preference]]:
    """Return the options of a file with their criteria, and how PROMETHEE prefers in each.

    A criterion without a scale takes that of the scores that are there; what is missing may lie anywhere on it.
    """
    if criteria is not None:
        measures, preferences = _given(criteria)
        missing = [measure.code for measure in measures if measure.code not in table.unknown]
        if missing:
            raise BadInput(
                "rank.no_column",
                _("{file} has no column {columns}. Its columns are {all}."),
                file=table.filename,
                columns=", ".join(missing),
                all=", ".join(table.unknown),
            )
    else:
        measures = playbook_measures(table.unknown) or _alike(table)
        preferences = [Preference()] * len(measures)
    unused = [name for name in table.unknown if name not in {measure.code for measure in measures}]
    if unused:
        say(f"not used: {', '.join(unused)}")
    scales = {row.code: (row.least, row.most) if row.least < row.most else None for row in measures}
    scores = scores_of(table, [row.code for row in measures], scales)
    whole = [_on_own_scale(row, scores[row.code], table) for row in measures]
    cells = [[scores[row.code][at] for row in whole] for at in range(len(table.names))]
    return score_table(table.names, whole, cells), preferences


def playbook_measures(columns: Sequence[str]) -> list[Measure]:
    """Return the playbook's criteria with their weights when any of their codes heads a column; none otherwise.

    All of them count then: one without a column was not assessed for anybody, and says so by wide ranges.
    """
    from mainstay import playbook

    rules = playbook.current().eligibility
    heads = {name.upper() for name in columns}
    if not heads & set(rules.criteria):
        return []
    named = {name.upper(): name for name in columns}
    top = float(rules.scoring.scale_max)
    return [
        Measure(named.get(code, code), float(rule.weight), 0.0, top) for code, rule in rules.criteria.items()
    ]


def _alike(table: Table) -> list[Measure]:
    """Return every column of scores, all with one weight, more being better."""
    found = [Measure(name, 1.0, 0.0, 0.0) for name in table.unknown if _holds_scores(table, name)]
    if not found:
        raise BadInput(
            "rank.no_scores",
            _(
                "{file} has no column of scores. Give one column for each criterion, with numbers or ranges such as 2..4."
            ),
            file=table.filename,
        )
    say(
        f"criteria, all with one weight, more is better: {', '.join(row.code for row in found)} (else --criteria FILE)"
    )
    return found


def _holds_scores(table: Table, name: str) -> bool:
    """Return whether more cells of a column are scores than are not; those that are not are then refused one by one."""
    right = wrong = 0
    for row in table.rows:
        try:
            right += score_of(row.get(name)) is not None
        except ValueError:
            wrong += 1
    return right > wrong


def _on_own_scale(measure: Measure, scores: Sequence[Score], table: Table) -> Measure:
    """Return the criterion with its scale, or with that from the least to the most score that is there."""
    if measure.least < measure.most:
        return measure
    known = [score for score in scores if score is not None]
    if not known:
        raise BadInput(
            "rank.no_scale",
            _(
                "{file}: {criterion} has no score in any row and no scale. Give least and most, or leave the column out."
            ),
            file=table.filename,
            criterion=measure.code,
        )
    least, most = min(low for low, _high in known), max(high for _low, high in known)
    return Measure(measure.code, measure.weight, least, most, measure.low_is_best)


def _given(place: Path) -> tuple[list[Measure], list[Preference]]:
    if not place.is_file():
        raise BadInput("scores.no_file", _("There is no file {file}."), file=str(place))
    staged = read_table(place, place.name, Sheet("criteria", COLUMNS, key=("criterion",)))
    problems = [problem for row in staged.rows if (problem := _scale_problem(row.number, row.values))]
    staged.with_problems(problems).require_clean()
    rows = [row.values for row in staged.rows]
    if not sum(row["weight"] for row in rows):
        raise BadInput("rank.no_weight", _("{file}: the weights sum to nothing."), file=place.name)
    measures = [
        Measure(
            row["criterion"],
            float(row["weight"]),
            _number(row, "least"),
            _number(row, "most"),
            row.get("best") == "low",
        )
        for row in rows
    ]
    preferences = [
        Preference(
            row.get("preference") or "usual",
            *(_number(row, name) for name in ("indifference", "strict", "inflection")),
        )
        for row in rows
    ]
    return measures, preferences


def _number(row: Any, name: str) -> float:
    return float(row.get(name) or 0)


def _scale_problem(number: int, row: Any) -> Problem | None:
    least, most = row.get("least"), row.get("most")
    if (least is None) == (most is None) and (least is None or least < most):
        return None
    reason = Reason(
        "rank.scale",
        _("A scale needs both ends, the least below the most; or none, to take that of the scores."),
    )
    return Problem(reason, row=number, field="least" if least is None else "most")
