"""What an hour of a survey's employees is paid, from pay for an hour, a day, some days, a week, a month or a year."""

from typing import NamedTuple

import numpy as np

from mainstay.statistics.survey.columns import Floats

from .earnings import HOURS_OF_PERIOD, hourly_earnings
from .labour_concepts import PERIODS, Answers, Codes

#: Concepts that give weekly hours of the paid job, the best first: its own, usual hours of all jobs, hours worked.
PAID_HOURS = ("pay_hours", "hours_usual", "hours_actual")

DIGITS = 12


class Wage(NamedTuple):
    """An amount of money for a time: an hour, a day, a week, a fortnight, a month or a year."""

    amount: float
    period: str


def wage_of(words: str) -> Wage:
    """Return a wage from ``amount/period``.

    >>> wage_of("2500/month")
    Wage(amount=2500.0, period='month')
    """
    amount, _slash, period = words.partition("/")
    return Wage(float(amount), period)


def hourly_pay(answers: Answers, *, period: str | None = None) -> Floats:
    """Return pay per hour of each row; NaN where pay, its time or its hours are not known, or the hours are 0.

    e = pay / hours paid. Those are 1 for an hour, the hours of a day for a day, days · hours of a day where pay is
    for some days, and weekly hours × 1, 2, 52/12 or 52 for a week, a fortnight, a month or a year. Days that a row
    tells go before its period, and a period of the row before `period`, that of the whole survey. Twelve digits are
    kept, so that equal pay by other hours stays equal and medians fall on it.

    >>> from mainstay.assess.methods.labour_concepts import answers_of
    >>> told = answers_of(3, pay=[2080.0, 120.0, 90.0], pay_period=["month", None, "day"], pay_days=[None, 2.0, None],
    ...     day_hours=[None, 8.0, 9.0], hours_usual=[48.0, None, None])
    >>> hourly_pay(told).tolist()
    [10.0, 7.5, 10.0]
    """
    week, day, days = paid_hours(answers), answers.number("day_hours"), answers.number("pay_days")
    kind = _time(answers, period)
    hours = np.full(answers.rows, np.nan)
    for place, name in enumerate(PERIODS):
        paid = week * HOURS_OF_PERIOD[name] if name in HOURS_OF_PERIOD else day if name == "day" else 1.0
        hours = np.where(kind == place, paid, hours)
    hours = np.where(np.isnan(days), hours, days * day)
    return _of_digits(hourly_earnings(answers.number("pay"), hours, period="week"))


def _of_digits(values: Floats) -> Floats:
    """Return numbers, none below 0, rounded to `DIGITS` digits."""
    known = np.where(values > 0, values, 1.0)
    scale = 10.0 ** (DIGITS - 1 - np.floor(np.log10(known)))
    return np.where(values > 0, np.round(values * scale) / scale, values)


def paid_hours(answers: Answers) -> Floats:
    """Return weekly hours of the job that is paid, by the first of `PAID_HOURS` that the survey has."""
    return answers.number(hours_concept(answers))


def hours_concept(answers: Answers) -> str:
    """Return the concept that gives the weekly hours of the paid job."""
    return next((concept for concept in PAID_HOURS if answers.asked(concept)), PAID_HOURS[-1])


def tells_pay(answers: Answers, period: str | None) -> bool:
    """Say whether pay per hour can be known: there is pay, the time that it is for, and the hours of that time.

    That is so if it holds for the time of one row with pay at least: pay for an hour needs no hours, pay for a day
    those of the day, pay for longer those of the week.

    >>> from mainstay.assess.methods.labour_concepts import answers_of
    >>> tells_pay(answers_of(1, pay=[9.0], pay_period=["hour"]), None)
    True
    >>> tells_pay(answers_of(1, pay=[9.0], pay_period=["month"], day_hours=[8.0]), None)
    False
    """
    if not answers.asked("pay"):
        return False
    by_time = {*PERIODS[:1], *(HOURS_OF_PERIOD if answers.asked(*PAID_HOURS) else ())}
    by_time |= {"day"} if answers.asked("day_hours") else set()
    over_days = answers.asked("pay_days") and answers.asked("day_hours")
    return over_days or not by_time.isdisjoint(times_of_pay(answers, period))


def times_of_pay(answers: Answers, period: str | None) -> list[str]:
    """Return for which times people are paid, the shortest first; of all rows where nobody told the pay."""
    paid = answers.answered("pay")
    kind = _time(answers, period)
    return [PERIODS[place] for place in np.unique(kind[paid] if paid.any() else kind) if place >= 0]


def _time(answers: Answers, period: str | None) -> Codes:
    """Return the place in `PERIODS` of the time that each row's pay is for, its own before that of the survey."""
    told = answers.code("pay_period")
    return np.where(told < 0, -1 if period is None else PERIODS.index(period), told).astype(np.int8)
