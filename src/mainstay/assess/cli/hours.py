"""`mainstay assess hours-lost`: working hours lost between two rounds of a survey, from its rows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mainstay.common.errors import BadInput
from mainstay.common.texts import fill
from mainstay.common.texts import noop as _
from mainstay.page.terminal import say

from .asking import counted_from
from .conditions import columns_in, in_codes
from .options import Cluster, Confidence, Lonely, Nest, Strata, Weight, Where
from .output import FileFormatOption, Out, answering, format_of, give, taken
from .request import parts
from .rows import labelled_value
from .sampling import as_table

if TYPE_CHECKING:
    from mainstay.assess.methods.hours_lost import SurveyedHours
    from mainstay.exchange.surveys import Survey

EXAMPLE = (
    "mainstay assess hours-lost rounds.csv --round quarter --before 2024q2 --after 2025q2 \\",
    "  --hours main_hours,other_hours --missing 999 --worked 'worked == 1' --where 'age >= 15 and age <= 64' \\",
    "  --weight weight --strata region --cluster town",
)
#: Columns that are added to the rows of the survey.
ROUND = "round"
HOURS, MEANT, UNIT, STRATUM, WEIGHT = (
    f"hours_lost_{name}" for name in ("hours", "meant", "unit", "stratum", "weight")
)
WEEK = 168.0
SEASON = _(
    "The two rounds may lie in different seasons: then the season is in the figure, not the crisis alone. Compare the "
    "same quarter of two years, or adjust both."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The columns and conditions that are asked for, as they are written."""

    hours: Sequence[str]
    missing: Sequence[float]
    worked: str
    where: str
    weight: str
    strata: str
    cluster: str

    def columns(self, there: Sequence[str]) -> list[str]:
        """Return the columns of a file that are used."""
        conditions = [name for text in (self.worked, self.where) if text for name in columns_in(text, there)]
        named = [name for name in (self.weight, self.strata, self.cluster) if name]
        return list(dict.fromkeys([*self.hours, *conditions, *named]))


def hours_lost(
    file: Annotated[
        Path, typer.Argument(help="Survey file of both rounds, or of the first one.", show_default=False)
    ],
    second: Annotated[
        Path | None,
        typer.Argument(help="File of the second round, with the same columns.", show_default=False),
    ] = None,
    *,
    hours: Annotated[
        str,
        typer.Option(
            "--hours", help="Columns of weekly hours, the main job first: a,b are added.", show_default=False
        ),
    ],
    round: Annotated[str, typer.Option("--round", help="Column that tells the rounds of one file.")] = "",
    before: Annotated[str, typer.Option("--before", help="The first round, as that column has it.")] = "",
    after: Annotated[str, typer.Option("--after", help="The second round.")] = "",
    worked: Annotated[
        str, typer.Option("--worked", help="Who was at work, as 'status == 1': all others have 0 hours.")
    ] = "",
    missing: Annotated[
        str, typer.Option("--missing", help="Codes that mean that the hours are not known, as 998,999.")
    ] = "",
    where: Where = "",
    full_time: Annotated[float, typer.Option("--full-time", help="Hours a week of a full-time job.")] = 48.0,
    same_units: Annotated[
        bool,
        typer.Option(
            "--same-units", help="Clusters with one number are one and the same in both rounds (a panel)."
        ),
    ] = False,
    weight: Weight = "",
    strata: Strata = None,
    cluster: Cluster = None,
    nest: Nest = False,
    lonely: Lonely = "fail",
    confidence: Confidence = None,
    format: FileFormatOption = None,
    out: Out = None,
) -> None:
    """Estimate the hours lost between two rounds as a share and as full-time jobs, with the errors of the design."""
    with answering():
        form = format_of(format, out, file, second)
        asked = Asked(
            parts(hours),
            _codes(missing),
            worked,
            where,
            weight,
            _one(strata, "strata"),
            _one(cluster, "cluster"),
        )
        if same_units and not asked.cluster:
            raise BadInput(
                "hours_lost.units", _("Which units are the same is told by --cluster: name its column.")
            )
        if second is None:
            table, names = _of_one_file(file, asked, round, before, after)
        else:
            table, names = _of_two_files(file, second, asked, round)
        from mainstay.statistics.survey import Design

        draw = partial(
            Design,
            weights=WEIGHT,
            strata=STRATUM,
            clusters=UNIT,
            nest=nest or not same_units,
            lonely=lonely,
            confidence=0.95 if confidence is None else confidence,
        )
        found = _found(_with_strata(table, same_units=same_units), draw, names, full_time)
        _say_season(names)
        rows = _rows(found, names)
        give(rows, form, out, text=lambda: as_table(rows))


