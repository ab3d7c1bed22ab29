"""The official rates of the labour market as ratios of 0/1 columns.

Sources: Resolution I of the 19th ICLS (2013), paragraphs 67–77 (LU1–LU4); SDG metadata 8.5.2, 8.6.1, 8.3.1; ILO,
*Decent Work Indicators* (2nd ed., 2013).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mainstay.common.texts import noop as _
from mainstay.statistics.survey.columns import Bools

from .informality import ICSE18_LABELS, ICSE93_LABELS, Informality
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
    Rate("NEET", "neet", "youth_told", _("Youth not in employment, education or training (SDG 8.6.1)")),
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

STATUS_RATES: tuple[Rate, ...] = (
    *(Rate(f"ICSE93_{code}", f"icse93_{code}", "employed", name) for code, name in ICSE93_LABELS.items()),
    *(Rate(f"ICSE18_{code}", f"icse18_{code}", "employed", name) for code, name in ICSE18_LABELS.items()),
)
"""The employed by their status: the shares of each classification add up to 1."""

PARTS: dict[str, tuple[str, ...]] = {
    "labour_force": ("employed", "unemployed"),
    "extended_labour_force": ("employed", "unemployed", "potential"),
    "relaxed_labour_force": ("employed", "unemployed", "relaxed"),
    "unemployed_or_underemployed": ("unemployed", "underemployed"),
    "unemployed_or_potential": ("unemployed", "potential"),
    "unemployed_or_relaxed": ("unemployed", "relaxed"),
    "underused": ("unemployed", "potential", "underemployed"),
}
"""Numerators and denominators that are sums of others."""
NAMES: dict[str, str] = {
    **TOTALS,
    "youth_told": _("Youth of whom this is known"),
    "neet": _("Youth who neither work nor learn"),
    "labour_force_youth": _("Youth in the labour force"),
    "unemployed_youth": _("Unemployed youth"),
    "long_term": _("Who have looked for 12 months or more"),
    "long_term_youth": _("Youth who have looked for 6 months or more"),
    "unemployed_told": _("Unemployed who said for how long"),
    "unemployed_youth_told": _("Unemployed youth who said for how long"),
    "employee": _("Employees"),
    "vulnerable": _("Own-account and contributing family workers"),
    "informal_sector": _("Employed in the informal sector"),
    "informal_agriculture": _("With an informal job in agriculture"),
    "informal_other": _("With an informal job outside agriculture"),
    "employed_agriculture": _("Employed in agriculture"),
    "employed_other": _("Employed outside agriculture"),
    "employee_uninsured": _("Employees whose employer pays no social security"),
    "employee_told": _("Employees of whom this is known"),
    **{f"icse93_{code}": name for code, name in ICSE93_LABELS.items()},
    **{f"icse18_{code}": name for code, name in ICSE18_LABELS.items()},
}
"""What each numerator and denominator that is no sum is called."""
_WORKS = (
    "activity", "worked", "absent", "absence_reason", "absence_months", "absence_paid", "season_tasks", "own_use",
    "unpaid_trainee", "volunteer",
)  # fmt: skip
_LOOKS = (*_WORKS, "searched", "available", "future_start", "future_start_months")
_LEARNS = (*_WORKS, "in_education", "in_training")
_UNIT = (
    "status", "sector", "institution", "destination", "accounts", "registered", "social_security", "place", "size",
)  # fmt: skip
_JOB = (*_UNIT, "job", "annual_leave", "sick_leave", "insured")
_RIGHTS = (*_WORKS, "status", "social_security")
RESTS_ON: dict[str, tuple[str, ...]] = {
    "employed": _WORKS, "unemployed": _LOOKS, "unemployed_youth": _LOOKS, "labour_force_youth": _LOOKS,
    "unemployed_told": (*_LOOKS, "search_months"), "unemployed_youth_told": (*_LOOKS, "search_months"),
    "underemployed": ("underemployed", "hours_actual", "hours_usual", "wants_more_hours", "available_more_hours"),
    "potential": ("attachment", "wants_work"), "relaxed": ("attachment",), "neet": _LEARNS, "youth_told": _LEARNS,
    "employee": ("status",), "vulnerable": ("status",), "informal_sector": _UNIT, "informal": _JOB,
    "informal_agriculture": _JOB, "informal_other": _JOB, "employed_agriculture": (*_WORKS, "agriculture"),
    "employed_other": (*_WORKS, "agriculture"), "employee_uninsured": _RIGHTS, "employee_told": _RIGHTS,
    **{f"icse93_{code}": ("status",) for code in ICSE93_LABELS},
    **{
        f"icse18_{code}": ("status", "incorporated", "institution", "dependent_contractor", "contract")
        for code in ICSE18_LABELS
    },
}  # fmt: skip
"""The concepts behind each numerator and denominator that is no sum."""


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


def rate_named(code: str) -> Rate:
    """Return a rate, or a share by status, by its code."""
    return next(rate for rate in (*RATES, *STATUS_RATES) if rate.code == code)


def terms_of(column: str) -> list[str]:
    """Return what a numerator or denominator is the sum of, by name.

    >>> terms_of("labour_force"), terms_of("neet")
    (['Employed', 'Unemployed'], ['Youth who neither work nor learn'])
    """
    return [NAMES[part] for part in PARTS.get(column, (column,))]


def rests_on(code: str) -> set[str]:
    """Return the concepts that a rate rests on; the age always, which bounds the working-age population."""
    rate = rate_named(code)
    parts = [part for column in (rate.numerator, rate.denominator) for part in PARTS.get(column, (column,))]
    return {"age"} | {concept for part in parts for concept in RESTS_ON.get(part, ())}


def statuses_given(answers: Answers, jobs: Informality) -> list[Rate]:
    """Return the shares by status that can be given: ICSE-18 only where it is known which enterprise is a company."""
    if not answers.asked("status"):
        return []
    by_authority = answers.asked("incorporated") or bool(answers.is_in("institution", "corporation").any())
    held = {f"icse93_{code}" for code in np.unique(jobs.icse93)}
    held |= {f"icse18_{code}" for code in np.unique(jobs.icse18)} if by_authority else set()
    return [rate for rate in STATUS_RATES if rate.numerator in held]


def status_columns(jobs: Informality) -> dict[str, Bools]:
    """Return for each status who has it, as True or False by person."""
    return {
        **{f"icse93_{code}": jobs.icse93 == code for code in ICSE93_LABELS},
        **{f"icse18_{code}": jobs.icse18 == code for code in ICSE18_LABELS},
    }


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
    """Return youth who neither work nor learn; who has no work and did not say stays out of the denominator."""
    learns = answers.yes("in_education") | answers.yes("in_training")
    told = youth & ~youth_not_told(answers, force)
    return {"neet": told & ~force.employed & ~learns, "youth_told": told}


def youth_not_told(answers: Answers, force: LabourForce) -> Bools:
    """Return youth without work of whom it is not known whether they learn."""
    told = answers.answered("in_education") | answers.answered("in_training")
    return force.youth & force.working_age & ~force.employed & ~told


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
