"""Facts are what the records say: exactly typed, built only where something changed, and checked."""

import dataclasses
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mainstay import facts
from mainstay.common.errors import AppError, NotFound
from mainstay.facts import Built, Facts, FactTable, Pseudonyms

from .conftest import Records

KEY = bytes(range(32))
SELECT = (
    "SELECT m.id AS mark, m.worker_id AS worker, w.sex, w.disability, "
    "m.site, m.day, m.paid, m.wage, m.noted, "
    "CASE WHEN m.changed > w.changed THEN m.changed ELSE w.changed END AS changed "
    "FROM mark m JOIN worker w ON w.id = m.worker_id"
)


def schema() -> pa.Schema:
    return pa.schema(
        [
            pa.field("worker", pa.int64(), nullable=False),
            pa.field("day", pa.date32(), nullable=False),
            pa.field("site", pa.string(), nullable=False),
            pa.field("sex", pa.string()),
            pa.field("disability", pa.int8()),
            pa.field("paid", pa.bool_()),
            pa.field("wage", pa.int64()),
            pa.field("noted", pa.timestamp("us", tz="UTC")),
        ]
    )


WORKER_DAY = FactTable(
    name="worker_day",
    schema=schema,
    keys=("worker", "day"),
    month="day",
    select={"sqlite": SELECT, "postgresql": SELECT},
    marks=("mark", "changed"),
    restricted=("disability",),
    persons={"worker": "worker"},
)


def build(records: Records, root: Path, table: FactTable = WORKER_DAY, **more: Any) -> Built:
    settings: dict[str, Any] = {
        "source": records.source,
        "root": root,
        "pseudonyms": Pseudonyms(KEY),
        "built_at": datetime(2026, 11, 2, tzinfo=UTC),
        "playbook_version": "2026.11",
    }
    return facts.build([table], **(settings | more))[0]


def rows(root: Path, **more: Any) -> list[dict[str, Any]]:
    found = Facts(root).table("worker_day", **more).order_by(["day", "worker"]).to_pyarrow().to_pylist()
    return list(found)


def test_each_record_becomes_one_fact_of_exact_type(records: Records, tmp_path: Path) -> None:
    built = build(records, tmp_path / "facts")
    assert (("2026-01", "2026-02", "2026-04"), 5) == (built.made, built.rows)
    first = rows(tmp_path / "facts")[0]
    assert {
        "worker": Pseudonyms(KEY).of("worker", 1),
        "day": datetime(2026, 1, 30).date(),
        "site": "S1",
        "sex": "female",
        "paid": True,
        "wage": 1250,
        "noted": datetime(2026, 1, 30, 7, 30, 0, 250_000, tzinfo=UTC),
        "month": "2026-01",
    } == first
    written = pq.read_schema(tmp_path / "facts/worker_day/month=2026-01/part.parquet")
    assert pa.schema([field for field in schema() if field.name != "disability"]) == written


def test_restricted_columns_lie_apart_where_only_the_owner_can_look(records: Records, tmp_path: Path) -> None:
    root = tmp_path / "facts"
    build(records, root)
    assert 0o700 == stat.S_IMODE((root / "restricted").stat().st_mode)
    assert 0o600 == stat.S_IMODE((root / "restricted/worker_day/month=2026-01/part.parquet").stat().st_mode)
    assert "disability" not in rows(root)[0]
    assert [None, None, None, 1, 1] == [row["disability"] for row in rows(root, restricted=True)]


def test_only_months_whose_records_changed_are_built_again(records: Records, tmp_path: Path) -> None:
    root = tmp_path / "facts"
    build(records, root)
    again = build(records, root)
    assert ((), 5) == (again.made, again.rows)
    records.mark(6, 2, "2026-02-02")
    records.run("UPDATE mark SET wage = 1400, changed = '2026-11-01 10:00:00' WHERE id = 5")
    assert ("2026-02", "2026-04") == build(records, root).made
    records.run("UPDATE worker SET sex = 'male', changed = '2026-11-03 09:00:00' WHERE id = 2")
    assert ("2026-01", "2026-02") == build(records, root).made
    records.run("DELETE FROM mark WHERE id = 5")
    last = build(records, root)
    assert ((), ("2026-04",), 5) == (last.made, last.removed, last.rows)
    assert not (root / "worker_day/month=2026-04").exists()


def test_building_in_steps_gives_the_same_bytes_as_building_at_once(records: Records, tmp_path: Path) -> None:
    build(records, tmp_path / "steps")
    records.mark(6, 2, "2026-02-02")
    steps, once = build(records, tmp_path / "steps"), build(records, tmp_path / "once")
    assert once.digest == steps.digest
    assert once.digest == build(records, tmp_path / "once", everything=True).digest


