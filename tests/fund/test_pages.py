"""The pages of the fund answer: what can be spent, where it lies, who asked, what stands for and against it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from mainstay.cases.models import Case
from mainstay.common import clock
from mainstay.fund import selectors, services
from mainstay.fund.models import Account, LedgerEntry, LedgerLine
from mainstay.fund.panels import fund_panel
from mainstay.fund.rules import CREDIT_NORMAL, DEBIT_NORMAL
from tests import builders
from tests.deliver.works.pages import client_of
from tests.fund.test_grants import approved, asked, donor, money

pytestmark = pytest.mark.django_db(databases="__all__")


def page(person, name, *args, status=200, **asked_for):
    answer = client_of(person).get(reverse(name, args=args), asked_for)
    assert status == answer.status_code, answer.content[:300]
    return answer.content.decode().replace("\u00a0", " ")


def _reserved():
    case, officer = builders.case(), builders.person("CPO")
    given = money()
    return approved(asked(case, officer), builders.person("TT_COORD")), given


def test_free_money_opens_to_the_ledger_and_for_others_to_what_it_consists_of():
    case = builders.case()
    money()
    fund, officer = builders.person("FUND"), builders.person("CPO")
    assert f"{reverse('ledger')}?kind=FREE" in page(fund, "fund")
    assert f'href="{reverse("earmarks")}"' in page(officer, "fund")
    found = Case.objects.get(pk=case.pk)
    assert f"{reverse('ledger')}?kind=FREE" in [figure.link for figure in fund_panel(fund, found).figures]
    page(officer, "ledger", status=403)


def test_the_answer_names_free_earmarked_and_reserve():
    money(100_000_00)
    money(50_000_00, earmark="COUNTRY", earmark_key="COM")
    builders.country("COM")
    shown = page(builders.person("FUND"), "fund")
    assert "USD 127,500 free, of it USD 50,000 earmarked; USD 22,500 is kept as reserve." in shown
    assert "Comoros" in page(builders.person("FUND"), "earmarks")


def test_the_fund_says_when_most_of_its_money_comes_from_one_donor():
    money(100_000_00)
    fund = builders.person("FUND")
    assert "100 % of the money comes from one donor" in page(fund, "fund").replace("\u00a0", " ")
    for amount in (100_000_01, 100_000_02, 100_000_03):
        money(amount)
    assert "of the money comes from one donor" not in page(fund, "fund").replace("\u00a0", " ")


def test_the_running_balance_ends_at_what_stands_on_the_account():
    grant, given = _reserved()
    fund = builders.person("FUND")
    services.disburse_grant(by=fund, grant=grant)
    for kind in (*DEBIT_NORMAL, *CREDIT_NORMAL):
        newest = selectors.ledger_lines(fund, kind=kind).first()
        stands = sum(Account.objects.filter(kind=kind).values_list("balance_usd", flat=True))
        assert stands == (newest.running if newest else 0)
    shown = page(fund, "ledger", kind="FREE")
    assert "stand on “free”" in shown
    assert given.reference in page(fund, "ledger", kind="FREE", export="csv")


def test_an_entry_shows_both_sides_and_what_takes_it_back():
    money()
    fund = builders.person("FUND")
    entry = LedgerEntry.objects.order_by("pk").last()
    assert "Both sides are equal" in page(fund, "ledger_entry", entry.pk)
    contra = services.correct_entry(by=fund, entry=entry, reason="Entered twice.")
    assert f"Entry {contra.pk}" in page(fund, "ledger_entry", entry.pk)
    assert "Entered twice." in page(fund, "ledger_entry", contra.pk)
    page(fund, "ledger_entry", 999_999, status=404)


def test_each_window_says_before_anything_is_sent_why_it_stays_shut():
    case, officer = builders.case(level="L1"), builders.person("CPO")
    money(150_000_00)
    shown = page(officer, "fund_ask", case=case.reference, amount="80000")
    assert "“Seed programme (bridging until donor money)” needs an approved design" in shown
    assert f"{reverse('act', args=['fund', 'apply-grant'])}?case={case.pk}" in shown
    offers = {offer.window: offer for offer in selectors.offers_for(case, 80_000_00)}
    assert (True, False) == (offers["W1"].opens, offers["W2"].opens)
    shown = page(officer, "fund_ask", case=case.reference, amount="110000")
    assert "gives at most USD 100,000 here" in shown
    assert not LedgerLine.objects.filter(account__kind="RESERVED").exists()


def test_a_grant_shows_its_silence_clock_and_who_has_spoken():
    case, officer = builders.case(), builders.person("CPO")
    money()
    grant = asked(case, officer)
    services.screen_grant(by=builders.person("FUND"), grant=grant, passed=True)
    services.approve_grant(by=builders.person("TT_COORD"), grant=grant)
    shown = page(officer, "grant", grant.uid)
    assert "Silence approves it on" in shown
    assert "has not spoken" in shown
    services.object_grant(by=builders.person("TT_CHAIR"), grant=grant, words="Too much for one island.")
    shown = page(officer, "grant", grant.uid)
    assert "Silence approves it on" not in shown
    assert "Too much for one island." in shown


def test_a_paid_grant_leads_to_its_contribution_and_back():
    grant, given = _reserved()
    fund = builders.person("FUND")
    services.disburse_grant(by=fund, grant=grant)
    assert reverse("contribution", args=[given.uid]) in page(fund, "grant", grant.uid)
    shown = page(fund, "contribution", given.uid)
    assert grant.reference in shown
    assert f"contribution={given.reference}&amp;kind=ADVANCE" in shown
    assert grant.reference in page(fund, "grants", export="csv")


def test_the_pipeline_weighs_each_lead_by_its_stage():
    officer = builders.person("RM", "global")
    lead = services.add_lead(by=officer, donor=donor("Hopeful"), title="Coast roads", amount_usd=1_000_000_00)
    services.move_lead(by=officer, lead=lead, verb="qualify")
    shown = page(officer, "pipeline")
    assert "1 open lead for USD 1,000,000; weighted by its stage USD 150,000." in shown
    assert "Coast roads" in page(officer, "pipeline", export="csv")


def test_an_exchange_rate_that_is_too_old_says_so():
    fund = builders.person("FUND")
    services.set_rate(
        by=fund, currency="EUR", day=clock.today() - timedelta(days=60), usd=Decimal("1.1"), source="Treasury"
    )
    assert "too old, enter a new one" in page(fund, "rates")
    services.set_rate(by=fund, currency="EUR", day=clock.today(), usd=Decimal("1.2"), source="Treasury")
    assert "Every rate in use is at most 31 days old." in page(fund, "rates")


def test_a_grant_elsewhere_is_not_found():
    grant, _given = _reserved()
    page(builders.person("CPO", "country", "LBN"), "grant", grant.uid, status=404)


def test_a_line_tells_how_its_account_grew_in_both_currencies_alike():
    money()
    fund = builders.person("FUND")
    shown = page(fund, "ledger", kind="FREE", export="csv")
    assert "USD 100,000" in shown
    assert "-100,000" not in shown


def test_an_amount_stays_beside_its_currency_and_a_minus_before_it():
    from mainstay.page.words import money as written

    assert ("USD\u00a090,000", "USD\u00a0−90,000") == (written(90_000_00), written(-90_000_00))


def test_contributions_say_who_gives_how_much_and_for_what_by_name():
    builders.country("COM")
    money(100_000_00, earmark="COUNTRY", earmark_key="COM")
    fund = builders.person("FUND")
    shown = page(fund, "contributions")
    assert "1 donor gives USD 100,000: received USD 100,000." in shown
    assert ">Comoros<" in shown
    assert "COM," not in page(fund, "contributions", export="csv").splitlines()[1].replace("Comoros", "")
    assert "all of it earmarked" in page(fund, "fund")
    assert "What is free is earmarked for: Comoros" in page(fund, "fund")


def test_the_ledger_says_what_came_in_and_what_was_paid_out():
    grant, _given = _reserved()
    fund = builders.person("FUND")
    services.disburse_grant(by=fund, grant=grant)
    shown = page(fund, "ledger")
    assert "USD 100,000 came in." in shown
    assert "was paid out to grants." in shown
    assert "1 grant or application: 1 paid out." in page(fund, "grants")


def test_the_rate_in_use_is_said_without_zeros():
    fund = builders.person("FUND")
    services.set_rate(by=fund, currency="EUR", day=clock.today(), usd=Decimal("1.11"), source="Treasury")
    shown = page(fund, "rates")
    assert "Euro (EUR): 1 counts as USD 1.11, since" in shown
    assert "1.110" not in shown
