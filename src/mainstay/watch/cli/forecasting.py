"""`mainstay watch forecast` and `backtest`: deaths in state-based conflict ahead, on anybody's file of country-months."""

import csv
import os
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.page.terminal import Format, FormatOption, emit, ready, refusals, say

if TYPE_CHECKING:
    from mainstay.watch.methods.conflict_forecast.ensemble import Forecast
    from mainstay.watch.methods.conflict_forecast.panel import Panel

EXAMPLE = (
    "mainstay watch forecast deaths.parquet --origin 2022-10 --leads 3-14 \\",
    "  --out draws.parquet",
    "mainstay watch backtest deaths.parquet --windows 2018-2022 --leads 3-14",
)
File = Annotated[
    Path,
    typer.Argument(
        help="Parquet or CSV: country_id, iso3, month_id (1 is January 1980) or year and month, ged_sb, and vintage where there are several.",
        show_default=False,
    ),
]
Vintage = Annotated[
    list[str] | None,
    typer.Option(
        "--vintage",
        help="The vintages that make the history, a later one standing before an earlier; all of the file otherwise.",
    ),
]
Seed = Annotated[int, typer.Option("--seed", help="The same seed gives the same draws.")]
#: Deaths in a month whose chance is told.
LEVELS = (1, 25, 1000)
LEAST_DRAWS = 1000


