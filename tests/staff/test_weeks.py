"""Week by week: places that open requests leave, against people who are ready and free; every cell opens to both."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mainstay.common import clock
from mainstay.staff import services
from mainstay.staff.selectors.weeks import Profile, monday_of, needs_by_week, week_of_profile
from tests import builders
from tests.deliver.works.pages import client_of, shown
from tests.staff.test_missions import DAY, asked, expert, nominated

pytestmark = pytest.mark.django_db(databases="__all__")
ENGINEER = Profile("FA02", 2, "fr")


def first_of(gap, place=0):
    cell = gap.rows[0].cells[place]
    return (cell.needed, cell.ready, cell.short)


def test_a_week_counts_open_places_against_who_is_ready_and_free_in_it():
    with clock.at(DAY):  # a Monday; the request begins on Friday and ends after sixty days
        one, _weak = expert(1), expert(2, level=1)
        one.availability.update(last=DAY.date() + timedelta(days=20))
        asked(builders.case())
        gap = needs_by_week(builders.person("TT_COORD"))
    assert [ENGINEER] == [row.profile for row in gap.rows]
    assert [(1, 1, 0)] * 3 == [first_of(gap, place) for place in range(3)]
    assert (1, 0, 1) == first_of(gap, 3)  # what she said ends with the third week
    assert (1, 0, 1) == first_of(gap, 8)
    assert 0 == gap.rows[0].cells[9].needed  # after the last day


def test_a_place_somebody_is_named_for_is_open_no_more_and_she_is_free_for_no_other():
    with clock.at(DAY):
        case = builders.case()
        nominated(case, expert(1))
        assert [] == needs_by_week(builders.person("TT_COORD")).rows
        asked(case)
        found = week_of_profile(builders.person("TT_COORD"), ENGINEER, monday_of(DAY.date()))
    assert (1, 0) == (found.cell.needed, found.cell.ready)
    assert [("away", 1)] == [(reason.code, count) for reason, count in found.kept]


def test_all_together_each_person_fills_one_place_only():
    with clock.at(DAY):
        expert(1)
        case = builders.case()
        asked(case)
        services.request_team(
            by=builders.person("CPO"), case=case, functional_area="FA02", min_level=1, headcount=2, starts_on=clock.today(),
            ends_on=clock.today() + timedelta(days=30), terms="Second wave", host="Ministry of labour", budget_line="W1",
        )  # fmt: skip
        gap = needs_by_week(builders.person("TT_COORD"))
    assert [1, 1] == [row.cells[0].ready for row in gap.rows]  # she fits both
    assert (3, 1, 2) == (gap.together[0].needed, gap.together[0].ready, gap.together[0].short)


def test_an_open_misconduct_case_keeps_without_being_told_and_rest_is_told():
    with clock.at(DAY):
        expert(1, open_misconduct=True)
        expert(2, rests_until=clock.today() + timedelta(days=9))
        asked(builders.case())
        coordinator = builders.person("TT_COORD")
        found = week_of_profile(coordinator, ENGINEER, monday_of(DAY.date()))
        later = week_of_profile(coordinator, ENGINEER, monday_of(DAY.date()) + timedelta(days=14))
    assert {"not_ready": 1, "rests": 1} == {reason.code: count for reason, count in found.kept}
    assert 1 == later.cell.ready


def test_the_page_says_the_worst_week_exports_what_it_shows_and_opens_to_requests_and_people():
    with clock.at(DAY):
        one, case = expert(1), builders.case()
        request = asked(case)
        one.availability.update(last=DAY.date() + timedelta(days=20))
        coordinator = builders.person("TT_COORD")
        page = shown(coordinator, "staff_weeks")
        assert "In the week of 23 Mar 2026 1 of 1 open place finds nobody who stands ready." in page
        assert "1 short" in page
        assert "0 of 1" in page
        address = reverse("staff_week", args=["2026-03-02"]) + "?area=FA02&amp;level=2&amp;language=fr"
        assert address in page
        exported = client_of(coordinator).get(reverse("staff_weeks"), {"export": "csv"}).content.decode()
        assert '"1 asked, 1 ready","1 asked, 1 ready"' in exported
        opened = client_of(coordinator).get(address.replace("&amp;", "&")).content.decode()
        assert request.reference in opened
        assert "1 person stands ready and is free all week." in opened
        assert one.number not in opened
        manager = client_of(builders.person("ROSTER")).get(address.replace("&amp;", "&")).content.decode()
        assert one.number in manager


def test_a_week_or_profile_that_is_none_is_told_as_not_found():
    with clock.at(DAY):
        client = client_of(builders.person("TT_COORD"))
        assert 404 == client.get(reverse("staff_week", args=["yesterday"]), {"area": "FA02"}).status_code
        assert 404 == client.get(reverse("staff_week", args=["2026-03-02"]), {"area": "FA99"}).status_code


def test_the_number_of_queries_does_not_follow_the_number_of_people_or_requests():
    with clock.at(DAY):
        case, coordinator = builders.case(), builders.person("TT_COORD")
        expert(1)
        asked(case)
        needs_by_week(coordinator)  # rights and playbook are read once
        with CaptureQueriesContext(connection) as before:
            needs_by_week(coordinator)
        for number in range(2, 5):
            expert(number)
            asked(case)
        with CaptureQueriesContext(connection) as after:
            needs_by_week(coordinator)
    assert len(before) == len(after)
