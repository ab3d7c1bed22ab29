"""The conflict forecast: it sees nothing after its origin, gives what it gave, and the benchmarks are those published."""

from importlib import resources

import numpy as np
import pytest
from pyarrow import parquet

from mainstay.common.errors import BadInput
from mainstay.watch.methods import forecast_scores
from mainstay.watch.methods.conflict_forecast import backtest, benchmarks
from mainstay.watch.methods.conflict_forecast.ensemble import conflict_forecast
from mainstay.watch.methods.conflict_forecast.panel import Panel, month_number, newest, panels

LEADS = tuple(range(3, 15))


@pytest.fixture(scope="module")
def shipped():
    """Deaths by country and month as shipped: vintage B from 2018 on, A before."""
    with resources.as_file(resources.files("mainstay.watch") / "reference/conflict") as folder:
        table = parquet.read_table(folder / "ucdp_country_month.parquet")
    return panels({name: table[name].to_pylist() for name in table.column_names})


def made(*, countries=24, months=200, seed=5):
    """A synthetic panel: a third at peace, a third with fighting on and off, a third at war."""
    generator = np.random.default_rng(seed)
    rate = np.repeat([0.0, 5.0, 150.0], countries // 3)[:, None]
    on = np.cumsum(generator.normal(size=(countries, months)), axis=1) > 0
    deaths = generator.poisson(rate * on * generator.gamma(1.0, 1.0, (countries, months))).astype(float)
    codes = tuple(f"X{number:02d}" for number in range(countries))
    return Panel(tuple(range(countries)), codes, 121, deaths, np.zeros((countries, countries)))


@pytest.mark.parametrize(
    ("name", "log_crps", "crps", "brier", "precision"),
    [("conflictology", 0.1587, 49.17, 0.0256, 0.824), ("zero", None, 57.50, None, None)],
)
def test_benchmarks_score_what_was_measured_of_them(shipped, name, log_crps, crps, brier, precision):
    """Windows 2018 to 2022, 191 countries, leads 3 to 14: the figures with which the bar was set."""
    panel = newest(shipped)
    windows = [backtest.window(panel, panel, name, year, LEADS, seed=1) for year in range(2018, 2023)]
    found = next(row for row in backtest.rows(windows) if row["window"] == "all")
    assert ("all", 11_460) == (found["lead"], found["n"])
    assert found["crps"] == pytest.approx(crps, abs=0.005)
    if log_crps is not None:
        assert found["log_crps"] == pytest.approx(log_crps, abs=5e-5)
        assert found["brier_25"] == pytest.approx(brier, abs=5e-5)
        assert found["ap_25"] == pytest.approx(precision, abs=5e-4)


def test_zero_scores_by_window_what_is_published(shipped):
    panel = newest(shipped)
    found = {
        year: backtest.window(panel, panel, "zero", year, LEADS, seed=1).came.mean() for year in (2019, 2021)
    }
    assert {2019: 23.02, 2021: 87.34} == {year: round(value, 2) for year, value in found.items()}


@pytest.mark.slow
def test_nothing_after_the_origin_is_looked_at():
    panel = made()
    origin, seen = 121 + 179, made().deaths.copy()
    seen[:, 180:] = 99_999.0
    changed = Panel(panel.countries, panel.iso3, panel.first, seen, panel.neighbours)
    first, second = (conflict_forecast(one, origin, (3, 9)).draws for one in (panel, changed))
    assert np.array_equal(first, second)


@pytest.mark.slow
def test_the_same_seed_gives_the_same_draws_of_whole_deaths():
    panel = made()
    origin = panel.last - 14
    one, again, other = (conflict_forecast(panel, origin, (3, 14), seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one.draws, again.draws)
    assert not np.array_equal(one.draws, other.draws)
    assert (24, 2, 1000) == one.draws.shape
    assert np.array_equal(one.draws, np.rint(one.draws))
    assert 0 == one.draws.min()
    chance = one.chance(25)
    assert chance[:8].max() < 0.05 < chance[16:].mean()
    assert (one.chance(1) >= chance).all()


@pytest.mark.slow
def test_more_workers_change_nothing():
    panel = made()
    told = []
    alone, shared = (
        backtest.run(panel, panel, ["mainstay", "last"], [2004], [3, 4], workers=workers, told=lambda *one: told.append(one))
        for workers in (1, 2)
    )  # fmt: skip
    assert [("mainstay", 2004), ("last", 2004)] * 2 == told
    for name in alone:
        assert np.array_equal(alone[name][0].draws, shared[name][0].draws)


def test_a_later_vintage_stands_before_an_earlier_month_by_month(shipped):
    both, only = newest(shipped), newest(shipped, "A")
    ethiopia = both.iso3.index("ETH")
    assert np.array_equal(both.at(month_number(2017, 12)), only.at(month_number(2017, 12)), equal_nan=True)
    assert both.at(month_number(2020, 11))[ethiopia] != only.at(month_number(2020, 11))[ethiopia]


def rows(**changed):
    held = {
        "country_id": [1, 1],
        "iso3": ["AAA", "AAA"],
        "month_id": [457, 458],
        "ged_sb": [0, 3],
        "vintage": ["A", "A"],
    }
    return held | changed


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    [
        ({"ged_sb": [0, -1]}, "forecast.cell", {"row": 2, "field": "ged_sb"}),
        ({"ged_sb": [0, "many"]}, "forecast.cell", {"row": 2, "found": "many"}),
        ({"month_id": [457, 0]}, "forecast.cell", {"row": 2, "field": "month_id"}),
        ({"month_id": [457, 457]}, "forecast.twice", {"row": 2, "month": "2018-01", "vintage": "A"}),
    ],
)
def test_a_cell_that_cannot_be_used_is_named(changed, code, words):
    with pytest.raises(BadInput) as refused:
        panels(rows(**changed))
    assert code == refused.value.reason.code
    assert words.items() <= refused.value.reason.facts.items()


def test_a_column_that_lacks_and_a_vintage_that_is_not_there_are_named():
    lacking = rows()
    del lacking["ged_sb"]
    with pytest.raises(BadInput, match="lacks ged_sb"):
        panels(lacking)
    with pytest.raises(BadInput, match="no vintage C"):
        newest(panels(rows()), "C")


def test_an_origin_without_enough_history_and_a_window_that_has_not_come_are_refused():
    panel = made(months=90)
    with pytest.raises(BadInput, match="needs that month and 83 before"):
        conflict_forecast(panel, panel.first + 60, (3,))
    with pytest.raises(BadInput, match="window 2030"):
        backtest.window(panel, panel, "zero", 2030, (3,), seed=1)
    with pytest.raises(BadInput, match="no model"):
        benchmarks.model("crystal")


def test_a_perfect_forecast_has_no_distance(shipped):
    panel = newest(shipped)
    came = panel.at([month_number(2019, month) for month in range(1, 13)])
    known = came[~np.isnan(came)]
    assert 0 == forecast_scores.scores(known[:, None], known)["crps"]
