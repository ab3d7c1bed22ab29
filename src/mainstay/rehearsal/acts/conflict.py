"""What a mixed panel reads in the conflict between two communities: made up, and every line says so."""

from datetime import date
from typing import TYPE_CHECKING, Any

from mainstay.assess.services import (
    add_conflict_secrets,
    begin_conflict_reading,
    hand_in_conflict_reading,
    write_conflict_findings,
    write_harm_measures,
)
from mainstay.rehearsal.theatre import Theatre

if TYPE_CHECKING:
    from mainstay.assess.models import Assessment


def read_conflict(theatre: Theatre, assessment: "Assessment", *, place: str, held_on: date) -> None:
    """Sit with a panel of both communities, write what it says, and hand the reading in."""
    officer = theatre.person("officer")
    reading = begin_conflict_reading(
        by=officer, assessment=assessment, place=place, held_on=held_on, people=9, women=4,
        sides=["HOSTS", "DISPLACED", "YOUTH", "TRADERS"],
    )  # fmt: skip
    write_conflict_findings(
        by=officer, reading=reading, connectors=_made_up(CONNECTORS, "words"), stakes=STAKES,
        bodies=_made_up(BODIES, "name"), youth_view="FAIR",
        youth_words="Fair where a list hangs out; an insult where a foreman calls his cousins (synthetic).",
    )  # fmt: skip
    add_conflict_secrets(
        by=officer, reading=reading, dividers=_made_up(DIVIDERS, "words"), triggers=_made_up(TRIGGERS, "words"),
        gatekeepers=_made_up(GATEKEEPERS, "words"),
    )  # fmt: skip
    write_harm_measures(by=officer, reading=reading, measures=_made_up(MEASURES, "measure"))
    hand_in_conflict_reading(by=officer, reading=reading)


def _made_up(rows: tuple[dict[str, Any], ...], name: str) -> list[dict[str, Any]]:
    return [{**row, name: f"{row[name]} (synthetic)"} for row in rows]


CONNECTORS = (
    {"words": "One market, where both communities buy and sell"},
    {"words": "A football league of mixed teams"},
    {"words": "Savings groups of women from both communities"},
)
STAKES = [
    {"group": "Young people without papers", "good": "JOBS", "gains": True},
    {"group": "Young people without papers", "good": "TRAINING", "gains": True},
    {"group": "Foremen who hire by name", "good": "JOBS", "gains": False},
    {"group": "Traders of the main street", "good": "CONTRACTS", "gains": True},
    {"group": "Women who sell at the roadside", "good": "CONTRACTS", "gains": False},
    {"group": "Women who sell at the roadside", "good": "TRAINING", "gains": True},
]
BODIES: tuple[dict[str, Any], ...] = (
    {"name": "Council of elders", "women_use": False, "youth_use": False},
    {"name": "Mediators of the municipality", "women_use": True, "youth_use": True},
    {"name": "Market committee", "women_use": True},
)
DIVIDERS = (
    {
        "over": "JOBS",
        "words": "Those who came first say that day labour is given to those who came last, for less",
    },
    {"over": "LAND", "words": "Both communities claim the place by the river where sand is dug"},
)
TRIGGERS = (
    {"what": "DATE", "words": "The pay day of works that hire from one community only"},
    {"what": "PLACE", "words": "The gate of the works before sunrise"},
)
GATEKEEPERS = ({"controls": "HIRING", "words": "Foremen of contractors, who ask for a day's pay"},)
MEASURES = (
    {
        "risk": "Places go to one community, and the other sees itself passed over",
        "measure": "Draw places by lot in public, half for each community, and hang out the list",
        "owner_role": "CPO", "due": "Before the first hiring",
    },
    {
        "risk": "Foremen sell places",
        "measure": "Hire at the job office; a telephone line takes complaints about fees",
        "owner_role": "GRM", "due": "Before the first hiring",
    },
    {
        "risk": "Women at the roadside lose their customers to contracted caterers",
        "measure": "Buy meals for the sites from their savings groups",
        "owner_role": "SITE_ENG", "due": "From the first day of work",
    },
)  # fmt: skip
