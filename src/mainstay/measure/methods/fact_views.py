"""The facts as measures see them: Ibis expressions, made once for each reading."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .measure import Terms


class Tables(Protocol):
    """Where fact tables come from: `mainstay.facts.Facts`, or records put beside them."""

    def table(self, name: str, *, restricted: bool = False) -> Any:
        """Return one table as an Ibis table."""

    def keep(self, expression: Any) -> Any:
        """Return the same rows, computed once and held by the engine."""

    def name(self, expression: Any) -> Any:
        """Return the same rows under a name of the engine: what is asked of them is planned in a fraction of the time."""


@dataclass(frozen=True, slots=True)
class Span:
    """What is asked for: days from `first` to `last`, of some projects (all when None), countries or sites."""

    first: date | None = None
    last: date | None = None
    projects: tuple[int, ...] | None = None
    countries: tuple[str, ...] | None = None
    sites: tuple[str, ...] | None = None

    def within(self, table: Any, column: str, *, since_ever: bool = False) -> Any:
        """Return the rows whose `column` lies in the span (from the very beginning with `since_ever`)."""
        if self.last is not None:
            table = table.filter(table[column] <= self.last)
        if self.first is not None and not since_ever:
            table = table.filter(table[column] >= self.first)
        return table

    def of_projects(self, table: Any) -> Any:
        """Return the rows of the projects and sites that are asked for."""
        if self.projects is not None:
            table = table.filter(table.project.isin(list(self.projects)))
        if self.sites is not None and "site" in table.columns:
            table = table.filter(table.site.isin(list(self.sites)))
        return table


@dataclass
class Reading:
    """One look at the facts: the same tables, terms, span and right to see for every measure."""

    tables: Tables
    terms: Terms
    span: Span = field(default_factory=Span)
    restricted: bool = False
    _views: dict[str, Any] = field(default_factory=dict)

    def view(self, name: str) -> Any:
        """Return a view of the facts, made when first asked for."""
        if name not in self._views:
            self._views[name] = self.tables.name(VIEWS[name](self))
        return self._views[name]

    def source(self, name: str) -> Any:
        """Return a fact table of the projects asked for, with restricted columns where this reading may see them."""
        table = self.tables.table(name, restricted=self.restricted)
        known = {new: old for old, new in NAMES.items() if old in table.columns and new not in table.columns}
        return self.span.of_projects(table.rename(known) if known else table)


def coded(reading: Reading) -> Any:
    """Every certified mark of the projects asked for, whatever its day, with what its code is worth."""
    codes = reading.terms.codes
    table = _with_month(reading.source("worker_day"), "day")
    if "state" in table.columns:
        table = table.filter(table.state.isin(list(reading.terms.counted_states)))
    worked = {code: rule.worked_centi for code, rule in codes.items() if rule.employment}
    stopped = {code: rule.paid_centi for code, rule in codes.items() if rule.counted_by == "JB-15"}
    paid = {code: rule.paid_centi for code, rule in codes.items()}
    paid_centi = table.paid_centi if "paid_centi" in table.columns else _worth(table.code, paid)
    table = table.mutate(
        employed_centi=_worth(table.code, worked),
        stopped_centi=_worth(table.code, stopped),
        paid_by_roll_centi=paid_centi,
    )
    began = table.group_by("worker").agg(began_on=table.day.min())
    return reading.tables.keep(_with_age(table.join(began, "worker"), "began_on", reading.terms))


def day(reading: Reading) -> Any:
    """Marks inside the span."""
    return reading.span.within(reading.view("coded"), "day")


def worked_day(reading: Reading) -> Any:
    """Marks inside the span that are worker-days: worked and paid."""
    table = reading.view("day")
    return table.filter(table.employed_centi > 0)


def job(reading: Reading) -> Any:
    """One row for each person and project on the day on which she reached the days of a short-term job."""
    return _reached(reading, ("project", "worker"), "employed_centi")


def long_contract(reading: Reading) -> Any:
    """One row for each contract on the day on which it reached the days of a short-term job, by paid days."""
    return _reached(reading, ("contract",), "paid_by_roll_centi")


def _reached(reading: Reading, keys: tuple[str, ...], column: str) -> Any:
    import ibis

    table = reading.span.within(reading.view("coded"), "day", since_ever=True)
    table = table.filter(table[column] > 0)
    sofar = ibis.window(group_by=list(keys), order_by="day", preceding=(None, 0))
    table = table.mutate(sofar=table[column].sum().over(sofar))
    table = table.filter(table.sofar >= reading.terms.job_days * 100)
    first = table.day.min().over(ibis.window(group_by=list(keys)))
    table = table.mutate(reached_on=first)
    table = table.filter(table.day == table.reached_on)
    return reading.tables.keep(_with_month(reading.span.within(table, "reached_on"), "reached_on"))


def person(reading: Reading) -> Any:
    """One row for each person with a worker-day in the span, with the household that was registered."""
    import ibis

    seen = reading.view("worked_day")
    worker = reading.source("worker")
    kept = [column for column in ("worker", "sex", "household_size", *RESTRICTED) if column in worker.columns]
    came = "registered_at" if "registered_at" in worker.columns else "registered_on"
    one = worker.mutate(row=ibis.row_number().over(group_by="worker", order_by=came))
    return one.filter(one.row == 0).select(kept).semi_join(seen, "worker")


def start(reading: Reading) -> Any:
    """One row for each contract whose first day of work lies in the span, beside what must stand before it."""
    coded_days = reading.view("coded")
    coded_days = coded_days.filter(coded_days.employed_centi > 0)
    first = coded_days.group_by("contract").agg(first_day=coded_days.day.min())
    table = reading.source("work_contract").join(first, "contract")
    return _with_month(reading.span.within(table, "first_day"), "first_day")


def line(reading: Reading) -> Any:
    """Pay lines whose period ends in the span."""
    return _with_month(reading.span.within(reading.source("pay_line"), "last_on"), "last_on")


def paid_line(reading: Reading) -> Any:
    """Wages paid in the span, with their worth in US cents at the project's rate (none where it has no rate)."""
    import ibis

    table = reading.source("wage_payment")
    table = reading.span.within(table.filter(table.state == "PAID"), "paid_on")
    rates = reading.terms.usd_per_unit
    digits = reading.terms.digits
    per_minor = ibis.null("float64")
    for project, usd in rates.items():
        per_minor = (table.project == project).ifelse(float(usd) * 100, per_minor)
    divisor = ibis.literal(100.0)
    for currency, places in digits.items():
        divisor = (table.currency == currency).ifelse(float(10**places), divisor)
    # Exact, so that a sum is the same in whatever order the engine adds.
    cents = (table.amount_minor * per_minor / divisor).cast("decimal(38, 6)")
    return _with_month(table.mutate(usd_cents=cents), "paid_on")


