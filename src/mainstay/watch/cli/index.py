"""`mainstay watch index`: a composite index of a file, opened down to each indicator, with how sure its ranks are."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mainstay.common.errors import AppError, BadInput
from mainstay.common.texts import fill
from mainstay.common.texts import noop as _
from mainstay.page.terminal import EXITS, Format, FormatOption, emit, say

if TYPE_CHECKING:
    from mainstay.watch.methods.composite_index import Scores, Table, Tree

EXAMPLE = """Examples:

mainstay watch index INFORM_Risk_2025.xlsx --model inform-risk-2025 --format csv
mainstay watch index shipped --model inform-risk-2025 --trace AFG
mainstay watch index table.csv --model my.yaml --uncertainty 1000 --seed 7"""


@contextmanager
def answering() -> Iterator[None]:
    """End the program with a sentence and the house's exit code when something is refused; needs no settings."""
    try:
        yield
    except AppError as error:
        say(fill(error.reason.msgid, error.reason.facts))
        problems = error.problems if isinstance(error, BadInput) else ()
        for problem in problems[:20]:
            say(f"  {problem}")
        if len(problems) > 20:
            say(f"  … {len(problems) - 20} more")
        raise typer.Exit(EXITS.get(error.status, 1)) from None


def index(
    file: Annotated[
        Path,
        typer.Argument(
            help="INFORM Risk workbook or its CSV exports; a table with a row for each unit (CSV, Parquet, XLSX); or “shipped”: what the product brings.",
            show_default=False,
        ),
    ],
    *,
    model: Annotated[
        str, typer.Option("--model", help="A shipped tree by name, or a YAML file of your own.")
    ],
    uncertainty: Annotated[
        int | None,
        typer.Option(
            "--uncertainty",
            help="Draw weights and methods anew so many times: intervals of scores and ranks.",
        ),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="Number from which the draws follow.")] = 0,
    trace: Annotated[str, typer.Option("--trace", help="Say step by step why this unit has its score.")] = "",
    node: Annotated[
        str, typer.Option("--node", help="With --trace: from this node down, not from the index.")
    ] = "",
    period: Annotated[
        str, typer.Option("--period", help="With --trace and --set, in a panel: the period; else the last.")
    ] = "",
    weight: Annotated[
        list[str] | None, typer.Option("--weight", help="Another weight, as risk.hazard=2; shows what moves.")
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", help="What if: another value of a node or column, as AFG.human=5."),
    ] = None,
    against: Annotated[
        Path | None, typer.Option("--against", help="Compare with another edition: its file.")
    ] = None,
    against_model: Annotated[
        str, typer.Option("--against-model", help="The tree of the other edition; else the same.")
    ] = "",
    sensitivity: Annotated[
        int,
        typer.Option(
            "--sensitivity", help="Which choice moves the ranks most, from so many points (a power of two)."
        ),
    ] = 0,
    correlations: Annotated[
        bool, typer.Option("--correlations", help="How the first nodes go together.")
    ] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Compute a composite index from raw indicators; open it, change it, see which ranks are robust."""
    with answering():
        from .index_rows import changed_rows, correlation_rows, score_rows, sensitivity_rows, trace_rows

        asked = [bool(trace), against is not None, bool(sensitivity), correlations]
        if sum(asked) > 1:
            raise BadInput(
                "index.one_question",
                _("Ask one thing at a time: --trace, --against, --sensitivity or --correlations."),
            )
        before, after = _computed(file, model, weight or [], set_ or [], period)
        _notes(after)
        if trace:
            rows = trace_rows(after, trace.upper(), period, node, format)
        elif against is not None:
            other = _scores(against, against_model or model)
            rows = changed_rows(other, after)
        elif sensitivity:
            rows = sensitivity_rows(after, sensitivity, seed)
        elif correlations:
            rows = correlation_rows(after)
        else:
            draws = after.tree.perturbed.draws if uncertainty is None else uncertainty
            rows = score_rows(after, before, draws=draws, seed=seed, format=format)
        emit(rows, format, title=after.tree.title)


def _tree(name: str) -> "Tree":
    from mainstay.watch.methods.composite_index.models import model, tree_in

    place = Path(name)
    return tree_in(place) if place.suffix in {".yaml", ".yml"} else model(name)


def _scores(file: Path, name: str) -> "Scores":
    from mainstay.watch.feeds.index_tables import read_table
    from mainstay.watch.methods.composite_index import composite_index

    tree = _tree(name)
    return composite_index(tree, read_table(file, tree))


def _computed(
    file: Path, name: str, weights: Sequence[str], settings: Sequence[str], period: str
) -> tuple["Scores | None", "Scores"]:
    """Return the index as it is, where it is changed (else None), and as it is asked for."""
    from mainstay.watch.methods.composite_index import composite_index
    from mainstay.watch.methods.composite_index.comparison import what_if
    from mainstay.watch.methods.composite_index.uncertainty import reweighted

    scores = plain = _scores(file, name)
    if weights:
        tree = reweighted(scores.tree, dict(_named_number(text, "risk.hazard=2") for text in weights))
        scores = composite_index(tree, scores.table)
    changes: dict[str, dict[str, float]] = {}
    for text in settings:
        key, value = _named_number(text, "AFG.human=5")
        unit, _dot, what = key.partition(".")
        changes.setdefault(unit, {})[what] = value
    for unit, held in changes.items():
        scores = what_if(scores, unit, held, period=period or None)
    return (plain if weights or settings else None), scores


def _named_number(text: str, example: str) -> tuple[str, float]:
    name, _sign, number = text.partition("=")
    try:
        return name.strip(), float("nan") if number.strip() == "missing" else float(number)
    except ValueError:
        raise BadInput(
            "index.option",
            _("“{text}” is a name without a number. Write it as {example}."),
            text=text,
            example=example,
        ) from None


def _notes(scores: "Scores") -> None:
    """Say what the person should know before reading: goalposts of the file, units without an index."""
    import numpy as np

    tree, table = scores.tree, scores.table
    other = [
        node.code
        for node in tree.nodes.values()
        if node.goalposts and table.goalposts.get(node.place, node.goalposts) != node.goalposts
    ]
    if other:
        say(
            fill(
                _("The file's own goalposts are used where they differ: {nodes}."),
                {"nodes": ", ".join(other[:10])},
            )
        )
    gaps = np.flatnonzero(np.isnan(scores.top))
    if gaps.size:
        say(
            fill(
                _("No index, for want of data ({count}): {units}."),
                {
                    "count": gaps.size,
                    "units": ", ".join(f"{_name(table, row)} ({_lacks(scores, row)})" for row in gaps[:10]),
                },
            )
        )


def _name(table: "Table", row: int) -> str:
    return f"{table.units[row]} {table.periods[row]}" if table.periods else table.units[row]


def _lacks(scores: "Scores", row: int) -> str:
    """Return the nodes right below the index that cannot be known."""
    import numpy as np

    node = scores.tree.nodes[scores.tree.top]
    return ", ".join(child for child in node.children if np.isnan(scores.values[child][row])) or node.column
