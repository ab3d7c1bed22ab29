"""`mainstay assess disclose microdata`: a file in which nobody stands out by the keys, with its codebook."""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.page.terminal import say

from .asking import counted_from
from .disclosing import app, read_all
from .options import Decimal, Delimiter, Encoding, File, SheetName, epilog
from .output import Progress, answering, refuse_replacing, steps, whole_file, write_table
from .request import read_as, read_yaml
from .table_rules import Ladders
from .wording import worded

if TYPE_CHECKING:
    from mainstay.exchange.surveys import Survey
    from mainstay.statistics.disclosure import Release

MICRODATA = (
    "mainstay assess disclose microdata people.csv --keys region,sex,age --k 4 \\",
    "  --ladders ladders.yaml --drop town,household,'rep_*' \\",
    "  --out released.csv --codebook codebook.txt",
)


@app.command(epilog=epilog(MICRODATA))
def microdata(
    file: File,
    *,
    keys: Annotated[
        str, typer.Option("--keys", help="Columns that others may know of a person.", show_default=False)
    ],
    sensitive: Annotated[
        str, typer.Option("--sensitive", help="Columns that must not be the same for all who look alike.")
    ] = "",
    weight: Annotated[
        str, typer.Option("--weight", help="Column of weights; without it the file is the population.")
    ] = "",
    k: Annotated[
        int, typer.Option("--k", help="Rows in which each combination of keys stands at least.")
    ] = 5,
    diverse: Annotated[
        int, typer.Option("--diverse", help="Different values of a sensitive column among them.")
    ] = 2,
    drop: Annotated[
        str, typer.Option("--drop", help="Columns that are left out; rep_* stands for several.")
    ] = "",
    keep: Annotated[
        str, typer.Option("--keep", help="Columns given out on your word though they look like identifiers.")
    ] = "",
    ladders: Annotated[
        Path | None,
        typer.Option(
            "--ladders", help="YAML file: steps by which each key may be made coarser, and importance."
        ),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(
            "--seed", help="Draws the order of the rows again; else it is secret. Keep it to yourself."
        ),
    ] = None,
    dates: Annotated[
        str, typer.Option("--dates", help="Dates are coarsened to year, quarter, month or day.")
    ] = "month",
    out: Annotated[
        Path, typer.Option("--out", help="Where the microdata go: .csv or .parquet.", show_default=False)
    ],
    codebook: Annotated[
        Path,
        typer.Option(
            "--codebook", help="Where the codebook goes: .csv, else plain text.", show_default=False
        ),
    ],
    encoding: Encoding = "",
    delimiter: Delimiter = "",
    decimal: Decimal = "",
    sheet: SheetName = "",
    progress: Progress = False,
) -> None:
    """Recode by ladders and blank microdata until nobody stands out by the keys; write them with a codebook."""
    reading = {"encoding": encoding, "delimiter": delimiter, "decimal": decimal, "sheet": sheet}
    with answering():
        _writable(out, codebook)
        others = [file, *([ladders] if ladders else [])]
        refuse_replacing(out, codebook, *others)
        refuse_replacing(codebook, *others)
        steps_of = read_as(Ladders, read_yaml(ladders), source=ladders.name) if ladders else Ladders()
        survey = read_all(file, reading, None, steps(progress=progress))
        columns = {"keys": keys, "sensitive": sensitive, "drop": drop, "keep": keep}
        words = {"weight": weight or None, "k": k, "diverse": diverse, "dates": dates}
        words |= {"seed": secrets.randbits(64) if seed is None else seed}
        found = _released(survey, columns, words | steps_of.model_dump())
        write_table(found.table, out)
        with whole_file(codebook) as part:
            csv = codebook.suffix.lower() == ".csv"
            part.write_text(found.codebook.to_csv() if csv else str(found.codebook), encoding="utf-8")
        print("\n".join(map(str, found.codebook.facts)))
        say(f"{out}: {found.table.num_rows:,} rows; {codebook}: {found.table.num_columns} variables")


def _released(survey: "Survey", columns: dict[str, str], words: dict[str, Any]) -> "Release":
    from mainstay.exchange.surveys import match_names
    from mainstay.statistics.disclosure import release_microdata

    there = survey.table.column_names
    named: dict[str, Any] = {role: match_names(text, there) if text else [] for role, text in columns.items()}
    table = survey.table
    for name in survey.value_labels:
        table = table.set_column(there.index(name), name, worded(survey, name))
    try:
        return release_microdata(table, labels=survey.labels, **named, **words)
    except BadInput as error:
        raise counted_from(error, survey.first_row) from None


def _writable(out: Path, codebook: Path) -> None:
    if out.suffix.lower() not in {".csv", ".parquet"}:
        raise BadInput(
            "disclose.out",
            _("{out}: microdata are written as .csv or .parquet; let the name end so."),
            out=str(out),
        )
    for place in (out, codebook):
        if not place.absolute().parent.is_dir():
            raise BadInput(
                "output.no_folder", _("There is no folder {folder}."), folder=str(place.absolute().parent)
            )
