"""Each line has an owner who is told when its day has passed; it is seen where it lies, and shown by a file."""

from datetime import date, timedelta

import pytest

from mainstay.accounts.models import Person
from mainstay.common import clock
from mainstay.common.errors import BadInput, NotFound
from mainstay.common.models import Notice
from mainstay.partners import services
from mainstay.partners.selectors.registers import lines_due, register_named, register_of
from mainstay.partners.services.reminding_lines import remind_lines
from tests import builders

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 18)


@pytest.fixture(autouse=True)
def at_noon():
    with clock.at(TODAY):
        yield


def _given(office):
    advice = services.request_advice(by=office, title="Wage policy", country="COM")
    services.give_advice(by=office, advice=advice, evidence="https://example.org/advice")
    return advice


# Owner, day, evidence, sight


def test_an_owner_is_told_once_that_a_line_is_late_and_anew_after_another_day(office):
    mission = services.announce_mission(
        by=office, title="Appeal", instrument="appeal", country="COM", due_on=TODAY - timedelta(days=1)
    )
    assert (1, 0) == (remind_lines(), remind_lines())
    told = Notice.objects.get(kind="line_late", person_id=office.pk)
    assert register_of(type(mission)).address(mission) == told.link
    mission.refresh_from_db()
    services.change_mission(by=office, mission=mission, due_on=TODAY + timedelta(days=2))
    assert 0 == remind_lines()
    with clock.at(TODAY + timedelta(days=3)):
        assert 1 == remind_lines()


def test_lines_that_are_due_wait_for_their_owner_alone(office):
    services.announce_mission(by=office, title="Appeal", instrument="appeal", country="COM", due_on=TODAY)
    services.announce_mission(
        by=office, title="Later", instrument="plan", country="COM", due_on=TODAY + timedelta(days=60)
    )
    assert ["Appeal"] == [line.title for line in lines_due(office)]
    assert [] == lines_due(builders.person("CPO"))


def test_a_line_of_another_country_is_not_seen(office):
    builders.country("JOR")
    elsewhere = builders.person("CPO", key="JOR")
    mission = services.announce_mission(by=office, title="Appeal", instrument="appeal", country="COM")
    register = register_named("missions")
    assert [] == list(register.lines(elsewhere))
    with pytest.raises(NotFound):
        register.found(elsewhere, str(mission.uid))
    with pytest.raises(NotFound):
        register.found(office, "no identity")


def test_a_file_shows_what_a_line_says(office, settings, tmp_path):
    from io import BytesIO

    settings.FILES_FOLDER = tmp_path
    advice = _given(office)
    kept = services.attach_evidence(
        by=office, register="advice", line=str(advice.uid), stream=BytesIO(b"minutes"), name="minutes.txt"
    )
    assert ("partners.advice", str(advice.pk)) == (kept.record_kind, kept.record_id)


def test_what_a_column_cannot_hold_is_refused_by_its_name(office):
    with pytest.raises(BadInput, match="Kind") as refused:
        services.announce_mission(by=office, title="Appeal", instrument="cruise", country="COM")
    assert ["instrument"] == [problem.field for problem in refused.value.problems]
    with pytest.raises(BadInput, match="is empty"):
        services.announce_mission(by=office, title=" ", instrument="plan", country="COM")


def test_every_kind_of_line_is_found_at_the_terminal(office):
    from mainstay.web.acts.finding import kind_named, kinds_of, seen

    services.announce_mission(by=office, title="Appeal", instrument="appeal", country="COM")
    kinds = kinds_of("mainstay.partners")
    wanted = {
        "focal-point",
        "event",
        "forum",
        "joint-mission",
        "advice",
        "message",
        "researcher",
        "position",
        "house-risk",
    }
    assert wanted <= set(kinds)
    assert ["Appeal"] == [
        line.title for line in seen(office, kind_named("mainstay.partners", "joint-mission"))
    ]


def test_a_line_entered_by_a_synthetic_account_says_so(office):
    Person.objects.filter(pk=office.pk).update(synthetic=True)
    office.refresh_from_db()
    assert services.request_advice(by=office, title="Wages", country="COM").synthetic
