"""A project hears from the fund what is committed to it, and what came back."""

from datetime import timedelta

import pytest
from django.db.models import Sum

from mainstay.common import clock
from mainstay.common.errors import NotAllowed, RuleBroken
from mainstay.common.models import AuditEntry
from mainstay.design import services as design
from mainstay.design.models import Commitment, Project
from mainstay.design.selectors import funding_of
from mainstay.fund import services
from mainstay.fund.models import Grant, LedgerLine
from mainstay.fund.selectors import contributions_visible
from tests import builders
from tests.design.plans import TODAY, draft
from tests.design.plans import approved as approved_project
from tests.fund.test_grants import approved, asked, money

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_day():
    with clock.at(TODAY):
        yield


def granted(project, officer, *, amount=40_000_00, repayable=False):
    """Return a grant for a project, approved by the silence of its window."""
    money(400_000_00)
    grant = services.apply_grant(
        by=officer, case=project.case, window="W1", purpose="no_regret_works", what_for="Drains",
        amount_usd=amount, project=project,
    )  # fmt: skip
    Grant.objects.filter(pk=grant.pk).update(repayable=repayable)
    grant.refresh_from_db()
    services.submit_grant(by=officer, grant=grant)
    return approved(grant, builders.person("TT_COORD"))


def told(project):
    project.refresh_from_db()
    held = funding_of(project)
    return project.state, held.firm, held.bridging


def test_the_approval_of_a_grant_funds_its_project():
    project, officer, director = approved_project()
    grant = granted(project, officer)
    assert ("FUNDED", 40_000_00, 0) == told(project)
    assert grant.reference == Commitment.objects.get().source
    assert project.case.stages.get(stage="design").record_state == "FUNDED"
    design.activate_project(by=director, project=project, lead=officer, ends_on=TODAY + timedelta(days=90))
    assert project.running


def test_an_officer_reads_the_contribution_that_pays_in_her_country_and_no_other():
    project, officer, _director = approved_project()
    money(30_000_00)
    assert not contributions_visible(officer).exists()
    grant = granted(project, officer)
    drawn = {account.contribution_id for account in grant.accounts.all()}
    assert drawn == {*contributions_visible(officer).values_list("pk", flat=True)} != set()
    elsewhere = builders.person("CPO", "country", "LBN")
    assert not contributions_visible(elsewhere).exists()


def test_what_was_not_spent_is_not_committed_any_more():
    project, officer, _director = approved_project()
    grant = granted(project, officer)
    services.disburse_grant(by=builders.person("FUND"), grant=grant)
    services.report_grant(by=officer, grant=grant, spent_usd=31_000_00, report="Three drains.")
    services.accept_report(by=builders.person("FUND"), grant=grant)
    assert ("FUNDED", 31_000_00, 0) == told(project)


def test_a_project_whose_money_came_back_waits_for_other():
    project, officer, _director = approved_project()
    grant = granted(project, officer)
    services.disburse_grant(by=builders.person("FUND"), grant=grant)
    services.return_money(by=builders.person("FUND"), grant=grant, reason="The road is closed")
    assert ("APPROVED", 0, 0) == told(project)


def test_bridging_money_leaves_the_gap_as_it_was():
    project, officer, _director = approved_project()
    granted(project, officer, repayable=True)
    held = funding_of(project)
    assert (0, 40_000_00, held.needed) == (held.firm, held.bridging, held.gap)
    assert "FUNDED" == told(project)[0]


def test_a_grant_beyond_the_budget_is_not_passed_on():
    project, officer, _director = approved_project()
    rest = funding_of(project).needed - 10_000_00
    design.record_funding(by=builders.person("RM", "global"), project=project, committed_usd_minor=rest)
    money(400_000_00)
    grant = services.apply_grant(
        by=officer, case=project.case, window="W1", purpose="no_regret_works", what_for="Drains",
        amount_usd=20_000_00, project=project,
    )  # fmt: skip
    services.submit_grant(by=officer, grant=grant)
    with pytest.raises(RuleBroken) as refused:
        services.screen_grant(by=builders.person("FUND"), grant=grant, passed=True)
    assert "over_committed" == refused.value.code


