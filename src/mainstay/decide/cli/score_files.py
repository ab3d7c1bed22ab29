"""People's tables of options and scores: a number, a range such as 2..4, or nothing where it is not known."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _
from mainstay.exchange.tables import Column, Sheet, read_table

Score = tuple[float, float] | None
NUMBER = r"[+-]?\d+(?:\.\d+)?"
RANGE = re.compile(rf"({NUMBER})\s*(?:\.\.|…|–|to|(?<=\d)-)\s*({NUMBER})", re.IGNORECASE)
NOTHING = {"", "-", "–", "—", "n/a", "na", "not assessed", "?"}

NAME = Column(
    "country", "country", required=True, aliases=("option", "name", "candidate", "request", "reference")
)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file as texts or parsed values by column, their numbers in the file, and columns nobody asked for."""

    filename: str
    names: tuple[str, ...]
    numbers: tuple[int, ...]
    rows: tuple[Mapping[str, Any], ...]
    unknown: tuple[str, ...]


def read_options(place: Path, columns: Sequence[Column] = ()) -> Table:
    """Return the rows of a CSV or XLSX file, one for each option; every other column comes back as text.

    The column of names is headed country, option, name, candidate, request or reference. Raises `BadInput` with row
    and field where a cell cannot be read, a name is missing or stands twice, or no row is there.
    """
    if not place.is_file():
        raise BadInput("scores.no_file", _("There is no file {file}."), file=str(place))
    first = read_table(place, place.name, Sheet("options", (NAME, *columns)))
    free = tuple(Column(text, text, free=True, multiline=True) for text in first.unknown if text)
    staged = read_table(place, place.name, Sheet("options", (NAME, *columns, *free), key=(NAME.name,)))
    staged.require_clean()
    if not staged.rows:
        raise BadInput(
            "scores.no_rows",
            _("{file} has a header and no rows. Give a row for each option."),
            file=place.name,
        )
    return Table(
        place.name,
        tuple(str(row.values[NAME.name]) for row in staged.rows),
        tuple(row.number for row in staged.rows),
        tuple(row.values for row in staged.rows),
        tuple(column.name for column in free),
    )


def score_of(text: Any) -> Score:
    """Return the range that a cell gives, None where it gives nothing; ValueError where it is neither.

    >>> score_of("3"), score_of("2..4"), score_of("2-4"), score_of("not assessed")
    ((3.0, 3.0), (2.0, 4.0), (2.0, 4.0), None)
    """
    said = str("" if text is None else text).strip()
    if said.lower() in NOTHING:
        return None
    if re.fullmatch(NUMBER, said):
        return float(said), float(said)
    found = RANGE.fullmatch(said)
    if found is None or float(found[1]) > float(found[2]):
        raise ValueError(said)
    return float(found[1]), float(found[2])


def scores_of(
    table: Table, columns: Iterable[str], scales: Mapping[str, tuple[float, float] | None]
) -> dict[str, list[Score]]:
    """Return the scores of each column; `BadInput` names row and field of each that is none, or off its scale."""
    found: dict[str, list[Score]] = {}
    problems: list[Problem] = []
    for name in columns:
        found[name] = []
        scale = scales.get(name)
        for number, row in zip(table.numbers, table.rows, strict=True):
            try:
                score = score_of(row.get(name))
            except ValueError:
                score = None
                problems.append(Problem(_no_score(row[name]), row=number, field=name))
            if score is not None and scale is not None and not scale[0] <= score[0] <= score[1] <= scale[1]:
                problems.append(Problem(_off_scale(row[name], scale), row=number, field=name))
            found[name].append(score)
    if problems:
        raise BadInput(
            "scores.cells",
            _(
                "{filename}: {count} scores cannot be used, and nothing was computed. Correct the cells named below."
            ),
            filename=table.filename,
            count=len(problems),
            problems=sorted(problems, key=lambda problem: problem.row or 0),
        )
    return found


def _no_score(given: Any) -> Reason:
    return Reason(
        "scores.no_score",
        _(
            "«{value}» is no score. Write a number, a range such as 2..4, or leave the cell empty where it is not known."
        ),
        {"value": str(given)},
    )


def _off_scale(given: Any, scale: tuple[float, float]) -> Reason:
    return Reason(
        "scores.off_scale",
        _("«{value}» lies off the scale from {least} to {most}. Correct it, or the scale of the criterion."),
        {"value": str(given), "least": f"{scale[0]:g}", "most": f"{scale[1]:g}"},
    )
