"""A survey's file read by its mapping: each concept's answers, what they rest on, and every misfit by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _
from mainstay.statistics.survey.columns import Bools, Columns, Floats, Ints, Levels
from mainstay.statistics.survey.expression import SHOWN, never_held, truth_of

from .labour_concepts import CONCEPTS, Answers, Codes
from .labour_rows import RowNumbers
from .labour_survey import problem_at, survey_of, unknown_names, used_lines, without_an_item

if TYPE_CHECKING:
    from mainstay.playbook.schemas.surveys import Item, Survey

__all__ = [
    "Mapped",
    "mapped",
    "matches",
    "require_mapped",
    "require_names",
    "survey_of",
    "unmapped_problems",
]

FIRST_ROWS = 5
FIRST_VALUES = 5
UNMAPPED = _(
    "the value {value} of {column} is not mapped ({count} rows, such as {rows}); give it a category, or list it "
    "under `missing`, or set `rest`"
)
MANY_UNMAPPED = _(
    "{values} other values of {column} are not mapped ({count} rows, such as {rows}) and not shown; give ranges "
    "such as 6..12, or another column"
)
MANY_NO_NUMBER = _(
    "{values} values of {column} are no numbers ({count} rows, such as {rows}) and not shown; correct the cells, or "
    "list the values under `missing`"
)
NO_NUMBER = _(
    "the value {value} of {column} is no number ({count} rows, such as {rows}); list it under `missing`"
)


@dataclass
class Mapped:
    """What a mapping found in a file. `used` has one line per concept; `problems` must be mended, `notes` be read.

    Where forms differ (`forms_differ`) a value that a condition names may be in none of them: it is not noted.
    """

    answers: Answers
    population: Bools
    used: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Reason] = field(default_factory=list)
    forms_differ: bool = False
    among: dict[str, Bools] = field(default_factory=dict)


def mapped(columns: Columns, survey: "Survey") -> Mapped:
    """Return the answers that `survey` finds in `columns`, with every misfit; nothing is raised."""
    found = Mapped(
        Answers(len(columns), {}, {}), np.ones(len(columns), dtype=bool), forms_differ=survey.forms_differ
    )
    missing = list(unknown_names(columns.names, survey))
    if missing:
        found.problems = missing
        return found
    if survey.universe:
        found.population = _universe(columns, survey.universe, found)
    codes: dict[str, Codes] = {}
    numbers: dict[str, Floats] = {}
    for item in survey.items.values():
        if CONCEPTS[item.code].categories:
            codes[item.code] = _categories(columns, item, found)
        else:
            numbers[item.code] = _number(columns, item, found)
    found.answers = Answers(len(columns), codes, numbers, found.among)
    found.used = used_lines(survey)
    found.problems += without_an_item(survey)
    return found


def require_mapped(columns: Columns, survey: "Survey") -> Mapped:
    """Return `mapped`, or raise `BadInput` that names every place where mapping and file do not fit."""
    found = mapped(columns, survey)
    _refuse(survey, found.problems)
    return found


def require_names(there: Sequence[str], survey: "Survey") -> None:
    """Raise `BadInput` for each concept, category and column of the mapping that does not exist.

    `there` are all columns of the file, so that the likely name can be told before only a part of them is read.
    Forms that ask more or less are free to lack columns.
    """
    if not survey.forms_differ:
        _refuse(survey, list(unknown_names(there, survey)))


def _refuse(survey: "Survey", problems: Sequence[Problem]) -> None:
    if problems:
        raise BadInput(
            "labour.mapping",
            _(
                "The mapping {survey} does not fit the file (places to correct: {count}). Correct each of them in the "
                "mapping; the file itself stays as it is."
            ),
            problems=problems,
            survey=survey.code,
            count=len(problems),
        )


def _categories(columns: Columns, item: "Item", found: Mapped) -> Codes:
    """Return the category of each row: by the first condition that holds, else by the code, else `rest`."""
    categories = CONCEPTS[item.code].categories
    told = np.full(len(columns), -1, dtype=np.int8)
    among = _among(columns, item, found)
    for category, condition in item.when.items():
        holds = _holds(columns, condition, found, item.code) & (told < 0)
        told[holds] = categories.index(str(category))
    if item.codes:
        places = {categories.index(str(key)): values for key, values in item.codes.items()}
        rest = None if item.rest is None else categories.index(str(item.rest))
        by_code = _by_code(columns, item, places, among & (told < 0), found, rest=rest)
        told = np.where(told < 0, by_code, told).astype(np.int8)
    elif item.rest is not None:
        told[told < 0] = categories.index(str(item.rest))
    told[~among] = -1
    if not item.codes:
        _note_undecided(item, among & (told < 0), found)
    return told


def _note_undecided(item: "Item", where: Bools, found: Mapped) -> None:
    rows = np.flatnonzero(where)
    if len(rows):
        text = _("{concept}: no condition holds in {count} rows, such as {rows}; they count as no answer.")
        facts = {"concept": item.code, "count": len(rows), "rows": _listed(rows)}
        found.notes.append(Reason("labour.no_condition", text, facts))


def _number(columns: Columns, item: "Item", found: Mapped) -> Floats:
    """Return the number of each row: of the first condition that holds, else of its code, else the column's own."""
    among = _among(columns, item, found)
    whole = np.full(len(columns), np.nan)
    decided = ~among
    for value, condition in item.when.items():
        holds = _holds(columns, condition, found, item.code) & ~decided
        whole[holds] = float(value)
        decided |= holds
    rest = [] if item.rest is None else [float(item.rest)]
    if item.codes:
        values = np.array([*map(float, item.codes), *rest, np.nan])
        places = dict(enumerate(item.codes.values()))
        by_code = _by_code(columns, item, places, ~decided, found, rest=len(places) if rest else None)
        whole = np.where(decided, whole, values[by_code])
    elif item.column:
        own = _own_number(columns, item.column, item, ~decided, found)
        for more in item.plus:
            added = _own_number(columns, more, item, ~decided, found)
            own = own + np.where(_empty(columns, more), 0.0, added)
        whole = np.where(decided, whole, own * item.scale)
    elif rest:
        whole = np.where(decided, whole, rest[0])
    _refuse_implausible(item, whole, found)
    return whole


