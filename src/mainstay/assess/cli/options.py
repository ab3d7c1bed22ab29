"""Options that several commands on files share: the file, how it is read, how the sample was drawn."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

File = Annotated[
    Path,
    typer.Argument(help="Survey file: CSV (also .gz), Parquet, XLSX, SPSS or Stata.", show_default=False),
]
Weight = Annotated[str, typer.Option("--weight", help="Column of weights; 1 where there is none.")]
Strata = Annotated[list[str] | None, typer.Option("--strata", help="Column of strata; again for each stage.")]
Cluster = Annotated[
    list[str] | None, typer.Option("--cluster", help="Column of sampled units; again for each stage.")
]
Fpc = Annotated[
    list[str] | None,
    typer.Option(
        "--fpc",
        help="Column with the number of units in the stratum, or the share drawn; again for each stage.",
    ),
]
Nest = Annotated[bool, typer.Option("--nest", help="Cluster numbers start again in each stratum.")]
Lonely = Annotated[
    str,
    typer.Option(
        "--lonely", help="A stratum with one unit: fail, remove (certainty), adjust, average, collapse."
    ),
]
Confidence = Annotated[float | None, typer.Option("--confidence", help="Confidence of the intervals; 0.95.")]
Encoding = Annotated[str, typer.Option("--encoding", help="Encoding of the texts; else it is found out.")]
Delimiter = Annotated[
    str, typer.Option("--delimiter", help="What separates cells in a text file; else found out.")
]
Decimal = Annotated[str, typer.Option("--decimal", help="Decimal mark in a text file; else found out.")]
SheetName = Annotated[
    str, typer.Option("--sheet", help="Sheet of a workbook; else the first that holds anything.")
]
Interval = Annotated[
    str,
    typer.Option(
        "--interval", help="Interval of proportions: logit, xlogit, likelihood, beta, asin or mean."
    ),
]
Reliability = Annotated[
    str,
    typer.Option(
        "--reliability",
        help="Mark each estimate by rules: ine_chile, eclac_2020, eclac_2023, statistics_canada, abs, nchs, ilo_cv, "
        "ine_chile_establishments, or a YAML file of your own.",
    ),
]
ReplicateWeights = Annotated[
    str,
    typer.Option(
        "--replicate-weights", help="Columns of replicate weights, as 'rep_*', instead of a design."
    ),
]
ReplicateType = Annotated[
    str,
    typer.Option(
        "--replicate-type",
        help="JK1, JKn, JK2, BRR, Fay, bootstrap, subbootstrap, mrbbootstrap, SDR, ACS or other.",
    ),
]
Scale = Annotated[
    float | None, typer.Option("--scale", help="What the squares are multiplied by; else by type.")
]
Rscales = Annotated[
    str, typer.Option("--rscales", help="The same for each replicate, as 0.5,0.5,0.8; or one for all.")
]
Rho = Annotated[float | None, typer.Option("--rho", help="Fay's factor, for the type Fay.")]
Factors = Annotated[
    bool, typer.Option("--factors", help="Replicates are factors of the weight, not weights themselves.")
]
Mse = Annotated[
    bool,
    typer.Option("--mse", help="Deviations from the full sample's estimate instead of the replicates' mean."),
]
Freedom = Annotated[
    int | None,
    typer.Option("--df", help="Degrees of freedom of the replicate weights, as their producer says."),
]
Deff = Annotated[
    str,
    typer.Option(
        "--deff", help="Design effect against a simple sample without (wor) or with (wr) replacement."
    ),
]
Where = Annotated[
    str, typer.Option("--where", help="Only those for whom it holds, as 'age >= 15 and sex == 2'.")
]
Purposive = Annotated[
    bool, typer.Option("--purposive", help="Not drawn by chance: estimates without a design error.")
]


def epilog(example: Sequence[str]) -> str:
    """Return the end of a command's help: an example on the files that `mainstay assess example` writes."""
    lead = "Example, on the files that `mainstay assess example` writes:"
    return "\n".join([lead, "", *example])