def enrolment(reading: Reading) -> Any:
    """Enrolments in courses that were completed in the span, with what the six-month tracer found."""
    table = _trainees(reading, "trainee")
    table = reading.span.within(table.filter(table.completed_on.notnull()), "completed_on")
    reached = table.traced.notnull() & (table.traced != "NOT_REACHED")
    return _with_month(
        table.mutate(reached=reached, employed=reached & table.traced.isin(list(AT_WORK))), "completed_on"
    )


def began_course(reading: Reading) -> Any:
    """Enrolments in courses that began in the span."""
    return _with_month(reading.span.within(_trainees(reading, "trainee"), "enrolled_on"), "enrolled_on")


def certified(reading: Reading) -> Any:
    """Certificates issued in the span and not withdrawn."""
    table = _trainees(reading, "certificate")
    return _with_month(
        reading.span.within(table.filter(table.withdrawn_on.isnull()), "issued_on"), "issued_on"
    )


def _trainees(reading: Reading, name: str) -> Any:
    """Trainees by person: a worker by her pseudonym, whatever the course; anybody else by the enrolment."""
    table = reading.source(name)
    table = table.mutate(worker=table.worker.coalesce(table.trainee))
    began = "enrolled_on" if "enrolled_on" in table.columns else "issued_on"
    return _with_age(table, began, reading.terms)


def cost(reading: Reading) -> Any:
    """What was spent on works in the span, in US cents."""
    table = reading.source("cost")
    return _with_month(reading.span.within(table, "day"), "day")


def register(reading: Reading) -> Any:
    """What the registers of institutions say, dated in the span."""
    span, table = reading.span, reading.source("register")
    if span.countries is not None:
        table = table.filter(table.country.isin(list(span.countries)))
    return _with_month(span.within(table, "day"), "day")


NAMES = {"status_group": "population_status", "disability_group": "disability"}
"""Columns that facts call otherwise than the playbook calls the dimension."""
AT_WORK = ("EMPLOYED", "SELF_EMPLOYED")
RESTRICTED = ("population_status", "nationality", "disability")
VIEWS: dict[str, Callable[[Reading], Any]] = {
    made.__name__: made
    for made in (
        coded, day, worked_day, job, long_contract, person, start, line, paid_line, enrolment, began_course,
        certified, cost, register,
    )
}  # fmt: skip


def _worth(code: Any, worth: dict[str, int]) -> Any:
    import ibis

    known = {name: value for name, value in worth.items() if value}
    if not known:
        return ibis.literal(0)
    return code.cases(*known.items(), else_=0)


def _with_month(table: Any, column: str) -> Any:
    return table.mutate(month=table[column].strftime("%Y-%m"))


def _with_age(table: Any, on: str, terms: Terms) -> Any:
    """Return `table` with the age in the year of `on`, and its band; a person keeps one band in one reading."""
    import ibis

    if "birth_year" not in table.columns:
        return table
    table = table.mutate(age=(table[on].year() - table.birth_year).cast("int16"))
    band = ibis.null("string")
    for held in terms.age_bands:
        inside = table.age >= held.first
        if held.last is not None:
            inside &= table.age <= held.last
        band = inside.ifelse(held.code, band)
    return table.mutate(age_band=band)


def column_of(dimension: str, table: Any, *, code: str) -> str:
    """Return the column of a declared dimension; `BadInput` when these facts do not hold it."""
    column = DIMENSIONS.get(dimension, dimension)
    if column in table.columns:
        return column
    raise BadInput(
        "measure.dimension_absent",
        _("{code} cannot be shown by {dimension}: the facts do not hold it. Shown can be: {held}."),
        code=code,
        dimension=dimension,
        held=", ".join(sorted(name for name, held in DIMENSIONS.items() if held in table.columns)),
    )


DIMENSIONS = {
    "sex": "sex", "age_band": "age_band", "disability": "disability", "functional_domain": "disability",
    "population_status": "population_status", "status": "population_status", "nationality": "nationality",
    "location": "area", "area": "area", "site": "site", "month": "month", "project": "project", "roll": "roll",
    "task_class": "task", "payment_channel": "channel", "occupation": "isco", "audience": "audience", "certifier": "kind", "country": "country",
    "region": "region", "requester_type": "requester_type", "origin": "origin", "tool": "tool",
    "user_type": "user_type", "level": "level", "state": "state", "partner": "partner",
    "instrument": "instrument", "standard": "standard", "donor": "donor", "language": "language", "type": "type",
}  # fmt: skip
"""The playbook's names of dimensions and the columns that hold them."""