def forecast(
    file: File,
    *,
    origin: Annotated[str, typer.Option("--origin", help="The last month that is looked at, as 2022-10.")],
    leads: Annotated[str, typer.Option("--leads", help="Months ahead, as 3-14 or 1,3,6.")] = "1-14",
    vintage: Vintage = None,
    draws: Annotated[
        int, typer.Option("--draws-each", help="Draws for each country and month.")
    ] = LEAST_DRAWS,
    seed: Seed = 1,
    out: Annotated[
        Path | None,
        typer.Option(
            "--draws",
            "--out",
            help="Write every draw to this Parquet file: model, country_id, month_id, draw, value.",
        ),
    ] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Forecast deaths by country and month as a distribution: chances of 1, 25 and 1,000 deaths, and quantiles."""
    ready()
    with refusals():
        from mainstay.watch.methods.conflict_forecast.ensemble import conflict_forecast

        if draws < LEAST_DRAWS:
            raise BadInput("forecast.draws", _("At least {least} draws are needed."), least=LEAST_DRAWS)
        history, _all = _history(file, vintage)
        made = conflict_forecast(history, _month(origin), _leads(leads), draws=draws, seed=seed)
        if out is not None:
            _write(made, out)
            say(f"{out}: {made.draws.size:,} draws")
        emit(_told(made), format)


def backtest(
    file: File,
    *,
    windows: Annotated[str, typer.Option("--windows", help="Calendar years, as 2018-2022 or 2019,2021.")],
    leads: Annotated[str, typer.Option("--leads", help="Months ahead of October of the year before.")] = "3-14",
    vintage: Vintage = None,
    actual: Annotated[str, typer.Option("--actual", help="The vintage that what came is taken from; else as the history.")] = "",
    model: Annotated[list[str] | None, typer.Option("--model", help="Only this model; may be given several times.")] = None,
    compare: Annotated[bool, typer.Option("--compare", help="Give the differences to the benchmarks with 95 % intervals instead.")] = False,
    seed: Seed = 1,
    format: FormatOption = Format.TABLE,
) -> None:  # fmt: skip
    """Score our forecasts of past years beside zero, last, bootstrap240 and conflictology, on the same cells."""
    ready()
    with refusals():
        from mainstay.watch.methods.conflict_forecast import backtest as tested
        from mainstay.watch.methods.conflict_forecast.benchmarks import MODELS
        from mainstay.watch.methods.conflict_forecast.benchmarks import model as model_named
        from mainstay.watch.methods.conflict_forecast.panel import newest

        history, all_of = _history(file, vintage)
        came = newest(all_of, actual) if actual else history
        names = list(dict.fromkeys(model or MODELS))
        for name in names:
            model_named(name)
        found = tested.run(
            history, came, names, _years(windows), _leads(leads), seed=seed, workers=min(os.cpu_count() or 1, 4),
            told=lambda name, year: say(f"{year}  {name}"),
        )  # fmt: skip
        if compare:
            others = [name for name in names if name != names[0]]
            emit(
                (
                    row
                    for name in others
                    for row in tested.differences(found[names[0]], found[name], seed=seed)
                ),
                format,
            )
            return
        emit((row for name in names for row in tested.rows(found[name])), format)


def _history(path: Path, vintages: Sequence[str] | None) -> "tuple[Panel, dict[str, Panel]]":
    from mainstay.watch.methods.conflict_forecast.panel import newest, panels

    found = panels(_columns(path), neighbours=_neighbours())
    return newest(found, *(vintages or ())), found


def _columns(path: Path) -> dict[str, list[Any]]:
    import pyarrow as pa
    from pyarrow import csv as arrow_csv
    from pyarrow import parquet

    try:
        table = parquet.read_table(path) if path.suffix.lower() == ".parquet" else arrow_csv.read_csv(path)
    except (pa.ArrowInvalid, OSError) as fault:
        raise BadInput(
            "forecast.file",
            _("{file} cannot be read as Parquet or CSV: {fault}"),
            file=path.name,
            fault=str(fault)[:120],
        ) from None
    return {name: table[name].to_pylist() for name in table.column_names}


def _neighbours() -> Iterator[tuple[str, str]]:
    pairs = resources.files("mainstay.cases") / "reference" / "neighbours.csv"
    with pairs.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            yield row["a"], row["b"]


def _month(text: str) -> int:
    from mainstay.watch.methods.conflict_forecast.panel import month_of

    try:
        return month_of(text)
    except ValueError:
        raise BadInput("forecast.month", _("“{text}” is no month; write it as 2022-10."), text=text) from None


def _numbers(text: str, option: str, least: int, most: int) -> list[int]:
    found: list[int] = []
    for part in text.split(","):
        low, dash, high = part.strip().partition("-")
        if not low.isdigit() or (dash and not high.isdigit()):
            found = []
            break
        found += range(int(low), int(high or low) + 1)
    if not found or min(found) < least or max(found) > most:
        raise BadInput(
            "forecast.numbers",
            _("{option}: “{text}” is none; write it as 3-14 or 3,6,12, from {least} to {most}."),
            option=option,
            text=text,
            least=str(least),
            most=str(most),
        )
    return sorted(set(found))


def _leads(text: str) -> list[int]:
    return _numbers(text, "--leads", 1, 36)


def _years(text: str) -> list[int]:
    return _numbers(text, "--windows", 1981, 2200)


def _told(made: "Forecast") -> Iterator[dict[str, object]]:
    from mainstay.watch.methods.conflict_forecast.panel import month_name

    chances = [made.chance(level) for level in LEVELS]
    low, middle, high = made.quantile(0.05, 0.5, 0.95)
    for country, iso3 in enumerate(made.iso3):
        for step, lead in enumerate(made.leads):
            yield {
                "iso3": iso3,
                "month": month_name(made.origin + lead),
                "lead": lead,
                **{f"p_{level}": round(float(one[country, step]), 4) for level, one in zip(LEVELS, chances, strict=True)},
                "low_5": float(low[country, step]),
                "median": float(middle[country, step]),
                "high_95": float(high[country, step]),
            }  # fmt: skip


def _write(made: "Forecast", path: Path) -> None:
    import numpy as np
    import pyarrow as pa
    from pyarrow import parquet

    countries, leads, many = made.draws.shape
    table = pa.table(
        {
            "model": pa.array(["mainstay"] * made.draws.size).dictionary_encode(),
            "country_id": pa.array(np.repeat(np.asarray(made.countries, np.int32), leads * many)),
            "month_id": pa.array(np.tile(np.repeat(made.origin + np.asarray(made.leads, np.int32), many), countries)),
            "draw": pa.array(np.tile(np.arange(many, dtype=np.int32), countries * leads)),
            "value": pa.array(made.draws.ravel().astype(np.int64)),
        }
    )  # fmt: skip
    parquet.write_table(table, path, compression="zstd")
