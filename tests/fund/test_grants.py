"""Money goes from a pledge to an accepted report, and no balance ever goes below zero."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db.models import Sum

from mainstay.accounts.models import Person
from mainstay.cases.models import Case
from mainstay.common import clock
from mainstay.common.errors import BadInput, NotAllowed, RuleBroken
from mainstay.fund import selectors, services
from mainstay.fund.models import Account, Contribution, Grant, LedgerLine
from mainstay.partners.models import Organisation
from tests import builders

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 1, 10, 9, tzinfo=UTC)


def donor(name: str = "A donor") -> Organisation:
    return Organisation.objects.create(
        name=name,
        type="BILATERAL",
        level="global",
        registered_by=builders.operator(),
        registered_at=clock.now(),
    )


def money(amount: int = 100_000_00, currency: str = "USD", **earmark: str) -> Contribution:
    """Return a contribution that was signed and received whole."""
    fund, officer = builders.person("FUND"), builders.person("RM", "global")
    given = services.record_pledge(
        by=officer, donor=donor(f"Donor of {amount} {currency} {earmark}"), title="Fragile contexts",
        currency=currency, amount=amount, **earmark,
    )  # fmt: skip
    services.record_contribution(by=fund, contribution=given)
    services.record_receipt(by=fund, contribution=given, amount=amount)
    return given


def asked(
    case: Case, by: Person, amount: int = 40_000_00, window: str = "W1", purpose: str = "assessment"
) -> Grant:
    grant = services.apply_grant(
        by=by, case=case, window=window, purpose=purpose, what_for="Rapid assessment", amount_usd=amount
    )
    services.submit_grant(by=by, grant=grant)
    return grant


def approved(grant: Grant, coordinator: Person) -> Grant:
    services.screen_grant(by=builders.person("FUND"), grant=grant, passed=True)
    services.approve_grant(by=coordinator, grant=grant)
    with clock.at(clock.now() + timedelta(hours=25)):
        services.adopt_silent_grants()
    grant.refresh_from_db()
    return grant


def balances(kind: str) -> int:
    return Account.objects.filter(kind=kind).aggregate(usd=Sum("balance_usd"))["usd"] or 0


def test_window_one_pays_before_any_assessment() -> None:
    case, officer = builders.case(), builders.person("CPO")
    money()
    grant = approved(asked(case, officer), builders.person("TT_COORD"))
    assert grant.state == "APPROVED"
    services.disburse_grant(by=builders.person("FUND"), grant=grant)
    assert balances("ADVANCE") == 40_000_00
    assert case.stages.get(stage="fund").state == "OPEN"


def test_an_objection_stops_the_silence() -> None:
    case, officer = builders.case(), builders.person("CPO")
    money()
    grant = asked(case, officer)
    services.screen_grant(by=builders.person("FUND"), grant=grant, passed=True)
    services.approve_grant(by=builders.person("TT_COORD"), grant=grant)
    services.object_grant(by=builders.person("TT_CHAIR"), grant=grant, words="Too much for one island.")
    with clock.at(clock.now() + timedelta(days=3)):
        assert services.adopt_silent_grants() == 0
    grant.refresh_from_db()
    assert grant.state == "SCREENED"


def test_over_the_windows_limit_is_refused_with_the_limit() -> None:
    case, officer = builders.case(level="L1"), builders.person("CPO")
    grant = services.apply_grant(
        by=officer, case=case, window="W1", purpose="assessment", what_for="All", amount_usd=100_001_00
    )
    with pytest.raises(RuleBroken, match="100000"):
        services.submit_grant(by=officer, grant=grant)


def test_what_is_not_there_cannot_be_approved() -> None:
    case, officer = builders.case(), builders.person("CPO")
    money(30_000_00)
    grant = asked(case, officer)
    with pytest.raises(RuleBroken, match="wanted"):
        services.screen_grant(by=builders.person("FUND"), grant=grant, passed=True)


def test_the_reserve_is_kept() -> None:
    case, officer = builders.case(), builders.person("CPO")
    money(44_000_00)
    grant = asked(case, officer, 40_000_00)
    with pytest.raises(RuleBroken, match="reserve"):
        services.screen_grant(by=builders.person("FUND"), grant=grant, passed=True)


def test_money_earmarked_for_another_country_is_not_touched() -> None:
    case, officer = builders.case(), builders.person("CPO")
    elsewhere = money(earmark="COUNTRY", earmark_key="SDN")
    here = money(earmark="COUNTRY", earmark_key="COM")
    approved(asked(case, officer), builders.person("TT_COORD"))
    assert Account.objects.get(kind="FREE", contribution=elsewhere).balance_usd == 100_000_00
    assert Account.objects.get(kind="FREE", contribution=here).balance_usd == 60_000_00


def test_the_oldest_compatible_money_goes_first() -> None:
    with clock.at(DAY):
        case, officer = builders.case(), builders.person("CPO")
        old = money(50_000_00)
    with clock.at(DAY + timedelta(days=30)):
        young = money(80_000_00)
        approved(asked(case, officer, 60_000_00), builders.person("TT_COORD"))
    assert Account.objects.get(kind="FREE", contribution=old).balance_usd == 0
    assert Account.objects.get(kind="FREE", contribution=young).balance_usd == 70_000_00


def test_who_asks_neither_approves_nor_pays() -> None:
    case, coordinator = builders.case(), builders.person("TT_COORD")
    money()
    grant = asked(case, coordinator)
    services.screen_grant(by=builders.person("FUND"), grant=grant, passed=True)
    with pytest.raises(NotAllowed, match="person"):
        services.approve_grant(by=coordinator, grant=grant)


def test_a_second_grant_waits_for_a_late_report() -> None:
    case, officer = builders.case(), builders.person("CPO")
    money()
    first = approved(asked(case, officer), builders.person("TT_COORD"))
    services.disburse_grant(by=builders.person("FUND"), grant=first)
    assert first.report_due_on is not None
    later = datetime.combine(first.report_due_on, datetime.min.time(), UTC) + timedelta(days=31)
    with clock.at(later), pytest.raises(RuleBroken, match="31 days late"):
        asked(case, officer, 10_000_00)


def test_what_was_not_spent_comes_back_under_its_earmark() -> None:
    case, officer = builders.case(), builders.person("CPO")
    given = money(earmark="REGION", earmark_key="Africa")
    grant = approved(asked(case, officer), builders.person("TT_COORD"))
    services.disburse_grant(by=builders.person("FUND"), grant=grant)
    services.report_grant(
        by=officer, grant=grant, spent_usd=31_000_00, report="Assessment done on three islands."
    )
    services.accept_report(by=builders.person("FUND"), grant=grant)
    assert Account.objects.get(kind="FREE", contribution=given).balance_usd == 69_000_00
    assert (balances("EXPENSE"), balances("ADVANCE")) == (31_000_00, 0)


def test_every_booking_sums_to_zero_in_both_currencies() -> None:
    case, officer = builders.case(), builders.person("CPO")
    services.set_rate(
        by=builders.person("FUND"),
        currency="EUR",
        day=date(2026, 1, 1),
        usd=Decimal("1.0837"),
        source="A central bank",
    )
    with clock.at(DAY):
        case, officer = builders.case(), builders.person("CPO")
        money(70_000_00, "EUR")
        approved(asked(case, officer, 33_333_33), builders.person("TT_COORD"))
    for entry in LedgerLine.objects.values("entry").annotate(own=Sum("amount"), usd=Sum("amount_usd")):
        assert (entry["own"], entry["usd"]) == (0, 0)


def test_money_in_another_currency_needs_a_fresh_rate() -> None:
    fund, officer = builders.person("FUND"), builders.person("RM", "global")
    given = services.record_pledge(by=officer, donor=donor(), title="Euros", currency="EUR", amount=1_000_00)
    with pytest.raises(RuleBroken, match="no rate for EUR"):
        services.record_contribution(by=fund, contribution=given)


def test_a_wrong_booking_is_taken_back_by_a_contra_entry() -> None:
    fund = builders.person("FUND")
    given = money(10_000_00)
    entry = LedgerLine.objects.filter(account__contribution=given, account__kind="CASH").get().entry
    services.correct_entry(by=fund, entry=entry, reason="Received by another account")
    assert Account.objects.get(kind="CASH", contribution=given).balance_usd == 0
    with pytest.raises(RuleBroken, match="already"):
        services.correct_entry(by=fund, entry=entry, reason="Again")


def test_money_that_was_spent_cannot_be_taken_back() -> None:
    case, officer = builders.case(), builders.person("CPO")
    given = money(60_000_00)
    grant = approved(asked(case, officer), builders.person("TT_COORD"))
    services.disburse_grant(by=builders.person("FUND"), grant=grant)
    entry = LedgerLine.objects.filter(account__contribution=given, entry__verb="receive").first()
    assert entry is not None
    with pytest.raises(RuleBroken, match="wanted"):
        services.correct_entry(by=builders.person("FUND"), entry=entry.entry, reason="Mistake")


def test_the_balance_says_what_can_be_spent() -> None:
    money()
    shown = selectors.balance(builders.person("FUND"))
    assert (shown["free_usd"], shown["reserve_usd"], shown["spendable_usd"]) == (
        100_000_00,
        15_000_00,
        85_000_00,
    )


def test_a_lost_lead_says_why() -> None:
    officer = builders.person("RM", "global")
    lead = services.add_lead(by=officer, donor=donor(), title="Recovery", amount_usd=500_000_00)
    with pytest.raises(BadInput, match="why"):
        services.move_lead(by=officer, lead=lead, verb="lose")
    services.move_lead(by=officer, lead=lead, verb="lose", reason="Went to another agency")
    assert lead.state == "LOST"
