"""Questions with several answers: which of their shares stay inside, told by group and over all people."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from mainstay import playbook

from .answers import ANY_HARMFUL, Table, harmful_of

if TYPE_CHECKING:
    from mainstay.exchange.xlsform.questions import Field

#: Who did not tell the group, and everybody where there is none.
UNTOLD, EVERYBODY = "~", "*"


def kept_inside(table: Table, by: Sequence[str], fields: Collection[str]) -> dict[str, set[tuple[str, str]]]:
    """Return for each question of `fields` with several answers the pairs of group and option that stay inside.

    A group is named as `group_of` names it; without `by` it is everybody. `statistics.disclosure.several` says what
    is protected against whom.
    """
    groups = [group_of([row[name] for name in by]) for row in _keys(table, by)]
    return {
        field.name: _kept(field, table, groups)
        for field in table.fields
        if field.kind == "select_multiple" and field.name in fields
    }


def group_of(values: Sequence[object]) -> str:
    """Return the name of the group with these values, one for each of what it is made by.

    >>> group_of(["F", "coast"]), group_of(["F", None]), group_of([])
    ('F × coast', '~', '*')
    """
    if not values:
        return EVERYBODY
    return UNTOLD if any(value in (None, "") for value in values) else " × ".join(map(str, values))


def _keys(table: Table, by: Sequence[str]) -> list[dict[str, object]]:
    return [{name: table.columns[name][place] for name in by} for place in range(table.n)]


def _kept(field: "Field", table: Table, groups: Sequence[str]) -> set[tuple[str, str]]:
    from mainstay.exchange.xlsform.lists import ALONE
    from mainstay.statistics.disclosure.several import SeveralAnswers, held_back

    codes, harmful = [option.code for option in field.options], harmful_of(field)
    answered = [
        (group, value)
        for group, value in zip(groups, table.columns[field.name], strict=True)
        if value not in (None, "")
    ]
    n = Counter(group for group, _value in answered)
    told = {code: Counter(group for group, value in answered if code in value) for code in codes}
    if harmful:
        told[ANY_HARMFUL] = Counter(
            group for group, value in answered if any(code in value for code in harmful)
        )
    found = held_back(
        SeveralAnswers(
            n, told, alone=ALONE, union=ANY_HARMFUL if harmful else "", members=harmful, untold={UNTOLD}
        ),
        fewest=playbook.current().assessment.limits.publish_cell_n,
    )
    if set(n) <= {EVERYBODY}:
        return {(EVERYBODY, option) for option in found.totals}
    return set(found.cells)
