"""Promised money that does not come is marked and told; what is taken back leaves no claim behind."""

from datetime import date, timedelta

import pytest

from mainstay.common import clock
from mainstay.common.errors import BadInput, RuleBroken
from mainstay.common.models import Notice
from mainstay.fund import services
from mainstay.fund.models import Account
from tests import builders
from tests.fund.test_grants import DAY, donor

pytestmark = pytest.mark.django_db


def pledged(**more):
    return services.record_pledge(
        by=builders.person("RM", "global"), donor=donor(), title="Fragile contexts", currency="USD", amount=10_000_00, **more
    )  # fmt: skip


def test_money_that_did_not_come_is_marked_told_once_and_still_taken_when_it_comes():
    with clock.at(DAY):
        keeper = builders.person("FUND")
        given = pledged(expected_on=date(2026, 2, 1))
        services.record_contribution(by=keeper, contribution=given)
    with clock.at(DAY + timedelta(days=30)):
        assert 1 == services.mark_overdue()
        assert 0 == services.mark_overdue()
        given.refresh_from_db()
        assert "OVERDUE" == given.state
        assert Notice.objects.filter(kind="money_overdue").exists()
        services.record_receipt(by=keeper, contribution=given, amount=10_000_00)
    assert "RECEIVED" == given.state


def test_a_pledge_taken_back_writes_its_claim_off():
    with clock.at(DAY):
        officer, keeper = builders.person("RM", "global"), builders.person("FUND")
        given = pledged()
        services.record_contribution(by=keeper, contribution=given)
        with pytest.raises(BadInput, match="what the donor wrote"):
            services.withdraw_pledge(by=officer, contribution=given, reason=" ")
        services.withdraw_pledge(by=officer, contribution=given, reason="budget was cut")
    assert "WITHDRAWN" == given.state
    assert {0} == set(Account.objects.filter(contribution=given).values_list("balance", flat=True))


def test_what_has_come_in_part_is_not_taken_back():
    with clock.at(DAY):
        officer, keeper = builders.person("RM", "global"), builders.person("FUND")
        given = pledged(expected_on=date(2026, 1, 20))
        services.record_contribution(by=keeper, contribution=given)
        services.record_receipt(by=keeper, contribution=given, amount=1_000_00)
    with clock.at(DAY + timedelta(days=30)):
        services.mark_overdue()
        given.refresh_from_db()
        with pytest.raises(RuleBroken, match="has come in"):
            services.withdraw_pledge(by=officer, contribution=given, reason="stopped")


def lead_of(officer):
    return services.add_lead(
        by=officer,
        donor=donor(),
        title="Works in the north",
        amount_usd=500_000_00,
        country=builders.country("COM"),
    )


def test_a_lead_goes_from_the_first_word_to_the_money_and_names_what_it_became():
    with clock.at(DAY):
        officer, keeper = builders.person("RM", "global"), builders.person("FUND")
        lead = lead_of(officer)
        for verb in ("qualify", "send_concept", "send_proposal", "negotiate", "pledge", "sign"):
            services.move_lead(by=officer, lead=lead, verb=verb, next_step="call in a week")
        with pytest.raises(BadInput, match="Name the contribution"):
            services.move_lead(by=officer, lead=lead, verb="receive")
        given = pledged()
        services.record_contribution(by=keeper, contribution=given)
        services.move_lead(by=officer, lead=lead, verb="receive", contribution=given)
    assert ("RECEIVED", given.pk) == (lead.state, lead.contribution_id)


def test_a_lost_lead_says_why_and_can_be_taken_up_again():
    with clock.at(DAY):
        officer = builders.person("RM", "global")
        lead = lead_of(officer)
        with pytest.raises(BadInput, match="why the lead was lost"):
            services.move_lead(by=officer, lead=lead, verb="lose")
        services.move_lead(by=officer, lead=lead, verb="lose", reason="other priorities this year")
        assert ("LOST", "other priorities this year") == (lead.state, lead.lost_reason)
        with pytest.raises(RuleBroken):
            services.move_lead(by=officer, lead=lead, verb="sign")
        services.move_lead(by=officer, lead=lead, verb="take_up_again")
    assert ("LEAD", "") == (lead.state, lead.lost_reason)
