"""Needs are costed per beneficiary, by horizon, and once; a scheme pays no wage under the floor."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.assess.methods.emergency_employment import WageFloor, emergency_employment
from mainstay.assess.methods.estimate_range import Range
from mainstay.assess.methods.exposure_scenario import LABEL, ExposedCell, exposure_scenario
from mainstay.assess.methods.recovery_needs import (
    COUNT_ONCE,
    ChapterLine,
    Horizon,
    Reconstruction,
    Support,
    needs_left,
    recovery_needs,
)
from mainstay.common.errors import BadInput

CASH = Support("cfw", "ELSP", "cash for work", "short", beneficiaries=1_000, unit_cost=120_00)
TOOLS = Reconstruction(
    "tools", "ELSP", "household tools", "medium", damage=5_000_00, better=Decimal("0.2"), beneficiaries=50
)
HERDS = Support("herds", "agriculture", "restocking", "long", beneficiaries=10, unit_cost=700_00)


def test_costs_by_horizon_with_prices_that_rise():
    found = recovery_needs([CASH, TOOLS], price_rise=Decimal("0.21"), income_loss=Range(1, 2, 3))
    # middles at 3 and 12 months: 1.21^0.25 and 1.21; rounded up to minor units
    assert 120_000_00 * 1.21**0.25 == pytest.approx(found.by_horizon["short"], abs=1)
    assert 7_260_00 == found.by_horizon["medium"]
    assert (145_20, Range(1, 2, 3)) == (found.lines[1].per_beneficiary, found.income_loss)
    assert found.total == sum(found.by_horizon.values())


def test_a_need_that_a_sector_chapter_has_is_refused_by_name_or_counted_there():
    sector = [ChapterLine("housing", "Household  Tools", 900_00)]
    with pytest.raises(BadInput) as refused:
        recovery_needs([CASH, TOOLS], sector_lines=sector)
    assert ["row 2, item: household tools is already a need of the chapter housing"] == [
        str(problem) for problem in refused.value.problems
    ]
    found = recovery_needs([CASH, TOOLS], sector_lines=sector, twice=COUNT_ONCE)
    assert (125_100_00, ["tools"]) == (found.total, [line.need.code for line in found.counted_elsewhere])
    assert ({"housing": 900_00}, 5_100_00, 6_000_00) == (
        found.lines[1].elsewhere,
        found.lines[1].cost,
        found.lines[1].full_cost,
    )


def test_counted_once_takes_off_what_the_sectors_have_together_and_no_more():
    later = Reconstruction("later", "ELSP", "household tools", "long", damage=1_000_00)
    sector = [
        ChapterLine("housing", "household tools", 900_00),
        ChapterLine("housing", "Household tools", 100_00),
        ChapterLine("trade", "household tools", 5_300_00),
    ]
    found = recovery_needs([TOOLS, later], sector_lines=sector, twice=COUNT_ONCE)
    assert [{"housing": 1_000_00, "trade": 5_000_00}, {"trade": 300_00}] == [
        line.elsewhere for line in found.lines
    ]
    assert {"short": 0, "medium": 0, "long": 700_00} == found.by_horizon
    with pytest.raises(BadInput, match="already a need of the chapter housing, trade"):
        recovery_needs([TOOLS], sector_lines=sector)


def test_one_item_written_in_two_ways_is_one_item():
    with pytest.raises(BadInput, match="already a need of the chapter agriculture"):
        recovery_needs([CASH], sector_lines=[ChapterLine("agriculture", "Cash-for-Work", 1)])


def test_prices_may_rise_by_a_plain_number():
    better = Reconstruction("shop", "ELSP", "shops", "medium", damage=100, better=0.1)
    exact = recovery_needs([TOOLS], price_rise=Decimal("0.21"))
    assert exact.total == recovery_needs([TOOLS], price_rise=0.21).total
    assert 134 == recovery_needs([better], price_rise=0.21).total


def test_a_negative_amount_of_a_sector_line_is_refused():
    with pytest.raises(BadInput, match="row 1, sector_lines: an amount is negative"):
        recovery_needs([CASH], sector_lines=[ChapterLine("housing", "tools", -1)])


def test_a_line_of_another_chapter_is_shown_and_counted_there():
    found = recovery_needs([CASH, HERDS])
    assert (120_000_00, 7_000_00) == (found.total, found.counted_elsewhere[0].full_cost)


def test_the_same_item_twice_in_a_horizon_is_refused_and_in_two_horizons_is_not():
    again = Support("cfw2", "ELSP", "Cash for work", "short", beneficiaries=1, unit_cost=1)
    with pytest.raises(BadInput, match="stands already in row 1"):
        recovery_needs([CASH, again])
    later = Support("cfw3", "ELSP", "cash for work", "medium", beneficiaries=1, unit_cost=5)
    assert 120_000_05 == recovery_needs([CASH, later]).total


def test_horizons_may_be_others():
    one = (Horizon("year", 0, 12),)
    need = Support("cfw", "ELSP", "cash", "year", beneficiaries=1, unit_cost=100)
    assert {"year": 100} == recovery_needs([need], horizons=one).by_horizon
    with pytest.raises(BadInput, match="is none of year"):
        recovery_needs([CASH], horizons=one)


amounts = st.integers(0, 10_000)


@given(amounts, amounts, amounts, st.decimals(0, 1, places=2))
def test_needs_grow_with_people_and_prices_and_add_up(people, cost, more, rise):
    def of(number, price_rise):
        need = Support("s", "ELSP", "grant", "long", beneficiaries=number, unit_cost=cost)
        return recovery_needs([need], price_rise=price_rise).total

    assert people * cost == of(people, Decimal(0)) <= of(people, rise)
    assert of(people, rise) <= of(people + more, rise) <= of(people, rise) + of(more, rise)


@given(
    st.dictionaries(st.sampled_from("abc"), st.integers(0, 1000)),
    st.dictionaries(st.sampled_from("abc"), st.integers(0, 1000)),
)
def test_a_surplus_of_one_kind_fills_no_other_gap(needs, covered):
    covered = {kind: amount for kind, amount in covered.items() if kind in needs}
    gaps = needs_left(needs, covered)
    assert all(gap.left + min(gap.need, gap.covered) == gap.need for gap in gaps.values())
    assert sum(gap.left for gap in gaps.values()) >= sum(needs.values()) - sum(covered.values())


def test_no_wage_lies_under_a_floor_and_the_refusal_names_it():
    floors = [WageFloor("Minimum wage decree", 4_50), WageFloor("Agreement of the building trade", 5_20)]
    scheme = {"households": 10, "days": 20, "floors": floors, "labour_share": Decimal("0.5")}
    with pytest.raises(BadInput, match="under Agreement of the building trade, which asks for 520"):
        emergency_employment(daily_wage=4_00, **scheme)
    assert 200 * 5_20 == emergency_employment(daily_wage=5_20, **scheme).wages
    assert not emergency_employment(daily_wage=5_20, **scheme).remarks
    unlooked = emergency_employment(daily_wage=1, **scheme | {"floors": []})
    assert ["emergency_employment.no_floor"] == [remark.code for remark in unlooked.remarks]
    remarked = emergency_employment(daily_wage=9_00, market_wage=8_00, **scheme)
    assert ["emergency_employment.market"] == [remark.code for remark in remarked.remarks]


@given(
    amounts,
    st.integers(0, 300),
    st.integers(1, 5000),
    st.decimals("0.1", 1, places=2),
    st.decimals(0, 1, places=2),
)
def test_a_scheme_costs_at_least_its_wages_and_as_much_more_as_its_shares_say(
    households, days, wage, share, over
):
    found = emergency_employment(
        households=households, days=days, daily_wage=wage, floors=[], labour_share=share, overhead=over
    )
    assert found.wages == found.worker_days * wage == households * days * wage
    assert found.wages <= found.direct_cost <= found.cost
    assert 0 <= found.cost - Decimal(found.wages) / share * (1 + over) < 1


def test_a_scenario_says_what_it_is_and_is_wider_with_a_worse_map():
    cells = [ExposedCell("A", 7.4, 100), ExposedCell("A", 6.7, 50), ExposedCell("B", 9.0, 10)]
    given_ = {
        "at_least": 7.0,
        "employment_rate": {"A": Range(0.4, 0.5, 0.6), "B": Range.exact(0.5)},
        "sector_share": {"A": {"farm": 1.0}, "B": {"farm": 1.0, "shop": 1.0}},
    }
    sure, unsure = exposure_scenario(cells, **given_), exposure_scenario(cells, intensity_error=0.5, **given_)
    assert (Range(45, 55, 65), "not a survey estimate") == (sure.workers, LABEL[-21:])
    assert (Range(5, 55, 95), LABEL) == (unsure.workers, unsure.label)
    assert (52.5, 2.5) == (sure.by_sector["farm"].central, sure.by_sector["shop"].central)
    unread = exposure_scenario([*cells, ExposedCell("A", float("nan"), 40)], **given_)
    assert (Range(45, 55, 65 + 24), sure.remarks) == (unread.workers, [])
    assert "1 cells with 40 people have no reading" in str(unread.remarks[0])
    with pytest.raises(BadInput, match="not given for district C"):
        exposure_scenario([*cells, ExposedCell("C", 8, 1)], **given_)
