"""The columns from which the measures of decent work are estimated: one number for each person, NaN where not known."""

import numpy as np

from mainstay.statistics.survey.columns import Bools, Columns, Floats

from .decent_work_limits import Limits
from .decent_work_measures import BENEFITS, CASH, words_of_sexes
from .earnings import HOURS_OF_PERIOD
from .hourly_pay import hourly_pay, paid_hours
from .labour_concepts import Answers
from .labour_domains import cut_of
from .labour_force import UNKNOWN
from .labour_rates import is_given
from .labour_table import LabourTable
from .low_pay import low_paid
from .social_protection import vulnerable_population

#: Where the source tells only whether a household is poor: 0 for the poor and 1 for the others, and a line between.
BETWEEN = 0.5
WOMAN, MAN = 1.0, 0.0


def marked(holds: Bools, known: Bools | None = None) -> Floats:
    """Return 1 where it `holds`, 0 where not, NaN where it is not `known`.

    >>> marked(np.array([True, False, True]), np.array([True, True, False])).tolist()
    [1.0, 0.0, nan]
    """
    values = holds.astype(np.float64)
    return values if known is None else np.where(known, values, np.nan)


def columns_of(made: LabourTable, limits: Limits) -> dict[str, Floats]:
    """Return what every measure needs, by name; what the survey did not ask is NaN."""
    answers, inside = made.source.answers, made.source.population
    employed, employee = made.force.employed & inside, made.jobs.employee & inside
    hourly = np.where(employee, hourly_pay(answers, period=limits.pay_period), np.nan)
    week = paid_hours(answers)
    return {
        "population": marked(inside),
        "employed": marked(employed),
        "employee": marked(employee),
        "hourly": hourly,
        "one_hour": np.ones(len(hourly)),
        "week_pay": hourly * week,
        "week_hours": np.where(np.isnan(hourly), np.nan, week),
        "woman": _sex(made),
        "hours": hours_of_all(answers),
        **_minimum(answers, hourly, week, limits),
        **_welfare(answers, limits),
        **_protection(made, limits, employed),
        "injuries": answers.number("injuries"),
        "age": np.where(inside, answers.number("age"), -1.0),
        "child_hours": answers.number("child_hours"),
        "child_chores_hours": answers.number("child_chores_hours"),
        "child_hazardous": marked(answers.yes("child_hazardous"), answers.answered("child_hazardous")),
    }


def hours_of_all(answers: Answers) -> Floats:
    """Return the usual hours of a week in all jobs; where the survey does not ask them, the hours worked."""
    return answers.number("hours_usual" if answers.asked("hours_usual") else "hours_actual")


def deficits_of(
    made: LabourTable, columns: dict[str, Floats], named: list[str], limits: Limits, low_below: float
) -> dict[str, Floats]:
    """Return the deficits `named` of each person's job; an hour below `low_below` is low-paid (`low_paid`)."""
    answers = made.source.answers
    hourly, hours, injuries = columns["hourly"], columns["hours"], columns["injuries"]
    held = {
        "informal": marked(made.jobs.informal),
        "no_social_security": marked(answers.no("social_security"), answers.answered("social_security")),
        "low_pay": low_paid(hourly, low_below),
        "long_hours": marked(hours > limits.excessive_above, ~np.isnan(hours)),
        "underemployed": marked(made.force.underemployed),
        "by_the_day": marked(answers.is_in("contract", "short_term"), answers.answered("contract")),
        "injured": marked(injuries > 0, ~np.isnan(injuries)),
    }
    return {name: held[name] for name in named}


def deficits_known(
    made: LabourTable, columns: dict[str, Floats], asked: list[str], limits: Limits
) -> list[str]:
    """Return which of the deficits `asked` are known of one employee at least; the others say nothing of any job."""
    held = deficits_of(made, columns, asked, limits, 0.0)
    employee = columns["employee"] == 1
    return [name for name, values in held.items() if np.isfinite(values[employee]).any()]


def _sex(made: LabourTable) -> Floats:
    """Return who is a woman: by the concept, else by the domain `sex`; NaN for everybody else but men."""
    source = made.source
    answers, words = source.answers, words_of_sexes(source.survey)
    if answers.asked("sex"):
        women, men = answers.is_in("sex", "women"), answers.is_in("sex", "men")
    elif words is not None:
        held = Columns({"sex": cut_of(source.arrow, source.survey, answers, "sex", source.population)})
        levels = held.levels("sex")
        women, men = (
            np.array([*(value == word for value in levels.values), False])[levels.codes] for word in words
        )
    else:
        return np.full(answers.rows, np.nan)
    return np.where(women, WOMAN, np.where(men, MAN, np.nan))


