"""Triggers: which reading calls for readiness, which for action, and what would prove a trigger right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from mainstay.playbook.catalogue import Catalogue

from .entry import ContentFile, Named, Shape

Direction = Literal["up", "down"]


class Quiet(Shape):
    """Only after so many periods in which the measure never reached `at`."""

    periods: int = Field(ge=1, le=600)
    at: float


class Condition(Shape):
    """What every condition has: in how many periods in a row it must hold before the alarm begins."""

    for_periods: int = Field(ge=1, le=120, default=1)


class OfSeries(Condition):
    """A condition on one measure; the first series that is not silent gives it, and no two are ever mixed.

    `known_after`: so many periods pass until the reading of a period is published. `silent_after`: a series without a
    reading for more than so many periods is silent. `exit`: an alarm that stands ends only when the measure no longer
    reaches this easier line.
    """

    series: tuple[str, ...] = Field(min_length=1)
    direction: Direction = "up"
    exit: float | None = None
    after_quiet: Quiet | None = None
    known_after: int = Field(ge=0, le=60, default=0)
    silent_after: int = Field(ge=0, le=120, default=2)


class AtCondition(OfSeries):
    """A condition with a line; without `at` it is the line of the rule's early-warning indicator."""

    at: float | None = None

    @model_validator(mode="after")
    def _exit_is_easier(self) -> AtCondition:
        if self.at is None or self.exit is None:
            return self
        if self.exit > self.at if self.direction == "up" else self.exit < self.at:
            raise ValueError(
                "`exit` lies beyond `at`: an alarm would end before it began. Choose an easier line"
            )
        return self


class ThresholdCondition(AtCondition):
    """A line that is reached by the value of the period, or by what is taken from the last `over` periods."""

    kind: Literal["threshold"]
    taken: Literal["value", "sum", "mean", "highest"] = "value"
    over: int = Field(ge=1, le=600, default=1)


class ChangeCondition(AtCondition):
    """A line that is reached by the change against `over` periods before, in the unit, in percent or as a ratio.

    A change in percent or a ratio from a base below `least_base` is not judged: it would be about nothing.
    """

    kind: Literal["change"]
    over: int = Field(ge=1, le=600)
    as_: Literal["difference", "percent", "ratio"] = Field(default="difference", alias="as")
    least_base: float | None = None


class ReturnLevelCondition(OfSeries):
    """Not seen in `years` years and beyond a floor: above every known period before, of which `least_known` are known.

    Only periods before the one that is judged count as what was seen.
    """

    kind: Literal["return_level"]
    years: float = Field(gt=0, le=200)
    floor: float
    taken: Literal["value", "sum", "mean", "highest", "difference"] = "value"
    over: int = Field(ge=1, le=600, default=1)
    least_known: float = Field(gt=0, le=1, default=0.8)


class ProbabilityCondition(AtCondition):
    """A forecast probability (0 to 1) that reaches a line; a reading stands at the period in which it was issued."""

    kind: Literal["probability"]

    @model_validator(mode="after")
    def _is_a_share(self) -> ProbabilityCondition:
        if any(line is not None and not 0 <= line <= 1 for line in (self.at, self.exit)):
            raise ValueError("a probability lies between 0 and 1: write 0.3 for 30 %")
        return self


