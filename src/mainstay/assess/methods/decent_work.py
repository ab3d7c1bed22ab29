"""The measures of decent work beside the official table of the labour market: from the same file and mapping."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _
from mainstay.statistics.survey import Estimate, Estimates
from mainstay.statistics.survey.columns import Bools, Floats

from .decent_work_columns import columns_of, deficits_known, marked
from .decent_work_estimates import Drawing, Estimated, Ground, estimated
from .decent_work_limits import Limits, limits_of
from .decent_work_measures import (
    CASH,
    DEFICITS,
    EDUCATION,
    MEASURES,
    MONEY,
    PROTECTED_IN_PART,
    SHARE,
    deficits_asked,
    measure_named,
    measures_given,
)  # fmt: skip
from .decent_work_untold import left_out_of, not_computed, notes_of
from .earnings import HOURS_OF_PERIOD
from .hourly_pay import hours_concept
from .labour_design import drawing, table_of
from .labour_domains import cut_of, within
from .labour_survey import used_lines
from .labour_table import OWN, LabourTable

if TYPE_CHECKING:
    from mainstay.playbook.schemas.surveys import UsualWork

PART_TIME_BELOW = 35.0
"""Weekly hours below which employees are alike as part-timers: as the ILO's global wage report has it."""


@dataclass(frozen=True)
class DecentWork:
    """`estimates`: each measure by domain, in the order of `MEASURES`; the same domains as those of the labour table.

    `cases` counts for each share those for whom it holds, for a pay gap the women, for others those asked. `used` tells what each concept and
    limit rests on, `left_out` what the survey did not ask enough for, `not_computed` what was asked and has no row, each
    with why, `notes` what is to be read beside the figures. `deficits` and `benefits` are those that are counted.
    """

    estimates: Estimates
    cases: list[int]
    used: list[dict[str, Any]]
    left_out: list[dict[str, str]]
    not_computed: list[tuple[str, Reason]]
    notes: list[Reason]
    limits: Limits
    deficits: list[str]
    benefits: list[str]
    _marks: Mapping[str, Estimated] = field(repr=False)
    _cuts: Mapping[str, Any] = field(repr=False)

    @property
    def names(self) -> dict[str, str]:
        """What each measure is called; everybody's protection bears the name of the SDG only if all of it was asked."""
        names = {measure.code: measure.name for measure in MEASURES}
        return names if set(self.benefits) == set(CASH) else names | {"PROTECTED": PROTECTED_IN_PART}

    @property
    def shares(self) -> set[str]:
        """The measures that are shares of people."""
        return {measure.code for measure in MEASURES if measure.unit == SHARE}

    def unit_of(self, code: str) -> str:
        """Return the unit of a measure; of money with its currency, where the mapping tells it."""
        unit = measure_named(code).unit
        return f"{self.limits.currency} per hour" if unit == MONEY and self.limits.currency else unit

    def behind(self, row: Estimate) -> tuple[Bools, Bools | None]:
        """Return who stands in the denominator of a measure, and who in its numerator (None: it counts nobody)."""
        told = self._marks[row.variable]
        inside = within(self._cuts, row.domain, len(told.below))
        return told.below & inside, None if told.above is None else told.above & inside


def decent_work(
    made: LabourTable,
    usual: "UsualWork | None" = None,
    *,
    minimum_wage: str | None = None,
    poverty_line: float | None = None,
    excessive_above: float | None = None,
    only: Collection[str] | None = None,
) -> DecentWork:
    """Return the measures of decent work by the domains of a labour table, with the errors of its design.

    `made` is the table of the same file and mapping: who is employed and an employee, weights, design and domains are
    its own. `minimum_wage` is an amount and its time (``2500/month``), `poverty_line` is per head in the unit of the
    incomes, `excessive_above` hours a week; each goes before what the mapping says, and that before the `usual`
    limits of a playbook. What the survey did not ask is left out by name. `only` says which measures to compute (all,
    if left out); the words beside them are of the same survey.
    """
    limits = limits_of(
        made.source.survey,
        usual,
        minimum_wage=minimum_wage,
        poverty_line=poverty_line,
        excessive_above=excessive_above,
    )
    source = made.source
    codes = measures_given(source.answers, source.survey, limits)
    wanted = [code for code in codes if only is None or code in only]
    columns = columns_of(made, limits)
    known = deficits_known(made, columns, deficits_asked(source.answers, codes), limits)
    deficits = known if len(known) > 1 else []
    found = {each.code: each for each in estimated(_ground(made, columns, wanted, deficits, limits))}
    told = [found[code] for code in wanted if code in found]
    counted = [
        (_named(row, each.code, made), cases)
        for each in told
        for row, cases in zip(each.rows, each.cases, strict=True)
        if row.n
    ]
    notes = notes_of(made, columns, limits, codes, known)
    benefits = [concept for concept in CASH if source.answers.asked(concept)] if "PROTECTED" in codes else []
    return DecentWork(
        estimates=Estimates(
            [row for row, _cases in counted], source.confidence, made.estimates.missing, made.estimates.notes
        ),
        cases=[cases for _row, cases in counted],
        used=[*used_lines(source.survey, decent=True), *_limits_told(made, limits, deficits, benefits)],
        left_out=left_out_of(codes, notes),
        not_computed=not_computed(wanted, {row.variable for row, _cases in counted}, columns, deficits),
        notes=notes,
        limits=limits,
        deficits=deficits,
        benefits=benefits,
        _marks=found,
        _cuts=made.cuts,
    )


