"""Synthetic workers: made-up names, ages, groups and households, with the scenario's shares exactly met."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from mainstay.rehearsal.scenario import Population, Scenario

GIVEN_WOMEN = (
    "Amal",
    "Basma",
    "Dalia",
    "Farah",
    "Hanan",
    "Iman",
    "Jana",
    "Lina",
    "Maha",
    "Nisreen",
    "Rima",
    "Salma",
)
GIVEN_MEN = (
    "Adnan",
    "Bilal",
    "Fadi",
    "Ghassan",
    "Hadi",
    "Jamil",
    "Khalil",
    "Majed",
    "Nabil",
    "Omran",
    "Rami",
    "Tarek",
)
FAMILY_FIRST = ("Abu", "Al", "Ben", "Bani")
FAMILY_LAST = (
    "Sindiyan",
    "Zaytoun",
    "Rummana",
    "Tannour",
    "Warda",
    "Sahl",
    "Jabal",
    "Wadi",
    "Nahr",
    "Qamar",
    "Bustan",
)


@dataclass(frozen=True)
class People:
    """Workers as columns: women, second group, disability, birth year; the row is the person's number."""

    woman: np.ndarray[tuple[int], np.dtype[np.bool_]]
    second_group: np.ndarray[tuple[int], np.dtype[np.bool_]]
    disability: np.ndarray[tuple[int], np.dtype[np.bool_]]
    birth_year: np.ndarray[tuple[int], np.dtype[np.int64]]


def _exactly(
    count: int, share: float, lots: np.random.Generator
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    flags = np.zeros(count, bool)
    flags[: round(count * share)] = True
    lots.shuffle(flags)
    return flags


def people(scenario: Scenario, count: int) -> People:
    """Return `count` workers; the shares of women, of the second group and of disability are met to one person."""
    lots = np.random.default_rng([scenario.seed, 1])
    share = {
        key: float(scenario.share(key)) for key in ("share_women", "share_second_group", "share_disability")
    }
    ages = np.clip(lots.normal(31, 9, count).round().astype(np.int64), 20, 58)
    return People(
        _exactly(count, share["share_women"], lots),
        _exactly(count, share["share_second_group"], lots),
        _exactly(count, share["share_disability"], lots),
        scenario.phases[0].first.year - ages,
    )


def card(number: int) -> str:
    """Return the card number of a worker."""
    return f"W-{number + 1:06d}"


def account(number: int) -> str:
    """Return an account that cannot exist; the payment file replaces it by a test account besides."""
    return f"TEST-{number + 1:08d}"


def worker_rows(
    found: People, numbers: list[int], *, pcode: str, population: Population
) -> Iterator[dict[str, Any]]:
    """Yield one row of the table of workers for each number, as an officer would fill it."""
    for number in numbers:
        woman = bool(found.woman[number])
        given = (GIVEN_WOMEN if woman else GIVEN_MEN)[number % 12]
        family = f"{FAMILY_FIRST[number // 12 % 4]} {FAMILY_LAST[number // 48 % 11]}"
        yield {
            "card": card(number),
            "name": f"{given} {family} {number + 1:05d}",
            "sex": "F" if woman else "M",
            "birth_date": date(int(found.birth_year[number]), number % 12 + 1, number % 28 + 1),
            "age_proof": "DOCUMENT",
            "area": pcode,
            "local": True,
            "household": f"H-{number + 1:06d}",
            "household_size": 3 + number % 5,
            "small_children": number % 3,
            "phone": f"{population.phone}{number + 1:06d}",
            "channel": "BANK",
            "account": account(number),
            "language": population.language,
            "reads": True,
            "consent": True,
            "fee_asked": False,
            "population_status": population.second_status if found.second_group[number] else "host_community",
            "nationality": population.second_nationality
            if found.second_group[number]
            else population.nationality,
            "wg_walking": 3 if found.disability[number] else 1,
        }
