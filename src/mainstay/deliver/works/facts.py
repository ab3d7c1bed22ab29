"""What works yield as facts: days, workers, contracts, payments; persons as pseudonyms, status apart."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mainstay import playbook
from mainstay.facts import FactTable
from mainstay.facts.declare import ENGINES

from .rules.states import COUNTED

#: What `worker` stands for: a record that was merged counts as the one it was merged into.
_PERSON = "COALESCE(w.merged_into_id, w.id)"
_COUNTED = ", ".join(f"'{state}'" for state in COUNTED)


def _schema(**columns: str) -> Any:
    import pyarrow as pa

    kinds = {
        "int": pa.int64(),
        "small": pa.int32(),
        "text": pa.string(),
        "day": pa.date32(),
        "moment": pa.timestamp("us", "UTC"),
        "bool": pa.bool_(),
        "share": pa.float64(),
    }
    return pa.schema(
        [
            pa.field(name, kinds[kind.rstrip("?")], nullable=kind.endswith("?"))
            for name, kind in columns.items()
        ]
    )


def _worker_day_schema() -> Any:
    return _schema(
        roll="int", project="int", site="text", area="text?", worker="int", contract="int", day="day", code="text",
        paid="share", worked_centi="small", paid_centi="small", suspended_centi="small", minutes="small?", quantity_milli="int?",
        task="text", sex="text", birth_year="small?", age_band="text", local="bool", paid_minor="int",
        currency="text", status_group="text?", disability_group="text?",
    )  # fmt: skip


def _centi(column: str) -> str:
    """Return the SQL that reads hundredths of a day from the playbook's table of roll codes."""
    cases = " ".join(
        f"WHEN '{code.code}' THEN {round(getattr(code, column) * 100)}"
        for code in playbook.current().attendance.values()
    )
    return f"CASE m.code {cases} ELSE 0 END"


def age_band(age: str) -> str:
    """Return the SQL of the playbook's age band for an age; empty where the age is not known."""
    cases = " ".join(
        f"WHEN {age} BETWEEN {band.from_age} AND {band.to_age if band.to_age is not None else 200} THEN '{band.code}'"
        for band in playbook.current().lists.age_bands.values()
    )
    return f"CASE {cases} ELSE '' END"


def _worker_day_select(engine: str) -> str:
    year = (
        "CAST(substr(m.day, 1, 4) AS INTEGER)"
        if engine == "sqlite"
        else "CAST(EXTRACT(YEAR FROM m.day) AS INTEGER)"
    )
    worked, paid = _centi("worked_fraction"), _centi("paid_fraction")
    # The line's gross shared out over its days, for sums by group; what left the bank stands in the payments.
    share = "CASE WHEN l.paid_centi > 0 THEN l.gross_minor * m.paid_centi / l.paid_centi ELSE 0 END"
    return f"""
SELECT m.mark, m.roll, s.project_id AS project, s.code AS site, s.area_id AS area, {_PERSON} AS worker, m.contract,
       m.day, m.code, CAST(m.paid_centi AS DOUBLE PRECISION) / 100 AS paid, m.worked_centi, m.paid_centi,
       CASE WHEN m.code = 'PS' THEN m.paid_centi ELSE 0 END AS suspended_centi, m.minutes, m.quantity_milli,
       t.code AS task, w.sex, w.birth_year, {age_band(f"{year} - w.birth_year")} AS age_band, w.local,
       COALESCE({share}, 0) AS paid_minor, c.currency, st.group_token AS status_group, st.disability_token AS disability_group,
       COALESCE(r.payroll_id, 0) AS payroll, w.changed_at AS changed
  FROM (SELECT m.id AS mark, m.roll_id AS roll, m.worker_id, m.contract_id AS contract, m.task_id, m.day, m.code,
               m.minutes, m.quantity_milli, {worked} AS worked_centi, {paid} AS paid_centi
          FROM works_mark m WHERE NOT m.superseded) m
  JOIN works_roll r ON r.id = m.roll AND r.state IN ({_COUNTED})
  JOIN works_site s ON s.id = r.site_id
  JOIN works_worker w ON w.id = m.worker_id
  JOIN works_contract c ON c.id = m.contract
  JOIN works_taskclass t ON t.id = m.task_id
  LEFT JOIN works_payline l ON l.payroll_id = r.payroll_id AND l.contract_id = m.contract
  LEFT JOIN works_workerstatus st ON st.worker_id = w.id
"""  # noqa: S608 - names and numbers of our own


