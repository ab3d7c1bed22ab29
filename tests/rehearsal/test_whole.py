"""An office rehearses a crisis of its own with one command: interrupted, gone on with, and looked into."""

import csv
import json
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from django.db import connection

from mainstay.exchange.iati import validate_iati
from mainstay.exchange.payments import validate_pain001

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FLOOD = Path(__file__).parent / "our_flood"
#: In the middle of the works of the first site; nobody works on the second one yet.
INTERRUPTED_AT = "25 of"


def command(out: Path, *more: str) -> list[str]:
    return [
        sys.executable,
        "-c",
        "from mainstay.cli.main import main; main()",
        "rehearse",
        str(FLOOD),
        "--out",
        str(out),
        *more,
    ]


def interrupt(started: list[str], at: str) -> int:
    """Run a command, end it without notice when it has said `at`, and return how it ended."""
    with subprocess.Popen(started, stderr=subprocess.PIPE, text=True) as process:
        for line in process.stderr or ():
            if at in line:
                process.terminate()
                break
        process.communicate()
    return process.returncode


@pytest.fixture(scope="module")
def database(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """Return the options that name a database for a rehearsal: none with SQLite, a fresh one with PostgreSQL."""
    made: list[str] = []

    def fresh(name: str) -> list[str]:
        if connection.vendor == "sqlite":
            return []
        name = f"{name}_{os.getpid()}"
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
        made.append(name)
        held = connection.settings_dict
        return ["--database", f"postgresql://{held['USER']}@/{name}?host={held['HOST']}"]

    yield fresh
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for name in made:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def whole(database: Any, tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """The rehearsal, interrupted and ended; and the folder of the same interrupted one, not ended."""
    out, without = tmp_path_factory.mktemp("whole") / "out", tmp_path_factory.mktemp("without") / "out"
    own = database("flood")
    stopped = interrupt(command(out, *own), INTERRUPTED_AT)
    shutil.copytree(out, without)
    ended = subprocess.run(command(out, *own), check=False, capture_output=True, text=True)
    return SimpleNamespace(out=out, without=without, stopped=stopped, ended=ended)


def comparison(out: Path) -> dict[str, dict[str, str]]:
    with (out / "comparison.csv").open(newline="", encoding="utf-8") as stream:
        return {row["key"]: row for row in csv.DictReader(stream)}


def days(out: Path) -> pa.Table:
    return pq.read_table(out / "facts" / "worker_day")


def test_an_interrupted_rehearsal_goes_on_behind_its_last_whole_act(whole: SimpleNamespace) -> None:
    assert (True, 0) == (whole.stopped != 0, whole.ended.returncode), whole.ended.stderr
    acts = {row["stage"]: row.get("acts") for row in json.loads((whole.out / "costs.json").read_text())}
    assert "watch" not in acts  # played before the interruption, and not again
    assert {"faults": []} == json.loads((whole.out / "audit.json").read_text())


def test_every_count_of_the_table_agrees_and_its_head_says_what_is_compared(whole: SimpleNamespace) -> None:
    rows = comparison(whole.out)
    assert {"equal", "bound kept", "within 0.01"} == {row["verdict"] for row in rows.values()}
    assert "1500" == rows["worker_days"]["measured"]
    assert "published / recomputed from synthetic rolls" in rows["persons"]


def test_the_table_is_counted_again_from_the_files_of_facts_alone(whole: SimpleNamespace) -> None:
    table, rows = days(whole.out), comparison(whole.out)
    assert {"roll", "site", "worker", "day", "code", "paid"} <= set(table.column_names)
    worth = {"P": 1.0, "H": 0.5, "A": 0.0, "PS": 0.0}
    worked = sum(worth[code] for code in table["code"].to_pylist())
    paid: dict[int, float] = defaultdict(float)
    for contract, share in zip(table["contract"].to_pylist(), table["paid"].to_pylist(), strict=True):
        paid[contract] += share
    persons = {
        worker
        for worker, code in zip(table["worker"].to_pylist(), table["code"].to_pylist(), strict=True)
        if worth[code]
    }
    assert float(rows["worker_days"]["measured"]) == worked
    assert int(rows["contracts_40_days"]["measured"]) == sum(share >= 40 for share in paid.values())
    assert int(rows["persons"]["measured"]) == len(persons)


@pytest.mark.one_database
def test_leaving_out_a_site_moves_the_totals(whole: SimpleNamespace) -> None:
    left_out = command(whole.without, "--without-site", "2")
    less = subprocess.run(left_out, check=False, capture_output=True, text=True)
    assert 0 == less.returncode, less.stderr
    left, table = comparison(whole.without), days(whole.out)
    first = table.filter(pc.equal(table["site"], "S01"))
    assert float(left["worker_days"]["measured"]) == pc.sum(first["worked_centi"]).as_py() / 100 < 1500
    assert "differs" == left["persons"]["verdict"] == left["contracts_40_days"]["verdict"]
    assert float(left["wages_usd"]["measured"]) < float(comparison(whole.out)["wages_usd"]["measured"])


def test_payment_files_are_valid_and_can_pay_nobody(whole: SimpleNamespace) -> None:
    files = sorted((whole.out / "payments").glob("*.xml"))
    assert len(files) >= 4
    for file in files:
        assert [] == validate_pain001(file)
        content = file.read_text(encoding="utf-8")
        assert "TEST" in content
        assert "+26500" not in content


def test_the_activity_file_fits_the_official_schema(whole: SimpleNamespace) -> None:
    assert [] == validate_iati(whole.out / "iati-activity.xml", today=date(2027, 1, 1))


def test_the_tables_of_indicators_say_the_same_in_each_format(whole: SimpleNamespace) -> None:
    from python_calamine import CalamineWorkbook

    folder = whole.out / "indicators"
    (parquet,) = folder.glob("*.parquet")
    with parquet.with_suffix(".csv").open(newline="", encoding="utf-8-sig") as stream:
        told = [(row["Code"], row["Group"], row["Value"]) for row in csv.DictReader(stream)]
    table = pq.read_table(parquet).to_pylist()
    sheet = CalamineWorkbook.from_path(parquet.with_suffix(".xlsx")).get_sheet_by_index(0).to_python()
    head = next(place for place, line in enumerate(sheet) if "Code" in line)
    in_sheet = {(str(line[0]), str(line[2])): line[3] for line in sheet[head + 1 :] if line[0]}
    assert len(told) == len(table) == len(in_sheet) > 100
    assert ("JB-01", "", "1500") in told
    assert 1500 == float(in_sheet["JB-01", ""])


def test_documents_and_charts_can_be_opened(whole: SimpleNamespace) -> None:
    from docx import Document

    for name in ("assessment/assessment-report", "design/project-document"):
        assert (whole.out / f"{name}.pdf").read_bytes().startswith(b"%PDF")
        words = "\n".join(
            part.text for part in Document(str(whole.out / f"{name}.docx")).sections[0].header.paragraphs
        )
        assert "ynthetic" in words
    assert {".svg", ".png"} == {file.suffix for file in (whole.out / "charts").iterdir()}
    assert all(file.stat().st_size > 3000 for file in (whole.out / "charts").iterdir())


def test_what_each_stage_took_is_told(whole: SimpleNamespace) -> None:
    took = json.loads((whole.out / "costs.json").read_text())
    assert {"deliver: rolls", "deliver: pay", "measure", "learn", "all"} <= {row["stage"] for row in took}
    assert all(row["seconds"] >= 0 and row.get("peak_mib", 1) > 0 for row in took)
    assert "peak MiB" in whole.ended.stdout
