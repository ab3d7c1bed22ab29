"""The sample of a labour survey as its mapping tells it: a design, or the weights of replicates."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import partial
from typing import TYPE_CHECKING, Any

from mainstay.statistics.survey import Design, ReplicateDesign, Sample
from mainstay.statistics.survey.columns import Columns, Floats

if TYPE_CHECKING:
    from mainstay.playbook.schemas.surveys import SampleDesign


def sample_of(
    arrow: Any, drawn: "SampleDesign", own: Mapping[str, Any], *, confidence: float = 0.95
) -> Sample:
    """Return the sample over what is needed of the file, its columns of the design, and our own columns."""
    draw = drawing(drawn, arrow.column_names, confidence=confidence)
    return draw(table_of(arrow, drawn, own))


def table_of(arrow: Any, drawn: "SampleDesign", own: Mapping[str, Any]) -> Any:
    """Return what is needed of the file, its columns of the design, and our own columns.

    Weights keep the name that they have in the file, so that what is wrong with them is told by that name.
    """
    import pyarrow as pa

    columns: dict[str, Any] = {
        name: arrow.column(name) for name in {*drawn.strata, *drawn.clusters, *drawn.fpc}
    }
    columns |= own
    if drawn.weights:
        columns[drawn.weights] = pa.array(weights_of(arrow, drawn, drawn.weights), from_pandas=True)
    for name in replicates_of(drawn, arrow.column_names):
        columns[name] = (
            pa.array(weights_of(arrow, drawn, name), from_pandas=True)
            if drawn.combined
            else arrow.column(name)
        )
    return pa.table(columns)


def drawing(
    drawn: "SampleDesign", there: Sequence[str], *, confidence: float = 0.95
) -> Callable[[Any], Sample]:
    """Return what makes the sample of a table that has the columns of the design; `there` are those of the file."""
    if drawn.replicates:
        return partial(
            ReplicateDesign,
            weights=drawn.weights,
            replicates=replicates_of(drawn, there),
            kind=drawn.kind,
            scale=drawn.scale,
            rscales=drawn.rscales or None,
            rho=drawn.rho,
            combined=drawn.combined,
            mse=drawn.mse,
            df=drawn.df,
            confidence=confidence,
        )
    return partial(
        Design,
        weights=drawn.weights,
        strata=drawn.strata,
        clusters=drawn.clusters,
        fpc=drawn.fpc,
        nest=drawn.nest,
        lonely=drawn.lonely,
        purposive=drawn.purposive,
        confidence=confidence,
    )


def weights_of(arrow: Any, drawn: "SampleDesign", name: str) -> Floats:
    """Return a column of weights with its decimals."""
    return Columns(arrow).numbers(name) / 10.0**drawn.weight_decimals


def replicates_of(drawn: "SampleDesign", there: Sequence[str]) -> list[str]:
    """Return the columns of replicate weights among those that are there, by their names or patterns as ``rep_*``."""
    wanted = [name for name in there if any(fnmatchcase(name, each) for each in drawn.replicates)]
    return [name for name in wanted if name != drawn.weights]


def design_columns(drawn: "SampleDesign", there: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield where in the mapping each column of the design is named, and its name; of a pattern those that fit it."""
    for where, names in (
        ("design/weights", (drawn.weights,) if drawn.weights else ()),
        ("design/strata", drawn.strata),
        ("design/clusters", drawn.clusters),
        ("design/fpc", drawn.fpc),
        ("design/replicates", drawn.replicates),
    ):
        for name in names:
            fitting = [one for one in there if fnmatchcase(one, name)] if where.endswith("replicates") else []
            for found in fitting or [name]:
                yield where, found


def drawn_in_words(drawn: "SampleDesign") -> str:
    """Return how the sample is treated, in the words of the mapping."""
    words = [f"replicates={drawn.kind}"] if drawn.replicates else [f"lonely={drawn.lonely}"]
    words += ["nest"] if drawn.nest else []
    words += ["purposive"] if drawn.purposive else []
    words += ["approximate"] if drawn.approximate else []
    words += [f"weights / 10^{drawn.weight_decimals}"] if drawn.weight_decimals else []
    return "; ".join(words)
