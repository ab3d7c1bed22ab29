"""What an approved assessment rests on stands: whoever knows better begins a new one."""

import pytest
from django.urls import reverse

from mainstay.assess import services
from mainstay.common.errors import RuleBroken
from tests import builders
from tests.assess.test_approving import submitted, validated
from tests.assess.test_estimating import estimated
from tests.assess.test_losses import produced
from tests.deliver.works.pages import client_of

pytestmark = pytest.mark.django_db(databases="__all__")


def test_what_an_approved_assessment_rests_on_is_not_changed_any_more():
    assessment, officer = submitted()
    validated(assessment, officer)
    services.approve_baseline(by=builders.person("CD"), assessment=assessment)
    stopped = {
        "form": lambda: services.build_form(by=officer, assessment=assessment, module="WORKER"),
        "modules": lambda: services.choose_modules(by=officer, assessment=assessment, modules=["WORKER"]),
        "sample": lambda: services.plan_sample(by=officer, assessment=assessment, method="quota"),
        "losses": lambda: estimated(assessment, officer),
        "production": lambda: produced(assessment, officer),
    }
    for changed in stopped.values():
        with pytest.raises(RuleBroken) as refused:
            changed()
        assert "not_open" == refused.value.code
    assert 1 == assessment.forms.count()
    shown = client_of(officer).get(reverse("assessment", args=[assessment.uid])).content.decode()
    assert "Build form" not in shown
