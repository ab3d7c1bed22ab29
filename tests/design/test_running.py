"""From approval to close: money, start, changes, revision, hand-over."""

from datetime import timedelta
from decimal import Decimal

import pytest

from mainstay.common.errors import NotAllowed, RuleBroken
from mainstay.design import services
from mainstay.design.selectors import amounts_of
from tests import builders
from tests.design.plans import TODAY, approved, scored

pytestmark = pytest.mark.django_db


def active():
    project, officer, director = approved()
    services.record_funding(by=builders.person("FUND"), project=project, committed_usd_minor=100_000_00)
    services.activate_project(by=director, project=project, lead=officer, ends_on=TODAY + timedelta(days=365))
    return project, officer, director


def test_a_project_starts_with_money_and_a_lead():
    project, officer, director = approved()
    with pytest.raises(RuleBroken):
        services.activate_project(
            by=director, project=project, lead=officer, ends_on=TODAY + timedelta(days=9)
        )
    project, officer, _director = active()
    assert ("ACTIVE", True, officer) == (project.state, project.running, project.lead)


def test_a_small_change_of_the_budget_passes_with_a_reason():
    project, officer, _director = active()
    before = amounts_of(project)["budget"]
    line = project.options.get(chosen=True).lines.filter(module="WRK-01").get()
    services.cost_design(
        by=officer,
        project=project,
        lines=[{"module": "WRK-01", "quantity": line.quantity + 100}],
        reason="Two more drains",
    )
    assert before < amounts_of(project)["budget"] < 1.1 * before


def test_a_change_of_the_budget_beyond_a_tenth_reopens_the_review():
    project, officer, _director = active()
    before = amounts_of(project)
    line = project.options.get(chosen=True).lines.filter(module="WRK-01").get()
    with pytest.raises(RuleBroken) as refused:
        services.cost_design(
            by=officer,
            project=project,
            lines=[{"module": "WRK-01", "quantity": line.quantity * Decimal(2)}],
            reason="More",
        )
    assert "reopens_review" == refused.value.code
    assert before == amounts_of(project)


def test_a_new_target_group_reopens_the_review():
    project, officer, _director = active()
    with pytest.raises(RuleBroken) as refused:
        services.set_targets(
            by=officer,
            project=project,
            targets=[{"indicator": "JB-02", "group": "refugees", "value": 20}],
            reason="They came",
        )
    assert "reopens_review" == refused.value.code


def test_small_changes_do_not_add_up_to_a_large_one_unseen():
    project, officer, _director = active()

    def a_little_more():
        line = project.options.get(chosen=True).lines.filter(module="WRK-01").get()
        lines = [{"module": "WRK-01", "quantity": line.quantity * Decimal("1.1")}]
        services.cost_design(by=officer, project=project, lines=lines, reason="A little")

    before = amounts_of(project)["budget"]
    a_little_more()
    with pytest.raises(RuleBroken):
        [a_little_more() for _step in range(9)]
    assert before < amounts_of(project)["budget"] <= 1.1 * before


def test_a_suspension_leads_to_a_redesign_while_works_go_on():
    project, officer, director = active()
    services.revise_design(by=officer, project=project, reason="Works were suspended by the epidemic.")
    assert ("REVISION", True) == (project.state, project.running)
    services.add_module(
        by=officer, project=project, code="WRK-05", phase="STABILISATION", reason="Safe restart"
    )
    services.cost_design(by=officer, project=project, lines=[{"module": "WRK-05", "quantity": 12}])
    for row in project.modules.filter(code="WRK-05"):
        services.change_module(
            by=officer, project=project, code="WRK-05", phase=row.phase, reason="Next", leads_to=["WRK-02"]
        )
    services.submit_design(by=officer, project=project)
    scored(project)
    services.approve_design(by=director, project=project)
    services.activate_project(by=director, project=project)
    assert ("ACTIVE", 2, 2) == (project.state, project.versions.count(), project.round)


def test_a_revision_needs_its_reason():
    from mainstay.common.errors import BadInput

    project, officer, _director = active()
    with pytest.raises(BadInput):
        services.revise_design(by=officer, project=project, reason="")


def test_a_project_is_handed_over_and_closed():
    project, _officer, director = active()
    services.hand_over_design(
        by=director, project=project, to="Ministry of Public Works", agreement="MoU 12/2027"
    )
    services.close_design(by=director, project=project, reason="All assets are maintained.")
    assert ("CLOSED", False, "Ministry of Public Works") == (
        project.state,
        project.running,
        project.handed_to,
    )


def test_an_officer_does_not_start_her_own_project():
    project, officer, _director = approved()
    services.record_funding(by=builders.person("FUND"), project=project, committed_usd_minor=1)
    with pytest.raises(NotAllowed):
        services.activate_project(
            by=officer, project=project, lead=officer, ends_on=TODAY + timedelta(days=9)
        )
