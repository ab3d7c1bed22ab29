"""One survey of a request as a sample: whole, narrowed to a part, or group by group."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from mainstay.assess.methods.labour_rows import facts_counted_from
from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _
from mainstay.statistics.survey import Estimates

from .conditions import in_codes, is_condition
from .request import Request, TableRequest
from .rounds import ROUND
from .samples import calibrated_columns, sample_of
from .testing import MOST_GROUPS, numbers_of, sides_of, worded_names
from .wording import worded

if TYPE_CHECKING:
    from mainstay.exchange.surveys import Survey
    from mainstay.statistics.survey.reliability import Rated, RuleSet
    from mainstay.statistics.survey.sample import Sample

#: What is said of each step of long work: the words and the facts in them.
Say = Callable[..., None]
GROUPS_AT_ONCE = 16
"""Of so many groups the rows are marked at a time: a mark takes the memory of a column."""
INSIDE = "(inside)"
"""The column that is true in the part that is meant."""


@dataclass(frozen=True, slots=True)
class Call:
    """One question to a sample: its statistic and names for people, and what to call with `by`.

    `shown_as` stands in the rows instead of the variable, where codes took the place of labels.
    """

    statistic: str
    names: Sequence[str]
    run: Callable[..., Estimates]
    shown_as: str = ""


Found = tuple[Call, Estimates, Sequence["Rated"]]


class Part:
    """A survey with its numbers as numbers and the design of the request."""

    def __init__(
        self, survey: "Survey", request: Request, say: Say, name: str = "", rounds: Sequence[str] = ()
    ) -> None:
        self.survey, self.request, self.say, self.name, self.rounds = survey, request, say, name, rounds
        self.table = _with_numbers(request, survey)
        self._narrow: dict[str, tuple[Sample, str]] = {}

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Let BadInput count rows as the file does."""
        try:
            yield
        except BadInput as error:
            raise counted_from(error, self.survey.first_row, self.name) from None

    def checked(self) -> Any:
        """Return the table once its weights are known to be weights."""
        from mainstay.statistics.survey.columns import Columns
        from mainstay.statistics.survey.given import weights_of

        if self.request.design.weight:
            with self.counting():
                weights_of(Columns(self.table), self.request.design.weight)
        return self.table

    @cached_property
    def sample(self) -> "Sample":
        """The whole file as a sample."""
        return self._sample(self.table)

    def _sample(self, table: Any) -> "Sample":
        return sample_of(table, self.request.design, self.survey, self.request.confidence)

    def found(self, table: TableRequest, by: Sequence[str], rules: "RuleSet | None") -> Iterator[Found]:
        """Yield the estimates of each call of `table` in the crossing `by`, with their marks of reliability."""
        with self.counting():
            whole, note = self._narrowed(table.where)
            for call in _calls(table, whole, self.survey):
                self.say(
                    _("{statistic} of {names} by {by}"),
                    statistic=call.statistic,
                    names=", ".join(call.names),
                    by=", ".join(by) or _("everybody"),
                )
                more = {"margins": True} if table.margins and by else {}
                inside = [INSIDE] if table.where else []
                kept = _kept(call.run(by=[*inside, *by], **more), [*inside, *({ROUND} & {*by})], self.rounds)
                yield call, _without(kept, note) if inside else kept, _ratings(whole, kept, rules)

    def groups(
        self, table: TableRequest, by: Sequence[str]
    ) -> Iterator[tuple[Mapping[str, Any], "Sample", str | None]]:
        """Yield each group of the crossing `by`, the sample, and the column that is 1 in this group (None: all)."""
        import numpy as np
        import pyarrow as pa

        from mainstay.statistics.survey.columns import Columns
        from mainstay.statistics.survey.domains import cross

        given = self._in_words(table)
        if not by and not table.where:
            yield {}, self._sample(given), None
            return
        inside = np.ones(len(self.survey), dtype=bool)
        if table.where:
            inside = self._truth(table.where) == 1
        domains = cross(Columns(self.table), by)
        if len(domains.labels) > MOST_GROUPS:
            raise BadInput(
                "estimate.many_groups",
                _(
                    "The crossing {by} has {count} groups; a test is made in {most} at most. Cross fewer columns."
                ),
                by=", ".join(by),
                count=len(domains.labels),
                most=MOST_GROUPS,
            )
        for first in range(0, len(domains.labels), GROUPS_AT_ONCE):
            marked = given
            held = domains.labels[first : first + GROUPS_AT_ONCE]
            for number, _label in enumerate(held, first):
                rows = pa.array(inside & (domains.code == number))
                marked = marked.append_column(f"(group {number})", rows)
            sample = self._sample(marked)
            yield from ((label, sample, f"(group {number})") for number, label in enumerate(held, first))

    def _in_words(self, table: TableRequest) -> Any:
        """Return the table with labels in place of codes in the groups of tests and what explains in regressions."""
        given = self.table
        calibrated = calibrated_columns(self.request.design, given.column_names)
        for name in worded_names(table):
            if name in calibrated:
                continue
            given = given.set_column(given.column_names.index(name), name, worded(self.survey, name, given))
        return given

    def _truth(self, where: str) -> Any:
        from mainstay.statistics.survey.columns import Columns
        from mainstay.statistics.survey.expression import truth_of

        truth = truth_of(Columns(self.table), in_codes(where, self.survey))
        if not (truth == 1).any():
            raise BadInput(
                "estimate.nobody",
                _("The condition {where} holds in none of {rows} rows. Look at the values in these columns."),
                where=where,
                rows=len(truth),
            )
        return truth

    def _narrowed(self, where: str) -> tuple["Sample", str]:
        """Return the sample with a column that is true where `where` holds, else missing.

        Rows outside stay in the design, as they must: which units were drawn does not depend on the question.
        The text says in how many rows the condition cannot be told; it is empty where there are none.
        """
        if not where:
            return self.sample, ""
        if where not in self._narrow:
            self._narrow[where] = self._marked_sample(where)
        return self._narrow[where]

    def _marked_sample(self, where: str) -> tuple["Sample", str]:
        import numpy as np
        import pyarrow as pa

        truth = self._truth(where)
        held, unknown = truth == 1, int(np.isnan(truth).sum())
        self.say(_("{where}: {held} of {rows} rows"), where=where, held=int(held.sum()), rows=len(truth))
        sample = self._sample(self.table.append_column(INSIDE, pa.array(held, mask=~held)))
        return sample, left_out(unknown, where) if unknown else ""


