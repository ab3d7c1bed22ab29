"""A case opens with its reference, clocks, stages, team and list of the first thirty days."""

from datetime import UTC, datetime, timedelta

import pytest

from mainstay.cases import selectors
from mainstay.cases.services import confirm_onset, open_case, set_crisis_types
from mainstay.common import clock
from mainstay.common.errors import BadInput, NotAllowed
from tests import builders

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_a_case_opens_with_reference_stages_team_and_tasks():
    with clock.at(NOW):
        case = builders.case(onset_at=NOW)
    assert "MS-COM-2026-0001" == case.reference
    assert 9 == len(selectors.road(case))
    assert {"CHAIR", "HQ", "REGION", "COUNTRY", "FINANCE"} <= set(selectors.vacancies(case))
    assert 31 == case.tasks.count()
    assert NOW + timedelta(hours=48) == case.targets.get(code="activate_case").due_at


def test_references_count_by_country_and_year():
    first, second = builders.case(), builders.case()
    assert first.reference[:-4] == second.reference[:-4]
    assert int(first.reference[-4:]) + 1 == int(second.reference[-4:])


def test_each_task_goes_to_who_holds_its_role_nearest_to_the_case():
    near, far = builders.person("CPO"), builders.person("CPO", "country", "JOR")
    case = builders.case()
    owners = set(case.tasks.filter(owner_role="CPO").values_list("owner_id", flat=True))
    assert {near.pk} == owners
    assert far.pk not in owners


def test_without_an_event_the_alert_clock_carries_what_counts_from_the_onset():
    with clock.at(NOW):
        case = builders.case(crisis_types=["DISASTER_SLOW"], alerted_at=NOW)
    assert {"alert"} == set(case.targets.values_list("clock", flat=True))
    assert NOW + timedelta(hours=336) == case.targets.get(code="issue_snapshot").due_at
    assert 0 == case.tasks.count()


def test_the_clock_starts_anew_when_the_onset_becomes_known_and_keeps_what_was_met():
    from mainstay.cases.services import meet_target

    with clock.at(NOW):
        case = builders.case(alerted_at=NOW)
        meet_target(case, "collect_secondary")
    with clock.at(NOW + timedelta(days=2)):
        confirm_onset(by=builders.person("CD"), case=case, onset_at=NOW - timedelta(days=1))
    assert "onset" == case.targets.get(code="issue_snapshot").clock
    assert NOW + timedelta(days=2) == case.targets.get(code="issue_snapshot").due_at
    assert "alert" == case.targets.get(code="collect_secondary").clock
    assert case.targets.get(code="collect_secondary").met_at is not None


def test_of_several_crisis_types_the_shortest_promise_counts():
    with clock.at(NOW):
        case = builders.case(crisis_types=["ECON_DOWNTURN"], onset_at=NOW)
        slow = case.targets.get(code="issue_snapshot").due_at
        set_crisis_types(by=builders.person("CPO"), case=case, codes=["ECON_DOWNTURN", "CONFLICT"])
    assert NOW + timedelta(hours=240) == slow
    assert NOW + timedelta(hours=72) == case.targets.get(code="issue_snapshot").due_at


def test_unknown_countries_types_and_areas_are_named():
    coordinator = builders.person("TT_COORD")
    builders.country("COM")
    for wrong in ({"countries": ["QQQ"]}, {"crisis_types": ["FLOOD"]}, {"areas": ["KM99"]}):
        given = {"name": "x", "countries": ["COM"], "crisis_types": ["CONFLICT"], **wrong}
        with pytest.raises(BadInput):
            open_case(by=coordinator, **given)


def test_a_director_opens_cases_in_the_own_country_only():
    director = builders.person("CD")
    assert builders.case(by=director).opened_by == director
    builders.country("JOR")
    with pytest.raises(NotAllowed):
        builders.case(by=director, countries=["JOR"])


def test_a_programme_officer_does_not_open_cases():
    with pytest.raises(NotAllowed):
        builders.case(by=builders.person("CPO"))
