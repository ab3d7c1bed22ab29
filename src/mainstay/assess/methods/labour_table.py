"""The official table of the labour market from anybody's survey file and its mapping, with errors."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from mainstay.common.errors import BadInput, Reason
from mainstay.common.texts import noop as _
from mainstay.statistics.survey import Estimate, Estimates, Sample
from mainstay.statistics.survey.columns import Bools, Columns, as_arrow
from mainstay.statistics.survey.counting import cases_of

from .informality import Informality, informality
from .labour_concepts import Answers
from .labour_design import drawn_in_words, sample_of, weights_of
from .labour_domains import cut_of, within
from .labour_force import UNKNOWN, LabourForce, labour_force
from .labour_mapping import Mapped, require_mapped
from .labour_rates import (
    RATES,
    STATUS_RATES,
    TOTALS,
    Rate,
    columns_of,
    is_given,
    rate_named,
    status_columns,
    statuses_given,
    youth_not_told,
)  # fmt: skip
from .labour_survey import as_asked, survey_of

if TYPE_CHECKING:
    from mainstay.playbook.schemas.surveys import Survey


@dataclass(frozen=True)
class Source:
    """What a table was made of: the file, its mapping, what it answers, who is studied, how sure intervals are."""

    arrow: Any
    survey: "Survey"
    answers: Answers
    population: Bools
    confidence: float


OWN = "labour:"
"""What the names of our own columns begin with, so that they meet none of the file's."""


@dataclass(frozen=True)
class LabourTable:
    """`estimates`: totals, then rates, by domain. `used`: what each concept rests on, and which rule was dropped.

    `statuses` has the employed by status in employment (ICSE-93, then ICSE-18), if asked for. `cases` counts for each estimate those asked who belong to the total, or to the numerator of the rate;
    `icls` is the standard of the status (None where the source says none), `coded_by_source` True where the file held only the final status;
    `left_out` names totals and rates that the survey did not ask enough for; `notes` are to be read beside the table.
    """

    estimates: Estimates
    cases: list[int]
    used: list[dict[str, Any]]
    icls: int | None
    coded_by_source: bool
    left_out: list[dict[str, str]]
    notes: list[Reason]
    names: dict[str, str]
    statuses: Estimates
    status_cases: list[int]
    force: LabourForce = field(repr=False)
    jobs: Informality = field(repr=False)
    columns: dict[str, Bools] = field(repr=False)
    cuts: dict[str, Any] = field(repr=False)
    source: "Source" = field(repr=False)

    @property
    def told(self) -> str:
        """The standard of the status, as the method of each row names it."""
        return _standard(self.source.survey, self.icls or 0, coded=self.coded_by_source)

    def behind(self, row: Estimate) -> tuple[Bools, Bools]:
        """Return who stands in the denominator of a rate (or share by status) of this table, and who in its numerator."""
        rate = rate_named(row.variable)
        below = self.columns[rate.denominator] & within(self.cuts, row.domain, len(self.force.status))
        return below, below & self.columns[rate.numerator]


