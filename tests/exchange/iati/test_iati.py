"""An activity file is valid by the official schema, says what is not known as unknown, and gives no home away."""

import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from mainstay.exchange.iati import (
    Activity,
    ActivityDate,
    Budget,
    Condition,
    DocumentLink,
    HumanitarianScope,
    Indicator,
    Location,
    Measure,
    Organisation,
    Participant,
    Period,
    PlannedDisbursement,
    PolicyMarker,
    Recipient,
    Result,
    Sector,
    Tag,
    Transaction,
    validate_iati,
    write_iati,
)

NOW = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
DAY = dt.date(2026, 1, 1)
END = dt.date(2026, 12, 31)
OFFICE = Organisation("XM-DAC-41302", {"en": "International Labour Organization"}, "40")
DONOR = Organisation("XM-DAC-5-52", {"de": "Auswärtiges Amt & Co <AA>"}, "10")
WORKED = Indicator(
    {"en": "Worker-days", "fr": "Journées de travail", "ar": "أيام العمل"},
    "1",
    [
        Period(
            DAY,
            END,
            [Measure(1000), Measure(200, {"sex": "women"})],
            [
                Measure(Decimal("912.5"), comment={"en": "counted from rolls"}),
                Measure(None, {"sex": "women"}),
            ],
        )
    ],
    baselines=[Measure(0, year=2025)],
    references=[("99", "JB-01")],
)
ACTIVITY = Activity(
    "XM-DAC-41302-MS-COM-2026-0042",
    OFFICE,
    {"en": "Work after the cyclone", "fr": "Du travail après le cyclone"},
    [("1", {"en": "Paid works"}), ("2", {"en": "Objectives"})],
    [Participant(OFFICE, "4"), Participant(DONOR, "1", "XM-DAC-5-52-1")],
    "2",
    [ActivityDate("1", DAY), ActivityDate("2", DAY), ActivityDate("3", END)],
    humanitarian=True,
    scope="4",
    recipients=[Recipient("KM")],
    locations=[Location("S1", {"en": "Site 1"}, (-11.704321, 43.256789), ("G1", "921786", "1"))],
    sectors=[Sector("16020", Decimal(60)), Sector("73010", Decimal(40))],
    tags=[Tag("8.5"), Tag("8", "2")],
    humanitarian_scopes=[HumanitarianScope("1", "1-2", "TC-2026-000042-COM")],
    policy_markers=[PolicyMarker("1", "1")],
    collaboration_type="3",
    flow_type="10",
    finance_type="110",
    aid_type="C01",
    tied_status="5",
    budgets=[Budget(DAY, END, Decimal("250000.50"), "USD", DAY)],
    planned_disbursements=[PlannedDisbursement(DAY, END, Decimal(1000), "USD", DAY, OFFICE, DONOR)],
    transactions=[
        Transaction(
            "1", DAY, Decimal(100), "EUR", DAY, {"en": "First"}, DONOR, OFFICE, "T1", humanitarian=True
        ),
        Transaction("4", DAY, Decimal("-5.25"), "USD", DAY),
    ],
    documents=[
        DocumentLink("https://example.org/a.pdf", "application/pdf", {"en": "Report"}, ["A08"], ["en"], DAY)
    ],
    related=[("XM-DAC-41302-X", "2")],
    conditions=[Condition("2", {"en": "Consultation of employers and workers"})],
    results=[Result("1", {"en": "Jobs"}, [WORKED])],
)


def problems(activity: Activity, folder: Path, today: dt.date | None = None) -> list[str]:
    path = folder / "a.xml"
    write_iati([activity], to=path, generated=NOW)
    return [problem.reason.code for problem in validate_iati(path, today)]


def element(activity: Activity) -> Any:
    out = io.BytesIO()
    assert write_iati([activity], to=out, generated=NOW) == 1
    return etree.fromstring(out.getvalue())[0]