def _found(table: Any, draw: Any, names: tuple[str, str], full_time: float) -> "SurveyedHours":
    from mainstay.assess.methods.hours_lost import hours_lost_between

    before, after = names
    return hours_lost_between(
        table, draw, round=ROUND, before=before, after=after, hours=HOURS, within=MEANT, full_time=full_time
    )


def _of_one_file(
    place: Path, asked: Asked, round: str, before: str, after: str
) -> tuple[Any, tuple[str, str]]:
    from mainstay.exchange.surveys import open_survey

    if not (round and before and after):
        raise BadInput(
            "hours_lost.rounds",
            _(
                "Say which column tells the rounds and which two are compared (--round, --before, --after), or name two files."
            ),
        )
    file = open_survey(place)
    survey = taken(
        file, [*asked.columns(file.columns), *([] if round in asked.columns(file.columns) else [round])]
    )
    labels = survey.value_labels.get(round, {})
    rounds = [
        None if value is None else str(labelled_value(value, labels))
        for value in survey.table.column(round).to_pylist()
    ]
    _refuse_round(rounds, round, (before, after))
    return _prepared(survey, place, asked, rounds), (before, after)


def _refuse_round(rounds: Sequence[str | None], column: str, names: Sequence[str]) -> None:
    there = dict.fromkeys(rounds)
    lacking = [name for name in names if name not in there]
    if lacking:
        raise BadInput(
            "hours_lost.no_round",
            _("The column {column} has no row with known hours of the round {round}. It has {there}."),
            column=column,
            round=lacking[0],
            there=", ".join(str(name) for name in list(there)[:12]),
        )


def _of_two_files(first: Path, second: Path, asked: Asked, round: str) -> tuple[Any, tuple[str, str]]:
    import pyarrow as pa

    from mainstay.exchange.surveys import open_survey

    if round:
        raise BadInput(
            "hours_lost.two_files", _("Two files are two rounds: leave --round out, or name one file.")
        )
    names = (first.stem, second.stem) if first.stem != second.stem else (str(first), str(second))
    tables = []
    for place, name in zip((first, second), names, strict=True):
        file = open_survey(place)
        survey = taken(file, asked.columns(file.columns))
        tables.append(_prepared(survey, place, asked, [name] * len(survey)))
    return pa.concat_tables(tables), names


def _prepared(survey: "Survey", place: Path, asked: Asked, rounds: Sequence[str | None]) -> Any:
    """Return the rows with the added columns: round, hours of all jobs, who is meant, weight, stratum, unit."""
    import numpy as np
    import pyarrow as pa

    from mainstay.assess.methods.hours_lost import weekly_hours
    from mainstay.exchange.surveys import as_numbers
    from mainstay.statistics.survey.columns import Columns
    from mainstay.statistics.survey.expression import truth_of

    table = survey.table
    for name in [*asked.hours, *([asked.weight] if asked.weight else [])]:
        table = table.set_column(table.column_names.index(name), name, as_numbers(survey, name))
    columns, everybody = Columns(table), np.ones(len(survey))
    try:
        worked = truth_of(columns, in_codes(asked.worked, survey)) if asked.worked else everybody
        meant = truth_of(columns, in_codes(asked.where, survey)) if asked.where else everybody
        _refuse_codes(columns, asked, worked == 1, place, survey.first_row)
        hours = weekly_hours(columns, asked.hours, worked=worked, missing=asked.missing)
    except BadInput as error:
        raise counted_from(error, survey.first_row) from None
    weights = columns.numbers(asked.weight) if asked.weight else everybody
    _refuse_weights(weights, asked.weight, place, survey.first_row)
    units = (
        _texts(table, asked.cluster)
        if asked.cluster
        else [f"{place.name} {row}" for row in range(len(survey))]
    )
    return pa.table(
        {
            ROUND: pa.array(rounds, pa.string()),
            HOURS: pa.array(hours, pa.float64(), from_pandas=True),
            MEANT: pa.array(np.where(meant == 1, 1.0, 0.0), pa.float64()),
            WEIGHT: pa.array(weights, pa.float64()),
            STRATUM: pa.array(
                _texts(table, asked.strata) if asked.strata else [""] * len(survey), pa.string()
            ),
            UNIT: pa.array(units, pa.string()),
        }
    )


