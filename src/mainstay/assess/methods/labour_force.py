"""Who is employed, unemployed, outside the labour force; the sequences of ICLS-13 and ICLS-19.

The order decides: employed before unemployed before outside. Sources: Resolution I of the 19th International
Conference of Labour Statisticians (2013), paragraphs 27–51; Resolution I of the 13th (1982), paragraphs 8–12.
Attachment groups follow the practice of the ILO's processing of national surveys.
"""

from dataclasses import dataclass, field

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.statistics.survey.columns import Bools, Floats

from .labour_concepts import ATTACHMENTS, NO, SEASONAL, WITHOUT_TEST, YES, Answers, Codes, coded

NOT_IN_POPULATION, EMPLOYED, UNEMPLOYED, OUTSIDE, UNKNOWN = 0, 1, 2, 3, 9
STATUS_LABELS = {
    NOT_IN_POPULATION: _("Not of working age, or not of the population studied"),
    EMPLOYED: _("Employed"),
    UNEMPLOYED: _("Unemployed"),
    OUTSIDE: _("Outside the labour force"),
    UNKNOWN: _("Cannot be classified: nothing was answered"),
}
STEP_LABELS = {
    0: _("Not classified"),
    1: _("Worked for pay or profit"),
    2: _("Away for a reason that needs no test"),
    3: _("Away for three months at most"),
    4: _("Away and still paid"),
    5: _("Off season, and still does tasks of the job"),
    6: _("Away; neither duration nor pay was asked"),
    7: _("Produces goods for own use (ICLS-13)"),
    8: _("Unpaid trainee (ICLS-13)"),
    9: _("Volunteer (ICLS-13)"),
    10: _("Looked for work and could start"),
    11: _("Job arranged, and could start"),
    12: _("None of these"),
    13: _("As the source coded it"),
}
ATTACHMENT_LABELS = {
    1: _("Seeking, not available"),
    2: _("Not seeking, available"),
    3: _("Not seeking, not available, wants to work"),
    4: _("Not seeking, not available, does not want to work"),
    5: _("Cannot be classified"),
}
ABSENCE_MONTHS = 3.0
FUTURE_START_MONTHS = 3.0


@dataclass(frozen=True)
class LabourForce:
    """The status of each person. Arrays have one value per row; int8 codes go with the labels above.

    `icls` is the standard used: 13 or 19. `working_age` is True for the working-age population that could be
    classified, so that employed + unemployed + outside = working age. `step` says which rule of the sequence decided.
    `relaxed` holds those available who did not look: a national option, never part of the unemployed.
    `attachment` is 1–5 for persons outside, else 0. `dropped` names rules that could not be applied.
    """

    icls: int
    status: Codes
    step: Codes
    attachment: Codes
    underemployed: Bools
    potential: Bools
    relaxed: Bools
    population: Bools
    youth: Bools
    dropped: tuple[str, ...] = field(default=())

    @property
    def working_age(self) -> Bools:
        """Everybody of working age with a status."""
        return coded(self.status, EMPLOYED, UNEMPLOYED, OUTSIDE)

    @property
    def employed(self) -> Bools:
        """The employed."""
        return coded(self.status, EMPLOYED)

    @property
    def unemployed(self) -> Bools:
        """The unemployed."""
        return coded(self.status, UNEMPLOYED)

    @property
    def outside(self) -> Bools:
        """Those outside the labour force."""
        return coded(self.status, OUTSIDE)


def labour_force(
    answers: Answers,
    *,
    icls: int = 19,
    population: Bools | None = None,
    working_age: tuple[float, float | None] = (15, None),
    youth: tuple[float, float | None] = (15, 24),
    underemployed_below: float = 35.0,
) -> LabourForce:
    """Classify each person by the ordered sequence of the standard `icls` (13 or 19).

    `population` says who belongs to the population studied (all, if left out); the ages are bounds in completed
    years, both within; `underemployed_below` is the threshold of weekly hours. A person of working age who answered
    none of the items that decide is `UNKNOWN`; any other item that was not answered counts as not met.

    >>> from mainstay.assess.methods.labour_concepts import answers_of
    >>> told = answers_of(3, age=[30, 30, 14], worked=["yes", "no", "yes"], searched=[None, "yes", None],
    ...                   available=[None, "yes", None])
    >>> labour_force(told).status.tolist()
    [1, 2, 0]
    """
    if icls not in (13, 19):
        raise BadInput("labour.icls", _("There is no sequence for ICLS-{icls}. Choose 13 or 19."), icls=icls)
    everybody = np.ones(answers.rows, dtype=bool) if population is None else population
    age = answers.number("age")
    of_age = everybody & _between(age, working_age)
    if answers.asked("activity"):
        status, step = _as_coded(answers, of_age if answers.asked("age") else everybody)
    else:
        status, step = _sequence(answers, of_age, icls=icls)
    attachment = _attachment(answers, status)
    wants = answers.yes("wants_work") if answers.asked("wants_work") else True
    potential = (attachment == 1) | ((attachment == 2) & wants)
    relaxed = (status == OUTSIDE) & _available_without_search(answers, attachment)
    return LabourForce(
        icls=icls,
        status=status,
        step=step,
        attachment=attachment,
        underemployed=_underemployed(answers, status, below=underemployed_below),
        potential=potential,
        relaxed=relaxed,
        population=everybody,
        youth=everybody & _between(age, youth),
        dropped=_dropped(answers, icls=icls),
    )


