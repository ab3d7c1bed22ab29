"""The terminal, on a file of the interviews, and the pages give the same numbers."""

import csv
import json
from pathlib import Path

import pytest

from mainstay.assess.selectors.answers import tables_of
from mainstay.assess.selectors.exploring import explore
from mainstay.assess.selectors.labour import labour_market
from tests.assess.on_files import estimate, run
from tests.assess.test_exploring import FAIR, surveyed
from tests.assess.test_labour_market import paid, survey  # noqa: F401

pytestmark = pytest.mark.django_db(databases="__all__")
FIGURES = ("estimate", "se", "ci_low", "ci_high", "cv", "deff", "n", "df")


#: What the form calls who answers, where the mapping of our own interviews asks for it.
AS_ASKED = {"age": "RESP_AGE", "sex": "RESP_SEX", "place": "RESP_PLACE"}


def written(assessment, folder: Path, **named: str) -> str:
    """Write the answers of the workers to a file with some columns `named` otherwise; return its name."""
    table = next(tables_of(assessment, with_restricted=False, module="WORKER"))
    columns = table.columns | {"consent": ["yes"] * table.n}
    with (folder / "workers.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(named.get(name, name) for name in columns)
        rows.writerows(zip(*columns.values(), strict=True))
    return str(folder / "workers.csv")


def figures(row) -> tuple:
    return tuple(row[key] if isinstance(row, dict) else getattr(row, key) for key in FIGURES)


@pytest.mark.parametrize("by", ["", "sex"])
def test_an_answer_by_groups_is_the_same_at_the_terminal_as_on_the_page(tmp_path, by):
    assessment, _analyst = surveyed()
    made = explore(assessment, module="WORKER", fields=[FAIR], by=[by] if by else [])
    shown = [figures(one.row) for one in made.rows if ">=4" in one.asked.column]
    words = ("--weight", "weight", "--strata", "stratum", "--proportion", f"{FAIR} >= 4")
    told = estimate(*words, *(("--by", by) if by else ()), file=written(assessment, tmp_path))
    assert shown == [pytest.approx(figures(row), rel=1e-12) for row in told]


def test_the_labour_market_is_the_same_at_the_terminal_as_on_the_page(tmp_path, survey):  # noqa: F811
    assessment, _analyst = survey  # people chosen on purpose: the page tells no error
    made = labour_market(assessment, by="")
    shown = {one.row.variable: (one.row.estimate, one.row.n) for one in made.rows}
    file = written(assessment, tmp_path, **AS_ASKED)
    answered = run("labour", file, "--map", "MS-WORKER", "--format", "json")
    assert 0 == answered.exit_code, answered.stderr
    rows = json.loads(answered.stdout)
    assert shown == {row["variable"]: (row["estimate"], row["n"]) for row in rows if row["variable"] in shown}
    assert {"EPOP", "VULNERABLE"} <= set(shown)


def test_decent_work_is_the_same_at_the_terminal_as_on_the_page(tmp_path, paid):  # noqa: F811
    assessment, _analyst = paid
    made = labour_market(assessment, by="sex", decent=True)
    shown = {
        (one.row.variable, one.row.domain["sex"]): (one.row.estimate, one.row.n) for one in made.decent.rows
    }
    file = written(assessment, tmp_path, **AS_ASKED)
    words = ("--by", "sex", "--decent-work", "--format", "json")
    answered = run("labour", file, "--map", "MS-WORKER", *words)
    assert 0 == answered.exit_code, answered.stderr
    rows = {(row["variable"], row["domain"]["sex"]): row for row in json.loads(answered.stdout)}
    assert shown == {key: (rows[key]["estimate"], rows[key]["n"]) for key in shown}
    assert {("EARNINGS_MEAN", "Women"), ("LONG_HOURS", "Men")} <= set(shown)
