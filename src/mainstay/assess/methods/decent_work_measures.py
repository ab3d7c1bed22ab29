"""The measures of decent work: what each is called, in which unit it stands, on which answers it rests."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mainstay.common.texts import noop as _

from .decent_work_limits import Limits
from .hourly_pay import PAID_HOURS, tells_pay
from .labour_concepts import Answers
from .labour_rates import is_given

if TYPE_CHECKING:
    from mainstay.playbook.schemas.surveys import Survey

SHARE, PART, MONEY, PER_100_000, COUNT = "share", "part", "money per hour", "per 100,000", "number"
"""Units: a share of people, another part of one, money per hour of work, cases per 100,000 people, a number."""

PAID = _("Employees whose pay and hours are known")
KNOWN = _("Employed of whom this is known")
EMPLOYEES_KNOWN = _("Employees of whom all this is known")
CHILDREN = _("Children of 5 to 17")

_PAY = ("status", "pay", "pay_period", "pay_days", "day_hours", *PAID_HOURS, "currency", "hours_paid")
_MINIMUM = (*_PAY, "minimum_wage", "full_week", "full_day")
_JOB = (
    *_PAY, "social_security", "annual_leave", "sick_leave", "job", "contract", "injuries", "underemployed",
    "low_pay_below", "excessive_above", "deficits",
)  # fmt: skip
_MANY = (*_JOB, "many_deficits")
_CHILD = ("age", "child_hours")


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: its code, unit and name; `above` over `below` in words, and the concepts that it rests on.

    `below` is empty where the measure is no quotient.
    """

    code: str
    unit: str
    name: str
    above: str
    below: str
    concepts: tuple[str, ...]


MEASURES: tuple[Measure, ...] = (
    Measure("EARNINGS_MEAN", MONEY, _("Hourly earnings of employees: mean"), _("Sum of their pay per hour"), PAID, _PAY),
    Measure("EARNINGS_MEDIAN", MONEY, _("Hourly earnings of employees: median"), _("The pay per hour that half of the employees do not exceed"), "", _PAY),
    Measure("EARNINGS_PAID_HOUR", MONEY, _("Earnings of a paid hour: all pay over all hours (SDG 8.5.1)"), _("Their pay of a week"), _("Their hours of a week"), _PAY),
    Measure("LOW_PAY", SHARE, _("Employees with low pay"), _("Those paid less per hour than the limit of low pay"), PAID, (*_PAY, "low_pay_below")),
    Measure("PAY_GAP_MEAN", PART, _("Gender pay gap by the mean"), _("Mean hourly pay of men less that of women"), _("Mean hourly pay of men"), (*_PAY, "sex")),
    Measure("PAY_GAP_MEDIAN", PART, _("Gender pay gap by the median"), _("Median hourly pay of men less that of women"), _("Median hourly pay of men"), (*_PAY, "sex")),
    Measure("PAY_GAP_ALIKE", PART, _("Gender pay gap between employees alike in education, age and hours"), _("Gaps of the groups by the mean, times the employees of each"), _("Employees in groups with women and men"), (*_PAY, "sex", "age")),
    Measure("BELOW_MINIMUM", SHARE, _("Employees paid less than the minimum wage"), _("Those paid less than is due for their hours"), PAID, _MINIMUM),
    Measure("MINIMUM_SHORT", PART, _("What they miss of the minimum wage"), _("Sum of the parts of the minimum that are missing"), _("Employees paid less than the minimum wage"), _MINIMUM),
    Measure("MINIMUM_DEPTH", PART, _("What is missing of the minimum wage over all employees"), _("Sum of the parts of the minimum that are missing"), PAID, _MINIMUM),
    Measure("LONG_HOURS", SHARE, _("Employed who work excessive hours"), _("Those who work more hours a week than the limit"), KNOWN, ("hours_usual", "hours_actual", "excessive_above")),
    Measure("WORKING_POOR", SHARE, _("Working poverty (SDG 1.1.1)"), _("Those of poor households"), KNOWN, ("poor", "income_per_head", "household_income", "household_size", "poverty_line", "line")),
    Measure("CONTRIBUTORS", SHARE, _("Employed who pay into social insurance"), _("Those who pay in"), KNOWN, ("contributes",)),
    Measure("PROTECTED", SHARE, _("Social protection: everybody (SDG 1.3.1)"), _("Those who pay in or receive a cash benefit"), _("Persons of whom this is known"), ("contributes", "receives_child", "receives_maternity", "receives_disability", "receives_unemployment", "receives_pension", "receives_assistance", "benefits")),
    Measure("PROTECTED_CHILDREN", SHARE, _("Social protection: children"), _("Those who receive it"), _("Those who were asked"), ("receives_child",)),
    Measure("PROTECTED_MATERNITY", SHARE, _("Social protection: women who gave birth"), _("Those who receive it"), _("Those who were asked"), ("receives_maternity",)),
    Measure("PROTECTED_DISABILITY", SHARE, _("Social protection: persons with a severe disability"), _("Those who receive it"), _("Those who were asked"), ("receives_disability",)),
    Measure("PROTECTED_UNEMPLOYMENT", SHARE, _("Social protection: unemployed"), _("Those who receive it"), _("Unemployed of whom this is known"), ("receives_unemployment",)),
    Measure("PROTECTED_WORK_INJURY", SHARE, _("Social protection: employed, for injury at work"), _("Those who are covered"), KNOWN, ("injury_cover",)),
    Measure("PROTECTED_OLD_AGE", SHARE, _("Social protection: old people"), _("Those who receive a pension"), _("Persons of pension age of whom this is known"), ("age", "receives_pension", "pension_age")),
    Measure("PROTECTED_VULNERABLE", SHARE, _("Social protection: who neither pays in nor has a pension"), _("Those who receive a benefit without contributions"), _("Persons who neither pay in nor have a pension"), ("contributes", "receives_pension", "receives_assistance")),
    Measure("INJURIES", PER_100_000, _("Injuries at work in 12 months, per 100,000 employed"), _("Injuries times 100,000"), KNOWN, ("injuries",)),
    Measure("DEFICITS", COUNT, _("Deficits of an employee's job"), _("Sum of their deficits"), EMPLOYEES_KNOWN, _JOB),
    Measure("DEFICITS_MANY", SHARE, _("Employees with many deficits at once"), _("Those whose deficits reach the limit"), EMPLOYEES_KNOWN, _MANY),
    Measure("DEFICITS_DEPTH", PART, _("Part of all deficits that these have"), _("Sum of the parts of all deficits that they have"), _("Employees with many deficits at once"), _MANY),
    Measure("DEFICITS_ADJUSTED", PART, _("Many deficits: share of employees times their part of all deficits"), _("Sum of the parts of all deficits that they have"), EMPLOYEES_KNOWN, _MANY),
    Measure("CHILD_LABOUR_A", SHARE, _("Child labour (SDG 8.7.1 a)"), _("Those who work as many hours as count at their age"), CHILDREN, _CHILD),
    Measure("CHILD_LABOUR_B", SHARE, _("Child labour with household chores (SDG 8.7.1 b)"), _("Those who work or do chores as many hours as count at their age"), CHILDREN, (*_CHILD, "child_chores_hours")),
    Measure("CHILD_LABOUR_GLOBAL", SHARE, _("Child labour as the global estimates count it"), _("Those in work that is too long, too early or hazardous"), CHILDREN, (*_CHILD, "child_hazardous")),
    Measure("CHILD_HAZARDOUS", SHARE, _("Hazardous work of children"), _("Those in hazardous work"), CHILDREN, (*_CHILD, "child_hazardous")),
)  # fmt: skip

