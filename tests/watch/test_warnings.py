"""Readings, alerts, boards, readiness: what people do with warnings."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mainstay import playbook
from mainstay.common import clock
from mainstay.common.errors import BadInput, NotAllowed, RuleBroken
from mainstay.common.models import Notice
from mainstay.watch import selectors, services
from mainstay.watch.models import Alert, AlertReminder, Reading, RiskBoard
from mainstay.watch.services.reminding import call_quarterly_board, remind_alerts
from tests.builders import case, country, person, system

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 20, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _may():
    with clock.at(NOW):
        yield


def entered(by, indicator, value, on=date(2026, 5, 1), place="COM"):
    return services.record_reading(
        by=by,
        country=country(place),
        indicator=indicator,
        on=on,
        value=value,
        note="ministry of labour, by telephone",
    )


def raised(level="ALERT", place="COM", **details):
    given = {"title": "Wages unpaid", "evidence": "three ministries report arrears", **details}
    return services.raise_alert(by=person("TT_COORD"), country=country(place), level=level, **given)


def test_what_an_office_enters_crosses_the_threshold_and_raises_an_alert_once():
    officer = person("CPO")
    entered(officer, "EW04", 3.5)
    entered(officer, "EW02", 2.5)
    found = services.evaluate_warnings(by=system())
    alert = Alert.objects.get()
    assert (["COM"], "ALERT") == (found.raised, alert.state)
    assert [("EW04", 2, 3.5, "3.0"), ("EW02", 1, 2.5, "2.0")] == list(
        alert.drivers.values_list("indicator", "level", "value", "threshold")
    )
    again = services.evaluate_warnings(by=system())
    assert ([], ["COM"]) == (again.raised, again.unchanged)


def test_a_watch_becomes_an_alert_when_a_reading_grows_and_stays_one_record():
    officer = person("CPO")
    entered(officer, "EW04", 1.0)
    services.evaluate_warnings(by=system())
    assert "WATCH" == Alert.objects.get().state
    entered(officer, "EW04", 4.0, on=date(2026, 5, 2))
    services.evaluate_warnings(by=system())
    assert "ALERT" == Alert.objects.get().state


def test_a_stale_reading_raises_nothing():
    entered(person("CPO"), "EW04", 9.0, on=date(2025, 12, 1))
    found = services.evaluate_warnings(by=system())
    assert ([], ["COM"]) == (found.raised, found.without_level)


def test_a_country_of_which_nothing_is_known_is_not_called_normal():
    country("JOR")
    assert {} == selectors.country_warnings(["JOR"])


def test_what_a_union_reports_counts_only_when_the_office_has_confirmed_it():
    union, officer = person("CONST_WORK"), person("CPO")
    reading = services.report_signal(
        by=union,
        country=country(),
        indicator="EW04",
        on=date(2026, 5, 1),
        value=4,
        note="teachers unpaid since January",
    )
    assert [] == services.evaluate_warnings(by=system()).raised
    assert [reading] == list(selectors.signals_to_confirm(officer))
    assert [] == list(selectors.signals_to_confirm(person("CPO", key="JOR")))
    services.confirm_signal(by=officer, reading=reading)
    assert ["COM"] == services.evaluate_warnings(by=system()).raised


def test_a_union_does_not_confirm_its_own_report_and_reports_for_its_own_country_alone():
    union = person("CONST_WORK")
    asked = {"indicator": "EW04", "on": date(2026, 5, 1), "value": 4, "note": "arrears"}
    reading = services.report_signal(by=union, country=country(), **asked)
    with pytest.raises(NotAllowed):
        services.confirm_signal(by=union, reading=reading)
    with pytest.raises(NotAllowed):
        services.report_signal(by=union, country=country("JOR"), **asked)


def test_organisations_report_what_they_can_know():
    with pytest.raises(RuleBroken, match="EW13 is not reported by organisations"):
        services.report_signal(
            by=person("CONST_EMP"),
            country=country(),
            indicator="EW13",
            on=date(2026, 5, 1),
            value=9,
            note="bank",
        )


def test_a_refused_report_stays_stored_with_its_reason():
    reading = services.report_signal(
        by=person("CONST_EMP"),
        country=country(),
        indicator="EW14",
        on=date(2026, 5, 1),
        value=40,
        note="survey of 12",
    )
    services.refuse_signal(by=person("CPO"), reading=reading, note="twelve firms of one street")
    reading.refresh_from_db()
    assert ("REFUSED", 40.0) == (reading.state, reading.value)
    assert "one street" in reading.note


@pytest.mark.parametrize(
    ("details", "code"),
    [
        ({"indicator": "EW99"}, "unknown_indicator"),
        ({"value": "much"}, "not_a_number"),
        ({"on": date(2026, 6, 1)}, "day_ahead"),
        ({"note": " "}, "note_missing"),
        ({"confidence": 7}, "confidence"),
    ],
)
def test_a_wrong_reading_is_refused_with_the_way_out(details, code):
    given = {"indicator": "EW04", "on": date(2026, 5, 1), "value": 2, "note": "ministry", **details}
    with pytest.raises(BadInput) as refused:
        services.record_reading(by=person("CPO"), country=country(), **given)
    assert (code, 0) == (refused.value.code, Reading.objects.count())


def test_a_level_is_entered_by_its_word():
    reading = services.record_reading(
        by=person("CPO"), country=country(), indicator="EW17", on=date(2026, 5, 1), value="red", note="GDACS"
    )
    scale = playbook.current().early_warning["EW17"].scale
    assert scale.index("red") + 1 == reading.value


def test_a_corrected_reading_keeps_the_old_value():
    officer = person("CPO")
    reading = entered(officer, "EW04", 30)
    services.correct_reading(by=officer, reading=reading, value=3, note="typing error")
    assert [("SUPERSEDED", 30.0), ("COUNTED", 3.0)] == list(
        Reading.objects.order_by("pk").values_list("state", "value")
    )


def test_a_country_s_own_threshold_counts_there_and_changes_only_with_a_note():
    coordinator = person("TT_COORD")
    with pytest.raises(BadInput, match="note"):
        services.set_threshold(
            by=coordinator, country=country(), indicator="EW04", watch=">=4", alert=">=8", note=""
        )
    services.set_threshold(
        by=coordinator,
        country=country(),
        indicator="EW04",
        watch=">=4",
        alert=">=8",
        note="pay comes every quarter",
    )
    entered(person("CPO"), "EW04", 3.5)
    assert [] == services.evaluate_warnings(by=system()).raised


def test_an_alert_that_lies_before_its_watch_is_refused():
    with pytest.raises(BadInput, match="beyond the watch"):
        services.set_threshold(
            by=person("TT_COORD"),
            country=country(),
            indicator="EW04",
            watch=">=4",
            alert=">=2",
            note="mistyped",
        )


def test_an_alert_runs_its_time_limits_and_is_escalated_once():
    officer, director = person("CPO"), person("RO")
    alert = raised()
    assert (timedelta(days=5), timedelta(hours=72)) == (alert.confirm_due_at - NOW, alert.call_due_at - NOW)
    with clock.at(NOW + timedelta(hours=55)):
        assert 2 == remind_alerts()
    with clock.at(NOW + timedelta(hours=73)):
        assert (2, 0) == (remind_alerts(), remind_alerts())
    assert {
        ("call_alert", "remind"),
        ("call_alert", "late"),
        ("decide_no_regret", "remind"),
        ("decide_no_regret", "late"),
    } == set(AlertReminder.objects.values_list("target", "kind"))
    assert Notice.objects.filter(person_id=director.pk, kind="alert_late").exists()
    assert Notice.objects.filter(person_id=officer.pk, kind="alert").exists()


def test_what_is_done_in_time_is_not_reminded_of():
    alert = raised()
    coordinator = person("TT_COORD")
    services.confirm_alert(by=person("CPO"), alert=alert, context="ports closed, day labourers without pay")
    services.call_alert(by=coordinator, alert=alert, present=["country director"], record="arrears confirmed")
    services.decide_no_regret(by=coordinator, alert=alert, decision="PREPARE", reason="season of cyclones")
    with clock.at(NOW + timedelta(days=9)):
        assert 0 == remind_alerts()


def test_two_alerts_within_fourteen_days_call_the_risk_board():
    raised(place="COM")
    assert 0 == RiskBoard.objects.count()
    with clock.at(NOW + timedelta(days=10)):
        raised(place="JOR", title="Factories close")
    board = RiskBoard.objects.get()
    assert ("AD_HOC", 2) == (board.kind, board.alerts.count())
    services.hold_board(
        by=person("TT_COORD"), board=board, conclusions="both stay alerts; call again in a week"
    )
    with pytest.raises(RuleBroken, match="was held"):
        services.hold_board(by=person("TT_COORD"), board=board, conclusions="again")


def test_alerts_further_apart_call_no_board_out_of_turn_and_the_quarter_calls_its_own():
    raised(place="COM")
    with clock.at(NOW + timedelta(days=15)):
        raised(place="JOR")
        assert (1, 0) == (call_quarterly_board(), call_quarterly_board())
    assert ["QUARTERLY"] == list(RiskBoard.objects.values_list("kind", flat=True))


def test_an_alert_becomes_a_case_whose_clock_began_with_the_alert():
    alert = raised(crisis_types=["ECON_DOWNTURN"])
    with clock.at(NOW + timedelta(hours=20)):
        opened = services.open_case_from_alert(by=person("TT_COORD"), alert=alert)
    alert.refresh_from_db()
    assert ("ACTIVATED", opened.pk, NOW) == (alert.state, alert.case_id, opened.alerted_at)
    assert "DONE" == opened.stages.get(stage="watch").state
    with pytest.raises(RuleBroken, match="become a case already"):
        services.open_case_from_alert(by=person("TT_COORD"), alert=alert)


def test_the_alert_clock_of_a_case_runs_from_the_alert_that_joined_it():
    opened, alert = case(), raised(crisis_types=["ECON_DOWNTURN"])
    opened.alerted_at = None
    opened.requested_at = opened.opened_at
    opened.save()
    services.activate_alert(by=person("TT_COORD"), alert=alert, case=opened)
    opened.refresh_from_db()
    assert alert.alerted_at == opened.alerted_at
    assert opened.targets.filter(clock="alert").exists()


def test_an_alert_without_a_crisis_type_opens_no_case():
    with pytest.raises(RuleBroken, match="at least one crisis type"):
        services.open_case_from_alert(by=person("TT_COORD"), alert=raised())


def test_a_false_alarm_is_closed_with_words_and_counts_against_precision():
    coordinator = person("TT_COORD")
    services.close_alert(by=coordinator, alert=raised(), event=False, reason="pay came in the same week")
    services.open_case_from_alert(by=coordinator, alert=raised(place="JOR", crisis_types=["ECON_DOWNTURN"]))
    case(countries=["FJI"])  # nobody warned of this one
    found = selectors.alert_accuracy_of(coordinator, 2026)
    assert (1, 1, 1, 0.5, 0.5) == (found.hits, found.false, found.missed, found.precision, found.recall)


def test_the_same_reading_does_not_raise_again_what_was_closed_as_false():
    entered(person("CPO"), "EW04", 4)
    services.evaluate_warnings(by=system())
    services.close_alert(by=person("TT_COORD"), alert=Alert.objects.get(), event=False, reason="pay came")
    assert [] == services.evaluate_warnings(by=system()).raised


def test_a_closed_alert_moves_no_more():
    alert = raised()
    services.close_alert(by=person("TT_COORD"), alert=alert, event=True, reason="the port stands still")
    with pytest.raises(RuleBroken):
        services.confirm_alert(by=person("CPO"), alert=alert, context="seen")


def test_who_has_no_office_there_does_not_confirm():
    with pytest.raises(NotAllowed):
        services.confirm_alert(by=person("CPO", key="JOR"), alert=raised(), context="heard of it")


def test_the_profile_leads_with_work_and_names_what_is_missing():
    profile = selectors.country_profile(person("CPO"), "com")
    assert "labour" == profile.signals[0].group
    assert {"Unemployment", "Informal employment"} <= set(profile.missing)
    assert all(line.value is None for line in profile.signals)


def test_the_public_sees_no_alert_and_no_readiness_in_a_profile():
    raised()
    assert selectors.country_profile(person("CPO"), "COM").alert is not None
    public = selectors.country_profile(person("DONOR", "organisation", "1"), "COM")
    assert (None, None) == (public.alert, public.preparedness)


def test_readiness_grows_by_confirmed_evidence_and_falls_when_it_expires():
    officer, director = person("CPO"), person("CD")
    item = services.update_preparedness(
        by=officer, country=country(), code="PR-04", evidence="quote of 3 May", expires_on=date(2026, 8, 1)
    )
    assert 0.0 == selectors.preparedness_of(officer, country()).score
    services.confirm_preparedness(by=director, item=item)
    assert 8.0 == selectors.preparedness_of(officer, country()).score
    with clock.at(date(2026, 8, 2)):
        found = selectors.preparedness_of(officer, country())
    assert (0.0, 12) == (found.score, len(found.lacking))


def test_nobody_confirms_their_own_entry():
    director = person("CD")
    item = services.update_preparedness(
        by=director, country=country(), code="PR-03", evidence="wage table", expires_on=date(2027, 1, 1)
    )
    with pytest.raises(NotAllowed, match="another person's act"):
        services.confirm_preparedness(by=director, item=item)


def test_evidence_that_has_expired_already_is_not_taken():
    with pytest.raises(RuleBroken, match="later day"):
        services.update_preparedness(
            by=person("CPO"), country=country(), code="PR-03", evidence="old", expires_on=date(2026, 5, 1)
        )


def test_a_changed_trigger_map_must_be_tried_again():
    officer = person("CPO")
    modules = list(playbook.current().modules)[:2]
    asked = {
        "country": country(),
        "indicator": "EW17",
        "level": "ALERT",
        "modules": modules,
        "lead_role": "CD",
        "window": "W1",
    }
    row = services.edit_trigger_map(by=officer, lead_days=3, **asked)
    services.test_trigger_map(by=officer, row=row, result="call list out of date, corrected")
    assert NOW.date() == row.tested_on
    assert services.edit_trigger_map(by=officer, lead_days=5, **asked).tested_on is None


def test_a_trigger_map_takes_known_codes_only():
    with pytest.raises(BadInput, match="XYZ"):
        services.edit_trigger_map(
            by=person("CPO"), country=country(), indicator="EW17", level="ALERT", modules=["XYZ"], lead_role="CD",
            window="W1", lead_days=3,
        )  # fmt: skip


def test_talks_about_employment_in_another_system_are_recorded_step_by_step():
    coordinator = person("TT_COORD")
    system_ = services.register_system(
        by=coordinator,
        name="Famine watch",
        owner="a network",
        coverage="30 countries",
        rhythm="monthly",
        employment="NO",
    )
    services.negotiate_system(
        by=coordinator, system=system_, negotiation="CONTACTED", words="sent our list of indicators"
    )
    services.negotiate_system(
        by=coordinator, system=system_, negotiation="AGREED", words="two indicators from next year"
    )
    system_.refresh_from_db()
    assert ("AGREED", 2) == (system_.negotiation, system_.contacts.count())
