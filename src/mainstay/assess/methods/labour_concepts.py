"""The concepts of the labour-force standards that a survey may ask, and a file's answers to them.

A concept is a number (age, hours, months) or one of a few categories. Each has the rule that uses it, so that
what a survey did not ask can be told as a rule that was dropped.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from mainstay.common.texts import noop as _
from mainstay.statistics.survey.columns import Bools, Floats

Codes = npt.NDArray[np.int8]

YES_NO = ("no", "yes")
NO, YES = 0, 1

ABSENCE_REASONS = (
    "own_illness", "leave", "parental_statutory", "flexible_time", "training",
    "parental", "education", "care", "strike", "slack", "disorganisation", "seasonal", "other",
)  # fmt: skip
WITHOUT_TEST = 5
"""The first reasons keep a person employed whatever the duration: ICLS-19 resolution, paragraph 29(a)–(b)."""
SEASONAL = ABSENCE_REASONS.index("seasonal")

ACTIVITIES = ("employed", "unemployed", "outside", "too_young", "unknown")
ATTACHMENTS = ("unavailable_jobseeker", "available_potential", "willing", "unwilling", "unclassified")
STATUSES = ("employee", "employer", "own_account", "cooperative", "family", "unclassified")
CONTRACTS = ("permanent", "fixed_term", "short_term", "apprentice")
INSTITUTIONS = (
    "government", "corporation", "nonprofit", "international", "household", "farm", "private", "other",
)  # fmt: skip
DESTINATIONS = ("market", "own_use")
PLACES = ("fixed", "other")
SECTORS = ("formal", "informal", "household")
JOBS = ("formal", "informal")
SEXES = ("women", "men")
PERIODS = ("hour", "day", "week", "fortnight", "month", "year")


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept: its categories (none: a number between `low` and `high`) and the rule that uses it.

    `core` says that the sequence has no meaning without it, so that leaving it out takes a word of the survey;
    `decent` that it feeds a measure of decent work and no rate of the labour market.
    """

    categories: tuple[str, ...]
    rule: str
    low: float = 0.0
    high: float = np.inf
    core: bool = False
    decent: bool = False


def _asked(rule: str, *, core: bool = False) -> Concept:
    return Concept(YES_NO, rule, core=core)


def _of_decent_work(rule: str, *categories: str, low: float = 0.0, high: float = np.inf) -> Concept:
    return Concept(categories, rule, low, high, decent=True)


