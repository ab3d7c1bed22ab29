"""The measures of decent work over survey rows give what R `survey` gives, to 1e-9 (see oracle/SOURCE.md)."""

import csv
from functools import partial
from pathlib import Path

import pytest

from mainstay.assess.methods.earnings import average_hourly_earnings, hourly_earnings
from mainstay.assess.methods.gender_pay_gap import factor_weighted_gap, gender_pay_gap
from mainstay.assess.methods.job_quality import job_quality
from mainstay.assess.methods.low_pay import low_pay_rate
from mainstay.assess.methods.minimum_wage import minimum_wage_compliance
from mainstay.assess.methods.survey_rate import with_columns
from mainstay.assess.methods.working_hours import excessive_hours_rate
from mainstay.statistics.survey import Design
from mainstay.statistics.survey.columns import Columns

ORACLE = Path(__file__).parent / "oracle"
TEXTS = ("area", "sex", "school")
DRAW = partial(Design, weights="weight", strata="area", clusters="psu", nest=True)
PAID = {"employee": "employee", "earnings": "pay", "weekly_hours": "hours"}
SEXES = {"hourly": "hourly", "sex": "sex", "women": "f", "men": "m"}
DEFICITS = {"informal": 2, "unsafe": 1, "unprotected": 1}


def rows_of(name):
    with (ORACLE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def jobs():
    rows = rows_of("jobs.csv")
    return {
        name: [(row[name] if name in TEXTS else float(row[name])) if row[name] else None for row in rows]
        for name in rows[0]
    }


def jobs_by_hour():
    columns = Columns(jobs())
    hourly = hourly_earnings(columns.numbers("pay"), columns.numbers("hours"))
    hourly[columns.numbers("employee") != 1] = float("nan")
    return with_columns(jobs(), {"hourly": hourly})


def measured(by):
    found = {
        "totals": average_hourly_earnings(jobs(), DRAW, **PAID, by=by),
        "persons": average_hourly_earnings(jobs(), DRAW, **PAID, rule="persons", by=by),
        "low_pay": low_pay_rate(jobs(), DRAW, **PAID, by=by).shares,
        "long": excessive_hours_rate(jobs(), DRAW, employed="employed", hours="hours", by=by),
        "pay_gap": gender_pay_gap(jobs_by_hour(), DRAW, **SEXES, by=by),
        "median_gap": gender_pay_gap(jobs_by_hour(), DRAW, **SEXES, middle="median", by=by),
        "factor_gap": factor_weighted_gap(jobs_by_hour(), DRAW, **SEXES, factors=["school"], by=by),
    }
    minimum = minimum_wage_compliance(
        jobs(),
        DRAW,
        covered="employee",
        earnings="pay",
        minimum=1300,
        weekly_hours="hours",
        full_hours=48,
        by=by,
    )
    found |= {name: getattr(minimum, name) for name in ("compliance", "gap_depth", "gap_of_underpaid")}
    quality = job_quality(jobs(), DRAW, employed="employed", deficits=DEFICITS, cutoff=0.5, by=by)
    found |= {name: getattr(quality, name) for name in ("headcount", "intensity", "adjusted")}
    return found | {"censored_unsafe": quality.censored["unsafe"]}


@pytest.fixture(scope="module")
def ours():
    found = {}
    for by in ((), "area"):
        for name, estimates in measured(by).items():
            found |= {(name, row.domain.get("area", "")): row for row in estimates}
    return found


EXPECTED = [row for row in rows_of("expected.csv") if row["name"] != "median"]


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda row: f"{row['name']}-{row['area'] or 'all'}")
def test_a_measure_and_its_error_are_those_of_r(expected, ours):
    row = ours[expected["name"], expected["area"]]
    assert pytest.approx(float(expected["estimate"]), rel=1e-9) == row.estimate
    if expected["se"]:
        assert pytest.approx(float(expected["se"]), rel=1e-9) == row.se


def test_the_median_of_all_employees_is_that_of_rule_math():
    (expected,) = [row for row in rows_of("expected.csv") if row["name"] == "median"]
    assert pytest.approx(float(expected["estimate"]), rel=1e-12) == low_pay_rate(jobs(), DRAW, **PAID).median


def test_rates_of_domains_can_be_compared():
    found = average_hourly_earnings(jobs(), DRAW, **PAID, by="area")
    assert ["coast", "hill", "town"] == [row.domain["area"] for row in found]
    assert [row.se**2 for row in found] == pytest.approx(found.covariance().diagonal().tolist())
    apart = found.differences("area", against="town")
    gaps = [found[place].estimate - found[2].estimate for place in (0, 1)]
    assert gaps == pytest.approx([row.estimate for row in apart])


def test_replicate_weights_give_the_same_estimates_and_nearly_the_same_errors():
    def replicated(table):
        return DRAW(table).as_replicates("JKn")

    table = jobs_by_hour()
    for measure in (
        lambda draw: average_hourly_earnings(jobs(), draw, **PAID)[0],
        lambda draw: gender_pay_gap(table, draw, **SEXES)[0],
        lambda draw: factor_weighted_gap(table, draw, **SEXES, factors=["school"])[0],
    ):
        taylor, jackknife = measure(DRAW), measure(replicated)
        assert pytest.approx(taylor.estimate, rel=1e-12) == jackknife.estimate
        assert pytest.approx(taylor.se, rel=0.05) == jackknife.se
