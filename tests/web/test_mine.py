"""One's own pages: long work, notices that lead somewhere, what one may see and why, the situation room of one place."""

import pytest
from django.urls import reverse

from mainstay.common import clock, notices
from mainstay.common.models import Job, Notice
from mainstay.deliver.works.services import protection
from tests import builders
from tests.deliver.works import world
from tests.web.test_pages import client_of, shown

pytestmark = pytest.mark.django_db(databases="__all__")


def _job(person, **fields):
    return Job.objects.create(
        task="measure.facts",
        person_id=person.pk,
        asked_at=clock.real_now(),
        started_at=clock.real_now(),
        **fields,
    )


def test_running_work_shows_how_far_it_is_and_loads_again_without_a_script():
    person = builders.person("ME")
    job = _job(person, state="RUNNING", done=40, total=160, doing="worker_day")
    page = shown(client_of(person), "job", job.uid)
    for words in (
        "40 of 160 done.",
        'http-equiv="refresh"',
        "Bring the facts up to date",
        "Stop it",
        "worker_day",
    ):
        assert words in page
    assert "1 job is running" in shown(client_of(person), "jobs")
    client_of(person).post(reverse("job_cancel", args=[job.uid]))
    job.refresh_from_db()
    assert job.cancel_asked
    assert "It stops at its next step." in shown(client_of(person), "job", job.uid)


def test_failed_work_says_why_and_goes_on_from_where_it_stood():
    person = builders.person("ME")
    error = {"code": "x", "msgid": "The file {name} is gone.", "facts": {"name": "rolls.csv"}}
    job = _job(person, state="FAILED", done=4, total=8, cursor={"row": 4}, error=error)
    page = shown(client_of(person), "job", job.uid)
    assert "The file rolls.csv is gone." in page
    assert "Go on from where it stood" in page
    assert 'http-equiv="refresh"' not in page
    Job.objects.filter(pk=job.pk).update(state="CANCELLED")
    client_of(person).post(reverse("job_resume", args=[job.uid]))
    job.refresh_from_db()
    assert ("WAITING", {"row": 4}) == (job.state, job.cursor)


def test_nobody_sees_or_stops_the_work_of_another():
    job = _job(builders.person("ME"), state="RUNNING")
    other = client_of(builders.person("ME"))
    assert 404 == other.get(reverse("job", args=[job.uid])).status_code
    assert 404 == other.post(reverse("job_cancel", args=[job.uid])).status_code


def test_a_restricted_notice_leads_to_its_record_for_who_may_open_it_and_tells_others_nothing():
    made = world.make_world()
    keeper, other = builders.person("PSEA", "country", "JOR"), builders.person("CPO", "country", "JOR")
    case = protection.open_protection_case(
        by=made.engineer,
        project=made.project,
        risk="CHILD_LABOUR",
        words="Seen at the quarry",
        at_school=False,
    )
    notices.tell(
        [other.pk], "restricted", "Something restricted waits for you.", key=f"protection:{case.pk}:x", without_content=True
    )  # fmt: skip
    for person in (keeper, other):
        row = Notice.objects.get(person_id=person.pk, kind="restricted")
        address = reverse("notice", args=[row.pk])
        assert address in shown(client_of(person), "home")
        answer = client_of(person).get(address)
        if person == keeper:
            assert 302 == answer.status_code
            assert str(case.pk) in answer.url
        else:
            assert "is not open to you any more" in answer.content.decode()
            assert "quarry" not in answer.content.decode()
    assert 404 == client_of(builders.person("ME")).get(address).status_code


def test_what_i_may_see_names_role_and_place():
    person = builders.person("CPO")
    page = shown(client_of(person), "my_rights", words="send a request")
    assert "Country programme officer" in page
    assert "Comoros" in page
    taken = client_of(person).get(reverse("my_rights"), {"export": "csv"}).content.decode("utf-8-sig")
    assert "Comoros" in taken


def test_the_situation_room_is_narrowed_to_a_place():
    coordinator = builders.person("TT_COORD")
    builders.case(by=coordinator, name="Cyclone")
    builders.case(by=coordinator, name="Flood", countries=["JOR"])
    client = client_of(coordinator)
    assert "Flood" in shown(client, "home")
    one = shown(client, "home", place="COM")
    assert "Cyclone" in one
    assert "Flood" not in one
