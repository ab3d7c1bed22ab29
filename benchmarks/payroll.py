"""Payroll: 100,000 workers and 2.2 million marks paid in one act, beside the plain SQL that adds the same wages up.

Run with ``mainstay bench payroll [--workers N] [--days D]``. The limit is one ``SELECT worker, SUM(...)`` over
the same table of marks, without floors, limits, overtime, lines, constraints or audit. Both must come to one total.
"""

import argparse
import os
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.measuring import Timing, alone, ratios, report, timed

FIRST = date(2020, 3, 1)
RATE = 10_000
PLAIN = """
SELECT COUNT(*), SUM(wage) FROM (
  SELECT worker_id, SUM(CASE code WHEN 'P' THEN 100 WHEN 'H' THEN 50 ELSE 0 END) * {rate} / 100 AS wage
    FROM works_mark WHERE NOT superseded GROUP BY worker_id) w
"""


def _start(folder: str) -> None:
    os.environ.update(MAINSTAY_VAR=folder, DJANGO_SETTINGS_MODULE="mainstay.project.settings")
    import django

    django.setup()


def _people(count: int, common: dict[str, Any]) -> Iterator[Any]:
    """Yield workers whose encrypted columns hold one and the same text: nothing here reads them."""
    from mainstay.deliver.works.models import Worker

    for number in range(count):
        yield Worker(
            card=f"B-{number:06d}", name=b"-", name_digest="", sound_digest="", sex="FM"[number % 2], **common
        )


def fill(folder: str, workers: int, days: int) -> int:
    """Make a project with one site, its people, contracts and an approved roll; return the number of marks."""
    _start(folder)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from mainstay.common import clock
    from mainstay.deliver.works.models import Contract, Mark, MarkBatch, Roll, Worker
    from mainstay.deliver.works.services.bulk import insert_many
    from mainstay.deliver.works.services.marking.writing import COLUMNS
    from tests.deliver.works import world

    made = world.make_world(rate=RATE)
    now = clock.now()
    common = {
        "project": made.project,
        "registered_by": made.cpo,
        "registered_at": now,
        "birth_year": 1990,
        "state": "ACTIVE",
    }
    people = Worker.objects.bulk_create(_people(workers, common), batch_size=5000)
    held = Contract.objects.bulk_create(
        (
            Contract(
                worker=person, site=made.site, task=made.task, number=person.card, starts_on=FIRST, ends_on=FIRST + timedelta(days=60),
                signed_on=FIRST, day_minor=RATE, floor_minor=8462, currency="JOD", normal_minutes=480, pay_day="5", language="ar",
                signed_by=made.cpo,
            )
            for person in people
        ),
        batch_size=5000,
    )  # fmt: skip
    roll = Roll.objects.create(
        site=made.site, first_on=FIRST, last_on=FIRST + timedelta(days=30), state="APPROVED", opened_by=made.timekeeper,
        certified_by=made.engineer,
    )  # fmt: skip
    batch = MarkBatch.objects.create(by=made.timekeeper, at=now, source="FILE")
    texts = [(FIRST + timedelta(days=day)).isoformat() for day in range(days)]
    insert_many(Mark, COLUMNS, _marks(held, roll.pk, batch.pk, texts))
    return workers * days


def _marks(contracts: Sequence[Any], roll: int, batch: int, days: Sequence[str]) -> Iterator[Sequence[Any]]:
    for contract in contracts:
        for at, day in enumerate(days):
            code = "H" if (contract.pk + at) % 17 == 0 else "A" if (contract.pk + at) % 23 == 0 else "P"
            yield roll, contract.worker_id, day, code, None, None, contract.pk, contract.task_id, batch, 0


def measure(folder: str) -> tuple[list[Timing], int, int]:
    """Add the wages up in plain SQL, then calculate the payroll; the totals must agree."""
    _start(folder)
    from django.db import connection

    from mainstay import playbook
    from mainstay.accounts.selectors import persons_by_key
    from mainstay.deliver.works.models import Payroll, Roll
    from mainstay.deliver.works.services.payroll import calculate_payroll

    def plain() -> tuple[int, int]:
        with connection.cursor() as cursor:
            cursor.execute(PLAIN.format(rate=RATE))
            count, total = cursor.fetchone()
        return count, total

    playbook.current()  # read once per process, not once per payroll
    least, (count, total) = timed("plain SQL sum", plain, runs=3)
    roll = Roll.objects.select_related("site__project").get()
    officer = next(
        person
        for person in persons_by_key(range(1, 50)).values()
        if person.roles.filter(role="PAY_OFF").exists()
    )
    ours, made = timed(
        "payroll with lines, floors, digest, audit",
        lambda: calculate_payroll(by=officer, project=roll.site.project, rolls=[roll]),
    )
    if (count, total) != (made.lines, made.net_minor):
        raise AssertionError(((count, total), (made.lines, made.net_minor)))
    if Payroll.objects.count() != 1:
        raise AssertionError
    return [least, ours], made.lines, made.net_minor


def main(given: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=22)
    asked = parser.parse_args(given)
    with tempfile.TemporaryDirectory() as folder:
        marks = alone(fill, folder, asked.workers, asked.days)
        timings, lines, net = alone(measure, folder)
        size = (Path(folder) / "mainstay.sqlite3").stat().st_size
    report(
        "payroll",
        timings,
        {
            "marks": marks,
            "lines": lines,
            "net, minor units": net,
            "lines per second": round(lines / timings[1].wall),
            "database, MiB": round(size / 2**20),
        },
        ratios=ratios(timings[1], timings[0], "plain SQL"),
    )


if __name__ == "__main__":
    main()
