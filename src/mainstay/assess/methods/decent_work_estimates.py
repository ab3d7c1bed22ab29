"""Each measure of decent work estimated by its own method, with the cases behind it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from mainstay.statistics.survey import Estimate, Estimates, Sample
from mainstay.statistics.survey.columns import Bools, Floats
from mainstay.statistics.survey.counting import cases_of

from .child_labour import child_labour
from .decent_work_columns import deficits_of, full_time
from .decent_work_limits import Limits
from .decent_work_measures import BENEFITS, CASH, FEWEST_DEFICITS, PER_100_000, SHARE, measure_named
from .earnings import average_hourly_earnings
from .gender_pay_gap import factor_weighted_gap, gender_pay_gap
from .job_quality import deficit_count, job_quality
from .labour_table import OWN, LabourTable
from .low_pay import low_pay_limit, low_pay_rate
from .minimum_wage import minimum_wage_compliance
from .occupational_safety import injury_rate_of_survey
from .social_protection import Function, any_coverage, function_coverage
from .survey_rate import rate, with_columns, within
from .working_hours import excessive_hours_rate
from .working_poverty import working_poverty_rate

#: Pay by the hour, as the methods take it: earnings of one hour.
BY_THE_HOUR = {"employee": OWN + "employee", "earnings": OWN + "hourly", "weekly_hours": OWN + "one_hour", "period": "week"}  # fmt: skip
CHILD_DEFINITIONS = {"CHILD_LABOUR_A": "a", "CHILD_LABOUR_B": "b", "CHILD_LABOUR_GLOBAL": "global", "CHILD_HAZARDOUS": "hazardous"}  # fmt: skip


@dataclass(frozen=True)
class Estimated:
    """A measure by domain: rows, the cases of each, and who stands in the denominator and in the numerator.

    `above` is None where the measure counts nobody. Cases of a share are those for whom it holds, of a pay gap the
    women, of another measure those asked.
    """

    code: str
    rows: Sequence[Estimate]
    cases: Sequence[int]
    below: Bools
    above: Bools | None


class Drawing:
    """Makes the sample of a table, and keeps the last: in it stand the columns of which a measure was estimated."""

    def __init__(self, draw: Callable[[Any], Sample]) -> None:
        self.draw = draw
        self.sample: Sample

    def __call__(self, table: Any) -> Sample:
        """Return the sample of a table."""
        self.sample = self.draw(table)
        return self.sample


@dataclass(frozen=True)
class Ground:
    """What every measure is estimated from: the columns, the sample's design, the domains, the limits, what is wanted.

    `deficits` are those that are asked and known.
    """

    made: LabourTable
    columns: Mapping[str, Floats]
    table: Any
    draw: Drawing
    by: Sequence[str]
    alike: Sequence[str]
    limits: Limits
    wanted: frozenset[str]
    deficits: Sequence[str]

    def taken(self, code: str, found: Estimates) -> Estimated:
        """Return a measure with its cases, read off the columns that its own method added last."""
        columns, unit = self.draw.sample.columns, measure_named(code).unit
        counted = unit in {SHARE, PER_100_000}
        if code.startswith("PAY_GAP"):
            cases = self._women(found)
        else:
            cases = cases_of(self.draw.sample, found) if counted else [row.n for row in found]
        below: Bools = np.zeros(len(columns), dtype=bool)
        above: Bools | None = None
        if len(found):
            top, slash, bottom = found[0].variable.partition("/")
            bottom = bottom if slash else f"{found[0].statistic}_rows"
            below = columns.numbers(bottom) > 0
            above = below & (columns.numbers(top) > 0) if counted else None
        return Estimated(code, list(found), cases, below, above)

    def _women(self, found: Estimates) -> list[int]:
        """Return how many women stand behind each gap."""
        counts = f"{OWN}woman/{found[0].statistic}_rows" if len(found) else ""
        return cases_of(self.draw.sample, [replace(row, statistic="ratio", variable=counts) for row in found])


def estimated(ground: Ground) -> Iterator[Estimated]:
    """Yield each measure that is wanted; one of which nobody's answer is known has no rows."""
    if np.isfinite(ground.columns["hourly"][ground.columns["employee"] == 1]).any():
        yield from _pay(ground)
        yield from _gaps(ground)
        yield from _minimum(ground)
    yield from _hours_and_poverty(ground)
    yield from _protection(ground)
    yield from _injuries(ground)
    yield from _deficits(ground)
    yield from _children(ground)


