"""Facts: 1.4 million worker-days out of SQLite into Parquet, and distinct persons by sex, site and month.

Run with ``mainstay bench facts [--rows N]``. The limit is plain DuckDB over the same Parquet; the
peer is the same question asked of the records.
"""

import argparse
import sqlite3
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measuring import Timing, alone, ratios, report, timed
from mainstay import facts
from mainstay.facts import Built, Facts, FactTable, Pseudonyms, Source

SELECT = (
    "SELECT m.id AS mark, m.worker_id AS worker, w.sex, w.disability, s.code AS site, m.day, m.code, m.paid, m.wage, "
    "max(m.changed, w.changed) AS changed "
    "FROM mark m JOIN worker w ON w.id = m.worker_id JOIN site s ON s.id = m.site_id"
)
TABLES = """
CREATE TABLE worker (id integer PRIMARY KEY, sex varchar(6), disability bool, changed datetime);
CREATE TABLE site (id integer PRIMARY KEY, code varchar(12));
CREATE TABLE mark (id integer PRIMARY KEY, worker_id bigint, site_id bigint, day date, code varchar(2), paid bool,
                   wage bigint, changed datetime);
"""
RUNS = 7


def schema() -> Any:
    """Return the columns of a worker-day."""
    import pyarrow as pa

    kinds = {
        "worker": pa.int64(),
        "day": pa.date32(),
        "site": pa.string(),
        "sex": pa.string(),
        "code": pa.string(),
    }
    kinds |= {"paid": pa.bool_(), "wage": pa.int64(), "disability": pa.bool_()}
    return pa.schema(list(kinds.items()))


WORKER_DAY = FactTable(
    name="worker_day",
    schema=schema,
    keys=("site", "day", "worker"),
    month="day",
    select={"sqlite": SELECT},
    marks=("mark", "changed"),
    restricted=("disability",),
    persons={"worker": "worker"},
)


def fill(place: Path, rows: int, workers: int = 22_552, sites: int = 28) -> None:
    """Write synthetic rolls: each worker on one site, days without a double."""
    draw = np.random.default_rng(20161)
    connection = sqlite3.connect(place)
    connection.executescript(TABLES)
    sexes = np.where(draw.random(workers) < 0.2, "female", "male").tolist()
    disabled = (draw.random(workers) < 0.03).astype(int).tolist()
    people = [(k + 1, sexes[k], disabled[k], "2016-01-01 00:00:00") for k in range(workers)]
    connection.executemany("INSERT INTO worker VALUES (?, ?, ?, ?)", people)
    connection.executemany(
        "INSERT INTO site VALUES (?, ?)", [(k, f"SITE-{k:03d}") for k in range(1, sites + 1)]
    )
    each = -(-rows // workers)
    worker = np.repeat(np.arange(1, workers + 1), each)[:rows]
    start = np.repeat(draw.integers(0, 1_500, workers), each)[:rows]
    day = np.datetime64("2016-11-01") + start + np.tile(np.arange(each), workers)[:rows]
    order = np.argsort(day, kind="stable")
    columns = [
        np.arange(1, rows + 1), worker[order], (worker[order] % sites) + 1, day[order].astype(str),
        np.where(draw.random(rows) < 0.95, "P", "A"), (draw.random(rows) < 0.95).astype(int),
        draw.integers(900, 2_000, rows) * 10, np.char.add(day[order].astype(str), " 17:00:00.000000"),
    ]  # fmt: skip
    marks = zip(*(column.tolist() for column in columns), strict=True)
    connection.executemany("INSERT INTO mark VALUES (?, ?, ?, ?, ?, ?, ?, ?)", marks)
    connection.commit()
    connection.close()


def build(place: Path, root: Path) -> Built:
    """Bring the facts up to date."""
    return facts.build(
        [WORKER_DAY],
        source=Source("sqlite", str(place)),
        root=root,
        pseudonyms=Pseudonyms(b"a key for the benchmark only"),
        built_at=datetime(2026, 11, 1, tzinfo=UTC),
        playbook_version="benchmark",
    )[0]


def measure_builds(place: Path, root: Path) -> tuple[list[Timing], int]:
    """Build from nothing, again without change, and after a change in one month."""
    first, built = timed("first build", lambda: build(place, root))
    again, _ = timed("again, nothing changed", lambda: build(place, root), runs=3)
    with sqlite3.connect(place) as connection:
        connection.execute("UPDATE mark SET wage = wage + 10, changed = '2026-11-01 10:00:00' WHERE id = 7")
    one, changed = timed("again, one month changed", lambda: build(place, root))
    if len(changed.made) != 1:
        raise AssertionError(changed.made)
    return [first, again, one], built.rows


def ours(root: Path) -> list[tuple[Any, ...]]:
    """Count distinct persons by the reader and an Ibis expression."""
    table = Facts(root).table("worker_day")
    counted = table.group_by(["sex", "site", "month"]).agg(persons=table.worker.nunique())
    found = counted.order_by(["sex", "site", "month"]).to_pyarrow()
    return list(zip(*(column.to_pylist() for column in found.columns), strict=True))


def limit(root: Path) -> list[tuple[Any, ...]]:
    """Count distinct persons by DuckDB's own SQL over the same files."""
    import duckdb

    query = (
        "SELECT sex, site, month, count(DISTINCT worker) FROM read_parquet(?, hive_partitioning=true) "
        "GROUP BY ALL ORDER BY ALL"
    )
    with duckdb.connect() as connection:
        return connection.execute(query, [str(root / "worker_day/month=*/part.parquet")]).fetchall()


def peer(place: Path) -> list[tuple[Any, ...]]:
    """Count distinct persons in the records."""
    query = (
        f"SELECT sex, site, substr(day, 1, 7), count(DISTINCT worker) FROM ({SELECT}) "  # noqa: S608 (a constant)
        "GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    )
    with sqlite3.connect(place) as connection:
        return connection.execute(query).fetchall()


def measure_reading(place: Path, root: Path) -> tuple[list[Timing], int]:
    """Ask the same question in three ways, warm, and see that the answers agree."""
    ours(root), limit(root)
    mine, first = timed("distinct persons, ours", lambda: ours(root), runs=RUNS)
    least, second = timed("distinct persons, DuckDB alone", lambda: limit(root), runs=RUNS)
    records, third = timed("distinct persons, SQLite records", lambda: peer(place))
    if not first == [tuple(row) for row in second] == [tuple(row) for row in third]:
        raise AssertionError("the three answers differ")
    return [mine, least, records], len(first)


def main(given: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_400_000)
    rows = parser.parse_args(given).rows
    with tempfile.TemporaryDirectory() as folder:
        place, root = Path(folder) / "records.sqlite3", Path(folder) / "facts"
        alone(fill, place, rows)
        builds, built = alone(measure_builds, place, root)
        reads, groups = alone(measure_reading, place, root)
        stored = sum(file.stat().st_size for file in root.rglob("*.parquet"))
    report(
        "facts",
        [*builds, *reads],
        {
            "rows": built,
            "groups": groups,
            "rows per second of the first build": round(built / builds[0].wall),
            "Parquet, MiB": round(stored / 2**20, 1),
        },
        ratios={
            **ratios(reads[0], reads[1], "DuckDB alone"),
            **ratios(reads[0], reads[2], "SQLite records", upside_down=True),
        },
    )


if __name__ == "__main__":
    main()
