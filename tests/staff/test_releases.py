"""A unit lets its people go by its head's answer, never by silence; travel waits for it."""

from datetime import timedelta

import pytest

from mainstay.common import clock
from mainstay.common.errors import NotAllowed, RuleBroken
from mainstay.common.models import Notice
from mainstay.staff import services
from mainstay.staff.models import Deployment
from mainstay.staff.selectors import unsettled
from tests import builders
from tests.deliver.works.pages import shown
from tests.staff.test_missions import DAY, expert, nominated

pytestmark = pytest.mark.django_db(databases="__all__")
PROPOSAL = "X-000007 takes over for three months"


def settle(mission, *wanted):
    """Ask for and grant clearances that come before the release."""
    for code, role in (("CL-REQ", "TT_COORD"), ("CL-SEL", "ROSTER")):
        clearance = mission.clearances.get(code=code)
        services.request_clearance(by=mission.expert.account, clearance=clearance)
        services.grant_clearance(by=builders.person(role), clearance=clearance)


@pytest.fixture
def staff():
    """A mission of somebody of the office in Jordan, chosen and available."""
    with clock.at(DAY):
        mission = nominated(builders.case(), expert(1, kind="internal_staff"))
        settle(mission)
    return mission


def heads(country="JOR"):
    return builders.person("CD", "country", country), builders.person("ROSTER")


def test_a_release_is_asked_with_a_proposal_and_travel_waits_for_it(staff):
    with clock.at(DAY):
        head, manager = heads()
        with pytest.raises(RuleBroken, match="who does the work meanwhile"):
            services.ask_release(by=manager, deployment=staff, proposal=" ", country="JOR")
        release = services.ask_release(by=manager, deployment=staff, proposal=PROPOSAL, country="JOR")
        with pytest.raises(RuleBroken, match="asked already"):
            services.ask_release(by=manager, deployment=staff, proposal=PROPOSAL, country="JOR")
        assert [head.pk] == list(
            Notice.objects.filter(kind="release_asked").values_list("person_id", flat=True)
        )
        assert "CL-REL" in unsettled(staff, staff.starts_on)[0]
        assert "1 unit is asked for one of its people" in shown(head, "home")
        page = shown(head, "record", "staff", "release", release.pk)
        assert PROPOSAL in page
        assert "asked" in shown(builders.person("CPO"), "mission", staff.uid)


def test_the_head_of_the_unit_says_yes_on_conditions_until_a_day_and_the_mission_ends_then(staff):
    with clock.at(DAY):
        head, manager = heads()
        release = services.ask_release(by=manager, deployment=staff, proposal=PROPOSAL, country="JOR")
        until = staff.ends_on - timedelta(days=10)
        services.answer_release(
            by=head, release=release, released=True, conditions="Back for the audit", until=until
        )
        staff.refresh_from_db()
        clearance = staff.clearances.get(code="CL-REL")
        assert ("RELEASED", "GRANTED", until, until) == (
            release.state, clearance.state, clearance.expires_on, staff.ends_on,
        )  # fmt: skip
        assert "Back for the audit" in shown(manager, "mission", staff.uid)
        assert "released" in shown(manager, "team_request", staff.request.uid)
        with pytest.raises(RuleBroken):
            services.answer_release(by=head, release=release, released=False, reason="No")


def test_a_no_has_its_reason_and_another_proposal_can_be_made(staff):
    with clock.at(DAY):
        head, manager = heads()
        release = services.ask_release(by=manager, deployment=staff, proposal=PROPOSAL, country="JOR")
        with pytest.raises(RuleBroken, match="Say why the unit"):
            services.answer_release(by=head, release=release, released=False)
        services.answer_release(by=head, release=release, released=False, reason="Audit in March")
        assert "REFUSED" == staff.clearances.get(code="CL-REL").state
        again = services.ask_release(by=manager, deployment=staff, proposal="A consultant", country="JOR")
        services.answer_release(by=head, release=again, released=True)
    assert "GRANTED" == staff.clearances.get(code="CL-REL").state


def test_only_the_head_of_that_unit_answers_until_it_has_kept_silent(staff):
    with clock.at(DAY):
        _head, manager = heads()
        chair = builders.person("TT_CHAIR")
        release = services.ask_release(by=manager, deployment=staff, proposal=PROPOSAL, country="JOR")
        for other in (builders.person("CD"), chair, manager):
            with pytest.raises(NotAllowed):
                services.answer_release(by=other, release=release, released=True)
    with clock.at(release.due_at):
        with pytest.raises(NotAllowed):
            services.answer_release(by=builders.person("CD"), release=release, released=True)
        services.answer_release(by=chair, release=release, released=True)
    assert "RELEASED" == release.state


def test_silence_releases_nobody_it_goes_up_and_the_chair_may_waive(staff):
    with clock.at(DAY):
        head, manager = heads()
        chair = builders.person("TT_CHAIR")
        region = builders.person("RO", "region", builders.country("JOR").region)
        release = services.ask_release(by=manager, deployment=staff, proposal=PROPOSAL, country="JOR")
        time = release.due_at - release.asked_at
        assert 0 == services.remind_of_releases()
    told = {}
    for share, kind in ((0.8, "release_due"), (1.0, "release_late"), (1.6, "release_silent")):
        with clock.at(release.asked_at + time * share):
            assert services.remind_of_releases()
            assert 0 == services.remind_of_releases()
            told[kind] = set(Notice.objects.filter(kind=kind).values_list("person_id", flat=True))
    assert {head.pk} == told["release_due"]
    assert {head.pk, region.pk, manager.pk} <= told["release_late"]
    assert {chair.pk} == told["release_silent"]
    clearance = staff.clearances.get(code="CL-REL")
    assert "REQUESTED" == clearance.state
    with clock.at(release.due_at + time):
        services.waive_clearance(by=chair, clearance=clearance, reason="Substitute found by the task team")
    release.refresh_from_db()
    assert ("WAIVED", "WITHDRAWN") == (clearance.state, release.state)


def test_a_release_is_not_granted_by_hand_and_nobody_without_unit_needs_one(staff):
    with clock.at(DAY):
        _head, manager = heads()
        with pytest.raises(RuleBroken, match="its head answers"):
            services.request_clearance(by=manager, clearance=staff.clearances.get(code="CL-REL"))
        free = nominated(builders.case(), expert(2))
        with pytest.raises(RuleBroken, match="belongs to none"):
            services.ask_release(by=manager, deployment=free, proposal=PROPOSAL)


def test_a_mission_that_is_called_off_ends_the_question(staff):
    with clock.at(DAY):
        head, manager = heads()
        release = services.ask_release(by=manager, deployment=staff, proposal=PROPOSAL, country="JOR")
        services.cancel_mission(
            by=builders.person("CD"), deployment=Deployment.objects.get(pk=staff.pk), reason="Airport shut"
        )
        release.refresh_from_db()
        with pytest.raises(RuleBroken):
            services.answer_release(by=head, release=release, released=True)
    assert "WITHDRAWN" == release.state


def test_headquarters_answers_for_its_own_people(staff):
    with clock.at(DAY):
        manager, chair = builders.person("ROSTER"), builders.person("TT_CHAIR")
        release = services.ask_release(by=manager, deployment=staff, proposal=PROPOSAL)
        services.answer_release(by=chair, release=release, released=True)
    assert "GRANTED" == staff.clearances.get(code="CL-REL").state
