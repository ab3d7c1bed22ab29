"""Marks checked by the thousand: each rule is one question to the columns, each answer names row, field, way out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from mainstay.common.errors import Problem, Reason
from mainstay.common.texts import noop as _

if TYPE_CHECKING:
    import pyarrow as pa

#: How many problems of one rule are named; all are counted.
NAMED = 2000

#: Each given mark with what its names lead to; several contracts of a day cannot be, several rolls neither.
RESOLVED = """
CREATE TEMP TABLE resolved AS
SELECT g._row, g.site AS site_code, g.card, g.day, upper(trim(g.code)) AS code, g.hours, g.quantity, g.task AS task_code,
       s.site, s.state AS site_state, s.opened, w.worker, w.kept, r.roll, r.state AS roll_state, r.first, r.last,
       c.contract, coalesce(t.task, c.task) AS task, t.task AS named_task, k.code IS NOT NULL AS known_code, p.pay_code,
       CAST(round(g.hours * 60) AS BIGINT) AS minutes, CAST(round(g.quantity * 1000) AS BIGINT) AS quantity_milli
  FROM given g
  LEFT JOIN sites s ON s.code = g.site
  LEFT JOIN workers w ON w.card = g.card
  LEFT JOIN codes k ON k.code = upper(trim(g.code))
  LEFT JOIN tasks t ON t.code = g.task
  LEFT JOIN rolls r ON r.site = s.site AND g.day BETWEEN r.first AND r.last
  LEFT JOIN contracts c ON c.worker = w.worker AND c.site = s.site AND g.day BETWEEN c.starts AND c.ends
  LEFT JOIN stops p ON p.site = s.site AND g.day >= p.starts AND (p.ends IS NULL OR g.day <= p.ends)
"""

_ROLL = "site_code || ' ' || first || '–' || last"
_STANDING = (
    "(SELECT r.*, m.roll AS standing_roll, m.code AS standing_code, m.minutes AS standing_minutes, "
    "m.quantity AS standing_quantity FROM resolved r JOIN standing m ON m.worker = r.worker AND m.day = r.day)"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A fault that rows can have: where it stands, its sentence, and the SQL that finds it with its facts."""

    code: str
    field: str
    msgid: str
    where: str
    facts: str = ""
    source: str = "resolved"


RULES = (
    Rule("unknown_site", "site", _("There is no site {site} in this project. Correct the code of the site."), "site IS NULL AND site_code IS NOT NULL", "site_code AS site"),
    Rule("unknown_worker", "card", _("Nobody is registered with card {card}. Register the worker first, or correct the number."), "worker IS NULL AND card IS NOT NULL", "card"),
    Rule("merged_worker", "card", _("Card {card} was found to be the same person as {kept}. Use {kept}."), "kept IS NOT NULL", "card, kept"),
    Rule("unknown_code", "code", _("{given} is no code of the roll. Use one of: {known}."), "NOT known_code AND code IS NOT NULL", "code AS given, (SELECT string_agg(code, ', ') FROM codes) AS known"),
    Rule("unknown_task", "task", _("There is no task {task} in this project. Correct it, or leave it empty for the contract's own."), "task_code IS NOT NULL AND named_task IS NULL", "task_code AS task"),
    Rule("negative_hours", "hours", _("{hours} hours: hours are never negative. Write the hours that were worked, or leave the cell empty."), "hours < 0", "hours"),
    Rule("over_a_day", "hours", _("{hours} hours: a day has 24. Write the hours that were worked."), "hours > 24", "hours"),
    Rule("negative_quantity", "quantity", _("{quantity}: a quantity is never negative. Write what was measured."), "quantity < 0", "quantity"),
    Rule("future_day", "day", _("{day} lies in the future. Only days that were worked are marked."), "day > $today", "day"),
    Rule("late_day", "day", _("{day} is more than {days} days ago. The site engineer approves it with a reason, then it is taken."), "day < $oldest", "day, $back_days AS days"),
    Rule("before_opening", "day", _("Site {site} opened on {opened}. If people worked before, the site engineer approves the day with the reason, then it is taken and paid."), "day < opened AND $oldest > DATE '0001-01-01'", "site_code AS site, opened"),
    Rule("site_not_open", "site", _("Site {site} is {state}: days are marked from its opening on."), "site IS NOT NULL AND opened IS NULL", "site_code AS site, site_state AS state"),
    Rule("no_roll", "day", _("No roll of {site} covers {day}. Open the roll of that period first."), "site IS NOT NULL AND opened IS NOT NULL AND day IS NOT NULL AND day <= $today AND roll IS NULL", "site_code AS site, day"),
    Rule("roll_closed", "day", _("The roll {roll} is {state}. Open it again with a reason, or correct single marks."), "roll IS NOT NULL AND roll_state NOT IN ('OPEN', 'REOPENED')", f"{_ROLL} AS roll, roll_state AS state"),
    Rule("not_contracted", "card", _("{card} has no contract on site {site} for {day} (SG-CON-01). Enter the contract that was signed; if none was, record the days worked without one. They can then be marked and paid."), "worker IS NOT NULL AND kept IS NULL AND site IS NOT NULL AND day IS NOT NULL AND contract IS NULL", "card, site_code AS site, day"),
    Rule("site_suspended", "code", _("Site {site} stood still on {day}: only {allowed} and absences are written, not {given}. If people worked, end the suspension the day before."), "pay_code IS NOT NULL AND known_code AND code NOT IN (pay_code, 'A', 'AL', 'S', 'R')", "site_code AS site, day, pay_code AS allowed, code AS given"),
    Rule("not_suspended", "code", _("Site {site} was not suspended on {day}; PS is for days of suspension."), "code = 'PS' AND pay_code IS NULL AND site IS NOT NULL", "site_code AS site, day"),
    Rule(
        "same_day_twice", "day",
        _("{card} stands twice on {day}: row {other} on roll {other_roll}, this row on roll {roll}. A person is on one roll a day; keep the true one."),
        "nth > 1", f"card, day, other, other_roll, {_ROLL} AS roll",
        f"(SELECT *, row_number() OVER same AS nth, first_value(_row) OVER same AS other, first_value({_ROLL}) OVER same AS other_roll "  # noqa: S608 - names of our own
        "FROM resolved WHERE card IS NOT NULL AND day IS NOT NULL WINDOW same AS (PARTITION BY card, day ORDER BY _row))",
    ),
    Rule(
        "on_another_roll", "day",
        _("{card} is already marked {code_there} on {day} on the roll {there}; this row is for the roll {roll}. A person is on one roll a day; the supervisors settle which is true."),
        "standing_roll IS NOT NULL AND standing_roll IS DISTINCT FROM roll", f"card, day, standing_code AS code_there, standing_roll AS there, {_ROLL} AS roll", _STANDING,
    ),
    Rule(
        "marked_already", "code",
        _("{card} is already marked {code_there} on {day}. Correct that mark with a reason; the old value stays beside it."),
        "standing_roll = roll AND (standing_code IS DISTINCT FROM code OR standing_minutes IS DISTINCT FROM minutes OR standing_quantity IS DISTINCT FROM quantity_milli)",
        "card, day, standing_code AS code_there", _STANDING,
    ),
)  # fmt: skip

