"""What the stages will ask the playbook for."""

from datetime import date
from decimal import Decimal

import pytest

from mainstay import playbook

BOOK = playbook.load()


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("crisis_types", 8), ("phases", 6), ("tracks", 3), ("modules", 40), ("packages", 8), ("indicators", 134),
        ("gates", 5), ("criteria", 9), ("portfolio", 9), ("safeguards", 39), ("clearances", 20),
        ("functional_areas", 20), ("deployment_profiles", 6), ("assessment_modules", 10), ("questions", 148),
        ("early_warning", 22), ("flagships", 5), ("traceability", 245), ("preparedness_items", 12),
        ("seats", 11), ("qa_criteria", 10), ("drivers", 3), ("r205_parts", 13), ("dialogue_mechanisms", 12),
        ("capacity_dimensions", 8), ("attendance", 11), ("windows", 3),
    ],
)  # fmt: skip
def test_nothing_of_the_reference_content_is_lost(name, count):
    assert count == len(getattr(BOOK, name))


def test_the_same_playbook_is_read_once():
    assert playbook.load() is playbook.load()
    assert playbook.current() is playbook.load()


def test_the_version_names_the_content():
    declared, digest = BOOK.version.split("+")
    assert "2026.1" == declared
    assert BOOK.digest.startswith(digest)


def test_what_must_be_confirmed_surfaces():
    places = {str(place) for place in BOOK.to_confirm()}
    assert "reference_lists.productivity_norms/PN-01" in places
    assert "indicators/JB-01/pb_output_2022_23" in places
    assert "indicators/JB-05/pb_output_2022_23" not in places, "an empty field needs no confirming"
    assert BOOK.lists.productivity_norms["PN-01"].to_confirm


@pytest.mark.parametrize(
    ("code", "value", "level"),
    [
        ("EW01", 2.9, 0), ("EW01", 3.0, 1), ("EW01", 6.0, 2),
        ("EW05", -7.9, 0), ("EW05", -8.0, 1), ("EW05", -25.0, 2),
        ("EW17", "green", 0), ("EW17", "orange", 1), ("EW17", "red", 2),
    ],
)  # fmt: skip
def test_a_reading_crosses_its_thresholds(code, value, level):
    assert level == BOOK.early_warning[code].level_of(value)


@pytest.mark.parametrize(
    ("total", "band"), [(100, "A"), (70, "A"), (69.9, "B"), (55, "B"), (40, "C"), (0, "D")]
)
def test_a_total_lies_in_one_band(total, band):
    assert band == BOOK.eligibility.band_of(total).code


@pytest.mark.parametrize(
    ("criterion", "value", "score"),
    [
        ("C01", 0.004, 0),
        ("C01", 0.03, 2),
        ("C01", 0.25, 5),
        ("C07", 0, 0),
        ("C07", 6e6, 5),
        ("C09", 0.5, 5),
        ("C09", 14, 0),
    ],
)
def test_bounds_propose_a_score(criterion, value, score):
    assert score == BOOK.criteria[criterion].proposed_score(value)


# The figures of the Jordanian minimum wage by both divisors, as published in the scenario notes.
@pytest.mark.parametrize(
    ("day", "divisor", "floor"),
    [
        (date(2018, 5, 1), "SIX_DAY", "8.46"), (date(2018, 5, 1), "CALENDAR", "7.33"),
        (date(2021, 5, 1), "SIX_DAY", "10.00"), (date(2021, 5, 1), "CALENDAR", "8.67"),
    ],
)  # fmt: skip
def test_the_floor_is_the_highest_minimum_of_anybody(day, divisor, floor):
    per_day = BOOK.wages.floor_per_day("JOR", day, divisor=divisor)
    assert Decimal(floor) == round(per_day, 2)


def test_a_lower_minimum_for_one_nationality_does_not_lower_the_floor():
    floors = {wage.group: wage.amount for wage in BOOK.wages.floors("JOR", date(2021, 6, 1))}
    assert {"Jordanians": Decimal(260), "others": Decimal(230)} == floors
    assert Decimal(10) == BOOK.wages.floor_per_day("JOR", date(2021, 6, 1))


@pytest.mark.parametrize(
    ("period", "per_day"), [("hour", 96), ("day", 12), ("week", 2), ("month", Decimal(12) / 26)]
)
def test_a_wage_of_any_time_is_told_by_the_day_by_one_rule(period, per_day):
    wage = BOOK.wages.wages["JOR-2021-NAT"].model_copy(update={"amount": Decimal(12), "period": period})
    assert per_day == pytest.approx(BOOK.wages.per_day(wage, divisor="SIX_DAY"))


def test_a_country_without_wages_has_no_floor_rather_than_zero():
    assert BOOK.wages.floor_per_day("COM", date(2026, 1, 1)) is None


@pytest.mark.parametrize("code", ["SG-AGE-01", "SG-FL-01", "SG-FL-02", "SG-GRM-02", "SG-OSH-05", "SG-FOA-02", "SG-WAGE-01",
                                  "SG-WAGE-05", "SG-OSH-01", "SG-OSH-08", "SG-GRM-01", "SG-DAT-01"])  # fmt: skip
def test_age_freedom_fees_abuse_insurance_pay_danger_complaints_and_consent_cannot_be_waived(code):
    assert not BOOK.safeguard_rules.may_be_waived(code)


def test_no_safeguard_stops_a_day_from_being_recorded_or_paid():
    assert {"opening", "start", "next_day", "approval", "nothing"} == {
        held.stops for held in BOOK.safeguards.values()
    }


def test_only_a_sum_may_be_summed():
    assert BOOK.indicators["JB-01"].may_be_summed
    assert not BOOK.indicators["JB-02"].may_be_summed


def test_the_recommendation_is_cited_by_part_only():
    cited = {
        part
        for held in (*BOOK.modules.values(), *BOOK.safeguards.values(), *BOOK.indicators.values())
        for part in held.r205
    }
    assert cited <= set(BOOK.r205_parts)


def test_the_thirty_days_are_in_order_and_owned():
    hours = [task.at_hours for task in BOOK.first_30_days.values()]
    assert sorted(hours) == hours
    assert (0, 720) == (hours[0], hours[-1])


def test_a_catalogue_says_what_is_not_there():
    with pytest.raises(KeyError):
        BOOK.modules["XYZ-01"]
    assert BOOK.modules.get("XYZ-01") is None


def test_each_indicator_is_told_in_words_and_each_of_its_goals_has_a_name():
    for indicator in BOOK.indicators.values():
        assert not set("_<>=*/[]{}") & set(indicator.in_words), indicator.code
        assert set(indicator.sdg) <= set(BOOK.sdg_targets), indicator.code