_WORKER = f"""
SELECT w.id AS record, {_PERSON} AS worker, w.project_id AS project, w.area_id AS area, w.sex, w.birth_year, w.local,
       w.household_size, w.state, w.channel, w.registered_at, w.phone_digest AS phone, st.group_token AS status_group, st.disability_token AS disability_group,
       w.changed_at AS changed
  FROM works_worker w LEFT JOIN works_workerstatus st ON st.worker_id = w.id
"""  # noqa: S608 - names of our own

_CONTRACT = f"""
SELECT c.id AS contract, {_PERSON} AS worker, s.project_id AS project, s.code AS site, t.code AS task, c.starts_on,
       COALESCE(c.ended_on, c.ends_on) AS ends_on, c.ended_on, c.signed_on, c.day_minor, c.floor_minor, c.currency,
       c.language, w.language AS worker_language, c.state, w.sex, w.birth_year, s.area_id AS area, t.skilled,
       (SELECT MIN(i.from_on) FROM works_insuredworker i WHERE i.worker_id = c.worker_id) AS insured_from,
       (SELECT MIN(n.held_on) FROM works_induction n WHERE n.worker_id = c.worker_id AND n.site_id = c.site_id)
           AS inducted_on,
       COALESCE((SELECT MAX(i.id) FROM works_insuredworker i WHERE i.worker_id = c.worker_id), 0) AS insured,
       COALESCE((SELECT MAX(n.id) FROM works_induction n WHERE n.worker_id = c.worker_id), 0) AS inducted,
       c.changed_at AS changed, w.changed_at AS worker_changed
  FROM works_contract c JOIN works_worker w ON w.id = c.worker_id JOIN works_site s ON s.id = c.site_id
  JOIN works_taskclass t ON t.id = c.task_id
"""  # noqa: S608 - names of our own

_PAYMENT = f"""
SELECT p.id AS payment, {_PERSON} AS worker, y.project_id AS project, s.code AS site, l.contract_id AS contract,
       b.channel, p.state, p.amount_minor, y.currency, y.first_on, y.last_on, p.paid_on, w.sex, w.birth_year, w.local, t.skilled,
       st.group_token AS status_group, st.disability_token AS disability_group, p.changed_at AS changed
  FROM works_payment p JOIN works_paymentbatch b ON b.id = p.batch_id JOIN works_payroll y ON y.id = b.payroll_id
  JOIN works_payline l ON l.id = p.line_id JOIN works_site s ON s.id = l.site_id JOIN works_worker w ON w.id = p.worker_id
  JOIN works_contract c ON c.id = l.contract_id JOIN works_taskclass t ON t.id = c.task_id
  LEFT JOIN works_workerstatus st ON st.worker_id = w.id
"""  # noqa: S608 - names of our own


def _pay_line_select(engine: str) -> str:
    # The plus keeps SQLite, where it has no statistics, from looking all payments up that take nothing back.
    day = "substr(MAX(r.closed_at), 1, 10)" if engine == "sqlite" else "CAST(MAX(r.closed_at) AS date)"
    return f"""
SELECT l.id AS line, {_PERSON} AS worker, y.project_id AS project, s.code AS site, s.area_id AS area,
       l.contract_id AS contract, t.code AS task, t.skilled, w.local, w.sex, y.currency, y.first_on, y.last_on,
       l.day_minor, l.floor_minor, l.gross_minor, l.net_minor, k.closed_on, p.paid_on, b.channel,
       COALESCE(p.changed_at, y.calculated_at) AS changed
  FROM works_payline l JOIN works_payroll y ON y.id = l.payroll_id JOIN works_site s ON s.id = l.site_id
  JOIN works_worker w ON w.id = l.worker_id JOIN works_contract c ON c.id = l.contract_id
  JOIN works_taskclass t ON t.id = c.task_id
  LEFT JOIN (SELECT r.payroll_id, r.site_id, {day} AS closed_on FROM works_roll r GROUP BY r.payroll_id, r.site_id) k
    ON k.payroll_id = l.payroll_id AND k.site_id = l.site_id
  LEFT JOIN works_payment p ON p.line_id = l.id AND +p.reverses_id IS NULL AND p.state = 'PAID'
  LEFT JOIN works_paymentbatch b ON b.id = p.batch_id
"""  # noqa: S608 - names of our own