FAMILIES = {
    **dict.fromkeys(("BELOW_MINIMUM", "MINIMUM_SHORT", "MINIMUM_DEPTH"), "MINIMUM"),
    **dict.fromkeys(("PAY_GAP_MEAN", "PAY_GAP_MEDIAN", "PAY_GAP_ALIKE"), "PAY_GAP"),
    **dict.fromkeys(("DEFICITS", "DEFICITS_MANY", "DEFICITS_DEPTH", "DEFICITS_ADJUSTED"), "DEFICITS"),
}
"""Measures of which one tells how many stand behind another: where one is too small to be shown, none is."""

BENEFITS = {
    "PROTECTED_CHILDREN": ("children", "receives_child"),
    "PROTECTED_MATERNITY": ("maternity", "receives_maternity"),
    "PROTECTED_DISABILITY": ("disability", "receives_disability"),
    "PROTECTED_UNEMPLOYMENT": ("unemployment", "receives_unemployment"),
    "PROTECTED_WORK_INJURY": ("work_injury", "injury_cover"),
    "PROTECTED_OLD_AGE": ("old_age", "receives_pension"),
    "PROTECTED_VULNERABLE": ("vulnerable", "receives_assistance"),
}
"""The function of social protection of each measure, and the concept that tells who is covered."""
CASH = {
    "receives_child": _("child benefit"),
    "receives_maternity": _("benefit at a birth"),
    "receives_disability": _("disability benefit"),
    "receives_unemployment": _("unemployment benefit"),
    "receives_pension": _("pension"),
    "receives_assistance": _("benefit without contributions"),
}
"""The cash benefits of which one makes a person protected (SDG 1.3.1), and what each is called."""
PROTECTED_IN_PART = _("Social protection: everybody, by the benefits that were asked")
"""What the measure of everybody's protection is called where the survey did not ask all of `CASH`."""
FEWEST_DEFICITS = 3
"""Of two deficits one would be half of all, and no job had many."""
EDUCATION = "education"
"""The domain of a mapping by which employees are alike."""

Needs = Callable[[Answers, "Survey", Limits], bool]


