"""When each module can start, given what it waits for."""

from collections.abc import Iterable
from dataclasses import dataclass

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _


@dataclass(frozen=True, slots=True)
class Step:
    """A module in time: how long it runs, after how many weeks it carries others, what it waits for."""

    code: str
    weeks: float
    carries_after: float
    requires: tuple[str, ...] = ()
    not_before: float = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """A module on the chart, in weeks from the start of the project; `slack` weeks it can wait without harm."""

    code: str
    start: float
    end: float
    slack: float

    @property
    def is_critical(self) -> bool:
        """Whether a week of delay here delays the end."""
        return self.slack < 1e-9


def sequence(steps: Iterable[Step]) -> list[Bar]:
    """Return the earliest bars of all modules and their slack, in the order of their start.

    Critical path method with start-to-start lags (Kelley and Walker, 1959): start_i = max(not before_i, start_j +
    carries_after_j over required j); the latest starts follow backwards from the end of the last bar. A required
    module that is not in the plan (already delivered) delays nothing. Unit: weeks.

    >>> bars = sequence([Step("WRK-02", 20, 8, ("DAT-02",)), Step("DAT-02", 3, 2), Step("PLC-01", 4, 1, ("WRK-02",))])
    >>> [(bar.code, bar.start, bar.end, bar.slack) for bar in bars]
    [('DAT-02', 0, 3, 0), ('WRK-02', 2, 22, 0), ('PLC-01', 10, 14, 8)]
    """
    plan = {step.code: step for step in steps}
    order = _in_order(plan)
    start: dict[str, float] = {}
    for code in order:
        step = plan[code]
        waits = [start[other] + plan[other].carries_after for other in step.requires if other in plan]
        start[code] = max([step.not_before, *waits])
    end = max((start[code] + plan[code].weeks for code in order), default=0)
    latest = {code: end - plan[code].weeks for code in order}
    for code in reversed(order):
        for other in plan[code].requires:
            if other in plan:
                latest[other] = min(latest[other], latest[code] - plan[other].carries_after)
    bars = [
        Bar(code, start[code], start[code] + plan[code].weeks, latest[code] - start[code]) for code in order
    ]
    return sorted(bars, key=lambda bar: (bar.start, bar.code))


def _in_order(plan: dict[str, Step]) -> list[str]:
    done: list[str] = []
    open_now: list[str] = []

    def visit(code: str) -> None:
        if code in done or code not in plan:
            return
        if code in open_now:
            circle = [*open_now[open_now.index(code) :], code]
            raise BadInput(
                "sequence.circle",
                _("These modules wait for one another: {circle}. Drop one of the links."),
                circle=" → ".join(circle),
            )
        open_now.append(code)
        for other in plan[code].requires:
            visit(other)
        open_now.pop()
        done.append(code)

    for code in plan:
        visit(code)
    return done