def test_a_draft_that_has_money_is_funded_when_it_is_approved():
    project, officer, director = approved_project()
    Project.objects.filter(pk=project.pk).update(state="DRAFT")
    granted(project, officer)
    assert "DRAFT" == told(project)[0]
    Project.objects.filter(pk=project.pk).update(state="IN_REVIEW")
    project.refresh_from_db()
    design.approve_design(by=director, project=project)
    assert "FUNDED" == told(project)[0]


def test_money_beside_the_fund_is_recorded_by_source_and_said_anew():
    project, officer, _director = approved_project()
    mobiliser = builders.person("RM", "global")
    for source, cents in (("Donor A", 5_000_00), ("Donor B", 7_000_00), ("Donor A", 6_000_00)):
        design.record_funding(by=mobiliser, project=project, committed_usd_minor=cents, source=source)
    assert ("FUNDED", 13_000_00, 0) == told(project)
    assert 3 == AuditEntry.objects.filter(action="design.record_funding").count()
    with pytest.raises(NotAllowed):
        design.record_funding(by=officer, project=project, committed_usd_minor=1)
    with pytest.raises(RuleBroken, match="approved first"):
        design.record_funding(by=mobiliser, project=draft()[0], committed_usd_minor=1)


def test_one_silent_grant_that_cannot_be_paid_holds_up_no_other():
    case, officer = builders.case(), builders.person("CPO")
    money(100_000_00)
    coordinator, fund = builders.person("TT_COORD"), builders.person("FUND")
    waiting = [asked(case, officer, amount) for amount in (60_000_00, 50_000_00, 20_000_00)]
    for grant in waiting:
        services.screen_grant(by=fund, grant=grant, passed=True)
        services.approve_grant(by=coordinator, grant=grant)
    with clock.at(clock.now() + timedelta(hours=25)):
        assert 2 == services.adopt_silent_grants()
    assert ["APPROVED", "SCREENED", "APPROVED"] == [Grant.objects.get(pk=row.pk).state for row in waiting]


def test_a_donor_repays_what_bridged_and_the_project_holds_it_firmly():
    project, officer, _director = approved_project()
    fund = builders.person("FUND")
    grant = granted(project, officer, repayable=True)
    services.disburse_grant(by=fund, grant=grant)
    bridged = grant.accounts.get(kind="DISBURSED").contribution
    before = bridged.accounts.get(kind="FREE").balance_usd
    gift = money(60_000_00)
    assert ("FUNDED", 0, 40_000_00) == told(project)
    services.repay_grant(by=fund, grant=grant, contribution=gift, amount_usd=25_000_00)
    assert ("FUNDED", 25_000_00, 15_000_00) == told(project)
    assert before + 25_000_00 == bridged.accounts.get(kind="FREE").balance_usd
    assert 35_000_00 == gift.accounts.get(kind="FREE").balance_usd
    with pytest.raises(RuleBroken, match=r"15,000\.00 still bridges"):
        services.repay_grant(by=fund, grant=grant, contribution=gift, amount_usd=15_000_01)
    services.report_grant(by=officer, grant=grant, spent_usd=30_000_00, report="Drains are clear.")
    services.accept_report(by=fund, grant=grant)
    assert ("FUNDED", 25_000_00, 5_000_00) == told(project)
    assert 25_000_00 == gift.accounts.get(kind="EXPENSE").balance_usd
    assert before + 35_000_00 == bridged.accounts.get(kind="FREE").balance_usd
    assert not LedgerLine.objects.values("entry").annotate(sum=Sum("amount_usd")).exclude(sum=0)


def test_only_money_that_bridges_is_repaid_and_only_from_what_its_earmark_lets_through():
    project, officer, _director = approved_project()
    fund = builders.person("FUND")
    firm = granted(project, officer)
    services.disburse_grant(by=fund, grant=firm)
    gift = money(60_000_00)
    with pytest.raises(RuleBroken, match="bridges until a donor pays"):
        services.repay_grant(by=fund, grant=firm, contribution=gift, amount_usd=1_00)
    Grant.objects.filter(pk=firm.pk).update(repayable=True)
    firm.refresh_from_db()
    tied = money(60_000_00, earmark="COUNTRY", earmark_key="LBN")
    with pytest.raises(RuleBroken, match="whose earmark fits"):
        services.repay_grant(by=fund, grant=firm, contribution=tied, amount_usd=1_00)
    with pytest.raises(NotAllowed):
        services.repay_grant(by=officer, grant=firm, contribution=gift, amount_usd=1_00)
