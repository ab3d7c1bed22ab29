"""Connectors built from documentation: hand-made, synthetic inputs with the fields that the sources document.

No line here was recorded at a source, and no value is one of theirs.
"""

import gzip
import json
import zipfile

import pytest

from mainstay.common.errors import BadInput
from mainstay.watch.feeds import feed

from .made import RSS, kept, parsed, workbook, worldbank_page, worldbank_row

EVENT = {
    "id": 1, "country": "Synthetic", "country_id": 581, "type_of_violence": 1, "date_start": "2024-03-01T00:00:00",
    "date_end": "2024-03-02T00:00:00", "best": 4, "low": 3, "high": 9,
}  # fmt: skip


def ged_page(folder, number, events, total, version="25.1"):
    page = {"TotalCount": total, "TotalPages": 2, "NextPageUrl": "", "Result": events}
    kept(folder, f"{version}-{number:05}.json", json.dumps(page))


def test_events_of_violence_become_deaths_by_month_and_a_month_without_is_a_zero(tmp_path):
    ged_page(tmp_path, 0, [EVENT, {**EVENT, "id": 2, "best": 6, "date_end": "2024-03-30T00:00:00"}], 3)
    ged_page(tmp_path, 1, [{**EVENT, "id": 3, "type_of_violence": 3}], 3)
    values, faults = parsed("ged", tmp_path)
    assert 10 == values["ged.state_based", "COM", "2024-03-01"].value
    assert 4 == values["ged.one_sided", "COM", "2024-03-01"].value
    assert 0 == values["ged.non_state", "COM", "2024-03-01"].value
    assert 0 == values["ged.state_based", "JOR", "2024-12-01"].value
    assert [] == faults


def test_a_state_has_no_zeros_before_it_existed(tmp_path):
    early = {**EVENT, "date_start": "2010-05-01", "date_end": "2010-05-01"}
    ged_page(tmp_path, 0, [early, {**EVENT, "id": 2, "date_end": "2012-01-01"}], 2)
    values, _faults = parsed("ged", tmp_path)
    months = sorted(on for series, iso3, on in values if (series, iso3) == ("ged.state_based", "SSD"))
    assert "2011" <= months[0] < "2012"
    assert ("ged.state_based", "COM", "2010-01-01") in values


def test_pages_that_do_not_belong_together_are_not_taken(tmp_path):
    ged_page(tmp_path, 0, [EVENT], 7)
    with pytest.raises(BadInput, match="1 entries of 7"):
        list(feed("ged").read(tmp_path))


def test_the_file_of_events_gives_what_the_interface_gives(tmp_path):
    pages = tmp_path / "pages"
    ged_page(pages, 0, [EVENT], 1)
    head = ",".join(EVENT)
    row = ",".join(str(cell).replace("T", " ") for cell in EVENT.values())
    with zipfile.ZipFile(tmp_path / "ged251-csv.zip", "w") as archive:
        archive.writestr("GEDEvent_v25_1.csv", f"{head}\n{row}.000\n".replace("9.000", "9"))
    from_pages = {item.external_id: item.sha256 for item in feed("ged").read(pages)}
    from_file = {item.external_id: item.sha256 for item in feed("ged").read(tmp_path / "ged251-csv.zip")}
    assert from_pages == from_file


def test_what_nobody_reviewed_has_series_and_a_confidence_of_its_own(tmp_path):
    ged_page(tmp_path, 0, [EVENT], 1, version="24.0.3")
    values, _faults = parsed("candidate", tmp_path)
    deaths = values["candidate.state_based", "COM", "2024-03-01"]
    assert (4, 2, "candidate") == (deaths.value, deaths.confidence, deaths.method)
    assert {"2024-03-01"} == {on for _series, _iso3, on in values}


def test_a_faulty_event_is_named_by_row_and_field(tmp_path):
    events = [EVENT, {**EVENT, "id": 2, "best": "many"}, {**EVENT, "id": 3, "type_of_violence": 9}, {**EVENT, "id": 4, "country_id": 4242}]  # fmt: skip
    ged_page(tmp_path, 0, events, 4)
    values, faults = parsed("ged", tmp_path)
    assert 4 == values["ged.state_based", "COM", "2024-03-01"].value
    assert {(2, "best", "not_a_number"), (3, "type_of_violence", "no_kind"), (None, "country_id", "unknown_state")} == set(faults)  # fmt: skip


