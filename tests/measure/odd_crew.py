"""A crew whose data are as data are, and beside it five that are odd, each in its own way at its own place."""

from datetime import date, timedelta
from typing import Any


def _days(first: date, count: int) -> list[date]:
    """Return so many days from the first on, Sundays left out."""
    every = [first + timedelta(days=step) for step in range(count * 2)]
    return [day for day in every if day.weekday() != 6][:count]


def odd_crew(
    project: int, *, sites: tuple[str, str, str, str, str, str], month: date = date(2026, 3, 1)
) -> list[dict[str, Any]]:
    """Return days at six sites: a usual one, one quantity each day, no rest, round numbers, an age that cannot be, far over the norm.

    Each site has a day of absence, and the ages are spread, so that nothing else is odd. The task ROAD has a norm of
    3 units; the round numbers are of DRAIN, which has none.
    """
    usual, same, tireless, rounded, aged, eager = sites
    rows: list[dict[str, Any]] = []

    def work(
        site: str, worker: int, days: list[date], born: int, quantities: list[int], task: str = "ROAD"
    ) -> None:
        rows.extend(
            {"project": project, "site": site, "roll": 1, "contract": worker, "worker": worker, "day": day, "code": "P",
             "state": "CERTIFIED", "sex": "F" if worker % 2 else "M", "birth_year": born, "task": task,
             "quantity_milli": quantities[place % len(quantities)]}
            for place, day in enumerate(days)
        )  # fmt: skip
        if worker % 100 == 1 and site != tireless:
            rows[-1] |= {"code": "A", "quantity_milli": None}

    for worker in range(1, 41):
        done = [2400 + 37 * ((worker * 7 + place * 11) % 23) for place in range(10)]
        work(usual, worker, _days(month, 10), 1966 + (worker * 3) % 37, done)
    for worker in (101, 102):
        work(same, worker, _days(month, 13), 1984, [3100])
    whole = [month + timedelta(days=step) for step in range(31)]
    work(tireless, 201, whole, 1987, [2300 + 41 * place for place in range(17)])
    for worker in range(301, 305):
        work(rounded, worker, _days(month, 10), 1973 + worker % 9, [5000, 10_000, 15_000], "DRAIN")
    work(aged, 401, _days(month, 6), 1931, [2513, 2526, 2539])
    for worker in (501, 502, 503):
        work(eager, worker, _days(month, 9), 1979 + worker % 4, [7013, 7030, 7047, 7064])
    return rows
