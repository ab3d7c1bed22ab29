"""The register of sources as it is shipped: whose data, on which terms, how it is reached, when it counts as silent."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REFERENCE = Path(__file__).parents[1] / "reference"


@dataclass(frozen=True, slots=True)
class Listing:
    """One line of the register.

    `grounds` says on what the connector rests: ``copy`` (a file of the source itself, read in full) or
    ``documentation`` (built from what the source publishes about its form, never run against it). `access` is
    ``open``, ``key``, ``file`` (a download by hand) or ``own`` (only the user's own key or download: its terms forbid
    more). After `silent_days` without an answer the source counts as silent.
    """

    code: str
    name: str
    owner: str
    licence: str
    address: str
    cite: str
    rhythm: str
    silent_days: int
    grounds: str
    access: str
    hosts: tuple[str, ...]


@cache
def listings() -> dict[str, Listing]:
    """Return the register by code, in its order."""
    with (REFERENCE / "sources.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    return {
        row["code"]: Listing(
            **{**row, "silent_days": int(row["silent_days"]), "hosts": tuple(row["hosts"].split())}  # type: ignore[arg-type]
        )
        for row in rows
    }
