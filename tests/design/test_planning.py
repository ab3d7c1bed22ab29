"""Package, diff, budget, targets, sequence."""

from decimal import Decimal

import pytest

from mainstay.common.errors import BadInput, RuleBroken
from mainstay.design import services
from mainstay.design.selectors import (
    comparison,
    horizons,
    labour_content_of,
    lacks_of,
    package_diff,
    projects_visible,
    sequence_of,
)
from tests import builders
from tests.design.plans import TODAY, draft, planned

pytestmark = pytest.mark.django_db


def lacking(project, *, stops=True):
    return {lack.reason.code for lack in lacks_of(project) if lack.stops is stops}


def test_a_design_carries_the_reference_of_its_case():
    project, officer = draft()
    second, _officer = draft(case=project.case, by=officer)
    assert [f"{project.case.reference}/P1", f"{project.case.reference}/P2"] == [
        project.reference,
        second.reference,
    ]
    assert "KMF" == project.currency


def test_the_package_follows_from_crisis_type_and_phase():
    project, officer = draft()
    rows = services.choose_package(by=officer, project=project)
    assert "PK-RAPID" == project.package
    assert {"STABILISATION"} == {row.phase for row in rows}
    assert {"WRK-01", "DLG-01"} <= {row.code for row in rows}
    assert all(row.horizon == "DAY1" for row in rows)


def test_a_removed_module_stays_in_the_diff_with_its_reason():
    project, officer = draft()
    services.choose_package(by=officer, project=project)
    services.remove_module(
        by=officer, project=project, code="WRK-01", phase="STABILISATION", reason="The army clears it."
    )
    services.add_module(
        by=officer, project=project, code="WRK-02", phase="STABILISATION", reason="Roads come first."
    )
    diff = {
        row["module"]: (row["change"], row["reason"])
        for row in package_diff(project)
        if row["change"] != "kept"
    }
    assert {"WRK-01": ("removed", "The army clears it."), "WRK-02": ("added", "Roads come first.")} == diff


def test_a_change_without_a_reason_is_refused():
    project, officer = draft()
    services.choose_package(by=officer, project=project)
    with pytest.raises(BadInput):
        services.remove_module(by=officer, project=project, code="WRK-01", phase="STABILISATION", reason=" ")


def test_a_plan_without_dialogue_is_told_so():
    project, officer = draft()
    for row in services.choose_package(by=officer, project=project):
        if row.component == "DLG":
            services.remove_module(
                by=officer, project=project, code=row.code, phase=row.phase, reason="Later"
            )
    assert {"obligatory", "must_have"} <= lacking(project)


def test_a_prerequisite_is_in_the_plan_or_was_delivered():
    project, officer = draft()
    services.add_module(by=officer, project=project, code="WRK-02", phase="RECOVERY", reason="Roads")
    assert "prerequisite" in lacking(project)
    services.change_module(
        by=officer,
        project=project,
        code="WRK-02",
        phase="RECOVERY",
        reason="It was done",
        delivered_evidence="Assessment of the bank",
    )
    assert "prerequisite" not in lacking(project)


def test_a_level_that_is_left_out_needs_a_recorded_reason():
    project, officer = draft()
    services.add_module(by=officer, project=project, code="WRK-01", phase="STABILISATION", reason="Roads")
    assert "levels" in lacking(project)
    services.describe_design(
        by=officer, project=project, levels_reason="The law is being reformed elsewhere."
    )
    assert "levels" not in lacking(project)


def test_a_cost_far_from_the_usual_asks_for_a_reason():
    project, officer = draft()
    services.choose_package(by=officer, project=project)
    line = {"module": "WRK-01", "quantity": 100, "unit_cost_minor": 3000, "labour_share": "0.5"}
    services.cost_design(by=officer, project=project, lines=[line])
    assert "cost_reason" in lacking(project)
    services.cost_design(by=officer, project=project, lines=[{**line, "reason": "Fuel comes by ship."}])
    assert "cost_reason" not in lacking(project)


