"""SK-01 to SK-04: who completed a course, was certified, and works six months later."""

from typing import Any

from .measure import Measure, Part, Terms

HALF_A_YEAR = 183


def _persons(table: Any, _terms: Terms) -> Any:
    return table.worker.nunique()


def _ripe(table: Any, terms: Terms) -> Any:
    """Whether six months have passed since the course was completed."""
    import ibis

    return ibis.literal(terms.as_of).cast("date").delta(table.completed_on, unit="day") >= HALF_A_YEAR


def _traced(table: Any, terms: Terms) -> Any:
    return _ripe(table, terms) & table.reached


TRACED = Part("enrolment", _persons, _traced)

MEASURES = (
    Measure("SK-01", "distinct", Part("enrolment", _persons), tables=("trainee",), population="trainee"),
    Measure(
        "SK-02",
        "ratio",
        Part("began_course", lambda table, _terms: table.trainee.nunique(where=table.completed_on.notnull())),
        Part("began_course", lambda table, _terms: table.trainee.nunique()),
        scale=100,
        tables=("trainee",),
        population="trainee",
    ),
    Measure("SK-03", "distinct", Part("certified", _persons), tables=("certificate",), population="trainee"),
    Measure(
        "SK-03C",
        "sum",
        Part("certified", lambda table, _terms: table.certificate.nunique()),
        tables=("certificate",),
        population="trainee",
    ),
    Measure(
        "SK-04",
        "ratio",
        Part("enrolment", _persons, lambda table, terms: _traced(table, terms) & table.employed),
        TRACED,
        scale=100,
        sampled=True,
        coverage=(TRACED, Part("enrolment", _persons, _ripe)),
        tables=("trainee",),
        population="trainee",
    ),
)
