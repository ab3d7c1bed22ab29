"""What skills yield as facts: trainees and certificates, persons as pseudonyms."""

from typing import Any

from mainstay.facts import FactTable

_TRAINEE = """
SELECT t.id AS trainee, COALESCE(w.merged_into_id, w.id) AS worker, c.project_id AS project, c.code AS course, c.isco,
       c.audience, c.area_id AS area, t.sex, t.birth_year, t.enrolled_on, c.hours, t.attended_minutes, t.passed,
       CASE WHEN t.passed THEN c.ends_on END AS completed_on, r.answer AS traced,
       COALESCE(r.id, 0) AS tracer, t.changed_at AS changed
  FROM skills_trainee t JOIN skills_course c ON c.id = t.course_id LEFT JOIN works_worker w ON w.id = t.worker_id
  LEFT JOIN skills_tracer r ON r.trainee_id = t.id AND r.months = 6
 WHERE t.dropped_reason = ''
"""
_CERTIFICATE = """
SELECT x.id AS certificate, t.id AS trainee, COALESCE(w.merged_into_id, w.id) AS worker, c.project_id AS project,
       c.code AS course, c.isco, c.audience, c.area_id AS area, x.kind, t.sex, t.birth_year, x.issued_on, x.withdrawn_on,
       x.changed_at AS changed
  FROM skills_certificate x JOIN skills_trainee t ON t.id = x.trainee_id JOIN skills_course c ON c.id = t.course_id
  LEFT JOIN works_worker w ON w.id = t.worker_id
"""


def _schema(*columns: tuple[str, str]) -> Any:
    import pyarrow as pa

    kinds = {
        "int": pa.int64(),
        "small": pa.int32(),
        "text": pa.string(),
        "day": pa.date32(),
        "bool": pa.bool_(),
    }
    return pa.schema(
        [pa.field(name, kinds[kind.rstrip("?")], nullable=kind.endswith("?")) for name, kind in columns]
    )


_SHARED = (
    ("trainee", "int"), ("worker", "int?"), ("project", "int"), ("course", "text"), ("isco", "text"),
    ("audience", "text"), ("area", "text?"), ("sex", "text"), ("birth_year", "small?"),
)  # fmt: skip

TRAINEE = FactTable(
    name="trainee",
    schema=lambda: _schema(
        *_SHARED,
        ("enrolled_on", "day"),
        ("hours", "small"),
        ("attended_minutes", "small"),
        ("passed", "bool?"),
        ("completed_on", "day?"),
        ("traced", "text?"),
    ),
    keys=("trainee",),
    month="enrolled_on",
    select={"sqlite": _TRAINEE, "postgresql": _TRAINEE},
    marks=("trainee", "changed", "tracer"),
    persons={"worker": "worker", "trainee": "trainee"},
)

CERTIFICATE = FactTable(
    name="certificate",
    schema=lambda: _schema(
        *_SHARED, ("certificate", "int"), ("kind", "text"), ("issued_on", "day"), ("withdrawn_on", "day?")
    ),
    keys=("certificate",),
    month="issued_on",
    select={"sqlite": _CERTIFICATE, "postgresql": _CERTIFICATE},
    marks=("certificate", "changed"),
    persons={"worker": "worker", "trainee": "trainee"},
)

TABLES = (TRAINEE, CERTIFICATE)