def test_another_key_or_version_builds_everything_again(records: Records, tmp_path: Path) -> None:
    build(records, tmp_path)
    assert 3 == len(build(records, tmp_path, dataclasses.replace(WORKER_DAY, version=2)).made)
    assert 3 == len(build(records, tmp_path, pseudonyms=Pseudonyms(KEY[::-1])).made)


def test_a_file_that_was_changed_or_removed_is_found_and_healed(records: Records, tmp_path: Path) -> None:
    build(records, tmp_path)
    assert [] == facts.verify(tmp_path)
    first = tmp_path / "worker_day/month=2026-01/part.parquet"
    content = bytearray(first.read_bytes())
    content[20] ^= 1
    first.write_bytes(content)
    (tmp_path / "worker_day/month=2026-02/part.parquet").unlink()
    stray = tmp_path / "worker_day/month=2030-01/part.parquet"
    stray.parent.mkdir()
    stray.write_bytes(b"")
    codes = {problem.field: problem.reason.code for problem in facts.verify(tmp_path)}
    assert {
        "worker_day/month=2026-01/part.parquet": "facts.changed",
        "worker_day/month=2026-02/part.parquet": "facts.missing",
        "worker_day/month=2030-01/part.parquet": "facts.stray",
    } == codes
    stray.unlink()
    assert ("2026-02",) == build(records, tmp_path).made
    build(records, tmp_path, everything=True)
    assert [] == facts.verify(tmp_path)


def test_a_join_that_multiplies_rows_is_refused_and_leaves_the_old_files(
    records: Records, tmp_path: Path
) -> None:
    before = build(records, tmp_path)
    double = f"{SELECT} JOIN (SELECT 1 AS n UNION ALL SELECT 2) AS twice ON 1 = 1"
    broken = dataclasses.replace(WORKER_DAY, select={"sqlite": double, "postgresql": double})
    with pytest.raises(AppError, match="2 rows with the same worker, day"):
        build(records, tmp_path, broken)
    assert before.digest == facts.read_manifest(tmp_path, "worker_day").digest  # type: ignore[union-attr]
    assert [] == facts.verify(tmp_path)
    assert [] == list(tmp_path.rglob("*.draft"))


def test_a_fraction_of_a_minor_unit_is_refused(records: Records, tmp_path: Path) -> None:
    half = SELECT.replace("m.wage,", "m.wage / 4.0e0 AS wage,")
    broken = dataclasses.replace(WORKER_DAY, select={"sqlite": half, "postgresql": half})
    with pytest.raises(AppError, match=r"worker_day") as refused:
        build(records, tmp_path, broken)
    assert refused.value.code in {"facts.select", "facts.type"}


def test_a_missing_value_is_refused_where_the_schema_wants_one(records: Records, tmp_path: Path) -> None:
    records.run("UPDATE mark SET site = NULL WHERE id = 1")
    with pytest.raises(AppError, match="site cannot be string: a value is missing"):
        build(records, tmp_path)


def test_a_select_without_a_column_of_the_schema_fails_instead_of_inventing_it(
    records: Records, tmp_path: Path
) -> None:
    less = SELECT.replace("w.sex, ", "")
    broken = dataclasses.replace(WORKER_DAY, select={"sqlite": less, "postgresql": less})
    with pytest.raises(AppError, match=r"SELECT of worker_day fails.*sex"):
        build(records, tmp_path, broken)


def test_sums_and_distinct_persons_agree_with_the_records(records: Records, tmp_path: Path) -> None:
    build(records, tmp_path)
    table = facts.table("worker_day", tmp_path)
    found = table.aggregate(wages=table.wage.sum(), persons=table.worker.nunique()).to_pyarrow().to_pylist()
    assert [{"wages": 5 * 1250, "persons": 3}] == found


def test_progress_ends_at_the_number_of_rows(records: Records, tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    build(records, tmp_path, progress=lambda *step: steps.append(step))
    assert ("worker_day", 5, 5) == steps[-1]


def test_no_records_give_an_empty_table_of_the_right_shape(records: Records, tmp_path: Path) -> None:
    records.run("DELETE FROM mark")
    assert 0 == build(records, tmp_path).rows
    assert [] == rows(tmp_path)
    assert "wage" in facts.table("worker_day", tmp_path).columns


def test_months_can_be_read_alone(records: Records, tmp_path: Path) -> None:
    build(records, tmp_path)
    assert {"2026-02"} == {row["month"] for row in rows(tmp_path, months=["2026-02"])}


def test_facts_that_were_never_built_are_asked_for_in_vain(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="Build the facts first"):
        facts.table("worker_day", tmp_path)