def test_a_page_of_the_world_bank_gives_countries_with_its_day_as_edition(tmp_path):
    rows = [worldbank_row("COM", 2024, 5.5), worldbank_row("COM", 2025, None), worldbank_row("WLD", 2024, 5), worldbank_row("COM", 2026, 6, "F")]  # fmt: skip
    path = kept(tmp_path, "SL.UEM.TOTL.ZS-001.json", worldbank_page(rows))
    assert [("COM", "2026-10-07")] == [
        (item.external_id, item.version) for item in feed("worldbank").read(path)
    ]
    values, faults = parsed("worldbank", path)
    assert [(5.5, 3, "published"), (6, 1, "projected")] == [
        (v.value, v.confidence, v.method) for v in values.values()
    ]
    assert [] == faults


def test_the_file_of_the_world_bank_gives_the_same_readings(tmp_path):
    table = (
        '"Data Source","World Development Indicators",\n\n"Last Updated Date","2026-10-07",\n\n'
        '"Country Name","Country Code","Indicator Name","Indicator Code","2023","2024",\n'
        '"Synthetic","COM","Unemployment","SL.UEM.TOTL.ZS","","5.5",\n"World","WLD","Unemployment","SL.UEM.TOTL.ZS","","5",\n'
    )
    path = tmp_path / "API_SL.UEM.TOTL.ZS_DS2_en_csv_v2.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Metadata_Country_API_SL.UEM.TOTL.ZS_DS2_en_csv_v2.csv", '"Country Code","Region"\n')
        archive.writestr("API_SL.UEM.TOTL.ZS_DS2_en_csv_v2.csv", "\ufeff" + table)
    values, _faults = parsed("worldbank", path)
    assert {("worldbank.SL.UEM.TOTL.ZS", "COM", "2024-01-01"): 5.5} == {
        key: v.value for key, v in values.items()
    }


def test_pages_of_which_one_is_missing_are_not_taken(tmp_path):
    head, rows = json.loads(worldbank_page([worldbank_row("COM", 2024, 5.5)]))
    kept(tmp_path, "SL.UEM.TOTL.ZS-001.json", json.dumps([head | {"pages": 2, "total": 2}, rows]))
    with pytest.raises(BadInput, match="1 entries of 2"):
        list(feed("worldbank").read(tmp_path))


def test_a_complaint_of_the_world_bank_is_shown_and_not_taken_for_data(tmp_path):
    path = kept(tmp_path, "x.json", json.dumps([{"message": [{"id": "120", "value": "Invalid indicator"}]}]))
    with pytest.raises(BadInput, match="Invalid indicator"):
        list(feed("worldbank").read(path))


ILO = '"ref_area","source","indicator","sex","classif1","time","obs_value","obs_status"\n'


def test_surveys_of_a_country_are_never_spliced(tmp_path):
    rows = (
        '"COM","BA:1","UNE_DEAP_SEX_AGE_RT","SEX_T","AGE_YTHADULT_YGE15","2014",4.2,\n'
        '"COM","BB:2","UNE_DEAP_SEX_AGE_RT","SEX_T","AGE_YTHADULT_YGE15","2014",9.9,\n'
        '"COM","BB:2","UNE_DEAP_SEX_AGE_RT","SEX_T","AGE_YTHADULT_YGE15","2021",5.1,"U"\n'
        '"X01","XA:3","UNE_DEAP_SEX_AGE_RT","SEX_T","AGE_YTHADULT_YGE15","2021",6,\n'
    )
    path = tmp_path / "UNE_DEAP_SEX_AGE_RT_A.csv.gz"
    path.write_bytes(gzip.compress((ILO + rows).encode("utf-8-sig")))
    values, _faults = parsed("ilostat", path)
    series = "ilostat.UNE_DEAP_SEX_AGE_RT.SEX_T.AGE_YTHADULT_YGE15"
    assert {(series, "COM", "2014-01-01"), (series, "COM", "2021-01-01")} == set(values)
    assert (9.9, 3, "BB:2") == values[series, "COM", "2014-01-01"][3:]
    assert (5.1, 1, "unreliable") == values[series, "COM", "2021-01-01"][3:]


def test_the_ilos_modelled_estimates_are_marked_as_such(tmp_path):
    path = kept(
        tmp_path,
        "a.csv",
        ILO + '"COM","XA:3","UNE_2EAP_SEX_AGE_RT","SEX_F","AGE_YTHADULT_Y15-24","2024",12.5,\n',
    )
    values, _faults = parsed("ilostat", path)
    assert [(12.5, 2, "modelled")] == [v[3:] for v in values.values()]


