"""The official rates of the labour market as ratios of 0/1 columns.

Sources: Resolution I of the 19th ICLS (2013), paragraphs 67–77 (LU1–LU4); SDG metadata 8.5.2, 8.6.1, 8.3.1; ILO,
*Decent Work Indicators* (2nd ed., 2013).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mainstay.common.texts import noop as _
from mainstay.statistics.survey.columns import Bools

from .informality import Informality
from .labour_concepts import Answers
from .labour_force import LabourForce

LONG_TERM_MONTHS = 12.0
LONG_TERM_MONTHS_YOUTH = 6.0


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate: the column of its numerator (a part of the denominator's), that of its denominator, and its name."""

    code: str
    numerator: str
    denominator: str
    name: str


TOTALS = {
    "population": _("Population studied"),
    "working_age": _("Working-age population"),
    "labour_force": _("Labour force"),
    "employed": _("Employed"),
    "unemployed": _("Unemployed"),
    "outside": _("Outside the labour force"),
    "underemployed": _("In time-related underemployment"),
    "potential": _("Potential labour force"),
    "relaxed": _("Available and did not look for work"),
    "informal": _("With an informal job"),
}

RATES: tuple[Rate, ...] = (
    Rate("LFPR", "labour_force", "working_age", _("Labour force participation rate")),
    Rate("EPOP", "employed", "working_age", _("Employment-to-population ratio")),
    Rate("LFPR_ALL", "labour_force", "population", _("Labour force per population of all ages")),
    Rate("EPOP_ALL", "employed", "population", _("Employed per population of all ages")),
    Rate("LU1", "unemployed", "labour_force", _("LU1: unemployment rate")),
    Rate(
        "LU2", "unemployed_or_underemployed", "labour_force",
        _("LU2: unemployment and time-related underemployment"),
    ),
    Rate(
        "LU3", "unemployed_or_potential", "extended_labour_force",
        _("LU3: unemployment and potential labour force"),
    ),
    Rate("LU4", "underused", "extended_labour_force", _("LU4: labour underutilization")),
    Rate(
        "LU1_RELAXED", "unemployed_or_relaxed", "relaxed_labour_force",
        _("Unemployment with those available who did not look (national option)"),
    ),
    Rate("TRU", "underemployed", "employed", _("Time-related underemployment among the employed")),
    Rate("LONG_TERM", "long_term", "unemployed_told", _("Long-term unemployment, 12 months or more")),
    Rate(
        "LONG_TERM_YOUTH", "long_term_youth", "unemployed_youth_told",
        _("Long-term unemployment of youth, 6 months or more"),
    ),
    Rate("LU1_YOUTH", "unemployed_youth", "labour_force_youth", _("Unemployment rate of youth")),
    Rate("NEET", "neet", "youth", _("Youth not in employment, education or training (SDG 8.6.1)")),
    Rate("EMPLOYEES", "employee", "employed", _("Employees among the employed")),
    Rate("VULNERABLE", "vulnerable", "employed", _("Own-account and contributing family workers (vulnerable)")),
    Rate("INFORMAL_SECTOR", "informal_sector", "employed", _("Employed in the informal sector")),
    Rate("INFORMAL", "informal", "employed", _("Informal employment (SDG 8.3.1)")),
    Rate(
        "INFORMAL_AGRICULTURE", "informal_agriculture", "employed_agriculture",
        _("Informal employment in agriculture (SDG 8.3.1)"),
    ),
    Rate(
        "INFORMAL_OTHER", "informal_other", "employed_other",
        _("Informal employment outside agriculture (SDG 8.3.1)"),
    ),
    Rate(
        "NO_SOCIAL_SECURITY", "employee_uninsured", "employee_told",
        _("Employees whose employer pays no social security"),
    ),
)  # fmt: skip

Needs = Callable[[Answers], bool]


def _searches(answers: Answers) -> bool:
    return answers.asked("activity", "searched")


def _underemployment(answers: Answers) -> bool:
    hours = answers.asked("hours_actual", "hours_usual") and answers.asked("wants_more_hours")
    return answers.asked("underemployed") or hours


def _potential(answers: Answers) -> bool:
    return answers.asked("attachment") or (answers.asked("searched") and answers.asked("available"))


def _unit(answers: Answers) -> bool:
    """Say whether the survey asked about the unit of everybody: social security speaks of employees only."""
    place_and_size = answers.asked("place") and answers.asked("size")
    return answers.asked("sector", "institution", "accounts", "registered") or place_and_size


