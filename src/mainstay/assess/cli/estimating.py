"""`mainstay assess estimate`: official tables from anybody's survey file."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mainstay.common.errors import BadInput, Reason
from mainstay.common.texts import noop as _
from mainstay.page.terminal import say

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
from .output import (
    FileFormat,
    FileFormatOption,
    Out,
    Progress,
    answering,
    format_of,
    give,
    steps,
    taken,
    told,
)

if TYPE_CHECKING:
    from mainstay.exchange.surveys import Survey

    from .findings import Findings

EXAMPLE = (
    "mainstay assess estimate people.csv --weight weight \\",
    "  --strata region --cluster town --nest --where 'age >= 15' \\",
    "  --mean worked,unemployed --proportion status \\",
    "  --ratio income/hours --quantile income:0.25,0.5 --by sex --by ''",
    "",
    "mainstay assess estimate people.csv --weight weight \\",
    "  --strata region --cluster town --nest --mean income,hours \\",
    "  --by region,sex --margins --compare sex:male \\",
    "  --contrast 'region: north - 0.5 south - 0.5 coast' \\",
    "  --contrast 'sex: female / male' --pairs pairs.csv",
    "",
    "mainstay assess estimate people.csv --weight weight \\",
    "  --strata region --cluster town --nest \\",
    "  --test 'income ~ sex' --test 'status * region' \\",
    "  --regress 'worked ~ age + sex' --family binomial",
    "",
    "mainstay assess estimate people.csv --weight weight \\",
    "  --strata region --cluster town --nest --panel \\",
    "  --round May --round June=people_june.csv \\",
    "  --mean worked --by sex --by '' --compare round:May",
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

Margins = Annotated[
    bool, typer.Option("--margins", help="Add the sub-totals over each column of --by, and the whole.")
]
Compare = Annotated[
    Asked,
    typer.Option(
        "--compare",
        help="sex:male: every value of sex against male (sex: against the first), in the groups of --by or the levels "
        "of --proportion.",
    ),
]
ContrastOption = Annotated[
    Asked,
    typer.Option(
        "--contrast",
        help="'sex: female - male', 'sex: female / male', 'region: north - 0.5 south - 0.5 coast', or of columns: "
        "'hours - usual'.",
    ),
]
Test = Annotated[
    Asked,
    typer.Option(
        "--test",
        help="'income ~ sex' (t-test of two groups), 'income = 300' (one mean), 'after - before' (two columns), "
        "'status * region' (are they independent).",
    ),
]
TestStatistic = Annotated[
    str,
    typer.Option(
        "--test-statistic",
        help="For two columns: F (Rao-Scott), Chisq, Wald, adjWald, lincom or saddlepoint; F.",
    ),
]
Regress = Annotated[
    Asked,
    typer.Option(
        "--regress", help="'y ~ x + z': regression; C(x) makes groups of a number, x * z crosses them."
    ),
]
FamilyOption = Annotated[
    str, typer.Option("--family", help="gaussian (linear), binomial (logistic) or poisson; gaussian.")
]
RoundOption = Annotated[
    Asked,
    typer.Option(
        "--round",
        help="NAME=FILE: another round of the survey; NAME alone names FILE itself. Adds a column round.",
    ),
]
Panel = Annotated[
    bool,
    typer.Option(
        "--panel", help="The rounds share units (the same numbers of strata and clusters); else drawn apart."
    ),
]
Pairs = Annotated[
    Path | None,
    typer.Option("--pairs", help="Write the covariance of each pair of estimates to this file as well."),
]
#: The options that make a design, a table and the whole of a request, and how the file is read.
OF_DESIGN = (
    "weight", "strata", "cluster", "fpc", "nest", "lonely", "purposive", "replicate_weights", "replicate_type", "scale",
    "rscales", "rho", "factors", "mse", "df", "deff",
)  # fmt: skip
OF_TABLE = (
    "mean", "total", "variance", "proportion", "ratio", "quantile", "quantile_interval", "quantile_rule", "by", "where",
    "interval", "margins", "compare", "contrast", "test", "test_statistic", "regress", "family",
)  # fmt: skip
OF_ALL = ("confidence", "reliability", "rounds", "panel")
OF_READING = ("encoding", "delimiter", "decimal", "sheet")


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
    margins: Margins = False,
    compare: Compare = None,
    contrast: ContrastOption = None,
    test: Test = None,
    test_statistic: TestStatistic = "",
    regress: Regress = None,
    family: FamilyOption = "",
    rounds: RoundOption = None,
    panel: Panel = False,
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
    pairs: Pairs = None,
    progress: Progress = False,
) -> None:
    """Estimate, compare, test and explain from a survey file, with the errors of its design."""
    given = dict(locals())
    with answering():
        request = _request(
            spec, *({name: given[name] for name in names} for names in (OF_DESIGN, OF_TABLE, OF_ALL))
        )
        form, beside = format_of(format, out, file, spec), _beside(pairs, file, spec, out)
        found = _found(file, {name: given[name] for name in OF_READING}, request, progress=progress)
        beside(found)
        for note in found.notes if form is not FileFormat.TABLE else ():
            say(note)
        give(found.rows, form, out, text=lambda: str(found))


def _beside(pairs: Path | None, *others: Path | None) -> Callable[["Findings"], None]:
    """Return what writes the pairs of the findings where they are asked for."""
    if pairs is None:
        return lambda _found: None
    from .pairs import pairs_format

    form = pairs_format(pairs, *others)
    return lambda found: give(found.pairs(), form, pairs, text=str)


def _request(spec: Path | None, design: dict[str, Any], table: dict[str, Any], whole: dict[str, Any]) -> Any:
    from .request import parts, read_spec, request_of

    design, table, whole = _given(design), _given(table), _given(whole)
    if spec is None:
        for name in ("ratio", "compare"):
            if name in table:
                table[name] = [each for text in table[name] for each in parts(text)]
        return request_of({"design": design, "tables": [table], **whole}, source=_("the command"))
    given = [*design, *table, *whole]
    if given:
        raise BadInput(
            "estimate.twice",
            _("With --spec all that is asked for stands in {spec}; write {option} there."),
            spec=spec.name,
            option=f"--{given[0].removesuffix('s') if given[0] == 'rounds' else given[0].replace('_', '-')}",
        )
    return read_spec(spec)


def _given(words: dict[str, Any]) -> dict[str, Any]:
    """Return the options that were given; a number of 0 is one."""
    return {
        name: value
        for name, value in words.items()
        if value is not None and value is not False and value not in ("", [])
    }


def _found(place: Path, reading: dict[str, str], request: Any, *, progress: bool) -> "Findings":
    from .asking import Asking
    from .findings import findings
    from .rounds import named_rounds

    step = steps(progress=progress)
    if not request.design.is_told:
        say(
            told(
                Reason(
                    "estimate.simple_sample",
                    _("No weight, strata or cluster is named: errors are those of a simple random sample."),
                )
            )
        )
    places = named_rounds(request.rounds, place) if request.rounds else {"": place}
    surveys = {name: _read(each, reading, request, step) for name, each in places.items()}
    asking = Asking(request, surveys, step)
    found = findings(asking)
    for note in asking.notes:
        say(told(note))
    return found


def _read(place: Path, reading: dict[str, str], request: Any, step: Any) -> "Survey":
    from mainstay.exchange.surveys import open_survey

    from .asking import needed_columns
    from .rounds import ROUND

    file = open_survey(place, **reading)
    columns = needed_columns(request, file)
    if request.rounds and ROUND not in file.columns:
        columns = [name for name in columns if name != ROUND]
    step(
        _("{file}: reading {count} of {all} columns"),
        file=place.name,
        count=len(columns),
        all=len(file.columns),
    )
    survey = taken(file, columns)
    step(_("{file}: {rows} rows"), file=place.name, rows=len(survey))
    return survey
