"""Questions against groups, as an analyst asks: estimates that nobody stored, from the answers as they stand."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mainstay import playbook
from mainstay.assess import rules
from mainstay.assess.models import Assessment, Submission

from .answers import KEYS, Measured, Table, asked_of, design_of, estimates_of, tables_of
from .several import group_of, kept_inside

if TYPE_CHECKING:
    from mainstay.statistics.survey import Estimate, Estimates
    from mainstay.statistics.survey.contrasts import Contrast
    from mainstay.statistics.survey.reliability import Rated

#: Groups that every interview may tell, before those that questions make.
KNOWN = ("sex", "place", "stratum")
#: A question with more answers than this makes too many groups to read.
MOST_GROUPS = 12


@dataclass(frozen=True)
class Explored:
    """One estimate: what was asked, what came out, how it was rated; `inside` where it is too small to leave the house.

    `holding` counts those asked for whom it holds. `differs` is how far it lies from the first group, with the error of that difference; None for the first group, for
    crossings, and where people were not chosen by lot.
    """

    asked: Measured
    rated: "Rated"
    inside: bool
    holding: int | None = None
    differs: "Contrast | None" = None

    @property
    def row(self) -> "Estimate":
        """The estimate with its error."""
        return self.rated.estimate


@dataclass(frozen=True)
class Exploration:
    """The answers to one module, what can be asked of them, and what came out."""

    table: Table
    fields: Sequence[str]
    groups: Sequence[str]
    by: Sequence[str]
    rules: str
    rows: Sequence[Explored]


def modules_answered(assessment: Assessment) -> list[str]:
    """Return the modules with interviews, in the order in which the assessment asks them."""
    held = Submission.objects.filter(assessment=assessment, consent=True)
    found = set(held.order_by().values_list("form__module", flat=True).distinct())
    return [code for code in assessment.modules if code in found]


def explore(
    assessment: Assessment, *, module: str, fields: Sequence[str], by: Sequence[str], rules: str = ""
) -> Exploration | None:
    """Return the estimates of `fields` in each crossing of `by`, rated by the set `rules` (else that of the playbook).

    None where `module` has no answers.

    Restricted answers are never in it. What is not there to be asked is left out. A cell of too few people, or that
    tells one, is marked with all answers to its question in that group, and a group never alone; of a question with
    several answers, with the groups that would tell of it.
    """
    table = next(tables_of(assessment, with_restricted=False, module=module), None)
    return None if table is None else explored(table, fields=fields, by=by, rules=rules)


def explored(table: Table, *, fields: Sequence[str], by: Sequence[str], rules: str = "") -> Exploration:
    """Return the same from a table of answers without restricted ones."""
    from mainstay.statistics.survey.counting import cases_of
    from mainstay.statistics.survey.reliability import rate, rule_sets

    groups = groups_of(table)
    chosen = [name for name in dict.fromkeys(by) if name in groups]
    askable = list(dict.fromkeys(one.field for one in asked_of(table)[0]))
    asked, columns = asked_of(table, [name for name in fields if name in askable])
    for name in chosen:
        columns[f"by {name}"] = [value or None for value in table.columns[name]]
    design = design_of(columns, table)
    judging = rules if rules in rule_sets() else playbook.current().assessing.reliability
    found: list[Explored] = []
    for one in asked:
        rows = estimates_of(design, one, [f"by {name}" for name in chosen])
        apart = _apart(rows, chosen) if table.by_chance else [None] * len(rows)
        cases = cases_of(design, rows)
        rated = zip(rate(rows, judging, cases=cases), cases, apart, strict=True)
        found += [Explored(one, each, False, holding, differs) for each, holding, differs in rated]
    return Exploration(table, askable, groups, chosen, judging, _each_judged(found, table, chosen))


def _each_judged(found: Sequence[Explored], table: Table, by: Sequence[str]) -> list[Explored]:
    """Return the estimates judged in their order: options of a question with several answers one by one."""
    kept = kept_inside(table, by, {one.asked.field for one in found})
    first = {one.asked.field: _key(one) for one in reversed(found)}
    whole = iter(judged([one for one in found if one.asked.field not in kept]))
    rows = []
    for one in found:
        field, option = one.asked.field, one.asked.level
        if field not in kept:
            rows.append(next(whole))
            continue
        hidden = (first[field], option) in kept[field]
        inside = (_key(one), option) in kept[field]
        rows.append(replace(one, inside=inside, differs=None if hidden else one.differs))
    return rows


def _key(one: Explored) -> str:
    return group_of(list(one.row.domain.values()))


def groups_of(table: Table) -> list[str]:
    """Return by what the answers can be told apart: what each interview tells, and questions with few answers."""
    known = [name for name in KNOWN if any(table.columns[name])]
    asked = [
        field.name
        for field in table.fields
        if field.kind == "select_one"
        and 2 <= len(field.options) <= MOST_GROUPS
        and any(table.columns[field.name])
    ]
    return [*known, *asked]


def rows_behind(made: Exploration, explored: Explored) -> list[dict[str, Any]]:
    """Return the interviews behind one estimate: their place in the design, their weight and what was answered."""
    columns = made.table.columns
    wanted = {name: explored.row.domain[f"by {name}"] for name in made.by}
    return [
        {"number": place + 1, "answer": value, **{key: columns[key][place] for key in KEYS}}
        for place, value in enumerate(columns[explored.asked.field])
        if value not in (None, "") and all(columns[name][place] == wanted[name] for name in made.by)
    ]


def _apart(rows: "Estimates", chosen: Sequence[str]) -> "list[Contrast | None]":
    """Return for each row how far it lies from the first group, its covariance with that group counted."""
    if len(chosen) != 1 or len(rows) < 2:
        return [None] * len(rows)
    return [None, *rows.differences(f"by {chosen[0]}")]


def judged(found: Sequence[Explored]) -> list[Explored]:
    """Return the estimates with those marked that tell of too few, and nothing said of groups beside a hidden first one."""
    fewest = playbook.current().assessment.limits.publish_cell_n
    asked: dict[str, dict[str, int]] = defaultdict(dict)
    tight: dict[str, set[str]] = defaultdict(set)
    for one in found:
        field, group = one.asked.field, _group(one.row)
        asked[field][group] = max(one.row.n, asked[field].get(group, 0))
        if rules.tells_of_few(n=one.row.n, holding=_holding(one), fewest=fewest):
            tight[field].add(group)
    kept = {
        field: rules.groups_kept_back(groups, tight[field], fewest=fewest) for field, groups in asked.items()
    }
    first = {field: next(iter(groups)) for field, groups in asked.items()}
    return [
        replace(
            one,
            inside=_group(one.row) in kept[one.asked.field],
            differs=None if first[one.asked.field] in kept[one.asked.field] else one.differs,
        )
        for one in found
    ]


def _holding(one: Explored) -> int | None:
    if one.asked.statistic != "proportion" or one.row.estimate is None:
        return None
    return round(one.row.estimate * one.row.n) if one.holding is None else one.holding


def _group(row: "Estimate") -> str:
    return " × ".join(str(value) for value in row.domain.values())
