"""A refusal opens the place again, who came back can go again, and clearances are asked for, reminded of and renewed."""

from datetime import timedelta

import pytest

from mainstay.common import clock
from mainstay.common.errors import NotAllowed, RuleBroken
from mainstay.common.models import Notice
from mainstay.staff import services
from mainstay.staff.models import Clearance, Expert
from tests import builders
from tests.staff.test_missions import DAY, asked, clear_all, expert, nominated

pytestmark = pytest.mark.django_db


def test_who_declines_opens_the_place_for_the_next_of_the_shortlist() -> None:
    with clock.at(DAY):
        first, second = expert(1), expert(2)
        request = asked(builders.case())
        services.match_candidates(by=builders.person("ROSTER"), request=request)
        director = builders.person("CD")
        mission = services.select_candidate(by=director, request=request, expert=first)
        with pytest.raises(RuleBroken, match="Every place"):
            services.select_candidate(by=director, request=request, expert=second)
        assert first.account is not None
        services.accept_nomination(by=first.account, deployment=mission, accept=False)
        request.refresh_from_db()
        assert ("DECLINED", "SHORTLISTED") == (mission.state, request.state)
        with pytest.raises(RuleBroken, match="Choose the next"):
            services.select_candidate(by=director, request=request, expert=first)
        services.select_candidate(by=director, request=request, expert=second)
    assert "FILLED" == request.state
    assert Notice.objects.filter(kind="place_open").exists()


def test_a_mission_called_off_before_travel_opens_its_place_with_the_reason() -> None:
    with clock.at(DAY):
        mission = nominated(builders.case(), expert(1))
        with pytest.raises(Exception, match="Say why"):
            services.cancel_mission(by=builders.person("CD"), deployment=mission, reason=" ")
        services.cancel_mission(by=builders.person("CD"), deployment=mission, reason="airport closed")
        mission.request.refresh_from_db()
    assert ("CANCELLED", "SHORTLISTED") == (mission.state, mission.request.state)


def test_a_request_for_people_is_refused_by_another_or_taken_back_by_who_asked() -> None:
    with clock.at(DAY):
        case = builders.case()
        officer = builders.person("CPO")
        again = {
            "case": case, "functional_area": "FA02", "min_level": 2, "starts_on": clock.today(), "ends_on": clock.today(),
            "terms": "t", "host": "h", "budget_line": "W1",
        }  # fmt: skip
        one = services.request_team(by=officer, **again)
        with pytest.raises(NotAllowed):
            services.refuse_team_request(by=officer, request=one, reason="no")
        services.refuse_team_request(by=builders.person("TT_COORD"), request=one, reason="no budget")
        two = services.request_team(by=officer, **again)
        services.withdraw_team_request(by=officer, request=two, reason="not needed any more")
    assert ("REFUSED", "WITHDRAWN") == (one.state, two.state)


def test_who_came_back_goes_again_once_rested_debriefed_and_briefed() -> None:
    with clock.at(DAY):
        mission = nominated(builders.case(), expert(1))
        clear_all(mission)
        services.deploy_person(by=builders.person("CD"), deployment=mission)
    manager = builders.person("ROSTER")
    with clock.at(DAY + timedelta(days=70)):
        services.end_deployment(by=manager, deployment=mission, rating=4)
        member = Expert.objects.get(pk=mission.expert_id)
        with pytest.raises(RuleBroken, match="Rests until"):
            services.renew_expert(by=manager, expert=member, briefed_on=clock.today())
    with clock.at(DAY + timedelta(days=90)):
        with pytest.raises(RuleBroken, match="talk after the last mission"):
            services.renew_expert(by=manager, expert=member, briefed_on=clock.today())
        services.debrief_person(by=builders.person("TT_COORD"), deployment=mission)
        services.renew_expert(by=manager, expert=member, briefed_on=clock.today())
        assert "BRIEFED" == member.state
        services.confirm_availability(
            by=member.account, expert=member, first=clock.today(), last=clock.today() + timedelta(days=200)
        )
        assert "ACCEPTED" == nominated(builders.case(), member).state


