"""The generated days add up to the published figures, and nobody is in two places at once."""

from decimal import Decimal

import numpy as np
import pytest

from mainstay.common.errors import BadInput, NotFound
from mainstay.rehearsal.generators.contracts import Contracts, GeneratedSite, contracts, sites
from mainstay.rehearsal.generators.marks import CODES, marks
from mainstay.rehearsal.scenario import Scenario, load, shipped

SCALES = [Decimal("0.01"), Decimal("0.037"), Decimal("0.1")]
WORKED = np.array([1.0, 0.5, 0.0, 0.0])
PAID = np.array([1.0, 0.5, 0.0, 1.0])


def made(scale: Decimal) -> tuple[Scenario, list[GeneratedSite], Contracts]:
    scenario = load("jordan-works")
    places = sites(scenario, scale)
    return scenario, places, contracts(scenario, scale, places)


def suspended_days(scenario: Scenario, place: GeneratedSite) -> tuple[int, int]:
    assert scenario.suspension is not None
    first, last = scenario.suspension
    return sum(day < first for day in place.days), sum(day <= last for day in place.days)


@pytest.mark.parametrize("scale", SCALES)
def test_days_and_contracts_add_up_to_the_published_figures_at_any_scale(scale: Decimal) -> None:
    scenario, places, found = made(scale)
    worked = np.zeros(len(found.site))
    paid = np.zeros(len(found.site))
    for place in places:
        rows = marks(found, place, seed=scenario.seed, suspension=suspended_days(scenario, place))
        np.add.at(worked, rows.contract, WORKED[rows.code])
        np.add.at(paid, rows.contract, PAID[rows.code])
    assert worked.sum() == scenario.target("worker_days", scale)
    assert (paid >= 40).sum() == scenario.target("contracts_40_days", scale)


@pytest.mark.parametrize("scale", SCALES)
def test_as_many_persons_are_employed_by_the_day_of_the_count_as_are_published(scale: Decimal) -> None:
    scenario, places, found = made(scale)
    first = [
        places[site].days[start].isoformat() for site, start in zip(found.site, found.start, strict=True)
    ]
    early = {int(person) for person, day in zip(found.person, first, strict=True) if day <= "2021-04-30"}
    assert len(early) == scenario.target("persons", scale)


@pytest.mark.parametrize("scale", SCALES)
def test_nobody_stands_on_two_rolls_on_one_day(scale: Decimal) -> None:
    scenario, places, found = made(scale)
    seen: set[tuple[int, str]] = set()
    for place in places:
        rows = marks(found, place, seed=scenario.seed, suspension=suspended_days(scenario, place))
        days = [place.days[position].isoformat() for position in rows.day]
        here = set(zip(found.person[rows.contract].tolist(), days, strict=True))
        assert len(here) == len(days)
        assert not here & seen
        seen |= here


def test_paid_suspension_falls_only_on_suspended_days() -> None:
    scenario, places, found = made(Decimal("0.1"))
    stopped = 0
    for place in places:
        rows = marks(found, place, seed=scenario.seed, suspension=suspended_days(scenario, place))
        for position, code in zip(rows.day, rows.code, strict=True):
            if CODES[code] == "PS":
                stopped += 1
                assert scenario.suspension is not None
                assert (
                    scenario.suspension[0]
                    <= places[place.number - 1].days[position]
                    <= scenario.suspension[1]
                )
    assert stopped > 0


def test_the_same_seed_gives_the_same_days() -> None:
    _scenario, _places, one = made(Decimal("0.01"))
    _scenario, _places, other = made(Decimal("0.01"))
    assert one.start.tolist() == other.start.tolist()
    assert one.worked.tolist() == other.worked.tolist()


def test_the_floor_is_the_highest_minimum_for_anyone() -> None:
    scenario = load("jordan-works")
    assert scenario.floor_on(scenario.phases[-1].first) == Decimal(260)


def test_an_unknown_scenario_names_those_that_are_shipped() -> None:
    with pytest.raises(NotFound, match="jordan-works"):
        load("atlantis")
    assert "jordan-works" in shipped()


def test_a_broken_scenario_says_what_it_lacks(tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "scenario.yaml"
    path.write_text("code: ours\n", encoding="utf-8")
    with pytest.raises(BadInput, match="wages"):
        load(str(path))
