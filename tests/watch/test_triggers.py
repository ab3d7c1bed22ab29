"""Triggers on readings: alerts in two stages, one digest a day, drills, back-casts, published accuracy, their pages."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from mainstay.common import clock
from mainstay.common.errors import BadInput, NotAllowed, RuleBroken
from mainstay.common.models import Notice
from mainstay.watch import services
from mainstay.watch.methods.country_warning import IndicatorState
from mainstay.watch.models import AccuracyPublication, Alert, AlertNews, TriggerBackcast, TriggerDrill
from mainstay.watch.selectors.triggers import triggers_standing
from mainstay.watch.services.publishing import remind_to_publish
from mainstay.watch.services.telling import send_digests
from tests.builders import country, operator, person, system

pytestmark = pytest.mark.django_db(databases="__all__")

NOW = datetime(2026, 5, 20, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _may():
    with clock.at(NOW):
        yield


@pytest.fixture
def deaths(tmp_path):
    """Return what loads monthly deaths of a country that end with April 2026."""

    def load(*values, place="COM", vintage="1", ends=2026 * 12 + 3):
        country(place)
        months = [(ends - back) for back in range(len(values))][::-1]
        lines = [
            f"{vintage},{place},{month // 12},{month % 12 + 1},{value},0,0"
            for month, value in zip(months, values, strict=True)
        ]
        file = tmp_path / f"{place}{vintage}.csv"
        file.write_text("vintage,iso3,year,month,ged_sb,ged_ns,ged_os\n" + "\n".join(lines), encoding="utf-8")
        services.update_source(by=operator(), code="ucdp", path=file)

    return load


def told(someone):
    return Notice.objects.filter(person_id=someone.pk).exclude(kind="invited")


def signed_in(someone):
    client = Client()
    client.force_login(someone)
    return client


def page(client, name, *args, **asked):
    answer = client.get(reverse(name, args=args), asked)
    assert 200 == answer.status_code, answer.content[:500]
    return answer.content.decode().replace("\u00a0", " ")


def test_a_trigger_raises_an_alert_with_its_readings_and_once(deaths):
    deaths(*[0] * 40, 60)
    assert ["COM"] == services.evaluate_warnings(by=system()).raised
    alert = Alert.objects.get()
    assert ("ALERT", ["CONFLICT"]) == (alert.state, alert.crisis_types)
    assert [("TR01", 2, 60.0, "25.0"), ("TR02", 2, 60.0, "50.0")] == list(
        alert.drivers.order_by("indicator").values_list("indicator", "level", "value", "threshold")
    )
    assert {"ucdp.ged_sb"} == set(alert.drivers.values_list("series", flat=True))
    assert {date(2026, 5, 1)} == set(alert.drivers.values_list("on", flat=True))
    assert ["COM"] == services.evaluate_warnings(by=system()).unchanged


def test_the_page_of_an_alert_leads_to_the_trigger_and_to_what_the_map_calls_for(deaths):
    mapped()
    deaths(*[0] * 40, 60)
    services.evaluate_warnings(by=system())
    shown = page(signed_in(person("TT_COORD")), "alert", Alert.objects.get().reference)
    for words in (
        reverse("trigger", args=["TR01"]),
        "Violence after a quiet year",
        "What the trigger map calls for",
    ):
        assert words in shown


def test_a_trigger_of_several_conditions_drives_an_alert_without_a_single_line():
    state = IndicatorState("TR08", "Work and prices together", "%", 2, 3.0, date(2026, 1, 1))
    services.raise_alert(
        by=system(), country=country(), level="ALERT", title="Work and prices", drivers=[state]
    )
    alert = Alert.objects.get()
    assert [("TR08", "")] == list(alert.drivers.values_list("indicator", "threshold"))
    coordinator = signed_in(person("TT_COORD"))
    assert "Work and prices together" in page(coordinator, "alert", alert.reference)
    assert "Work and prices together" in page(coordinator, "risk_board")


def test_readiness_is_watched_and_activation_makes_it_an_alert(deaths):
    deaths(*[0] * 40, 12)
    services.evaluate_warnings(by=system())
    assert "WATCH" == Alert.objects.get().state
    deaths(*[0] * 39, 12, 60, vintage="2")
    services.evaluate_warnings(by=system())
    assert "ALERT" == Alert.objects.get().state


def test_an_alarm_that_was_closed_as_false_is_not_raised_again_and_the_next_one_is(deaths):
    deaths(*[0] * 40, 30)
    services.evaluate_warnings(by=system())
    services.close_alert(by=person("TT_COORD"), alert=Alert.objects.get(), event=False, reason="one raid")
    assert [] == services.evaluate_warnings(by=system()).raised
    with clock.at(NOW + timedelta(days=31)):  # June: the value of April is known still and its alarm stands
        assert [] == services.evaluate_warnings(by=system()).raised
    deaths(*[0] * 40, 30, *[0] * 14, 30, vintage="2", ends=2027 * 12 + 6)
    with clock.at(datetime(2027, 8, 20, 9, tzinfo=UTC)):
        assert ["COM"] == services.evaluate_warnings(by=system()).raised


def test_a_flood_is_over_when_the_list_goes_on_without_it_also_if_one_country_is_looked_at(tmp_path):
    for place in ("COM", "MOZ"):
        country(place)
    head = "gdacs_id,country,iso3,alertlevel,alertscore,fromdate,todate\n"
    floods = (
        "FL-1,Comoros,COM,Red,3,2026-04-03,2026-04-09\nFL-2,Mozambique,MOZ,Orange,2,2026-05-02,2026-05-09\n"
    )
    (tmp_path / "floods.csv").write_text(head + floods, encoding="utf-8")
    services.update_source(by=operator(), code="gdacs", path=tmp_path / "floods.csv")
    held = {key: {iso3: [state.code for state in found] for iso3, found in triggers_standing(asked, today=NOW.date()).items()} for key, asked in (("all", None), ("one", ["COM"]))}  # fmt: skip
    assert {"all": {"MOZ": ["TR05"]}, "one": {}} == held


def test_readings_that_have_gone_silent_raise_nothing(deaths):
    deaths(*[0] * 40, 60)
    with clock.at(NOW + timedelta(days=150)):
        assert [] == services.evaluate_warnings(by=system()).raised


def test_what_is_only_watched_waits_for_one_digest_a_day_and_an_alert_goes_at_once(deaths):
    region = person("RO")
    for place in ("COM", "MOZ"):
        deaths(*[0] * 40, 12, place=place)
    services.evaluate_warnings(by=system())
    assert (0, 2) == (
        told(region).count(),
        AlertNews.objects.filter(person=region).count(),
    )
    assert send_digests() > 0
    digest = told(region).get()
    assert ("alert_digest", 2) == (digest.kind, digest.facts["count"])
    for words in ("AL-COM", "AL-MOZ", "Confirm with what is seen on the ground"):
        assert words in digest.facts["lines"]
    deaths(*[0] * 40, 12, place="TZA")
    services.evaluate_warnings(by=system())
    assert (0, 1) == (send_digests(), told(region).count())
    with clock.at(NOW + timedelta(days=1)):
        assert send_digests() > 0
    assert "AL-TZA" in told(region).latest("pk").facts["lines"]
    deaths(*[0] * 39, 12, 90, place="COM", vintage="2")
    services.evaluate_warnings(by=system())
    assert "alert" == told(region).latest("pk").kind


def test_before_its_hour_no_digest_goes_out(deaths):
    deaths(*[0] * 40, 12)
    services.evaluate_warnings(by=system())
    with clock.at(NOW.replace(hour=3) + timedelta(days=1)):
        assert 0 == send_digests()


def test_what_was_closed_before_the_digest_is_not_told_any_more(deaths):
    region = person("RO")
    deaths(*[0] * 40, 12)
    services.evaluate_warnings(by=system())
    services.close_alert(
        by=person("TT_COORD"), alert=Alert.objects.get(), event=False, reason="a wrong figure"
    )
    send_digests()
    assert not told(region).exists()


def mapped(**details):
    given = {
        "indicator": "TR01",
        "level": "ALERT",
        "modules": ["WRK-01"],
        "lead_role": "CPO",
        "window": "W1",
        "lead_days": 5,
    }
    return services.edit_trigger_map(by=person("CPO"), country=country(), **given | details)


def test_the_map_answers_a_trigger_and_every_drill_stays_in_its_log():
    row = mapped()
    officer = person("CPO", name="Amina Said")
    services.test_trigger_map(
        by=officer, row=row, result="The insurer did not answer", hours=30, to_mend="new quote"
    )
    services.test_trigger_map(by=officer, row=row, result="All reached within a day")
    assert ["All reached within a day", "The insurer did not answer"] == [
        drill.result for drill in TriggerDrill.objects.all()
    ]
    mapped(lead_days=3)
    row.refresh_from_db()
    assert (None, 2) == (row.tested_on, row.drills.count())
    shown = page(signed_in(officer), "trigger_map")
    for words in (
        "Violence after a quiet year",
        "new quote",
        "30 hours to the first step",
        "Amina Said",
        "never",
    ):
        assert words in shown


def test_a_drill_of_no_length_that_can_be_is_refused():
    with pytest.raises(BadInput, match="from 0 to 744 hours"):
        services.test_trigger_map(by=person("CPO"), row=mapped(), result="tried", hours=-1)


def test_a_back_cast_is_kept_and_each_alarm_opens_to_its_readings(deaths):
    deaths(*[0] * 100, 30, *[0] * 30, 30, 0, 400, 800, *[0] * 10)
    reader = signed_in(person("TT_COORD"))
    assert "it was not worked out yet" in page(reader, "trigger", "TR01")
    assert ["TR01", "TR02"] == [row.code for row in services.backcast_triggers(by=system())]
    made = TriggerBackcast.objects.get(code="TR01")
    stage = made.document["stages"][-1]
    assert (2, 1, 1, 1) == (stage["alarms"], stage["hit"], stage["false"], stage["caught"])
    assert "UCDP" in made.editions
    shown = page(reader, "trigger", "TR01")
    for words in (
        "25 or more",
        "Only after 12 months",
        "50 % of 2 (95 %: 9 %–91 %; 68 %:",
        "History too short",
        "What is done about it",
    ):
        assert words in shown
    hit = next(row for row in stage["alarm_list"] if row["outcome"] == "hit")
    opened = page(reader, "trigger_alarm", "TR01", "activation", "COM", hit["first"])
    for words in (
        "Deaths in state-based violence",
        "reached the line",
        "the most in the quiet time",
        "War begins",
    ):
        assert words in opened
    narrowed = reader.get(
        reverse("trigger", args=["TR01"]), {"outcome": "false", "stage": "activation", "export": "csv"}
    )
    assert 2 == len(narrowed.content.decode().strip().splitlines())
    assert "Violence after a quiet year" in page(reader, "triggers")


def test_an_alarm_or_a_trigger_that_is_not_there_is_not_found(deaths):
    reader = signed_in(person("TT_COORD"))
    for name, args in (("trigger", ["TR99"]), ("trigger_alarm", ["TR01", "activation", "COM", "2020-01"])):
        assert 404 == reader.get(reverse(name, args=args)).status_code


def test_a_back_cast_of_nothing_known_is_none_and_an_unknown_trigger_is_named():
    assert [] == services.backcast_triggers(by=system())
    with pytest.raises(BadInput, match="There are: TR01"):
        services.backcast_triggers(by=system(), codes=["TR99"])


def closed_alert(*, event, place="COM"):
    given = {"country": country(place), "level": "ALERT", "title": "Arrears", "evidence": "three ministries"}
    alert = services.raise_alert(by=person("TT_COORD"), **given)
    return services.close_alert(by=person("TT_COORD"), alert=alert, event=event, reason="seen on the ground")


def test_the_accuracy_of_a_year_is_published_with_its_figures_who_and_when():
    for event in (True, True, False):
        closed_alert(event=event)
    coordinator = person("TT_COORD", name="Ilda Noor")
    with pytest.raises(RuleBroken, match="2026 is not over"):
        services.publish_accuracy(by=coordinator, year=2026)
    with pytest.raises(RuleBroken, match="from 2000 on"):
        services.publish_accuracy(by=coordinator, year=-1)
    with clock.at(datetime(2027, 2, 3, 9, tzinfo=UTC)):
        assert 1 <= remind_to_publish()
        assert 0 == remind_to_publish()
        waiting = page(signed_in(coordinator), "accuracy")
        assert "not published" in waiting
        assert reverse("act", args=["watch", "publish-accuracy"]) in waiting
        assert "Publish how often alerts were right" in page(
            signed_in(coordinator), "act", "watch", "publish-accuracy"
        )
        with pytest.raises(NotAllowed):
            services.publish_accuracy(by=person("CPO"), year=2026)
        made = services.publish_accuracy(by=coordinator, year=2026)
        assert (3, 2, 1, 0) == tuple(made.figures[name] for name in ("alerts", "hits", "false", "missed"))
        assert [0.2077, 0.9385] == made.figures["precision"]["intervals"]["95"]
        with pytest.raises(RuleBroken, match="Write what has changed"):
            services.publish_accuracy(by=coordinator, year=2026)
        services.publish_accuracy(by=coordinator, year=2026, note="one alert was judged again")
        public, ours = page(Client(), "accuracy"), page(signed_in(coordinator), "accuracy")
    assert 2 == AccuracyPublication.objects.count()
    for words in ("2026", "67 % of 3", "one alert was judged again"):
        assert words in public
    assert ("Ilda Noor" in ours, "Ilda Noor" in public) == (True, False)
