"""Rounds of one survey in several files: which file is which round, and their tables under each other."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

if TYPE_CHECKING:
    from mainstay.exchange.surveys import Survey

ROUND = "round"
"""The column that says which round a row or an estimate is of."""


def named_rounds(given: Sequence[str], file: Path) -> dict[str, Path]:
    """Return the file of each round, `file` first: ``NAME`` names `file` itself, ``NAME=FILE`` another.

    >>> named_rounds(["May", "June=second.csv"], Path("first.csv"))
    {'May': PosixPath('first.csv'), 'June': PosixPath('second.csv')}
    """
    pairs = [
        (name.strip(), mark, place.strip()) for name, mark, place in (each.partition("=") for each in given)
    ]
    own = [name for name, mark, _place in pairs if not mark] or [file.stem]
    found = {own[0]: file} | {name: Path(place) for name, mark, place in pairs if mark}
    if len(own) > 1 or len(found) != 1 + sum(bool(mark) for _name, mark, _place in pairs) or "" in found:
        raise BadInput(
            "estimate.rounds",
            _(
                "Rounds are named once each, as in --round May for the file itself and --round June=june.csv for "
                "another, not as {given}."
            ),
            given=", ".join(given),
        )
    return found


def check_labels(surveys: Mapping[str, "Survey"]) -> None:
    """Refuse rounds in which a code has different labels, or that have a column `round` already."""
    first_name, first = next(iter(surveys.items()))
    for name, survey in surveys.items():
        if ROUND in survey.table.column_names and len(surveys) > 1:
            raise BadInput(
                "estimate.round_taken",
                _(
                    "The files have a column {column}, which is the name of what tells their rounds apart. Rename it."
                ),
                column=ROUND,
            )
        for column, labels in survey.value_labels.items():
            before = first.value_labels.get(column, {})
            changed = [code for code in labels if code in before and before[code] != labels[code]]
            if changed:
                raise BadInput(
                    "estimate.round_labels",
                    _(
                        "In the column {column} the code {code} means «{first}» in the round {one} and «{second}» in the "
                        "round {other}. Give both files the same codes."
                    ),
                    column=column,
                    code=changed[0],
                    first=before[changed[0]],
                    second=labels[changed[0]],
                    one=first_name,
                    other=name,
                )


def stacked(surveys: Mapping[str, "Survey"], tables: Mapping[str, Any]) -> "Survey":
    """Return the tables of a panel's rounds under each other, with a column that says the round."""
    from dataclasses import replace

    from mainstay.statistics.survey import rounds

    first = next(iter(surveys.values()))
    labels: dict[str, dict[Any, str]] = {}
    for survey in surveys.values():
        for column, own in survey.value_labels.items():
            labels[column] = {**labels.get(column, {}), **own}
    return replace(first, table=rounds(tables, ROUND), value_labels=labels)
