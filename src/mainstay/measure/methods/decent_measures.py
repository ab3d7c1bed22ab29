"""DW-01 to DW-06: pay on time, at least the floor, equal for equal work; papers before the first day."""

from typing import Any

from .fact_views import Reading, column_of
from .measure import Measure, Part, Terms


def _lines(table: Any, _terms: Terms) -> Any:
    return table.line.nunique()


def _due(table: Any, terms: Terms) -> Any:
    """Whether the line was paid, or its time is over: what is neither yet tells nothing."""
    late = table.closed_on.delta(terms.as_of, unit="day") <= -terms.pay_days
    return table.closed_on.notnull() & (table.paid_on.notnull() | late)


def _on_time(table: Any, terms: Terms) -> Any:
    return _due(table, terms) & (table.paid_on.delta(table.closed_on, unit="day") <= terms.pay_days)


def _everybody_but(fails: Any) -> Any:
    """Return the aggregate: persons none of whose contracts fails."""
    return lambda table, terms: table.worker.nunique() - table.worker.nunique(where=fails(table, terms))


def _unsigned(table: Any, _terms: Terms) -> Any:
    signed = (table.signed_on <= table.first_day) & (table.language == table.worker_language)
    return ~signed.fill_null(False)


def _uninsured(table: Any, _terms: Terms) -> Any:
    return ~(table.insured_from <= table.first_day).fill_null(False)


def _uninducted(table: Any, _terms: Terms) -> Any:
    return ~(table.inducted_on <= table.first_day).fill_null(False)


def pay_gap(reading: Reading, by: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return for each cell the gap between women's and men's mean day rate inside one task class.

    (1 - mean rate of women / mean rate of men) in each task class where both work, weighted with the women's lines of
    the class. Numerator: Σ women · gap; denominator: Σ women. Unequal classes are never compared with each other.
    """
    import ibis

    table = reading.view("line")
    columns = [column_of(dimension, table, code="DW-03") for dimension in by]
    keys = list(dict.fromkeys([*columns, "currency", "task"]))
    women, men = table.sex == "F", table.sex == "M"
    classes = table.group_by(keys).agg(
        women=table.line.nunique(where=women),
        of_women=table.day_minor.mean(where=women),
        of_men=table.day_minor.mean(where=men),
        female=table.worker.nunique(where=women),
        male=table.worker.nunique(where=men),
        n=table.count(),
    )
    both = classes.filter((classes.of_women > 0) & (classes.of_men > 0))
    both = both.mutate(part=both.women * (1 - both.of_women / both.of_men))
    chosen = {
        "numerator": both.part.sum().coalesce(ibis.literal(0.0)),
        "denominator": both.women.sum().coalesce(0),
        "n": both.n.sum().coalesce(0),
        "persons": both.female.sum().coalesce(0),
        "out_of": (both.female + both.male).sum().coalesce(0),
    }
    cells = both.group_by(columns).agg(**chosen) if columns else both.aggregate(**chosen)
    renamed = dict(zip(columns, by, strict=True))
    return [
        {renamed.get(column, column): value for column, value in row.items()}
        for row in cells.to_pyarrow().to_pylist()
    ]


LINES = Part("line", _lines)
STARTED = Part("start", lambda table, _terms: table.worker.nunique())

MEASURES = (
    Measure(
        "DW-01", "ratio", Part("line", _lines, _on_time), Part("line", _lines, _due),
        scale=100, tables=("pay_line",), population="pay",
    ),
    Measure(
        "DW-02", "ratio", Part("line", _lines, lambda table, _terms: table.day_minor >= table.floor_minor), LINES,
        scale=100, tables=("pay_line",), population="pay",
    ),
    Measure(
        "DW-03", "derived", LINES, LINES, scale=100, tables=("pay_line",), population="pay", whole=pay_gap
    ),
    *(
        Measure(
            code, "ratio", Part("start", _everybody_but(fails)), STARTED,
            scale=100, tables=("work_contract", "worker_day"), population="start",
        )
        for code, fails in (("DW-04", _unsigned), ("DW-05", _uninsured), ("DW-06", _uninducted))
    ),
)  # fmt: skip
