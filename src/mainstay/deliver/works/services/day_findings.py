"""What the days of rolls show: hours, rest, equipment, insurance, counted for many rolls in one statement each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection

from mainstay.accounts.models import Person
from mainstay.common import clock
from mainstay.deliver.works.models import Incident, Roll, TaskClass, Terms
from mainstay.deliver.works.rules.safeguards import DAY_CHECKS, DayFacts, Law, evaluate
from mainstay.deliver.works.rules.safeguards.days import AFTER_CHECKS
from mainstay.deliver.works.selectors.law import laws

from .bulk import day_number, key_list, week_number
from .findings import write_findings

_CHUNK = 400
_WORKED = "('P', 'H', 'T', 'X')"

LONG_DAYS = """
SELECT m.roll_id, COUNT(*), MIN(m.day), MAX(m.minutes) FROM works_mark m
 WHERE m.roll_id IN ({rolls}) AND NOT m.superseded AND m.minutes > {limit} GROUP BY m.roll_id
"""
LONG_WEEKS = """
SELECT roll_id, COUNT(DISTINCT worker_id) FROM (
  SELECT m.roll_id, m.worker_id, {week} AS week, SUM(COALESCE(m.minutes, CASE WHEN m.code IN ('H', 'X') THEN {half} ELSE {full} END)) AS minutes
    FROM works_mark m WHERE m.roll_id IN ({rolls}) AND NOT m.superseded AND m.code IN {worked}
   GROUP BY m.roll_id, m.worker_id, {week}) w WHERE w.minutes > {limit} GROUP BY roll_id
"""
WITHOUT_REST = """
SELECT roll_id, COUNT(DISTINCT worker_id) FROM (
  SELECT m.roll_id, m.worker_id, {number} - LAG({number}, 6) OVER (PARTITION BY m.worker_id ORDER BY m.day) AS span
    FROM works_mark m WHERE m.roll_id IN ({rolls}) AND NOT m.superseded AND m.code IN {worked}) r
 WHERE r.span = 6 GROUP BY roll_id
"""
#: First and last worked day of each worker on a roll: what was issued or insured is asked once per worker, not per day.
_SPANS = """
SELECT m.roll_id, m.worker_id, MIN(m.day) AS first_on, MAX(m.day) AS last_on,
       MAX(CASE WHEN m.task_id IN ({tasks}) THEN 1 ELSE 0 END) AS needs
  FROM works_mark m WHERE m.roll_id IN ({rolls}) AND NOT m.superseded AND m.code IN {worked}
 GROUP BY m.roll_id, m.worker_id
"""
UNPREPARED = """
SELECT s.roll_id,
       SUM(CASE WHEN s.needs = 1 AND NOT EXISTS (
             SELECT 1 FROM works_ppeissue p WHERE p.worker_id = s.worker_id AND p.site_id = r.site_id AND p.issued_on <= s.first_on)
           THEN 1 ELSE 0 END),
       SUM(CASE WHEN NOT EXISTS (
             SELECT 1 FROM works_insuredworker i JOIN works_insurancepolicy p ON p.id = i.policy_id
              WHERE i.worker_id = s.worker_id AND i.from_on <= s.first_on AND p.ends_on >= s.last_on)
           THEN 1 ELSE 0 END),
       SUM(CASE WHEN NOT EXISTS (
             SELECT 1 FROM works_induction i WHERE i.worker_id = s.worker_id AND i.site_id = r.site_id AND i.held_on <= s.first_on)
           THEN 1 ELSE 0 END)
  FROM ({spans}) s JOIN works_roll r ON r.id = s.roll_id GROUP BY s.roll_id
"""


def judge_rolls(rolls: Sequence[Roll], *, by: Person | None) -> int:
    """Write what the days of `rolls` break as findings and close what holds again; return how many are open.

    Part of the surrounding act. Nothing here touches a mark: the days stand and are paid.
    """
    known = laws()
    open_findings = 0
    for at in range(0, len(rolls), _CHUNK):
        part = rolls[at : at + _CHUNK]
        facts = _facts(part, known)
        for roll in part:
            found = [
                *evaluate(facts[roll.pk], known, DAY_CHECKS),
                *evaluate(facts[roll.pk], known, AFTER_CHECKS),
            ]
            if found or _has_open(roll):
                open_findings += write_findings(
                    roll.site, found, by=by, roll=roll, judged=(*DAY_CHECKS, *AFTER_CHECKS)
                )
    return open_findings


def _has_open(roll: Roll) -> bool:
    return roll.findings.filter(closed_on__isnull=True).exists()


def _facts(rolls: Sequence[Roll], known: Mapping[str, Law]) -> dict[int, DayFacts]:
    hours = known["SG-HRS-01"].params
    terms = Terms.objects.get(project=rolls[0].site.project_id)
    compressed = terms.days_per_week <= 4
    full = terms.normal_minutes
    parts = {
        "rolls": key_list(roll.pk for roll in rolls),
        "worked": _WORKED,
        "week": week_number("m.day"),
        "number": day_number("m.day"),
        "full": full,
        "half": full // 2,
    }
    long_days = _grouped(
        LONG_DAYS.format(**parts, limit=int(hours["day_max_compressed" if compressed else "day_max"]) * 60)
    )
    weeks = _grouped(LONG_WEEKS.format(**parts, limit=int(hours["week_legal_max"]) * 60))
    rest = _grouped(WITHOUT_REST.format(**parts))
    spans = _SPANS.format(**parts, tasks=key_list(_tasks_with_ppe(rolls)))
    unprepared = _grouped(UNPREPARED.format(spans=spans))
    untold, refusals = _incidents(rolls)
    facts = {}
    for roll in rolls:
        days = long_days.get(roll.pk, (0, None, 0))
        ppe, uninsured, uninducted = unprepared.get(roll.pk, (0, 0, 0))
        facts[roll.pk] = DayFacts(
            long_days=days[0],
            first_long_day=_day(days[1]),
            longest_minutes=days[2],
            long_weeks=weeks.get(roll.pk, (0,))[0],
            without_rest=rest.get(roll.pk, (0,))[0],
            without_ppe=ppe,
            uninsured=uninsured,
            uninducted=uninducted,
            untold_serious=untold[roll.site_id],
            refusals_open=refusals[roll.site_id],
        )
    return facts


def _grouped(sql: str) -> dict[int, tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {row[0]: tuple(row[1:]) for row in cursor.fetchall()}


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _tasks_with_ppe(rolls: Sequence[Roll]) -> Iterable[int]:
    rows = TaskClass.objects.filter(project=rolls[0].site.project_id).values_list("pk", "ppe")
    return [key for key, ppe in rows if ppe]


def _incidents(rolls: Sequence[Roll]) -> tuple[Mapping[int, int], Mapping[int, int]]:
    untold: dict[int, int] = defaultdict(int)
    refusals: dict[int, int] = defaultdict(int)
    sites = {roll.site_id for roll in rolls}
    now = clock.now()
    for incident in Incident.objects.filter(site__in=sites).exclude(state="CLOSED"):
        late = incident.notify_by is not None and incident.notified_at is None and incident.notify_by < now
        untold[incident.site_id] += late
        refusals[incident.site_id] += incident.kind == "REFUSAL"
    return untold, refusals