def _texts(table: Any, name: str) -> list[str | None]:
    return [None if value is None else str(value) for value in table.column(name).to_pylist()]


def _refuse_codes(columns: Any, asked: Asked, at_work: Any, place: Path, first_row: int) -> None:
    """Raise BadInput where hours are more than a week has and no code for not known."""
    import numpy as np

    for name in asked.hours:
        values = columns.numbers(name)
        wrong = np.flatnonzero(
            at_work & ~np.isin(values, list(asked.missing)) & ((values > WEEK) | (values < 0))
        )
        if len(wrong):
            value = f"{values[wrong[0]]:g}"
            raise BadInput(
                "hours_lost.code",
                _(
                    "Row {row} of {filename} has {value} in {column}, which no week has as hours. If that means not known, "
                    "say --missing {value}."
                ),
                row=int(wrong[0]) + first_row,
                filename=place.name,
                value=value,
                column=name,
            )


def _refuse_weights(weights: Any, name: str, place: Path, first_row: int) -> None:
    import numpy as np

    wrong = np.flatnonzero(~(weights >= 0))
    if len(wrong):
        raise BadInput(
            "hours_lost.weight",
            _("Row {row} of {filename} has no weight in {column}, or a negative one."),
            row=int(wrong[0]) + first_row,
            filename=place.name,
            column=name,
        )


def _with_strata(table: Any, *, same_units: bool) -> Any:
    """Return the table with strata that are those of each round, where the two samples were drawn apart."""
    import pyarrow.compute as pc

    if same_units:
        return table
    apart = pc.binary_join_element_wise(table[ROUND], table[STRATUM], " · ")
    return table.set_column(table.column_names.index(STRATUM), STRATUM, apart)


def _say_season(names: tuple[str, str]) -> None:
    """Say that the season may be in the figure, unless both names tell the same quarter."""
    quarters = [re.search(r"[qt]\s?([1-4])(?!\d)", name.casefold()) for name in names]
    named = [found[1] for found in quarters if found]
    if len(named) < 2 or named[0] != named[1]:
        say(fill(SEASON, {}))


def _rows(found: "SurveyedHours", names: tuple[str, str]) -> list[Mapping[str, Any]]:
    if found.missing:
        say(fill(_("{rows} people are left out: their hours are not known."), {"rows": found.missing}))
    heads = [
        {
            "what": "hours_per_head",
            "round": name,
            "low": row.ci_low,
            "estimate": row.estimate,
            "high": row.ci_high,
            "se": row.se,
            "n": row.n,
            "df": row.df,
        }
        for name, row in zip(names, (found.before, found.after), strict=True)
    ]
    lost = {"share_lost": found.lost.share, "full_time_jobs_lost": found.lost.full_time_jobs}
    ends = [
        {
            "what": what,
            "round": " – ".join(names),
            "low": low,
            "estimate": value,
            "high": high,
            "se": None,
            "n": None,
            "df": None,
        }
        for what, (low, value, high) in lost.items()
    ]
    return [*heads, *ends]


def _one(given: Sequence[str] | None, option: str) -> str:
    if given and len(given) > 1:
        raise BadInput(
            "hours_lost.stages",
            _("Only the first stage counts here: name one column for --{option}."),
            option=option,
        )
    return given[0] if given else ""


def _codes(given: str) -> list[float]:
    try:
        return [float(part) for part in parts(given)]
    except ValueError:
        raise BadInput(
            "hours_lost.missing", _("Codes are numbers, as 998,999, and not «{given}»."), given=given
        ) from None