def measure_named(code: str) -> Measure:
    """Return a measure by its code."""
    return next(measure for measure in MEASURES if measure.code == code)


def measures_given(answers: Answers, survey: "Survey", limits: Limits) -> list[str]:
    """Return the codes of the measures for which the survey asked enough, in the order of `MEASURES`."""
    paid = answers.asked("status") and tells_pay(answers, limits.pay_period)
    both_sexes = paid and sexes_told(answers, survey)
    told = {
        **dict.fromkeys(("EARNINGS_MEAN", "EARNINGS_MEDIAN", "LOW_PAY"), paid),
        "EARNINGS_PAID_HOUR": paid and answers.asked(*PAID_HOURS),
        **dict.fromkeys(("PAY_GAP_MEAN", "PAY_GAP_MEDIAN"), both_sexes),
        "PAY_GAP_ALIKE": both_sexes and EDUCATION in survey.domains and answers.asked("age"),
        **dict.fromkeys(("BELOW_MINIMUM", "MINIMUM_SHORT", "MINIMUM_DEPTH"), paid and _due(answers, limits)),
        "LONG_HOURS": answers.asked("hours_usual", "hours_actual"),
        "WORKING_POOR": _poverty(answers, limits),
        "CONTRIBUTORS": answers.asked("contributes"),
        "PROTECTED": answers.asked("contributes") and answers.asked(*CASH),
        **{code: answers.asked(concept) for code, (_function, concept) in BENEFITS.items()},
        "INJURIES": answers.asked("injuries"),
        "CHILD_LABOUR_A": answers.asked("child_hours"),
        "CHILD_LABOUR_B": answers.asked("child_hours") and answers.asked("child_chores_hours"),
        **dict.fromkeys(
            ("CHILD_LABOUR_GLOBAL", "CHILD_HAZARDOUS"),
            answers.asked("child_hours") and answers.asked("child_hazardous"),
        ),
    }
    told["PROTECTED_OLD_AGE"] &= answers.asked("age")
    told["PROTECTED_UNEMPLOYMENT"] &= is_given("unemployed", answers)
    told["PROTECTED_VULNERABLE"] &= answers.asked("contributes") and answers.asked("receives_pension")
    deficits = len(deficits_told(answers, paid=paid))
    told["DEFICITS"] = deficits > 1
    told |= dict.fromkeys(
        ("DEFICITS_MANY", "DEFICITS_DEPTH", "DEFICITS_ADJUSTED"), deficits >= FEWEST_DEFICITS
    )
    return [measure.code for measure in MEASURES if told[measure.code]]


def deficits_asked(answers: Answers, codes: Collection[str]) -> list[str]:
    """Return the deficits that the survey tells, where the measures `codes` that are given count them."""
    return deficits_told(answers, paid="LOW_PAY" in codes) if "DEFICITS" in codes else []


def deficits_told(answers: Answers, *, paid: bool) -> list[str]:
    """Return the deficits of an employee's job that the survey tells; without a status there are no employees."""
    rights = answers.asked("social_security")
    informal = is_given("INFORMAL", answers)
    held = {
        "informal": informal,
        "no_social_security": rights and not informal,
        "low_pay": paid,
        "long_hours": answers.asked("hours_usual", "hours_actual"),
        "underemployed": is_given("underemployed", answers),
        "by_the_day": answers.asked("contract"),
        "injured": answers.asked("injuries"),
    }
    return [name for name, told in held.items() if told] if answers.asked("status") else []


DEFICITS = {
    "informal": _("informal job"),
    "no_social_security": _("no social security"),
    "low_pay": _("low pay"),
    "long_hours": _("excessive hours"),
    "underemployed": _("too few hours"),
    "by_the_day": _("contract of less than three months"),
    "injured": _("injured at work"),
}
"""What each deficit is called."""


def sexes_told(answers: Answers, survey: "Survey") -> bool:
    """Say whether women and men can be told apart: by the concept, or by a domain `sex` with these two words."""
    return answers.asked("sex") or words_of_sexes(survey) is not None


def words_of_sexes(survey: "Survey") -> tuple[str, str] | None:
    """Return the words for women and for men of the domain `sex`, in capitals or not; None without such."""
    words = survey.domains["sex"].codes if "sex" in survey.domains else {}
    lowered = {str(word).casefold(): str(word) for word in words}
    return (lowered["women"], lowered["men"]) if {"women", "men"} <= set(lowered) else None


def _due(answers: Answers, limits: Limits) -> bool:
    by_hour = limits.minimum is not None and limits.minimum.period in {"hour", "day"}
    return limits.minimum is not None and (by_hour or answers.asked(*PAID_HOURS))


def _poverty(answers: Answers, limits: Limits) -> bool:
    line = limits.poverty_line is not None or answers.asked("poverty_line")
    per_head = answers.asked("household_income") and answers.asked("household_size")
    return answers.asked("poor") or (line and (answers.asked("income_per_head") or per_head))
