"""Reading the records: one consistent snapshot, one SELECT, Arrow batches of exact types."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from mainstay.common.errors import AppError
from mainstay.common.texts import noop as _

from .declare import FactTable, Source

BATCH_ROWS = 65_536

Marks = dict[str, tuple[int, str]]


class Snapshot:
    """The records as they stand at one moment, whatever is written meanwhile."""

    def __init__(self, source: Source, connection: Any) -> None:
        self._engine = source.engine
        self._connection = connection

    def months(self, table: FactTable) -> Marks:
        """Return for each month how many rows it has, and the mark that changes when one of them does."""
        month = f'fact."{table.month}"'
        head = f"substr({month}, 1, 7)" if self._engine == "sqlite" else f"to_char({month}, 'YYYY-MM')"
        marks = " || ' ' || ".join(
            f"coalesce(CAST(max(fact.\"{name}\") AS TEXT), '')" for name in table.marks
        )
        query = (
            f"SELECT {head} AS month, count(*) AS present, {marks} AS mark "  # noqa: S608 (declared)
            f"FROM ({table.select[self._engine]}) AS fact GROUP BY 1"
        )
        with _telling(table), self._connection.cursor() as cursor:
            cursor.execute(query)
            found = cursor.fetchall()
        if any(month is None for month, _present, _mark in found):
            raise AppError(
                "facts.no_month",
                _("Rows of {table} have no {column}, so they belong to no month. Correct the SELECT."),
                table=table.name,
                column=table.month,
            )
        return {month: (int(present), mark) for month, present, mark in found}

    def batches(self, table: FactTable, months: Sequence[str]) -> Iterator[Any]:
        """Yield record batches of the rows of `months`, in the types of the source."""
        schema = table.columns()
        wanted = ", ".join(f'fact."{name}"' for name in schema.names)
        query = (
            f"SELECT {wanted} FROM ({table.select[self._engine]}) AS fact "  # noqa: S608 (declared)
            f"WHERE {self._within(table.month, months)}"
        )
        options = {}
        if self._engine == "sqlite":
            query = f"SELECT {', '.join(_example(column) for column in schema)} UNION ALL {query}"
            options = {"adbc.sqlite.query.batch_rows": str(BATCH_ROWS)}
        skip = self._engine == "sqlite"
        with _telling(table), self._connection.cursor(adbc_stmt_kwargs=options) as cursor:
            cursor.execute(query)
            for batch in cursor.fetch_record_batch():
                yield batch.slice(1) if skip else batch
                skip = False

    def _within(self, column: str, months: Sequence[str]) -> str:
        day = "'{}-01'" if self._engine == "sqlite" else "DATE '{}-01'"
        return " OR ".join(
            f'(fact."{column}" >= {day.format(first)} AND fact."{column}" < {day.format(after)})'
            for first, after in _runs(months)
        )


@contextmanager
def snapshot(source: Source) -> Iterator[Snapshot]:
    """Open the records for reading inside one transaction, in UTC."""
    if source.engine == "sqlite":
        from adbc_driver_sqlite import dbapi as sqlite

        opened = sqlite.connect(f"file:{quote(source.address)}?mode=ro")
    else:
        from adbc_driver_postgresql import dbapi as postgresql

        opened = postgresql.connect(source.address)
    with opened as connection:
        if source.engine == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                cursor.execute("SET LOCAL TIME ZONE 'UTC'")
        yield Snapshot(source, connection)
        connection.rollback()


@contextmanager
def _telling(table: FactTable) -> Iterator[None]:
    """Name the table where its SELECT fails, or yields what its schema does not allow."""
    import adbc_driver_manager as adbc

    try:
        yield
    except (OSError, adbc.Error) as error:
        raise AppError(
            "facts.select",
            _("The SELECT of {table} fails or does not fit its schema ({columns}): {why}"),
            table=table.name,
            columns=", ".join(f"{place}: {name}" for place, name in enumerate(table.columns().names)),
            why=str(error),
        ) from error


def _example(column: Any) -> str:
    """Return a value of the column's type: SQLite has no types, its driver takes them from the first row.

    With it the driver refuses a fraction or a text where a whole number is declared.
    """
    import pyarrow.types as kinds

    if kinds.is_integer(column.type) or kinds.is_boolean(column.type):
        return "0"
    return "0.5" if kinds.is_floating(column.type) else "''"


def _runs(months: Sequence[str]) -> list[tuple[str, str]]:
    """Return (first month, month after the last) of each unbroken run of months."""
    runs: list[tuple[str, str]] = []
    for month in sorted(months):
        year, number = int(month[:4]), int(month[5:])
        after = f"{year + number // 12:04d}-{number % 12 + 1:02d}"
        if runs and runs[-1][1] == month:
            runs[-1] = (runs[-1][0], after)
        else:
            runs.append((month, after))
    return runs