def test_sdmx_csv_gives_the_same_series_as_the_bulk_file(tmp_path):
    head = "DATAFLOW,REF_AREA,FREQ,MEASURE,SEX,AGE,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MEASURE,SOURCE\n"
    row = "ILO:DF_UNE_2EAP_SEX_AGE_RT(1.0),COM,A,UNE_2EAP_RT,SEX_F,AGE_YTHADULT_Y15-24,2024,12.5,,PT,XA:3\n"
    by_sdmx, _faults = parsed("ilostat", kept(tmp_path, "sdmx.csv", head + row))
    by_bulk, _faults = parsed("ilostat", kept(tmp_path, "bulk.csv", ILO + '"COM","XA:3","UNE_2EAP_SEX_AGE_RT","SEX_F","AGE_YTHADULT_Y15-24","2024",12.5,\n'))  # fmt: skip
    assert by_bulk == by_sdmx


def pair(origin, asylum, **counts):
    return {"year": 2024, "coo_iso": origin, "coa_iso": asylum, "refugees": 0, "asylum_seekers": 0, "idps": 0, "oip": "-", "stateless": 0, "hst": "-", "ooc": 0} | counts  # fmt: skip


def test_refugees_are_summed_for_the_country_that_hosts_and_the_country_left(tmp_path):
    rows = [pair("SYR", "JOR", refugees=100), pair("IRQ", "JOR", refugees="20"), pair("SYR", "LBN", refugees=5), pair("SYR", "SYR", idps=7)]  # fmt: skip
    path = kept(tmp_path, "population-00001.json", json.dumps({"page": 1, "maxPages": 1, "items": rows}))
    values, _faults = parsed("unhcr", path)
    assert 120 == values["unhcr.refugees_hosted", "JOR", "2024-01-01"].value
    assert 105 == values["unhcr.refugees_origin", "SYR", "2024-01-01"].value
    assert 7 == values["unhcr.idps", "SYR", "2024-01-01"].value
    assert ("unhcr.oip_hosted", "JOR", "2024-01-01") not in values


def test_one_cell_that_cannot_be_used_leaves_its_sum_out_and_no_other(tmp_path):
    rows = [pair("SYR", "JOR", refugees="about 100"), pair("IRQ", "JOR", refugees=20, asylum_seekers=3)]
    values, faults = parsed("unhcr", kept(tmp_path, "p.json", json.dumps({"maxPages": 1, "items": rows})))
    assert ("unhcr.refugees_hosted", "JOR", "2024-01-01") not in values
    assert 3 == values["unhcr.asylum_seekers_hosted", "JOR", "2024-01-01"].value
    assert (2, "refugees", "not_a_number") in faults


def test_the_download_of_unhcr_is_read_below_its_notes(tmp_path):
    head = "Year,Country of origin,Country of origin (ISO),Country of asylum,Country of asylum (ISO),Refugees under UNHCR's mandate,Asylum-seekers,IDPs of concern to UNHCR,Host Community\n"
    path = kept(
        tmp_path, "population.csv", f'"Extracted from a synthetic list"\n\n{head}2024,S,SYR,J,JOR,100,5,0,0\n'
    )
    values, _faults = parsed("unhcr", path)
    assert 100 == values["unhcr.refugees_hosted", "JOR", "2024-01-01"].value


def test_displaced_persons_are_taken_from_the_columns_that_nobody_rounded(tmp_path):
    rows = [
        ["ISO3", "Name", "Year", "Conflict Stock Displacement", "Conflict Stock Displacement (Raw)", "Disaster Internal Displacements"],
        ["#iso", "#name", "#year", "", "", ""],
        ["COM", "Synthetic", 2024, 12000, 11987, ""],
    ]  # fmt: skip
    values, faults = parsed("idmc", workbook(tmp_path / "idmc.xlsx", rows, sheet="1_Displacement_data"))
    assert {("idmc.conflict_displaced", "COM", "2024-01-01"): 11987} == {
        key: v.value for key, v in values.items()
    }
    assert [] == faults


def test_an_alert_of_the_list_counts_for_each_country_that_it_names(tmp_path):
    values, _faults = parsed("gdacs", kept(tmp_path, "rss.xml", RSS.format(id=1, iso3="COM, MDG")))
    assert {("gdacs.cyclone_alert", iso3, "2026-01-03"): 3.0 for iso3 in ("COM", "MDG")} == {key: v.value for key, v in values.items()}  # fmt: skip


def test_cap_gives_the_event_that_rss_gives(tmp_path):
    said = {"eventid": "1", "eventtype": "TC", "alertlevel": "Red", "alertscore": "3", "country": "A, B", "iso3": "COM", "fromdate": "Sat, 03 Jan 2026 12:00:00 GMT", "todate": "Sun, 04 Jan 2026 12:00:00 GMT"}  # fmt: skip
    parameters = "".join(
        f"<parameter><valueName>{k}</valueName><value>{v}</value></parameter>" for k, v in said.items()
    )
    cap = f'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>GDACS_TC_1_1</identifier><info>{parameters}</info></alert>'
    listed = (
        f'<rss xmlns:gdacs="http://www.gdacs.org"><channel><item><title>x</title>{cap}</item></channel></rss>'
    )
    rss = list(feed("gdacs").read(kept(tmp_path, "rss.xml", RSS.format(id=1, iso3="COM"))))
    assert rss == list(feed("gdacs").read(kept(tmp_path, "list.xml", listed)))
    assert rss == list(feed("gdacs").read(kept(tmp_path, "one.xml", cap)))