FRESH = """
SELECT r.roll, r.worker, r.day, r.code, r.minutes, r.quantity_milli, r.contract, r.task
  FROM resolved r ANTI JOIN standing m ON m.worker = r.worker AND m.day = r.day
 ORDER BY r.roll, r.worker, r.day
"""


@dataclass(frozen=True, slots=True)
class Checked:
    """Given marks after the rules: the fresh ones as columns (keys of the database), faults, how many stood before."""

    fresh: "pa.Table"
    problems: tuple[Problem, ...]
    problem_count: int
    unchanged: int


def check_marks(
    given: "pa.Table",
    tables: Mapping[str, "pa.Table"],
    *,
    today: date,
    oldest: date,
    back_days: int,
    roll_names: Mapping[int, str],
) -> Checked:
    """Return the marks that can be written and every fault of the others.

    `given` has the columns of the roll sheet and `_row`; `oldest` is the first day that needs no approval of the
    engineer (or has it).
    """
    import duckdb

    with duckdb.connect() as base:
        base.execute("SET enable_external_access = false")
        base.register("given", given)
        for name, table in tables.items():
            base.register(name, table)
        base.execute(RESOLVED)
        values = {"today": today, "oldest": oldest, "back_days": back_days}
        counts = _counts(base, values)
        problems = [
            problem
            for rule in RULES
            if counts[rule.code]
            for problem in _named(base, rule, values, roll_names)
        ]
        count = sum(counts.values())
        if count:
            fresh, unchanged = given.slice(0, 0), 0
        else:
            fresh = base.sql(FRESH).to_arrow_table()
            unchanged = given.num_rows - fresh.num_rows
    problems.sort(key=lambda problem: problem.row or 0)
    return Checked(fresh, tuple(problems), count, unchanged)


def _counts(base: Any, values: Mapping[str, Any]) -> dict[str, int]:
    """Return how many rows break each rule; the rules of one source are asked in one pass."""
    found: dict[str, int] = {}
    for source in dict.fromkeys(rule.source for rule in RULES):
        asked = [rule for rule in RULES if rule.source == source]
        counts = ", ".join(f"count(*) FILTER (WHERE {rule.where})" for rule in asked)
        bound = _used(values, counts)
        (row,) = base.execute(f"SELECT {counts} FROM {source}", bound).fetchall()  # noqa: S608 - rules of our own
        found |= dict(zip((rule.code for rule in asked), row, strict=True))
    return found


def _used(values: Mapping[str, Any], text: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if f"${name}" in text}


def _named(
    base: Any, rule: Rule, values: Mapping[str, Any], roll_names: Mapping[int, str]
) -> Iterator[Problem]:
    sql = f"SELECT _row, {rule.facts} FROM {rule.source} WHERE {rule.where} ORDER BY _row LIMIT {NAMED}"  # noqa: S608
    cursor = base.execute(sql, _used(values, rule.where + rule.facts))
    names = [column[0] for column in cursor.description]
    return _problems(rule, names, cursor.fetchall(), roll_names)


def _problems(
    rule: Rule, names: list[str], rows: list[Any], roll_names: Mapping[int, str]
) -> Iterator[Problem]:
    for row in rows:
        facts = dict(zip(names[1:], row[1:], strict=True))
        if "there" in facts:
            facts["there"] = roll_names.get(facts["there"], str(facts["there"]))
        facts = {
            name: value.isoformat() if isinstance(value, date) else str(value)
            for name, value in facts.items()
        }
        yield Problem(Reason(rule.code, rule.msgid, facts), row=row[0], field=rule.field)
