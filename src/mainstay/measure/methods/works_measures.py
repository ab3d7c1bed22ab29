"""JB-01 to JB-16: what is counted on muster rolls, contracts and pay."""

from typing import Any

from .measure import Measure, Part, Terms

YOUTH = {"15-24": (15, 24), "15-35": (15, 35)}


def _days(table: Any, _terms: Terms) -> Any:
    return table.employed_centi.sum()


def _persons(table: Any, _terms: Terms) -> Any:
    return table.worker.nunique()


def _young(first: int, last: int) -> Any:
    return lambda table, _terms: table.age.between(first, last)


def _status(*codes: str) -> Any:
    return lambda table, terms: table.population_status.isin(terms.token("population_status", *codes))


def _unskilled_local(table: Any, _terms: Terms) -> Any:
    return table.local & ~table.skilled


DAYS = Part("worked_day", _days, per=100)
PERSONS = Part("worked_day", _persons)
USD_PAID = Part("paid_line", lambda table, _terms: table.usd_cents.sum())
COST = Part("cost", lambda table, _terms: table.usd_cents.sum())

MEASURES = (
    Measure("JB-01", "sum", DAYS),
    Measure("JB-02", "distinct", PERSONS),
    Measure("JB-03", "distinct", Part("job", _persons)),
    Measure(
        "JB-03C",
        "distinct",
        Part("long_contract", lambda table, _terms: table.contract.nunique()),
    ),
    Measure("JB-04", "derived", DAYS, "workdays_per_year"),
    Measure("JB-05", "derived", DAYS, PERSONS),
    Measure(
        "JB-06",
        "ratio",
        Part("worked_day", _days, lambda table, _terms: table.sex == "F", per=100),
        DAYS,
        scale=100,
        needs=("sex",),
        tells={"": ("sex", ("F",))},
    ),
    Measure(
        "JB-07",
        "ratio",
        Part("worked_day", _days, _young(*YOUTH["15-24"]), per=100),
        DAYS,
        scale=100,
        variants=(("youth", "15-35", Part("worked_day", _days, _young(*YOUTH["15-35"]), per=100)),),
        needs=("birth_year",),
        tells={
            "": ("age_band", ("15-17", "18-24")),
            "youth=15-35": ("age_band", ("15-17", "18-24", "25-35")),
        },
    ),
    Measure(
        "JB-08",
        "ratio",
        Part(
            "worked_day",
            _persons,
            lambda table, terms: table.disability.isin(terms.token("disability", "yes")),
        ),
        PERSONS,
        scale=100,
        needs=("disability",),
        restricted=True,
    ),
    Measure(
        "JB-09",
        "ratio",
        Part("worked_day", _persons, _status("refugee", "asylum_seeker", "idp", "returnee")),
        PERSONS,
        scale=100,
        needs=("population_status",),
        restricted=True,
    ),
    Measure(
        "JB-10",
        "ratio",
        Part("worked_day", _persons, _status("former_combatant", "associated_child_past")),
        PERSONS,
        scale=100,
        needs=("population_status",),
        restricted=True,
    ),
    Measure(
        "JB-11",
        "ratio",
        Part("paid_line", lambda table, _terms: table.usd_cents.sum(), _unskilled_local),
        COST,
        scale=100,
        absent=True,
        tables=("wage_payment", "cost"),
        population="pay",
    ),
    Measure(
        "JB-12",
        "sum",
        Part("paid_line", lambda table, _terms: table.amount_minor.sum()),
        variants=(("in", "USD", USD_PAID),),
        always_by=("currency",),
        money=True,
        absent=True,
        tables=("wage_payment",),
        population="pay",
    ),
    Measure(
        "JB-13",
        "ratio",
        Part("cost", lambda table, _terms: table.usd_cents.sum(), per=100),
        DAYS,
        absent=True,
        tables=("worker_day", "cost"),
    ),
    Measure(
        "JB-14",
        "mean",
        Part(
            "person",
            lambda table, _terms: (table.household_size - 1).sum(),
            lambda table, _terms: table.household_size.notnull(),
        ),
        Part("person", _persons, lambda table, _terms: table.household_size.notnull()),
        needs=("household_size",),
        tables=("worker_day", "worker"),
    ),
    Measure(
        "JB-15",
        "sum",
        Part(
            "day",
            lambda table, _terms: table.stopped_centi.sum(),
            lambda table, _terms: table.stopped_centi > 0,
            per=100,
        ),
    ),
    Measure(
        "JB-16",
        "ratio",
        Part("worked_day", _persons, lambda table, _terms: table.local),
        PERSONS,
        scale=100,
        needs=("local",),
    ),
)
