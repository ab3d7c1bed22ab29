"""The connectors on the copies that are shipped, and on faulty items."""

from collections import Counter
from datetime import date

import pytest

from mainstay.common.errors import BadInput
from mainstay.watch.feeds import SHIPPED, feed
from mainstay.watch.feeds.items import Item, Value


def shipped(code):
    connector = feed(code)
    return connector, list(connector.read(SHIPPED[code]))


def values(connector, items):
    return [value for item in items for value in connector.parse(item).values]


def test_inform_gives_the_published_risk_of_every_country_in_both_releases():
    connector, items = shipped("inform")
    risk = {
        (v.iso3, v.on.year): v.value for v in values(connector, items) if v.series == "inform.inform_risk"
    }
    assert Counter({2024: 191, 2025: 191}) == Counter(year for _iso3, year in risk)
    # published: INFORM Risk 2024 and 2025, sheet "INFORM Risk (a-z)"
    assert (8.1, 7.8) == (risk["AFG", 2024], risk["AFG", 2025])


def test_a_gap_in_inform_is_missing_and_never_zero():
    connector, items = shipped("inform")
    albania = next(item for item in items if (item.external_id, item.version) == ("ALB", "2024"))
    found = {v.series: v.value for v in connector.parse(albania).values}
    assert found["inform.drr"] is None
    assert found["inform.POP.EXP.ZOON.EVD"] is None
    assert 0.0 == found["inform.tropical_cyclone"]


def test_a_raw_indicator_keeps_the_year_in_which_it_was_measured():
    connector, items = shipped("inform")
    afghanistan = next(item for item in items if (item.external_id, item.version) == ("AFG", "2024"))
    found = {v.series: v.on for v in connector.parse(afghanistan).values}
    assert date(2021, 1, 1) == found["inform.HDI"]
    assert date(2024, 1, 1) == found["inform.inform_risk"]


def test_the_two_vintages_of_deaths_are_never_one():
    connector, items = shipped("ucdp")
    by_vintage = {}
    for item in items:
        if item.external_id == "ETH":
            deaths = [
                v for v in connector.parse(item).values if v.series == "ucdp.ged_sb" and v.on.year == 2021
            ]
            by_vintage[item.version] = sum(v.value for v in deaths)
    assert {"A", "B"} == set(by_vintage)
    assert by_vintage["B"] > 3 * by_vintage["A"]


def test_a_kind_of_violence_that_a_vintage_does_not_count_has_no_reading():
    connector, items = shipped("ucdp")
    series = {
        (item.version, v.series)
        for item in items
        if item.external_id == "COM"
        for v in connector.parse(item).values
    }
    assert ("B", "ucdp.ged_ns") in series
    assert ("A", "ucdp.ged_ns") not in series


def test_labour_series_carry_their_unit_of_breakdown_and_confidence():
    connector, items = shipped("sdg")
    neet = [v for v in values(connector, items) if v.series == "sdg.sl_tlf_neet.bothsex.15_24"]
    assert {3} == {v.confidence for v in neet}
    poor = [v for v in values(connector, items) if v.series == "sdg.si_pov_emp1.bothsex.15"]
    assert {"modelled", "estimated"} == {v.method for v in poor}


def test_a_share_above_one_hundred_is_a_fault_and_the_rest_of_the_country_stays():
    connector, items = shipped("socioeconomic")
    parsed = [connector.parse(item) for item in items]
    assert {"above_range"} == {problem.reason.code for found in parsed for problem in found.faults}
    assert all(found.values for found in parsed if found.faults)


def test_no_projection_is_shipped_as_if_it_had_been_measured():
    connector, items = shipped("socioeconomic")
    assert date(2024, 1, 1) == max(v.on for v in values(connector, items))


def test_flood_levels_are_read_however_they_are_written():
    connector, items = shipped("gdacs")
    assert {1.0, 2.0, 3.0} == {v.value for v in values(connector, items)}
    written = {str(item.content["alertlevel"]) for item in items}
    assert {"Orange", "ORANGE", "orange"} <= written


def test_an_event_without_country_is_named_as_a_fault():
    connector, items = shipped("gdacs")
    faults = Counter(p.reason.code for item in items for p in connector.parse(item).faults)
    assert Counter({"no_country": 128}) == faults


def test_refugees_hosted_are_read_by_country_and_year():
    connector, items = shipped("displacement")
    found = {
        v.on.year: v.value
        for v in values(connector, items)
        if (v.iso3, v.series) == ("JOR", "displacement.refugees_hosted")
    }
    assert 600_000 < found[2016] < 800_000


@pytest.mark.parametrize(
    ("level", "begun", "iso3", "code"),
    [
        ("purple", "2026-01-01", "COM", "no_level"),
        ("Red", "soon", "COM", "no_date"),
        ("Red", "2026-01-01", "", "no_country"),
    ],
)
def test_a_faulty_event_says_which_field_is_wrong(level, begun, iso3, code):
    content = {"country": "Comoros", "iso3": iso3, "alertlevel": level, "fromdate": begun}
    found = feed("gdacs").parse(Item("FL-1", "running", content))
    assert [code] == [problem.reason.code for problem in found.faults]
    assert [] == found.values


def test_a_word_where_a_number_belongs_drops_that_cell_alone():
    rows = [[2024, "many"], [2025, 7]]
    item = Item("COM", "2025", {"iso3": "COM", "series": {"aged_15plus_unemployment_rate_percent": rows}})
    found = feed("socioeconomic").parse(item)
    assert [
        Value(
            "socioeconomic.aged_15plus_unemployment_rate_percent",
            "COM",
            date(2025, 1, 1),
            7.0,
            2,
            "collected",
        )
    ] == found.values
    assert [("not_a_number", 1)] == [(problem.reason.code, problem.row) for problem in found.faults]


@pytest.mark.parametrize("code", ["inform", "ucdp", "socioeconomic", "sdg", "displacement", "gdacs"])
def test_a_file_of_another_form_is_refused_with_a_sentence(code, tmp_path):
    wrong = tmp_path / ("list.xlsx" if code == "inform" else "list.csv")
    wrong.write_text("name,age\nAmina,30\n")
    with pytest.raises(BadInput) as refused:
        list(feed(code).read(wrong))
    assert wrong.name in str(refused.value)
