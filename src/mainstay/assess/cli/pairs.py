"""The covariance of the estimates of a request, pair by pair: what contrasts of one's own are made from."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .output import FileFormat, format_of
from .rows import ALL

if TYPE_CHECKING:
    from mainstay.statistics.survey.columns import Floats

    from .asking import Answer
    from .testing import Inference

MOST_ROWS = 1_000
"""The most estimates of one call of which all pairs are written."""
Rows = Sequence[Mapping[str, Any]]


def pairs_format(out: Path, *others: Path | None) -> FileFormat:
    """Return how pairs are written; BadInput for a name that does not say it, or that is a file in use."""
    form = format_of(None, out, *others)
    if form is FileFormat.TABLE:
        raise BadInput(
            "estimate.pairs_form",
            _("{out}: pairs are written as .csv, .json, .parquet or .xlsx; let the name end so."),
            out=str(out),
        )
    return form


def pairs_of(
    answers: Iterable["Answer"], inferences: Iterable["Inference"], rows: Rows
) -> list[dict[str, Any]]:
    """Return the covariance and correlation of each pair of estimates of one call and of coefficients of one regression.

    `first` and `second` are the numbers of their rows in `rows`; a pair of one row with itself has its variance.
    """
    found: list[dict[str, Any]] = []
    start = 0
    for answer in answers:
        found += _pairs(answer.estimates.covariance, rows[start : start + len(answer.estimates)], start)
        start += len(answer.estimates)
    start += sum(row["statistic"] in {"difference", "quotient", "contrast"} for row in rows)
    for inference in inferences:
        is_test = hasattr(inference.result, "hypothesis")
        size = 1 if is_test else len(inference.result)  # type: ignore[arg-type]
        if not is_test:
            found += _pairs(inference.result.covariance, rows[start : start + size], start)
        start += size
    return found


def _pairs(covariance: Callable[[], "Floats"], rows: Rows, start: int) -> list[dict[str, Any]]:
    if len(rows) > MOST_ROWS:
        raise BadInput(
            "estimate.many_pairs",
            _(
                "One call has {rows} estimates, and pairs are written of {most} at most. Ask for fewer crossings."
            ),
            rows=len(rows),
            most=MOST_ROWS,
        )
    import numpy as np

    from mainstay.statistics.survey.result import number

    whole = covariance()
    se = np.sqrt(np.clip(np.diag(whole), 0.0, None))
    with np.errstate(divide="ignore", invalid="ignore"):
        related = whole / np.outer(se, se)
    names = [_name(row) for row in rows]
    return [
        {
            "first": start + one + 1,
            "second": start + other + 1,
            "first_is": names[one],
            "second_is": names[other],
            "covariance": number(float(whole[one, other])),
            "correlation": number(float(related[one, other])),
        }
        for one in range(len(rows))
        for other in range(one, len(rows))
    ]


def _name(row: Mapping[str, Any]) -> str:
    variable = row["variable"] if row["level"] is None else f"{row['variable']} = {row['level']}"
    domain = (f"{name} = {ALL if value is None else value}" for name, value in row["domain"].items())
    return ", ".join([f"{row['statistic']} {variable}", *domain])