def _own_number(columns: Columns, column: str, item: "Item", asked: Bools, found: Mapped) -> Floats:
    if columns.is_number(column):
        values = columns.numbers(column)
    else:
        levels = columns.levels(column)
        parsed = [_parsed(value) for value in levels.values]
        strange = [
            place
            for place, number in enumerate(parsed)
            if np.isnan(number) and not matches(levels.values[place], item.missing)
        ]
        found.problems += unmapped_problems(item.code, column, levels, strange, asked, NO_NUMBER)
        values = np.array([*parsed, np.nan])[levels.codes]
    for gap in item.missing:
        low, high = _ends(gap)
        values = np.where((values >= low) & (values <= high), np.nan, values)
    return values


def _empty(columns: Columns, column: str) -> Bools:
    """Return where a column holds nothing at all: no value, and no code of no answer either."""
    if columns.is_number(column):
        return np.isnan(columns.numbers(column))
    return np.asarray(columns.levels(column).codes < 0)


def _by_code(
    columns: Columns,
    item: "Item",
    places: Mapping[int, Sequence[Any]],
    asked: Bools,
    found: Mapped,
    *,
    rest: int | None,
) -> Ints:
    """Return the place of each row's code; a value that the mapping does not name has the place `rest`, or is told."""
    levels = columns.levels(item.column)
    place_of = np.full(len(levels.values) + 1, -1, dtype=np.int64)
    strange = []
    for level, value in enumerate(levels.values):
        hit = next((place for place, codes in places.items() if matches(value, codes)), None)
        if hit is None and not matches(value, item.missing):
            hit = rest
            strange += [level] if rest is None else []
        if hit is not None:
            place_of[level] = hit
    found.problems += unmapped_problems(item.code, item.column, levels, strange, asked)
    for code in (code for codes in places.values() for code in codes):
        if not any(matches(value, (code,)) for value in levels.values):
            found.notes.append(_code_never(item.code, code, item.column))
    return place_of[levels.codes]


def matches(value: Any, codes: Sequence[Any]) -> bool:
    """Say whether `value` of the file is one of `codes`: as text, as a number, or within a range."""
    number = _parsed(value)
    for code in codes:
        low, high = _ends(code)
        if str(value) == str(code) or low <= number <= high:
            return True
    return False


def _ends(code: Any) -> tuple[float, float]:
    low, dots, high = str(code).partition("..")
    return (_parsed(low), _parsed(high)) if dots else (_parsed(code), _parsed(code))


