"""The figures that an assessment is known by, over all and by group, as everybody who may read it may see them.

Which they are, the playbook says: its key figures, then the baselines of indicators. Each counts one set of answers to
one question against all others, so that a rare answer hides no group. The groups are sex, age and place (else the part
of the sample); they are never crossed. What tells of too few people stays out for every reader.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from mainstay import playbook
from mainstay.assess.models import Assessment

from .answers import KEYS, Measured, Table, design_of, number_of, tables_of
from .exploring import Explored, judged
from .together import Asked, Asking, Shared

if TYPE_CHECKING:
    from mainstay.playbook.schemas.assessing import BaselineRule, KeyFigureRule
    from mainstay.statistics.survey import Design, Estimates

    Rule = BaselineRule | KeyFigureRule

#: Youth as the international standard has it, then those who are usually at work, then those who grow old.
AGES = ((15, 24), (25, 54), (55, None))
#: By what figures are told apart, after everybody together.
CUTS = ("sex", "age_group", "place")
#: More groups than this are a map, not a table.
MOST_GROUPS = 8
#: Who did not tell is judged as a group, since the whole less the others would tell of them, and is never shown.
UNTOLD = "~"


@dataclass(frozen=True)
class KeyFigure:
    """One figure of one group: where its name stands in the playbook, by what the group was made (`cut`), the group."""

    code: str
    named_in: str
    module: str
    cut: str
    group: str
    made: Explored


@dataclass(frozen=True)
class KeyFigures:
    """The figures of an assessment in the order of the playbook, of all people first; how many stay inside; how judged.

    `tables` holds the answers by module. `stale` where answers changed after the estimates were computed.
    """

    assessment: Assessment
    rows: Sequence[KeyFigure]
    kept: int
    rules: str
    tables: Mapping[str, Table]
    stale: bool

    def overall(self) -> list[KeyFigure]:
        """Return the figures of all people."""
        return [row for row in self.rows if not row.cut]

    def groups(self, code: str, cut: str = "") -> list[KeyFigure]:
        """Return the groups of one figure, all people left out; by one `cut` where it is named."""
        return [row for row in self.rows if row.code == code and row.cut and cut in {"", row.cut}]


def key_figures(assessment: Assessment) -> KeyFigures:
    """Return the key figures of an assessment whose estimates were computed, else none.

    Restricted answers are in none of them. Each is marked by the playbook's rules of reliability.
    """
    judging = playbook.current().assessing.reliability
    if assessment.estimated_at is None:
        return KeyFigures(assessment, [], 0, judging, {}, stale=False)
    tables = {table.module: table for table in tables_of(assessment, with_restricted=False)}
    found = [row for table in tables.values() for row in _of_table(table, judging)]
    order = {code: place for place, (code, _named_in, _rule) in enumerate(_rules())}
    told = [row for row in found if row.group != UNTOLD]
    shown = sorted(
        (row for row in told if not row.made.inside),
        key=lambda row: (order[row.code], ("", *CUTS).index(row.cut)),
    )
    changed = assessment.answers_changed_at
    stale = changed is not None and changed > assessment.estimated_at
    return KeyFigures(assessment, shown, len(told) - len(shown), judging, tables, stale=stale)


def figures_asking(shared: Shared, codes: Collection[str]) -> Asking:
    """Return how figures of all people are computed from the answers of two rounds, those that both have."""
    tables = shared.before, shared.after
    sides = tuple({key: table.columns[key] for key in KEYS} for table in tables)
    how: dict[str, Asked] = {}
    for code, _named_in, rule in _rules():
        if code in codes:
            first, second = (
                _column(code, rule, table, side) for table, side in zip(tables, sides, strict=True)
            )
            if first and second:
                how[code] = partial(_of_both, second)
    return Asking((sides[0], sides[1]), how)


def _of_both(asked: Measured, design: "Design", by: Sequence[str]) -> "Estimates":
    return _estimated(design, asked, by)


def _rules() -> "Iterator[tuple[str, str, Rule]]":
    assessing = playbook.current().assessing
    for code, figure in assessing.key_figures.items():
        yield code, "assessing.key_figures", figure
    for code, baseline in assessing.baselines.items():
        yield code, "assessing.baselines", baseline


def _of_table(table: Table, judging: str) -> Iterator[KeyFigure]:
    columns = {key: table.columns[key] for key in KEYS}
    wanted = [(code, where, measured) for code, where, rule in _rules() if (measured := _column(code, rule, table, columns))]  # fmt: skip
    if not wanted:
        return
    cuts = _cuts(table)
    columns |= {f"by {cut}": values for cut, values in cuts.items()}
    design = design_of(columns, table)
    for cut in ("", *cuts):
        by = [f"by {cut}"] if cut else []
        for _code, where, asked in wanted:
            for one in _told_of_first(judged(_made(design, asked, by, table, judging))):
                yield KeyFigure(asked.field, where, table.module, cut, _group(one), one)


def _group(one: Explored) -> str:
    return str(next(iter(one.row.domain.values()), ""))


def _told_of_first(made: Sequence[Explored]) -> Sequence[Explored]:
    """Return the estimates, and nothing of how far they lie from the first group where that one stays inside."""
    first = next((one for one in made if _group(one) != UNTOLD), None)
    return made if first is None or not first.inside else [replace(one, differs=None) for one in made]


def _column(code: str, rule: "Rule", table: Table, columns: dict[str, list[Any]]) -> Measured | None:
    """Add the column of one figure, and return what is estimated of it; None where its question was not answered."""
    part = getattr(rule, "part", "")
    field = rule.question.replace("-", "_") + (f"_{part}" if part else "")
    if rule.statistic == "ratio":
        before, now = (table.columns.get(f"{field}_{when}") for when in ("before", "now"))
        if before is None or now is None or not any(number_of(value) for value in before):
            return None
        columns[f"{code} before"], columns[f"{code} now"] = map(_numbers, (before, now))
        return Measured(code, code, "", "ratio")
    values = table.columns.get(field)
    if values is None:
        return None
    counted = [_counted(rule, value) for value in values]
    columns[code] = counted
    known = any(value is not None for value in counted)
    return Measured(code, code, "", rule.statistic) if known else None


def _numbers(values: Sequence[Any]) -> list[float | None]:
    return [number_of(value) for value in values]


def _counted(rule: "Rule", value: Any) -> float | None:
    """Return what one answer adds to a figure: 1 or 0 for a share, the number for a mean; None without an answer."""
    any_of = getattr(rule, "any_of", ())
    if any_of:
        if value in (None, "", []):
            return None
        given = value.split() if isinstance(value, str) else value
        return float(any(code in any_of for code in given))
    number, least = number_of(value), getattr(rule, "at_least", None)
    if number is None:
        return None
    return number - getattr(rule, "minus", 0) if least is None else float(number >= least)


def _cuts(table: Table) -> dict[str, list[Any]]:
    """Return by what the people of a table are told apart, with the group of each; more than one group, and few."""
    place = "place" if len(set(filter(None, table.columns["place"]))) > 1 else "stratum"
    found = {
        "sex": [value or UNTOLD for value in table.columns["sex"]],
        "age_group": [_age_group(age) for age in table.columns["age"]],
        "place": [value or UNTOLD for value in table.columns[place]],
    }
    return {cut: values for cut, values in found.items() if 2 <= len(set(values) - {UNTOLD}) <= MOST_GROUPS}


def _age_group(age: int | None) -> str:
    for low, high in AGES:
        if age is not None and low <= age and (high is None or age <= high):
            return f"{low}+" if high is None else f"{low}–{high}"
    return UNTOLD


def _made(design: "Design", asked: Measured, by: Sequence[str], table: Table, judging: str) -> list[Explored]:
    """Return the estimates of one figure, rated, each with how far it lies from the first group."""
    from mainstay.statistics.survey.counting import cases_of
    from mainstay.statistics.survey.reliability import rate

    rows = _estimated(design, asked, by)
    cases = cases_of(design, rows)
    groups = [str(row.domain[by[0]]) for row in rows] if by else []
    first = next((group for group in groups if group != UNTOLD), "")
    compared = bool(first) and table.by_chance
    named = {one.name: one for one in rows.differences(by[0], against=first)} if compared else {}
    marked = zip(rate(rows, judging, cases=cases), cases, groups or [""], strict=True)
    return [Explored(asked, each, False, holding, named.get(f"{group} - {first}")) for each, holding, group in marked]  # fmt: skip


def _estimated(design: "Design", asked: Measured, by: Sequence[str]) -> "Estimates":
    if asked.statistic == "ratio":
        return design.ratio(f"{asked.field} now", f"{asked.field} before", by=by)
    if asked.statistic == "proportion":
        return design.proportion_interval(asked.column, by=by)
    return design.mean(asked.column, by=by)
