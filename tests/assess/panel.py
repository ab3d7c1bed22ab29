"""Two rounds of one survey in places drawn from a seed: some places are in both rounds, some were drawn anew."""

import csv
from pathlib import Path
from typing import Any

import numpy as np

from mainstay.assess import services
from mainstay.common import clock
from tests.assess.field import fielded, taken, worker

Row = dict[str, Any]
STRATA = {"north": 3000, "south": 2000, "west": 1000}
#: Clusters of each stratum by round: the north keeps its places, the south loses one and gets two, the west is new.
CLUSTERS = {
    "before": {"north": range(1, 7), "south": range(1, 6), "west": range(1, 5)},
    "after": {"north": range(1, 7), "south": range(2, 8), "west": range(11, 16)},
}


def panel(seed: int, *, anew: bool = False, likeness: float = 1.2) -> list[Row]:
    """Return the households of both rounds; `likeness` of those in one place is the same in both, unless drawn `anew`."""
    draw = np.random.default_rng(seed)
    luck: dict[tuple[str, str], float] = {}
    rows = []
    for when, strata in CLUSTERS.items():
        for stratum, clusters in strata.items():
            for number in clusters:
                code = f"{'N' if anew and when == 'after' else 'C'}{number:02d}"
                place = luck.setdefault((stratum, code), draw.normal(0, likeness))
                rows += [_household(draw, when, stratum, code, place) for _each in range(6 + number % 3)]
    return rows


def _household(draw: np.random.Generator, when: str, stratum: str, cluster: str, place: float) -> Row:
    chance = 1 / (1 + np.exp(0.4 * (when == "before") - place))
    past = int(draw.integers(1, 5))
    return {
        "round": when, "stratum": stratum, "cluster": cluster, "sex": "F" if draw.random() < 0.5 else "M",
        "past": past, "now": int(draw.binomial(past, chance)), "insured": "yes" if draw.random() < chance else "no",
    }  # fmt: skip


def read(file: Path) -> list[Row]:
    """Return the rows of a kept panel."""
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def surveyed(rows: list[Row], when: str, *, at: Any, method: str = "random", case: Any = None) -> Any:
    """Return an estimated assessment with the interviews of one round, and its analyst."""
    with clock.at(at):
        assessment, form, analyst = fielded(
            module="HOUSEHOLD", method=method, strata=STRATA, **({"case": case} if case else {})
        )
        mine = [row for row in rows if row["round"] == when]
        taken(form, analyst, [_interview(row, number) for number, row in enumerate(mine, 1)])
        services.compute_estimates(by=analyst, assessment=assessment)
    assessment.refresh_from_db()
    return assessment, analyst


def _interview(row: Row, number: int) -> Row:
    return worker(
        place=row["stratum"], sex=row["sex"], n=number, RESP_STRATUM=row["stratum"], RESP_CLUSTER=row["cluster"],
        Q_HHD_04_before=row["past"], Q_HHD_04_now=row["now"], Q_HHD_13=row["insured"],
    )  # fmt: skip