def _pay(ground: Ground) -> Iterator[Estimated]:
    table, draw, by = ground.table, ground.draw, ground.by
    if "EARNINGS_MEAN" in ground.wanted:
        mean = average_hourly_earnings(table, draw, **BY_THE_HOUR, rule="persons", by=by)
        yield ground.taken("EARNINGS_MEAN", mean)
    if "EARNINGS_MEDIAN" in ground.wanted:
        yield _median(ground)
    if "EARNINGS_PAID_HOUR" in ground.wanted:
        week = {"earnings": OWN + "week_pay", "weekly_hours": OWN + "week_hours", "period": "week"}
        found = average_hourly_earnings(table, draw, **BY_THE_HOUR | week, by=by)
        yield ground.taken("EARNINGS_PAID_HOUR", found)
    if "LOW_PAY" in ground.wanted:
        low = low_pay_rate(table, draw, **BY_THE_HOUR, share_of_median=ground.limits.low_pay_below, by=by)
        yield ground.taken("LOW_PAY", low.shares)


def _median(ground: Ground) -> Estimated:
    """Return the median of hourly earnings with Woodruff's interval."""
    scope = OWN + "employee"
    whole = ground.draw(ground.table).quantile(OWN + "hourly", 0.5, by=[scope, *ground.by])
    inside = [row for row in whole if row.domain[scope] == 1 and row.n]
    rows = [
        replace(row, domain={name: at for name, at in row.domain.items() if name != scope}) for row in inside
    ]
    known = np.isfinite(ground.columns["hourly"])
    return Estimated("EARNINGS_MEDIAN", rows, [row.n for row in rows], known, None)


def _gaps(ground: Ground) -> Iterator[Estimated]:
    paid = np.isfinite(ground.columns["hourly"])
    sexes = ground.columns["woman"][paid]
    if not {0.0, 1.0} <= set(sexes.tolist()):
        return
    asked: dict[str, Any] = {
        "hourly": OWN + "hourly",
        "sex": OWN + "woman",
        "women": 1.0,
        "men": 0.0,
        "by": ground.by,
    }
    for code, middle in (("PAY_GAP_MEAN", "mean"), ("PAY_GAP_MEDIAN", "median")):
        if code in ground.wanted:
            yield ground.taken(code, gender_pay_gap(ground.table, ground.draw, **asked, middle=middle))
    if "PAY_GAP_ALIKE" in ground.wanted:
        alike = factor_weighted_gap(ground.table, ground.draw, **asked, factors=ground.alike)
        yield ground.taken("PAY_GAP_ALIKE", alike)


def _minimum(ground: Ground) -> Iterator[Estimated]:
    if ground.wanted.isdisjoint({"BELOW_MINIMUM", "MINIMUM_SHORT", "MINIMUM_DEPTH"}):
        return
    found = minimum_wage_compliance(
        ground.table,
        ground.draw,
        covered=OWN + "employee",
        earnings=OWN + "minimum_pay",
        minimum=OWN + "minimum",
        weekly_hours=OWN + "minimum_hours",
        full_hours=full_time(ground.limits),
        minor_unit=ground.limits.minor_unit,
        by=ground.by,
    )
    yield ground.taken("BELOW_MINIMUM", found.below)
    yield ground.taken("MINIMUM_SHORT", found.gap_of_underpaid)
    yield ground.taken("MINIMUM_DEPTH", found.gap_depth)


