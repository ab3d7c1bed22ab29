"""The estimates that a request asks of a survey, table by table and crossing by crossing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from mainstay.common.errors import BadInput, Reason
from mainstay.common.texts import fill
from mainstay.common.texts import noop as _
from mainstay.statistics.survey import Estimates, apart

from .conditions import columns_in, is_condition
from .contrasting import Comparing, Comparison
from .part import Part, Say, counted_from, left_out, reason_counted_from, two_sides
from .request import Request, TableRequest, read_yaml
from .rounds import ROUND, check_labels, stacked
from .rows import labelled_value
from .samples import calibrated_columns
from .testing import Inference, inferred, inferred_columns

if TYPE_CHECKING:
    from mainstay.exchange.surveys import Survey, SurveyFile
    from mainstay.statistics.survey.hypothesis import HypothesisTest
    from mainstay.statistics.survey.regression_result import Regression
    from mainstay.statistics.survey.reliability import Rated, RuleSet

    Made: TypeAlias = HypothesisTest | Regression

__all__ = [
    "Answer",
    "Asking",
    "counted_from",
    "left_out",
    "needed_columns",
    "reason_counted_from",
    "rules_of",
]


@dataclass(frozen=True, slots=True)
class Answer:
    """One call: the table and crossing that it belongs to, and its estimates with codes as they stand in the file."""

    table: str
    crossing: tuple[str, ...]
    estimates: Estimates
    shown_as: str = ""
    ratings: Sequence["Rated"] = ()
    comparisons: Sequence[Comparison] = ()


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
        names += inferred_columns(table, there)
    return list(dict.fromkeys(names))


class Asking:
    """A survey that was read (or its rounds, by name), with its numbers as numbers, ready to be asked.

    Rounds of a panel are one sample with a column `round`, so that they keep what they share; rounds that were drawn
    apart are samples of their own, whose estimates are put together.
    """

    def __init__(self, request: Request, survey: "Survey | Mapping[str, Survey]", say: Say) -> None:
        self.request, self.say = request, say
        rounds = survey if isinstance(survey, Mapping) else {"": survey}
        check_labels(rounds)
        self.parts = {name: Part(one, request, say, name) for name, one in rounds.items()}
        if request.panel:
            tables = {name: part.checked() for name, part in self.parts.items()}
            self.parts = {"": Part(stacked(rounds, tables), request, say, rounds=list(rounds))}
        self.survey = next(iter(self.parts.values())).survey
        self.by_round = [ROUND] if len(rounds) > 1 else []
        self.notes: list[Reason] = []
        self.last: BadInput | None = None
        self.rules = rules_of(request.reliability)
        self.comparing = [Comparing(table, self.survey.value_labels) for table in request.tables]

    def answers(self) -> Iterator[Answer]:
        """Yield the estimates of each call; BadInput counts rows as the file does."""
        for number, table in enumerate(self.request.tables):
            for crossing in table.crossings if table.estimates else ():
                yield from self._of_crossing(number, table, self._own(crossing))
            self.comparing[number].check()

    def inferences(self) -> Iterator[Inference]:
        """Yield the tests and regressions of all tables, in each group of their crossings.

        A group in which one cannot be made is told; BadInput where that is so in every group.
        """
        for number, table in enumerate(self.request.tables):
            for crossing in table.crossings if table.test or table.regress else ():
                made = list(self._inferred(number, table, self._own(crossing)))
                if not made and self.last:
                    raise self.last
                yield from made

    def _inferred(self, number: int, table: TableRequest, crossing: list[str]) -> Iterator[Inference]:
        for round_name, part in self.parts.items():
            first = {ROUND: round_name} if round_name else {}
            by = crossing if round_name else [*self.by_round, *crossing]
            self.say(_("tests by {by}"), by=", ".join(by) or _("everybody"))
            with part.counting():
                for domain, sample, where in part.groups(table, by):
                    for asked, make in inferred(table, sample, part.survey, where):
                        result = self._made(asked, {**first, **domain}, make)
                        if result is not None:
                            yield Inference(self._name(number), {**first, **domain}, asked, result)

    def _made(self, asked: str, domain: Mapping[str, Any], make: Callable[[], "Made"]) -> "Made | None":
        """Return a test; None for a group in which it cannot be made, which is told, where others may have one."""
        try:
            return make()
        except BadInput as error:
            if not domain:
                raise
            self.last = error
            labels = self.survey.value_labels
            group = ", ".join(
                f"{name} = {labelled_value(value, labels.get(name, {}))}" for name, value in domain.items()
            )
            text = _("Not made, {asked} in {group}: {why}")
            facts = {"asked": asked, "group": group, "why": fill(error.reason.msgid, error.facts)}
            self.notes.append(Reason("estimate.group_without_test", text, facts))
            return None

    def _own(self, crossing: Sequence[str]) -> list[str]:
        """Return the crossing without the round, which stands in every crossing where there are several."""
        return [name for name in crossing if name not in self.by_round]

    def _name(self, number: int) -> str:
        return self.request.tables[number].name or (str(number + 1) if len(self.request.tables) > 1 else "")

    def _of_crossing(self, number: int, table: TableRequest, crossing: list[str]) -> Iterator[Answer]:
        by = [*self.by_round, *crossing]
        own = crossing if len(self.parts) > 1 else by
        found = [part.found(table, own, self.rules) for part in self.parts.values()]
        for each in zip(*found, strict=True):
            call, estimates, ratings = each[0]
            if len(self.parts) > 1:
                estimates = apart({name: one[1] for name, one in zip(self.parts, each, strict=True)}, ROUND)
                ratings = [rated for one in each for rated in one[2]]
            method = next(iter(self.parts.values())).sample.method
            yield Answer(
                self._name(number),
                tuple(by),
                estimates,
                call.shown_as,
                ratings,
                self.comparing[number].of(estimates, method),
            )


def rules_of(given: str) -> "RuleSet | None":
    """Return the rules of reliability: a shipped set by its name, an own one from a YAML file, or none."""
    if not given:
        return None
    from mainstay.statistics.survey.reliability import rule_set

    return rule_set(read_yaml(Path(given)) if given.endswith((".yaml", ".yml")) else given)