def test_a_full_activity_is_valid_by_the_official_schema_and_ruleset(tmp_path: Path) -> None:
    assert problems(ACTIVITY, tmp_path, dt.date(2026, 11, 1)) == []


def test_the_least_activity_is_valid(tmp_path: Path) -> None:
    least = Activity(
        "XM-DAC-41302-1",
        OFFICE,
        {"en": "T"},
        [("1", {"en": "D"})],
        [Participant(OFFICE, "4")],
        "1",
        [ActivityDate("1", DAY)],
        recipients=[Recipient("JO")],
        sectors=[Sector("16020")],
    )
    assert problems(least, tmp_path) == []


def test_what_is_not_known_is_no_zero() -> None:
    actuals = element(ACTIVITY).findall("result/indicator/period/actual")
    assert [each.get("value") for each in actuals] == ["912.5", None]


def test_sites_are_coarse_and_marked_approximate() -> None:
    location = element(ACTIVITY).find("location")
    assert location.findtext("point/pos") == "-11.7 43.26"
    assert location.find("exactness").get("code") == "2"


def test_texts_stand_in_each_language_and_special_signs_are_safe() -> None:
    root = element(ACTIVITY)
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert [each.get(lang) for each in root.findall("title/narrative")] == ["en", "fr"]
    assert root.findtext("participating-org[2]/narrative") == "Auswärtiges Amt & Co <AA>"


def test_equal_activities_give_an_equal_file(tmp_path: Path) -> None:
    for name in ("a.xml", "b.xml"):
        write_iati([ACTIVITY], to=tmp_path / name, generated=NOW)
    assert (tmp_path / "a.xml").read_bytes() == (tmp_path / "b.xml").read_bytes()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"sectors": [Sector("16020", Decimal(60)), Sector("73010", Decimal(30))]}, "shares"),
        ({"sectors": [Sector("16020", Decimal(100)), Sector("73010")]}, "shares"),
        ({"sectors": []}, "sector_missing"),
        ({"recipients": []}, "recipient_missing"),
        ({"recipients": [Recipient("KM", Decimal(50)), Recipient("298", Decimal(40), "1")]}, "shares"),
        ({"dates": [ActivityDate("1", END), ActivityDate("3", DAY)]}, "dates_not_in_order"),
        ({"dates": [ActivityDate("3", END)]}, "start_missing"),
        ({"identifier": "OTHER-1"}, "identifier_prefix"),
        ({"identifier": "XM-DAC-41302-a/b"}, "identifier_sign"),
        ({"budgets": [Budget(DAY, dt.date(2027, 6, 30), Decimal(1), "USD", DAY)]}, "budget_period"),
        ({"budgets": [Budget(END, DAY, Decimal(1), "USD", DAY)]}, "dates_not_in_order"),
        ({"participants": []}, "schema"),
        ({"title": {}}, "schema"),
        ({"dates": [ActivityDate("2", dt.date(2027, 1, 1))]}, "date_in_future"),
    ],
)
def test_each_broken_rule_is_named(change: dict[str, Any], code: str, tmp_path: Path) -> None:
    assert code in problems(replace(ACTIVITY, **change), tmp_path, dt.date(2026, 11, 1))


def test_shares_may_be_split_between_country_and_region(tmp_path: Path) -> None:
    both = [Recipient("298", Decimal(40), "1"), Recipient("KM", Decimal(60))]
    assert problems(replace(ACTIVITY, recipients=both), tmp_path) == []


def test_two_activities_cannot_share_an_identifier(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    write_iati([ACTIVITY, ACTIVITY], to=path, generated=NOW)
    assert [(p.row, p.reason.code) for p in validate_iati(path)] == [(2, "duplicate_identifier")]


def test_a_file_that_is_no_xml_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<iati-activities")
    assert [problem.reason.code for problem in validate_iati(path)] == ["not_xml"]


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(), max_size=60))
def test_any_text_gives_well_formed_xml(text: str) -> None:
    element(replace(ACTIVITY, title={"en": text + "."}))
