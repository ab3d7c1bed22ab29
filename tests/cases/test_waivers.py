"""A rule that was set aside holds again on its day; who asked and who agreed are told when that day has passed."""

from datetime import timedelta

import pytest

from mainstay import playbook
from mainstay.cases.services import decide_rule_waiver, request_rule_waiver
from mainstay.cases.services.reminding import remind_waivers
from mainstay.common import clock
from mainstay.common.models import Notice
from tests import builders

pytestmark = pytest.mark.django_db


def test_a_rule_set_aside_for_longer_than_agreed_is_told_once():
    officer, chair, case = builders.person("CPO"), builders.person("TT_CHAIR"), builders.case()
    rule = next(iter(playbook.current().lists.rule_waivers))
    waiver = request_rule_waiver(by=officer, case=case, rule=rule, text="x", reason="y")
    decide_rule_waiver(by=chair, waiver=waiver, approve=True, ends_on=clock.today() + timedelta(days=3))
    assert 0 == remind_waivers()
    with clock.at(clock.now() + timedelta(days=4)):
        assert (1, 0) == (remind_waivers(), remind_waivers())
    told = Notice.objects.filter(kind="waiver_late")
    assert {officer.pk, chair.pk} == set(told.values_list("person_id", flat=True))
