"""Writing very many rows at once: one prepared statement on SQLite, COPY on PostgreSQL; no model instances."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models, transaction


def insert_many(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert `rows` into the table of `model`, values in the order of `columns`, in one transaction.

    The values are as the database keeps them; constraints hold, defaults and signals of the model do not run.
    """
    quote = connection.ops.quote_name
    table, names = quote(model._meta.db_table), ", ".join(quote(column) for column in columns)
    if connection.vendor == "postgresql":
        with (
            transaction.atomic(),
            connection.cursor() as cursor,
            cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join(["%s"] * len(columns))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # type: ignore[arg-type]  # noqa: S608


def key_list(keys: Iterable[int]) -> str:
    """Return whole numbers as they stand between the brackets of IN: for statements too long for parameters."""
    return ", ".join(str(int(key)) for key in keys) or "NULL"


def week_number(column: str) -> str:
    """Return the SQL of a number that is equal for days of one week from Monday to Sunday."""
    if connection.vendor == "postgresql":
        return f"(({column} - DATE '2000-01-03') / 7)"
    return f"CAST((julianday({column}) + 0.5) / 7 AS INTEGER)"


def day_number(column: str) -> str:
    """Return the SQL of a day as a whole number, one more for each day."""
    if connection.vendor == "postgresql":
        return f"({column} - DATE '2000-01-03')"
    return f"CAST(julianday({column}) + 0.5 AS INTEGER)"


def month_number(column: str) -> str:
    """Return the SQL of a number that is equal for days of one month."""
    if connection.vendor == "postgresql":
        return f"(EXTRACT(YEAR FROM {column}) * 12 + EXTRACT(MONTH FROM {column}))"
    return f"(CAST(SUBSTR({column}, 1, 4) AS INTEGER) * 12 + CAST(SUBSTR({column}, 6, 2) AS INTEGER))"