def labour_table(
    table: Any,
    mapping: Any,
    by: str | Iterable[str] = (),
    icls: int = 19,
    *,
    working_age: tuple[int, int | None] | None = None,
    underemployed_below: float | str | None = None,
    informal_jobs: int = 17,
    interval: str = "logit",
    confidence: float = 0.95,
    statuses: bool = False,
) -> LabourTable:
    """Return totals and rates of the labour market, by domain, with their errors.

    `table` is anything with columns (see `Design`); `mapping` a `Survey` of the playbook, plain values of its shape,
    or the bytes of a YAML file. `by` names columns of the file or domains of the mapping (``age_group`` is always
    there); `icls` is 13 or 19; the other words lie over what the mapping says. A total's n counts those asked who belong
    to it, a rate's n its denominator. Raises `BadInput` where mapping and file do not fit, and for a `working_age` where
    the file has no age.
    """
    arrow, survey = as_asked(as_arrow(table), survey_of(mapping))
    read = require_mapped(Columns(arrow), survey)
    ages = _ages(survey, read.answers, working_age)
    force = labour_force(
        read.answers,
        icls=icls,
        population=read.population,
        working_age=ages,
        youth=(survey.youth.since, survey.youth.to),
        underemployed_below=_threshold(arrow, survey, read, ages, underemployed_below, icls),
    )
    jobs = informality(
        read.answers, force.employed, version=informal_jobs, small_unit_below=survey.small_unit_below
    )
    held = columns_of(read.answers, force, jobs) | (status_columns(jobs) if statuses else {})
    named = [by] if isinstance(by, str) else list(by)
    cuts = {name: cut_of(arrow, survey, read.answers, name, read.population) for name in named}
    sample = sample_of(arrow, survey.design, _own(held, cuts), confidence=confidence)
    coded = read.answers.asked("activity")
    told = _standard(survey, icls, coded=coded)
    rows, cases, missing = _rows(sample, read.answers, named, interval=interval)
    wanted = statuses_given(read.answers, jobs) if statuses else []
    shares, share_cases = _shares(sample, wanted, named, interval=interval)
    return LabourTable(
        estimates=Estimates(_by_standard(rows, told), confidence, missing, _words(survey)),
        cases=cases,
        statuses=Estimates(_by_standard(shares, told), confidence, missing, _words(survey)),
        status_cases=share_cases,
        used=[*_frame(survey, icls, ages, read.answers), *read.used],
        icls=survey.icls if coded else icls,
        coded_by_source=coded,
        left_out=_left_out(read.answers),
        notes=[*read.notes, *_unclassified(read.answers, force)],
        names={**TOTALS, **{rate.code: rate.name for rate in (*RATES, *STATUS_RATES)}},
        force=force,
        jobs=jobs,
        columns=held,
        cuts=cuts,
        source=Source(arrow, survey, read.answers, read.population, confidence),
    )


def _ages(survey: "Survey", answers: Answers, given: tuple[int, int | None] | None) -> tuple[int, int | None]:
    if given is not None and not answers.asked("age"):
        raise BadInput(
            "labour.no_age_to_cut",
            _(
                "The mapping {survey} has no age, so the working age of the source stays as it is. Leave the working "
                "age out, or map the age."
            ),
            survey=survey.code,
        )
    return given or (survey.working_age.since, survey.working_age.to)


def _threshold(
    arrow: Any,
    survey: "Survey",
    read: Mapped,
    ages: tuple[int, int | None],
    given: float | str | None,
    icls: int,
) -> float:
    """Return the weekly hours under which a worker can be underemployed: a number, or the median of usual hours."""
    chosen = survey.underemployed_below if given is None else given
    if chosen != "median":
        return float(chosen)
    hours = read.answers.number("hours_usual")
    employed = labour_force(read.answers, icls=icls, population=read.population, working_age=ages).employed
    asked = employed & ~np.isnan(hours)
    if not asked.any():
        raise BadInput(
            "labour.no_usual_hours",
            _(
                "The median of usual hours needs the concept hours_usual. Map it, or give the hours, such as 35."
            ),
        )
    drawn = survey.design
    weights = weights_of(arrow, drawn, drawn.weights)[asked] if drawn.weights else np.ones(int(asked.sum()))
    order = np.argsort(hours[asked], kind="stable")
    reached = np.cumsum(weights[order])
    return float(hours[asked][order][np.searchsorted(reached, reached[-1] / 2)])


def _own(held: Mapping[str, Bools], cuts: Mapping[str, Any]) -> dict[str, Any]:
    """Return our columns under names that the file has not: 0 or 1 for each quantity, and by what is broken down."""
    import pyarrow as pa

    return {
        **{OWN + name: pa.array(values.astype(np.int8)) for name, values in held.items()},
        **{f"{OWN}by:{name}": values for name, values in cuts.items()},
    }


def _rows(
    sample: Sample, answers: Answers, cuts: Sequence[str], *, interval: str
) -> tuple[list[Estimate], list[int], int]:
    """Return totals, then rates, each in the order of the lists; their cases; and how many rows have no domain.

    The n of a total is its cases: those asked who belong to it, and not everybody of the domain.
    """
    totals = [code for code in TOTALS if is_given(code, answers)]
    found = sample.total([OWN + code for code in totals], by=[f"{OWN}by:{cut}" for cut in cuts])
    cases = cases_of(sample, found)
    rows = [
        _counted(_named(row, row.variable.removeprefix(OWN), cuts), count)
        for row, count in zip(found, cases, strict=True)
    ]
    rates, more = _shares(
        sample, [rate for rate in RATES if is_given(rate.code, answers)], cuts, interval=interval
    )
    return rows + rates, cases + more, found.missing