def _parsed(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return float("nan")


def _universe(columns: Columns, condition: str, found: Mapped) -> Bools:
    """Return who belongs to the population studied; where nobody does for want of values, that is a problem."""
    told = _truth(columns, condition, found, "universe")
    opened = _open(condition, np.isnan(told))
    if opened is not None and not (told == 1).any():
        found.problems.append(Problem(opened, field="universe"))
    elif opened is not None:
        found.notes.append(opened)
    return np.asarray(told == 1)


def _among(columns: Columns, item: "Item", found: Mapped) -> Bools:
    """Return the rows that were asked; whoever is outside the population studied needs no code."""
    if not item.among:
        return found.population
    told = _truth(columns, item.among, found, item.code)
    if item.column:
        lost = _open(item.among, found.population & np.isnan(told) & ~_empty(columns, item.column))
        found.notes += [] if lost is None else [lost]
    found.among[item.code] = np.asarray(found.population & (told != 0), dtype=bool)
    return np.asarray(found.population & (told == 1), dtype=bool)


def _open(condition: str, where: Bools) -> Reason | None:
    rows = np.flatnonzero(where)
    text = _(
        "In {count} rows, such as {rows}, an empty cell leaves the condition {condition} open; they are left out. To "
        "keep them, add to the condition: or … is None."
    )
    facts = {"count": len(rows), "rows": _listed(rows), "condition": condition}
    return Reason("labour.open_condition", text, facts) if len(rows) else None


def _holds(columns: Columns, condition: str, found: Mapped, where: str) -> Bools:
    return np.asarray(_truth(columns, condition, found, where) == 1)


def _truth(columns: Columns, condition: str, found: Mapped, where: str) -> Floats:
    try:
        held = truth_of(columns, condition, unseen=True)
    except BadInput as wrong:
        found.problems.append(Problem(wrong.reason, field=where))
        return np.zeros(len(columns))
    if not found.forms_differ:
        found.notes += [_code_never(where, value, name) for name, value in never_held(columns, condition)]
    return held


def _code_never(concept: str, code: Any, column: str) -> Reason:
    return Reason(
        "labour.code_never",
        _("{concept}: the code {code} does not occur in the column {column}."),
        {"concept": concept, "code": code, "column": column},
    )


def _refuse_implausible(item: "Item", values: Floats, found: Mapped) -> None:
    concept = CONCEPTS[item.code]
    wrong = (values < concept.low) | (values > concept.high)
    if wrong.any():
        rows = np.flatnonzero(wrong)
        found.problems.append(
            problem_at(
                item.code,
                "labour.implausible",
                _(
                    "{count} values of {column} lie outside {low} to {high}, such as {value} (rows {rows}); list codes "
                    "of no answer under `missing`, and give under `when` the number that another code stands for"
                ),
                row=int(rows[0]) + 1,
                count=len(rows),
                column=item.column,
                low=f"{concept.low:g}",
                high=f"{concept.high:g}",
                value=f"{values[rows[0]]:g}",
                rows=_listed(rows),
            )
        )


def unmapped_problems(
    where: str, column: str, levels: Levels, strange: Sequence[int], asked: Bools, text: str = UNMAPPED
) -> list[Problem]:
    """Return what is to be said of the levels `strange` that occur among `asked`: the first few, then how many more.

    Of a column with many different values none is shown: it may hold names.
    """
    counts = np.bincount(levels.codes[asked & (levels.codes >= 0)], minlength=len(levels.values))
    occurring = [place for place in strange if counts[place]]
    if len(levels.values) > SHOWN:
        return [_many(where, column, levels, occurring, asked, text)] if occurring else []
    told = [
        _unmapped(where, column, levels.values[place], asked & (levels.codes == place), text)
        for place in occurring[:FIRST_VALUES]
    ]
    more = occurring[FIRST_VALUES:]
    return told + ([_many(where, column, levels, more, asked, text)] if more else [])


def _many(where: str, column: str, levels: Levels, places: Sequence[int], asked: Bools, text: str) -> Problem:
    strange = np.zeros(len(levels.values) + 1, dtype=bool)
    strange[list(places)] = True
    rows = np.flatnonzero(asked & strange[levels.codes])
    return problem_at(
        where,
        "labour.unmapped_many",
        MANY_NO_NUMBER if text == NO_NUMBER else MANY_UNMAPPED,
        row=int(rows[0]) + 1,
        values=len(places),
        column=column,
        count=len(rows),
        rows=_listed(rows),
    )


def _unmapped(where: str, column: str, value: Any, asked: Bools, text: str) -> Problem:
    rows = np.flatnonzero(asked)
    return problem_at(
        where,
        "labour.unmapped",
        text,
        row=int(rows[0]) + 1 if len(rows) else None,
        value=value,
        column=column,
        count=len(rows),
        rows=_listed(rows),
    )


def _listed(rows: Ints) -> RowNumbers:
    return RowNumbers(int(row) + 1 for row in rows[:FIRST_ROWS])
