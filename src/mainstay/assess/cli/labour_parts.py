"""The parts of what `mainstay assess labour` answers: rates, the employed by status, measures of decent work."""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import typer

from mainstay.common.errors import Reason

if TYPE_CHECKING:
    from mainstay.assess.methods.decent_work import DecentWork
    from mainstay.assess.methods.labour_table import LabourTable
    from mainstay.exchange.surveys import Survey
    from mainstay.statistics.survey import Estimates
    from mainstay.statistics.survey.reliability import Rated, RuleSet

WAGE = r"\d+(\.\d+)?/(hour|day|week|fortnight|month|year)"
"""How a minimum wage is written."""


@dataclass(frozen=True)
class Part:
    """A part of the answer: rows with their cases, what they are called, their units, what they rest on."""

    estimates: "Estimates"
    cases: Sequence[int]
    names: Mapping[str, str]
    shares: AbstractSet[str]
    units: Mapping[str, str] = field(default_factory=dict)
    used: Sequence[dict[str, Any]] = ()
    notes: Sequence[Reason] = ()
    left_out: Sequence[str] = ()
    not_computed: Sequence[tuple[str, Reason]] = ()


def parts_of(table: "LabourTable", measured: "DecentWork | None") -> list[Part]:
    """Return the parts that have rows: totals with rates, the employed by status, decent work."""
    rates = {row.variable for row in (*table.estimates, *table.statuses) if row.statistic == "ratio"}
    left = [each["name"] for each in table.left_out]
    found = [
        Part(table.estimates, table.cases, table.names, rates, {}, table.used, table.notes, left),
        Part(table.statuses, table.status_cases, table.names, rates),
    ]
    if measured is not None:
        units = {code: measured.unit_of(code) for code in measured.names}
        left = [each["name"] for each in measured.left_out]
        found.append(
            Part(
                measured.estimates,
                measured.cases,
                measured.names,
                measured.shares,
                units,
                measured.used,
                measured.notes,
                left,
                measured.not_computed,
            )
        )
    return [part for part in found if part.cases or part.used]


def ratings_of(part: Part, rules: "RuleSet | None") -> Sequence["Rated"]:
    """Return the marks of the rows; rates are shares."""
    if rules is None:
        return ()
    from mainstay.statistics.survey.reliability import rate

    return rate(part.estimates, rules, cases=part.cases, shares=part.shares)


def measured_from(table: "LabourTable", limits: dict[str, Any]) -> "DecentWork":
    """Return the measures of decent work beside a table, by the usual limits of the playbook."""
    from mainstay import playbook
    from mainstay.assess.methods.decent_work import decent_work

    return decent_work(table, playbook.load().assessing.decent_work, **limits)


def limits_given(
    minimum_wage: str, poverty_line: float | None, excessive_above: float | None, *, asked: bool
) -> dict[str, Any] | None:
    """Return what was given for the measures of decent work; None where they are not asked for."""
    given = {
        "minimum_wage": minimum_wage or None,
        "poverty_line": poverty_line,
        "excessive_above": excessive_above,
    }
    if not asked:
        for name, value in given.items():
            if value is not None:
                hint = f"--{name.replace('_', '-')}"
                raise typer.BadParameter("this goes with --decent-work", param_hint=hint)
        return None
    if minimum_wage and not re.fullmatch(WAGE, minimum_wage):
        raise typer.BadParameter(
            "a wage is an amount and its time, as 2500/month; the time is hour, day, week, fortnight, month or year",
            param_hint="--minimum-wage",
        )
    if poverty_line is not None and poverty_line <= 0:
        raise typer.BadParameter("a poverty line is above 0", param_hint="--poverty-line")
    return given


def labelled(part: Part, plan: Any, survey: "Survey") -> Part:
    """Return the part with the file's labels for domains of which the mapping gives the column but no words."""
    bare = {code: domain.column for code, domain in plan.domains.items() if not domain.codes}
    labels = {code: survey.value_labels.get(column, {}) for code, column in bare.items() if code != column}
    if not any(labels.values()):
        return part
    rows = [
        replace(
            row,
            domain={name: labels.get(name, {}).get(value, value) for name, value in row.domain.items()},
        )
        for row in part.estimates
    ]
    return replace(part, estimates=replace(part.estimates, rows=rows))
