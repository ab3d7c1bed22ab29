"""Counting a measure by groups: each cell is counted anew from the rows, never put together from other cells."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .fact_views import RESTRICTED, Reading, column_of
from .measure import UNKNOWN, Figure, Group, Measure, Part, quotient
from .proportion_interval import proportion_interval

Counted = dict[Group, dict[str, Any]]


def figures(measure: Measure, reading: Reading, *, by: Sequence[str] = ()) -> list[Figure]:
    """Return the figures of `measure` by the dimensions `by`, ordered by group; one figure when `by` is empty.

    Distinct persons are counted anew in each cell, so cells of places or months may add up to more than the whole.
    A ratio is the sum of the numerators over the sum of the denominators of its cell. Raises `BadInput` where the
    facts do not hold a dimension.
    """
    try:
        return _figures(measure, reading, by)
    except AttributeError as missing:
        raise BadInput(
            "measure.column_absent",
            _(
                "{code} cannot be counted: the facts lack what it is counted from ({missing}). Build them anew."
            ),
            code=measure.code,
            missing=str(missing),
        ) from missing


def _figures(measure: Measure, reading: Reading, by: Sequence[str]) -> list[Figure]:
    by = (*by, *(dimension for dimension in measure.always_by if dimension not in by))
    if measure.whole is not None:
        return _of_whole(measure, reading, by)
    made = _with_parts(measure, reading, by, measure.numerator, ())
    for name, value, part in measure.variants:
        made += _with_parts(measure, reading, by, part, ((name, value),))
    return made


def rows_behind(
    measure: Measure, reading: Reading, *, where: Iterable[tuple[str, str]], limit: int
) -> list[dict[str, Any]]:
    """Return up to `limit` rows that the numerator of `measure` counts in one cell: pseudonyms, never names."""
    part = measure.numerator
    table = _kept(part, reading)
    for dimension, value in where:
        column = column_of(dimension, table, code=measure.code)
        table = table.filter(_equals(table[column], value, reading, column))
    hidden = [column for column in table.columns if column in {"began_on", "row", "sofar"}]
    found: list[dict[str, Any]] = table.drop(*hidden).limit(limit).to_pyarrow().to_pylist()
    return found


def _equals(column: Any, value: str, reading: Reading, name: str) -> Any:
    if value == UNKNOWN:
        return column.isnull()
    return column.cast("string") == (reading.terms.token(name, value)[0] if name in RESTRICTED else value)


def _with_parts(
    measure: Measure, reading: Reading, by: Sequence[str], part: Part, variant: Group
) -> list[Figure]:
    tops = _counted(part, measure, reading, by)
    bottoms: Counted | None = None
    if isinstance(measure.denominator, Part):
        bottoms = _counted(measure.denominator, measure, reading, by)
    covered = _coverage(measure, reading, by)
    groups = sorted({*tops, *(bottoms or {})}, key=str) or ([()] if not by else [])
    return [
        _figure(measure, reading, group, variant, tops, bottoms, covered.get(group))
        for group in groups
    ]  # fmt: skip


def _figure(
    measure: Measure, reading: Reading, group: Group, variant: Group, tops: Counted, bottoms: Counted | None,
    coverage: float | None,
) -> Figure:  # fmt: skip
    empty: dict[str, Any] = {"value": 0, "n": 0, "persons": 0, "missing": 0.0}
    top = tops.get(group, empty)
    bottom: dict[str, Any] | None = None
    numerator = _units(top["value"], measure, reading, group, variant)
    denominator: Decimal | None = None
    if bottoms is not None:
        bottom = bottoms.get(group, empty)
        denominator = _units(bottom["value"], measure, reading, group, variant)
    elif isinstance(measure.denominator, str):
        denominator = Decimal(getattr(reading.terms, measure.denominator))
    low = high = None
    if measure.sampled and bottom is not None and bottom["value"]:
        low, high = (
            Decimal(str(round(end * measure.scale, 6)))
            for end in proportion_interval(int(top["value"]), int(bottom["value"]))
        )
    known = top["value"] is not None or not measure.absent
    return Figure(
        measure.code, (*variant, *group), quotient(numerator, denominator, scale=measure.scale) if known else None,
        numerator, denominator, int((bottom or top)["n"]), int(top["persons"]), int(bottom["persons"]) if bottom else 0,
        float((bottom or top)["missing"] or 0.0), low, high, coverage,
    )  # fmt: skip


def _units(counted: Any, measure: Measure, reading: Reading, group: Group, variant: Group) -> Decimal:
    value = Decimal(str(counted if counted is not None else 0))
    if not measure.money:
        return value
    if variant:
        return value / 100
    currency = dict(group).get("currency", "")
    return value / Decimal(10) ** reading.terms.digits.get(currency, 2)


def _counted(part: Part, measure: Measure, reading: Reading, by: Sequence[str]) -> Counted:
    table = reading.view(part.view)
    columns = [column_of(dimension, table, code=measure.code) for dimension in by]
    table = _kept(part, reading)
    chosen = {
        "value": part.of(table, reading.terms),
        "n": table.count(),
        "persons": table.worker.nunique() if "worker" in table.columns else 0 * table.count(),
        "missing": _missing(table, measure.needs),
    }
    grouped = table.group_by(columns).agg(**chosen) if columns else table.aggregate(**chosen)
    counted: Counted = {}
    for row in grouped.to_pyarrow().to_pylist():
        group = tuple(
            (dimension, _label(row[column], column, reading))
            for dimension, column in zip(by, columns, strict=True)
        )
        if part.per != 1 and row["value"] is not None:
            row["value"] = Decimal(row["value"]) / part.per
        counted[group] = row
    return counted


def _kept(part: Part, reading: Reading) -> Any:
    table = reading.view(part.view)
    return table if part.where is None else table.filter(part.where(table, reading.terms))


def _missing(table: Any, needs: Sequence[str]) -> Any:
    import ibis

    held = [column for column in needs if column in table.columns]
    if not held:
        return ibis.literal(0.0)
    gone = _is_unknown(table[held[0]])
    for column in held[1:]:
        gone |= _is_unknown(table[column])
    return gone.cast("float64").mean()


def _is_unknown(column: Any) -> Any:
    return column.isnull() | (column == "") if column.type().is_string() else column.isnull()


def _coverage(measure: Measure, reading: Reading, by: Sequence[str]) -> dict[Group, float]:
    if measure.coverage is None:
        return {}
    reached, asked = (_counted(part, measure, reading, by) for part in measure.coverage)
    return {
        group: float(reached.get(group, {"value": 0})["value"]) / float(row["value"])
        for group, row in asked.items()
        if row["value"]
    }


def _label(stored: Any, column: str, reading: Reading) -> str:
    if stored is None or stored == "":
        return UNKNOWN
    return reading.terms.code_of(column, str(stored)) if column in RESTRICTED else str(stored)


def _of_whole(measure: Measure, reading: Reading, by: tuple[str, ...]) -> list[Figure]:
    """Return the figures of a measure that is more than parts: it gives numerator and denominator itself."""
    found = []
    for row in (measure.whole or _nothing)(reading, by):
        numerator, denominator = Decimal(str(row["numerator"])), Decimal(str(row["denominator"]))
        group = tuple((dimension, _label(row[dimension], dimension, reading)) for dimension in by)
        found.append(
            Figure(
                measure.code,
                group,
                quotient(numerator, denominator, scale=measure.scale),
                numerator,
                denominator,
                int(row["n"]),
                int(row["persons"]),
                int(row["out_of"]),
            )
        )
    return sorted(found, key=lambda figure: str(figure.group))


def _nothing(_reading: Any, _by: tuple[str, ...]) -> list[dict[str, Any]]:
    return []
