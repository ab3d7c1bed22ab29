"""The official table from open survey files: rates as their statistical offices published them."""

from functools import cache
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from mainstay import playbook
from mainstay.assess.methods.labour_table import labour_table
from mainstay.common.errors import BadInput
from mainstay.playbook.catalogue import Catalogue
from mainstay.statistics.survey import Design

SURVEYS = Path(__file__).parent / "surveys"
QUARTERS = ("2008q4", "2009q3", "2013q1", "2015q2")


@cache
def argentina(quarter):
    return pq.read_table(SURVEYS / f"argentina_{quarter}.parquet")


@cache
def table_of(quarter, by=()):
    """Return the table of a quarter; items and domains whose columns were trimmed away are left out of the mapping."""
    table, survey = argentina(quarter), playbook.load().surveys["ARG-EPH"]
    held = [item for item in survey.items.values() if item.column in table.column_names]
    cuts = [domain for domain in survey.domains.values() if domain.column in table.column_names]
    kept = survey.model_copy(update={"items": Catalogue(held), "domains": Catalogue(cuts)})
    return labour_table(table, survey if quarter == "2015q2" else kept, by=by)


@cache
def chile(by=()):
    table = pq.read_table(SURVEYS / "chile_2020_jfm.parquet")
    return labour_table(table, playbook.load().surveys["CHL-ENE"], by=by)


def percent(made, code):
    """Return a rate in percent, as published: one decimal."""
    (row,) = [row for row in made.estimates if row.variable == code]
    return round(100 * row.estimate, 1)


def row_of(made, code, **domain):
    (row,) = [row for row in made.estimates if row.variable == code and dict(row.domain) == domain]
    return row


@pytest.mark.parametrize(("quarter", "published"), [*zip(QUARTERS, (7.3, 9.1, 7.9, 6.6), strict=True)])
def test_argentinas_unemployment_rate_is_the_published_one(quarter, published):
    assert published == percent(table_of(quarter), "LU1")


@pytest.mark.parametrize(("quarter", "published"), [*zip(QUARTERS, (46.1, 46.1, 45.8, 44.4), strict=True)])
def test_argentinas_activity_rate_is_the_published_one(quarter, published):
    assert published == percent(table_of(quarter), "LFPR_ALL")


def test_argentinas_employees_without_pension_deduction_are_the_published_share():
    assert 33.1 == percent(table_of("2015q2"), "NO_SOCIAL_SECURITY")


def test_chiles_unemployment_rate_is_the_published_one():
    assert 8.2 == percent(chile(), "LU1")


def test_a_rate_is_the_ratio_of_its_totals_with_the_error_of_that_ratio():
    table = argentina("2015q2")
    held = {name: table.column(name) for name in ("PONDERA", "AGLOMERADO", "CODUSU")}
    state = table.column("ESTADO").to_numpy()
    held |= {"out_of_work": (state == 2).astype(float), "active": ((state == 1) | (state == 2)).astype(float)}
    design = Design(
        held, weights="PONDERA", strata="AGLOMERADO", clusters="CODUSU", nest=True, lonely="adjust"
    )
    wanted, made = design.ratio("out_of_work", "active")[0], row_of(table_of("2015q2"), "LU1")
    assert wanted.estimate == pytest.approx(made.estimate, rel=1e-12)
    assert wanted.se == pytest.approx(made.se, rel=1e-12)
    assert (state == 1).sum() + (state == 2).sum() == made.n, "n counts the labour force, not the children"


@pytest.mark.parametrize(
    "code", ["population", "working_age", "labour_force", "employed", "unemployed", "informal"]
)
def test_totals_of_domains_sum_to_the_whole(code):
    whole, parts = table_of("2015q2"), table_of("2015q2", by=("sex", "region"))
    summed = sum(row.estimate for row in parts.estimates if row.variable == code)
    assert row_of(whole, code).estimate == pytest.approx(summed, rel=1e-12)


def test_domains_of_the_mapping_speak_its_words():
    men, women = row_of(chile(by="sex"), "LU1", sex="Men"), row_of(chile(by="sex"), "LU1", sex="Women")
    assert men.estimate < women.estimate


def test_the_table_says_what_each_concept_used_and_what_was_dropped():
    used = {line["concept"]: line for line in table_of("2015q2").used}
    assert ("INTENSI", "") == (used["underemployed"]["column"], used["underemployed"]["dropped"])
    assert "Towns only" == used["agriculture"]["dropped"]
    assert "changes nothing" in used["icls"]["dropped"]
    assert {"LU3", "LU4", "LU1_RELAXED"} <= {line["code"] for line in table_of("2015q2").left_out}


def test_a_working_age_is_refused_where_the_file_has_no_age():
    table = pq.read_table(SURVEYS / "chile_2020_jfm.parquet")
    with pytest.raises(BadInput, match="CHL-ENE has no age"):
        labour_table(table, playbook.load().surveys["CHL-ENE"], working_age=(25, 64))
    (line,) = [line for line in chile().used if line["concept"] == "working_age"]
    assert ("", "As the source coded it") == (line["codes"], line["dropped"])


def test_a_total_counts_those_asked_who_belong_to_it():
    state = argentina("2015q2").column("ESTADO").to_numpy()
    assert [(state == 1).sum(), (state == 2).sum()] == [
        row_of(table_of("2015q2"), code).n for code in ("employed", "unemployed")
    ]


def test_every_row_says_which_standard_it_follows():
    assert all("as coded by the source (ICLS-13)" in row.method for row in table_of("2008q4").estimates)


@pytest.mark.parametrize(
    ("sex", "n", "df", "rate", "se", "low", "high"),
    [
        (
            "Men",
            23261,
            3857,
            0.0713337794789206947,
            0.0024475125557204451,
            0.0666817215436801003,
            0.0762838618791125134,
        ),
        (
            "Women",
            18013,
            3732,
            0.0970685794456557227,
            0.0032631180051333362,
            0.0908563799033601655,
            0.1036571023205047626,
        ),
    ],
)
def test_errors_and_intervals_equal_those_of_r_survey(sex, n, df, rate, se, low, high):
    """Chile, LU1 by sex: `surveys/oracle.R`, lonely strata drawn with certainty."""
    made = row_of(chile(by="sex"), "LU1", sex=sex)
    assert (n, df) == (made.n, made.df)
    assert (rate, se, low, high) == pytest.approx(
        (made.estimate, made.se, made.ci_low, made.ci_high), rel=1e-9
    )


def test_underutilization_equals_that_of_r_survey():
    """Argentina 2015 Q2, LU2: `surveys/oracle.R`, lonely strata adjusted."""
    made = row_of(table_of("2015q2"), "LU2")
    assert (0.1560870205707681757, 0.0036812533877034819) == pytest.approx((made.estimate, made.se), rel=1e-9)
