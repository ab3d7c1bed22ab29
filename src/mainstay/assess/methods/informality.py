"""Status in employment, informal sector and informal job, node by node.

Sources: ICSE-93 (15th ICLS, 1993); ICSE-18 (20th ICLS, 2018); informal sector of the 15th ICLS (1993) and informal
employment of the 17th (2003), in the order in which the ILO's processing of national surveys asks; the resolution
on the informal economy of the 21st ICLS (2023).
"""

from dataclasses import dataclass

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.statistics.survey.columns import Bools

from .labour_concepts import CONTRACTS, STATUSES, Answers, Codes, coded

ICSE93_LABELS = {
    1: _("Employee"), 2: _("Employer"), 3: _("Own-account worker"), 4: _("Member of a producers' cooperative"),
    5: _("Contributing family worker"), 6: _("Status cannot be classified"),
}  # fmt: skip
ICSE18_LABELS = {
    11: _("Employer in a corporation"), 12: _("Employer in a household market enterprise"),
    21: _("Owner-operator of a corporation without employees"),
    22: _("Own-account worker in a household market enterprise"),
    30: _("Dependent contractor"),
    41: _("Permanent employee"), 42: _("Fixed-term employee"), 43: _("Short-term or casual employee"),
    44: _("Paid apprentice, trainee or intern"), 51: _("Contributing family worker"),
    49: _("Employee, kind not known"), 99: _("Status cannot be classified"),
}  # fmt: skip
FORMAL, INFORMAL, HOUSEHOLD = 1, 2, 3
SECTOR_LABELS = {1: _("Formal sector"), 2: _("Informal sector"), 3: _("Household sector")}
SECTOR_NODES = {
    1: _("a: institution"), 2: _("b: destination"), 3: _("c: accounts"), 4: _("d: registration"),
    5: _("e: social security"), 6: _("f: place and size"), 7: _("f: place or size not known"),
    8: _("As the source coded it"),
}  # fmt: skip
JOB_LABELS = {1: _("Formal job"), 2: _("Informal job")}
JOB_NODES = {
    1: _("employer pays social security, or not"), 2: _("paid annual and sick leave, or not"),
    3: _("follows the unit"), 4: _("member of a cooperative: formal unit and for sale"),
    5: _("contributing family worker"), 6: _("not known: counts as informal"),
    7: _("dependent contractor: registered and insured"), 8: _("as the source coded it"),
}  # fmt: skip
VERSIONS = (17, 21)


@dataclass(frozen=True)
class Informality:
    """Status, sector and job of each employed person (0 where not employed), with the node that decided.

    Arrays are int8 with the labels above. `version` is the standard of the job: 17 (2003) or 21 (2023).
    """

    version: int
    icse93: Codes
    icse18: Codes
    sector: Codes
    sector_node: Codes
    job: Codes
    job_node: Codes

    @property
    def employee(self) -> Bools:
        """Employees of ICSE-93."""
        return coded(self.icse93, 1)

    @property
    def vulnerable(self) -> Bools:
        """Own-account and contributing family workers."""
        return coded(self.icse93, 3, 5)

    @property
    def informal_sector(self) -> Bools:
        """Those who work in the informal sector; the household sector stands apart."""
        return coded(self.sector, INFORMAL)

    @property
    def informal(self) -> Bools:
        """Those with an informal job: the numerator of SDG 8.3.1."""
        return coded(self.job, INFORMAL)


def informality(
    answers: Answers, employed: Bools, *, version: int = 17, small_unit_below: int = 6
) -> Informality:
    """Classify the main job of the `employed`; a unit of fewer persons than `small_unit_below` is small.

    >>> from mainstay.assess.methods.labour_concepts import answers_of
    >>> told = answers_of(2, status=["employee", "own_account"], social_security=["no", None], registered=["yes", "no"])
    >>> found = informality(told, np.array([True, True]))
    >>> found.sector.tolist(), found.job.tolist()
    ([1, 2], [2, 2])
    """
    if version not in VERSIONS:
        raise BadInput(
            "labour.informality",
            _("There is no rule of ICLS-{version} for informal jobs. Choose 17 or 21."),
            version=version,
        )
    icse93 = np.where(employed, _icse93(answers), np.int8(0)).astype(np.int8)
    icse18 = np.where(employed, _icse18(answers, icse93), np.int8(0)).astype(np.int8)
    sector, sector_node = _sector(answers, icse93, small=small_unit_below)
    job, job_node = _job(answers, icse93, icse18, sector, version=version)
    return Informality(version, icse93, icse18, sector, sector_node, job, job_node)


