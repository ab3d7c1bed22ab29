"""A case is reminded, escalated, classified, written about, stood down, closed and opened again."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest

from mainstay.accounts.services import act
from mainstay.cases import selectors
from mainstay.cases.models import TimelineEntry
from mainstay.cases.services import (
    add_areas,
    add_countries,
    add_note,
    add_task,
    approve_pc1,
    attach_file,
    close_case,
    complete_task,
    decide_rule_waiver,
    drop_task,
    end_rule_waiver,
    enter_phase,
    explain_delay,
    go_on,
    leave_phase,
    meet_target,
    note,
    post_idea,
    promote_idea,
    rate_criticality,
    reassign_task,
    reopen_case,
    report_stage,
    request_rule_waiver,
    set_tracks,
    stand_down,
    start_checklist,
    start_target,
)
from mainstay.cases.services.closing import _preconditions, closing_obstacles, register_precondition
from mainstay.cases.services.places import load_areas
from mainstay.common import clock, due, secrecy
from mainstay.common.errors import BadInput, NotAllowed, NotFound, Reason, RuleBroken
from mainstay.common.models import Area, Notice
from tests import builders

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def officer():
    return builders.person("CPO")


@pytest.fixture
def director():
    return builders.person("CD")


@pytest.fixture
def coordinator():
    return builders.person("TT_COORD")


@pytest.fixture
def case(officer, director, coordinator):
    with clock.at(NOW):
        return builders.case(by=coordinator, onset_at=NOW)


def test_owners_are_reminded_at_three_quarters_and_the_next_level_told_when_it_is_late(
    case, officer, director
):
    with clock.at(NOW + timedelta(hours=54)):
        due.run_all()
        due.run_all()
    reminded = Notice.objects.filter(
        kind="clock_remind", person_id=officer.pk, facts__target="Snapshot issued"
    )
    assert 1 == reminded.count()
    assert not Notice.objects.filter(kind="clock_late", facts__target="Snapshot issued").exists()
    with clock.at(NOW + timedelta(hours=73)):
        due.run_all()
        due.run_all()
    assert (
        1
        == Notice.objects.filter(
            kind="clock_late", person_id=director.pk, facts__target="Snapshot issued"
        ).count()
    )


def test_a_target_that_was_met_reminds_nobody(case):
    meet_target(case, "issue_snapshot")
    with clock.at(NOW + timedelta(hours=80)):
        due.run_all()
    assert not Notice.objects.filter(facts__target="Snapshot issued").exists()


def test_a_delay_is_explained_or_a_target_dropped_with_a_reason(case, officer):
    target = case.targets.get(code="issue_snapshot")
    with pytest.raises(BadInput):
        explain_delay(by=officer, target=target, reason="")
    explain_delay(by=officer, target=target, reason="Bridges are down.", drop=True)
    assert target.code not in selectors.targets_running(case).values_list("code", flat=True)


def test_a_step_is_counted_from_its_own_event_and_by_its_kind(case):
    with clock.at(NOW):
        assert NOW + timedelta(days=5) == start_target(case, "outline_design").due_at
        assert NOW + timedelta(hours=72) == start_target(case, "approve_grant", window="W1").due_at


def test_tasks_are_done_by_their_owner(case, officer):
    task = case.tasks.get(code="F30-29")
    assert officer == task.owner
    with pytest.raises(NotAllowed):
        complete_task(by=builders.person("CPO"), task=task)
    complete_task(by=officer, task=task, words="Reviewed.")
    assert officer == task.done_by
    with pytest.raises(RuleBroken):
        complete_task(by=officer, task=task)


def test_a_task_that_does_not_apply_has_its_reason(case, officer):
    task = case.tasks.get(code="F30-11")
    with pytest.raises(RuleBroken):
        drop_task(by=officer, task=task, reason=" ")
    drop_task(by=officer, task=task, reason="The ministry insures all.")
    assert task not in selectors.tasks_open(case)


def test_a_task_without_an_owner_goes_to_who_holds_its_role_later(case):
    assert case.tasks.filter(owner_role="ROSTER", owner__isnull=False).count() == 0
    roster = builders.person("ROSTER")
    with clock.at(NOW):
        due.run_all()
    assert {roster.pk} == set(case.tasks.filter(owner_role="ROSTER").values_list("owner_id", flat=True))


def test_a_task_is_added_and_given_to_somebody_else(case, officer, director):
    task = add_task(by=officer, case=case, title="Call the port", owner_role="CD", due_at=NOW)
    assert director == task.owner
    reassign_task(by=officer, task=task, owner=officer)
    complete_task(by=officer, task=task)


def test_a_task_that_is_due_is_reminded_once(case, officer):
    with clock.at(NOW + timedelta(hours=13)):
        due.run_all()
        due.run_all()
    assert (
        1
        == Notice.objects.filter(
            kind="task_due", person_id=officer.pk, facts__task__icontains="secondary"
        ).count()
    )


def test_the_list_can_be_started_where_the_onset_is_slow(officer, coordinator):
    case = builders.case(by=coordinator, crisis_types=["DISASTER_SLOW"])
    assert 31 == start_checklist(by=officer, case=case)
    assert 31 == case.tasks.count()


def test_phases_overlap_and_a_case_is_always_in_one(case, officer):
    with pytest.raises(RuleBroken, match="always in a phase"):
        leave_phase(by=officer, case=case, phase="STABILISATION", reason="x")
    enter_phase(by=officer, case=case, phase="REINTEGRATION")
    leave_phase(by=officer, case=case, phase="STABILISATION", reason="Incomes are stable.")
    enter_phase(by=officer, case=case, phase="STABILISATION", reason="Shelling began again.")
    assert 3 == case.phases.count()
    with pytest.raises(RuleBroken, match="already"):
        enter_phase(by=officer, case=case, phase="STABILISATION")


def test_tracks_follow_the_phases_and_can_be_set_otherwise(case, officer):
    assert {"A": 3, "B": 1, "C": 0} == dict(case.tracks.values_list("code", "weight"))
    enter_phase(by=officer, case=case, phase="RECOVERY")
    assert {"A": 3, "B": 2, "C": 3} == dict(case.tracks.values_list("code", "weight"))
    set_tracks(by=officer, case=case, weights={"C": 1}, reason="No investors yet.")
    assert 1 == case.tracks.get(code="C").weight
    with pytest.raises(BadInput):
        set_tracks(by=officer, case=case, weights={"D": 1})


def test_a_case_grows_over_borders_and_into_areas(case, officer, coordinator, tmp_path):
    builders.country("MDG")
    add_countries(by=officer, case=case, countries=["MDG"])
    assert {"COM", "MDG"} == set(case.countries.values_list("country_id", flat=True))
    area = Area.objects.filter(country_id="COM").first()
    add_areas(by=officer, case=case, areas=[area.pcode])
    builders.country("JOR")
    with pytest.raises(RuleBroken, match="no country of the case"):
        add_areas(by=officer, case=case, areas=[Area.objects.filter(country_id="JOR").first().pcode])


def test_a_director_of_the_second_country_sees_the_case(case, officer):
    builders.country("MDG")
    stranger = builders.person("CPO", "country", "MDG")
    assert case not in selectors.cases_visible(stranger)
    add_countries(by=officer, case=case, countries=["MDG"])
    assert case in selectors.cases_visible(stranger)


def test_an_offices_own_areas_are_loaded_by_p_code_again_and_again(officer, tmp_path):
    builders.country("COM")
    path = tmp_path / "areas.csv"
    path.write_text("pcode,name,country,level,parent\nKM1X,Ngazidja,COM,1,\nKM1X01,Moroni,COM,2,KM1X\n")
    assert 2 == load_areas(by=officer, path=path)
    assert 2 == load_areas(by=officer, path=path)
    assert "KM1X" == Area.objects.get(pk="KM1X01").parent_id


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (",Moroni,COM,2,", "pcode"),
        ("KM9,Moroni,ZZZ,2,", "country"),
        ("KM9,Moroni,COM,9,", "level"),
        ("KM9,Moroni,COM,2,NOWHERE", "parent"),
        ("KM1X,Again,COM,1,", "pcode"),
    ],
)
def test_a_faulty_list_of_areas_names_row_and_field_and_changes_nothing(officer, tmp_path, row, field):
    builders.country("COM")
    before = Area.objects.count()
    path = tmp_path / "areas.csv"
    path.write_text(f"pcode,name,country,level,parent\nKM1X,Ngazidja,COM,1,\n{row}\n")
    with pytest.raises(BadInput) as refused:
        load_areas(by=officer, path=path)
    assert (3, field) == (refused.value.problems[0].row, refused.value.problems[0].field)
    assert before == Area.objects.count()


def test_an_office_loads_no_areas_of_another_country(officer, tmp_path):
    builders.country("JOR")
    path = tmp_path / "areas.csv"
    path.write_text("pcode,name,country,level,parent\nKM1X,Ngazidja,COM,1,\nJO1X,Irbid,JOR,1,\n")
    with pytest.raises(NotAllowed):
        load_areas(by=officer, path=path)


def test_a_stage_reports_where_it_stands_and_the_case_answers_in_one_line(case):
    with clock.at(NOW + timedelta(days=9)):
        report_stage(
            case,
            "assess",
            state="OPEN",
            msgid="Assessment collecting, {done} of {all} households.",
            done=212,
            all=400,
            record_state="approve the baseline",
            next_role="ME",
            due_at=NOW + timedelta(days=10),
        )
        for target in selectors.targets_running(case):
            meet_target(case, target.code)
        answer = selectors.case_answer(case)
    assert answer.startswith("Day 9. Assessment collecting, 212 of 400 households.")
    assert "approve the baseline" in answer
    assert "Monitoring and evaluation officer" in answer


def test_the_road_has_nine_stages_in_their_order(case):
    report_stage(case, "fund", state="DONE", msgid="Paid.")
    assert ["watch", "decide", "assess", "design", "fund", "staff", "deliver", "measure", "learn"] == [
        row.stage for row in selectors.road(case)
    ]
    assert "DONE" == selectors.road(case)[4].state


def test_the_timeline_tells_an_event_with_a_key_once(case, officer):
    before = case.timeline.count()
    for _time in range(2):
        note(case, by=officer, stage="decide", msgid="Two requests were joined.", key="request:1:joined")
    note(case, by=officer, stage="decide", msgid="Hello.")
    note(case, by=officer, stage="decide", msgid="Hello.")
    assert before + 3 == case.timeline.count()


def test_what_is_restricted_writes_nothing_on_shared_timelines_and_sends_no_content(case, officer):
    from mainstay.common import notices

    before = TimelineEntry.objects.count()
    with secrecy.kept():
        note(case, by=officer, stage="deliver", msgid="A complaint about abuse.")
        report_stage(case, "deliver", state="OPEN", msgid="A complaint about abuse.")
        notices.tell([officer.pk], "restricted", "A complaint about abuse.", key="x")
    assert before == TimelineEntry.objects.count()
    assert not case.stages.exclude(msgid="").exists()
    assert Notice.objects.get(kind="restricted").without_content


def test_a_restricted_action_is_secret_by_its_class_of_data(case):
    admin = builders.person("ADMIN")
    with act("accounts.break_glass", by=admin):
        assert secrecy.is_kept()
    with act("cases.post_idea", by=builders.person("CPO"), on=case):
        assert not secrecy.is_kept()


@pytest.mark.usefixtures("only_the_spine")
def test_every_stage_may_stand_against_closing(case, director):
    try:
        register_precondition("test.sites_closed")(
            lambda _case: Reason("sites_open", "2 sites are open.", {})
        )
        assert ["test.sites_closed"] == [name for name, _reason in closing_obstacles(case)]
        with pytest.raises(RuleBroken, match="sites"):
            close_case(by=director, case=case, words="Done.")
        register_precondition("test.paid")(lambda _case: Reason("pay_owed", "9 people are owed.", {}))
        with pytest.raises(BadInput) as refused:
            close_case(by=director, case=case, words="Done.")
        assert 2 == len(refused.value.problems)
    finally:
        for name in ("test.sites_closed", "test.paid"):
            _preconditions.pop(name, None)
    close_case(by=director, case=case, words="Done.")
    assert "CLOSED" == case.state
    assert "Closed." == selectors.case_answer(case)


@pytest.mark.usefixtures("only_the_spine")
def test_a_decision_that_goes_round_holds_the_closing_back(case, director, coordinator):
    from mainstay.cases.services import circulate_decision, draft_decision

    decision = draft_decision(by=coordinator, case=case, title="x", text="y")
    circulate_decision(by=coordinator, decision=decision)
    with pytest.raises(RuleBroken, match="decisions"):
        close_case(by=director, case=case, words="Done.")


def test_a_response_stands_down_with_a_reason_and_is_opened_again(case, coordinator):
    with pytest.raises(BadInput):
        stand_down(by=coordinator, case=case, reason="")
    stand_down(by=coordinator, case=case, reason="Quiet for half a year.")
    with pytest.raises(RuleBroken):
        go_on(by=coordinator, case=case, reason="x")
    reopen_case(by=coordinator, case=case, reason="Floods again.")
    go_on(by=coordinator, case=case, reason="Floods go on.")
    assert "OPEN" == case.state


def test_ideas_become_tasks(case, officer, director):
    idea = post_idea(by=officer, case=case, text="Use the school kitchen.")
    task = promote_idea(by=director, idea=idea, owner_role="CPO", due_at=NOW)
    assert "Use the school kitchen." == task.title
    with pytest.raises(RuleBroken):
        promote_idea(by=director, idea=idea, owner_role="CPO", due_at=NOW)


def test_only_administrative_rules_are_set_aside_by_the_chair_until_a_day(case, officer):
    chair = builders.person("TT_CHAIR")
    from mainstay import playbook

    rule = next(iter(playbook.current().lists.rule_waivers))
    with pytest.raises(BadInput):
        request_rule_waiver(by=officer, case=case, rule="insurance", text="x", reason="y")
    waiver = request_rule_waiver(by=officer, case=case, rule=rule, text="x", reason="y")
    with pytest.raises(BadInput, match="day"):
        decide_rule_waiver(by=chair, waiver=waiver, approve=True)
    decide_rule_waiver(by=chair, waiver=waiver, approve=True, ends_on=clock.today() + timedelta(days=30))
    assert "APPROVED" == waiver.state
    end_rule_waiver(by=chair, waiver=waiver, reason="purchases are back to normal")
    assert ("ENDED", clock.today()) == (waiver.state, waiver.ends_on)


def test_the_highest_criticality_waits_for_the_chair(case, director):
    rating = rate_criticality(
        by=director, case=case, activity="Clear the road", level="PC1", reason="No food."
    )
    assert rating.approved_at is None
    approve_pc1(by=builders.person("TT_CHAIR"), rating=rating)
    assert rating.approved_at is not None
    lower = rate_criticality(by=director, case=case, activity="Plant trees", level="PC4", reason="Later.")
    with pytest.raises(RuleBroken):
        approve_pc1(by=builders.person("TT_CHAIR"), rating=lower)


def test_notes_and_files_are_checked(case, officer):
    add_note(by=officer, case=case, text="The port is open.")
    attach_file(by=officer, case=case, stream=BytesIO(b"%PDF-1.7 x"), name="report.pdf")
    with pytest.raises(BadInput):
        attach_file(by=officer, case=case, stream=BytesIO(b"MZ\x90"), name="report.pdf")


def test_a_case_is_found_by_its_reference_by_those_who_may_see_it(case, officer):
    assert case == selectors.case_by_reference(officer, case.reference.lower())
    builders.country("JOR")
    with pytest.raises(NotFound):
        selectors.case_by_reference(builders.person("CPO", "country", "JOR"), case.reference)


def test_constituents_see_where_a_case_stands_and_not_its_timeline(case):
    union = builders.person("CONST_WORK")
    assert case in selectors.cases_summed_up(union)
    assert case not in selectors.cases_visible(union)
