"""Candidates of a portfolio from a file, and the rules of the playbook with what is changed to try."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _
from mainstay.decide.methods.portfolio_rules import Candidate
from mainstay.decide.methods.priority_score import TOP
from mainstay.exchange.tables import Column
from mainstay.page.terminal import say

from .criteria_files import playbook_measures
from .score_files import Table, read_options, scores_of

#: What is said of the sixteen contexts beside what the rules ask; it is shown by nobody and refused by nobody.
BESIDE = {"iso3", "fragile_list", "displaced_inside", "conflict_deaths"}


def columns() -> tuple[Column, ...]:
    """Return the columns that the rules ask for; each may be missing, each cell empty."""
    from mainstay import playbook

    regions = {row.name: (row.name, row.code) for row in playbook.current().lists.regions.values()}
    return (
        Column("region", "region", "choice", choices=regions),
        Column("population", "population", "decimal", minimum=Decimal(0)),
        Column("crisis_types", "crisis_types", aliases=("hazards", "crisis_type")),
        Column("g7plus", "g7plus", "bool", aliases=("g7+",)),
        Column("demand", "demand", "bool"),
        Column("assessment", "assessment", "choice", choices=("done", "funded", "none")),
        Column("start_usd", "start_usd", "decimal", minimum=Decimal(0)),
        Column("staff", "staff", "decimal", minimum=Decimal(0)),
    )


def read_candidates(place: Path) -> tuple[list[Candidate], list[str]]:
    """Return the candidates of a file and the regions of the playbook that have one; say which have none.

    The value comes from a column `score` of 0 to 100, or from the playbook's criteria (C01 …) by their weights.
    """
    from mainstay import playbook

    table = read_options(place, columns())
    ends, used = _values(table)
    unused = [name for name in table.unknown if name not in used and name not in BESIDE]
    if unused:
        say(f"not used: {', '.join(unused)}")
    kinds = _kinds(table, set(playbook.current().crisis_types))
    found = [
        _candidate(name, row, low, high, types)
        for name, row, (low, high), types in zip(table.names, table.rows, ends, kinds, strict=True)
    ]
    known = [row.name for row in playbook.current().lists.regions.values()]
    there = {row.region for row in found}
    if empty := [name for name in known if name not in there]:
        say(f"no candidate in: {', '.join(empty)}")
    return found, [name for name in known if name in there]


def rules_in_force(changed: Sequence[str], without: Sequence[str]) -> dict[str, Mapping[str, float]]:
    """Return the playbook's rules with numbers changed (`P1.max_active=8`) and rules left out."""
    from mainstay import playbook

    rules: dict[str, dict[str, float]] = {
        code: dict(rule.params) for code, rule in playbook.current().eligibility.portfolio.items()
    }
    for text in changed:
        name, _equals, value = text.partition("=")
        code, _dot, param = name.strip().partition(".")
        numbers = rules.get(code.upper())
        if numbers is None or param not in numbers:
            raise BadInput(
                "portfolio.no_param",
                _("There is no number {name} in the rules. There are: {all}."),
                name=name,
                all=", ".join(f"{code}.{param}" for code, params in rules.items() for param in params),
            )
        try:
            numbers[param] = float(value)
        except ValueError:
            raise BadInput(
                "portfolio.no_number",
                _("“{given}” is no number. Write it as {name}=8."),
                given=value,
                name=name,
            ) from None
    for code in without:
        if code.upper() not in rules:
            raise BadInput(
                "portfolio.no_rule",
                _("There is no rule {code}. There are: {all}."),
                code=code,
                all=", ".join(rules),
            )
    return {code: params for code, params in rules.items() if code not in {name.upper() for name in without}}


def _values(table: Table) -> tuple[list[tuple[float, float]], set[str]]:
    """Return the least and the most total of each candidate, of 100, and the columns that gave it."""
    if "score" in table.unknown:
        scores = scores_of(table, ["score"], {"score": (0.0, 100.0)})["score"]
        return [score or (0.0, 100.0) for score in scores], {"score"}
    measures = playbook_measures(table.unknown)
    if not measures:
        raise BadInput(
            "portfolio.no_score",
            _(
                "{file} has neither a column score (0 to 100) nor one of the criteria {codes}. Give one of them."
            ),
            file=table.filename,
            codes="C01, C02 …",
        )
    scores_by = scores_of(table, [row.code for row in measures], {row.code: (0.0, TOP) for row in measures})
    whole = sum(row.weight for row in measures)

    def total(at: int, end: int) -> float:
        cells = ((scores_by[row.code][at], row.weight) for row in measures)
        given = ((cell or (0.0, float(TOP)), weight) for cell, weight in cells)
        return round(sum(cell[end] * weight for cell, weight in given) * 100 / TOP / whole, 9)

    return [(total(at, 0), total(at, 1)) for at in range(len(table.names))], {row.code for row in measures}


def _kinds(table: Table, known: set[str]) -> list[frozenset[str]]:
    """Return the kinds of crisis of each row, parted by ; or , as codes of the playbook."""
    found, problems = [], []
    for number, row in zip(table.numbers, table.rows, strict=True):
        codes = {
            code.strip().upper() for code in str(row.get("crisis_types") or "").replace(",", ";").split(";")
        } - {""}
        if strange := sorted(codes - known):
            reason = Reason(
                "portfolio.no_kind",
                _("{code} is no kind of crisis. Use codes of the playbook: {all}."),
                {"code": strange[0], "all": ", ".join(sorted(known))},
            )
            problems.append(Problem(reason, row=number, field="crisis_types"))
        found.append(frozenset(codes))
    if problems:
        raise BadInput(
            "portfolio.kinds", _("{filename}: kinds of crisis that the playbook does not have."), filename=table.filename,
            problems=problems,
        )  # fmt: skip
    return found


def _candidate(
    name: str, row: Mapping[str, Any], low: float, high: float, kinds: frozenset[str]
) -> Candidate:
    def number(column: str) -> float | None:
        value = row.get(column)
        return None if value is None else float(value)

    assessed = row.get("assessment")
    return Candidate(
        name, low, high, row.get("region") or "", number("population"), kinds, row.get("g7plus"), row.get("demand"),
        None if assessed is None else assessed != "none", number("start_usd"), number("staff"),
    )  # fmt: skip
