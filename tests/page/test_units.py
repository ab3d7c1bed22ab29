"""An amount stands with its unit in the right number."""

from decimal import Decimal

from mainstay.page.units import measured, unit_name


def test_one_person_is_never_one_persons():
    assert "1 person" == measured(1, "persons")
    assert "12,009 persons" == measured(Decimal(12009), "persons")
    assert "0 persons" == measured(0, "persons")


def test_a_part_of_a_day_is_written_like_several():
    assert "0.5 worker-days" == measured(Decimal("0.5"), "worker-days")


def test_shares_and_dollars_have_signs_and_an_unknown_unit_stays_as_it_is():
    assert "31.2\u00a0%" == measured(31.2, "percent")
    assert "USD\u00a01,200" == measured(1200, "USD")
    assert "3 tiny units" == measured(3, "tiny units")
    assert "–" == measured(None, "persons")
    assert "percent" == unit_name("percent")
