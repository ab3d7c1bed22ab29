"""Rehearsal: a whole response through the services, beside the bare insert of its marks and beside ten minutes.

Run with ``mainstay bench rehearsal [--scale S]``. The bare insert writes as many rows with the same columns and
indexes into an empty SQLite table in one transaction: no file, no check, no pay, no audit. The limit is what the
whole road may take on 2 cores: 600 seconds and 4,096 MiB at full scale.
"""

import argparse
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.measuring import Timing, alone, ratios, report, timed

SECONDS, MIB = 600.0, 4096
TABLE = """
CREATE TABLE mark (
    id INTEGER PRIMARY KEY AUTOINCREMENT, roll INTEGER NOT NULL, worker INTEGER NOT NULL, day TEXT NOT NULL,
    code TEXT NOT NULL, minutes INTEGER, quantity INTEGER, contract INTEGER NOT NULL, task INTEGER NOT NULL,
    batch INTEGER NOT NULL, superseded BOOL NOT NULL);
CREATE UNIQUE INDEX once_a_day ON mark (worker, day) WHERE NOT superseded;
CREATE INDEX by_roll ON mark (roll);
CREATE INDEX by_contract ON mark (contract);
CREATE INDEX by_batch ON mark (batch);
"""


def insert(rows: int, folder: str) -> Timing:
    """Write `rows` marks and nothing else."""
    base = sqlite3.connect(Path(folder) / "bare.sqlite3")
    base.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;" + TABLE)
    first = date(2017, 1, 2)
    days = [(first + timedelta(days=at)).isoformat() for at in range(60)]
    given = (
        (at // 6000, at // 60, days[at % 60], "P", 480, None, at // 60, 1, at // 6000, 0)
        for at in range(rows)
    )
    many = "INSERT INTO mark (roll, worker, day, code, minutes, quantity, contract, task, batch, superseded) VALUES (?,?,?,?,?,?,?,?,?,?)"

    def write() -> None:
        with base:
            base.executemany(many, given)

    return timed("bare insert of the marks", write)[0]


def play(scale: str, out: Path) -> tuple[Timing, list[dict[str, Any]]]:
    """Run the command as an office does; return its time and what each stage took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    command = [sys.executable, "-c", "from mainstay.cli.main import main; main()", "rehearse", "jordan-works"]
    subprocess.run(
        [*command, "--scale", scale, "--out", str(out)],
        check=True,
        stdout=subprocess.DEVNULL,
        env=dict(os.environ),
    )
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    stages = json.loads((out / "costs.json").read_text())
    peak = max(int(stage.get("peak_mib", 0)) for stage in stages)
    return Timing("whole road, agreeing with the published counts", wall, processor, 1, peak), stages


def main(given: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", default="1")
    asked = parser.parse_args(given)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        ours, stages = play(asked.scale, out)
        base = sqlite3.connect(out / "work" / "rehearsal.sqlite3")
        ((marks,),) = base.execute("SELECT count(*) FROM works_mark").fetchall()
        bare = alone(insert, marks, folder)
    share = float(asked.scale)
    limit = Timing("the limit at this scale", SECONDS * share, SECONDS * share, 1, MIB)
    told = {f"{row['stage']}, s": row["seconds"] for row in stages}
    report(
        "rehearsal", [bare, ours, limit], {"scale": asked.scale, "marks": marks, **told},
        ratios={**ratios(ours, bare, "bare insert"), **ratios(ours, limit, "limit")},
    )  # fmt: skip


if __name__ == "__main__":
    main()