@pytest.mark.parametrize(
    "content",
    [
        '<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><item>&a;</item></channel></rss>',
        "<html><body>Maintenance</body></html>",
        "<rss><channel>",
    ],
)
def test_xml_that_is_no_list_or_hides_something_is_refused(tmp_path, content):
    with pytest.raises(BadInput, match="GDACS"):
        list(feed("gdacs").read(kept(tmp_path, "rss.xml", content)))


def test_a_disaster_counts_for_its_countries_and_one_only_watched_has_little_confidence(tmp_path):
    fields = {"name": "Synthetic flood", "status": "alert", "date": {"event": "2026-02-01T00:00:00+00:00"}, "country": [{"iso3": "com"}, {"iso3": "mdg"}], "primary_type": {"name": "Flash Flood"}}  # fmt: skip
    page = {"totalCount": 2, "count": 2, "data": [{"id": "1", "fields": fields}, {"id": "2", "fields": {**fields, "primary_type": {}}}]}  # fmt: skip
    values, faults = parsed("reliefweb", kept(tmp_path, "disasters-0000000.json", json.dumps(page)))
    assert {
        ("reliefweb.flash_flood", "COM", "2026-02-01"),
        ("reliefweb.flash_flood", "MDG", "2026-02-01"),
    } == set(values)
    assert {1} == {v.confidence for v in values.values()}
    assert [(None, "primary_type", "no_event_type")] == faults


def test_the_highest_phase_of_any_area_is_the_countrys_and_water_is_none(tmp_path):
    kept(tmp_path, "ipcphase-CS.csv", "country_code,collection_date,scenario,value,fnid\nKM,2026-02-01,CS,3,KM1\nKM,2026-02-01,CS,4,KM2\nKM,2026-02-01,CS,66,KM3\nKM,2026-02-01,CS,high,KM4\n")  # fmt: skip
    kept(tmp_path, "ipcpopulationsize.csv", "country_code,reporting_date,projection_start,scenario_name,phase,value\nKM,2026-02-01,2026-02-01,Current Situation,3+,1000\nKM,2026-03-01,2026-02-01,Current Situation,3+,1200\nKM,2026-02-01,2026-06-01,Most Likely,3+,1500\n")  # fmt: skip
    values, faults = parsed("fewsnet", tmp_path)
    assert 4 == values["fewsnet.highest_phase.current", "COM", "2026-02-01"].value
    assert (1200, 3, "assessed") == values["fewsnet.people_phase_3plus.current", "COM", "2026-02-01"][3:]
    assert (1500, 2, "projected") == values["fewsnet.people_phase_3plus.near_term", "COM", "2026-06-01"][3:]
    assert ["not_a_number"] == [code for _row, _field, code in faults]


def test_a_projection_of_hunger_is_never_shown_as_what_was_found(tmp_path):
    table = (
        "Date of analysis,Country,Total country population,Validity period,From,To,Phase,Number,Percentage\n"
        "#date,#country,,,,,,,\n"
        "2025-05-01,COM,900000,current,2025-05-01,2025-08-31,3+,1000,0.2\n"
        "2025-09-01,COM,900000,current,2025-05-01,2025-08-31,3+,1100,0.22\n"
        "2025-05-01,COM,900000,first projection,2025-09-01,2025-12-31,3+,1500,1.3\n"
    )
    values, faults = parsed("ipc", kept(tmp_path, "ipc_global_national_long.csv", table))
    assert 1100 == values["ipc.people_phase_3plus.current", "COM", "2025-05-01"].value
    assert 22.0 == values["ipc.share_phase_3plus.current", "COM", "2025-05-01"].value
    assert "projected" == values["ipc.people_phase_3plus.first_projection", "COM", "2025-09-01"].method
    assert [("Percentage", "above_range")] == [(field, code) for _row, field, code in faults]


def test_the_answer_of_ipc_is_read_by_phase(tmp_path):
    entry = {"country": "KM", "analysis_date": "May 2025", "phase1_population": 10, "phase3_population": 5}
    values, _faults = parsed("ipc", kept(tmp_path, "population.json", json.dumps([entry])))
    assert {("ipc.people_phase_1.current", "COM", "2025-05-01"): 10, ("ipc.people_phase_3.current", "COM", "2025-05-01"): 5} == {key: v.value for key, v in values.items()}  # fmt: skip
