"""The official table of the labour market from anybody's survey file and its mapping, with errors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from mainstay.common.errors import BadInput, Reason
from mainstay.common.texts import noop as _
from mainstay.statistics.survey import Design, Estimate, Estimates
from mainstay.statistics.survey.columns import Columns, Floats, as_arrow
from mainstay.statistics.survey.counting import cases_of

from .informality import Informality, informality
from .labour_concepts import Answers
from .labour_force import UNKNOWN, LabourForce, labour_force
from .labour_mapping import Mapped, require_mapped
from .labour_rates import RATES, TOTALS, columns_of, is_given
from .labour_survey import as_asked, survey_of

if TYPE_CHECKING:
    from mainstay.playbook.schemas.surveys import Survey

OWN = "labour:"
"""What the names of our own columns begin with, so that they meet none of the file's."""
AGE_GROUPS = ((0, 14), (15, 24), (25, 34), (35, 44), (45, 54), (55, 64), (65, None))


@dataclass(frozen=True)
class LabourTable:
    """`estimates`: totals, then rates, by domain. `used`: what each concept rests on, and which rule was dropped.

    `cases` counts for each estimate those asked who belong to the total, or to the numerator of the rate;
    `icls` is the standard of the status, `coded_by_source` True where the file held only the final status;
    `left_out` names totals and rates that the survey did not ask enough for; `notes` are to be read beside the table.
    """

    estimates: Estimates
    cases: list[int]
    used: list[dict[str, Any]]
    icls: int
    coded_by_source: bool
    left_out: list[dict[str, str]]
    notes: list[Reason]
    names: dict[str, str]
    force: LabourForce = field(repr=False)
    jobs: Informality = field(repr=False)


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
    held = {name: values.astype(np.int8) for name, values in columns_of(read.answers, force, jobs).items()}
    cuts = [by] if isinstance(by, str) else list(by)
    design = _design(arrow, survey, read.answers, held, cuts, confidence=confidence)
    coded = read.answers.asked("activity")
    rows, cases, missing = _rows(design, read.answers, cuts, interval=interval)
    told = _standard(survey, icls, coded=coded)
    rows = [replace(row, method=f"{row.method}; {told}") for row in rows]
    return LabourTable(
        estimates=Estimates(rows, confidence, missing, _words(survey)),
        cases=cases,
        used=[*_frame(survey, icls, ages, read.answers), *read.used],
        icls=survey.icls or icls if coded else icls,
        coded_by_source=coded,
        left_out=_left_out(read.answers),
        notes=[*read.notes, *_unclassified(read.answers, force)],
        names={**TOTALS, **{rate.code: rate.name for rate in RATES}},
        force=force,
        jobs=jobs,
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
    weights = _weights(arrow, survey)[asked] if survey.design.weights else np.ones(int(asked.sum()))
    order = np.argsort(hours[asked], kind="stable")
    reached = np.cumsum(weights[order])
    return float(hours[asked][order][np.searchsorted(reached, reached[-1] / 2)])


def _weights(arrow: Any, survey: "Survey") -> Floats:
    given = Columns(arrow).numbers(str(survey.design.weights))
    return given / 10.0**survey.design.weight_decimals


def _design(
    arrow: Any,
    survey: "Survey",
    answers: Answers,
    held: dict[str, np.ndarray],
    cuts: Sequence[str],
    *,
    confidence: float,
) -> Design:
    """Return the design over what is needed of the file: its design columns, the cuts, and our 0/1 columns."""
    import pyarrow as pa

    drawn = survey.design
    wanted = {*drawn.strata, *drawn.clusters, *drawn.fpc}
    columns: dict[str, Any] = {name: arrow.column(name) for name in wanted}
    columns |= {OWN + name: pa.array(values) for name, values in held.items()}
    columns |= {f"{OWN}by:{cut}": _cut(arrow, survey, answers, cut) for cut in cuts}
    weights = None
    if drawn.weights:
        weights = f"{OWN}weights"
        columns[weights] = pa.array(_weights(arrow, survey), from_pandas=True)
    return Design(
        pa.table(columns),
        weights=weights,
        strata=drawn.strata,
        clusters=drawn.clusters,
        fpc=drawn.fpc,
        nest=drawn.nest,
        lonely=drawn.lonely,
        purposive=drawn.purposive,
        confidence=confidence,
    )


def _cut(arrow: Any, survey: "Survey", answers: Answers, name: str) -> Any:
    """Return the column to break down by: a domain of the mapping, the age groups, or the file's own column."""
    import pyarrow as pa

    if name in survey.domains:
        domain = survey.domains[name]
        return _worded(arrow, domain.column, domain.codes) if domain.codes else arrow.column(domain.column)
    if name in arrow.column_names:
        return arrow.column(name)
    if name == "age_group" and answers.asked("age"):
        age = answers.number("age")
        words = [f"{low}+" if high is None else f"{low}-{high}" for low, high in AGE_GROUPS]
        place = np.searchsorted([low for low, _high in AGE_GROUPS], age, side="right") - 1
        place = np.where(np.isnan(age), -1, place)
        codes = pa.array(place.astype(np.int8), mask=place < 0)
        return pa.DictionaryArray.from_arrays(codes, pa.array(words))
    raise BadInput(
        "labour.no_domain",
        _(
            "There is no column or domain {name} to break down by. The mapping has {domains}; the file has {columns}."
        ),
        name=name,
        domains=", ".join([*survey.domains, "age_group"]),
        columns=", ".join(arrow.column_names),
    )


def _worded(arrow: Any, column: str, codes: dict[Any, tuple[Any, ...]]) -> Any:
    import pyarrow as pa

    from .labour_mapping import matches

    levels = Columns(arrow).levels(column)
    words = [
        next((str(word) for word, held in codes.items() if matches(value, held)), None)
        for value in levels.values
    ]
    distinct = sorted({word for word in words if word is not None})
    place = np.array(
        [-1 if word is None else distinct.index(word) for word in (*words, None)], dtype=np.int32
    )
    found = place[levels.codes]
    return pa.DictionaryArray.from_arrays(pa.array(found, mask=found < 0), pa.array(distinct, pa.string()))


def _rows(
    design: Design, answers: Answers, cuts: Sequence[str], *, interval: str
) -> tuple[list[Estimate], list[int], int]:
    """Return totals, then rates, each in the order of the lists; their cases; and how many rows have no domain.

    The n of a total is its cases: those asked who belong to it, and not everybody of the domain. A rate is the share
    of its numerator in the domain where its denominator is 1, which is the ratio of both totals with the error of
    that ratio; so n and df are those of the denominator.
    """
    by = [f"{OWN}by:{cut}" for cut in cuts]
    totals = [code for code in TOTALS if is_given(code, answers)]
    found = design.total([OWN + code for code in totals], by=by)
    cases = cases_of(design, found)
    rows = [
        _counted(_named(row, row.variable.removeprefix(OWN), cuts), count)
        for row, count in zip(found, cases, strict=True)
    ]
    for rate in RATES:
        if is_given(rate.code, answers):
            shares = design.proportion_interval(
                OWN + rate.numerator, method=interval, by=[OWN + rate.denominator, *by]
            )
            within = [row for row in shares if row.domain[OWN + rate.denominator] == 1]
            cases += cases_of(design, within)
            rows += [replace(_named(row, rate.code, cuts), statistic="ratio") for row in within]
    return rows, cases, found.missing


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
    columns = [drawn.weights, *drawn.strata, *drawn.clusters, *drawn.fpc]
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
        ("design", ", ".join(filter(None, columns)), _drawn(survey), _("How the sample was drawn"), ""),
    ]
    keys = ("concept", "column", "codes", "rule", "dropped")
    told = [dict(zip(keys, line, strict=True)) for line in lines]
    return told if survey.universe else [line for line in told if line["concept"] != "universe"]


def _drawn(survey: "Survey") -> str:
    drawn = survey.design
    words = [f"lonely={drawn.lonely}"]
    words += ["nest"] if drawn.nest else []
    words += ["purposive"] if drawn.purposive else []
    words += ["approximate"] if drawn.approximate else []
    words += [f"weights / 10^{drawn.weight_decimals}"] if drawn.weight_decimals else []
    return "; ".join(words)


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
    )
    return [Reason(code, text, {"count": count}) for code, text, count in told if count]
