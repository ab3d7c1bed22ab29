"""Data that look too good, or cannot be."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from mainstay.common.errors import NotFound

from .absence_chance import absence_chance
from .age_heaping import age_heaping
from .fact_views import Reading
from .odd_rows import SHARED_BY, TOLD, odd_rows

#: From where on each oddity is told [J].
ROUGH_AGES = 175.0
LEAST_AGES = 50
UNLIKELY = 0.001


@dataclass(frozen=True, slots=True)
class Oddity:
    """What is odd (`kind`), where (`place`, empty for the whole project), and the numbers that say so."""

    kind: str
    place: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def oddities(reading: Reading, *, norms: Mapping[str, int] | None = None) -> list[Oddity]:
    """Return what is odd in a project's facts; each is a question to a person, never a verdict.

    Ages heaped at 0 and 5; a site and month in which nobody was absent; one telephone for three workers and more;
    pay for a period that began after the contract ended. With what `odd_rows` finds: one quantity day after day, round
    quantities, months without rest, ages that cannot be, a site far over the `norms` (thousandths a day, by task).
    """
    found = [*_heaped_ages(reading), *_too_perfect(reading), *_of_rows(reading, norms or {})]
    for look in (_shared_phones, _pay_after_exit):
        with suppress(NotFound):  # a table that no stage has built yet tells nothing
            found += look(reading)
    return found


def _of_rows(reading: Reading, norms: Mapping[str, int]) -> list[Oddity]:
    found: list[Oddity] = []
    for kind, told in TOLD.items():
        table = odd_rows(reading, kind, norms=norms)
        if table is None:
            continue
        sums = {name: getattr(table[column], how)() for name, (column, how) in told.items()}
        places = table.group_by("place").agg(**sums).order_by("place")
        found += [
            Oddity(kind, str(row.pop("place")), {name: _plain(value) for name, value in row.items()})
            for row in places.to_pyarrow().to_pylist()
        ]
    return found


def _plain(value: float) -> int | float:
    return int(value) if float(value).is_integer() else round(float(value), 3)


def _heaped_ages(reading: Reading) -> list[Oddity]:
    table = reading.view("worked_day")
    if "age" not in table.columns:
        return []
    persons = table.group_by("worker").agg(age=table.age.min())
    persons = persons.filter(persons.age.notnull())
    counted = persons.group_by("age").agg(n=persons.count())
    ages = {int(row["age"]): int(row["n"]) for row in counted.to_pyarrow().to_pylist()}
    index = age_heaping(ages)
    if index is None or sum(ages.values()) < LEAST_AGES or index < ROUGH_AGES:
        return []
    return [Oddity("AGE_HEAPING", "", {"whipple": round(index), "persons": sum(ages.values())})]


def _too_perfect(reading: Reading) -> list[Oddity]:
    table = reading.view("day")
    table = table.filter(table.stopped_centi == 0)
    cells = table.group_by(["site", "month"]).agg(
        days=table.count(), perfect=(table.employed_centi == 100).sum(), workers=table.worker.nunique()
    )
    perfect = cells.filter(cells.days == cells.perfect)
    return [
        Oddity(
            "PERFECT_ATTENDANCE",
            f"{row['site']} {row['month']}",
            {"days": row["days"], "workers": row["workers"]},
        )
        for row in perfect.order_by(["site", "month"]).to_pyarrow().to_pylist()
        if absence_chance(row["days"]) < UNLIKELY
    ]


def _shared_phones(reading: Reading) -> list[Oddity]:
    table = reading.source("worker")
    if "phone" not in table.columns:
        return []
    table = table.filter(table.phone.notnull() & (table.phone != ""))
    shared = table.group_by("phone").agg(workers=table.worker.nunique())
    shared = shared.filter(shared.workers >= SHARED_BY)
    many = shared.aggregate(phones=shared.count(), workers=shared.workers.sum(), most=shared.workers.max())
    row = many.to_pyarrow().to_pylist()[0]
    if not row["phones"]:
        return []
    return [Oddity("SHARED_PHONE", "", {name: int(value) for name, value in row.items()})]


def _pay_after_exit(reading: Reading) -> list[Oddity]:
    lines, contracts = reading.view("line"), reading.source("work_contract")
    if "ended_on" not in contracts.columns:
        return []
    joined = lines.join(contracts.select("contract", "ended_on"), "contract")
    late = joined.filter(joined.ended_on.notnull() & (joined.first_on > joined.ended_on))
    sites = late.group_by("site").agg(lines=late.count(), workers=late.worker.nunique())
    return [
        Oddity("PAY_AFTER_EXIT", str(row["site"]), {"lines": row["lines"], "workers": row["workers"]})
        for row in sites.order_by("site").to_pyarrow().to_pylist()
    ]