def _ground(
    made: LabourTable, columns: dict[str, Floats], codes: list[str], deficits: list[str], limits: Limits
) -> Ground:
    import pyarrow as pa

    source = made.source
    own: dict[str, Any] = {OWN + name: pa.array(values, from_pandas=True) for name, values in columns.items()}
    own |= {f"{OWN}by:{name}": values for name, values in made.cuts.items()}
    alike = _alike(made, columns) if "PAY_GAP_ALIKE" in codes else {}
    own |= alike
    drawn = source.survey.design
    return Ground(
        made=made,
        columns=columns,
        table=table_of(source.arrow, drawn, own),
        draw=Drawing(drawing(drawn, source.arrow.column_names, confidence=source.confidence)),
        by=[f"{OWN}by:{name}" for name in made.cuts],
        alike=list(alike),
        limits=limits,
        wanted=frozenset(codes),
        deficits=deficits,
    )


def _alike(made: LabourTable, columns: Mapping[str, Floats]) -> dict[str, Any]:
    """Return by what employees are alike: education, age group, and whether they work part of the week."""
    import pyarrow as pa

    source = made.source
    cuts = {
        name: cut_of(source.arrow, source.survey, source.answers, name, source.population)
        for name in (EDUCATION, "age_group")
    }
    hours = columns["week_hours"]
    part = marked(hours < PART_TIME_BELOW, ~np.isnan(hours))
    return {f"{OWN}alike:{name}": values for name, values in cuts.items()} | {
        f"{OWN}alike:part_time": pa.array(part, from_pandas=True)
    }


def _named(row: Estimate, code: str, made: LabourTable) -> Estimate:
    """Return the row of a measure under its code and the names of the domains, as the labour table has them."""
    unit = measure_named(code).unit
    statistic = "quantile" if code == "EARNINGS_MEDIAN" else "ratio" if unit == SHARE else "measure"
    senseless = row.n_eff is not None and row.n_eff < 1
    return replace(
        row,
        variable=code,
        statistic=statistic,
        domain={name: row.domain[f"{OWN}by:{name}"] for name in made.cuts},
        method=f"{row.method}; {made.told}",
        deff=None if senseless else row.deff,
        n_eff=None if senseless else row.n_eff,
    )


def _limits_told(
    made: LabourTable, limits: Limits, deficits: list[str], benefits: list[str]
) -> list[dict[str, Any]]:
    """Return the limits in the shape of concepts."""
    minimum = f"{limits.minimum.amount:g}/{limits.minimum.period}" if limits.minimum else ""
    line = "" if limits.poverty_line is None else f"{limits.poverty_line:g}"
    period = limits.minimum.period if limits.minimum else ""
    week = f"{limits.full_week:g}" if period in HOURS_OF_PERIOD else ""
    day = f"{limits.full_day:g}" if period == "day" else ""
    usual = "hours_usual" if made.source.answers.asked("hours_usual") else "hours_actual"
    lines = (
        ("currency", limits.currency, _("Hourly earnings: currency")),
        ("pay_period", limits.pay_period or "", _("Hourly earnings: the time that the pay is for")),
        ("hours_paid", hours_concept(made.source.answers), _("Hourly earnings: weekly hours of the job that is paid")),
        ("low_pay_below", f"{limits.low_pay_below:.4g}", _("Low pay: less than this part of the median")),
        ("minimum_wage", minimum, _("Minimum wage")),
        ("full_week", week, _("Minimum wage: hours of a full week")),
        ("full_day", day, _("Minimum wage: hours of a full day")),
        ("excessive_above", f"{usual} > {limits.excessive_above:g}", _("Excessive hours: more than these in a week")),
        ("line", line, _("Working poverty: the line, per head")),
        ("pension_age", str(limits.pension_age), _("Social protection: pension age")),
        ("benefits", ", ".join(CASH[name] for name in benefits), _("Social protection: cash benefits that were asked")),
        ("deficits", ", ".join(DEFICITS[name] for name in deficits), _("Deficits of a job that are counted")),
        ("many_deficits", f"{limits.many_deficits:.4g}", _("Many deficits: from this part of all on")),
    )  # fmt: skip
    keys = ("concept", "codes", "rule", "column", "dropped")
    return [dict(zip(keys, (*line, "", ""), strict=True)) for line in lines if line[1]]
