"""The labour market by the international standards, from the interviews of an assessment."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mainstay import playbook
from mainstay.assess.models import Assessment

from .answers import Measured, Table, design_columns, number_of, tables_of
from .exploring import Explored, judged, modules_answered

if TYPE_CHECKING:
    from mainstay.assess.methods.labour_table import LabourTable
    from mainstay.playbook.schemas.surveys import Survey

#: By what the table can be broken down.
CUTS = ("sex", "age_group", "place")
NUMBERS = frozenset({"integer", "decimal", "calculate"})


@dataclass(frozen=True)
class LabourMarket:
    """The rates with their errors and marks, what each concept rests on, and the interviews that they came from."""

    table: Table
    found: "LabourTable"
    rules: str
    rows: Sequence[Explored]


def mapped_module(assessment: Assessment) -> str:
    """Return the module with interviews whose questions are mapped to the labour standards; empty where there is none."""
    return next((code for code in modules_answered(assessment) if _mapping(assessment, code)), "")


def labour_market(assessment: Assessment, *, by: str, icls: int = 19, rules: str = "") -> LabourMarket | None:
    """Return the rates of the labour market by `by` (one of `CUTS`, or nothing).

    None without mapped interviews, and where nobody answered what decides who works. The design is that of the
    assessment; the mapping of the questions is the playbook's. Raises `BadInput` where the form does not ask what the
    mapping needs.
    """
    from mainstay.assess.methods.labour_table import labour_table
    from mainstay.statistics.survey.reliability import rate, rule_sets

    module = mapped_module(assessment)
    survey = _mapping(assessment, module)
    table = next(tables_of(assessment, with_restricted=False, module=module), None) if module else None
    if survey is None or table is None:
        return None
    cuts = [by] if by in CUTS else []
    found = labour_table(_columns(table), _with_design(survey, table), cuts, icls)
    if not found.force.working_age.any():
        return None
    judging = rules if rules in rule_sets() else playbook.current().assessing.reliability
    each = zip(found.estimates, found.cases, strict=True)
    rates = [(row, cases) for row, cases in each if row.statistic == "ratio"]
    marked = rate(
        [row for row, _cases in rates],
        judging,
        cases=[cases for _row, cases in rates],
        shares={row.variable for row, _cases in rates},
    )
    rows = [
        Explored(Measured("", one.estimate.variable, "", "proportion"), one, False, holding=holding)
        for one, (_row, holding) in zip(marked, rates, strict=True)
    ]
    return LabourMarket(table, found, judging, judged(rows))


def _mapping(assessment: Assessment, module: str) -> "Survey | None":
    code = "TRACER" if assessment.stage == "TRACER" and module == "WORKER" else module
    return playbook.current().surveys.get(f"MS-{code}")


def _columns(table: Table) -> dict[str, list[Any]]:
    """Return the answers as the mapping names them, numbers as numbers."""
    numbers = {field.name for field in table.fields if field.kind in NUMBERS}
    told = {
        name: [number_of(value) for value in values]
        if name in numbers
        else [value or None for value in values]
        for name, values in table.columns.items()
    }
    own = {"RESP_AGE": "age", "RESP_SEX": "sex", "RESP_PLACE": "place"}
    return told | {name: table.columns[held] for name, held in own.items()}


def _with_design(survey: "Survey", table: Table) -> "Survey":
    """Return the mapping with the design of this assessment; refusals are no longer in the answers."""
    drawn = survey.design.model_copy(
        update={**design_columns(table), "nest": True, "lonely": "adjust", "purposive": not table.by_chance}
    )
    return survey.model_copy(update={"design": drawn, "universe": "", "design_words": ""})