def _shares(
    sample: Sample, rates: Iterable[Rate], cuts: Sequence[str], *, interval: str
) -> tuple[list[Estimate], list[int]]:
    """Return rates and their cases.

    A rate is the share of its numerator in the domain where its denominator is 1, which is the ratio of both totals
    with the error of that ratio; so n and df are those of the denominator.
    """
    rows: list[Estimate] = []
    cases: list[int] = []
    for rate in rates:
        by = [OWN + rate.denominator, *(f"{OWN}by:{cut}" for cut in cuts)]
        shares = sample.proportion_interval(OWN + rate.numerator, method=interval, by=by)
        inside = [row for row in shares if row.domain[OWN + rate.denominator] == 1]
        cases += cases_of(sample, inside)
        rows += [replace(_named(row, rate.code, cuts), statistic="ratio") for row in inside]
    return rows, cases


def _by_standard(rows: Iterable[Estimate], told: str) -> list[Estimate]:
    return [replace(row, method=f"{row.method}; {told}") for row in rows]


def _counted(row: Estimate, cases: int) -> Estimate:
    return replace(row, n=cases, n_eff=cases / row.deff if row.deff else None)


def _named(row: Estimate, code: str, cuts: Sequence[str]) -> Estimate:
    senseless = row.n_eff is not None and row.n_eff < 1  # everybody of the domain counts: nothing varies
    told = replace(row, deff=None, n_eff=None) if senseless else row
    return replace(told, variable=code, domain={cut: row.domain[f"{OWN}by:{cut}"] for cut in cuts})


def _standard(survey: "Survey", icls: int, *, coded: bool) -> str:
    if not coded:
        return f"ICLS-{icls}"
    return f"status as coded by the source{f' (ICLS-{survey.icls})' if survey.icls else ''}"


def _words(survey: "Survey") -> list[str]:
    return [words for words in (survey.design_words, survey.universe_words, survey.citation) if words]


def _frame(
    survey: "Survey", icls: int, ages: tuple[int, int | None], answers: Answers
) -> list[dict[str, Any]]:
    """Return what holds for the whole table in the shape of a concept: standard, ages, universe, design."""
    drawn, coded = survey.design, answers.asked("activity")
    by_source = _("the file holds only the final status, so the switch between standards changes nothing")
    bounds, as_coded = f"{ages[0]}..{'' if ages[1] is None else ages[1]}", ""
    if coded and not answers.asked("age"):
        bounds, as_coded = "", _("As the source coded it")
    columns = [drawn.weights, *drawn.strata, *drawn.clusters, *drawn.fpc, *drawn.replicates]
    lines = [
        (
            "icls",
            "",
            _standard(survey, icls, coded=coded),
            _("Standard of the status"),
            by_source if coded else "",
        ),
        ("working_age", "", bounds, _("Ages of the working-age population"), as_coded),
        ("universe", "", survey.universe, _("Who belongs to the population studied"), ""),
        (
            "design",
            ", ".join(filter(None, columns)),
            drawn_in_words(drawn),
            _("How the sample was drawn"),
            "",
        ),
    ]
    keys = ("concept", "column", "codes", "rule", "dropped")
    told = [dict(zip(keys, line, strict=True)) for line in lines]
    return told if survey.universe else [line for line in told if line["concept"] != "universe"]


def _left_out(answers: Answers) -> list[dict[str, str]]:
    named = [*TOTALS.items(), *((rate.code, rate.name) for rate in RATES)]
    return [{"code": code, "name": name} for code, name in named if not is_given(code, answers)]


def _unclassified(answers: Answers, force: LabourForce) -> list[Reason]:
    """Return how many persons are in no rate because of what they did not answer."""
    ageless = (
        force.population & np.isnan(answers.number("age")) if answers.asked("age") else np.zeros(0, bool)
    )
    told = (
        (
            "labour.unclassified",
            _("{count} persons of working age answered none of the items that decide; they are in no rate."),
            int((force.status == UNKNOWN).sum()),
        ),
        (
            "labour.no_age",
            _("{count} persons have no age; they count in the population of all ages only."),
            int(ageless.sum()),
        ),
        (
            "labour.no_education",
            _(
                "{count} young people without work did not say whether they learn; they are not in the rate of youth."
            ),
            int(youth_not_told(answers, force).sum()) if is_given("NEET", answers) else 0,
        ),
    )
    return [Reason(code, text, {"count": count}) for code, text, count in told if count]
