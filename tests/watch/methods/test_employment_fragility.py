"""The employment fragility index shows its gaps, its years and how sure it is, and keeps labour apart."""

import csv
import io

import numpy as np
import pytest
from typer.testing import CliRunner

from mainstay.watch.cli import app
from mainstay.watch.feeds import REFERENCE
from mainstay.watch.feeds.index_series import read_table, source_of
from mainstay.watch.methods.composite_index import Table, composite_index
from mainstay.watch.methods.composite_index.models import model

FAMILIES = ("fragility", "labour", "input", "process", "outcome")


@pytest.fixture(scope="module")
def rows():
    result = CliRunner().invoke(
        app, ["index", "shipped", "--model", "employment-fragility", "--uncertainty", "30", "--format", "csv"]
    )
    assert 0 == result.exit_code, result.output
    return {row["iso3"]: row for row in csv.DictReader(io.StringIO(result.stdout))}


def test_the_shipped_series_give_an_index_for_most_countries_with_its_families_first(rows):
    assert ("iso3", *FAMILIES) == tuple(next(iter(rows.values())))[:6]
    assert 170 < sum(row["fragility"] != "" for row in rows.values())
    assert float(rows["NOR"]["fragility"]) < float(rows["ARG"]["fragility"]) < float(rows["YEM"]["fragility"])
    assert ("pacesetter", "much to be done") == (rows["NOR"]["cluster"], rows["YEM"]["cluster"])


def test_gaps_are_named_and_nothing_is_put_in_their_place(rows):
    assert {"fundamental_conventions", "labour_inspectors", "tax_revenue"} <= set(rows["YEM"]["gaps"].split())
    assert "" == rows["YEM"]["standards"]
    without = next(row for row in rows.values() if row["fragility"] == "")
    assert "" in {without[name] for name in ("input", "process", "outcome")}
    assert "" == without["rank"] == without["low"]


def test_uncertainty_is_shown_also_where_nobody_asks_for_it(rows):
    assert 1000 == model("employment-fragility").perturbed.draws
    known = [row for row in rows.values() if row["fragility"]]
    assert all(float(row["low"]) <= float(row["high"]) for row in known)


def test_labour_is_made_of_work_alone():
    tree = model("employment-fragility")
    held = {tree.nodes[code].column for code in tree.within("labour")} - {""}
    assert all(name.startswith(("socioeconomic.", "sdg.sl_", "sdg.si_pov_emp1")) for name in held)


def test_the_last_known_year_of_each_series_is_taken_and_kept():
    code = "sdg.sl_tlf_neet.bothsex.15_24"
    table = read_table(REFERENCE, {code}, since=2010)
    years = table.measured[code]
    assert 2010 <= np.nanmin(years)
    assert 2019 == np.nanmax(years)


def test_an_own_table_may_bring_what_is_not_shipped():
    tree = model("employment-fragility")
    needed = sorted(name for name in tree.columns)
    columns = {name: np.array([50.0, 50.0]) for name in needed}
    columns["law.fundamental_conventions"] = np.array([10.0, 2.0])
    scores = composite_index(tree, Table(units=("AAA", "BBB"), columns=columns))
    assert [0, 8] == scores.values["fundamental_conventions"].tolist()
    assert scores.top[0] < scores.top[1]


def test_a_newer_file_of_one_source_stands_beside_the_shipped_others(tmp_path):
    place = tmp_path / "newer.csv"
    code = "aged_15plus_unemployment_rate_percent"
    place.write_text(f"iso3,indicator,year,value\nARG,{code},2030,9.5\n", encoding="utf-8")
    tree = model("employment-fragility")
    assert "socioeconomic" == source_of(place)
    table = read_table(place, {f"socioeconomic.{code}", "sdg.sl_tlf_neet.bothsex.15_24"}, since=tree.since)
    row = table.row_of("ARG")
    assert (9.5, 2030) == (
        table.columns[f"socioeconomic.{code}"][row],
        table.measured[f"socioeconomic.{code}"][row],
    )
    assert 100 < (~np.isnan(table.columns["sdg.sl_tlf_neet.bothsex.15_24"])).sum()
    assert 1 == (~np.isnan(table.columns[f"socioeconomic.{code}"])).sum()
