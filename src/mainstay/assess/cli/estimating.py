"""`mainstay assess estimate`: official tables from anybody's survey file."""

from pathlib import Path
from typing import Annotated, Any

import typer

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .options import (
    Cluster,
    Confidence,
    Decimal,
    Deff,
    Delimiter,
    Encoding,
    Factors,
    File,
    Fpc,
    Freedom,
    Interval,
    Lonely,
    Mse,
    Nest,
    Purposive,
    Reliability,
    ReplicateType,
    ReplicateWeights,
    Rho,
    Rscales,
    Scale,
    SheetName,
    Strata,
    Weight,
    Where,
)
from .output import FileFormat, FileFormatOption, Out, Progress, answering, format_of, give, steps, taken

EXAMPLE = (
    "mainstay assess estimate people.csv --weight weight \\",
    "  --strata region --cluster town --nest --where 'age >= 15' \\",
    "  --mean worked,unemployed --proportion status \\",
    "  --ratio income/hours --quantile income:0.25,0.5 --by sex --by ''",
)

Asked = list[str] | None
Mean = Annotated[
    Asked,
    typer.Option("--mean", help="Columns x,y: their means; a row with one missing is left out for all."),
]
Total = Annotated[Asked, typer.Option("--total", help="Columns x,y: their totals in the population.")]
Variance = Annotated[
    Asked, typer.Option("--variance", help="Columns x,y: their variances in the population.")
]
Proportion = Annotated[
    Asked,
    typer.Option("--proportion", help="Columns: shares of their levels; or a condition, as 'age >= 15'."),
]
Ratio = Annotated[Asked, typer.Option("--ratio", help="a/b: the total of a over the total of b.")]
By = Annotated[
    Asked,
    typer.Option(
        "--by", help="Domains: region,sex crosses them; again for another crossing; '' is everybody."
    ),
]
Spec = Annotated[
    Path | None, typer.Option("--spec", help="YAML file that asks for the same and for several tables.")
]


Quantile = Annotated[
    Asked, typer.Option("--quantile", help="x:0.25,0.5: quantiles of a column; again for another.")
]
QuantileInterval = Annotated[
    str,
    typer.Option("--quantile-interval", help="Interval of quantiles: mean, beta, xlogit, asin or quantile."),
]
QuantileRule = Annotated[
    str,
    typer.Option(
        "--quantile-rule", help="How a quantile between two values is found: math, school, hf1 to hf9."
    ),
]


def estimate(
    file: File,
    *,
    weight: Weight = "",
    strata: Strata = None,
    cluster: Cluster = None,
    fpc: Fpc = None,
    nest: Nest = False,
    lonely: Lonely = "",
    purposive: Purposive = False,
    replicate_weights: ReplicateWeights = "",
    replicate_type: ReplicateType = "",
    scale: Scale = None,
    rscales: Rscales = "",
    rho: Rho = None,
    factors: Factors = False,
    mse: Mse = False,
    df: Freedom = None,
    deff: Deff = "",
    mean: Mean = None,
    total: Total = None,
    variance: Variance = None,
    proportion: Proportion = None,
    ratio: Ratio = None,
    quantile: Quantile = None,
    by: By = None,
    where: Where = "",
    interval: Interval = "",
    quantile_interval: QuantileInterval = "",
    quantile_rule: QuantileRule = "",
    confidence: Confidence = None,
    reliability: Reliability = "",
    spec: Spec = None,
    encoding: Encoding = "",
    delimiter: Delimiter = "",
    decimal: Decimal = "",
    sheet: SheetName = "",
    format: FileFormatOption = None,
    out: Out = None,
    progress: Progress = False,
) -> None:
    """Estimate means, totals, shares, ratios and quantiles from a survey file, with the errors of its design."""
    design = {
        "weight": weight,
        "strata": strata,
        "cluster": cluster,
        "fpc": fpc,
        "nest": nest,
        "lonely": lonely,
        "purposive": purposive,
        "replicate_weights": replicate_weights,
        "replicate_type": replicate_type,
        "scale": scale,
        "rscales": rscales,
        "rho": rho,
        "factors": factors,
        "mse": mse,
        "df": df,
        "deff": deff,
    }
    table = {
        "mean": mean,
        "total": total,
        "variance": variance,
        "proportion": proportion,
        "ratio": ratio,
        "quantile": quantile,
        "quantile_interval": quantile_interval,
        "quantile_rule": quantile_rule,
        "by": by,
        "where": where,
        "interval": interval,
    }
    reading = {"encoding": encoding, "delimiter": delimiter, "decimal": decimal, "sheet": sheet}
    with answering():
        whole = {"confidence": confidence, "reliability": reliability}
        request = _request(spec, design, table, whole)
        _answer(file, reading, request, format_of(format, out, file, spec), out, progress=progress)


def _request(spec: Path | None, design: dict[str, Any], table: dict[str, Any], whole: dict[str, Any]) -> Any:
    from .request import read_spec, request_of

    design, table, whole = _given(design), _given(table), _given(whole)
    if spec is None:
        if "ratio" in table:
            table["ratio"] = [each for text in table["ratio"] for each in text.split(",")]
        return request_of({"design": design, "tables": [table], **whole}, source=_("the command"))
    given = [*design, *table, *whole]
    if given:
        raise BadInput(
            "estimate.twice",
            _("With --spec all that is asked for stands in {spec}; write {option} there."),
            spec=spec.name,
            option=f"--{given[0].replace('_', '-')}",
        )
    return read_spec(spec)


def _given(words: dict[str, Any]) -> dict[str, Any]:
    """Return the options that were given; a number of 0 is one."""
    return {
        name: value
        for name, value in words.items()
        if value is not None and value is not False and value not in ("", [])
    }


def _answer(
    place: Path,
    reading: dict[str, str],
    request: Any,
    format: FileFormat,
    out: Path | None,
    *,
    progress: bool,
) -> None:
    from mainstay.exchange.surveys import open_survey

    from .asking import Asking, needed_columns
    from .rows import printed, rows_of

    step = steps(progress=progress)
    file = open_survey(place, **reading)
    columns = needed_columns(request, file)
    step(
        _("{file}: reading {count} of {all} columns"),
        file=place.name,
        count=len(columns),
        all=len(file.columns),
    )
    survey = taken(file, columns)
    step(_("{file}: {rows} rows"), file=place.name, rows=len(survey))
    answers = list(Asking(request, survey, step).answers())
    rows = rows_of(answers, survey, tables=any(answer.table for answer in answers))
    give(rows, format, out, text=lambda: printed(answers, rows, request.confidence))
