"""Measures without a public figure to meet, against a slow reading of their text: one person after the other, in fractions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial
from math import sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.assess.methods.gender_pay_gap import factor_weighted_gap
from mainstay.assess.methods.informality import informality
from mainstay.assess.methods.labour_concepts import (
    CONTRACTS,
    DESTINATIONS,
    INSTITUTIONS,
    PLACES,
    STATUSES,
    answers_of,
)
from mainstay.statistics.survey import Design

Person = Mapping[str, Any]
YES_NO = ("registered", "accounts", "social_security", "annual_leave", "sick_leave", "insured")
PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "status": st.sampled_from([*STATUSES, None]),
            "institution": st.sampled_from([*INSTITUTIONS, None, None, None, None]),
            "destination": st.sampled_from([*DESTINATIONS, None]),
            "place": st.sampled_from([*PLACES, None]),
            "size": st.sampled_from([1, 5, 6, 40, None]),
            "contract": st.sampled_from([*CONTRACTS, None]),
            "dependent_contractor": st.sampled_from(["yes", "no", None]),
            **{name: st.sampled_from(["yes", "no", None]) for name in YES_NO},
        }
    ),
    min_size=1,
    max_size=20,
)


def sector_of(person: Person) -> str:
    """Return the sector of the unit, question by question (15th ICLS, in the order of the ILO's processing)."""
    if person["institution"] in {"government", "corporation", "nonprofit", "international"}:
        return "formal"
    if person["institution"] == "household" or person["destination"] == "own_use":
        return "household"
    if person["accounts"] == "yes":
        return "formal"
    if person["registered"] is not None:
        return "formal" if person["registered"] == "yes" else "informal"
    if person["status"] == "employee" and person["social_security"] == "yes":
        return "formal"
    is_large = person["size"] is not None and person["size"] >= 6
    return "formal" if person["place"] == "fixed" and is_large else "informal"


def has_formal_job(person: Person, version: int) -> bool:
    """Return whether a job is formal: the 17th ICLS, and with `version` 21 what the 21st changed."""
    unit = sector_of(person) == "formal"
    status = person["status"]
    covered = person["registered"] == "yes" and person["insured"] == "yes"
    if version == 21:
        if person["dependent_contractor"] == "yes" and status not in {"employer", "family"}:
            return covered
        if status == "family":
            return unit and covered
    if status == "employee":
        if person["social_security"] is not None:
            return bool(person["social_security"] == "yes")
        return bool(person["annual_leave"] == "yes" and person["sick_leave"] == "yes")
    if status in {"employer", "own_account"}:
        return unit
    if status == "cooperative":
        return unit and person["destination"] != "own_use"
    return False


@pytest.mark.parametrize("version", [17, 21])
@settings(max_examples=150, deadline=None)
@given(PEOPLE)
def test_sector_and_job_of_everybody_are_those_of_the_text_read_person_by_person(
    version: int, people: Sequence[Person]
) -> None:
    told = {name: [person[name] for person in people] for name in people[0]}
    found = informality(answers_of(len(people), **told), np.ones(len(people), dtype=bool), version=version)
    assert [sector_of(person) == "informal" for person in people] == found.informal_sector.tolist()
    assert [sector_of(person) == "household" for person in people] == (found.sector == 3).tolist()
    assert [not has_formal_job(person, version) for person in people] == found.informal.tolist()


@settings(max_examples=60, deadline=None)
@given(PEOPLE)
def test_the_21st_conference_changes_the_job_of_dependent_contractors_and_family_workers_alone(
    people: Sequence[Person],
) -> None:
    told = {name: [person[name] for person in people] for name in people[0]}
    everybody = np.ones(len(people), dtype=bool)
    old, new = (
        informality(answers_of(len(people), **told), everybody, version=version) for version in (17, 21)
    )
    assert old.sector.tolist() == new.sector.tolist()
    for person, before, after in zip(people, old.informal, new.informal, strict=True):
        if person["status"] != "family" and person["dependent_contractor"] != "yes":
            assert before == after
        if person["status"] == "family":
            assert before  # always informal in 2003: the later rule can only make it formal


Worker = tuple[int, str, str | None, str, int]
WORKERS = st.lists(
    st.tuples(
        st.integers(1, 9),
        st.sampled_from("fm"),
        st.sampled_from(["primary", "higher", None]),
        st.sampled_from(["full", "part"]),
        st.integers(1, 60),
    ),
    min_size=2,
    max_size=25,
).map(lambda workers: [(3, "f", "higher", "full", 20), (2, "m", "higher", "full", 26), *workers])


def mean(parts: Sequence[tuple[Any, int]]) -> Any:
    return sum(weight * pay for weight, pay in parts) / sum(weight for weight, _pay in parts)


def gap_of(weights: Sequence[Any], workers: Sequence[Worker]) -> Any:
    """Return the factor-weighted gap as the Global Wage Report's three steps say it.

    1. Sort wage employees into groups by the chosen factors. 2. In each group take the gap between what men and women
    earn by the hour. 3. Average the gaps, each group with its number of employees.
    """
    groups: dict[tuple[str, str], dict[str, list[tuple[Any, int]]]] = defaultdict(lambda: defaultdict(list))
    for weight, (_weight, sex, school, hours, pay) in zip(weights, workers, strict=True):
        if school is not None:
            groups[school, hours][sex].append((weight, pay))
    shown = [group for group in groups.values() if len(group) == 2]
    sizes = [sum(weight for part in group.values() for weight, _pay in part) for group in shown]
    gaps = [(mean(group["m"]) - mean(group["f"])) / mean(group["m"]) for group in shown]
    return sum(size * gap for size, gap in zip(sizes, gaps, strict=True)) / sum(sizes)


def error_of(workers: Sequence[Worker]) -> float:
    """Return the error of a sample of single persons: by how much the gap moves with the weight of each."""
    weights = [Fraction(worker[0]) for worker in workers]
    step = Fraction(1, 10**9)
    moves = []
    for place, weight in enumerate(weights):
        up, down = ([*weights[:place], weight + by, *weights[place + 1 :]] for by in (step, -step))
        moves.append(float(weight * (gap_of(up, workers) - gap_of(down, workers)) / (2 * step)))
    middle = sum(moves) / len(moves)
    return sqrt(len(moves) / (len(moves) - 1) * sum((move - middle) ** 2 for move in moves))


@settings(max_examples=60, deadline=None)
@given(WORKERS)
def test_the_factor_weighted_gap_and_its_error_are_those_of_the_three_steps_in_fractions(
    workers: list[Worker],
) -> None:
    names = ("w", "sex", "school", "time", "pay")
    table = {name: [worker[place] for worker in workers] for place, name in enumerate(names)}
    row = factor_weighted_gap(
        table, partial(Design, weights="w"), hourly="pay", sex="sex", women="f", men="m",
        factors=["school", "time"],
    )[0]  # fmt: skip
    weights = [Fraction(worker[0]) for worker in workers]
    assert row.estimate == pytest.approx(float(gap_of(weights, workers)), rel=1e-12, abs=1e-12)
    assert row.se == pytest.approx(error_of(workers), rel=1e-6, abs=1e-9)
