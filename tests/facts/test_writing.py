"""The engine's parts that need no database."""

import dataclasses
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.common.errors import AppError
from mainstay.facts import FactTable, Pseudonyms, Source, writer
from mainstay.facts.source import _runs

DAYS = FactTable(
    name="days",
    schema=lambda: pa.schema([("worker", pa.int64()), ("day", pa.date32())]),
    keys=("worker", "day"),
    month="day",
    select={},
    marks=("worker",),
)


def batch(workers: list[int], days: list[date]) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pa.array(workers), pa.array(days, pa.date32())], schema=DAYS.columns())


def test_a_month_too_large_for_memory_is_written_in_pieces_without_loss(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "BUFFERED_ROWS", 5)
    files = writer.MonthFiles(DAYS, tmp_path)
    for first in range(0, 40, 4):
        days = [date(2026, 1 + (first + k) % 3, 1 + k) for k in range(4)]
        files.add(batch(list(range(first, first + 4)), days))
    written = files.finish()
    assert 40 == sum(part.rows for part in written)
    assert 40 == sum(pq.read_metadata(part.draft).num_rows for part in written)


def test_a_double_key_is_found_across_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "BUFFERED_ROWS", 1)
    files = writer.MonthFiles(DAYS, tmp_path)
    for _again in range(2):
        files.add(batch([7, 8], [date(2026, 1, 5), date(2026, 1, 6)]))
    with pytest.raises(AppError, match="2 rows with the same worker, day"):
        files.finish()


@given(st.sets(st.tuples(st.integers(2000, 2003), st.integers(1, 12)), min_size=1))
def test_runs_of_months_cover_the_asked_months_and_no_other(asked: set[tuple[int, int]]) -> None:
    months = {f"{year:04d}-{month:02d}" for year, month in asked}
    every = {f"{year:04d}-{month:02d}" for year in range(1999, 2006) for month in range(1, 13)}
    runs = _runs(sorted(months))
    assert months == {month for month in every if any(first <= month < after for first, after in runs)}


@given(st.lists(st.one_of(st.none(), st.integers(0, 2**62)), max_size=50))
def test_pseudonyms_of_a_column_are_those_of_its_persons(persons: list[int | None]) -> None:
    made = Pseudonyms(b"0123456789abcdef")
    column = made.of_column("worker", pa.array(persons, pa.int64())).to_pylist()
    assert [None if person is None else made.of("worker", person) for person in persons] == column


def test_pseudonyms_depend_on_the_key_and_the_kind() -> None:
    first, other = Pseudonyms(b"0123456789abcdef"), Pseudonyms(b"fedcba9876543210")
    assert 3 == len({first.of("worker", 1), first.of("expert", 1), other.of("worker", 1)})
    assert first.key_name != other.key_name
    with pytest.raises(ValueError, match="16 bytes"):
        Pseudonyms(b"short")


@pytest.mark.parametrize(
    "change",
    [
        {"keys": ("nobody",)},
        {"marks": ()},
        {"restricted": ("day",)},
        {"name": "Worker; DROP TABLE"},
        {"month": "worker"},
        {"schema": lambda: pa.schema([("worker", pa.int64()), ("day", pa.date32()), ("month", pa.int8())])},
        {
            "schema": lambda: pa.schema(
                [("worker", pa.int64()), ("day", pa.date32()), ("w", pa.decimal128(9))]
            )
        },
    ],
)
def test_a_wrong_declaration_is_refused_by_name(change: dict[str, object]) -> None:
    with pytest.raises(AppError, match="declared wrongly"):
        dataclasses.replace(DAYS, **change).columns()  # type: ignore[arg-type]


def test_an_address_with_a_password_is_not_printed() -> None:
    assert "secret" not in repr(Source("postgresql", "postgresql://me:secret@host/records"))
    with pytest.raises(AppError, match="sqlite, postgresql"):
        Source("oracle", "")