class _Made(Mapping[str, str]):
    """A SELECT for each engine, made when it is asked for: it reads the playbook in force."""

    def __init__(self, make: Callable[[str], str]) -> None:
        self._make = make

    def __getitem__(self, engine: str) -> str:
        return self._make(engine)

    def __iter__(self) -> Iterator[str]:
        return iter(ENGINES)

    def __len__(self) -> int:
        return len(ENGINES)


WORKER_DAY = FactTable(
    name="worker_day",
    schema=_worker_day_schema,
    keys=("worker", "day", "contract"),
    month="day",
    select=_Made(_worker_day_select),
    marks=("mark", "payroll", "changed"),
    restricted=("status_group", "disability_group"),
    persons={"worker": "worker"},
)

WORKER = FactTable(
    name="worker",
    schema=lambda: _schema(
        record="int", worker="int", project="int", area="text?", sex="text", birth_year="small?", local="bool",
        household_size="small?", state="text", channel="text", registered_at="moment", phone="text?",
        status_group="text?", disability_group="text?",
    ),
    keys=("record",),
    month="registered_at",
    select={"sqlite": _WORKER, "postgresql": _WORKER},
    marks=("record", "changed"),
    restricted=("phone", "status_group", "disability_group"),
    persons={"worker": "worker"},
)  # fmt: skip

CONTRACT = FactTable(
    name="work_contract",
    schema=lambda: _schema(
        contract="int", worker="int", project="int", site="text", task="text", starts_on="day", ends_on="day",
        ended_on="day?", signed_on="day", day_minor="int", floor_minor="int", currency="text", language="text",
        worker_language="text", state="text", sex="text", birth_year="small?", area="text?", skilled="bool",
        insured_from="day?", inducted_on="day?",
    ),
    keys=("contract",),
    month="starts_on",
    select={"sqlite": _CONTRACT, "postgresql": _CONTRACT},
    marks=("contract", "changed", "worker_changed", "insured", "inducted"),
    persons={"worker": "worker"},
)  # fmt: skip

PAYMENT = FactTable(
    name="wage_payment",
    schema=lambda: _schema(
        payment="int", worker="int", project="int", site="text", contract="int", channel="text", state="text",
        amount_minor="int", currency="text", first_on="day", last_on="day", paid_on="day?", sex="text",
        birth_year="small?", local="bool", skilled="bool", status_group="text?", disability_group="text?",
    ),
    keys=("payment",),
    month="last_on",
    select={"sqlite": _PAYMENT, "postgresql": _PAYMENT},
    marks=("payment", "changed"),
    restricted=("status_group", "disability_group"),
    persons={"worker": "worker"},
)  # fmt: skip

PAY_LINE = FactTable(
    name="pay_line",
    schema=lambda: _schema(
        line="int", worker="int", project="int", site="text", area="text?", contract="int", task="text",
        skilled="bool", local="bool", sex="text", currency="text", first_on="day", last_on="day", day_minor="int",
        floor_minor="int", gross_minor="int", net_minor="int", closed_on="day?", paid_on="day?", channel="text?",
    ),
    keys=("line",),
    month="last_on",
    select=_Made(_pay_line_select),
    marks=("line", "changed"),
    persons={"worker": "worker"},
)  # fmt: skip

TABLES = (WORKER_DAY, WORKER, CONTRACT, PAYMENT, PAY_LINE)