CONCEPTS: dict[str, Concept] = {
    "age": Concept((), _("Working age and youth"), high=130, core=True),
    "activity": Concept(ACTIVITIES, _("The status as the source coded it; the sequence is not run")),
    "worked": _asked(
        _("Employed: worked at least one hour for pay or profit in the reference week"), core=True
    ),
    "absent": _asked(
        _("Employed: has a job or business and was away from it in the reference week"), core=True
    ),
    "absence_reason": Concept(ABSENCE_REASONS, _("Absence: by its reason without a test, or with one")),
    "absence_months": Concept(
        (), _("Absence for other reasons: employed if it lasts three months at most"), high=600
    ),
    "absence_paid": _asked(_("Absence for other reasons: employed if pay goes on")),
    "season_tasks": _asked(_("Off season: employed only who still does tasks of the job")),
    "own_use": _asked(_("Production of goods mainly for own use: employment in ICLS-13 only")),
    "unpaid_trainee": _asked(_("Unpaid trainee work: employment in ICLS-13 only")),
    "volunteer": _asked(_("Volunteer work for market or non-market units: employment in ICLS-13 only")),
    "searched": _asked(_("Unemployed: looked for work in the last four weeks or month"), core=True),
    "available": _asked(
        _("Unemployed: could have started in the reference week or within two weeks"), core=True
    ),
    "future_start": _asked(_("Unemployed without a search: has arranged a job that starts later")),
    "future_start_months": Concept((), _("Future start: within three months at most (ICLS-19)"), high=600),
    "wants_work": _asked(_("Potential labour force: available persons who did not look want to work")),
    "attachment": Concept(ATTACHMENTS, _("Attachment to the labour market as the source coded it")),
    "search_months": Concept((), _("Long-term unemployment: months of looking for work"), high=1200),
    "hours_actual": Concept(
        (), _("Time-related underemployment: hours worked in the week, all jobs"), high=168
    ),
    "hours_usual": Concept(
        (), _("Time-related underemployment: usual hours, where the hours worked are missing"), high=168
    ),
    "wants_more_hours": _asked(_("Time-related underemployment: wants to work more hours")),
    "available_more_hours": _asked(_("Time-related underemployment: could work more hours")),
    "underemployed": _asked(_("Time-related underemployment as the source coded it")),
    "in_education": _asked(_("Youth not in employment, education or training: education")),
    "in_training": _asked(_("Youth not in employment, education or training: training")),
    "status": Concept(STATUSES, _("Status in employment (ICSE-93)")),
    "incorporated": _asked(_("ICSE-18: the own enterprise is a corporation")),
    "dependent_contractor": _asked(_("ICSE-18: depends on one other unit for work and its conditions")),
    "contract": Concept(CONTRACTS, _("ICSE-18: kind of employee")),
    "institution": Concept(INSTITUTIONS, _("Informal sector, node a: kind of institution")),
    "destination": Concept(DESTINATIONS, _("Informal sector, node b: for sale or for own final use")),
    "accounts": _asked(_("Informal sector, node c: keeps complete accounts for the authorities")),
    "registered": _asked(_("Informal sector, node d: registered with the national authorities")),
    "social_security": _asked(
        _("Informal sector, node e, and informal job: the employer pays social security")
    ),
    "place": Concept(PLACES, _("Informal sector, node f: fixed and visible place of work")),
    "size": Concept((), _("Informal sector, node f: persons who work in the unit"), high=10_000_000),
    "annual_leave": _asked(_("Informal job: paid annual leave, where social security is not known")),
    "sick_leave": _asked(_("Informal job: paid sick leave, where social security is not known")),
    "insured": _asked(_("ICLS-21: own access to social insurance from work")),
    "sector": Concept(SECTORS, _("Formal or informal sector as the source coded it")),
    "job": Concept(JOBS, _("Formal or informal job as the source coded it")),
    "agriculture": _asked(_("SDG 8.3.1: agriculture and the rest apart")),
    "sex": _of_decent_work(_("Gender pay gap: who is a woman and who a man"), *SEXES),
    "pay": _of_decent_work(_("Hourly earnings: pay of the main job, before anything is kept back")),
    "pay_period": _of_decent_work(_("Hourly earnings: the time that the pay is for"), *PERIODS),
    "pay_days": _of_decent_work(_("Hourly earnings: the days of work that the pay is for"), high=366),
    "day_hours": _of_decent_work(_("Hourly earnings: hours worked on a day that is paid"), high=24),
    "pay_hours": _of_decent_work(_("Hourly earnings: weekly hours of the job that is paid"), high=168),
    "poor": _of_decent_work(_("Working poverty: the household lies below the poverty line"), *YES_NO),
    "income_per_head": _of_decent_work(_("Working poverty: income or consumption per head"), low=-np.inf),
    "household_income": _of_decent_work(
        _("Working poverty: income or consumption of the household"), low=-np.inf
    ),
    "household_size": _of_decent_work(_("Working poverty: persons of the household"), low=1, high=1000),
    "poverty_line": _of_decent_work(_("Working poverty: the line, per head")),
    "contributes": _of_decent_work(_("Social protection: pays into social insurance"), *YES_NO),
    "receives_child": _of_decent_work(_("Social protection: a cash benefit for the child"), *YES_NO),
    "receives_maternity": _of_decent_work(_("Social protection: a cash benefit at a birth"), *YES_NO),
    "receives_disability": _of_decent_work(
        _("Social protection: a cash benefit for a severe disability"), *YES_NO
    ),
    "receives_unemployment": _of_decent_work(_("Social protection: an unemployment benefit"), *YES_NO),
    "receives_pension": _of_decent_work(_("Social protection: a pension"), *YES_NO),
    "receives_assistance": _of_decent_work(
        _("Social protection: a cash benefit without contributions"), *YES_NO
    ),
    "injury_cover": _of_decent_work(_("Social protection: covered for injury at work"), *YES_NO),
    "injuries": _of_decent_work(
        _("Injuries at work in the last 12 months, without those on the way"), high=366
    ),
    "child_hours": _of_decent_work(_("Child labour: hours of economic activity in the week"), high=168),
    "child_chores_hours": _of_decent_work(_("Child labour: hours of household chores in the week"), high=168),
    "child_hazardous": _of_decent_work(
        _("Child labour: hazardous by branch, occupation or conditions"), *YES_NO
    ),
}

