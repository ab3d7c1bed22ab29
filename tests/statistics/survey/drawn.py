"""Samples drawn from a seed for R to compute on: of the same shape as those of the kept oracles."""

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

Row = dict[str, Any]
STATUS = ("employee", "family", "own")
#: Towns in all and towns drawn, by region.
TOWNS = {"north": (30, 6), "south": (24, 4), "east": (40, 5), "west": (12, 2)}
FIELDS = {"north": (30, 5), "south": (24, 4), "east": (40, 5)}
#: Numbers that the population has in the schemes of calibration.
KNOWN = {
    "region": {"east": 1750, "north": 1400, "south": 1150},
    "sex": {"female": 2050, "male": 2250},
    "roof": {"iron": 1500, "thatch": 1450, "tile": 1350},
}


def write(rows: list[Row], file: Path) -> None:
    """Write rows as the CSV that R and the tests read."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def people(seed: int) -> list[Row]:
    """Return persons of households in towns of regions, drawn until each region has all kinds of them."""
    draw = np.random.default_rng(seed)
    while True:
        rows = [
            row for region in TOWNS for town in range(TOWNS[region][1]) for row in _town(draw, region, town)
        ]
        kinds = [(row["region"], row["sex"], row[name]) for name in ("status", "employed") for row in rows]
        poor = Counter((row["status"], row["sex"], row["income"] < 600) for row in rows)
        if min(Counter(kinds).values()) > 1 and len(set(kinds)) == 4 * 2 * (3 + 2) and min(poor.values()) > 1:
            break
    for name, count in (("income", 9), ("status", 6), ("sex", 3)):
        for place in draw.choice(len(rows), count, replace=False):
            rows[place][name] = None
    for place in draw.choice(len(rows), 2, replace=False):
        rows[place]["weight"] = 0
    return rows


def _town(draw: np.random.Generator, region: str, town: int) -> list[Row]:
    towns, drawn_towns = TOWNS[region]
    drawn, households, level = int(draw.integers(7, 12)), int(draw.integers(16, 31)), draw.normal(0, 0.4)
    rows = []
    for household in range(drawn):
        person = _person(draw, level)
        weight = towns / drawn_towns * households / drawn * draw.uniform(0.8, 1.2)
        place = {"region": region, "town": town + 1, "household": household + 1}
        size = {"towns": towns, "households": households, "weight": round(weight, 4)}
        thin = f"w{town + 1}" if region == "west" else region
        year = round(20 + person["employed"] + person["age"] / 100, 2)
        rows.append(place | size | person | {"thin": thin, "year": year})
    return rows


def _person(draw: np.random.Generator, level: float) -> Row:
    sex, age = str(draw.choice(["female", "male"])), int(draw.integers(15, 71))
    employed = int(draw.random() < 1 / (1 + np.exp(-0.2 - level - 0.5 * (sex == "male"))))
    return {
        "sex": sex,
        "age": age,
        "employed": employed,
        "hours": int(draw.integers(8, 61)) if employed else 0,
        "income": round(float(np.exp(5.5 + level + 0.02 * age + draw.normal(0, 0.5))), 2),
        "status": str(draw.choice(STATUS)),
    }


def pairs(seed: int) -> list[Row]:
    """Return persons of two units in each of six strata; R adds the replicates."""
    draw = np.random.default_rng(seed)
    rows: list[Row] = []
    for stratum in "abcdef":
        for unit in (1, 2):
            level = draw.normal(0, 0.4)
            village = "town" if stratum < "d" else "village"
            for _person_of_unit in range(int(draw.integers(5, 9))):
                person = _person(draw, level)
                rows.append(
                    {"stratum": stratum, "unit": unit, "weight": round(draw.uniform(4, 40), 3)}
                    | person
                    | {"year": round(20 + person["employed"] + person["age"] / 100, 2)}
                    | {"place": "camp" if (stratum, unit) == ("a", 1) else village}
                )
    for place in draw.choice(len(rows), 4, replace=False):
        rows[place]["income"] = None
    rows[int(draw.integers(len(rows)))]["weight"] = 0
    return rows


def households(seed: int) -> list[Row]:
    """Return households with weights that come near the known totals, so that bounded weights can reach them."""
    draw = np.random.default_rng(seed)
    rows: list[Row] = []
    for region, (towns, drawn_towns) in FIELDS.items():
        for town in range(drawn_towns):
            whole, level = int(draw.integers(30, 61)), draw.normal(0, 0.3)
            for household in range(int(draw.integers(8, 11))):
                place = {"region": region, "town": town + 1, "household": household + 1}
                rows.append(place | {"towns": towns, "households": whole, "weight": 1.0} | _home(draw, level))
    for sex in KNOWN["sex"]:
        own = [row for row in rows if row["sex"] == sex]
        for row, size in zip(own, draw.permutation(np.resize(np.arange(1, 8), len(own))), strict=True):
            row["size"] = int(size)
    for _round in range(20):
        for name, known in KNOWN.items():
            sums: Counter[str] = Counter()
            for row in rows:
                sums[row[name]] += row["weight"]
            for row in rows:
                row["weight"] *= known[row[name]] / sums[row[name]]
    for row in rows:
        row["weight"] = round(row["weight"] * draw.uniform(0.92, 1.08), 4)
    for place in draw.choice(len(rows), 2, replace=False):
        rows[place]["income"] = None
    return rows


def _home(draw: np.random.Generator, level: float) -> Row:
    size = int(draw.integers(1, 8))
    return {
        "sex": str(draw.choice(["female", "male"])),
        "size": size,
        "roof": str(draw.choice(["iron", "thatch", "tile"])),
        "income": round(float(np.exp(6 + level + 0.1 * size + draw.normal(0, 0.5))), 2),
        "hours": int(draw.integers(8, 61)),
        "status": str(draw.choice(STATUS)),
    }