def test_a_clearance_that_runs_out_before_travel_is_asked_for_again() -> None:
    with clock.at(DAY):
        mission = nominated(builders.case(), expert(1))
        clear_all(mission)
        mission.refresh_from_db()
        assert "CLEARED" == mission.state
        held = mission.clearances.get(code="CL-MED")
        Clearance.objects.filter(pk=held.pk).update(expires_on=clock.today())
        held.refresh_from_db()
        with clock.at(DAY + timedelta(days=2)):
            with pytest.raises(RuleBroken, match="CL-MED"):
                services.deploy_person(by=builders.person("CD"), deployment=mission)
            services.request_clearance(by=mission.expert.account, clearance=held)
            mission.refresh_from_db()
            assert ("REQUESTED", "ACCEPTED") == (held.state, mission.state)
            services.grant_clearance(by=builders.person("MED", "global"), clearance=held)
            mission.refresh_from_db()
    assert "CLEARED" == mission.state


def test_what_was_cleared_beforehand_is_taken_over_by_the_mission() -> None:
    with clock.at(DAY):
        manager, member = builders.person("ROSTER"), expert(1)
        with pytest.raises(RuleBroken, match="belongs to one mission"):
            services.preclear_expert(by=manager, expert=member, code="CL-SEL")
        medical = services.preclear_expert(by=manager, expert=member, code="CL-MED")
        doctor = builders.person("MED", "global")
        services.ask_about_clearance(by=doctor, clearance=medical, words="form of page two")
        services.answer_about_clearance(by=manager, clearance=medical, words="sent")
        services.grant_clearance(by=doctor, clearance=medical)
        mission = nominated(builders.case(), member)
    assert "GRANTED" == mission.clearances.get(code="CL-MED").state


def test_owners_are_reminded_at_three_quarters_and_the_coordinator_when_time_has_run_out() -> None:
    with clock.at(DAY):
        builders.person("TT_COORD")
        mission = nominated(builders.case(), expert(1))
        first = mission.clearances.get(code="CL-REQ")
        services.request_clearance(by=mission.expert.account, clearance=first)
        assert first.due_at is not None
        assert 0 == services.remind_of_clearances()
    with clock.at(DAY + (first.due_at - DAY) * 0.8):
        assert services.remind_of_clearances()
        assert 0 == services.remind_of_clearances()
    with clock.at(first.due_at):
        assert services.remind_of_clearances()
    assert {"clearance_due", "clearance_late"} <= set(Notice.objects.values_list("kind", flat=True))


def test_a_member_who_is_suspended_is_left_out_and_comes_back_by_a_decision() -> None:
    with clock.at(DAY):
        manager, member = builders.person("ROSTER"), expert(1)
        services.suspend_expert(by=manager, expert=member, reason="a matter is looked into")
        request = asked(builders.case())
        assert [] == services.match_candidates(by=manager, request=request)
        services.reinstate_expert(by=manager, expert=member, reason="nothing in it")
        services.renew_expert(by=manager, expert=member, briefed_on=clock.today())
        assert [member.pk] == [
            entry.expert_id for entry in services.match_candidates(by=manager, request=request)
        ]
        services.remove_expert(by=manager, expert=member, reason="asked to leave")
    assert "REMOVED" == member.state


def test_a_briefing_that_is_too_old_lets_a_member_lapse_once() -> None:
    with clock.at(DAY):
        member = expert(1)
    with clock.at(DAY + timedelta(days=800)):
        assert 1 == services.lapse_experts()
        assert 0 == services.lapse_experts()
    member.refresh_from_db()
    assert "DORMANT" == member.state


def test_who_was_put_on_the_long_list_says_herself_what_she_can() -> None:
    with clock.at(DAY):
        manager = builders.person("ROSTER")
        member = services.enter_expert(
            by=manager, name="A", email="a@example.org", kind="external_consultant", skills={"FA02": 4}, languages={"fr": "C1"}
        )  # fmt: skip
        account = builders.person()
        Expert.objects.filter(pk=member.pk).update(account=account)
        member.refresh_from_db()
        with pytest.raises(NotAllowed):
            services.assess_oneself(by=builders.person(), expert=member, skills={"FA02": 2})
        services.assess_oneself(by=account, expert=member, skills={"FA02": 2, "FA03": 3})
    assert "SELF_ASSESSED" == member.state
    assert {("FA02", 2), ("FA03", 3)} == set(member.skills.values_list("functional_area", "level"))