class CombinedCondition(Condition):
    """All of several conditions, or any of them."""

    kind: Literal["combined"]
    all: tuple[AnyCondition, ...] = ()
    any: tuple[AnyCondition, ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> CombinedCondition:
        if bool(self.all) == bool(self.any):
            raise ValueError("write either `all:` or `any:` with the conditions below it")
        return self


SeriesCondition = ThresholdCondition | ChangeCondition | ReturnLevelCondition | ProbabilityCondition
AnyCondition = Annotated[SeriesCondition | CombinedCondition, Field(discriminator="kind")]
CombinedCondition.model_rebuild()


def leaves(condition: SeriesCondition | CombinedCondition) -> Iterator[SeriesCondition]:
    """Yield the conditions on series of which a condition is made, in their order."""
    if isinstance(condition, CombinedCondition):
        for part in condition.all or condition.any:
            yield from leaves(part)
    else:
        yield condition


class HitWindow(Shape):
    """In which periods after an alarm an event makes it right, counted from its start or while it stands."""

    first: int = Field(ge=0, default=1)
    last: int = Field(ge=0)
    counted_from: Literal["start", "standing"] = "start"

    @model_validator(mode="after")
    def _in_order(self) -> HitWindow:
        if self.last < self.first:
            raise ValueError("`last` lies before `first`")
        return self


class LeastHistory(Shape):
    """How much must have been seen before shares may be relied on; below it the history is too short."""

    years: float = Field(gt=0, default=5)
    alarms: int = Field(ge=1, default=5)
    events: int = Field(ge=1, default=5)


class TriggerRule(Named):
    """One trigger: what calls for readiness, what for action, and against which events it is proved.

    `gather` makes one reading of several in a period; `absent` is the value of a period without any, for complete lists
    of events alone. Without `event` the back-cast says only how often the rule would have fired. Only a rule that is
    `in_force` raises alerts; the others are shown with their back-cast.
    """

    texts: ClassVar[tuple[str, ...]] = ("name", "event_name", "mitigation")
    period: Literal["Y", "Q", "M", "D"]
    indicator: str | None = None
    crisis_types: tuple[str, ...] = ()
    forecasts_violence: bool = False
    in_force: bool = False
    gather: Literal["last", "highest", "sum", "mean", "count"] = "last"
    absent: float | None = None
    readiness: AnyCondition | None = None
    activation: AnyCondition
    event: AnyCondition | None = None
    event_name: str = ""
    window: HitWindow | None = None
    history: LeastHistory = LeastHistory()
    mitigation: str = ""

    @model_validator(mode="after")
    def _holds_together(self) -> TriggerRule:
        if (self.event is None) != (self.window is None):
            raise ValueError("`event` and `window` belong together: what must come, and by when")
        if self.event is not None and not self.event_name:
            raise ValueError("`event_name` is missing: say in words what counts as an event")
        missing = [leaf for name in self.stages for leaf in leaves(self.stages[name]) if _lineless(leaf)]
        if missing and self.indicator is None:
            raise ValueError("a condition has no `at`: write it, or name the `indicator` whose line it is")
        if self.event is not None and any(_lineless(leaf) for leaf in leaves(self.event)):
            raise ValueError("the event has no `at`: write it")
        easier = self.readiness, self.activation
        if isinstance(easier[0], AtCondition) and isinstance(easier[1], AtCondition):
            _check_order(easier[0], easier[1])
        return self

    @property
    def stages(self) -> dict[str, SeriesCondition | CombinedCondition]:
        """The conditions by stage, readiness (where there is one) before activation."""
        stages: dict[str, SeriesCondition | CombinedCondition] = {}
        if self.readiness is not None:
            stages["readiness"] = self.readiness
        return stages | {"activation": self.activation}

    @property
    def series(self) -> tuple[str, ...]:
        """Every series that the rule reads, its event's with them, each once."""
        read = [*self.stages.values(), *([self.event] if self.event is not None else [])]
        return tuple(
            dict.fromkeys(code for condition in read for leaf in leaves(condition) for code in leaf.series)
        )


def _lineless(leaf: SeriesCondition) -> bool:
    return isinstance(leaf, AtCondition) and leaf.at is None


def _check_order(readiness: AtCondition, activation: AtCondition) -> None:
    same = ("kind", "series", "direction", "taken", "over", "as_")
    if any(getattr(readiness, name, None) != getattr(activation, name, None) for name in same):
        return
    if readiness.at is None or activation.at is None:
        return
    if readiness.at > activation.at if activation.direction == "up" else readiness.at < activation.at:
        raise ValueError("readiness lies beyond activation: it must come first. Exchange the two lines")


class TriggersFile(ContentFile):
    """triggers.yaml: with the hour (UTC) from which on the day's digest of alerts goes out."""

    digest_hour: int = Field(ge=0, le=23)
    mitigate_at: float = Field(gt=0, le=1)
    confidences: tuple[float, ...] = Field(min_length=1)
    triggers: Catalogue[TriggerRule]
