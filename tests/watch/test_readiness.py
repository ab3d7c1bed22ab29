"""Evidence of readiness is fresh for as long as the playbook says, and an alert says what the trigger map calls for."""

from datetime import UTC, date, datetime

import pytest

from mainstay import playbook
from mainstay.cases.models import TimelineEntry
from mainstay.common import clock
from mainstay.common.errors import RuleBroken
from mainstay.common.models import Notice
from mainstay.watch import selectors, services
from tests.builders import case, country, person, system

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 31, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _may():
    with clock.at(NOW):
        yield


def test_the_file_has_twelve_items_each_with_its_expiry():
    assert 12 == len(playbook.current().preparedness.items)
    assert 100 == sum(item.weight for item in playbook.current().preparedness.items.values())


@pytest.mark.parametrize(("code", "until"), [("PR-06", date(2026, 8, 31)), ("PR-04", date(2026, 11, 30))])
def test_evidence_expires_when_the_playbook_says_and_never_later(code, until):
    officer, given = person("CPO"), {"country": country(), "code": code, "evidence": "seen"}
    assert until == services.update_preparedness(by=officer, **given).expires_on
    with pytest.raises(RuleBroken, match="fresh until"):
        services.update_preparedness(by=officer, expires_on=date(2027, 6, 1), **given)


def mapped(level, *, modules=2, lead="CD"):
    chosen = list(playbook.current().modules)[:modules]
    return services.edit_trigger_map(
        by=person("CPO"), country=country(), indicator="EW04", level=level, modules=chosen, lead_role=lead, window="W1",
        lead_days=3,
    )  # fmt: skip


def alerted(value):
    services.record_reading(
        by=person("CPO"),
        country=country(),
        indicator="EW04",
        on=date(2026, 5, 1),
        value=value,
        note="by telephone",
    )
    services.evaluate_warnings(by=system())
    return selectors.alerts_visible(person("CPO")).get()


def test_an_alert_says_what_the_trigger_map_calls_for_at_the_level_reached():
    watch, alert = mapped("WATCH", modules=1), mapped("ALERT")
    found = alerted(1.0)
    assert [watch] == selectors.responses_called(found)
    found = alerted(4.0)
    assert [alert] == selectors.responses_called(found)


def test_below_the_alert_the_row_of_the_watch_answers_and_an_indicator_without_a_row_calls_for_nothing():
    watch = mapped("WATCH")
    assert [watch] == selectors.responses_called(alerted(4.0))
    watch.delete()
    assert [] == selectors.responses_called(selectors.alerts_visible(person("CPO")).get())


def test_who_leads_by_the_map_is_told_and_the_case_that_follows_says_so():
    director = person("CD")
    mapped("ALERT")
    found = alerted(4.0)
    assert Notice.objects.filter(person_id=director.pk, kind="trigger").exists()
    here = case(countries=["COM"])
    services.activate_alert(by=person("TT_COORD"), alert=found, case=here)
    assert TimelineEntry.objects.filter(case=here, msgid__startswith="The trigger map calls for").exists()