def _informal_jobs(answers: Answers) -> bool:
    """Say whether the survey asked enough for every kind of job: employees by their rights, the others by the unit."""
    leave = answers.asked("annual_leave") and answers.asked("sick_leave")
    rights = answers.asked("social_security") or leave
    return answers.asked("job") or (answers.asked("status") and rights and _unit(answers))


def _both(*needs: Needs) -> Needs:
    return lambda answers: all(need(answers) for need in needs)


def _any(*concepts: str) -> Needs:
    return lambda answers: answers.asked(*concepts)


NEEDS: dict[str, Needs] = {
    "labour_force": _searches, "unemployed": _searches, "outside": _searches,
    "underemployed": _underemployment, "TRU": _underemployment,
    "potential": _both(_searches, _potential), "relaxed": _any("available", "attachment"), "informal": _informal_jobs,
    "LFPR": _searches, "LFPR_ALL": _searches, "LU1": _searches,
    "LU2": _both(_searches, _underemployment), "LU3": _both(_searches, _potential),
    "LU4": _both(_searches, _potential, _underemployment), "LU1_RELAXED": _any("available", "attachment"),
    "LONG_TERM": _both(_searches, _any("search_months")),
    "LONG_TERM_YOUTH": _both(_searches, _any("search_months"), _any("age")),
    "LU1_YOUTH": _both(_searches, _any("age")), "NEET": _both(_any("age"), _any("in_education")),
    "EMPLOYEES": _any("status"), "VULNERABLE": _any("status"), "INFORMAL_SECTOR": _unit,
    "INFORMAL": _informal_jobs, "INFORMAL_AGRICULTURE": _both(_informal_jobs, _any("agriculture")),
    "INFORMAL_OTHER": _both(_informal_jobs, _any("agriculture")),
    "NO_SOCIAL_SECURITY": _both(_any("status"), _any("social_security")),
}  # fmt: skip
"""What a survey must have asked for a total or a rate to be given; what is not here is always given."""


def is_given(code: str, answers: Answers) -> bool:
    """Say whether the survey asked what the total or rate `code` rests on."""
    return code not in NEEDS or NEEDS[code](answers)


def columns_of(answers: Answers, force: LabourForce, jobs: Informality) -> dict[str, Bools]:
    """Return each numerator and denominator of `RATES` and each of `TOTALS` as True or False by person."""
    in_force = force.employed | force.unemployed
    youth = force.youth & force.working_age
    jobless = force.unemployed | force.potential
    return {
        "population": force.population,
        "working_age": force.working_age,
        "labour_force": in_force,
        "employed": force.employed,
        "unemployed": force.unemployed,
        "outside": force.outside,
        "underemployed": force.underemployed,
        "potential": force.potential,
        "relaxed": force.relaxed,
        "youth": youth,
        "unemployed_or_underemployed": force.unemployed | force.underemployed,
        "unemployed_or_potential": jobless,
        "extended_labour_force": in_force | force.potential,
        "underused": jobless | force.underemployed,
        "unemployed_or_relaxed": force.unemployed | force.relaxed,
        "relaxed_labour_force": in_force | force.relaxed,
        "unemployed_youth": force.unemployed & force.youth,
        "labour_force_youth": in_force & force.youth,
        **_durations(answers, force),
        **_youth_outside(answers, force, youth),
        **_jobs(answers, force, jobs),
    }


def _durations(answers: Answers, force: LabourForce) -> dict[str, Bools]:
    """Return who has looked for long; those who did not say for how long stay out of the denominator."""
    months = answers.number("search_months")
    told = force.unemployed & ~np.isnan(months)
    return {
        "long_term": told & (months >= LONG_TERM_MONTHS),
        "unemployed_told": told,
        "long_term_youth": told & force.youth & (months >= LONG_TERM_MONTHS_YOUTH),
        "unemployed_youth_told": told & force.youth,
    }


def _youth_outside(answers: Answers, force: LabourForce, youth: Bools) -> dict[str, Bools]:
    learns = answers.yes("in_education") | answers.yes("in_training")
    return {"neet": youth & ~force.employed & ~learns}


def _jobs(answers: Answers, force: LabourForce, jobs: Informality) -> dict[str, Bools]:
    farming, other = answers.yes("agriculture"), answers.no("agriculture")
    return {
        "employee": jobs.employee,
        "vulnerable": jobs.vulnerable,
        "informal_sector": jobs.informal_sector,
        "informal": jobs.informal,
        "informal_agriculture": jobs.informal & farming,
        "employed_agriculture": force.employed & farming,
        "informal_other": jobs.informal & other,
        "employed_other": force.employed & other,
        "employee_uninsured": jobs.employee & answers.no("social_security"),
        "employee_told": jobs.employee & answers.answered("social_security"),
    }
