"""Nobody travels before all blocking clearances are granted, and a shortlist says who was left out and why."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mainstay.accounts.models import Person
from mainstay.cases.models import Case
from mainstay.common import clock
from mainstay.common.errors import NotAllowed, RuleBroken
from mainstay.common.models import Notice
from mainstay.staff import selectors, services
from mainstay.staff.models import Deployment, Expert, TeamRequest
from tests import builders
from tests.staff.recruits import admitted

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 3, 2, 8, tzinfo=UTC)


def expert(
    number: int, *, level: int = 3, language: str = "C1", kind: str = "external_consultant", **more: object
) -> Expert:
    """Return somebody who is ready to go for half a year."""
    manager = builders.person("ROSTER")
    found = services.enter_expert(
        by=manager, name=f"Expert {number}", email=f"expert{number}@example.org", kind=kind,
        skills={"FA02": level}, languages={"fr": language}, synthetic=True,
    )  # fmt: skip
    admitted(found, manager, briefed_on=clock.today())
    account = builders.person()
    found.account = account
    for name, value in more.items():
        setattr(found, name, value)
    found.save()
    services.confirm_availability(
        by=account, expert=found, first=clock.today(), last=clock.today() + timedelta(days=180)
    )
    return found


def asked(case: Case, tier: str = "T1") -> TeamRequest:
    request = services.request_team(
        by=builders.person("CPO"), case=case, functional_area="FA02", min_level=2, language="fr", tier=tier,
        starts_on=clock.today() + timedelta(days=4), ends_on=clock.today() + timedelta(days=60),
        terms="Open the first sites", host="Ministry of labour", budget_line="W1",
    )  # fmt: skip
    services.approve_team_request(by=builders.person("TT_COORD"), request=request)
    return request


def nominated(case: Case, one: Expert) -> Deployment:
    request = asked(case)
    services.match_candidates(by=builders.person("ROSTER"), request=request)
    mission = services.select_candidate(by=builders.person("CD"), request=request, expert=one)
    assert one.account is not None
    services.accept_nomination(by=one.account, deployment=mission)
    return mission


OWNERS = {"ROSTER", "SEC", "INSUR", "MED", "FUND", "TT_COORD", "TT_MEM", "CPO", "CD", "RO"}


def clear_all(mission: Deployment, *, but: str = "") -> None:
    """Ask for and grant every clearance in the order of the graph."""
    from mainstay import playbook

    items = playbook.current().clearances
    people: dict[str, Person] = {}
    left = [row for row in mission.clearances.all() if row.code != but and row.state != "GRANTED"]
    while left:
        settled = set(
            mission.clearances.filter(state__in=["GRANTED", "WAIVED"]).values_list("code", flat=True)
        )
        known = set(mission.clearances.values_list("code", flat=True))
        able = [row for row in left if {*items[row.code].prerequisites} & known <= settled]
        if not able:
            return
        for row in able:
            owner = next(role for role in items[row.code].owner_roles if role in OWNERS)
            officer = people.setdefault(owner, builders.person(owner))
            assert mission.expert.account is not None
            services.request_clearance(by=mission.expert.account, clearance=row)
            services.grant_clearance(by=officer, clearance=row)
        left = [row for row in left if row not in able]


def test_the_shortlist_gives_reasons_and_names_who_was_left_out() -> None:
    with clock.at(DAY):
        best, weaker = expert(1, level=4), expert(2, level=2)
        silent = expert(3, language="A2")
        resting = expert(4, rests_until=clock.today() + timedelta(days=30))
        request = asked(builders.case())
        ranked = services.match_candidates(by=builders.person("ROSTER"), request=request)
    assert [entry.expert for entry in ranked] == [best, weaker]
    assert sum(ranked[0].parts.values()) == float(ranked[0].score or 0)
    left_out = {row.expert_id: row.excluded["code"] for row in request.shortlist.filter(rank__isnull=True)}
    assert left_out == {silent.pk: "language", resting.pk: "resting"}


def test_an_open_misconduct_case_is_not_told_to_others() -> None:
    with clock.at(DAY):
        barred = expert(1, open_misconduct=True)
        request = asked(builders.case())
        services.match_candidates(by=builders.person("ROSTER"), request=request)
    told = request.shortlist.get(expert=barred).excluded
    assert told["code"] == "not_ready"
    assert "misconduct" not in told["msgid"]


def test_nobody_travels_before_the_blocking_clearances_are_granted() -> None:
    with clock.at(DAY):
        mission = nominated(builders.case(), expert(1))
        with pytest.raises(RuleBroken, match="CL-INS"):
            services.deploy_person(by=builders.person("CD"), deployment=mission)
        clear_all(mission)
        services.deploy_person(by=builders.person("CD"), deployment=mission)
    assert mission.state == "ON_MISSION"
    assert selectors.time_to_go(mission).hours == 0


def test_no_insurance_no_travel() -> None:
    with clock.at(DAY):
        mission = nominated(builders.case(), expert(1))
        clear_all(mission, but="CL-INS")
        with pytest.raises(RuleBroken, match="No insurance, no travel"):
            services.deploy_person(by=builders.person("CD"), deployment=mission)
        with pytest.raises((RuleBroken, NotAllowed)):
            services.waive_clearance(
                by=builders.person("TT_CHAIR"),
                clearance=mission.clearances.get(code="CL-INS"),
                reason="In a hurry",
            )


def test_a_clearance_waits_for_what_comes_before_it() -> None:
    with clock.at(DAY):
        mission = nominated(builders.case(), expert(1))
        assert mission.expert.account is not None
        with pytest.raises(RuleBroken, match="comes after"):
            services.request_clearance(
                by=mission.expert.account, clearance=mission.clearances.get(code="CL-TRV")
            )


def test_only_its_owner_grants_a_clearance() -> None:
    with clock.at(DAY):
        mission = nominated(builders.case(), expert(1))
        fit = mission.clearances.get(code="CL-REQ")
        assert mission.expert.account is not None
        services.request_clearance(by=mission.expert.account, clearance=fit)
        with pytest.raises(NotAllowed):
            services.grant_clearance(by=builders.person("MED"), clearance=fit)


def test_the_critical_path_of_a_first_wave_is_about_54_hours() -> None:
    with clock.at(DAY):
        mission = nominated(builders.case(), expert(1))
    path = selectors.time_to_go(mission)
    assert path.steps[0] == "CL-REQ"
    assert path.steps[-1] == "CL-TRV"
    assert path.hours == 54


def test_a_missed_check_in_raises_the_alarm_without_content() -> None:
    with clock.at(DAY):
        builders.person("SEC", "global")
        mission = nominated(builders.case(), expert(1))
        clear_all(mission)
        services.deploy_person(by=builders.person("CD"), deployment=mission)
    with clock.at(DAY + timedelta(days=2)):
        assert services.raise_missed_check_ins() == 1
        assert services.raise_missed_check_ins() == 0
        assert set(
            Notice.objects.filter(kind="missed_check_in").values_list("without_content", flat=True)
        ) == {True}
        mission.refresh_from_db()
        assert mission.expert.account is not None
        services.check_in(by=mission.expert.account, deployment=mission)
    assert mission.alarm_at is None


def test_a_long_mission_earns_rest_and_a_talk() -> None:
    with clock.at(DAY):
        mission = nominated(builders.case(), expert(1))
        clear_all(mission)
        services.deploy_person(by=builders.person("CD"), deployment=mission)
    with clock.at(DAY + timedelta(days=70)):
        services.end_deployment(by=builders.person("ROSTER"), deployment=mission, rating=4)
        services.debrief_person(by=builders.person("TT_COORD"), deployment=mission)
    assert mission.expert.rests_until == date(2026, 5, 25)
    assert mission.state == "DEBRIEFED"
