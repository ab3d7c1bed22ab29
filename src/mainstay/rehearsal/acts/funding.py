"""Money of the road: what donors give, the first window before any assessment, the seed of the works, the reports."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from mainstay.design.selectors import amounts_of
from mainstay.fund.selectors import contributions_visible, grants_visible
from mainstay.fund.services import (
    accept_report,
    adopt_silent_grants,
    apply_grant,
    approve_grant,
    disburse_grant,
    record_contribution,
    record_pledge,
    record_receipt,
    report_grant,
    screen_grant,
    set_rate,
    submit_grant,
)
from mainstay.rehearsal.theatre import Theatre

from .arriving import body_of
from .days import before

if TYPE_CHECKING:
    from mainstay.fund.models import Grant

FIRST_USD = 90_000_00
SEED_USD, ROUND_USD = 750_000_00, 5_000_00
GIFT = "Jobs in host communities"
#: What the donor gives to the fund, in minor units of the euro; the works themselves it pays beside it.
GIVEN_EUR = 4_000_000_00


def receive(theatre: Theatre) -> None:
    """Play the pledge, its signature and the money that comes."""
    theatre.act("fund", "pledge", before(theatre, 158), lambda: _pledge(theatre))
    theatre.act("fund", "money received", before(theatre, 146), lambda: _receive(theatre))


def _pledge(theatre: Theatre) -> None:
    set_rate(
        by=theatre.person("fund"), currency="EUR", day=before(theatre, 158).date(), usd=Decimal("1.11"),
        source="Synthetic rate",
    )  # fmt: skip
    pledge = record_pledge(
        by=theatre.person("mobiliser"), donor=body_of(theatre, "donor"), title=theatre.scenario.tells("gift", GIFT),
        currency="EUR", amount=GIVEN_EUR, earmark="COUNTRY", earmark_key=theatre.scenario.country,
        management_share=Decimal("0.07"), expected_on=before(theatre, 146).date(), synthetic=True,
    )  # fmt: skip
    record_contribution(by=theatre.person("fund"), contribution=pledge)


def _receive(theatre: Theatre) -> None:
    given = contributions_visible(theatre.person("fund")).get(title=theatre.scenario.tells("gift", GIFT))
    record_receipt(by=theatre.person("fund"), contribution=given, amount=GIVEN_EUR)


def first_window(theatre: Theatre) -> None:
    """Play the grant of the first window: asked, approved by silence and paid before any assessment."""
    theatre.act("fund", "W1 asked", before(theatre, 133, 10), lambda: _ask_first(theatre))
    theatre.act("fund", "W1 approved", before(theatre, 132), lambda: _approve(theatre, "W1", ["coordinator"]))
    theatre.act("fund", "W1 silence", before(theatre, 130), adopt_silent_grants)
    theatre.act("fund", "W1 paid", before(theatre, 129), lambda: pay(theatre, "W1"))


def _ask_first(theatre: Theatre) -> None:
    officer = theatre.person("officer")
    grant = apply_grant(
        by=officer, case=theatre.props["case"], window="W1", purpose="assessment",
        what_for="Rapid assessment, surge team and first meetings of the dialogue", amount_usd=FIRST_USD,
    )  # fmt: skip
    submit_grant(by=officer, grant=grant)


def no_regret(theatre: Theatre) -> None:
    """Play a second grant of the first window, from which works start before their design is approved."""
    theatre.act("fund", "no-regret asked", before(theatre, 128), lambda: _ask_no_regret(theatre))
    theatre.act(
        "fund", "no-regret approved", before(theatre, 127), lambda: _approve(theatre, "W1", ["coordinator"])
    )
    theatre.act("fund", "no-regret silence", before(theatre, 124), adopt_silent_grants)
    theatre.act("fund", "no-regret paid", before(theatre, 123), lambda: pay(theatre, "W1"))


def _ask_no_regret(theatre: Theatre) -> None:
    officer = theatre.person("officer")
    grant = apply_grant(
        by=officer, case=theatre.props["case"], window="W1", purpose="no_regret_works",
        what_for="Wages, tools and insurance of the first two sites for a month", amount_usd=FIRST_USD,
    )  # fmt: skip
    submit_grant(by=officer, grant=grant)


def grant_of(theatre: Theatre, window: str) -> "Grant":
    """Return the newest grant of the case from a window."""
    rows = grants_visible(theatre.person("coordinator")).filter(case=theatre.props["case"], window=window)
    return rows.order_by("-pk")[0]


def _approve(theatre: Theatre, window: str, slots: Sequence[str]) -> None:
    grant = grant_of(theatre, window)
    screen_grant(by=theatre.person("fund"), grant=grant, passed=True)
    for part in slots:
        approve_grant(by=theatre.person(part), grant=grant)


def approve_seed(theatre: Theatre) -> None:
    """Screen the newest grant of the second window, and fill its four seats."""
    _approve(theatre, "W2", ["coordinator", "third_member", "employers_member", "workers_member"])


def pay(theatre: Theatre, window: str) -> None:
    """Pay out the newest grant of a window."""
    disburse_grant(by=theatre.person("treasurer"), grant=grant_of(theatre, window))


def report(theatre: Theatre, window: str, words: str, *, left: int = 0) -> None:
    """Report on the newest grant of a window and let the fund accept it; what is `left` (US cents) comes back."""
    grant = grant_of(theatre, window)
    report_grant(by=theatre.person("officer"), grant=grant, spent_usd=grant.amount_usd - left, report=words)
    accept_report(by=theatre.person("fund"), grant=grant)


def second_window(theatre: Theatre) -> None:
    """Play the report on the first grant, and the seed of the works from the second window."""
    theatre.act(
        "fund", "W1 reported", before(theatre, 79),
        lambda: report(theatre, "W1", "Assessment approved, two experts, three meetings.", left=4_250_00),
    )  # fmt: skip
    what_for = "Seed of the works until the donor's first instalment"
    theatre.act("fund", "W2 asked", before(theatre, 78), lambda: ask_seed(theatre, what_for))
    theatre.act("fund", "W2 approved", before(theatre, 74), lambda: approve_seed(theatre))
    theatre.act("fund", "W2 paid", before(theatre, 72), lambda: pay(theatre, "W2"))


def ask_seed(theatre: Theatre, what_for: str) -> None:
    """Ask the second window for a seed of the works: half of what they cost at most."""
    officer = theatre.person("officer")
    half = int(amounts_of(theatre.props["project"])["budget"]) // 2
    grant = apply_grant(
        by=officer, case=theatre.props["case"], window="W2", purpose="works", what_for=what_for,
        amount_usd=min(SEED_USD, max(ROUND_USD, half - half % ROUND_USD)), project=theatre.props["project"], components=["WRK"],
    )  # fmt: skip
    submit_grant(by=officer, grant=grant)