def _icse93(answers: Answers) -> Codes:
    code = answers.code("status")
    return np.where(code < 0, len(STATUSES), code + 1).astype(np.int8)


def _icse18(answers: Answers, icse93: Codes) -> Codes:
    """Return ICSE-18 by authority; a member of a cooperative counts as own-account, the resolution's default."""
    corporation = answers.yes("incorporated") | answers.is_in("institution", "corporation")
    contract = answers.code("contract")
    kinds = np.array([*range(41, 41 + len(CONTRACTS)), 49], dtype=np.int8)
    found = np.full(len(icse93), 99, dtype=np.int8)
    found[icse93 == 1] = kinds[contract[icse93 == 1]]
    found[icse93 == 2] = np.where(corporation, 11, 12)[icse93 == 2]
    own = (icse93 == 3) | (icse93 == 4)
    found[own] = np.where(corporation, 21, 22)[own]
    found[icse93 == 5] = 51
    found[answers.yes("dependent_contractor") & (icse93 != 5) & (icse93 != 2)] = 30
    return found


def _sector(answers: Answers, icse93: Codes, *, small: int) -> tuple[Codes, Codes]:
    employed, employee = icse93 > 0, icse93 == 1
    sector = np.zeros(len(icse93), dtype=np.int8)
    node = np.zeros(len(icse93), dtype=np.int8)
    size, place = answers.number("size"), answers.code("place")
    known = ~np.isnan(size) & (place >= 0)
    steps = [
        (1, FORMAL, answers.is_in("institution", "government", "corporation", "nonprofit", "international")),
        (1, HOUSEHOLD, answers.is_in("institution", "household")),
        (2, HOUSEHOLD, answers.is_in("destination", "own_use")),
        (3, FORMAL, answers.yes("accounts")),
        (4, FORMAL, answers.yes("registered")),
        (4, INFORMAL, answers.no("registered")),
        (5, FORMAL, employee & answers.yes("social_security")),
        (6, FORMAL, (place == 0) & (size >= small)),
        (6, INFORMAL, known | (place == 1) | (size < small)),
        (7, INFORMAL, np.ones(len(icse93), dtype=bool)),
    ]
    if answers.asked("sector"):
        code = answers.code("sector")
        steps = [(8, value, code == value - 1) for value in (FORMAL, INFORMAL, HOUSEHOLD)] + steps
    for place_in_tree, value, holds in steps:
        decided = employed & (sector == 0) & holds
        sector[decided], node[decided] = value, place_in_tree
    return sector, node


def _job(
    answers: Answers, icse93: Codes, icse18: Codes, sector: Codes, *, version: int
) -> tuple[Codes, Codes]:
    employed = icse93 > 0
    job = np.zeros(len(icse93), dtype=np.int8)
    node = np.zeros(len(icse93), dtype=np.int8)
    for step, holds, formal in _job_steps(answers, icse93, icse18, sector, version=version):
        decided = employed & (job == 0) & holds
        job[decided] = np.where(formal, FORMAL, INFORMAL)[decided]
        node[decided] = step
    return job, node


def _job_steps(
    answers: Answers, icse93: Codes, icse18: Codes, sector: Codes, *, version: int
) -> list[tuple[int, Bools, Bools]]:
    """Return (node, where it decides, where it decides formal) in the order of the nodes."""
    unit = sector == FORMAL
    everybody = np.ones(len(icse93), dtype=bool)
    employee, family = icse93 == 1, icse93 == 5
    insured, leave = (
        answers.answered("social_security"),
        answers.yes("annual_leave") & answers.yes("sick_leave"),
    )
    with_leave = answers.answered("annual_leave") & answers.answered("sick_leave")
    steps: list[tuple[int, Bools, Bools]] = []
    if answers.asked("job"):
        steps.append((8, answers.answered("job"), answers.is_in("job", "formal")))
    if version == 21:
        registered = answers.yes("registered") & answers.yes("insured")
        steps += [(7, icse18 == 30, registered), (5, family, unit & registered)]
    market = ~answers.is_in("destination", "own_use")
    return [
        *steps,
        (1, employee & insured, answers.yes("social_security")),
        (2, employee & with_leave, leave),
        (3, (icse93 == 2) | (icse93 == 3), unit),
        (4, icse93 == 4, unit & market),
        (5, family, ~everybody),
        (6, everybody, ~everybody),
    ]
