"""`mainstay assess sample`: before the field — how many to ask, how to share them out, and whom."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mainstay.common.errors import BadInput
from mainstay.common.texts import fill
from mainstay.common.texts import noop as _
from mainstay.page.terminal import say

from .asking import counted_from
from .options import epilog
from .output import FileFormat, FileFormatOption, Out, answering, format_of, give, taken
from .rows import shown_number

if TYPE_CHECKING:
    from mainstay.exchange.surveys import Survey
    from mainstay.statistics.sampling import Allocated, AreaSample, SampleSize

app = typer.Typer(no_args_is_help=True, help="Before the field: sizes, allocation, areas, households.")

SIZE = ("mainstay assess sample size --margin 0.04 --share 0.3 --deff 1.8 --response 0.85",)
ALLOCATE = ("mainstay assess sample allocate strata.csv --total 600 --rule neyman --minimum 100",)
AREAS = (
    "mainstay assess sample areas frame.csv --unit area --size households --stratum region --count 4 --seed 7",
)
HOUSEHOLDS = (
    "mainstay assess sample households frame.csv listing.csv --unit area \\",
    "  --size households --stratum region --count 4 --take 10 --seed 7",
)
Number = float | None
Response = Annotated[float, typer.Option("--response", help="Share of those drawn who will answer.")]
Deff = Annotated[float, typer.Option("--deff", help="Design effect.")]
Confidence = Annotated[float, typer.Option("--confidence", help="Confidence of the interval or the test.")]
Population = Annotated[
    int | None, typer.Option("--population", help="Units in the population, where they are few.")
]
Unit = Annotated[str, typer.Option("--unit", help="Column with the name of the area.", show_default=False)]
Size = Annotated[str, typer.Option("--size", help="Column with its size, as households.", show_default=False)]
Count = Annotated[
    str, typer.Option("--count", help="Areas in each stratum: 4, or north=5,south=8.", show_default=False)
]
Stratum = Annotated[str, typer.Option("--stratum", help="Column of strata; else the frame is one.")]
Seed = Annotated[
    int,
    typer.Option(
        "--seed",
        help="Number from which chance is drawn; keep it: it draws the same again.",
        show_default=False,
    ),
]
Way = Annotated[str, typer.Option("--method", help="How areas are drawn by size.")]


@app.command(epilog=epilog(SIZE))
def size(
    margin: Annotated[
        Number, typer.Option("--margin", help="Half-width of the interval: 0.05 is five points.")
    ] = None,
    share: Annotated[
        Number, typer.Option("--share", help="Expected share; 0.5 where nothing is known.")
    ] = None,
    deviation: Annotated[
        Number, typer.Option("--deviation", help="Standard deviation: asks for a mean instead of a share.")
    ] = None,
    first: Annotated[
        Number, typer.Option("--first", help="Share in the first round or group, to see a difference.")
    ] = None,
    second: Annotated[Number, typer.Option("--second", help="Share in the second round or group.")] = None,
    difference: Annotated[
        Number, typer.Option("--difference", help="Difference of means to be seen; with --deviation.")
    ] = None,
    power: Annotated[Number, typer.Option("--power", help="Chance to see the difference; 0.8.")] = None,
    overlap: Annotated[
        Number, typer.Option("--overlap", help="Share of the sample that is asked in both rounds; 0.")
    ] = None,
    correlation: Annotated[
        Number, typer.Option("--correlation", help="How their answers go together; 0.")
    ] = None,
    *,
    confidence: Confidence = 0.95,
    deff: Deff = 1.0,
    population: Population = None,
    response: Response = 1.0,
    format: FileFormatOption = None,
    out: Out = None,
) -> None:
    """Say how many interviews a share, a mean or a difference needs."""
    common = {"confidence": confidence, "deff": deff, "population": population, "response": response}
    asked = {
        "margin": margin, "share": share, "deviation": deviation, "first": first, "second": second,
        "difference": difference, "power": power, "overlap": overlap, "correlation": correlation,
    }  # fmt: skip
    with answering():
        rows = _sizes({name: value for name, value in asked.items() if value is not None}, common)
        _give(rows, format, out)


def _sizes(asked: dict[str, float], common: dict[str, Any]) -> list[dict[str, Any]]:
    from mainstay.statistics import sampling

    both = {"power", "overlap", "correlation"}
    kinds: list[tuple[set[str], set[str], Any]] = [
        ({"first", "second"}, both, sampling.sample_size_for_difference_of_proportions),
        ({"difference", "deviation"}, both, sampling.sample_size_for_difference_of_means),
        ({"margin", "deviation"}, set(), sampling.sample_size_for_mean),
        ({"margin"}, {"share"}, sampling.sample_size_for_proportion),
    ]
    for need, may, how in kinds:
        if need <= asked.keys() <= need | may:
            found = how(**asked, **common)
            sizes = [found] if isinstance(found, sampling.SampleSize) else [found.first, found.second]
            return [_size_row(number, own) for number, own in enumerate(sizes, 1)]
    raise BadInput(
        "sample.size",
        _(
            "Ask for a share (--margin, --share), a mean (--margin --deviation), a difference of shares (--first "
            "--second) or of means (--difference --deviation); --power, --overlap and --correlation go with a difference."
        ),
    )


def _size_row(number: int, own: "SampleSize") -> dict[str, Any]:
    return {"sample": number, "completed": own.completed, "selected": own.selected}


@app.command(epilog=epilog(ALLOCATE))
def allocate(
    file: Annotated[
        Path,
        typer.Argument(
            help="Table with the columns stratum and size, and for some rules deviation, mean, cost."
        ),
    ],
    total: Annotated[int, typer.Option("--total", help="Interviews to share out.", show_default=False)],
    rule: Annotated[
        str, typer.Option("--rule", help="equal, proportional, neyman or power.")
    ] = "proportional",
    exponent: Annotated[
        Number,
        typer.Option("--exponent", help="Of the rule power: 1 for the whole, 0 for each stratum; 0.5."),
    ] = None,
    minimum: Annotated[
        int, typer.Option("--minimum", help="Least number in each stratum; a variance needs two.")
    ] = 2,
    format: FileFormatOption = None,
    out: Out = None,
) -> None:
    """Share a sample out over strata."""
    from mainstay.statistics.sampling import Stratum as Part
    from mainstay.statistics.sampling import allocate as shared

    with answering():
        if exponent is not None and rule != "power":
            raise BadInput(
                "sample.exponent", _("An exponent belongs to the rule power, not to {rule}."), rule=rule
            )
        needed = {"neyman": ["deviation"], "power": ["deviation", "mean"]}.get(rule, [])
        survey = _read(file, ["stratum", "size", *needed], optional=["cost"] if rule == "neyman" else [])
        names = [name for name in survey.table.column_names if name not in {"stratum", "size"}]
        numbers = {name: _numbers(survey, name) for name in ["size", *names]}
        strata = [
            Part(str(stratum), round(numbers["size"][row]), **{name: numbers[name][row] for name in names})
            for row, stratum in enumerate(survey.table.column("stratum").to_pylist())
        ]
        found = shared(
            total, strata, rule=rule, minimum=minimum, **({} if exponent is None else {"exponent": exponent})
        )
        _tell_whole(found)
        _give(
            [
                {
                    "stratum": own.name,
                    "size": own.size,
                    "sample": own.sample,
                    "fraction": own.fraction,
                    "weight": own.weight,
                }
                for own in found
            ],
            format,
            out,
            file,
        )


def _tell_whole(found: Sequence["Allocated"]) -> None:
    """Say which strata have fewer than their minimum, so that everybody in them is drawn."""
    short = [own.name for own in found if own.short]
    if short:
        text = _("Taken whole, as they have fewer than the minimum: {strata}.")
        say(fill(text, {"strata": ", ".join(short[:50])}))


@app.command(epilog=epilog(AREAS))
def areas(
    frame: Annotated[
        Path,
        typer.Argument(
            help="Table with a row for each area, in the order over which the sample shall spread."
        ),
    ],
    unit: Unit,
    size: Size,
    count: Count,
    seed: Seed,
    stratum: Stratum = "",
    method: Way = "systematic",
    format: FileFormatOption = None,
    out: Out = None,
) -> None:
    """Draw areas with chances by their size: the first stage."""
    with answering():
        drawn, first_row = _areas(frame, unit, size, count, seed, stratum, method)
        rows = [row | {"row": row["row"] + first_row - 1} for row in drawn.to_rows()]
        _give(rows, format, out, frame)


@app.command(epilog=epilog(HOUSEHOLDS))
def households(
    frame: Annotated[Path, typer.Argument(help="The frame of areas.")],
    listing: Annotated[
        Path, typer.Argument(help="Table with a row for each household listed in the areas drawn.")
    ],
    unit: Unit,
    size: Size,
    count: Count,
    seed: Seed,
    take: Annotated[int, typer.Option("--take", help="Households in each area.", show_default=False)],
    stratum: Stratum = "",
    method: Way = "systematic",
    format: FileFormatOption = None,
    out: Out = None,
) -> None:
    """Draw households in the areas that the same seed draws, with the weights that follow."""
    with answering():
        from mainstay.statistics.sampling import draw_households

        drawn, _first = _areas(frame, unit, size, count, seed, stratum, method)
        survey = _read(listing, [unit])
        try:
            found = draw_households(drawn, survey, unit=unit, take=take, seed=seed)
        except BadInput as error:
            raise counted_from(error, survey.first_row) from None
        columns = dict(found.columns) | {"row": [row + survey.first_row - 1 for row in found.columns["row"]]}
        rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
        _give(rows, format, out, frame, listing)


def _areas(
    frame: Path, unit: str, size: str, count: str, seed: int, stratum: str, method: str
) -> tuple["AreaSample", int]:
    from mainstay.statistics.sampling import draw_areas

    survey = _read(frame, [unit, size, *([stratum] if stratum else [])])
    try:
        drawn = draw_areas(
            survey,
            unit=unit,
            size=size,
            count=_count(count),
            seed=seed,
            stratum=stratum or None,
            method=method,
        )
    except BadInput as error:
        raise counted_from(error, survey.first_row) from None
    return drawn, survey.first_row


def _count(given: str) -> int | Mapping[str, int]:
    try:
        if "=" not in given:
            return int(given)
        pairs = [part.rpartition("=") for part in given.split(",")]
        return {name.strip(): int(number) for name, _mark, number in pairs}
    except ValueError:
        raise BadInput(
            "sample.count",
            _("Areas are counted as 4, or as north=5,south=8, and not as «{given}»."),
            given=given,
        ) from None


def _read(place: Path, columns: Sequence[str], optional: Sequence[str] = ()) -> "Survey":
    from mainstay.exchange.surveys import open_survey

    file = open_survey(place)
    return taken(file, [*columns, *(name for name in optional if name in file.columns)])


def _numbers(survey: "Survey", name: str) -> list[float]:
    from mainstay.exchange.surveys import as_numbers

    found = as_numbers(survey, name).to_pylist()
    empty = [row for row, value in enumerate(found) if value is None]
    if empty:
        raise BadInput(
            "sample.empty_cell",
            _("Row {row} has no {column}. Fill it, or leave the row out."),
            row=empty[0] + survey.first_row,
            column=name,
        )
    return [float(value) for value in found]


def _give(
    rows: Sequence[Mapping[str, Any]], format: FileFormat | None, out: Path | None, *read: Path
) -> None:
    give(rows, format_of(format, out, *read), out, text=lambda: as_table(rows))


def as_table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return rows as a table of text.

    >>> print(as_table([{"stratum": "north", "sample": 12, "weight": 2.5}]))
    stratum  sample  weight
    north        12  2.5000
    """
    head = list(rows[0]) if rows else []
    right = [all(isinstance(row[name], int | float | None) for row in rows) for name in head]
    lines = [head, *([_shown(row[name]) for name in head] for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(line, widths, right, strict=True)
        ).rstrip()
        for line in lines
    )


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return shown_number(value)
    return "–" if value is None else f"{value:,}" if type(value) is int else str(value)
