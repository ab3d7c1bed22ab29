"""The days of the road: counted back from the first day of the first phase, so that another scenario has its own."""

from datetime import UTC, date, datetime, time, timedelta

from mainstay.rehearsal.theatre import Theatre


def before(theatre: Theatre, days: int, hour: int = 9) -> datetime:
    """Return the moment so many days before the works begin, at the pace of the story."""
    first = theatre.scenario.phases[0].first
    return datetime.combine(first, time(hour), tzinfo=UTC) - timedelta(days=theatre.paced(days))


def after(day: date, days: int, hour: int = 9) -> datetime:
    """Return the moment so many days after a day of the story."""
    return datetime.combine(day, time(hour), tzinfo=UTC) + timedelta(days=days)
