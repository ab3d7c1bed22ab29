"""What works yield as facts: true counts, persons as pseudonyms, status apart."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from mainstay import facts
from mainstay.common import clock
from mainstay.deliver.works.facts import TABLES
from mainstay.deliver.works.selectors.status import status_token, token_names
from mainstay.deliver.works.services import marking, rolls, workers
from tests.deliver.works import world

pytestmark = [pytest.mark.facts, pytest.mark.django_db(transaction=True)]

DAYS = [date(2020, 3, day) for day in range(1, 6)]


def source():
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return facts.Source("sqlite", str(settings["NAME"]))
    host = settings["HOST"]
    return facts.Source("postgresql", f"postgresql://{settings['USER']}@/{settings['NAME']}?host={host}")


def build(root):
    return {
        built.table: built
        for built in facts.build(
            TABLES, source=source(), root=root, pseudonyms=facts.Pseudonyms(b"a key for the test only!"),
            built_at=datetime(2026, 11, 1, tzinfo=UTC), playbook_version="test",
        )
    }  # fmt: skip


def rows(root, name, **more):
    return facts.Facts(root, **more).table(name).to_pyarrow().to_pylist()


def test_certified_days_become_facts_and_a_later_correction_is_seen(tmp_path):
    made = world.make_world()
    people = world.employ(made, 3, population_status="refugee", wg_walking=3)
    with clock.at(date(2020, 3, 6)):
        opened = world.open_month(made)
        given = world.roll_file(world.mark_rows(people, DAYS))
        marking.import_rolls(by=made.timekeeper, project=made.project, given=given, filename="r.csv")
        assert 0 == build(tmp_path)["worker_day"].rows  # nothing is counted before it is certified
        rolls.close_rolls(by=made.timekeeper, rolls=opened)
        rolls.measure_rolls(by=made.engineer, rolls=opened)
        rolls.certify_rolls(by=made.engineer, rolls=opened)
    assert 15 == build(tmp_path)["worker_day"].rows
    days = rows(tmp_path, "worker_day")
    assert 1500 == sum(day["worked_centi"] for day in days)
    assert 3 == len({day["worker"] for day in days})
    assert not {day["worker"] for day in days} & {person.pk for person in people}
    assert "status_group" not in days[0]
    with clock.at(date(2020, 3, 7)):
        workers.edit_worker_identity(by=made.cpo, worker=people[0], reason="misread", birth_year=1990)
    assert ("2020-03",) == build(tmp_path)["worker_day"].made
    assert 5 == sum(day["birth_year"] == 1990 for day in rows(tmp_path, "worker_day"))
    assert 3 == build(tmp_path)["work_contract"].rows


def test_a_token_of_a_group_is_read_back_by_its_name():
    assert "refugee" == token_names()[status_token("group", "refugee")]
    assert "yes" == token_names()[status_token("disability", "yes")]
