"""The labour market by the international standards, from the interviews of an assessment."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mainstay import playbook
from mainstay.assess.models import Assessment

from .answers import KEYS, Measured, Table, design_columns, number_of, tables_of
from .decent_work import Decent, decent_work_of, with_money
from .exploring import Explored, judged, modules_answered
from .places import place_names

if TYPE_CHECKING:
    from mainstay.assess.methods.labour_table import LabourTable
    from mainstay.playbook.schemas.surveys import Survey
    from mainstay.statistics.survey import Estimate
    from mainstay.statistics.survey.columns import Bools

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
    statuses: Sequence[Explored] = ()
    decent: Decent | None = None

    @cached_property
    def placed(self) -> Mapping[str, Explored]:
        """Every estimate by its place, such as ``LU1.0``: its code, and its number among those of this code.

        Rates stand first, then shares by status, then the measures of decent work.
        """
        counts: Counter[str] = Counter()
        placed = {}
        for row in (*self.rows, *self.statuses, *(self.decent.rows if self.decent else ())):
            code = row.row.variable
            placed[f"{code}.{counts[code]}"] = row
            counts[code] += 1
        return placed

    @cached_property
    def places(self) -> Mapping[str, str]:
        """The names of the places that it is told by."""
        domains = (row.row.domain for row in self.placed.values())
        return place_names(str(domain["place"]) for domain in domains if "place" in domain)

    def is_decent(self, row: Explored) -> bool:
        """Say whether an estimate is a measure of decent work."""
        return self.decent is not None and row.row.variable in self.decent.found.names


def mapped_module(assessment: Assessment) -> str:
    """Return the module with interviews whose questions are mapped to the labour standards; empty where there is none."""
    return next((code for code in modules_answered(assessment) if _mapping(assessment, code)), "")


def labour_market(
    assessment: Assessment,
    *,
    by: str,
    icls: int = 19,
    rules: str = "",
    statuses: bool = False,
    decent: bool | str = False,
) -> LabourMarket | None:
    """Return the rates of the labour market by `by` (one of `CUTS`, or nothing).

    With `statuses` the employed by status, with `decent` the measures of decent work; with the code of one of these
    that one alone, and those by which it is judged.

    None without mapped interviews, and where nobody answered what decides who works. The design is that of the
    assessment; the mapping of the questions is the playbook's; what a form does not ask is left out by name.
    """
    from mainstay.assess.methods.labour_table import labour_table
    from mainstay.statistics.survey.reliability import rule_sets

    module = mapped_module(assessment)
    survey = _mapping(assessment, module)
    table = next(tables_of(assessment, with_restricted=False, module=module), None) if module else None
    if survey is None or table is None:
        return None
    cuts = [by] if by in CUTS else []
    plan = with_money(_with_design(survey, table), assessment)
    found = labour_table(_columns(table), plan, cuts, icls, statuses=statuses)
    if not found.force.working_age.any():
        return None
    judging = rules if rules in rule_sets() else playbook.current().assessing.reliability
    each = zip(found.estimates, found.cases, strict=True)
    rates = [(row, cases) for row, cases in each if row.statistic == "ratio"]
    shares = [*zip(found.statuses, found.status_cases, strict=True)]
    one = decent if isinstance(decent, str) else ""
    measured = decent_work_of(assessment, found, judging, measure=one) if decent else None
    return LabourMarket(table, found, judging, _judged(rates, judging), _judged(shares, judging), measured)


def interviews_behind(made: LabourMarket, row: Explored) -> list[dict[str, Any]]:
    """Return the interviews in the denominator of a rate: their place in the design, what decided, whether they count.

    Of a measure that counts nobody, such as a mean, each interview of its denominator counts.
    """
    below, above = _behind(made, row)
    columns, force = made.table.columns, made.found.force
    return [
        {
            "number": place + 1,
            "status": int(force.status[place]),
            "step": int(force.step[place]),
            "counts": above is None or bool(above[place]),
            **{key: columns[key][place] for key in KEYS},
        }
        for place, inside in enumerate(below)
        if inside
    ]


def _behind(made: LabourMarket, row: Explored) -> "tuple[Bools, Bools | None]":
    if made.decent is not None and made.is_decent(row):
        return made.decent.found.behind(row.row)
    return made.found.behind(row.row)


def _judged(rows: "Sequence[tuple[Estimate, int]]", judging: str) -> list[Explored]:
    """Return shares with their marks; the shares of one classification are one question, those of a rate its own."""
    from mainstay.statistics.survey.reliability import rate

    marked = rate(
        [row for row, _cases in rows],
        judging,
        cases=[cases for _row, cases in rows],
        shares={row.variable for row, _cases in rows},
    )
    return judged(
        [
            Explored(_measured(one.estimate.variable), one, False, holding=holding)
            for one, (_row, holding) in zip(marked, rows, strict=True)
        ]
    )


def _measured(code: str) -> Measured:
    kind, _underscore, level = code.partition("_") if code.startswith("ICSE") else (code, "", "")
    return Measured("", kind, level, "proportion")


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