def _between(age: Floats, bounds: tuple[float, float | None]) -> Bools:
    low, high = bounds
    return (age >= low) & (age <= (np.inf if high is None else high))


def _as_coded(answers: Answers, of_age: Bools) -> tuple[Codes, Codes]:
    """Take the status over from the file; where no age is in it, the file's own lower bound holds."""
    if not answers.asked("age"):
        of_age = of_age & ~answers.is_in("activity", "too_young")
    coded = np.array([EMPLOYED, UNEMPLOYED, OUTSIDE, OUTSIDE, UNKNOWN, UNKNOWN], dtype=np.int8)
    status = np.where(of_age, coded[answers.code("activity")], np.int8(NOT_IN_POPULATION))
    step = np.where((status > 0) & (status < UNKNOWN), np.int8(13), np.int8(0))
    return status, step


def _sequence(answers: Answers, of_age: Bools, *, icls: int) -> tuple[Codes, Codes]:
    step = np.zeros(answers.rows, dtype=np.int8)
    for number, holds in (*_employment(answers, icls=icls), *_unemployment(answers, icls=icls)):
        step[(step == 0) & holds] = number
    step[(step == 0) & _anything(answers)] = 12
    step[~of_age] = 0
    status = np.array([UNKNOWN, *[EMPLOYED] * 9, *[UNEMPLOYED] * 2, OUTSIDE], dtype=np.int8)[step]
    status[~of_age] = NOT_IN_POPULATION
    return status, step


def _employment(answers: Answers, *, icls: int) -> list[tuple[int, Bools]]:
    """Return the steps by which a person is employed, in their order."""
    absent = answers.yes("absent")
    reason = answers.code("absence_reason")
    seasonal = reason == SEASONAL
    tested = absent & ~seasonal & ((reason < 0) | (reason >= WITHOUT_TEST))
    no_test = not answers.asked("absence_months", "absence_paid")
    steps = [
        (1, answers.yes("worked")),
        (2, absent & (reason >= 0) & (reason < WITHOUT_TEST)),
        (3, tested & (answers.number("absence_months") <= ABSENCE_MONTHS)),
        (4, tested & answers.yes("absence_paid")),
        (5, absent & seasonal & answers.yes("season_tasks")),
        (6, tested & no_test),
    ]
    if icls == 13:
        steps += [
            (7, answers.yes("own_use")),
            (8, answers.yes("unpaid_trainee")),
            (9, answers.yes("volunteer")),
        ]
    return steps


def _unemployment(answers: Answers, *, icls: int) -> list[tuple[int, Bools]]:
    """Return the steps by which a person who is not employed is unemployed.

    A survey that did not ask about the search yields no unemployed: those available are `relaxed`.
    """
    available: Bools = (
        answers.yes("available") if answers.asked("available") else np.ones(answers.rows, dtype=bool)
    )
    starts = answers.yes("future_start")
    if icls == 19 and answers.asked("future_start_months"):
        starts &= answers.number("future_start_months") <= FUTURE_START_MONTHS
    return [(10, answers.yes("searched") & available), (11, starts & available)]


def _anything(answers: Answers) -> Bools:
    decisive = (
        "worked",
        "absent",
        "own_use",
        "unpaid_trainee",
        "volunteer",
        "searched",
        "available",
        "future_start",
    )
    return np.asarray(
        np.logical_or.reduce([answers.answered(concept) for concept in decisive]), dtype=np.bool_
    )


def _attachment(answers: Answers, status: Codes) -> Codes:
    outside = status == OUTSIDE
    found = np.zeros(len(status), dtype=np.int8)
    if answers.asked("attachment"):
        code = answers.code("attachment")
        found[outside] = np.where(code < 0, len(ATTACHMENTS), code + 1)[outside]
        return found
    sought, available, wants = (answers.code(name) for name in ("searched", "available", "wants_work"))
    found[outside] = 5
    found[outside & (sought == YES) & (available == NO)] = 1
    found[outside & (sought == NO) & (available == YES)] = 2
    neither = outside & (sought == NO) & (available == NO)
    found[neither & (wants == YES)] = 3
    found[neither & (wants == NO)] = 4
    return found


def _available_without_search(answers: Answers, attachment: Codes) -> Bools:
    if answers.asked("available"):
        return answers.yes("available") & ~answers.yes("searched")
    return coded(attachment, 2)


def _underemployed(answers: Answers, status: Codes, *, below: float) -> Bools:
    employed = coded(status, EMPLOYED)
    if answers.asked("underemployed"):
        return employed & answers.yes("underemployed")
    actual = answers.number("hours_actual")
    hours = np.where(np.isnan(actual), answers.number("hours_usual"), actual)
    short = employed & answers.yes("wants_more_hours") & (hours < below)
    return short & answers.yes("available_more_hours") if answers.asked("available_more_hours") else short


def _dropped(answers: Answers, *, icls: int) -> tuple[str, ...]:
    """Return the concepts whose rule could not be applied, though the sequence was run that needs it."""
    if answers.asked("activity"):
        return ()
    wanted = ["absence_reason", "absence_months", "absence_paid", "season_tasks", "searched", "available"]
    wanted += ["future_start", "wants_work"]
    wanted += ["future_start_months"] if icls == 19 else ["own_use", "unpaid_trainee", "volunteer"]
    return tuple(concept for concept in wanted if not answers.asked(concept))
