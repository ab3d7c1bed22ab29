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
