"""The estimates that a request asks of a survey, table by table and crossing by crossing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mainstay.common.errors import BadInput, Problem
from mainstay.common.texts import noop as _
from mainstay.statistics.survey import Estimates

from .conditions import columns_in, in_codes, is_condition
from .request import Request, TableRequest, read_yaml
from .samples import calibrated_columns, sample_of

if TYPE_CHECKING:
    from mainstay.exchange.surveys import Survey, SurveyFile
    from mainstay.statistics.survey.reliability import Rated, RuleSet
    from mainstay.statistics.survey.sample import Sample

#: What is said of each step of long work: the words and the facts in them.
Say = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Answer:
    """One call: the table and crossing that it belongs to, and its estimates with codes as they stand in the file."""

    table: str
    crossing: tuple[str, ...]
    estimates: Estimates
    shown_as: str = ""
    ratings: Sequence["Rated"] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """One question to a sample: its statistic and names for people, and what to call with `by`.

    `shown_as` stands in the rows instead of the variable, where codes took the place of labels.
    """

    statistic: str
    names: Sequence[str]
    run: Callable[..., Estimates]
    shown_as: str = ""


def needed_columns(request: Request, file: "SurveyFile") -> list[str]:
    """Return the columns that the request uses, each once."""
    there = file.columns
    names = [*request.design.columns(there), *calibrated_columns(request.design, there)]
    for table in request.tables:
        names += columns_in(table.where, there) if table.where else []
        names += [name for crossing in table.crossings for name in crossing]
        names += [name for group in (*table.mean, *table.total, *table.variance) for name in group]
        for each in (each for group in table.proportion for each in group):
            names += columns_in(each, there) if is_condition(each, there) else [each]
        names += [name for each in table.ratio for name in two_sides(each)]
        names += [name for name, _shares in table.quantile]
    return list(dict.fromkeys(names))


def two_sides(ratio: str) -> tuple[str, str]:
    """Return numerator and denominator of ``a/b``."""
    above, mark, below = (part.strip() for part in ratio.partition("/"))
    if not (above and mark and below):
        raise BadInput(
            "estimate.ratio",
            _("A ratio is asked for as numerator/denominator, as in earnings/hours, not as «{given}»."),
            given=ratio,
        )
    return above, below


class Asking:
    """A survey that was read, with its numbers as numbers, ready to be asked."""

    def __init__(self, request: Request, survey: "Survey", say: Say) -> None:
        self.request, self.survey, self.say = request, survey, say
        self.table = _with_numbers(request, survey)
        self.rules = rules_of(request.reliability)

    def answers(self) -> Iterator[Answer]:
        """Yield the estimates of each call; BadInput counts rows as the file does."""
        try:
            sample = sample_of(self.table, self.request.design, self.survey, self.request.confidence)
            for number, table in enumerate(self.request.tables, 1):
                name = table.name or (str(number) if len(self.request.tables) > 1 else "")
                yield from self._of_table(name, table, sample)
        except BadInput as error:
            raise counted_from(error, self.survey.first_row) from None

    def _of_table(self, name: str, table: TableRequest, sample: "Sample") -> Iterator[Answer]:
        inside, note = "", ""
        if table.where:
            inside = f"({table.where})"
            sample, note = self._narrowed(table.where, marked=inside)
        for crossing in table.crossings:
            by = [inside, *crossing] if inside else crossing
            for call in _calls(table, sample, self.survey):
                self.say(
                    _("{statistic} of {names} by {by}"),
                    statistic=call.statistic,
                    names=", ".join(call.names),
                    by=", ".join(crossing) or _("everybody"),
                )
                found = call.run(by=by)
                ratings = self._ratings(sample, found)
                yield Answer(name, tuple(crossing), _without(found, inside, note), call.shown_as, ratings)

    def _ratings(self, sample: "Sample", found: Estimates) -> Sequence["Rated"]:
        if self.rules is None:
            return ()
        from mainstay.statistics.survey.counting import cases_of
        from mainstay.statistics.survey.reliability import rate

        return rate(found, self.rules, cases=cases_of(sample, found))

    def _narrowed(self, where: str, *, marked: str) -> tuple["Sample", str]:
        """Return the sample with a column `marked` that is true where the condition holds and else missing.

        Rows outside stay in the design, as they must: which units were drawn does not depend on the question.
        The text says in how many rows the condition cannot be told; it is empty where there are none.
        """
        import numpy as np
        import pyarrow as pa

        from mainstay.statistics.survey.columns import Columns
        from mainstay.statistics.survey.expression import truth_of

        truth = truth_of(Columns(self.table), in_codes(where, self.survey))
        held = truth == 1
        if not held.any():
            raise BadInput(
                "estimate.nobody",
                _("The condition {where} holds in none of {rows} rows. Look at the values in these columns."),
                where=where,
                rows=len(truth),
            )
        unknown = int(np.isnan(truth).sum())
        self.say(_("{where}: {held} of {rows} rows"), where=where, held=int(held.sum()), rows=len(truth))
        table = self.table.append_column(marked, pa.array(held, mask=~held))
        sample = sample_of(table, self.request.design, self.survey, self.request.confidence)
        return sample, left_out(unknown, where) if unknown else ""


def left_out(rows: int, where: str) -> str:
    """Return the note that a condition cannot be told in so many rows."""
    return f"{rows:,} rows left out, a value is missing: {where}"


def rules_of(given: str) -> "RuleSet | None":
    """Return the rules of reliability: a shipped set by its name, an own one from a YAML file, or none."""
    if not given:
        return None
    from mainstay.statistics.survey.reliability import rule_set

    return rule_set(read_yaml(Path(given)) if given.endswith((".yaml", ".yml")) else given)


def counted_from(error: BadInput, first_row: int) -> BadInput:
    """Return the error with rows counted as in the file, whose first row has the number `first_row`."""
    problems = [
        Problem(problem.reason, None if problem.row is None else problem.row + first_row - 1, problem.field)
        for problem in error.problems
    ]
    return BadInput(error.code, error.reason.msgid, problems=problems, **error.facts)


def _calls(table: TableRequest, sample: "Sample", survey: "Survey") -> Iterator[Call]:
    there = survey.table.column_names
    method = table.interval or "logit"
    for names in table.mean:
        yield Call("mean", names, partial(sample.mean, names))
    for names in table.total:
        yield Call("total", names, partial(sample.total, names))
    for names in table.variance:
        yield Call("variance", names, partial(sample.variance, names))
    for names in table.proportion:
        columns = [each for each in names if not is_condition(each, there)]
        if columns:
            yield Call("proportion", columns, partial(sample.proportion, columns, method=method))
        for each in (each for each in names if is_condition(each, there)):
            coded = in_codes(each, survey)
            yield Call(
                "proportion", [each], partial(sample.proportion_interval, coded, method=method), shown_as=each
            )
    for each in table.ratio:
        yield Call("ratio", [each], partial(sample.ratio, *two_sides(each)))
    interval, rule = table.quantile_interval or "mean", table.quantile_rule or "math"
    for name, shares in table.quantile:
        yield Call("quantile", [name], partial(sample.quantile, name, shares, interval=interval, rule=rule))


def _without(estimates: Estimates, inside: str, note: str) -> Estimates:
    """Return the estimates with domains that do not name the condition; dropped rows are those inside it."""
    if not inside:
        return estimates
    rows = [
        replace(row, domain={name: value for name, value in row.domain.items() if name != inside})
        for row in estimates
    ]
    seen = {tuple(row.domain.values()): row.missing for row in rows}
    notes = [*estimates.notes, *([note] if note else [])]
    return replace(estimates, rows=rows, missing=sum(seen.values()), notes=notes)


def _with_numbers(request: Request, survey: "Survey") -> Any:
    """Return the table with each column that must hold numbers as numbers."""
    from mainstay.exchange.surveys import as_numbers

    design = request.design
    must = [*([design.weight] if design.weight else []), *design.fpc]
    must += design.replicates(survey.table.column_names)
    may: list[str] = []
    for table in request.tables:
        must += [name for each in table.ratio for name in two_sides(each)]
        must += [name for name, _shares in table.quantile]
        must += [name for group in table.variance for name in group]
        may += [name for group in (*table.mean, *table.total) for name in group]
    found = survey.table
    for name in dict.fromkeys([*must, *may]):
        column = as_numbers(survey, name, leave_text=name not in must)
        found = found.set_column(found.column_names.index(name), name, column)
    return found
