"""A survey's mapping as it stands: read, checked for names that do not exist, told in short."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _
from mainstay.statistics.survey.condition_tree import names_in

from .labour_concepts import CONCEPTS, READY, Concept
from .labour_design import design_columns

if TYPE_CHECKING:
    from mainstay.playbook.schemas.surveys import Dropped, Item, Survey

NOT_ASKED = _("no item of the survey")
#: Without these there is no table at all, so they are never left out for want of a column.
NEEDED = frozenset({"age", "worked"})


def survey_of(mapping: Any, *, name: str = "mapping") -> "Survey":
    """Return a mapping as a `Survey`: one already, a mapping of plain values, or the bytes of a YAML file."""
    from mainstay.playbook.reading import read_yaml
    from mainstay.playbook.schemas.surveys import Survey
    from mainstay.playbook.validating import fitted

    if isinstance(mapping, Survey):
        return mapping
    raw = read_yaml(mapping, name=name) if isinstance(mapping, bytes) else dict(mapping)
    return fitted(Survey, raw, name=name)


def as_asked(arrow: Any, survey: "Survey") -> tuple[Any, "Survey"]:
    """Return a table and its mapping so that they fit, where forms of one instrument ask more or less (`forms_differ`).

    An item whose column is not in the file, or was answered by nobody, is named under `dropped`; so is one of whose
    conditions all columns are so. What else a condition names stands in the table as an empty column.
    """
    import pyarrow as pa

    from mainstay.playbook.catalogue import Catalogue

    if not survey.forms_differ:
        return arrow, survey
    held = set(arrow.column_names)
    told = {name for name in held if arrow.column(name).null_count < arrow.num_rows}
    kept = [
        item
        for item in survey.items.values()
        if item.code in NEEDED or not told.isdisjoint(_rests_on(item, held))
    ]
    codes = {item.code for item in kept}
    named = {name for item in kept for text in _conditions(item) for name in _named_in(text, held)}
    for name in sorted(named - held):
        arrow = arrow.append_column(name, pa.nulls(arrow.num_rows))
    dropped = [*survey.dropped.values(), *(_not_told(code) for code in survey.items if code not in codes)]
    changed = {"items": Catalogue(kept), "dropped": Catalogue({each.code: each for each in dropped}.values())}
    return arrow, survey.model_copy(update=changed)


def _rests_on(item: "Item", there: Collection[str]) -> set[str]:
    if item.column:
        return {item.column}
    return {name for text in item.when.values() for name in _named_in(text, there)}


def _conditions(item: "Item") -> list[str]:
    return [text for text in (*item.when.values(), item.among) if text]


def _named_in(condition: str, there: Collection[str]) -> list[str]:
    try:
        return names_in(condition, there)
    except BadInput:
        return []  # told with its place, as every condition that cannot be read


def _not_told(code: str) -> "Dropped":
    from mainstay.playbook.schemas.surveys import Dropped

    return Dropped(code=code, name=_("This form does not ask it, or nobody answered."))


def unknown_names(there: Collection[str], survey: "Survey") -> Iterator[Problem]:
    """Yield concepts, categories and columns that do not exist; nothing can be read before they do.

    `there` are the columns of the file, also those that are not read.
    """
    known = set(there)
    for item in survey.items.values():
        concept = CONCEPTS.get(item.code)
        if concept is None:
            yield problem_at(
                item.code,
                "labour.no_concept",
                _("there is no such concept; the concepts are {concepts}"),
                concepts=", ".join(CONCEPTS),
            )
            continue
        yield from _strange_categories(item, concept)
        named = [name for text in _conditions(item) for name in _named_in(text, there)]
        for column in dict.fromkeys(filter(None, (item.column, *item.plus, *named))):
            if column not in known:
                yield _no_column(item.code, column, known)
    cuts = ((f"domains/{domain.code}", domain.column) for domain in survey.domains.values())
    population = (
        ("universe", name) for name in (_named_in(survey.universe, there) if survey.universe else ())
    )
    for where, column in (*design_columns(survey.design, list(there)), *cuts, *population):
        if column not in known:
            yield _no_column(where, column, known)
    for dropped in survey.dropped:
        if dropped not in CONCEPTS:
            yield problem_at(
                dropped,
                "labour.no_concept",
                _("there is no such concept; the concepts are {concepts}"),
                concepts=", ".join(CONCEPTS),
            )


def _strange_categories(item: "Item", concept: Concept) -> Iterator[Problem]:
    given = [*item.codes, *item.when, *([] if item.rest is None else [item.rest])]
    for category in given:
        if concept.categories and category not in concept.categories:
            yield problem_at(
                item.code,
                "labour.no_category",
                _("{category} is none of its categories, which are {categories}"),
                category=category,
                categories=", ".join(concept.categories),
            )
        if not concept.categories and isinstance(category, str):
            yield problem_at(
                item.code,
                "labour.not_number",
                _("this concept is a number, so {category} must be one"),
                category=category,
            )
    if concept.categories and not item.codes and not item.when:
        yield problem_at(
            item.code,
            "labour.no_codes",
            _("give the codes of {column} for each category"),
            column=item.column,
        )


def _no_column(where: str, column: str, known: Collection[str]) -> Problem:
    """Return the problem with the nearest name that the file has: capitals apart, or a letter astray."""
    written = {name.casefold(): name for name in sorted(known)}
    near = get_close_matches(column.casefold(), written, n=1, cutoff=0.75)
    if near:
        return problem_at(
            where,
            "labour.no_column_but",
            _(
                "there is no column {column} in the file, but there is {near}; correct the name in the mapping"
            ),
            column=column,
            near=written[near[0]],
        )
    if where not in CONCEPTS:
        text = _("there is no column {column} in the file; correct the name in the mapping")
    else:
        text = _(
            "there is no column {column} in the file; correct the name, or name the concept under `dropped`"
        )
    return problem_at(where, "labour.no_column", text, column=column)


def without_an_item(survey: "Survey") -> Iterator[Problem]:
    """Yield core concepts that are neither mapped nor dropped by a word of the survey."""
    spared = {concept for ready, needless in READY.items() if ready in survey.items for concept in needless}
    if "activity" in survey.items:
        spared.add("age")
    for code, concept in CONCEPTS.items():
        if concept.core and code not in survey.items and code not in survey.dropped and code not in spared:
            yield problem_at(
                code,
                "labour.no_item",
                _(
                    "no item gives this concept ({rule}); map a column to it, or say under `dropped` why there is none"
                ),
                rule=concept.rule,
            )


def problem_at(where: str, code: str, msgid: str, /, *, row: int | None = None, **facts: Any) -> Problem:
    """Return a misfit at a place of the mapping, with the first row of the file that shows it."""
    return Problem(Reason(code, msgid, facts), row=row, field=where)


def used_lines(survey: "Survey", *, decent: bool = False) -> list[dict[str, Any]]:
    """Return one line per concept: its column, codes, the rule that it feeds, and why it was dropped.

    `decent` says which: the concepts of the labour market, or those of decent work alone.
    """
    lines: list[dict[str, Any]] = []
    spared = {concept for ready, needless in READY.items() if ready in survey.items for concept in needless}
    for code, concept in CONCEPTS.items():
        if concept.decent != decent:
            continue
        item = survey.items.get(code)
        line: dict[str, Any] = {
            "concept": code,
            "column": "",
            "codes": "",
            "rule": concept.rule,
            "dropped": "",
        }
        if item is not None:
            line["column"] = " + ".join(filter(None, (item.column, *item.plus)))
            line["codes"] = _told(item)
        elif code in survey.dropped:
            line["dropped"] = survey.dropped[code].name
        elif code in READY or code in spared:
            continue
        else:
            line["dropped"] = NOT_ASKED
        lines.append(line)
    return lines


def _told(item: "Item") -> str:
    """Return the codes of an item in short: ``yes = 1, 2; no = 3``."""
    parts = [f"{key}: {condition}" for key, condition in item.when.items()]
    parts += [f"{key} = {', '.join(map(str, values))}" for key, values in item.codes.items()]
    parts += [f"{item.rest} = all others"] if item.rest is not None else []
    parts += [f"missing = {', '.join(map(str, item.missing))}"] if item.missing else []
    parts += [f"among: {item.among}"] if item.among else []
    return "; ".join(parts)
