"""By what a labour table is broken down: domains of the mapping, age groups, columns of the file."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from mainstay.common.errors import BadInput, Problem
from mainstay.common.texts import noop as _
from mainstay.statistics.survey.columns import Bools, Columns

from .labour_concepts import Answers
from .labour_mapping import matches, unmapped_problems

if TYPE_CHECKING:
    from mainstay.playbook.schemas.surveys import Breakdown, Survey

AGE_GROUPS = ((0, 14), (15, 24), (25, 34), (35, 44), (45, 54), (55, 64), (65, None))


def cut_of(arrow: Any, survey: "Survey", answers: Answers, name: str, population: Bools) -> Any:
    """Return the column to break down by: a domain of the mapping, the age groups, or the file's own column.

    Raises `BadInput` where there is no such column, and where a domain's column holds codes without a word.
    """
    if name in survey.domains:
        domain = survey.domains[name]
        return _worded(arrow, survey, domain, population) if domain.codes else arrow.column(domain.column)
    if name in arrow.column_names:
        return arrow.column(name)
    if name == "age_group":
        return _age_groups(survey, answers)
    raise BadInput(
        "labour.no_domain",
        _(
            "There is no column or domain {name} to break down by. The mapping has {domains}; the file has {columns}."
        ),
        name=name,
        domains=", ".join([*survey.domains, *(["age_group"] if answers.asked("age") else [])]),
        columns=", ".join(arrow.column_names),
    )


def within(cuts: Mapping[str, Any], domain: Mapping[str, Any], rows: int) -> Bools:
    """Return which rows belong to a domain of a table that was broken down by the columns `cuts`."""
    held = np.ones(rows, dtype=bool)
    for name, value in domain.items():
        levels = Columns({name: cuts[name]}).levels(name)
        held &= levels.codes == (levels.values.index(value) if value in levels.values else -2)
    return held


def _age_groups(survey: "Survey", answers: Answers) -> Any:
    import pyarrow as pa

    if not answers.asked("age"):
        raise BadInput(
            "labour.no_age_groups",
            _(
                "The mapping {survey} has no age, so there are no age groups. Map the age, or break down otherwise."
            ),
            survey=survey.code,
        )
    age = answers.number("age")
    words = [f"{low}+" if high is None else f"{low}-{high}" for low, high in AGE_GROUPS]
    place = np.searchsorted([low for low, _high in AGE_GROUPS], age, side="right") - 1
    place = np.where(np.isnan(age), -1, place)
    codes = pa.array(place.astype(np.int8), mask=place < 0)
    return pa.DictionaryArray.from_arrays(codes, pa.array(words))


def _worded(arrow: Any, survey: "Survey", domain: "Breakdown", population: Bools) -> Any:
    """Return the words of a domain's codes; codes of people who are studied must have one."""
    import pyarrow as pa

    levels = Columns(arrow).levels(domain.column)
    words = [_word(value, domain.codes) for value in levels.values]
    bare = [
        place
        for place, word in enumerate(words)
        if word is None and not matches(levels.values[place], domain.missing)
    ]
    _refuse_bare(survey, unmapped_problems(f"domains/{domain.code}", domain.column, levels, bare, population))
    distinct = sorted({word for word in words if word is not None})
    place = np.array(
        [-1 if word is None else distinct.index(word) for word in (*words, None)], dtype=np.int32
    )
    found = place[levels.codes]
    return pa.DictionaryArray.from_arrays(pa.array(found, mask=found < 0), pa.array(distinct, pa.string()))


def _word(value: Any, codes: Mapping[Any, Sequence[Any]]) -> str | None:
    return next((str(word) for word, held in codes.items() if matches(value, held)), None)


def _refuse_bare(survey: "Survey", problems: list[Problem]) -> None:
    if problems:
        raise BadInput(
            "labour.domain_codes",
            _(
                "The mapping {survey} has no word for some codes of a domain, so these people would be in no group. "
                "Give each code a word."
            ),
            problems=problems,
            survey=survey.code,
        )
