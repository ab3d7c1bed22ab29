"""The generated days add up to the published figures, and nobody is in two places at once."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from mainstay import playbook
from mainstay.assess.methods.labour_table import labour_table
from mainstay.common.errors import BadInput, NotFound
from mainstay.rehearsal.generators.contracts import Contracts, GeneratedSite, contracts, sites
from mainstay.rehearsal.generators.households import workers
from mainstay.rehearsal.generators.marks import CODES, marks
from mainstay.rehearsal.pace import FIRST_WEEKS, LEAST, LONG, pace_of
from mainstay.rehearsal.plan import Plan
from mainstay.rehearsal.scenario import Scenario, load, require_lead, shipped

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


def test_a_broken_scenario_says_what_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text("code: ours\n", encoding="utf-8")
    with pytest.raises(BadInput, match="wages"):
        load(str(path))


def own(tmp_path: Path, **changes: str) -> Path:
    """Return a copy of the office's own scenario with some of its words replaced."""
    told = (Path(__file__).parent / "our_flood" / "scenario.yaml").read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in told
        told = told.replace(old, new)
    path = tmp_path / "scenario.yaml"
    path.write_text(told, encoding="utf-8")
    return path


def test_works_that_begin_too_soon_after_the_onset_are_refused_with_the_way_out(tmp_path: Path) -> None:
    early = load(str(own(tmp_path, **{"onset: 2026-01-20": "onset: 2026-03-01"})))
    with pytest.raises(BadInput, match=r"15 days after the onset.*Move the first phase or the onset"):
        require_lead(early)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("to: 2026-05-29", "to: 2026-04-20", "Phase P1 has 31 working days"),
        ("persons, value: 26", "persons, value: 90", "do not fit each other: persons"),
        ("worker_days, value: 1500", "worker_days, value: 9000", "do not fit each other: worker_days"),
    ],
)
def test_figures_that_cannot_hold_together_are_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    scenario = load(str(own(tmp_path, **{old: new})))
    with pytest.raises(BadInput, match=told):
        Plan(scenario, Decimal(1)).require_fit()


def test_a_site_that_is_not_there_cannot_be_left_out() -> None:
    with pytest.raises(BadInput, match="the sites 1 to 2; site 9"):
        Plan(load("jordan-works"), Decimal("0.01"), without_site=9).require_fit()


def test_the_short_road_keeps_the_order_of_the_long_one() -> None:
    days = [day for day, _short in FIRST_WEEKS] + list(range(101))
    for lead in (LEAST, 60, 120, LONG, 500):
        paced = [pace_of(lead)(day) for day in sorted(days)]
        assert paced == sorted(paced)
        assert paced[-1] <= lead


def test_synthetic_workers_answer_what_the_labour_standards_ask() -> None:
    rows = list(workers(200, seed=5, places=["A", "B"], first=date(2026, 1, 1)))
    asked = {
        name: [row.get(name) for row in rows] for name in dict.fromkeys(key for row in rows for key in row)
    }
    made = labour_table(asked, playbook.load().surveys["MS-WORKER"])
    found = {row.variable: row.estimate for row in made.estimates}
    assert 0.02 < found["LU1"] < found["LU2"] < found["LU4"] < 0.8
    assert [] == made.left_out
    assert rows == list(workers(200, seed=5, places=["A", "B"], first=date(2026, 1, 1)))