def test_a_whole_plan_lacks_nothing_that_stops():
    project, _officer = planned()
    assert set() == lacking(project)


def test_a_cell_of_the_matrix_is_filled_or_not_applicable_because():
    project, officer = draft()
    with pytest.raises(BadInput):
        services.fill_block(by=officer, project=project, block="women")
    cell = services.fill_block(
        by=officer, project=project, block="plhiv", not_applicable_because="No status is asked."
    )
    assert "" == cell.filled_by


def test_the_budget_says_worker_days_workers_and_cost_of_a_day():
    project, officer = draft()
    services.choose_package(by=officer, project=project)
    services.set_wage(
        by=officer,
        project=project,
        daily_wage_minor=3000,
        days_per_worker=Decimal(40),
        usd_rate=Decimal(450),
        usd_rate_on=TODAY,
    )
    services.cost_design(
        by=officer, project=project, lines=[{"module": "WRK-01", "quantity": 20_000, "labour_share": "0.4"}]
    )
    content = labour_content_of(project)
    # 20,000 x USD 18 = 360,000; wages 144,000; a day costs 3,000 KMF / 450 = USD 6.667
    assert (360_000_00, 144_000_00, 21_600, 540) == (
        content.cost,
        content.wages,
        content.worker_days,
        content.workers,
    )
    assert 1667 == content.cost_per_worker_day


def test_two_options_stand_side_by_side():
    project, officer = planned()
    services.add_option(
        by=officer,
        project=project,
        code="B",
        title="Cash first",
        first_day=7,
        women_share=Decimal("0.6"),
        copy_of="A",
    )
    services.cost_design(
        by=officer,
        project=project,
        option="B",
        lines=[{"module": "WRK-01", "quantity": 5_000, "labour_share": "0.8"}],
    )
    rows = {row["quantity"]: row for row in comparison(project, "A", "B")}
    assert (1, 30, 7) == (rows["first_day"]["better"], *rows["first_day"]["values"])
    assert 0 == rows["worker_days"]["better"]


def test_each_module_starts_after_what_it_waits_for():
    project, officer = draft(starts_on=TODAY)
    services.choose_package(by=officer, project=project, phases=["STABILISATION", "REINTEGRATION"])
    bars = {bar["module"]: bar for bar in sequence_of(project)}
    if "WRK-02" in bars and "DAT-02" in bars:
        assert bars["WRK-02"]["start_week"] > bars["DAT-02"]["start_week"]
    assert TODAY == min(bar["starts_on"] for bar in bars.values())
    assert horizons(project)["DAY1"]
    assert horizons(project)["PATH"]


def test_targets_name_an_indicator_and_a_group_of_the_playbook():
    project, officer = draft()
    with pytest.raises(BadInput) as refused:
        services.set_targets(
            by=officer, project=project, targets=[{"indicator": "XX-99", "group": "elves", "value": 3}]
        )
    assert {"indicator", "group"} == {problem.field for problem in refused.value.problems}


def test_recommendation_205_is_cited_by_part_only():
    project, officer = draft()
    with pytest.raises(BadInput):
        services.tag_design(by=officer, project=project, r205=["IV 11(a)"])


def test_a_conflict_asks_for_dividers_and_connectors():
    case = builders.case(crisis_types=["CONFLICT"])
    project, officer = draft(case=case)
    services.choose_package(by=officer, project=project)
    assert "conflict_matrix" in lacking(project)
    services.record_conflict_point(
        by=officer,
        project=project,
        kind="DIVIDER",
        text="Valley and hill",
        effect="Jobs in the valley only",
        answer="Two sites",
    )
    assert "conflict_matrix" not in lacking(project)


def test_a_donor_of_elsewhere_sees_no_draft():
    project, officer = draft()
    assert [project] == list(projects_visible(officer))
    assert [] == list(projects_visible(builders.person("DONOR", "organisation", "999")))


def test_a_design_in_review_is_not_edited():
    from tests.design.plans import in_review

    project, officer = in_review()
    with pytest.raises(RuleBroken):
        services.describe_design(by=officer, project=project, goal="Another")
