"""A child or somebody forced to work: a restricted case from the first word, followed, closed on verified facts."""

from datetime import date, timedelta

import pytest

from mainstay.accounts.permissions import visible
from mainstay.accounts.services import assign_role
from mainstay.cases.models import TimelineEntry
from mainstay.common import clock
from mainstay.common.errors import NotAllowed, RuleBroken
from mainstay.common.models import AuditEntry, Notice
from mainstay.deliver.works.models import Complaint, ProtectionCase
from mainstay.deliver.works.services import complaints, protection, workers
from tests import builders
from tests.deliver.works import world

pytestmark = pytest.mark.django_db
DAY = date(2020, 3, 3)


@pytest.fixture
def keeper():
    return builders.person("PSEA", "country", "JOR")


@pytest.fixture
def follower():
    """A case worker, whose role reaches what is assigned to her."""
    found = builders.person()
    with clock.at(world.START):
        assign_role(by=builders.operator(), person=found, role="CASE", scope_kind="assigned", scope_key="*")
    return found


def opened(made, keeper):
    with clock.at(DAY):
        return protection.open_protection_case(
            by=made.engineer,
            project=made.project,
            risk="CHILD_LABOUR",
            words="carries water on road S01",
            at_school=False,
        )


def test_a_case_is_on_no_timeline_in_the_restricted_chain_and_told_without_content(made, keeper):
    before = TimelineEntry.objects.count()
    case = opened(made, keeper)
    assert before == TimelineEntry.objects.count()
    assert "restricted" == AuditEntry.objects.order_by("-pk").first().chain.key
    assert [True] == list(
        Notice.objects.filter(person_id=keeper.pk, kind="restricted").values_list(
            "without_content", flat=True
        )
    )
    assert not AuditEntry.objects.filter(facts__icontains="carries").exists()
    assert b"carries" not in bytes(
        ProtectionCase.objects.extra(select={"raw": "words"}).values_list("raw", flat=True).get(pk=case.pk)
    )


def test_who_opened_a_case_cannot_read_it_and_its_case_worker_reads_it_alone(made, keeper, follower):
    case = opened(made, keeper)
    with clock.at(DAY):
        protection.assign_protection_case(by=keeper, case=case, to=follower)
    seen = {
        name: visible(ProtectionCase.objects.all(), person, "works.read_protection_cases").count()
        for name, person in {
            "engineer": made.engineer,
            "keeper": keeper,
            "follower": follower,
            "director": made.director,
        }.items()
    }
    assert {"engineer": 0, "keeper": 1, "follower": 1, "director": 0} == seen
    with pytest.raises(NotAllowed):
        protection.follow_protection_case(by=keeper, case=case, working=False, services="school fees")


def test_withdrawn_is_said_on_a_check_six_months_on(made, keeper, follower):
    case = opened(made, keeper)
    with clock.at(DAY):
        protection.assign_protection_case(by=keeper, case=case, to=follower)
        protection.follow_protection_case(
            by=follower, case=case, working=False, at_school=True, services="enrolled"
        )
        with pytest.raises(RuleBroken, match="six months on"):
            protection.close_protection_case(by=follower, case=case, outcome="WITHDRAWN")
    with clock.at(DAY + timedelta(days=183)):
        protection.follow_protection_case(
            by=follower, case=case, working=False, at_school=False, services="visited"
        )
        with pytest.raises(RuleBroken, match="no school"):
            protection.close_protection_case(by=follower, case=case, outcome="WITHDRAWN")
        protection.follow_protection_case(
            by=follower, case=case, working=False, at_school=True, services="back at school"
        )
        protection.close_protection_case(by=follower, case=case, outcome="WITHDRAWN")
    assert ("CLOSED", "WITHDRAWN") == (case.state, case.outcome)


def test_a_complaint_of_a_child_at_work_is_a_protection_case_and_no_complaint(made, keeper):
    with clock.at(DAY):
        found = complaints.log_complaint(
            by=builders.person("GRM", "country", "JOR"), project=made.project, category="child_labour",
            words="a boy of twelve breaks stones", channel="telephone",
        )  # fmt: skip
    assert isinstance(found, ProtectionCase)
    assert 0 == Complaint.objects.count()


def test_a_child_found_by_its_age_gets_a_case(made, keeper):
    (child, _other) = world.employ(made, 2)
    with clock.at(DAY):
        workers.verify_age(
            by=made.safety, worker=child, proof="DOCUMENT", evidence="certificate", birth_year=2006
        )
    case = ProtectionCase.objects.get()
    assert ("CHILD_LABOUR", True, "OPEN") == (case.risk, case.working, case.state)


def test_what_nobody_has_and_what_is_due_is_told_again_once_without_content(made, keeper, follower):
    case = opened(made, keeper)
    with clock.at(DAY + timedelta(days=2)):
        assert 1 == protection.remind_of_protection()
        assert 0 == protection.remind_of_protection()
        protection.assign_protection_case(by=keeper, case=case, to=follower)
    with clock.at(DAY + timedelta(days=183)):
        assert 1 == protection.remind_of_protection()
        assert 0 == protection.remind_of_protection()
    assert {True} == set(Notice.objects.filter(kind="restricted").values_list("without_content", flat=True))


def test_a_complaint_that_nobody_answers_is_told_to_who_keeps_complaints_and_then_to_the_director(made):
    listener = builders.person("GRM", "country", "JOR")
    with clock.at(DAY):
        complaints.log_complaint(
            by=listener, project=made.project, category="pay", words="two days are missing", channel="box"
        )
        assert 0 == complaints.remind_of_complaints()
    with clock.at(DAY + timedelta(days=3)):
        assert 1 == complaints.remind_of_complaints()
    with clock.at(DAY + timedelta(days=31)):
        assert 2 == complaints.remind_of_complaints()
        assert 0 == complaints.remind_of_complaints()
    assert made.director.pk in Notice.objects.filter(kind="complaint_late").values_list(
        "person_id", flat=True
    )