READY: dict[str, tuple[str, ...]] = {
    "activity": (
        "worked", "absent", "absence_reason", "absence_months", "absence_paid", "season_tasks", "own_use",
        "unpaid_trainee", "volunteer", "searched", "available", "future_start", "future_start_months",
    ),
    "attachment": ("wants_work",),
    "underemployed": ("hours_actual", "hours_usual", "wants_more_hours", "available_more_hours"),
    "sector": ("institution", "destination", "accounts", "registered", "place", "size"),
    "job": ("annual_leave", "sick_leave"),
}  # fmt: skip
"""Where the source gives the final code, these concepts are not needed to find it."""


def coded(codes: Codes, *wanted: int) -> Bools:
    """Return where `codes` hold one of `wanted`."""
    held: Bools = np.zeros(len(codes), dtype=np.bool_)
    for code in wanted:
        held |= codes == code
    return held


@dataclass(frozen=True)
class Answers:
    """The answers of a file: int8 codes into the concept's categories (-1: no answer) or floats (NaN).

    `among` says who was asked, or may have been where an empty cell leaves it open, of the concepts of which the
    mapping says it.
    """

    rows: int
    codes: Mapping[str, Codes] = field(default_factory=dict)
    numbers: Mapping[str, Floats] = field(default_factory=dict)
    among: Mapping[str, Bools] = field(default_factory=dict)

    def asked(self, *concepts: str) -> bool:
        """Say whether the file has an item for any of `concepts`."""
        return any(concept in self.codes or concept in self.numbers for concept in concepts)

    def code(self, concept: str) -> Codes:
        """Return the category of each row; -1 where there is no answer or no item."""
        found = self.codes.get(concept)
        return np.full(self.rows, -1, dtype=np.int8) if found is None else found

    def number(self, concept: str) -> Floats:
        """Return the number of each row; NaN where there is no answer or no item."""
        found = self.numbers.get(concept)
        return np.full(self.rows, np.nan) if found is None else found

    def yes(self, concept: str) -> Bools:
        """Return where the answer is yes."""
        return coded(self.code(concept), YES)

    def no(self, concept: str) -> Bools:
        """Return where the answer is no."""
        return coded(self.code(concept), NO)

    def answered(self, concept: str) -> Bools:
        """Return where there is an answer."""
        if concept in self.numbers:
            return ~np.isnan(self.numbers[concept])
        return ~coded(self.code(concept), -1)

    def is_in(self, concept: str, *categories: str) -> Bools:
        """Return where the answer is one of `categories`."""
        wanted = [CONCEPTS[concept].categories.index(category) for category in categories]
        return coded(self.code(concept), *wanted)


def answers_of(rows: int, **given: object) -> Answers:
    """Return answers from lists of words (None: no answer) or numbers, one for each row.

    >>> told = answers_of(2, worked=["yes", None], age=[30, 14])
    >>> told.yes("worked").tolist(), told.number("age").tolist()
    ([True, False], [30.0, 14.0])
    """
    codes: dict[str, Codes] = {}
    numbers: dict[str, Floats] = {}
    for name, values in given.items():
        listed = list(values)  # type: ignore[call-overload]
        categories = CONCEPTS[name].categories
        if categories:
            places = [-1 if value is None else categories.index(value) for value in listed]
            codes[name] = np.array(places, dtype=np.int8)
        else:
            numbers[name] = np.array([np.nan if v is None else v for v in listed], dtype=np.float64)
    return Answers(rows, codes, numbers)
