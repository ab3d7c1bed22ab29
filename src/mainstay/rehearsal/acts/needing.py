"""What recovery needs, as the assessment of a crisis states it: works, restarts, skills, tools, and who covers what."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from mainstay.assess.services import (
    record_cover,
    record_rebuilding,
    record_support,
    set_price_rise,
    size_works,
)
from mainstay.common.money import to_minor
from mainstay.rehearsal.theatre import Theatre

if TYPE_CHECKING:
    from mainstay.assess.models import Assessment, RecoveryNeed

#: Item, horizon, people, what one costs in daily wages.
SUPPORT = (
    ("Emergency works on roads and water", "short", 1_200, 40),
    ("Grants to restart small businesses", "medium", 400, 60),
    ("Skills and apprenticeships", "medium", 600, 50),
    ("Social protection of those who cannot work", "long", 800, 90),
)
#: The destroyed tools in daily wages, and what of it another chapter has.
TOOLS, STALLS = 20_000, 8_000


def state_needs(theatre: Theatre, assessment: "Assessment", as_of: date) -> None:
    """Record the needs of an assessment, size the first by works, and say what others cover."""
    officer, scenario = theatre.person("officer"), theatre.scenario
    wage = -(-to_minor(scenario.floor_on(scenario.phases[0].first), scenario.currency) // scenario.divisor)
    set_price_rise(
        by=officer, assessment=assessment, price_rise=Decimal("0.04"), source="Synthetic price index"
    )
    needs = [
        record_support(
            by=officer, assessment=assessment, item=item, horizon=horizon, beneficiaries=people, each_minor=days * wage,
            currency=scenario.currency, source="Synthetic household interviews", as_of=as_of,
        )
        for item, horizon, people, days in SUPPORT
    ]  # fmt: skip
    record_rebuilding(
        by=officer, assessment=assessment, item="Workshop tools and market stalls", horizon="short",
        damage_minor=TOOLS * wage, better=Decimal("0.15"), currency=scenario.currency, source="Synthetic damage count",
        as_of=as_of, elsewhere_chapter="Commerce and industry", elsewhere_item="Market stalls",
        elsewhere_minor=STALLS * wage,
    )  # fmt: skip
    _fill(theatre, needs, wage, as_of)


def _fill(theatre: Theatre, needs: "list[RecoveryNeed]", wage: int, as_of: date) -> None:
    officer = theatre.person("officer")
    size_works(
        by=officer, need=needs[0], households=1_200, days=40, daily_wage_minor=wage, labour_share=Decimal("0.6"),
        overhead=Decimal("0.12"), market_wage_minor=wage, floor_minor=wage, floor_source="Synthetic minimum wage",
    )  # fmt: skip
    record_cover(
        by=officer, need=needs[1], organisation="A development bank (synthetic)", amount_minor=150 * 60 * wage,
        source="Synthetic letter of intent", as_of=as_of,
    )  # fmt: skip