def full_time(limits: Limits) -> float:
    """Return the hours for which the minimum wage is, of its own time: 1 for an hour, else a full day or week."""
    period = limits.minimum.period if limits.minimum else "hour"
    return limits.full_week if period in HOURS_OF_PERIOD else limits.full_day if period == "day" else 1.0


def _minimum(answers: Answers, hourly: Floats, week: Floats, limits: Limits) -> dict[str, Floats]:
    """Return the minimum wage, the pay and the hours of its own time; a day of unknown hours is a full one."""
    if limits.minimum is None:
        return {}
    amount, period = limits.minimum
    part = np.ones(len(hourly))
    if period in HOURS_OF_PERIOD:
        pay, part = hourly * week * HOURS_OF_PERIOD[period], week
    elif period == "day":
        day = answers.number("day_hours")
        part = np.where(np.isnan(day), limits.full_day, day)
        pay = hourly * part
    else:
        pay = hourly
    return {"minimum": np.full(len(hourly), amount), "minimum_pay": pay, "minimum_hours": part}


def _welfare(answers: Answers, limits: Limits) -> dict[str, Floats]:
    """Return welfare per head and the poverty line; who is coded as poor lies below a line between 0 and 1."""
    line = answers.number("poverty_line")
    if limits.poverty_line is not None:
        line = np.where(np.isnan(line), limits.poverty_line, line)
    per_head = answers.number("income_per_head")
    if not answers.asked("income_per_head"):
        per_head = answers.number("household_income") / answers.number("household_size")
    if answers.asked("poor"):
        per_head, line = marked(answers.no("poor"), answers.answered("poor")), np.full(len(line), BETWEEN)
    return {"welfare": per_head, "poverty_line": line}


def _protection(made: LabourTable, limits: Limits, employed: Bools) -> dict[str, Floats]:
    """Return for each function whom it is for and who is covered, and for the whole who pays in or receives.

    A benefit for children, at a birth and for a disability is for those who were asked about it. In the whole
    (``any …``) who is not of a benefit's people and was not asked does not receive it, and who has no work and was
    not asked does not pay in; whoever else did not answer is not known (`_due`). By the same marks the vulnerable are
    those who neither pay in nor have a pension, the jobless among them.
    """
    answers, inside = made.source.answers, made.source.population
    told = {
        concept: marked(answers.yes(concept), answers.answered(concept))
        for concept in ("contributes", "injury_cover", *CASH)
    }
    due = _due(made, limits, employed)
    whole = {
        concept: np.where(np.isnan(told[concept]) & ~held, 0.0, told[concept])
        for concept, held in due.items()
    }
    people = due | {
        "receives_unemployment": inside & made.force.unemployed,
        "injury_cover": employed,
        "receives_pension": inside & (answers.number("age") >= limits.pension_age),
    }
    found = {f"for {concept}": marked(held) for concept, held in people.items()}
    vulnerable = vulnerable_population(whole["contributes"], whole["receives_pension"])
    found["for receives_assistance"] = np.where(inside, vulnerable, 0.0)
    found |= {f"has {concept}": told[concept] for _function, concept in BENEFITS.values()}
    found |= {f"any {concept}": values for concept, values in whole.items()}
    found["contributes"] = told["contributes"]
    return found


def _due(made: LabourTable, limits: Limits, employed: Bools) -> dict[str, Bools]:
    """Return of whom it takes an answer to know whether they pay in, or receive each cash benefit.

    Those are the employed, persons of pension age and the unemployed (also who may be one of these, since age or
    status is not known), everybody for a benefit without contributions, and whoever was asked by the word `among` of
    the mapping. Where neither that word nor a status tells whom a question was for, it was for everybody.
    """
    answers, inside = made.source.answers, made.source.population
    unsure = made.force.status == UNKNOWN
    own = {"contributes": employed | (inside & unsure), "receives_assistance": inside}
    if answers.asked("age"):
        own["receives_pension"] = inside & ~(answers.number("age") < limits.pension_age)
    if is_given("unemployed", answers):
        own["receives_unemployment"] = inside & (made.force.unemployed | unsure)
    nobody = np.zeros(answers.rows, dtype=bool)
    asked = {concept: inside & held for concept, held in answers.among.items()}
    return {
        concept: own[concept] | asked.get(concept, nobody) if concept in own else asked.get(concept, inside)
        for concept in ("contributes", *CASH)
    }
