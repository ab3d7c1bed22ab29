"""Targets and modules are changed on the workbench itself: small tables and forms that lead to the services."""

from decimal import Decimal

import pytest
from django.urls import reverse

from mainstay.design import services
from tests import builders
from tests.deliver.works.pages import client_of
from tests.design.plans import draft
from tests.design.test_workbench import page

pytestmark = pytest.mark.django_db(databases="__all__")


def test_targets_are_a_table_on_the_page_that_is_changed_where_it_stands():
    project, officer = draft()
    services.choose_package(by=officer, project=project)
    services.set_targets(by=officer, project=project, targets=[{"indicator": "JB-02", "value": 500}])
    shown = page(officer, "project", project)
    first = shown.split("/do/design/set-targets/")[1].split("</form>")[0].partition("<button")[2]
    assert not first.partition(">")[0].count("more_rows")  # the return key sends, it does not ask for rows
    assert 'name="targets-0-value" value="500"' in shown
    assert 'name="targets-3-indicator"' in shown
    assert "targets-0-value" not in page(builders.person("ME"), "project", project)
    here = reverse("project", args=[project.uid])
    address = reverse("act", args=["design", "set-targets"]) + f"?project={project.pk}&next={here}"
    rows = {
        "project": project.pk, "targets-rows": 3,
        "targets-0-indicator": "JB-02", "targets-0-value": "600",
        "targets-2-indicator": "JB-06", "targets-2-group": "women", "targets-2-value": "40", "targets-2-due_on": "2026-12-01",
    }  # fmt: skip
    more = client_of(officer).post(address, {**rows, "more_rows": "targets"}).content.decode()
    assert 'value="600"' in more
    assert 'name="targets-7-value"' in more
    assert "things to mend" not in more
    wrong = client_of(officer).post(address, {**rows, "targets-0-value": "many"})
    assert 422 == wrong.status_code
    assert "Row 1" in wrong.content.decode()
    done = client_of(officer).post(address, rows)
    assert (302, here) == (done.status_code, done["Location"])
    held = {(row.indicator, row.group): row.value for row in project.targets.all()}
    assert {("JB-02", "ALL"): Decimal(600), ("JB-06", "women"): Decimal(40)} == held


def test_a_module_is_added_from_the_page_of_the_package():
    project, officer = draft()
    services.choose_package(by=officer, project=project)
    shown = page(officer, "design_package", project)
    for verb in ("add-module", "change-module", "remove-module"):
        assert f"/do/design/{verb}/?project={project.pk}" in shown
    assert "/do/design/add-module/" not in page(builders.person("ME"), "design_package", project)
    here = reverse("design_package", args=[project.uid])
    address = reverse("act", args=["design", "add-module"]) + f"?project={project.pk}&next={here}"
    given = {"project": project.pk, "code": "SKL-02", "phase": "STABILISATION", "reason": "Masons are short."}
    assert 302 == client_of(officer).post(address, given).status_code
    assert project.modules.filter(code="SKL-02", removed=False).exists()
