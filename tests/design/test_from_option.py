"""A design that begins with what an assessment costed."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from mainstay import playbook
from mainstay.assess import services as assess
from mainstay.common.errors import BadInput, NotAllowed, RuleBroken
from mainstay.design import services
from mainstay.design.models import Project
from tests import builders
from tests.assess.test_approving import submitted, validated
from tests.deliver.works.pages import client_of

pytestmark = pytest.mark.django_db


def costed(**details):
    """Return an option of an approved assessment."""
    assessment, officer = submitted()
    made = assess.cost_option(
        by=officer, assessment=assessment, title="Clear the drains", quantities={"WRK-01": 2000, "SKL-01": 40},
        first_day=12, workers=50, words="Half of the places for women", **details,
    )  # fmt: skip
    validated(assessment, officer)
    assess.approve_baseline(by=builders.person("CD"), assessment=assessment)
    return made


def test_a_design_takes_over_modules_costs_work_and_first_day_of_its_option():
    option = costed()
    project = services.design_option(by=builders.person("CPO"), option=option)
    assert (option, "Clear the drains") == (project.option, project.title)
    assert option.assessment.case == project.case
    assert {"WRK-01", "SKL-01"} == set(project.modules.values_list("code", flat=True))
    held = project.options.get(chosen=True)
    assert (12, Decimal("40.0")) == (held.first_day, project.days_per_worker)
    lines = {line.module: line for line in held.lines.all()}
    assert option.typical_minor == sum(int(line.quantity * line.unit_cost_minor) for line in lines.values())
    assert option.assessment.reference in lines["WRK-01"].reason
    assert {"JB-01": 2000, "JB-02": 50} == {row.indicator: int(row.value) for row in project.targets.all()}


def test_what_is_given_stands_in_place_of_what_the_option_says():
    project = services.design_option(
        by=builders.person("CPO"), option=costed(), title="Drains first", quantities={"WRK-01": Decimal(500)},
        worker_days=500, workers=0, first_day=3, starts_on=date(2026, 4, 1), ends_on=date(2026, 9, 1),
    )  # fmt: skip
    assert ("Drains first", None) == (project.title, project.days_per_worker)
    assert [("WRK-01", 500)] == [(line.module, line.quantity) for line in project.options.get().lines.all()]
    assert ["JB-01"] == [row.indicator for row in project.targets.all()]


def test_an_option_of_an_assessment_that_is_not_approved_begins_no_design():
    assessment, officer = submitted()
    option = assessment.options.get()
    with pytest.raises(RuleBroken) as refused:
        services.design_option(by=officer, option=option)
    assert "not_approved_yet" == refused.value.code
    assert not Project.objects.exists()


def test_a_fault_in_one_row_names_it_and_leaves_no_half_design():
    with pytest.raises(BadInput) as refused:
        services.design_option(
            by=builders.person("CPO"),
            option=costed(),
            quantities={"WRK-01": Decimal(1), "NO-99": Decimal(1)},
        )
    assert [(2, "quantities")] == [(problem.row, problem.field) for problem in refused.value.problems]
    assert not Project.objects.exists()


def test_who_may_not_start_designs_takes_no_option_over():
    with pytest.raises(NotAllowed):
        services.design_option(by=builders.person("ME"), option=costed())


def test_a_package_brings_its_other_modules_without_losing_the_quantities():
    option = costed()
    fitting = next(
        row.code for row in playbook.current().packages.values() if row.crisis_type == "DISASTER_RAPID"
    )
    project = services.design_option(by=builders.person("CPO"), option=option, package=fitting)
    assert fitting == project.package
    assert project.modules.filter(from_package=True).count() > 1
    assert 2000 == project.options.get().lines.get(module="WRK-01").quantity


@pytest.mark.django_db(databases="__all__")
def test_the_button_opens_the_form_filled_in_and_both_pages_lead_to_each_other():
    option, officer = costed(), builders.person("CPO")
    client, address = client_of(officer), reverse("assessment", args=[option.assessment.uid])
    overview = client.get(address).content.decode()
    assert "Design this" in overview
    form = reverse("act", args=["design", "design-option"]) + f"?option={option.pk}"
    filled = client.get(form).content.decode()
    for held in ("Clear the drains", 'value="2000"', 'value="WRK-01"', 'value="50"', 'value="12"'):
        assert held in filled, held
    services.design_option(by=officer, option=option)
    project = Project.objects.get()
    designed = client.get(reverse("project", args=[project.uid])).content.decode()
    assert f'href="{address}"' in designed
    assert "Begun from a costed option" in designed
    assert project.reference in client.get(address).content.decode()


@pytest.mark.django_db(databases="__all__")
def test_who_may_not_read_the_assessment_learns_nothing_of_its_options_by_their_number():
    option = costed()
    stranger = builders.person("CPO", key="JOR")
    address = reverse("act", args=["design", "design-option"]) + f"?option={option.pk}"
    answer = client_of(stranger).get(address)
    assert "Clear the drains" not in answer.content.decode()
