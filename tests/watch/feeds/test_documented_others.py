"""Connectors built from documentation, second part: economy, democracy, the user's own files, and what all have in common."""

import json
from datetime import date

import pytest

from mainstay.common.errors import BadInput
from mainstay.watch.feeds import SHIPPED, feed, listings

from .made import kept, parsed, workbook


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp1252", "utf-8"])
def test_the_outlook_of_the_imf_is_read_in_each_encoding_it_was_published_in(tmp_path, encoding):
    head = "WEO Country Code\tISO\tWEO Subject Code\tCountry\tUnits\tScale\t2022\t2023\t2024\t2030\tEstimates Start After\n"
    row = "632\tCOM\tLP\tSynthétique\tPersons\tMillions\t0.8\t--\t1,234.5\t2.0\t2023\n"
    path = kept(tmp_path, "WEOOct2025all.xls", (head + row).encode(encoding))
    assert ["2025-10"] == [item.version for item in feed("imf").read(path)]
    values, faults = parsed("imf", path)
    assert {"2022-01-01": "published", "2024-01-01": "estimated", "2030-01-01": "projected"} == {on: v.method for (_series, _iso3, on), v in values.items()}  # fmt: skip
    assert 1234.5 == values["imf.LP", "COM", "2024-01-01"].value
    assert [] == faults


def sdg_row(**changed):
    return {"series": "SL_TLF_UEM", "geoAreaCode": "174", "timePeriodStart": 2023.0, "value": "5.5", "attributes": {"Nature": "M", "Units": "PERCENT"}, "dimensions": {"Sex": "BOTHSEX", "Age": "15+", "Reporting Type": "G"}} | changed  # fmt: skip


def test_goal_indicators_keep_their_breakdown_and_how_they_came_about(tmp_path):
    own = sdg_row(value="9", dimensions={"Sex": "BOTHSEX", "Age": "15+", "Reporting Type": "N"})
    rows = [
        sdg_row(),
        own,
        sdg_row(geoAreaCode="1"),
        sdg_row(timePeriodStart="soon", dimensions={"Sex": "MALE"}),
    ]
    values, faults = parsed(
        "unsdg", kept(tmp_path, "SL_TLF_UEM-001.json", json.dumps({"totalPages": 1, "data": rows}))
    )
    assert [(("unsdg.sl_tlf_uem.bothsex.15", "COM", "2023-01-01"), 5.5, 2, "modelled")] == [(key, *v[3:]) for key, v in values.items()]  # fmt: skip
    assert ["no_period"] == [code for _row, _field, code in faults]


def test_the_file_of_goal_indicators_gives_the_same_readings(tmp_path):
    head = "Goal,SeriesCode,GeoAreaCode,TimePeriod,Value,[Age],[Nature],[Reporting Type],[Sex]\n"
    by_file, _faults = parsed(
        "unsdg", kept(tmp_path, "Goal8.csv", head + "8,SL_TLF_UEM,174,2023,5.5,15+,M,G,BOTHSEX\n")
    )
    by_interface, _faults = parsed(
        "unsdg", kept(tmp_path, "a.json", json.dumps({"totalPages": 1, "data": [sdg_row()]}))
    )
    assert by_interface == by_file


def test_judgements_of_experts_are_read_within_their_range(tmp_path):
    head = "country_name,country_text_id,country_id,year,v2x_polyarchy,v2x_regime,v2x_corr\n"
    path = kept(tmp_path, "V-Dem-CY-Core-v15.csv", head + "S,COM,1,1850,0.1,0,0.5\nS,COM,1,2024,0.4,1,7\n")
    values, faults = parsed("vdem", path)
    assert {("vdem.v2x_polyarchy", 0.4), ("vdem.v2x_regime", 1.0)} == {
        (key[0], v.value) for key, v in values.items()
    }
    assert [(1, "v2x_corr", "above_range")] == faults
    assert ["v15"] == [item.version for item in feed("vdem").read(path)]


def test_a_users_own_workbook_of_disasters_is_read_event_by_event(tmp_path):
    head = ["DisNo.", "ISO", "Disaster Type", "Start Year", "Start Month", "Total Deaths", "Total Affected"]
    rows = [
        head,
        ["2024-0001-COM", "COM", "Flood", 2024, 3, 12, ""],
        ["2024-0002-COM", "COM", "Storm", 2024, 13, 1, 1],
    ]
    values, faults = parsed("emdat", workbook(tmp_path / "public_emdat.xlsx", rows))
    assert {("emdat.flood.deaths", "COM", "2024-03-01"): 12} == {key: v.value for key, v in values.items()}
    assert [(None, "Start Month", "no_month")] == faults


@pytest.mark.parametrize("day", ["2025-11-05", "05 November 2025"])
def test_a_users_own_events_are_counted_by_country_and_month(tmp_path, day):
    head = "event_id_cnty,event_date,event_type,iso,fatalities\n"
    rows = f"COM1,{day},Protests,174,0\nCOM2,{day},Battles,174,3\nCOM2,{day},Battles,174,3\nCOM3,{day},Battles,174,some\n"
    values, faults = parsed("acled", kept(tmp_path, "acled.csv", head + rows))
    assert {"acled.events.battles": 2, "acled.deaths.battles": 3, "acled.events.protests": 1, "acled.deaths.protests": 0} == {key[0]: v.value for key, v in values.items()}  # fmt: skip
    assert [(3, "fatalities", "not_a_number")] == faults


DOCUMENTED = sorted(code for code, listing in listings().items() if listing.grounds == "documentation")


@pytest.mark.parametrize("code", DOCUMENTED)
@pytest.mark.parametrize("name", ["list.csv", "list.json", "list.xlsx"])
def test_a_file_of_another_form_is_refused_with_its_name(tmp_path, code, name):
    content = {"list.csv": "name,age\nAmina,30\n", "list.json": '{"a": 1}', "list.xlsx": "no workbook"}[name]
    path = kept(tmp_path, name, content)
    with pytest.raises(BadInput) as refused:
        list(feed(code).read(path))
    assert name in str(refused.value)


@pytest.mark.parametrize("key", ["", "key"])
@pytest.mark.parametrize("code", [code for code in DOCUMENTED if hasattr(feed(code), "asks")])
def test_only_the_sources_own_addresses_are_asked_and_no_key_stands_in_one(code, key):
    ask = next(feed(code).asks(date(2026, 11, 22), key))
    assert ask.address.startswith("https://")
    assert ask.address.split("/")[2] in listings()[code].hosts
    assert "key" not in ask.address


@pytest.mark.parametrize(
    ("code", "address"),
    [
        ("ged", "https://ucdp.uu.se/downloads/ged/ged261-csv.zip"),
        ("candidate", "https://ucdp.uu.se/downloads/candidateged/GEDEvent_v26_0_9.csv"),
    ],
)
def test_without_a_token_ucdp_is_asked_for_the_file_of_its_latest_version(code, address):
    assert address == next(feed(code).asks(date(2026, 11, 22), "")).address


def test_what_terms_forbid_is_never_shipped():
    own = {code for code, listing in listings().items() if listing.access == "own"}
    assert {"acled", "emdat"} == own
    assert not own & set(SHIPPED)
