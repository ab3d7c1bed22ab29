"""Long work shows how far it is, stops when asked, says why it failed, and goes on where it was."""

import json

import pytest
from typer.testing import CliRunner

from mainstay.common import jobs
from mainstay.common.errors import NotFound, RuleBroken
from mainstay.common.models import Job
from tests import builders

pytestmark = pytest.mark.django_db(databases="__all__")

STEPS = 4


@pytest.fixture(autouse=True)
def counting():
    """Register a task that counts from where it was; take it away afterwards."""
    seen = []

    def count(run):
        for step in range(run.cursor or 0, STEPS):
            if step == run.parameters.get("breaks_at") and "broken" not in seen:
                seen.append("broken")
                raise RuleBroken("full", "The disk {disk} is full. Make room, then resume.", disk="A")
            seen.append(step)
            run.progress(step + 1, STEPS, doing="count", cursor=step + 1)
        return {"counted": len([one for one in seen if one != "broken"])}

    jobs.task("test.count")(count)
    yield seen
    jobs._tasks.pop("test.count")


def job(**parameters):
    return Job.objects.get(uid=jobs.start("test.count", by=7, **parameters).uid)


def test_work_shows_how_far_it_is_and_what_came_of_it(counting):
    ended = jobs.execute(job().uid)
    assert ("DONE", 4, 4, "count", {"counted": 4}) == (
        ended.state, ended.done, ended.total, ended.doing, ended.outcome,
    )  # fmt: skip


def test_work_that_fails_says_why_and_goes_on_where_it_was(counting):
    held = job(breaks_at=2)
    ended = jobs.execute(held.uid)
    assert ("FAILED", "full", {"disk": "A"}) == (ended.state, ended.error["code"], ended.error["facts"])
    jobs.resume(ended)
    again = jobs.execute(held.uid)
    assert ("DONE", None) == (again.state, again.error)
    assert [0, 1, "broken", 2, 3] == counting


def test_work_stops_at_its_next_step_when_asked(counting):
    held = job()
    jobs.cancel(held)
    assert "CANCELLED" == jobs.execute(held.uid).state
    assert [0] == counting
    jobs.resume(held)
    assert "DONE" == jobs.execute(held.uid).state
    assert [0, 1, 2, 3] == counting


def test_a_fault_of_ours_is_told_by_its_kind_alone():
    def fall(_run):
        raise ZeroDivisionError("a name of somebody")

    jobs.task("test.fall")(fall)
    try:
        ended = jobs.execute(jobs.start("test.fall", by=7).uid)
    finally:
        jobs._tasks.pop("test.fall")
    assert ("FAILED", "ZeroDivisionError") == (ended.state, ended.error["msgid"])
    assert "somebody" not in json.dumps(ended.error)


def test_what_ran_when_the_worker_died_can_be_resumed(counting):
    held = job()
    Job.objects.filter(pk=held.pk).update(state="RUNNING", cursor=3)
    assert 1 == jobs.note_interrupted()
    held.refresh_from_db()
    assert ("FAILED", "interrupted") == (held.state, held.error["code"])
    jobs.resume(held)
    assert "DONE" == jobs.execute(held.uid).state
    assert [3] == counting


def test_there_is_no_task_that_nobody_registered():
    with pytest.raises(NotFound):
        jobs.start("test.unknown", by=7)


def test_the_terminal_starts_lists_and_stops_ones_own_jobs_only(counting):
    from mainstay.cli.main import build

    one, other = builders.person("CPO"), builders.person("CPO")

    def type_in(*words, by):
        return CliRunner().invoke(build(), ["jobs", *words, "--as", by.email], env={"COLUMNS": "300"})

    started = type_in("start", "test.count", "--here", "--format", "json", by=one)
    assert 0 == started.exit_code, started.stderr
    (row,) = json.loads(started.stdout)
    assert ("DONE", 4) == (row["state"], row["done"])
    assert [row["job"]] == [
        each["job"] for each in json.loads(type_in("list", "--format", "json", by=one).stdout)
    ]
    assert [] == json.loads(type_in("list", "--format", "json", by=other).stdout)
    assert 3 == type_in("cancel", row["job"], by=other).exit_code
    assert 0 == type_in("cancel", row["job"], by=one).exit_code
    assert 6 == type_in("start", "test.count", "breaks_at", by=one).exit_code
