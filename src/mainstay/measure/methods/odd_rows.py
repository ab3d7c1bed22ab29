"""The rows behind what looks odd: for each oddity the persons, days or lines that make it so."""

from collections.abc import Callable, Mapping
from typing import Any

from .fact_views import Reading

#: From where on each oddity is told [J].
LEAST_SAME_DAYS = 10
LEAST_QUANTITIES = 30
ROUND_MILLI = 5000
ROUND_SHARE = 0.9
MOST_DAYS = 27
YOUNGEST, OLDEST = 14, 75
OVER_NORM = 1.5
SHARED_BY = 3

Norms = Mapping[str, int]


def odd_rows(reading: Reading, kind: str, *, norms: Norms) -> Any:
    """Return the rows of one kind of oddity with the column `place`; None where these facts cannot tell.

    SAME_QUANTITY: a worker with ten measured days and more, all of one quantity. ROUND_NUMBERS: quantities of a site
    that are nine times in ten a multiple of five units, of thirty and more. NO_REST: a worker with 28 days and more in
    a calendar month (six days a week make 27 at most). IMPROBABLE_AGE: under 14 or over 75 on the first day.
    OVER_NORM: what a site did is more than half above the norm of its task. The others are those of `oddities`.
    """
    make = ROWS.get(kind)
    return None if make is None else make(reading, norms)


def _measured(reading: Reading) -> Any:
    table = reading.view("worked_day")
    if "quantity_milli" not in table.columns:
        return None
    return table.filter(table.quantity_milli.notnull() & (table.quantity_milli > 0))


def _same_quantity(reading: Reading, _norms: Norms) -> Any:
    table = _measured(reading)
    if table is None:
        return None
    persons = table.group_by(["site", "worker"]).agg(
        days=table.count(), kinds=table.quantity_milli.nunique(), quantity=table.quantity_milli.max() / 1000
    )
    persons = persons.filter((persons.days >= LEAST_SAME_DAYS) & (persons.kinds == 1)).drop("kinds")
    return persons.mutate(place=persons.site)


def _round_numbers(reading: Reading, _norms: Norms) -> Any:
    table = _measured(reading)
    if table is None:
        return None
    rounded = (table.quantity_milli % ROUND_MILLI == 0).cast("int64")
    sites = table.group_by("site").agg(
        all=table.count(), rounds=rounded.sum(), kinds=table.quantity_milli.nunique()
    )
    odd = sites.filter((sites["all"] >= LEAST_QUANTITIES) & (sites.kinds > 1) & (sites.rounds >= ROUND_SHARE * sites["all"]))  # fmt: skip
    table = table.semi_join(odd, "site")
    return table.select("site", "worker", "day", quantity=table.quantity_milli / 1000, place=table.site)


def _no_rest(reading: Reading, _norms: Norms) -> Any:
    table = reading.view("worked_day")
    persons = table.group_by(["site", "month", "worker"]).agg(days=table.day.nunique())
    persons = persons.filter(persons.days > MOST_DAYS)
    return persons.mutate(place=persons.site.cast("string") + " " + persons.month)


def _improbable_age(reading: Reading, _norms: Norms) -> Any:
    import ibis

    table = reading.view("worked_day")
    if "age" not in table.columns:
        return None
    persons = table.group_by(["site", "worker"]).agg(age=table.age.min())
    persons = persons.filter((persons.age < YOUNGEST) | (persons.age > OLDEST))
    return persons.mutate(place=ibis.literal(""))


def _over_norm(reading: Reading, norms: Norms) -> Any:
    table = _measured(reading)
    if table is None or not norms or "task" not in table.columns:
        return None
    table = table.filter(table.task.isin(list(norms)))
    table = table.mutate(norm_milli=table.task.cases(*norms.items(), else_=0))
    days = (table.employed_centi * table.norm_milli).sum() / 100
    sites = table.group_by(["site", "task"]).agg(done=table.quantity_milli.sum(), due=days)
    odd = sites.filter(sites.done > OVER_NORM * sites.due)
    table = table.semi_join(odd, ["site", "task"])
    persons = table.group_by(["site", "task", "worker"]).agg(
        days=table.employed_centi.sum() / 100, quantity=table.quantity_milli.sum() / 1000,
        norm=table.norm_milli.max() / 1000,
    )  # fmt: skip
    return persons.mutate(of_norm=persons.quantity / (persons.days * persons.norm), place=persons.site)


def _heaped(reading: Reading, _norms: Norms) -> Any:
    import ibis

    table = reading.view("worked_day")
    if "age" not in table.columns:
        return None
    persons = table.group_by("worker").agg(age=table.age.min())
    return persons.filter(persons.age % 5 == 0).mutate(place=ibis.literal(""))


def _perfect(reading: Reading, _norms: Norms) -> Any:
    table = reading.view("day")
    persons = table.group_by(["site", "month", "worker"]).agg(days=table.count())
    return persons.mutate(place=persons.site.cast("string") + " " + persons.month)


def _phones(reading: Reading, _norms: Norms) -> Any:
    import ibis

    table = reading.source("worker")
    if "phone" not in table.columns:
        return None
    table = table.filter(table.phone.notnull() & (table.phone != ""))
    shared = table.group_by("phone").agg(sharing=table.worker.nunique())
    shared = shared.filter(shared.sharing >= SHARED_BY)
    return table.join(shared, "phone").select("worker", "sharing").distinct().mutate(place=ibis.literal(""))


def _late_pay(reading: Reading, _norms: Norms) -> Any:
    lines, contracts = reading.view("line"), reading.source("work_contract")
    if "ended_on" not in contracts.columns:
        return None
    joined = lines.join(contracts.select("contract", "ended_on"), "contract")
    late = joined.filter(joined.ended_on.notnull() & (joined.first_on > joined.ended_on))
    return late.select("site", "worker", "line", "first_on", "ended_on", place=late.site)


ROWS: Mapping[str, Callable[[Reading, Norms], Any]] = {
    "AGE_HEAPING": _heaped, "PERFECT_ATTENDANCE": _perfect, "SHARED_PHONE": _phones, "PAY_AFTER_EXIT": _late_pay,
    "SAME_QUANTITY": _same_quantity, "ROUND_NUMBERS": _round_numbers, "NO_REST": _no_rest,
    "IMPROBABLE_AGE": _improbable_age, "OVER_NORM": _over_norm,
}  # fmt: skip
#: What of its rows an oddity is told by: the name of each fact and how it is made of a column.
TOLD: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "SAME_QUANTITY": {"workers": ("worker", "nunique"), "days": ("days", "sum")},
    "ROUND_NUMBERS": {"rows": ("worker", "count"), "workers": ("worker", "nunique")},
    "NO_REST": {"workers": ("worker", "nunique"), "most": ("days", "max")},
    "IMPROBABLE_AGE": {
        "workers": ("worker", "nunique"),
        "youngest": ("age", "min"),
        "oldest": ("age", "max"),
    },
    "OVER_NORM": {"workers": ("worker", "nunique"), "quantity": ("quantity", "sum")},
}