def _hours_and_poverty(ground: Ground) -> Iterator[Estimated]:
    works: dict[str, Any] = {"employed": OWN + "employed", "by": ground.by}
    if "LONG_HOURS" in ground.wanted:
        limit = ground.limits.excessive_above
        found = excessive_hours_rate(ground.table, ground.draw, **works, hours=OWN + "hours", limit=limit)
        yield ground.taken("LONG_HOURS", found)
    if "WORKING_POOR" in ground.wanted:
        wealth = {"welfare": OWN + "welfare", "line": OWN + "poverty_line"}
        yield ground.taken("WORKING_POOR", working_poverty_rate(ground.table, ground.draw, **works, **wealth))


def _protection(ground: Ground) -> Iterator[Estimated]:
    table, draw, by = ground.table, ground.draw, ground.by
    if "CONTRIBUTORS" in ground.wanted:
        works, pays = ground.columns["employed"], ground.columns["contributes"]
        known = np.where(np.isnan(pays), np.nan, 1.0)
        added = {"pays_in": within(works, pays), "employed_asked": within(works, known)}
        found = rate(table, draw, added, over=("pays_in", "employed_asked"), by=by, share=True)
        yield ground.taken("CONTRIBUTORS", found)
    if "PROTECTED" in ground.wanted:
        answers = ground.made.source.answers
        benefits = [f"{OWN}any {concept}" for concept in CASH if answers.asked(concept)]
        marks = {"receives": benefits, "contributes": [OWN + "any contributes"]}
        found = any_coverage(table, draw, **marks, population=OWN + "population", by=by)
        yield ground.taken("PROTECTED", found)
    for code, (name, concept) in BENEFITS.items():
        if code in ground.wanted:
            function = Function(f"{OWN}for {concept}", f"{OWN}has {concept}")
            yield ground.taken(code, function_coverage(table, draw, {name: function}, by=by)[name])


def _injuries(ground: Ground) -> Iterator[Estimated]:
    if "INJURIES" in ground.wanted:
        asked: dict[str, Any] = {"employed": OWN + "employed", "injuries": OWN + "injuries", "by": ground.by}
        yield ground.taken("INJURIES", injury_rate_of_survey(ground.table, ground.draw, **asked))


def _deficits(ground: Ground) -> Iterator[Estimated]:
    """Yield the measures of the deficits that are known; of fewer than two, or three, there is none."""
    many = ground.wanted & {"DEFICITS_MANY", "DEFICITS_DEPTH", "DEFICITS_ADJUSTED"}
    named, columns = list(ground.deficits), dict(ground.columns)
    if len(named) < 2 or not (many or "DEFICITS" in ground.wanted):
        return
    weights = ground.draw(ground.table).weights
    _median, below = low_pay_limit(columns["hourly"], weights, ground.limits.low_pay_below)
    held = deficits_of(ground.made, columns, named, ground.limits, below)
    table = with_columns(ground.table, {f"{OWN}deficit {name}": values for name, values in held.items()})
    marks = [f"{OWN}deficit {name}" for name in named]
    works: dict[str, Any] = {"employed": OWN + "employee", "by": ground.by}
    if "DEFICITS" in ground.wanted:
        yield ground.taken("DEFICITS", deficit_count(table, ground.draw, **works, deficits=marks))
    if not many or len(named) < FEWEST_DEFICITS:
        return
    equal = dict.fromkeys(marks, 1.0)
    found = job_quality(table, ground.draw, **works, deficits=equal, cutoff=ground.limits.many_deficits)
    yield ground.taken("DEFICITS_MANY", found.headcount)
    yield ground.taken("DEFICITS_DEPTH", found.intensity)
    yield ground.taken("DEFICITS_ADJUSTED", found.adjusted)


def _children(ground: Ground) -> Iterator[Estimated]:
    for code, definition in CHILD_DEFINITIONS.items():
        if code in ground.wanted:
            found = child_labour(
                ground.table,
                ground.draw,
                definition=definition,
                age=OWN + "age",
                economic_hours=OWN + "child_hours",
                code_from=None,
                chores_hours=OWN + "child_chores_hours",
                hazardous=OWN + "child_hazardous",
                by=ground.by,
            )
            yield ground.taken(code, found.shares)