def left_out(rows: int, where: str) -> str:
    """Return the note that a condition cannot be told in so many rows."""
    return f"{rows:,} rows left out, a value is missing: {where}"


def counted_from(error: BadInput, first_row: int, round_name: str = "") -> BadInput:
    """Return the error with rows counted as in the file, whose first row has the number `first_row`."""
    problems = [
        Problem(
            reason_counted_from(problem.reason, first_row),
            None if problem.row is None else problem.row + first_row - 1,
            f"{round_name}: {problem.field}" if round_name and problem.field else problem.field,
        )
        for problem in error.problems
    ]
    return BadInput(error.code, error.reason.msgid, problems=problems, **error.facts)


def reason_counted_from(reason: Reason, first_row: int) -> Reason:
    """Return the reason with the rows that it lists counted as in the file."""
    return replace(reason, facts=facts_counted_from(reason.facts, first_row))


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


def _ratings(sample: "Sample", found: Estimates, rules: "RuleSet | None") -> Sequence["Rated"]:
    if rules is None:
        return ()
    from mainstay.statistics.survey.counting import cases_of
    from mainstay.statistics.survey.reliability import rate

    return rate(found, rules, cases=cases_of(sample, found))


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


def _kept(estimates: Estimates, names: Sequence[str], rounds: Sequence[str]) -> Estimates:
    """Return the estimates of one value of each of `names`, without the sub-totals over them; rounds in their order."""
    import numpy as np

    kept = [
        place for place, row in enumerate(estimates) if all(row.domain[name] is not None for name in names)
    ]
    if rounds and ROUND in names:
        blocks: dict[Any, int] = {}
        keys = {}
        for place in kept:
            row = estimates[place]
            summed = tuple(value is None for value in row.domain.values())
            block = blocks.setdefault((row.variable, row.level, summed), len(blocks))
            keys[place] = block, list(rounds).index(row.domain[ROUND])
        kept.sort(key=keys.__getitem__)
    if kept == list(range(len(estimates))):
        return estimates
    freedom = estimates._freedom
    return replace(
        estimates,
        rows=[estimates[place] for place in kept],
        _covariance=lambda places: estimates.covariance_of(np.asarray(kept)[places]),
        _freedom=None if freedom is None else lambda places: freedom([kept[place] for place in places]),
    )


def _without(estimates: Estimates, note: str) -> Estimates:
    """Return the estimates with domains that do not name the part; dropped rows are those inside it."""
    rows = [
        replace(row, domain={name: value for name, value in row.domain.items() if name != INSIDE})
        for row in estimates
    ]
    finest = [row for row in rows if None not in row.domain.values()]
    seen = {tuple(row.domain.values()): row.missing for row in finest}
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
        must += numbers_of(table)
        may += [name for group in (*table.mean, *table.total) for name in group]
        may += [name for formula in table.regress for name in sides_of(formula)[1]]
        may += [
            left for formula in table.regress if (left := sides_of(formula)[0]) in survey.table.column_names
        ]
    found = survey.table
    for name in dict.fromkeys([*must, *may]):
        column = as_numbers(survey, name, leave_text=name not in must)
        found = found.set_column(found.column_names.index(name), name, column)
    return found
