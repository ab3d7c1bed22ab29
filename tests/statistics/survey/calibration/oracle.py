"""The tables that R was asked, and the schemes of weights by their name in its script."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from mainstay.statistics.survey.calibration import calibrate, poststratify, rake, trim
from mainstay.statistics.survey.columns import Columns, Floats

FOLDER = Path(__file__).parent / "oracle"
TEXTS = {"region", "sex", "roof", "status"}
SEX = {"female": 2050, "male": 2250}
REGION = {"east": 1750, "north": 1400, "south": 1150}
ROOF = {"iron": 1500, "thatch": 1450, "tile": 1350}
CELLS = {
    ("east", "female"): 830, ("north", "female"): 660, ("south", "female"): 560,
    ("east", "male"): 920, ("north", "male"): 740, ("south", "male"): 590,
}  # fmt: skip
SIZED = ("~ region + sex + size", {"region": REGION, "sex": SEX, "size": 17500})
CROSSED = {
    "(Intercept)": 4300, "regionnorth": 1400, "regionsouth": 1150, "sexmale": 2250,
    "regionnorth:sexmale": 700, "regionsouth:sexmale": 650,
}  # fmt: skip
SLOPES = {"roof": ROOF, "sexmale": 2250, "sexfemale:size": 8300, "sexmale:size": 9200}
MARGINS = {"sex": SEX, "region": REGION, "roof": ROOF}
#: Each scheme as the calls of a design, one after the other.
SCHEMES: dict[str, list[tuple[str, tuple[Any, ...], dict[str, Any]]]] = {
    "linear": [("calibrate", SIZED, {})],
    "raking": [("calibrate", SIZED, {"distance": "raking"})],
    "logit": [("calibrate", SIZED, {"distance": "logit", "bounds": (0.6, 1.8)})],
    "truncated": [("calibrate", SIZED, {"distance": "truncated", "bounds": (0.8, 1.25)})],
    "crossed": [("calibrate", ("~ region * sex", CROSSED), {})],
    "plain": [("calibrate", ("~ region + size - 1", {"region": REGION, "size": 17500}), {})],
    "slopes": [("calibrate", ("~ roof + sex + sex:size - 1", SLOPES), {})],
    "poststrata": [("poststratify", (["region", "sex"], CELLS), {})],
    "rake": [("rake", (MARGINS,), {"tolerance": 1e-13})],
    "poststrata_rake": [
        ("poststratify", (["region", "sex"], CELLS), {}),
        ("rake", (MARGINS,), {"tolerance": 1e-13}),
    ],
    "rake_linear": [("rake", (MARGINS,), {"tolerance": 1e-13}), ("calibrate", SIZED, {})],
    "trimmed": [("trim", (), {"lower": 24, "upper": 60})],
    "strict": [("trim", (), {"lower": 25, "upper": 55, "strict": True})],
}
CALLS: dict[str, Callable[..., Any]] = {"calibrate": calibrate, "poststratify": poststratify, "rake": rake}


def rows_of(name: str, folder: Path = FOLDER) -> list[dict[str, str]]:
    """Return the rows of one of the CSV files."""
    with (folder / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def households(folder: Path = FOLDER) -> Columns:
    """Return the sample."""
    rows = rows_of("households.csv", folder)
    return Columns(
        {
            name: [(row[name] if name in TEXTS else float(row[name])) if row[name] else None for row in rows]
            for name in rows[0]
        }
    )


def weighed(scheme: str, folder: Path = FOLDER) -> Floats:
    """Return our weights under a scheme."""
    table = households(folder)
    weights = table.numbers("weight")
    for call, given, named in SCHEMES[scheme]:
        found = trim(weights, **named) if call == "trim" else CALLS[call](table, weights, *given, **named)
        weights = found.weights
    return weights


def theirs(scheme: str, folder: Path = FOLDER) -> Floats:
    """Return R's weights under a scheme."""
    return np.array([float(row[scheme]) for row in rows_of("weights.csv", folder)])
