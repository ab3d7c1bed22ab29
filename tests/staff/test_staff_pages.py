"""Staff in the browser: depth without names, a shortlist with reasons, no travel before all is green, answers by link."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from mainstay.common import clock
from mainstay.common.models import Notice
from mainstay.staff import services
from mainstay.staff.models import AvailabilityAsk, Deployment
from mainstay.staff.selectors import depth_rows
from mainstay.staff.services.availability import link_of
from tests import builders
from tests.deliver.works.pages import client_of, posted, shown
from tests.staff.test_missions import DAY, asked, clear_all, expert, nominated

pytestmark = pytest.mark.django_db(databases="__all__")


def test_the_depth_of_the_roster_names_nobody_and_shows_the_gap():
    with clock.at(DAY):
        one = expert(1, sex="F")
        expert(2, sex="M", open_misconduct=True)
        page = shown(builders.person("CPO"), "roster")
        assert "1 person could go today." in page
        assert one.number not in page
        assert "Nothing, or the names are not yours to see." in page
        exported = (
            client_of(builders.person("CPO")).get(reverse("roster"), {"export": "csv"}).content.decode()
        )
        assert "Employment-intensive works engineering,2,0,1,1,10,9,0" in exported
    with clock.at(DAY + timedelta(days=700)):
        assert one.number in shown(builders.person("ROSTER"), "roster")


def test_who_is_named_for_a_mission_could_not_go_today_and_fills_a_place():
    with clock.at(DAY):
        case = builders.case()
        asked(case)
        coordinator = builders.person("TT_COORD")
        assert "For 1 place nobody is named." in shown(coordinator, "staff")
        nominated(case, expert(1))
        expert(2)
        page = shown(coordinator, "roster")
        assert "1 person could go today. 1 more is on a mission or named for one." in page
        assert "For 1 place nobody is named." in shown(coordinator, "staff")  # that of the first request
        assert "all named" in shown(coordinator, "staff")
        assert [1] == [row["ready"] for row in depth_rows(coordinator) if row["area"] == "FA02"]
        missions = shown(coordinator, "missions")
        assert "Nobody is on mission. 1 is to leave, on 6 Mar 2026." in missions


def test_a_mission_shows_the_next_step_first_and_what_runs_out_while_somebody_is_there():
    with clock.at(DAY):
        mission = nominated(builders.case(), expert(1))
        clear_all(mission)
        mission.clearances.update(expires_on=None)
        mission.clearances.filter(code="CL-INS").update(expires_on=mission.starts_on + timedelta(days=20))
        page = shown(builders.person("CD"), "mission", mission.uid)
        assert "1 clearance runs out during the mission, on 26 Mar 2026." in page
        assert "Ask for these again" in page
        assert "What decides the hours" not in page
        (first, *_others) = re.findall(r'class="button" href="[^"]+">([^<]+)<', page)
        assert "Send on mission" == first


def test_a_request_says_who_is_ready_in_how_many_hours_and_why_others_were_left_out():
    with clock.at(DAY):
        best, barred = expert(1, level=4), expert(2, open_misconduct=True)
        request = asked(builders.case())
        services.match_candidates(by=builders.person("ROSTER"), request=request)
        page = shown(builders.person("CPO"), "team_request", request.uid)
        assert "1 ready in " in page
        assert "longest step: " in page
        assert best.number in page
        selecting = client_of(builders.person("CD"))
        page_of_director = selecting.get(reverse("team_request", args=[request.uid])).content.decode()
        (leads,) = re.findall(r'href="(/do/[^"]+)">Nominate', page_of_director)
        assert best.number in selecting.get(unescape(leads)).content.decode()
        assert "Left out, and why" in page
        assert "misconduct" not in page
        assert "Not ready: briefing, availability or a clearance is not in force." in page
        assert barred.number in page


def test_there_is_no_travel_button_before_every_blocking_clearance_is_granted():
    with clock.at(DAY):
        mission = nominated(builders.case(), expert(1))
        director = builders.person("CD")
        page = shown(director, "mission", mission.uid)
        assert "blocking clearances are open" in page
        assert "Send on mission" not in page
        clear_all(mission)
        page = shown(director, "mission", mission.uid)
        assert "Every blocking clearance is granted" in page
        assert "Send on mission" in page
        leads = re.findall(r'href="(/do/[^"]+)"', page)
        assert any("deploy-person" in one for one in leads)
        assert {200} == {client_of(director).get(unescape(one)).status_code for one in leads}


def test_a_missed_check_in_shows_the_call_tree_and_is_closed_with_what_was_learned():
    with clock.at(DAY):
        mission = nominated(builders.case(), expert(1))
        clear_all(mission)
        director, guard = builders.person("CD"), builders.person("SEC", name="Luis Ortega")
        services.deploy_person(by=director, deployment=Deployment.objects.get(pk=mission.pk))
    with clock.at(DAY + timedelta(days=3)):
        services.raise_missed_check_ins()
        page = shown(guard, "mission", mission.uid)
        assert "Call tree" in page
        assert "Luis Ortega" in page
        everywhere = shown(guard, "missions")
        assert "1 person on mission, 1 sign of life is missed" in everywhere
        services.answer_alarm(
            by=guard, deployment=Deployment.objects.get(pk=mission.pk), words="Reached by radio"
        )
        assert "Call tree" not in shown(guard, "mission", mission.uid)


def test_the_map_of_missions_tells_the_latest_sign_to_who_reads_signs_and_the_place_to_nobody():
    with clock.at(DAY):
        mission = nominated(builders.case(), expert(1))
        clear_all(mission)
        director, guard = builders.person("CD"), builders.person("SEC")
        services.deploy_person(by=director, deployment=Deployment.objects.get(pk=mission.pk))
        away = Deployment.objects.get(pk=mission.pk)
        services.check_in(by=away.expert.account, deployment=away, place="Quarter of the harbour")
        page, other = shown(guard, "missions"), shown(builders.person("ROSTER"), "missions")
        assert "1 person on mission, the last sign of life" in page
        assert "1 person on mission" in other
        assert "the last sign of life" not in other
        assert "Quarter of the harbour" not in page + other


def test_a_mission_is_rated_by_the_host_and_by_who_went():
    with clock.at(DAY):
        mission = nominated(builders.case(), expert(1))
        clear_all(mission)
        director = builders.person("CD")
        services.deploy_person(by=director, deployment=Deployment.objects.get(pk=mission.pk))
    with clock.at(DAY + timedelta(days=70)):
        back = Deployment.objects.get(pk=mission.pk)
        services.end_deployment(by=director, deployment=back, rating=4)
        services.rate_mission(by=back.expert.account, deployment=back, rating=2, words="No radio for a week")
        page = shown(director, "mission", mission.uid)
        assert "rests until" in page
        assert "4 of 5" in page
        assert "2 of 5" in page
        assert "No radio for a week" not in page
        assert "No radio for a week" in shown(builders.person("ROSTER"), "mission", mission.uid)


def test_an_expert_answers_by_her_link_without_an_account_and_only_once():
    with clock.at(DAY):
        one, manager = expert(1), builders.person("ROSTER")
        request = asked(builders.case())
        page = shown(manager, "team_request_ask", request.uid)
        assert one.number in page
        posted(manager, "team_request_ask", request.uid, expert=[one.pk])
        ask = AvailabilityAsk.objects.get()
        notice = Notice.objects.get(kind="availability")
        assert (one.email, link_of(ask)) == (notice.address, notice.link)
        guest = Client()
        opened = guest.get(notice.link)
        assert 200 == opened.status_code
        assert str(one.name) not in opened.content.decode()
        missing = guest.post(notice.link, {"answer": "PART"})
        assert "from which day to which day" in missing.content.decode()
        guest.post(notice.link, {"answer": "YES"})
        ask.refresh_from_db()
        assert ("YES", request.starts_on) == (ask.answer, ask.first)
        again = guest.post(notice.link, {"answer": "NO"})
        assert 409 == again.status_code
        assert "can go" in shown(manager, "team_request_ask", request.uid)
        assert [] == mail.outbox


def test_a_link_that_was_changed_or_has_ended_opens_nothing():
    with clock.at(DAY):
        one = expert(1)
        request = asked(builders.case())
        ask = services.ask_availability(by=builders.person("ROSTER"), request=request, experts=[one])[0]
        assert 404 == Client().get(link_of(ask)[:-3] + "x/").status_code
    with clock.at(DAY + timedelta(days=8)):
        ended = Client().post(link_of(ask), {"answer": "YES"})
        assert 409 == ended.status_code
        assert "This link has ended" in ended.content.decode()


def test_the_list_for_the_insurer_has_name_days_and_country_alone():
    with clock.at(DAY):
        one = expert(1)
        nominated(builders.case(), one)
        insurer = builders.person("INSUR")
        exported = client_of(insurer).get(reverse("insured"), {"export": "csv"}).content.decode("utf-8-sig")
        header, row = exported.splitlines()[:2]
        assert "Name,From,To,Country" == header
        assert str(one.name) in row
        assert str(one.email) not in exported
        assert 403 == client_of(builders.person("CPO")).get(reverse("insured")).status_code


def test_an_expert_page_says_whether_she_can_go():
    with clock.at(DAY):
        one = expert(1)
        manager = builders.person("ROSTER")
        assert "Ready to go." in shown(manager, "expert", one.uid)
    with clock.at(DAY + timedelta(days=120)):
        assert "Availability was not confirmed" in shown(manager, "expert", one.uid)


def test_a_clearance_waits_for_its_owner_in_the_situation_room():
    with clock.at(DAY):
        mission = nominated(builders.case(), expert(1))
        owner = builders.person("TT_COORD")
        services.request_clearance(by=mission.expert.account, clearance=mission.clearances.get(code="CL-REQ"))
        home = shown(owner, "home")
        assert "1 clearance waits for you" in home
        assert reverse("mission", args=[mission.uid]) in home
        assert "clearance waits for you" not in shown(builders.person("MED"), "home")
