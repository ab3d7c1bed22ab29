"""Batches as a source gives them become batches of the declared schema, exactly or not at all."""

from typing import Any

from mainstay.common.errors import AppError
from mainstay.common.texts import noop as _

from .declare import FactTable
from .pseudonyms import Pseudonyms


def typed(batch: Any, table: FactTable, schema: Any, pseudonyms: Pseudonyms) -> Any:
    """Return `batch` in the types of `schema`, persons as pseudonyms; raise where a value does not fit."""
    import pyarrow as pa

    columns = []
    for field, column in zip(schema, batch.columns, strict=True):
        try:
            made = _as(column, field.type)
        except pa.ArrowInvalid as error:
            raise _misfit(table, field, str(error)) from error
        if made.null_count and not field.nullable:
            raise _misfit(table, field, _("a value is missing"))
        kind = table.persons.get(field.name)
        columns.append(made if kind is None else pseudonyms.of_column(kind, made))
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def months_of(batch: Any, column: str) -> Any:
    """Return the month of each row as a numpy datetime64[M]."""
    import numpy as np

    values = batch.column(column).to_numpy(zero_copy_only=False)
    return np.asarray(values).astype("datetime64[M]")


def _as(column: Any, kind: Any) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.types as kinds

    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    if column.type == kind:
        return column
    if kinds.is_boolean(kind) and kinds.is_integer(column.type):
        if not pc.all(pc.is_in(column, pa.array([0, 1, None], column.type))).as_py():
            raise pa.ArrowInvalid("a truth value is neither 0 nor 1")
        return pc.cast(column, kind)
    if kinds.is_timestamp(kind) and kinds.is_string(column.type):
        plain = pc.cast(column, pa.timestamp(kind.unit))
        return pc.assume_timezone(plain, kind.tz) if kind.tz else plain
    if kinds.is_floating(column.type) and not kinds.is_floating(kind):
        raise pa.ArrowInvalid("a fraction where a whole number is declared")
    return pc.cast(column, kind)


def _misfit(table: FactTable, field: Any, why: str) -> AppError:
    return AppError(
        "facts.type",
        _("{table}.{column} cannot be {kind}: {why}. Correct the SELECT or the schema."),
        table=table.name,
        column=field.name,
        kind=str(field.type),
        why=why,
    )
